"""Writes down what a move did: the journal entry, the letters that follow, and, for a preview, a list of it all."""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime

from lifecycle.attempt import By
from models import fixed
from models.database import db
from models.journal import Entry, Note
from models.outgoing import Outgoing
from outbox.letters import PLANNED_AHEAD, Planned, planned
from rules.times import to_epoch


@dataclass
class Seen:
    """What a command did, or would do: moves (noun, row, event, source, target), letters (letter, person), money
    and units."""

    moves: list = field(default_factory=list)
    letters: list = field(default_factory=list)
    money: list = field(default_factory=list)
    units: list = field(default_factory=list)
    marks: list = field(default_factory=list)


seen: ContextVar[Seen | None] = ContextVar("seen", default=None)
wakers: list[Callable[[], None]] = []
TEXTS = ("note", "proof")


def note_down(kind: str, what) -> None:
    """Remember it for a preview, if one is running."""
    if (watching := seen.get()) is not None:
        getattr(watching, kind).append(what)


def record(row, event: str, source: str | None, by: By, at: datetime, details: dict) -> Entry:
    """The journal entry of a move and its letters; free text goes beside it."""
    texts = [str(details[name]) for name in TEXTS if details.get(name)]
    entry = Entry.create(**_entry(row, event, source, by, at, details))
    for text in texts:
        Note.create(entry=entry, text=text)
    note_down("moves", (entry.noun, row, event, source, row.state))
    post(entry, list(planned(entry.noun, event, row, at, details)), thread_of(row), at)
    return entry


def record_births(rows: list, event: str, by: By, at: datetime) -> list[Entry]:
    """The first entries of rows of one kind that were born together, without details, and their letters."""
    noun = rows[0].lifecycle_name()
    entries = [Entry(**_entry(row, event, None, by, at, {})) for row in rows]
    fixed.insert_each(entries)
    born = (Entry.noun == noun) & (Entry.seq == 0) & Entry.subject.in_([row.id for row in rows])
    numbers = dict(Entry.select(Entry.subject, Entry.id).where(born).tuples())
    letters = []
    for row, entry in zip(rows, entries, strict=True):
        entry.id = numbers[row.id]
        note_down("moves", (noun, row, event, None, row.state))
        letters += [(entry, one, thread_of(row)) for one in planned(noun, event, row, at, {})]
    if letters:
        fixed.insert_each([Outgoing(**_outgoing(*one)) for one in letters])
    _told([one for _entry, one, _thread in letters], at)
    return entries


def _entry(row, event: str, source: str | None, by: By, at: datetime, details: dict) -> dict:
    return {
        "noun": row.lifecycle_name(),
        "subject": row.id,
        "seq": row.version,
        "event": event,
        "source": source,
        "target": row.state,
        "role": by.role,
        "who": by.who,
        "at": at,
        "details": {name: plain(value) for name, value in details.items() if name not in TEXTS},
        "workspace": house_of(row),
    }


def house_of(row) -> int | None:
    """The number of the workspace that owns a row; nothing for what belongs to the network or to a person."""
    for way in ("workspace_id", "study.workspace_id", "project.workspace_id", "session.study.workspace_id"):
        found = row
        for step in way.split("."):
            found = getattr(found, step, None)
        if found is not None:
            return found
    return None


def thread_of(row) -> str:
    """Letters about the same conversation stay in order."""
    return f"{row.lifecycle_name()}-{row.id}"


def post(entry: Entry, letters: list[Planned], thread: str, at: datetime) -> None:
    """Outgoing rows for these letters; the drain is woken once they are committed."""
    if not letters:
        return
    fixed.insert_all(Outgoing, [_outgoing(entry, one, thread) for one in letters])
    _told(letters, at)


def _outgoing(entry: Entry, one: Planned, thread: str) -> dict:
    return {
        "entry": entry.id,
        "letter": one.letter,
        "recipient": one.recipient,
        "thread": thread,
        "due_at": one.due_at,
        "next_at": one.due_at,
    }


def _told(letters: list[Planned], at: datetime) -> None:
    """A preview hears of them, and the drain of what is due."""
    for one in letters:
        note_down("letters", (one.letter, one.recipient, one.due_at))
    if any(one.due_at <= at for one in letters):
        wake()


def drop_waiting(thread: str, entry: int) -> None:
    """Reminders of that thread that an earlier entry had planned no longer hold."""
    old = (
        (Outgoing.thread == thread)
        & (Outgoing.state == "waiting")
        & Outgoing.letter.in_(PLANNED_AHEAD)
    )
    Outgoing.update(state="dropped").where(old, Outgoing.entry < entry).execute()


def wake() -> None:
    """Tell the drain, once this transaction is committed."""
    for waker in wakers:
        db.obj.after_commit(waker)


def plain(value):
    """A detail as the journal keeps it: ids, codes, amounts, and instants as epochs."""
    if isinstance(value, datetime):
        return to_epoch(value)
    return value.id if hasattr(value, "id") else value
