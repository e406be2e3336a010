"""The topics of the help: what each is about, for whom, and which screens it explains."""

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
        ("screeners", "recruiting"),
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

# side -> (place of an address, without its codes -> the topic that explains it); the longest that fits counts.
SCREENS: dict[str, dict[str, str]] = {
    CUSTOMER: {
        "": "launching",
        "today": "deciding",
        "studies": "launching",
        "studies/new": "launching",
        "studies/edit": "launching",
        "studies/edit/audience": "audience",
        "studies/edit/screener": "screeners",
        "studies/edit/preview": "screeners",
        "studies/edit/times": "availability",
        "studies/edit/review": "plan",
        "studies/request_review": "review",
        "studies/approve": "review",
        "studies/send_back": "review",
        "studies/review": "review",
        "studies/participants": "deciding",
        "studies/waiting": "audience",
        "studies/complete_all": "deciding",
        "studies/cancel_pending": "rescheduling",
        "studies/add_places": "plan",
        "studies/budget": "payouts",
        "studies/cancel": "plan",
        "studies/close": "plan",
        "studies/message": "messages",
        "studies/duplicate": "no-shows",
        "sessions": "rescheduling",
        "sessions/mark_no_show": "no-shows",
        "sessions/technical_failure": "no-shows",
        "sessions/overturn": "no-shows",
        "sessions/join": "no-shows",
        "sessions/camera": "no-shows",
        "sessions/messages": "messages",
        "sessions/report": "reports",
        "participants": "deciding",
        "participants/report": "reports",
        "participants/exclude": "exclusion",
        "participants/exclude_in_order": "exclusion",
        "projects": "recruiting",
        "candidates": "recruiting",
        "candidates/remove": "exclusion",
        "availability": "availability",
        "payouts": "payouts",
        "plan": "plan",
        "team": "teams",
        "team-invites": "teams",
        "brand": "teams",
        "operator": "teams",
        "operator/workspaces": "plan",
        "operator/members": "reports",
        "operator/failed": "payouts",
        "outbox": "messages",
        "search": "deciding",
        "settings": "teams",
        "audit": "teams",
        "people": "audience",
        "reports": "reports",
        "standings": "reports",
        "sign-in": "teams",
        "sign-ins": "teams",
    },
    CONTRIBUTOR: {
        "": "taking-part",
        "me": "taking-part",
        "me/profile": "your-data",
        "me/account": "your-data",
        "me/data": "your-data",
        "me/email": "your-data",
        "join/terms": "your-data",
        "join/profile": "your-data",
        "participants": "taking-part",
        "participants/questions": "honest-answers",
        "participants/camera": "camera",
        "participants/times": "changing-a-time",
        "participants/report": "standing",
        "participants/terms": "your-data",
        "sessions": "changing-a-time",
        "sessions/camera": "camera",
        "sessions/join": "screen-sharing",
        "sessions/answer": "technical-trouble",
        "sessions/technical_failure": "technical-trouble",
        "sessions/report": "standing",
        "money": "payment",
        "payouts": "payment",
        "standing": "standing",
        "standings": "standing",
        "reports": "standing",
        "sign-in": "your-data",
        "sign-ins": "your-data",
        "terms": "your-data",
    },
}


def of_screen(side: str, place: list[str]) -> str:
    """The topic that explains the screen at this place of an address."""
    table = SCREENS[side]
    fitting = ("/".join(place[:length]) for length in range(len(place), -1, -1))
    return next(table[one] for one in fitting if one in table)
