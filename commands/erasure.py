"""Somebody asks to be forgotten: what is ahead is canceled at once, what is owed or reported is waited for, and then
their name and everything that they told are emptied, for good."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from commands import emptying, trail
from commands.fire import fire
from commands.fire import fresh as locked
from lifecycle.attempt import CLOCK, Attempt, By, Refusal, Refused
from lifecycle.words import _
from models import scrub
from models.database import db, lock, writes
from models.participants import Participant
from models.people import Person
from models.recruiting import Candidate
from models.rights import Erased, open_things
from models.workspaces import Member, Workspace

WHY = "not_available"
TEAM_FIRST = Refusal(
    "team_first", _("You are in a team here. Leave it first: a team always has to know who works with its people.")
)
OPERATOR_FIRST = Refusal(
    "operator_first", _("You help to run this installation. Somebody else has to take that from you first.")
)
GONE = Refusal("erased", _("This person was erased already."))
NOT_ASKED = Refusal("not_asked", _("Nobody has asked for that."))
NOT_SETTLED = Refusal(
    "not_settled", _("Something of theirs is still open. Their data is erased as soon as it is settled.")
)


def why_not(person: Person) -> Refusal | None:
    """Why somebody can not ask for it at all; what is open only makes it wait."""
    if person.erased_at is not None:
        return GONE
    if person.operator:
        return OPERATOR_FIRST
    teams = Member.select().join(Workspace).where(Member.person == person.id, ~Workspace.practice)
    return TEAM_FIRST if teams.exists() else None


def ask_for(person: Person, by: By, at: datetime) -> Person:
    """From now on nothing new is sent to them, and what is ahead is canceled; erased at once where nothing is open."""
    person = _ask_for(person, by, at)
    if person.erased_at is not None and not db.in_transaction():
        scrub.files()
    return person


@writes
def _ask_for(person: Person, by: By, at: datetime) -> Person:
    person = fresh(person)
    if refusal := why_not(person):
        raise Refused(refusal)
    if person.erasure_asked_at is None:
        Person.update(erasure_asked_at=at).where(Person.id == person.id).execute()
        trail.keep(None, "erasure_asked", by, at, person=person.id)
        person = fresh(person)
    leave(person, at)
    return person if open_things(person, at) else _erase(person, by, at)


@writes
def take_back(person: Person, by: By, at: datetime) -> Person:
    """Take the wish to be forgotten back; what was canceled stays canceled."""
    person = fresh(person)
    if person.erased_at is not None or person.erasure_asked_at is None:
        raise Refused(GONE if person.erased_at else NOT_ASKED)
    Person.update(erasure_asked_at=None).where(Person.id == person.id).execute()
    trail.keep(None, "erasure_taken_back", by, at, person=person.id)
    return fresh(person)


@writes
def erase(person: Person, by: By, at: datetime, again: bool = False) -> Person:
    """Empty everything, now: Refused while something is open. `again` is for a backup from before, which knows
    nothing of what was settled since."""
    person = fresh(person)
    if refusal := why_not(person):
        raise Refused(refusal)
    leave(person, at)
    if not again and open_things(person, at):
        raise Refused(NOT_SETTLED)
    return _erase(person, by, at)


def _erase(person: Person, by: By, at: datetime) -> Person:
    Member.delete().where(Member.person == person.id).execute()  # practice workspaces only: why_not has looked
    emptying.empty(person, at)
    asked = person.erasure_asked_at or at
    Erased.insert(person=person.id, asked_at=asked, at=at).on_conflict_ignore().execute()
    for house in houses(person):
        trail.keep(house, "erased", by, at, person=person.id)
    trail.keep(None, "erased", by, at, person=person.id)
    return fresh(person)


def houses(person: Person) -> list[int]:
    """The workspaces that had them in a study or among their own people."""
    return scrub.houses_of(person.id)


def fresh(person: Person) -> Person:
    """The person as they are now, locked."""
    return lock(Person.select().where(Person.id == person.id)).get()


def leave(person: Person, at: datetime) -> None:
    """Every conversation ahead is canceled and every place given back, as they could do it themselves: in time or
    late."""
    them = By("contributor", person.id)
    for row in list(Participant.select().where(Participant.person == person.id).order_by(Participant.id)):
        # Locked with its study before it is looked at: a team may be moving that very conversation.
        if (session := locked(row).live_session) is not None:
            _if_possible(session, "decline" if session.state == "rescheduling" else "cancel", them, at)
        _if_possible(Participant.get_by_id(row.id), "withdraw", them, at)
    for row in list(Candidate.select().where(Candidate.person == person.id).order_by(Candidate.id)):
        _if_possible(locked(row), "leave", them, at)


def _if_possible(row, event: str, by: By, at: datetime) -> None:
    details = {"reason": WHY} if event == "cancel" else {}
    if row.lifecycle.why_not(Attempt(row, event, by, at, details)) is None:
        fire(row, event, by, at, **details)


def sweep(at: datetime) -> int:
    """Whoever asked and has nothing open any more is erased; how many were."""
    waiting = Person.select().where(Person.erasure_asked_at.is_null(False), Person.erased_at.is_null())
    gone = sum(_settled(person, at) for person in list(waiting.order_by(Person.id)))
    if gone and not db.in_transaction():
        scrub.files()
    return gone


def _settled(person: Person, at: datetime) -> bool:
    if open_things(person, at):
        return False
    try:
        return erase(person, CLOCK, at).erased_at is not None
    except Refused:
        return False


class Kept(NamedTuple):
    """Who was erased, by their code, and when: what has to be known again after an older backup is put back."""

    code: str
    asked_at: datetime
    at: datetime


def remembered() -> list[Kept]:
    """Everybody who was erased."""
    rows = Erased.select(Person.code, Erased.asked_at, Erased.at).join(Person, on=(Person.id == Erased.person))
    return [Kept(*row) for row in rows.order_by(Erased.id).tuples()]


def reapply(codes: Iterable[str], at: datetime) -> int:
    """Erase those again whom a backup from before brought back; how many."""
    found = Person.select().where(Person.code.in_(list(codes) or [""]), Person.erased_at.is_null())
    count = sum(_anew(person, at) for person in list(found.order_by(Person.id)))
    if count and not db.in_transaction():
        scrub.files()
    return count


def _anew(person: Person, at: datetime) -> bool:
    Member.delete().where(Member.person == person.id).execute()
    Person.update(operator=False).where(Person.id == person.id).execute()
    return erase(person, CLOCK, at, again=True).erased_at is not None
