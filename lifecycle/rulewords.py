"""The words of the rule book: what each noun is, who acts, births, what follows, and the guards whose sentence is made
up from the attempt, said for everybody."""

from lifecycle import participant, payout, presence, session, study
from lifecycle.candidate import project_live
from lifecycle.words import _

# noun -> its tab, its heading, and what it is.
NOUNS = {
    "session": (_("Session"), _("What may happen to a session"), _("One live conversation at one time.")),
    "participant": (
        _("Participant"),
        _("What may happen to a participant"),
        _("One person in one study, on the testing side."),
    ),
    "candidate": (
        _("Candidate"),
        _("What may happen to a candidate"),
        _("One person in one recruiting project."),
    ),
    "payout": (_("Payout"), _("What may happen to a payout"), _("Money that one person is owed for one reason.")),
    "study": (_("Study"), _("What may happen to a study"), _("What is asked of whom. Some call it a test.")),
    "project": (_("Project"), _("What may happen to a project"), _("One recruiting effort, which leads into a study.")),
    "report": (
        _("Report"),
        _("What may happen to a report"),
        _("A customer reports a contributor who did not fit or broke the rules; a contributor, a customer or a study."),
    ),
    "standing": (
        _("Standing"),
        _("What may happen to a standing"),
        _("How a member of the contributor network stands."),
    ),
}

ACTORS = {
    "customer": _("Customer"),
    "contributor": _("Contributor"),
    "operator": _("Operator"),
    "clock": _("Time"),
    "recruiter": _("The recruiting side"),
    "tester": _("The testing side"),
    "room": _("The room"),
    "provider": _("The payment provider"),
}

# noun -> (event, its label, who, guards) of every way in which one comes into being. A guard that stands in a command
# is told here: its code, what it asks, what it says.
BIRTHS = {
    "session": (
        (
            "book",
            _("Book a time"),
            ("customer", "contributor"),
            (
                participant.study_live,
                (
                    "participant_qualified",
                    "They fit the study and have not had their conversation in it.",
                    _("They do not fit the study, or have had their conversation in it."),
                ),
                participant.place_left,
                session.slot_offered,
                (
                    "contributor_free",
                    "The contributor's calendar is clear at that time.",
                    _("The contributor has something else at that time."),
                ),
            ),
        ),
    ),
    "participant": (
        ("invite", _("Invite"), ("customer", "clock"), ()),
        ("arrive", _("Arrive by a link"), ("contributor", "recruiter"), ()),
    ),
    "candidate": (("invite", _("Invite"), ("customer", "clock"), ()),),
    "payout": (
        (
            "owe",
            _("Owe"),
            (),
            (
                (
                    "earned",
                    "Somebody became Completed, or a customer changed a conversation late.",
                    _("Nobody became Completed, and no customer changed a conversation late."),
                ),
            ),
        ),
    ),
    "study": (("draft", _("Write a draft"), ("customer",), ()),),
    "project": (("draft", _("Write a draft"), ("customer",), ()),),
    "report": (("file", _("Report"), ("customer", "contributor"), ()),),
    "standing": (("join", _("Join the network"), ("contributor",), ()),),
}

# (noun, event) -> what follows, where it is not in the table of what moves together.
FOLLOWS = {
    ("session", "reschedule"): _("They are asked to pick another time. The place stays theirs."),
    ("session", "hand_over"): _("The contributor is told with whom they will talk."),
    ("session", "start"): _("From here on it is under way, and can no longer be moved or canceled."),
    ("participant", "complete"): _("The reward becomes due. Nothing else in Parlor creates one."),
    ("participant", "call_up"): _("They are asked to choose a time. The offer expires."),
    ("participant", "readmit"): _("They are asked to choose a time again."),
    ("participant", "exclude"): _("Their outside ID is hidden from then on."),
    ("candidate", "redirect"): _("They are led on to the study, with their ID."),
    ("candidate", "complete"): _("The incentive becomes due, once."),
    ("candidate", "remove"): _("The first of two steps. The study is the second."),
    ("payout", "pay_out"): _("The instruction is kept before a provider is called, so that nothing is paid twice."),
    ("payout", "doubt"): _("It is looked up, never sent again blindly."),
    ("payout", "settle"): _("Nothing is owed any more."),
    ("payout", "fail"): _("Both sides see the reason."),
    ("payout", "write_off"): _("Nothing is owed any more. The person is told."),
    ("study", "launch"): _("Units are reserved, and the people named are invited."),
    ("study", "pause"): _("Nobody new gets in. Conversations that are booked stand."),
    ("study", "close"): _("Open places are given up, and their units come back."),
    ("study", "cancel"): _("Conversations that have not begun are canceled. Who is Submitted stays to be decided."),
    ("report", "uphold"): _("It is a mark in their standing. Their money stays on hold while they can appeal."),
    ("report", "dismiss"): _("The mark is struck and the money is free. A disputed absence is put right."),
    ("report", "withdraw_report"): _("The mark is struck and the money is free."),
    ("report", "appeal"): _("Another operator decides, where there is one."),
    ("standing", "remove"): _("They are invited to nothing more, and keep what they are owed and what is booked."),
    ("standing", "reinstate"): _("What was before counts no more."),
}

ELSEWHERE = _("Where the meeting is elsewhere, the answers of both sides decide.")
# Guards whose sentence is made up from the attempt, said with the numbers of a workspace that has set no others.
ASKED = {
    session.notice: _("Less than 24 hours are left before the start."),
    session.moves_left: _("It was moved 3 times already."),
    session.slot_offered: _("The time is not free any more."),
    session.colleague_free: _("The colleague is not free at that time."),
    session.unanswered: _("The 7 days to answer are not over."),
    session.within_14_days: _("It ended more than 14 days ago. An operator decides a dispute at any time."),
    presence.no_verdict: _(
        "The end is less than 15 minutes ago (24 hours where the meeting is elsewhere), or something was recorded."
    ),
    presence.join_open: _(
        "The start is more than 15 minutes ahead, or the end is over (by 24 hours where the meeting is elsewhere)."
    ),
    presence.both_present: _("They are not both in the room. %(elsewhere)s", elsewhere=ELSEWHERE),
    presence.absence_counted: _("The start is less than 10 minutes ago. Time itself waits for the end."),
    presence.host_waited: _(
        "The log does not show anybody of the customer's in the room for 10 unbroken minutes while the contributor "
        "was away. %(elsewhere)s",
        elsewhere=ELSEWHERE,
    ),
    presence.waited_in_vain: _(
        "The contributor has not waited for 10 unbroken minutes, or somebody came. %(elsewhere)s", elsewhere=ELSEWHERE
    ),
    presence.call_window: _(
        "The start is more than 15 minutes ahead, or the end more than 15 minutes ago "
        "(24 hours where the meeting is elsewhere)."
    ),
    presence.was_there: _("Who reports has not been in the room or its lobby."),
    participant.study_live: _("The study is paused, or over."),
    project_live: _("The project is paused, or over."),
    payout.grounds: _(
        "There are no grounds: an upheld report that can not be appealed any more, a bonus or a wrong Completed "
        "with the reason, or an operator's proof."
    ),
    study.ready: _("Something is missing: title, length, reward, audience, screener, meeting, or enough times."),
    study.units_left: _("The units that are left do not cover every place, and the plan does not go below zero."),
    study.nothing_open: _("Something is still open: a conversation, somebody Submitted, or a payout."),
}
