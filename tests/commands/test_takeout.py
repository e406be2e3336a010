"""Everything that is kept about somebody goes along with them, and nothing that is new is forgotten."""

import json
import zipfile

import peewee
import pytest

from commands import takeout
from models import ROWS, Claim, Person
from models.base import Instant
from models.belongings import EXCEPTIONS, PARTS
from tests import world
from tests.commands.test_erasure import canary, told_everywhere
from tests.world import DAY, START, themselves

# Plain numbers: whether they are a person's. A new one has to be added here, and its person to the lists.
PEOPLE = {
    ("person", "practice_for"), ("sign_in", "playing"), ("entry", "who"), ("session", "quality_by"),
    ("claim", "calendar"), ("report", "decided_by"), ("outgoing", "recipient"), ("erased", "person"),
}  # fmt: skip
NOBODY = {
    ("sign_in", "workspace"), ("entry", "subject"), ("entry", "workspace"), ("study", "offering"), ("claim", "tick"),
    ("choice", "skip_to"), ("payout", "amount"), ("ledger_line", "entry"), ("ledger_line", "amount"),
    ("unit_line", "entry"), ("unit_line", "study"), ("mark", "entry"), ("exclusion", "participant_id"),
    ("tally", "study"), ("findable", "subject"), ("profile", "scope"), ("look", "workspace"),
    ("clip", "size"), ("project_choice", "skip_to"), ("project", "offering"), ("counterpart", "seq"),
    ("instruction", "seq"),
}  # fmt: skip


def columns():
    """(table, column, field) of everything that is kept."""
    for kind in ROWS:
        for field in kind._meta.sorted_fields:
            yield kind._meta.table_name, field.name, field


def numbers() -> set[tuple[str, str]]:
    """The columns that hold a plain number which may be a row's."""
    plain = (peewee.BigIntegerField,)
    return {
        (table, name)
        for table, name, field in columns()
        if type(field) in plain and not isinstance(field, Instant | peewee.BigAutoField)
    }


@pytest.mark.promise("P42")
def test_every_column_that_names_a_person_leads_to_a_list_or_has_a_reason():
    assert numbers() - PEOPLE - NOBODY == set(), "say whether this number is a person's"
    named = {
        (table, name)
        for table, name, field in columns()
        if isinstance(field, peewee.ForeignKeyField) and field.rel_model is Person
    }
    taken = {(part.table._meta.table_name, column) for part in PARTS for column in part.by}
    assert (named | PEOPLE) - taken - set(EXCEPTIONS) == set(), "take it along, or say why not"
    assert Claim in ROWS


@pytest.mark.promise("P42")
@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_every_column_of_these_tables_is_taken_or_has_a_reason(part):
    there = {field.name for field in part.table._meta.sorted_fields}
    assert there - set(part.columns) - set(part.left_out) == set(), "take it along, or say why not"
    assert set(part.columns) & set(part.left_out) == set()
    assert (set(part.columns) | set(part.left_out)) - there == set()


@pytest.mark.promise("P42")
def test_the_archive_has_everything_that_was_told(people):
    cleo = told_everywhere(people)
    made = zipfile.ZipFile(takeout.take_out(cleo, themselves(cleo), START + 4 * DAY))
    data = json.loads(made.read("everything.json"))
    assert data["person"][0]["username"] == canary(3)
    assert [row["value"] for row in data["answers"]][:2] == ["Every week", canary(7)]
    assert {canary(10), f"Dear {canary(11)}"} == {row["text"] for row in data["messages"]}
    assert data["payouts"][0]["proof"] == canary(15)
    assert "lists/messages.csv" in made.namelist()
    letters = [made.read(name).decode() for name in made.namelist() if name.startswith("letters/")]
    assert any("Booking a ferry" in text for text in letters)
    whole = made.read("everything.json").decode()
    for number in (1, 3, 5, 6, 7, 8, 9, 10, 15, 16, 18, 19, 21):
        assert canary(number).lower() in whole.lower(), number
    for number in (12, 20):
        assert canary(number) not in whole
    assert people.ada.email not in whole
    assert people.bo.name not in whole


def test_no_cell_is_a_formula(people):
    Person.update(name='=HYPERLINK("x")').where(Person.id == people.cleo.id).execute()
    made = zipfile.ZipFile(takeout.packed(world.again(people.cleo), START))
    assert "'=HYPERLINK" in made.read("lists/person.csv").decode()
