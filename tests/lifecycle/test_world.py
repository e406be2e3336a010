"""The search over the small world: nothing gets stuck, contradicts itself, leaks or owes what can not be settled."""

import pytest

from lifecycle import together
from tests.lifecycle import afterwards, consequences
from tests.lifecycle.rows import MACHINES
from tests.lifecycle.search import STARTS, can_reach, search
from tests.lifecycle.world import ANSWERS, AWAY, DOOR, FINISH, PRICE, World

NAMES = ["asked here", "sent from here", "sent from outside"]


@pytest.fixture(params=STARTS, ids=NAMES, scope="module")
def found(request):
    """Every world that can be reached from this start."""
    return search([request.param])


def test_every_world_is_sound_and_time_alone_ends_every_conversation(found):
    assert found.faults == []


def test_from_everywhere_all_money_can_be_paid_or_written_off(found):
    assert settled(found)


def test_whoever_talked_can_still_be_completed(found):
    """But for those who are removed at the recruiting side, or of whom a report was upheld."""
    talked = {
        world for world in found.came
        if world.participant in ("booked", "submitted") and world.there != "removed"
        and world.report not in ("upheld", "upheld for good")
    }  # fmt: skip
    completed = {world for world in found.came if world.participant == "completed"}
    assert talked - can_reach(found, completed) == set()


def test_the_search_goes_everywhere(found):
    worlds = found.came.keys()
    assert {world.session for world in worlds} == {None, *MACHINES["session"].states_map}
    assert {world.participant for world in worlds} == MACHINES["participant"].states_map.keys() - {"started"}
    assert {world.report for world in worlds} == {None, "upheld for good", *MACHINES["report"].states_map}
    assert {says for world in worlds for says in world.says} == {None, *ANSWERS}
    ways = {(source, target) for _, source, target in found.happened}
    edges = {(state, target) for (state, _), some in MACHINES["session"].graph().items() for target, _ in some}
    assert ways >= edges
    assert {name.split()[0] for name, _, _ in found.happened} >= MACHINES["session"].who.keys() - {"lapse"}


NOBODY = (AWAY,) * (FINISH - DOOR + 1)
OVER = World("booked", "qualified", True, taken=1, session="scheduled", presence="seen", clock=FINISH, log=NOBODY)
ANSWERED = OVER._replace(presence="claimed", log=(), says=("i_absent", None))
HELD = World("completed", "qualified", True, taken=1, filled=1, held=1, reserved=0, used=PRICE, session="completed")
OWED = HELD._replace(payouts=(("reward", "due"),))


def _lost_lapse(monkeypatch):
    monkeypatch.setitem(consequences.SESSION_EVENTS, "scheduled", ("mark_no_show", "mark_host_absent"))


def _lost_answer(monkeypatch):
    monkeypatch.setattr(consequences, "settle", lambda world, by: world)


def _refused_answer(monkeypatch):
    monkeypatch.setattr(consequences, "actor_of", lambda event, by: by)


def _stays_booked(monkeypatch):
    monkeypatch.setitem(together.ROWS, "mark_no_show", lambda move: together.Together(None, "drop", "kept"))


def _forgotten_candidate(monkeypatch):
    monkeypatch.setitem(together.CANDIDATE, "reopen", ())


def _leaking_place(monkeypatch):
    monkeypatch.setitem(consequences.CHANGES, "given_up", lambda study: (-1, 0, True))


def _leaking_units(monkeypatch):
    monkeypatch.setitem(together.ROWS, "mark_host_absent", lambda move: together.Together("submit", "keep", "filled"))


@pytest.mark.parametrize(("breaks", "start", "fault"), [
    (_lost_lapse, OVER, "the clock does not end it"),
    (_lost_answer, ANSWERED, "the clock does not end it"),
    (_refused_answer, ANSWERED, "and it is refused"),
    (_stays_booked, World(), "session and participant"),
    (_forgotten_candidate, STARTS[1], "participant and candidate"),
    (_leaking_place, World(), "reserved"),
    (_leaking_units, World(), "reserved"),
])
def test_the_search_notices_what_is_broken(monkeypatch, breaks, start, fault):
    breaks(monkeypatch)
    assert fault in "\n".join(search([start], most=1).faults)


def test_money_that_nobody_can_settle_is_noticed(monkeypatch):
    assert settled(search([OWED]))
    monkeypatch.setattr(afterwards, "pay", lambda *some: None)
    assert not settled(search([OWED]))


def settled(found):
    """Whether all money can be settled, from wherever one is."""
    goals = {world for world in found.came if not world.live and not world.payouts}
    return found.came.keys() == can_reach(found, goals)
