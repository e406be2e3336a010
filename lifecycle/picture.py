"""A machine on its way to a drawing: its states in columns, its moves as strands (what leads to one state from several
others shares one line and one label), and which place everything has from the top."""

import functools
from collections.abc import Iterator
from typing import NamedTuple

from lifecycle.machine import Lifecycle
from rules import layers
from rules.columns import columns

MANY = 5  # so many sources are named beside the arrow instead of being drawn


class Strand(NamedTuple):
    """Moves to one state: their events, where they come from, and from which side they reach it (left, right, beside);
    the sources of `many` are named and not drawn, a birth comes from nowhere."""

    events: tuple[str, ...]
    sources: tuple[str, ...]
    target: str
    side: str


class Plan(NamedTuple):
    """The columns of the states, the moves that lead nowhere else, the strands, and the ranks with the links between
    them; no sizes yet. In a rank stand states by their names, and (number, rank) for a strand's line or label."""

    column: dict[str, int]
    loops: dict[str, tuple[str, ...]]
    strands: tuple[Strand, ...]
    ranks: list[list]
    links: dict[tuple, float]


def strands(machine: type[Lifecycle], births: tuple[str, ...]) -> tuple[dict[str, int], list[Strand]]:
    """The column of each state, and every arrow."""
    groups: dict[tuple, list[str]] = {}
    for source, target, events in _pairs(machine):
        groups.setdefault((target, events), []).append(source)
    lines = [(source, target) for (target, _), sources in groups.items() if len(sources) < MANY for source in sources]
    column = columns([state.value for state in machine.states], lines, machine.initial())
    found = [Strand(births, (), machine.initial(), "birth")]
    for (target, events), sources in groups.items():
        if len(sources) >= MANY:
            found.append(Strand(events, tuple(sources), target, "many"))
            continue
        for side, fits in (("left", int.__lt__), ("right", int.__gt__), ("beside", int.__eq__)):
            here = tuple(one for one in sources if fits(column[one], column[target]))
            if here:
                found.append(Strand(events, here, target, side))
    return column, found


def _pairs(machine: type[Lifecycle]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """(source, target, events) of every arrow that is not a loop; what leads from many states is kept apart."""
    sources: dict[tuple[str, str], set[str]] = {}
    for (state, event), ways in machine.graph().items():
        for target, _ in ways:
            sources.setdefault((event, target), set()).add(state)
    many = {key for key, states in sources.items() if len(states) >= MANY}
    merged: dict[tuple, list[str]] = {}
    for event in machine.names():
        for state in (state.value for state in machine.states):
            for target, _ in machine.graph().get((state, event), ()):
                key = (state, target, event if (event, target) in many else None)
                merged.setdefault(key, []).append(event)
    for (source, target, _), events in merged.items():
        if source != target:
            yield source, target, tuple(dict.fromkeys(events))


@functools.cache
def plan(machine: type[Lifecycle], births: tuple[str, ...]) -> Plan:
    """Who stands where. States are in odd ranks, labels in the even ones between them; a line that passes a rank has a
    place of its own in it, so that nothing is ever drawn over a label or a box."""
    column, found = strands(machine, births)
    ranks: list[list] = [[] for _ in range(2 * max(column.values()) + 3)]
    links: dict[tuple, float] = {}
    for state, place in column.items():
        ranks[2 * place + 1].append(state)
    for number, strand in enumerate(found):
        label = (number, home(strand, column))
        ranks[label[1]].append(label)
        links[label, strand.target] = 3
        for source in strand.sources if strand.side in ("left", "right", "beside") else ():
            _lay(ranks, links, number, label, 2 * column[source] + 1, source, strand.side)
    return Plan(column, loops(machine), tuple(found), layers.ordered(ranks, links), links)


def _lay(ranks: list[list], links: dict, number: int, label: tuple, rank: int, source: str, side: str) -> None:
    """The line from a source to its label, through every rank between; sources share it as soon as they meet."""
    step = -1 if side == "right" else 1
    here = source
    for place in range(rank + step, label[1] + step, step):
        there = (number, place)
        if there not in ranks[place]:
            ranks[place].append(there)
        links[here, there] = links.get((here, there), 0) + (1 if here == source else 20)
        here = there


def home(strand: Strand, column: dict[str, int]) -> int:
    """The rank of a strand's label: beside its target, on the side that it reaches it from."""
    return 2 * column[strand.target] + (2 if strand.side in ("right", "beside") else 0)


def rank_of(plan: Plan, thing) -> int:
    """The rank of a state, a label or a passing line."""
    return 2 * plan.column[thing] + 1 if isinstance(thing, str) else thing[1]


def is_label(plan: Plan, thing) -> bool:
    """Whether a strand's label stands here, and not only its line."""
    return not isinstance(thing, str) and thing[1] == home(plan.strands[thing[0]], plan.column)


def ways(plan: Plan) -> list[list]:
    """The stretches in which a strand's line passes one rank after the other."""
    found: list[list] = []
    for one, other in plan.links:
        if isinstance(one, str) or isinstance(other, str):
            continue
        joined = next((way for way in found if way[-1] == one), None)
        if joined is not None:
            joined.append(other)
        else:
            found.append([one, other])
    return found


def loops(machine: type[Lifecycle]) -> dict[str, tuple[str, ...]]:
    """The moves that lead from a state to itself."""
    found: dict[str, list[str]] = {}
    for event in machine.names():
        for state in (state.value for state in machine.states):
            if any(target == state for target, _ in machine.graph().get((state, event), ())):
                found.setdefault(state, []).append(event)
    return {state: tuple(events) for state, events in found.items()}
