"""A conversation as it stood after one entry of its journal, whatever became of its row since."""

from datetime import datetime, timedelta
from typing import NamedTuple

from models.journal import Entry
from models.people import Person
from models.sessions import Session
from rules.times import from_epoch

# The moves that a calendar has to hear of: each of them raises the session's SEQUENCE by one.
SEQUENCED = ("move", "hand_over", "reschedule", "rebook", "cancel", "decline", "lapse")
TIMED = ("book", "move", "rebook", "hand_over")


class Talk(NamedTuple):
    """When, with whom (`others` hold it together with the host), and the calendar's SEQUENCE; `old_start` and
    `old_host` are what the entry itself replaced."""

    start: datetime
    end: datetime
    host: Person
    sequence: int
    old_start: datetime | None
    old_host: Person | None
    others: tuple[Person, ...] = ()
    moves: int = 0  # how often the contributor had moved it

    @property
    def length(self) -> timedelta:
        """How long it is booked for."""
        return self.end - self.start


def entries_until(entry: Entry) -> list[Entry]:
    """The journal of the row that this entry belongs to, up to and with it."""
    same = (Entry.noun == entry.noun) & (Entry.subject == entry.subject) & (Entry.seq <= entry.seq)
    return list(Entry.select().where(same).order_by(Entry.seq))


def talk(session: Session, entry: Entry) -> Talk:
    """The conversation after this entry of its journal."""
    start = host = None
    sequence, moves, others = 0, 0, ()
    for step in entries_until(entry):
        start = step.details.get("starts_at", start)
        host = step.details.get("host", host)
        others = step.details.get("others", others)
        sequence += step.event in SEQUENCED
        moves += step.event == "move"
    if others and set_by(session).id == entry.id:
        others = session.others  # whoever left the team meanwhile does not hold it any more
    old_start, old_host = entry.details.get("old_start"), entry.details.get("old_host")
    starts_at = from_epoch(start)
    return Talk(
        start=starts_at,
        end=starts_at + timedelta(minutes=session.length),
        host=Person.get_by_id(host),
        sequence=sequence,
        old_start=None if old_start is None else from_epoch(old_start),
        old_host=None if old_host is None else Person.get_by_id(old_host),
        others=tuple(Person.get_by_id(person) for person in others),
        moves=moves,
    )


def set_by(session: Session, before: Entry | None = None) -> Entry:
    """The entry that set the conversation's present time or host; or that of the time `before` an entry."""
    mine = (Entry.noun == "session") & (Entry.subject == session.id) & Entry.event.in_(TIMED)
    if before is not None:
        mine &= Entry.id < before.id
    return Entry.select().where(mine).order_by(Entry.seq.desc()).first()
