"""Rows as the guards see them: plain facts, no database. A conversation here starts at 14:00 and ends at 14:30."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

from lifecycle.attempt import CLOCK, PROVIDER, RECRUITER, ROOM, TESTER, Attempt, By, Refused
from lifecycle.candidate import CandidateLifecycle
from lifecycle.participant import ParticipantLifecycle
from lifecycle.payout import PayoutLifecycle
from lifecycle.project import ProjectLifecycle
from lifecycle.report import ReportLifecycle
from lifecycle.session import SessionLifecycle
from lifecycle.standing import StandingLifecycle
from lifecycle.study import StudyLifecycle
from rules.policy import Policy
from rules.presence import Spell

START = datetime(2026, 11, 26, 14, tzinfo=UTC)
END = START + timedelta(minutes=30)
OTHER_TIME = START + timedelta(days=2)
SECOND = timedelta(seconds=1)
POLICY = Policy()

ADA, BO, OWNER = By("customer", 1), By("customer", 2), By("operator", 9)
CLEO = By("contributor", 3)
ACTORS = (ADA, CLEO, OWNER, CLOCK, ROOM, RECRUITER, TESTER, PROVIDER)

MACHINES = {
    "session": SessionLifecycle, "participant": ParticipantLifecycle, "candidate": CandidateLifecycle,
    "payout": PayoutLifecycle, "study": StudyLifecycle, "project": ProjectLifecycle, "report": ReportLifecycle,
    "standing": StandingLifecycle,
}  # fmt: skip


def minute(number: float) -> datetime:
    """So many minutes after the start."""
    return START + timedelta(minutes=number)


def stay(seat: str, who: int, since: float, until: float | None = None, place: str = "room") -> Spell:
    """A stay between two minutes."""
    return Spell(seat, who, place, minute(since), None if until is None else minute(until))


def ada(since: float, until: float | None = None, place: str = "room") -> Spell:
    """The host's stay."""
    return stay("admitter", ADA.who, since, until, place)


def cleo(since: float, until: float | None = None, place: str = "room") -> Spell:
    """The contributor's stay."""
    return stay("contributor", CLEO.who, since, until, place)


def session(state: str = "scheduled", **facts) -> SimpleNamespace:
    """A conversation with one other free time and one free colleague."""
    free, colleagues = facts.pop("free", [OTHER_TIME]), facts.pop("colleagues", [BO.who])
    whole = {
        "state": state, "starts_at": START, "ends_at": END, "policy": POLICY, "presence": "seen", "spells": [],
        "answers": (None, None), "moves": 0, "asked_at": minute(-3000) if state == "rescheduling" else None,
        "ended_at": END, "disputed": False, "late": False, "silent_since": None,
        "participant_state": "no_show" if state == "no_show" else "booked",
        "offered_starts": lambda at: free, "is_offered": lambda start, at: start in free,
        "free_colleagues": lambda at: colleagues,
    }  # fmt: skip
    return SimpleNamespace(**{**whole, **facts})


def participant(state: str = "invited", **facts) -> SimpleNamespace:
    """Somebody who answered everything, in a live study with a place and a time left."""
    free = facts.pop("free", [OTHER_TIME])
    whole = {
        "state": state, "study_state": "live", "kind": "live_conversation", "judgement": "qualified",
        "screened_elsewhere": False, "consents_given": True, "room_in_quota": True, "open_places": 1, "ahead": False,
        "tasks_answered": True, "reported": False, "from_recruiter": False, "completed_at_recruiter": False,
        "removed_at_recruiter": False, "had_qualified": True, "leaving": False,
        "live_session": None, "offer_ends_at": None, "offered_starts": lambda at: free,
    }  # fmt: skip
    return SimpleNamespace(**{**whole, **facts})


def candidate(state: str = "invited", **facts) -> SimpleNamespace:
    """Somebody in a live project, of whom the testing side told last."""
    whole = {
        "state": state, "project_state": "live", "told_by_tester": True, "reported": False, "in_study": False,
        "live_session": None,
    }  # fmt: skip
    return SimpleNamespace(**{**whole, **facts})


def payout(state: str = "due", **facts) -> SimpleNamespace:
    """A reward paid by hand, within its budget, nobody reported."""
    for_good = facts.pop("for_good", False)
    whole = {"state": state, "purpose": "reward", "provider": "manual", "reported": False, "within_budget": True}
    return SimpleNamespace(**{**whole, **facts}, upheld_for_good=lambda at: for_good)


def study(state: str = "draft", **facts) -> SimpleNamespace:
    """A study of Bo's that may be launched, closed and canceled."""
    lacks, seat = facts.pop("lacks", []), facts.pop("seat", True)
    begun, idle = facts.pop("begun", False), facts.pop("idle", True)
    left = facts.pop("open_things", [])
    whole = {
        "state": state, "author_id": BO.who, "plan": "flex", "overage": False, "asks_review": False,
        "units_needed": 20, "units_available": 20, "reports_about_it": 0, "open_list": lambda at: "1 payout",
        "open_things": lambda at: left,
        "unready": lambda at: lacks, "seat_left": lambda who, at: seat, "begun_undecided": lambda at: begun,
        "idle_for_30_days": lambda at: idle,
    }  # fmt: skip
    return SimpleNamespace(**{**whole, **facts})


def project(state: str = "draft", **facts) -> SimpleNamespace:
    """A project that may be launched and closed."""
    whole = {"state": state, "ready": True, "link_tested": True, "owner_named": True}
    left = facts.pop("open_things", [])
    whole |= {"open_things": lambda at: left, "open_list": lambda at: "1 payout"}
    return SimpleNamespace(**{**whole, **facts})


def report(state: str = "open", **facts) -> SimpleNamespace:
    """Ada's report about Cleo, decided (if it is) by another operator at the end of the conversation."""
    concerned = facts.pop("concerned", CLEO)
    whole = {"state": state, "author_id": ADA.who, "decided_by": 8, "decided_at": END, "was_appealed": False}
    whole |= {"several_operators": True}
    return SimpleNamespace(**{**whole, **facts}, concerns=lambda by: by == concerned)


def standing(state: str = "good", marked: bool = False) -> SimpleNamespace:
    """A member of the network."""
    return SimpleNamespace(state=state, marked=lambda at: marked)


ROWS = {
    "session": session, "participant": participant, "candidate": candidate, "payout": payout, "study": study,
    "project": project, "report": report, "standing": standing,
}  # fmt: skip


def tried(noun: str, row, event: str, by: By, at: datetime = START, joined: bool = False, **details) -> str:
    """Fires the move on its machine: "ok <state after it>", or the code of the refusal."""
    try:
        return "ok " + MACHINES[noun].fire(Attempt(row, event, by, at, details, joined))
    except Refused as refused:
        return refused.refusal.code
