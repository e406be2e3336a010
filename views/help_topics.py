"""The topics of the help: what each is about, and for whom."""

from typing import NamedTuple

from lifecycle.words import Text, _

CONTRIBUTOR, CUSTOMER = "contributor", "customer"
SIDES = {CONTRIBUTOR: _("For people who take part"), CUSTOMER: _("For teams")}


class Topic(NamedTuple):
    """One page of help: for which side, its title, what it answers, the nouns whose rules it tells of, what to read
    next."""

    side: str
    title: Text
    lead: Text
    rules: tuple[str, ...] = ()
    next: tuple[str, ...] = ()

    @property
    def for_whom(self) -> Text:
        """The side in words."""
        return SIDES[self.side]


TOPICS: dict[str, Topic] = {
    "taking-part": Topic(
        CONTRIBUTOR,
        _("Taking part, from the invitation to the reward"),
        _("What happens after an invitation, step by step, and what is asked of you."),
        ("participant",),
        ("honest-answers", "camera", "payment"),
    ),
    "honest-answers": Topic(
        CONTRIBUTOR,
        _("The questions, and honest answers"),
        _("Why teams ask first, why there is one attempt, and what to do if you do not fit after all."),
        ("participant",),
        ("taking-part", "standing"),
    ),
    "camera": Topic(
        CONTRIBUTOR,
        _("Camera and microphone"),
        _("How to try them, what the browser asks you, and what to do if you would rather not be seen."),
        (),
        ("screen-sharing", "technical-trouble"),
    ),
    "screen-sharing": Topic(
        CONTRIBUTOR,
        _("Privacy while you share your screen"),
        _("What the others see, what to close before, and how to stop."),
        (),
        ("camera", "your-data"),
    ),
    "thinking-aloud": Topic(
        CONTRIBUTOR,
        _("Thinking aloud, and being recorded"),
        _("What is recorded, who listens, what to do when the network goes away, and how you take it back."),
        (),
        ("screen-sharing", "your-data"),
    ),
    "payment": Topic(
        CONTRIBUTOR,
        _("Your payment"),
        _("When a reward is owed, when it comes, and why it can be on hold or fail."),
        ("payout",),
        ("changing-a-time", "standing"),
    ),
    "changing-a-time": Topic(
        CONTRIBUTOR,
        _("Moving or canceling, and when somebody does not come"),
        _("What you can do about a time you chose, until when, and what follows."),
        ("session",),
        ("payment", "technical-trouble"),
    ),
    "standing": Topic(
        CONTRIBUTOR,
        _("Reports, marks and your standing"),
        _("What is recorded about you, who decides, and how you answer."),
        ("report", "standing"),
        ("honest-answers", "your-data"),
    ),
    "technical-trouble": Topic(
        CONTRIBUTOR,
        _("Technical trouble"),
        _("What helps before the conversation and during it, and how to say that nothing helped."),
        ("session",),
        ("camera", "changing-a-time"),
    ),
    "your-data": Topic(
        CONTRIBUTOR,
        _("Your data"),
        _("What is kept about you, who reads it, and how to have it or have it removed."),
        (),
        ("screen-sharing", "standing"),
    ),
    "launching": Topic(
        CUSTOMER,
        _("From an idea to a launched study"),
        _("What a study needs, what happens at its launch, and what can be changed later."),
        ("study",),
        ("audience", "screeners", "availability"),
    ),
    "audience": Topic(
        CUSTOMER,
        _("Who is asked"),
        _("The network, people you name, your own people, and people who come by a link."),
        ("participant",),
        ("own-people", "screeners", "recruiting"),
    ),
    "own-people": Topic(
        CUSTOMER,
        _("Your own people, favourites and lists"),
        _("How your team keeps the people it knows, brings its own in from a file, and asks them again."),
        (),
        ("audience", "exclusion"),
    ),
    "done-alone": Topic(
        CUSTOMER,
        _("Surveys and tasks that people do alone"),
        _("What you can ask, how people go through it, and how to read the results."),
        ("study", "participant"),
        ("launching", "screeners"),
    ),
    "screeners": Topic(
        CUSTOMER,
        _("Screeners that work"),
        _("Questions that find the right people without telling them which answer is right."),
        ("participant",),
        ("audience", "reports"),
    ),
    "availability": Topic(
        CUSTOMER,
        _("Your hours, and the times people see"),
        _("How weekly hours, exceptions and other calendars become the times that are offered."),
        (),
        ("rescheduling", "launching"),
    ),
    "rescheduling": Topic(
        CUSTOMER,
        _("Rescheduling, in three ways"),
        _("With the same person, with somebody else, or with somebody of your own network."),
        ("session",),
        ("availability", "no-shows"),
    ),
    "no-shows": Topic(
        CUSTOMER,
        _("No-shows and technical failures"),
        _("How an absence is recorded, why it can not be rescheduled, and what to do instead."),
        ("session",),
        ("rescheduling", "deciding"),
    ),
    "deciding": Topic(
        CUSTOMER,
        _("From Submitted to Completed"),
        _("The one decision that no program makes for you, and that releases the reward."),
        ("participant",),
        ("payouts", "reports"),
    ),
    "recruiting": Topic(
        CUSTOMER,
        _("The recruiting side"),
        _("Projects, the link between both sides, IDs, and who sets Completed."),
        ("project", "candidate"),
        ("deciding", "exclusion"),
    ),
    "webhooks": Topic(
        CUSTOMER,
        _("Machines that hear along"),
        _("How your own systems follow recruiting, how they know that it is you, and what happens when they are away."),
        ("candidate", "payout"),
        ("recruiting", "teams"),
    ),
    "payouts": Topic(
        CUSTOMER,
        _("Payouts"),
        _("From money that is due to money that arrived, and what to do when it fails."),
        ("payout",),
        ("deciding", "plan"),
    ),
    "plan": Topic(
        CUSTOMER,
        _("Plans, units and seats"),
        _("What a conversation costs, when units are reserved, and what canceling gives back."),
        ("study",),
        ("launching", "payouts"),
    ),
    "teams": Topic(
        CUSTOMER,
        _("Your team and its roles"),
        _("Who may do what, how colleagues come in, and what is written down."),
        (),
        ("review", "plan"),
    ),
    "review": Topic(
        CUSTOMER,
        _("Review before a launch"),
        _("How a second pair of eyes looks at a study before anybody is asked."),
        ("study",),
        ("launching", "teams"),
    ),
    "reports": Topic(
        CUSTOMER,
        _("Reporting somebody"),
        _("When to report, what it holds, who decides, and how long you have."),
        ("report", "standing"),
        ("deciding", "exclusion"),
    ),
    "board": Topic(
        CUSTOMER,
        _("Both sides of the book"),
        _("What the board compares, what each class means, and how to settle many rows at once."),
        ("candidate", "participant"),
        ("exclusion", "payouts"),
    ),
    "exclusion": Topic(
        CUSTOMER,
        _("Excluding somebody, in the right order"),
        _("Two steps as one action, and why the recruiting side comes first."),
        ("participant", "candidate"),
        ("recruiting", "reports"),
    ),
    "messages": Topic(
        CUSTOMER,
        _("Messages"),
        _("Writing to one person or to everybody who waits, and what they get by letter."),
        (),
        ("rescheduling", "availability"),
    ),
}
