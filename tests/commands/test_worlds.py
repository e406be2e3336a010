"""Whatever random customers, contributors, operators and clocks do with the real commands, the law holds: a Hypothesis
state machine on both databases. And it is not blind: it finds what was broken on purpose."""

from importlib import import_module

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from commands import money
from commands.fire import after
from lifecycle.session import SessionLifecycle
from models import Message, database
from models.base import new_code
from tests.commands.reading import Reader
from tests.commands.stage import Stage
from tests.commands.worlds import Worlds
from tests.services import databases

# The same worlds on every machine and on every day.
USUAL = settings(
    max_examples=30, stateful_step_count=50, derandomize=True, database=None, deadline=None,
    suppress_health_check=list(HealthCheck), print_blob=False,
)  # fmt: skip
MANY = settings(USUAL, max_examples=150, stateful_step_count=60)


@pytest.fixture
def stage(database_url, tmp_path):
    made = Stage(database_url)
    made.reader = Reader(database_url, tmp_path)
    yield made
    database.close()


@pytest.fixture
def one_stage(tmp_path):
    """That the machine can see is the same on either database: SQLite is asked, because it is quick."""
    yield Stage(databases.fresh("sqlite", tmp_path))
    database.close()


BUDGETS = [pytest.param(USUAL, id="usual"), pytest.param(MANY, id="many", marks=pytest.mark.slow)]


@pytest.mark.parametrize("how", BUDGETS)
def test_whatever_they_do_the_law_holds(stage, how):
    # PostgreSQL takes twice as long for the same, and half as many worlds are as good as all for what it may do else.
    worlds = how.max_examples if stage.url.startswith("sqlite") else how.max_examples // 2
    run_state_machine_as_test(Worlds.on(stage), settings=settings(how, max_examples=worlds))


def _never_given_back(study, places, entry, at):
    """A place that is given up keeps its units."""


def _kept(session):
    """A conversation that is off keeps its quarter hours."""


def _nobody_is_late(starts_at, at, notice):
    return False


def _nobody_goes_along(attempt, entry):
    """What happens in the study is not told to the project that sent somebody."""


def _nothing_is_canceled(person, at):
    """Who is forgotten still has their conversations."""


def _paid_by_the_study_too(attempt, entry):
    """The study pays everybody, also who is paid where they came from."""
    study = attempt.row.study
    money.owe(attempt.row, "reward", study.reward, study.currency, attempt.by, attempt.at)


def _unrecorded(session, by, text, at):
    """A message without its entry."""
    return Message.create(code=new_code(), session=session, author=by.who, role=by.role, text=text, at=at, read_at=None)


# What is broken on purpose: (where, what, by what), and words of what is found.
BROKEN = [
    ("units", "give_back", _never_given_back, "units are reserved"),
    ("claims", "drop", _kept, "still claims"),
    ("together", "is_late", _nobody_is_late, "compensation is missing|not {'late_cancel'}"),
    ("messages", "_born", _unrecorded, "its entries are"),
    ("erasure", "leave", _nothing_is_canceled, "was erased"),
]


@pytest.mark.parametrize(("where", "name", "wrong", "words"), BROKEN)
def test_what_is_broken_on_purpose_is_found(one_stage, monkeypatch, where, name, wrong, words):
    monkeypatch.setattr(import_module(f"commands.{where}"), name, wrong)
    found_out(one_stage, words)


def test_money_that_is_owed_twice_is_found(one_stage, monkeypatch):
    def twice(owner, purpose, amount, currency, by, at, occasion=""):
        owed(owner, purpose, amount, currency, by, at, occasion + " again")
        return owed(owner, purpose, amount, currency, by, at, occasion)

    owed = money.owe
    monkeypatch.setattr(money, "owe", twice)
    found_out(one_stage, "a compensation|payout")


def test_a_project_that_does_not_hear_of_its_people_is_found(one_stage, monkeypatch):
    monkeypatch.setitem(after, ("participant", "submit"), _nobody_goes_along)
    found_out(one_stage, "candidate")


def test_a_person_who_is_paid_on_both_sides_is_found(one_stage, monkeypatch):
    monkeypatch.setitem(after, ("participant", "complete"), _paid_by_the_study_too)
    found_out(one_stage, "whom the recruiting side pays")


def test_a_button_that_is_there_and_does_nothing_is_found(one_stage, monkeypatch):
    """The offer says yes where the door says no."""
    real = SessionLifecycle.why_not.__func__

    def kind(cls, attempt):
        refusal = real(cls, attempt)
        return None if refusal is not None and refusal.code == "notice" and attempt.asking else refusal

    monkeypatch.setattr(SessionLifecycle, "why_not", classmethod(kind))
    found_out(one_stage, "offered")


def found_out(stage, words: str) -> None:
    """Somebody notices, in more worlds than the usual ones if need be; how short the story can be told does not matter
    here."""
    with pytest.raises(AssertionError, match=words):
        run_state_machine_as_test(Worlds.on(stage), settings=settings(MANY, phases=(Phase.generate,)))
