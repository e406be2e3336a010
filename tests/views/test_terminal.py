"""The operator's work on a terminal: workspaces and units."""

import pytest
from click.testing import CliRunner

from models import Entry, TeamInvite, Workspace, database
from tests import world as story
from views import terminal


@pytest.fixture
def run(database_url, tmp_path, monkeypatch):
    """`parlor` with these words: (how it ended, what it said)."""
    for name, value in {"HOME": str(tmp_path), "DATABASE_URL": database_url, "SECRET": "x", "TESTING": "1"}.items():
        monkeypatch.setenv(f"PARLOR_{name}", value)
    database.connect(database_url)

    def ask(*words: str):
        done = CliRunner().invoke(terminal.cli, list(words))
        return done.exit_code, done.output

    yield ask
    database.close()


def test_without_an_operator_nothing_is_opened_and_the_way_is_said(run):
    status, said = run("workspace", "Harbour Lab", "new@harbour.example")
    assert (status, "parlor admin" in said) == (1, True)
    assert not Workspace.select().exists()


def test_a_workspace_is_opened_listed_and_given_units(run):
    run("admin", "olga@parlor.example")
    status, said = run("workspace", "Harbour Lab", "new@harbour.example", "--zone", "Europe/Oslo", "--currency", "NOK")
    house = Workspace.get()
    assert (status, house.code in said, house.zone, house.currency) == (0, True, "Europe/Oslo", "NOK")
    assert TeamInvite.get().email == "new@harbour.example"
    assert run("units", house.code, "120", "invoice 7") == (0, "Harbour Lab has 120 units available now.\n")
    assert f"{house.code}  flex      120  Harbour Lab" in run("workspaces")[1]
    assert Entry.select().where(Entry.event == "units_bought").count() == 1


def test_what_can_not_be_is_said_in_words_and_changes_nothing(run):
    people = story.build()
    status, said = run("workspace", "Harbour Lab", "new@harbour.example", "--zone", "Atlantis")
    assert (status, "choose a city" in said) == (1, True)
    status, said = run("units", people.halden.code, "none", "invoice 7")
    assert (status, "number from 1" in said) == (1, True)
    status, said = run("units", "nothing", "5", "invoice 7")
    assert (status, "parlor workspaces" in said) == (1, True)
    assert Workspace.select().count() == 2
    assert story.again(people.halden).bought == 500
