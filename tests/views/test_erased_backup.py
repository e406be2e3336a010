"""A backup from before an erasure brings nobody back."""

import pytest
from click.testing import CliRunner

from commands import erasure
from models import Person, database
from tests import world
from tests.services import databases
from tests.world import NOW, themselves
from views.terminal import cli


@pytest.fixture
def people(tmp_path, monkeypatch):
    """The people of the story, on a database that the terminal's commands find too."""
    url = databases.fresh("sqlite", tmp_path)
    monkeypatch.setenv("PARLOR_DATABASE_URL", url)
    monkeypatch.setenv("PARLOR_HOME", str(tmp_path))
    monkeypatch.setenv("PARLOR_SECRET", "a secret that only the tests know")
    database.connect(url)
    yield world.build()
    database.close()


def run(*words: str) -> str:
    """What a command of the terminal says."""
    answer = CliRunner().invoke(cli, list(words), catch_exceptions=False)
    assert answer.exit_code == 0, answer.output
    return answer.output


@pytest.mark.promise("P43")
def test_a_restored_backup_is_erased_again(people, tmp_path):
    world.qualified(people)
    run("backup", str(tmp_path / "before.db"))
    erasure.ask_for(people.cleo, themselves(people.cleo), NOW)
    assert "Erased again: 1." in run("restore", str(tmp_path / "before.db"))
    assert Person.get_by_id(people.cleo.id).email is None
    assert b"cleo.marchetti" not in (tmp_path / "parlor.db").read_bytes()


@pytest.mark.promise("P43")
def test_a_list_of_codes_erases_again_elsewhere(people, tmp_path):
    erasure.ask_for(people.cleo, themselves(people.cleo), NOW)
    listed = run("erased")
    assert listed.strip() == people.cleo.code
    (tmp_path / "erased.txt").write_text(listed)
    Person.update(erased_at=None, email="cleo@mail.example").where(Person.id == people.cleo.id).execute()
    assert "Erased again: 1." in run("erased", str(tmp_path / "erased.txt"))
    assert Person.get_by_id(people.cleo.id).email is None
