"""Writes down what a move did: the journal entry, the letters that follow, and, for a preview, a list of it all."""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime

from commands import heralds
from lifecycle.attempt import By
from models import births, fixed
from models.births import Born
from models.database import db
from models.journal import Entry, Note
from models.lists import ask, run
from models.matching import Part
from models.outgoing import Outgoing
from outbox.holds import OVER
from outbox.letters import PLANNED_AHEAD, Planned, planned
from rules.times import to_epoch


@dataclass
class Seen:
    """What a command did, or would do: moves (noun, row, event, source, target), letters (letter, person), money
    and units; `further` is what it counts and does not run (commands/calling_off.py)."""

    moves: list = field(default_factory=list)
    letters: list = field(default_factory=list)
    money: list = field(default_factory=list)
    units: list = field(default_factory=list)
    marks: list = field(default_factory=list)
    further: list = field(default_factory=list)


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
    if heralds.tell(entry, row, at):
        wake()
    return entry


# Stands for the number that each of many rows has of its own, where one of them is looked at for all.
EACH = 0


def record_births(like, each: str, born: Born, event: str, by: By, at: datetime) -> None:
    """The first entries of rows that were born together, without details, and their letters. `like` is as each of them
    is, but for its number and the field `each`."""
    kind, noun = type(like), like.lifecycle_name()
    setattr(like, each, EACH)
    table, those = kind._meta.table_name, born.part
    theirs = Part(f"FROM {table} WHERE {those.sql} ORDER BY {table}.id", those.values)
    entry = {name: value for name, value in _entry(like, event, None, by, at, {}).items() if name != "subject"}
    births.insert_from(Entry, {"subject": Part(f"{table}.id")}, entry, theirs)
    # Asked for each: PostgreSQL joins many rows that it has no statistics of yet in the slowest of all ways.
    first = f"(SELECT entry.id FROM entry WHERE entry.noun = ? AND entry.subject = {table}.id AND entry.seq = 0)"
    own = {
        "entry": Part(first, (noun,)),
        "recipient": Part(f"{table}.{kind._meta.fields[each].column_name}"),
        "thread": Part(f"'{noun}-' || {table}.id"),
    }
    letters = list(planned(noun, event, like, at, {}))
    for one in letters:
        if one.recipient != EACH:
            raise NotImplementedError(f"{one.letter} goes to somebody else than the one it is about")
        due = {"letter": one.letter, "due_at": one.due_at, "next_at": one.due_at}
        births.insert_from(Outgoing, own, due, theirs)
    told = heralds.tell_of_births(like, event, entry["workspace"], own, theirs, at)
    if seen.get() is not None:
        _show_births(kind, each, born, event, letters)
    if told or any(one.due_at <= at for one in letters):
        wake()


def _show_births(kind, each: str, born: Born, event: str, letters: list[Planned]) -> None:
    """A preview hears of each row and of each letter."""
    table, those = kind._meta.table_name, born.part
    for (number,) in ask(f"SELECT id FROM {table} WHERE {those.sql} ORDER BY id", *those.values):
        row = kind.get_by_id(number)
        note_down("moves", (row.lifecycle_name(), row, event, None, row.state))
        for one in letters:
            note_down("letters", (one.letter, row.__data__[each], one.due_at))


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
    mark = db.obj.param
    ahead = ", ".join([mark] * len(PLANNED_AHEAD))
    sql = (
        f"UPDATE outgoing SET state = 'dropped' WHERE thread = {mark} AND state = 'waiting' "
        f"AND letter IN ({ahead}) AND entry_id < {mark}"
    )
    db.execute_sql(sql, (thread, *PLANNED_AHEAD, entry))


def pass_on(thread: str, letter: str, old: int, new: int) -> None:
    """What waits to tell one person of this thread something tells another one instead, once."""
    waiting = "thread = ? AND state = 'waiting' AND letter = ? AND recipient = ?"
    told = "SELECT 1 FROM outgoing AS told WHERE told.entry_id = outgoing.entry_id AND told.letter = outgoing.letter"
    run(f"UPDATE outgoing SET recipient = ? WHERE {waiting} AND NOT EXISTS ({told} AND told.recipient = ?)",
        new, thread, letter, old, new)  # fmt: skip
    run(f"UPDATE outgoing SET state = 'dropped', outcome = ? WHERE {waiting}", OVER, thread, letter, old)


def wake() -> None:
    """Tell the drain, once this transaction is committed."""
    for waker in wakers:
        db.obj.after_commit(waker)


def plain(value):
    """A detail as the journal keeps it: ids, codes, amounts, and instants as epochs."""
    if isinstance(value, datetime):
        return to_epoch(value)
    return value.id if hasattr(value, "id") else value
