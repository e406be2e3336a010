"""Everything that happened to some rows and is still to come, for the reader's side: moves, letters, reasons and
notes."""

from datetime import datetime
from typing import NamedTuple

from flask import g

from lifecycle.reasons import in_words
from lifecycle.words import Moment, Text, _, reader
from models.journal import Entry, Note
from models.outgoing import Outgoing
from models.people import Person
from rules.times import from_epoch, local_date, show_day
from views.access import Reached
from views.happened import LETTERS, ROLES, SENTENCES

# Moves of a participant that its session tells already.
TOLD_BY_THE_SESSION = {("participant", event) for event in ("book", "miss", "recover", "release")}


class Item(NamedTuple):
    """One line of components/timeline.html."""

    kind: str
    when: datetime | None
    text: Text | str
    by: str | Text | None = None
    detail: str | Text | None = None


def items(reached: Reached, rows: list) -> list[Item]:
    """The story of these rows, oldest first, under headings of days, with what is still to come at the end."""
    entries = [entry for row in rows for entry in _entries(row)]
    told = {(entry.noun, entry.event) for entry in entries if entry.noun == "session"}
    shown = [entry for entry in entries if (entry.noun, entry.event) not in TOLD_BY_THE_SESSION or not told]
    numbers = [entry.id for entry in shown] or [0]
    people = _people(entries)
    notes = _notes(numbers)
    moves = [(entry.id, 0, _move(entry, reached, people, notes)) for entry in shown]
    past, coming = _letters(numbers)
    # In the order of the journal: what one move brought along has the same second.
    story = sorted([*moves, *past], key=lambda told: (told[2].when, told[0], told[1]))
    return [*_by_day([item for _entry, _after, item in story]), *_ahead(coming)]


def _entries(row) -> list[Entry]:
    return list(Entry.select().where(Entry.noun == row.lifecycle_name(), Entry.subject == row.id).order_by(Entry.seq))


def _people(entries: list[Entry]) -> dict[int, Person]:
    wanted = {entry.who for entry in entries if entry.who} | {0}
    return {person.id: person for person in Person.select().where(Person.id.in_(list(wanted)))}


def _notes(numbers: list[int]) -> dict[int, str]:
    return {note.entry_id: note.text for note in Note.select().where(Note.entry.in_(numbers))}


def _move(entry: Entry, reached: Reached, people: dict, notes: dict) -> Item:
    sentence = SENTENCES.get((entry.noun, entry.event), entry.event)
    details = [
        str(in_words(entry.noun, entry.event, entry.role, entry.details.get("reason")) or ""),
        notes.get(entry.id, ""),
    ]
    if start := entry.details.get("starts_at"):
        details.insert(0, str(Moment(from_epoch(start))))
    return Item("move", entry.at, sentence, _by(entry, reached, people), ". ".join(filter(None, details)) or None)


def _by(entry: Entry, reached: Reached, people: dict):
    """Who did it, as this reader may know them: oneself, a username, a colleague's name, or a part."""
    person = people.get(entry.who)
    if person is None or entry.role == "operator":
        return ROLES.get(entry.role)
    if person.id == g.me.id:
        return _("you")
    return person.shown if entry.role == "contributor" else person.name


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
    late = [row for row in rows if row.state != "sent"]
    return Item("letter", first.due_at, text, None, _("Not delivered yet") if late else None)


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
