"""Two installations are each other's other half over a network that loses, doubles, delays and reorders every call: the
board lists exactly the differences, and once the network is whole again there are none."""

from collections import Counter
from datetime import timedelta

import pytest

from commands.fire import fire
from models import Candidate, Connection, Participant, Payout, Suspect
from tests.journeys.two_halves import TwoHalves
from tests.services import run
from tests.world import themselves

ROUND = timedelta(seconds=100)


@pytest.fixture
def two(tmp_path_factory):
    """Starts two halves: `two(seed)`."""
    running = []

    def start(seed: int, **how) -> TwoHalves:
        running.append(TwoHalves([tmp_path_factory.mktemp(name) for name in ("recruiting", "testing")], seed, **how))
        return running[-1]

    yield start
    for one in running:
        one.stop()


def walk(both: TwoHalves, rounds: int, looks: int) -> Counter:
    """Random stories over a bad network; the board is held against the truth now and then. What it had to list."""
    both.bad(True)
    both.greet()
    listed: Counter = Counter()
    for number in range(rounds):
        for _step in range(both.dice.randint(4, 12)):
            both.step()
        both.call_out()
        both.later(ROUND)
        if number % (rounds // looks) == rounds // looks - 1:
            listed["before a reading"] += len(both.truth())
            both.read()
            truth = both.truth()
            assert both.boards() == [truth, truth]
            listed.update(truth.values())
    return listed


def hold(both: TwoHalves) -> None:
    """Nothing is left that the two do not agree on, before anybody reads a list, and after it."""
    both.settle()
    assert both.truth() == {}
    assert both.boards() == [{}, {}]
    both.read()
    assert both.truth() == {}
    assert both.boards() == [{}, {}]
    with both.recruiting.inside():
        paid = Payout.select().count()
        assert paid == Candidate.select().where(Candidate.state == "completed").count()
        assert not Suspect.select().where(Suspect.kind.not_in(("forged",))).exists()
    with both.testing.inside():
        assert not Payout.select().exists()
        assert Participant.select().count() >= 25
        assert not Suspect.select().where(Suspect.kind.not_in(("forged", "replayed"))).exists()
        states = {row.state for row in Participant.select()}
        assert {"completed", "submitted", "withdrawn", "excluded"} & states


def test_the_board_lists_exactly_the_differences_and_a_whole_network_leaves_none(two):
    both = two(1)
    listed = walk(both, rounds=24, looks=4)
    assert min(listed[name] for name in ("before a reading", "only_recruiting", "disagreeing")) > 0
    hold(both)
    fates = {fate for half in (both.recruiting, both.testing) for fate in half.net.fates}
    assert fates >= {"lost", "answer lost", "doubled", "late", "broken", "passes"}


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2, 8))
@pytest.mark.parametrize("database_kind", ["sqlite", "postgres"])
def test_the_same_for_other_stories_on_both_databases(two, seed, database_kind):
    both = two(seed, people=60, kind="interaction" if seed % 2 else "survey", database_kind=database_kind)
    walk(both, rounds=60, looks=15)
    hold(both)


@pytest.mark.slow
def test_two_servers_with_workers_of_their_own_find_each_other(two):
    both = two(9, people=2, worker=True)
    both.newcomer()
    both.newcomer()
    with both.testing.inside():
        came = Participant.select().count()

    def paired() -> bool:
        with both.testing.inside():
            row = Connection.get_by_id(both.recruiter.id)
            return bool(row.calls_url and row.return_url)

    run.wait_until(paired, 60, "the study was greeted")
    with both.testing.inside():
        for row in list(Participant.select()):
            fire(fire(row, "start", themselves(row.person), both.at), "submit", themselves(row.person), both.at)

    def told() -> bool:
        with both.recruiting.inside():
            return Candidate.select().where(Candidate.state == "submitted").count() == came

    run.wait_until(told, 60, "the project was told")
