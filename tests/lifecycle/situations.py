"""The situations in which the parity test compares what is shown with what is done: rows, instants, inputs."""

from datetime import timedelta
from itertools import product

from tests.lifecycle.rows import (
    BO,
    CLEO,
    END,
    OTHER_TIME,
    ROWS,
    SECOND,
    START,
    ada,
    cleo,
    minute,
    report,
    session,
    stay,
)

DAY = timedelta(days=1)
LOGS = [
    [], [ada(-15)], [cleo(-15)], [ada(-15), cleo(-15)], [ada(-5), cleo(-5, place="lobby")], [ada(0, 11), cleo(12, 25)],
    [cleo(0, 11), ada(12, 25)], [ada(0, 14), cleo(0, 14)], [ada(0, 16), cleo(0, 16)], [ada(0), cleo(20, place="lobby")],
    [stay("observer", 5, -5)], [stay("admitter", BO.who, 0), cleo(4, 40)],
]  # fmt: skip
ANSWERS = (None, "met", "they_absent", "i_absent", "technical")

INSTANTS = [
    START - DAY - timedelta(hours=6), START - DAY, START - DAY + SECOND, minute(-15) - SECOND, minute(-15),
    START - SECOND, START, minute(10) - SECOND, minute(10), minute(20), END - SECOND, END, END + SECOND,
    minute(45) - SECOND, minute(45), minute(45) + SECOND, minute(90) - SECOND, minute(90), END + DAY - SECOND,
    END + DAY, END + DAY + SECOND, START + 7 * DAY, END + 14 * DAY, END + 14 * DAY + SECOND,
]  # fmt: skip

WHOLE = {"reason": "other", "proof": "bank 17", "starts_at": OTHER_TIME, "host": BO.who}
INPUTS = (WHOLE, {}, {"reason": "", "proof": "", "starts_at": START, "host": 77}, {"reason": "other"})

# The facts that each guard reads: one turned at a time, all of them, and all but one.
TURNED = {
    "participant": {
        "study_state": ("paused", "closed"), "judgement": ("incomplete", "screened_out"), "screened_elsewhere": (True,),
        "consents_given": (False,), "room_in_quota": (False,), "open_places": (0,), "ahead": (True,), "free": ([],),
        "kind": ("survey",), "tasks_answered": (False,), "reported": (True,), "from_recruiter": (True,),
        "completed_at_recruiter": (True,), "removed_at_recruiter": (True,), "had_qualified": (False,),
        "leaving": (True,), "live_session": ("some",), "offer_ends_at": (START, START + SECOND),
    },
    "candidate": {
        "project_state": ("paused", "closed"), "told_by_tester": (False,), "reported": (True,), "in_study": (True,),
        "live_session": ("some",),
    },
    "payout": {
        "purpose": ("late_cancel", "bonus"), "provider": ("tremendous",), "reported": (True,),
        "within_budget": (False,), "for_good": (True,),
    },
    "study": {
        "lacks": (["Set a reward."],), "asks_review": (True,), "plan": ("seat",), "seat": (False,), "overage": (True,),
        "units_needed": (21,), "author_id": (1,), "reports_about_it": (2,), "open_things": (["1 payout"],),
        "idle": (False,), "begun": (True,),
    },
    "project": {"ready": (False,), "link_tested": (False,), "owner_named": (False,), "open_things": (["1 payout"],)},
    "standing": {"marked": (True,)},
}  # fmt: skip


def rows(noun: str, state: str) -> list:
    """Every row of this noun that is looked at in this state."""
    if noun == "session":
        return _sessions(state)
    if noun == "report":
        return _reports(state)
    turned = TURNED[noun]
    singles = [{name: value} for name, values in turned.items() for value in values]
    whole = {name: values[0] for name, values in turned.items()}
    all_but_one = [{name: value for name, value in whole.items() if name != spared} for spared in whole]
    return [ROWS[noun](state, **facts) for facts in ({}, *singles, whole, *all_but_one)]


def _sessions(state: str) -> list:
    facts = [{}, {"free": []}, {"colleagues": []}, {"moves": 3}, {"disputed": True}, {"participant_state": "excluded"}]
    found = [session(state, **one) for one in facts]
    if state in ("scheduled", "in_progress"):
        found += [session(state, spells=log) for log in LOGS]
        found += [session(state, spells=log, silent_since=minute(5)) for log in LOGS[:4]]
    pairs = product(ANSWERS, ANSWERS) if state == "scheduled" else [(None, None), ("met", None), ("i_absent", "met")]
    return found + [session(state, presence="claimed", answers=both) for both in pairs]


def _reports(state: str) -> list:
    facts = [{}, {"was_appealed": True}, {"decided_by": 9}, {"decided_by": 9, "several_operators": False}]
    return [report(state, **one, concerned=who) for one in facts for who in (CLEO, BO)]
