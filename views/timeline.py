"""Everything that happened to some rows and is still to come, for the reader's side: moves, letters, reasons and
notes. Two statements, however many rows."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from flask import g

from lifecycle.reasons import in_words
from lifecycle.words import Moment, Text, _, reader
from models.lists import ask
from models.outgoing import Outgoing
from rules.times import from_epoch, local_date, show_day
from views.access import Reached
from views.happened import LETTERS, ROLES, SENTENCES

# Moves of a participant that its session tells already.
TOLD_BY_THE_SESSION = {("participant", event) for event in ("book", "miss", "recover", "release")}
# What was written for some eyes only, as the form's hint says; everybody else reads the move without it.
WRITTEN_FOR = {
    ("participant", "exclude"): ("customer",),
    ("candidate", "remove"): ("customer",),
    ("study", "cancel"): ("customer",),
    ("project", "cancel"): ("customer",),
    ("report", "appeal"): ("operator",),
}
JOURNAL = (
    "SELECT entry.id, entry.noun, entry.event, entry.role, entry.who, entry.at, entry.details, note.text, person.name, "
    "COALESCE(person.username, 'guest-' || SUBSTR(person.code, 1, 4)) FROM entry "
    "LEFT JOIN note ON note.entry_id = entry.id LEFT JOIN person ON person.id = entry.who WHERE "
)


class Item(NamedTuple):
    """One line of components/timeline.html."""

    kind: str
    when: datetime | None
    text: Text | str
    by: str | Text | None = None
    detail: str | Text | None = None


@dataclass
class Told:
    """An entry of the journal with its notes, and its actor's name and username."""

    id: int
    noun: str
    event: str
    role: str
    who: int | None
    at: datetime
    details: dict
    name: str | None
    username: str | None
    notes: list[str] = field(default_factory=list)


def items(reached: Reached, rows: list) -> list[Item]:
    """The story of these rows, oldest first, under headings of days, with what is still to come at the end."""
    entries = journal(rows)
    by_session = any(entry.noun == "session" for entry in entries)
    shown = [entry for entry in entries if (entry.noun, entry.event) not in TOLD_BY_THE_SESSION or not by_session]
    moves = [(entry.id, 0, _move(entry, reached)) for entry in shown]
    past, coming = _letters([entry.id for entry in shown] or [0])
    # In the order of the journal: what one move brought along has the same second.
    story = sorted([*moves, *past], key=lambda told: (told[2].when, told[0], told[1]))
    return [*_by_day([item for _entry, _after, item in story]), *_ahead(coming)]


def journal(rows: list) -> list[Told]:
    """The entries of these rows, each row's in its order."""
    if not rows:
        return []
    either = " OR ".join(["(entry.noun = ? AND entry.subject = ?)"] * len(rows))
    named = [value for row in rows for value in (row.lifecycle_name(), row.id)]
    found: dict[int, Told] = {}
    for number, noun, event, role, who, at, details, note, name, username in ask(
        f"{JOURNAL}{either} ORDER BY entry.id, note.id", *named
    ):
        made = Told(number, noun, event, role, who, from_epoch(at), json.loads(details or "{}"), name, username)
        entry = found.setdefault(number, made)
        entry.notes += [note] if note else []
    return list(found.values())


def _move(entry: Told, reached: Reached) -> Item:
    sentence = SENTENCES.get((entry.noun, entry.event), entry.event)
    start = entry.details.get("starts_at")
    details = [
        str(Moment(from_epoch(start))) if start else "",
        str(in_words(entry.noun, entry.event, entry.role, entry.details.get("reason")) or ""),
        *(entry.notes if _may_read(entry, reached) else ()),
    ]
    return Item("move", entry.at, sentence, _by(entry), ". ".join(filter(None, details)) or None)


def _may_read(entry: Told, reached: Reached) -> bool:
    """Whether what was written with this move was written for this reader, or by them."""
    meant = WRITTEN_FOR.get((entry.noun, entry.event))
    return meant is None or reached.audience in meant or entry.who == g.me.id


def _by(entry: Told):
    """Who did it, as this reader may know them: oneself, a username, a colleague's name, or a part."""
    if entry.name is None or entry.role == "operator":
        return ROLES.get(entry.role)
    if entry.who == g.me.id:
        return _("you")
    return entry.username if entry.role == "contributor" else entry.name


def _letters(numbers: list[int]) -> tuple[list[tuple], list[Item]]:
    """Letters that left, and those still to come, each told once with everybody who got it."""
    rows = Outgoing.select().where(Outgoing.entry.in_(numbers), Outgoing.channel == "mail", Outgoing.state != "dropped")
    past: dict = {}
    coming: dict = {}
    for row in rows.order_by(Outgoing.due_at, Outgoing.id):
        if row.due_at > g.at:
            coming.setdefault((row.due_at, row.letter), row)
        else:
            past.setdefault((row.entry_id, row.letter), []).append(row)
    return [(letters[0].entry_id, 1, _sent(letters)) for letters in past.values()], [
        Item("coming", row.due_at, LETTERS.get(row.letter, row.letter)) for row in coming.values()
    ]


def _sent(rows: list[Outgoing]) -> Item:
    first = rows[0]
    name = LETTERS.get(first.letter, first.letter)
    mine = any(row.recipient == g.me.id for row in rows)
    text = _("Letters to both: %(name)s", name=name) if len(rows) > 1 else _("Letter to you: %(name)s", name=name)
    if len(rows) == 1 and not mine:
        text = _("Letter to the other side: %(name)s", name=name)
    states = {row.state for row in rows}
    word = _("Could not be delivered") if "dead" in states else _("Not delivered yet") if states != {"sent"} else None
    return Item("letter", first.due_at, text, None, word)


def _by_day(story: list[Item]) -> list[Item]:
    found, day = [], None
    for item in story:
        zone = reader().zone
        if (today := local_date(item.when, zone)) != day:
            day = today
            found.append(Item("date", None, show_day(item.when, zone, reader().language)))
        found.append(item)
    return found


def _ahead(coming: list[Item]) -> list[Item]:
    if not coming:
        return []
    return [Item("date", None, _("Still to come")), *(item._replace(detail=str(Moment(item.when))) for item in coming)]
