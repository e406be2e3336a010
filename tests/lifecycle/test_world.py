"""The search over the small world: nothing gets stuck, contradicts itself, leaks units or owes what can not be settled."""

import pytest

from lifecycle import together
from tests.lifecycle import happenings
from tests.lifecycle.rows import MACHINES
from tests.lifecycle.search import STARTS, can_reach, search
from tests.lifecycle.world import ANSWERS, World

NAMES = ["asked here", "sent from here", "sent from outside"]


@pytest.fixture(params=STARTS, ids=NAMES, scope="module")
def found(request):
    """Every world that can be reached from this start."""
    return search([request.param])


def test_every_world_is_sound_and_time_alone_ends_every_conversation(found):
    assert found.faults == []


def test_from_everywhere_all_money_can_be_paid_or_written_off(found):
    settled = {world for world in found.came if not world.live and not world.payouts}
    assert found.came.keys() - can_reach(found, settled) == set()


def test_whoever_talked_can_still_be_completed(found):
    """But for those who are removed at the recruiting side, or of whom a report was upheld."""
    talked = {
        world for world in found.came
        if world.participant in ("booked", "submitted") and world.there != "removed" and not (world.report or "").startswith("upheld")
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


def _lost_lapse(monkeypatch):
    monkeypatch.setitem(happenings.SESSION_EVENTS, "scheduled", ("mark_no_show", "mark_host_absent"))


def _lost_answer(monkeypatch):
    monkeypatch.setattr(happenings, "settle", lambda world, by: world)


def _stays_booked(monkeypatch):
    monkeypatch.setitem(together.ROWS, "mark_no_show", lambda move: together.Together(None, "drop", "kept"))


def _forgotten_candidate(monkeypatch):
    monkeypatch.delitem(together.CANDIDATE, "reopen")


def _leaking_place(monkeypatch):
    monkeypatch.setitem(happenings.CHANGES, "given_up", lambda study: (-1, 0, True))


def _leaking_units(monkeypatch):
    monkeypatch.setitem(together.ROWS, "mark_host_absent", lambda move: together.Together("submit", "keep", "filled"))


@pytest.mark.parametrize(("breaks", "start", "fault"), [
    (_lost_lapse, World(), "the clock does not end it"),
    (_lost_answer, World(), "the clock does not end it"),
    (_stays_booked, World(), "session and participant"),
    (_forgotten_candidate, STARTS[1], "participant and candidate"),
    (_leaking_place, World(), "reserved"),
    (_leaking_units, World(), "reserved"),
])
def test_the_search_notices_what_is_broken(monkeypatch, breaks, start, fault):
    breaks(monkeypatch)
    assert fault in "\n".join(search([start], most=1).faults)


def test_money_that_nobody_can_settle_is_noticed(monkeypatch):
    monkeypatch.setattr(happenings, "_pay", lambda *some: None)
    stuck = search([World()])
    settled = {world for world in stuck.came if not world.live and not world.payouts}
    assert stuck.came.keys() - can_reach(stuck, settled)
