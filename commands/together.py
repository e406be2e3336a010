"""Carries out the law's table: what moves together with a session, in its transaction, whole or not at all."""

from datetime import datetime

from commands import claims, money, units
from commands.fire import effect, fire
from commands.recorder import drop_waiting, note_down, pass_on, thread_of
from lifecycle.attempt import TESTER, Attempt, Refusal, Refused
from lifecycle.session import SessionLifecycle
from lifecycle.together import CANDIDATE, Move, Together, together
from lifecycle.words import _
from models.database import db
from models.journal import Entry
from models.sessions import Session, SessionHost
from models.standing import Mark
from models.studies import Study
from outbox.holds import MESSAGE
from rules.compensation import is_late

TAKEN = Refusal("slot_offered", _("That time was just taken."))


def was_late(session: Session, event: str, at: datetime) -> bool:
    """Whether this change, or the reschedule before it, came inside the notice."""
    own = (
        session.state == "scheduled"
        and event in ("cancel", "reschedule")
        and is_late(session.starts_at, at, session.policy.notice)
    )
    return own or (session.late and session.state == "rescheduling")


@effect("session", "book", *SessionLifecycle.names(), then=True)
def carry_out(attempt: Attempt, entry: Entry) -> None:
    """Everything that goes with this move of a session."""
    session = attempt.row
    details = attempt.details or {}
    for person in details.get("others", ()):
        SessionHost.create(session=session, person=person)
    move = Move(
        entry.event,
        entry.source or "",
        entry.target,
        attempt.by.role,
        bool(details.get("late")),
        details.get("reason"),
        details.get("mark", True),
    )
    follow(session, together(move), attempt, entry)
    if "old_host" in details:
        # What the other side wrote just before is for who holds it now.
        pass_on(thread_of(session), MESSAGE, details["old_host"], session.host_id)


def follow(session: Session, what: Together, attempt: Attempt, entry: Entry) -> None:
    """The participant, the claims, the place with its units, the money and the marks."""
    calendar(session, what.claims, attempt.at)
    if what.participant:
        participant = fire(session.participant, what.participant, attempt.by, attempt.at, joined=True)
        session.participant = participant
    place(session.study, what, entry, attempt.at)
    if what.compensation:
        money.owe_late_cancel(session, attempt.by, attempt.at)
    if what.mark:
        Mark.create(person=session.contributor_id, kind=what.mark, session=session, entry=entry.id, at=attempt.at)
        note_down("marks", (what.mark, session.contributor_id))
    if what.strike:
        Mark.update(struck_at=attempt.at).where(Mark.session == session.id, Mark.struck_at.is_null()).execute()
        money.write_off_late_cancel(session, attempt.by, attempt.at)
    if entry.source:
        drop_waiting(thread_of(session), entry.id)


def calendar(session: Session, how: str | None, at: datetime) -> None:
    """Take, replace or drop the quarter hours; a short count means that somebody else was faster."""
    if how == "drop":
        claims.drop(session)
        claims.let_go(session.participant, at)
    elif (
        (how == "take"
        and not claims.take(session, claims.wanted(session), at))
        or (how == "replace"
        and not claims.replace(session, at))
    ):
        raise Refused(TAKEN)


def place(study: Study, what: Together, entry: Entry, at: datetime) -> None:
    """What becomes of the place, and of the units that were reserved for it; the study is locked and as it is now."""
    if what.place is None:
        return
    taken, places, reserved = CHANGES[what.place](study)
    mark = db.obj.param
    db.execute_sql(
        f"UPDATE study SET taken = taken + {mark}, places = places + {mark} WHERE id = {mark}",
        (taken, places, study.id),
    )
    if what.units == "use" or what.units == "regain":
        units.use(study, entry.id, at, reserved=reserved)
    elif what.units == "give_back":
        units.give_back(study, 1, entry.id, at)


# What happens to (taken, places), and whether a reservation stands behind the place.
CHANGES = {
    "taken": lambda study: (1, 0, True),
    "kept": lambda study: (-1, 0, True),
    "given_up": lambda study: (-1, -1, True),
    "filled": lambda study: (0, 0, True),
    "regained": lambda study: (1, 0, True) if study.open_places > 0 else (1, 1, False),
}


@effect("participant", *CANDIDATE, then=True)
def candidate_follows(attempt: Attempt, entry: Entry) -> None:
    """A local candidate goes along with its participant; a study that is done alone uses its place's units."""
    if entry.event == "submit" and entry.source == "started":
        alone(attempt.row.study, entry, attempt.at)
    candidate = attempt.row.candidate
    if candidate is None:
        return
    for event in CANDIDATE[entry.event]:
        edges = candidate.lifecycle.graph().get((candidate.state, event))
        if edges:
            candidate = fire(candidate, event, TESTER, attempt.at)


def alone(study: Study, entry: Entry, at: datetime) -> None:
    """Unmoderated kinds use units at the participant's submit: an open place with its reservation, else one more."""
    place(study, Together(place="regained", units="regain"), entry, at)
