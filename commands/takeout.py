"""Somebody takes along everything that is kept about them: one file with all of it for machines, and with tables,
letters and recordings for people."""

import json
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO

import peewee

from commands import trail
from lifecycle.attempt import By
from models import clips
from models.base import Instant
from models.belongings import PARTS, Part
from models.given import Answer
from models.outgoing import Letter, Outgoing
from models.participants import Participant
from models.people import Person
from models.recruiting import CandidateAnswer, ProjectChoice
from models.studies import Choice
from models.tasks import Clip, Option, Reply
from rules.cells import line

# What a row of another table is called in a list: the first of these that it has.
CALLED = ("title", "name", "text", "code")
CHOSEN = ("single", "multiple")
# Answers, what they answer, and what can be chosen there.
ASKED = {
    Answer: ("question", Choice),
    Reply: ("item", Option),
    CandidateAnswer: ("question", ProjectChoice),
}
LETTER = "{number:04d}-{letter}.txt"
RECORDING = "{number:04d}-{kind}.{ending}"
IN_MEMORY = 8 * 1024 * 1024  # an archive with more in it is packed on the disk


def take_out(person: Person, by: By, at: datetime) -> BinaryIO:
    """The archive, as a file that is gone once it is closed; that it was taken stands in the log."""
    trail.keep(None, "taken_out", by, at, person=person.id)
    return packed(person, at)


def packed(person: Person, at: datetime) -> BinaryIO:
    """One archive: everything as JSON, each list as CSV, each letter as text, each recording as it is played."""
    data = everything(person)
    out = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (whoever asked reads it and closes it)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        whole = {"made_at": at.isoformat(), **data}
        archive.writestr("everything.json", json.dumps(whole, ensure_ascii=False, indent=1))
        for name, rows in data.items():
            if rows:
                archive.writestr(f"lists/{name}.csv", table(rows))
        for name, text in letters(person):
            archive.writestr(f"letters/{name}", text)
        for name, parts in recordings(person):
            with archive.open(zipfile.ZipInfo(f"recordings/{name}", at.timetuple()[:6]), "w") as file:
                for part in parts:
                    file.write(part)
    out.seek(0)
    return out


def recordings(person: Person) -> Iterator[tuple[str, Iterator[bytes]]]:
    """(file name, pieces) of what they said and showed, as far as it is still there, piece by piece."""
    mine = Participant.select(Participant.id).where(Participant.person == person.id)
    rows = Clip.select().where(Clip.participant.in_(mine), Clip.erased_at.is_null(), Clip.size > 0).order_by(Clip.id)
    for number, row in enumerate(list(rows), 1):
        name = RECORDING.format(number=number, kind=row.kind, ending=row.ending)
        yield name, (clips.piece(row.id, one) for one, _size in clips.sizes(row.id))


def everything(person: Person) -> dict[str, list[dict]]:
    """Every list with its rows."""
    names: dict = {}
    return {part.name: rows_of(part, person.id, names) for part in PARTS}


def counts(person: Person) -> list[tuple[Part, int]]:
    """How much there is of each, asked at once."""
    each = [
        part.table.select(peewee.fn.COUNT(part.table.id)).where(part.mine(person.id)).alias(part.name) for part in PARTS
    ]
    [found] = Person.select(*each).where(Person.id == person.id).tuples()
    return list(zip(PARTS, found, strict=True))


def rows_of(part: Part, person: int, names: dict) -> list[dict]:
    """The rows of one list, oldest first."""
    found = part.table.select().where(part.mine(person)).order_by(part.table.id)
    return [{column: value(row, column, names) for column in part.columns} for row in found.iterator()]


def value(row, column: str, names: dict):
    """A value as it is written down: instants as text, other rows by what they are called."""
    field = type(row)._meta.fields[column]
    if isinstance(field, peewee.ForeignKeyField):
        return called(row, column, names)
    told = getattr(row, column)
    if column == "value" and (found := ASKED.get(type(row))) and getattr(row, found[0]).kind in CHOSEN:
        return in_words(told, found[1], names)
    return told.isoformat() if isinstance(field, Instant) and told is not None else told


def called(row, column: str, names: dict) -> str | None:
    """What the row at the other end is called; each is looked up once."""
    number, kind = row.__data__.get(column), type(row)._meta.fields[column].rel_model
    if number is None:
        return None
    if (kind, number) not in names:
        there = kind.get_by_id(number)
        names[kind, number] = next((getattr(there, name) for name in CALLED if getattr(there, name, None)), str(number))
    return names[kind, number]


def in_words(answer, of: type, names: dict):
    """The words of what was chosen from a list of such answers."""
    if isinstance(answer, list):
        return [in_words(one, of, names) for one in answer]
    if answer is None:
        return None
    if (of, answer) not in names:
        choice = of.get_or_none(of.id == answer)
        names[of, answer] = choice.text if choice else answer
    return names[of, answer]


def table(rows: list[dict]) -> str:
    """A list as CSV."""
    return "".join([line(rows[0]), *(line(map(cell, row.values())) for row in rows)])


def cell(told) -> str:
    """A value as it stands in a table."""
    if isinstance(told, list | dict):
        return json.dumps(told, ensure_ascii=False)
    return "" if told is None else str(told)


def letters(person: Person):
    """(file name, text) of each letter whose words are still kept."""
    rows = Letter.select(Letter, Outgoing).join(Outgoing).where(Outgoing.recipient == person.id).order_by(Letter.id)
    for number, row in enumerate(rows.iterator(), 1):
        head = f"To: {row.address}\nSubject: {row.subject}\nDate: {row.at.isoformat()}\n"
        name = LETTER.format(number=number, letter=row.outgoing.letter)
        yield name, f"{head}\n{row.text}" + (f"\n\n{row.calendar}" if row.calendar else "")
