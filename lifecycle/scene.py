"""Where everything of a machine's drawing stands: boxes as large as their words, labels and lines in their own rows."""

from typing import NamedTuple

from lifecycle.lettering import label_width, listed, name_width, wrapped
from lifecycle.picture import Plan, Strand, is_label, plan, rank_of, ways
from lifecycle.rulebook import Book
from lifecycle.words import _
from rules import layers

PAD, NAME_LINE, LABEL_LINE = 11, 20, 16
# The empty room on each side of a rank of labels in which lines are curved; the straight piece at a box; the edge.
ROOM, TIP, EDGE = 30, 9, 10
APART, CLOSE, PORT, LOOP, LINE = 22, 12, 13, 30, 6
NUDGE, TOUCH = 9, 7
NAME_CHARS, LABEL_CHARS, MANY_CHARS = 11, 11, 13


class Place(NamedTuple):
    """Something drawn: its middle, its width and height, its lines of text."""

    x: float
    y: float
    wide: float
    tall: float
    lines: list[str]


class Scene(NamedTuple):
    """Everything with its place: boxes by state, labels and passing lines by (strand, rank), the moves that lead
    nowhere else by state, the edges of the ranks, the height at which a line meets a box, the size of it all."""

    plan: Plan
    boxes: dict[str, Place]
    slots: dict[tuple, Place]
    loops: dict[str, list[str]]
    edges: list[tuple[float, float]]
    ports: dict[tuple, float]
    wide: float
    tall: float


def scene(about: Book) -> Scene:
    """The machine of this book, laid out in the reader's language."""
    found = plan(about.machine, tuple(rule.event for rule in about.rules if not rule.sources))
    words = {rule.event: str(rule.label) for rule in about.rules}
    names = {state: wrapped(str(about.machine.label(state)), NAME_CHARS) for state in found.column}
    labels = {number: _label(about, strand, words) for number, strand in enumerate(found.strands)}
    loops = {state: listed([words[event] for event in events], LABEL_CHARS) for state, events in found.loops.items()}
    size = {thing: _tall(found, thing, names, labels, loops) for rank in found.ranks for thing in rank}
    middle, lift = _heights(found, size, names)
    slots, boxes, edges = _across(found, names, labels, size, middle)
    ports = {key: middle[key[0]] + drop + EDGE for key, drop in lift.items()}
    everything = [*boxes.values(), *slots.values()]
    tall = max(place.y + place.tall / 2 for place in everything) + EDGE
    return Scene(found, boxes, slots, loops, edges, ports, max(edges[-1][1] + EDGE, 0), tall)


def _label(about: Book, strand: Strand, words: dict[str, str]) -> list[str]:
    moves = [words[event] for event in strand.events]
    if strand.side != "many":
        return listed(moves, LABEL_CHARS)
    others = about.machine.states_map.keys() - {*strand.sources, strand.target}
    if others <= about.machine.final():
        text = _("%(moves)s, from every state that is not an end", moves=", ".join(moves))
    else:
        text = _("%(moves)s, from %(count)s states", moves=", ".join(moves), count=len(strand.sources))
    return wrapped(str(text), MANY_CHARS)


def _tall(found: Plan, thing, names: dict, labels: dict, loops: dict) -> float:
    if isinstance(thing, str):
        loop = LOOP + LABEL_LINE * len(loops[thing]) if thing in loops else 0
        return _box(found, thing, names) + loop
    return LABEL_LINE * len(labels[thing[0]]) + 4 if is_label(found, thing) else LINE


def _box(found: Plan, state: str, names: dict) -> float:
    """High enough for its name, and for the lines that reach it on one side."""
    sides = [len(ends) for ends in _sides(found, state)]
    return max(NAME_LINE * len(names[state]) + 2 * PAD, PORT * (max(sides) + 1))


def _sides(found: Plan, state: str) -> tuple[list, list]:
    """What lines lead to on the left and on the right of a state."""
    ends = [other if one == state else one for one, other in found.links if state in (one, other)]
    here = rank_of(found, state)
    return [end for end in ends if end[1] < here], [end for end in ends if end[1] > here]


def _heights(found: Plan, size: dict, names: dict) -> tuple[dict, dict]:
    """The middle of everything, and how far below its middle each line meets a state: first by the middles alone, then
    with the places of the lines, so that most of them become straight."""
    lift: dict[tuple, float] = {}
    for _turn in range(3):
        middle = layers.heights(found.ranks, found.links, size, APART, lift)
        middle = layers.straightened(found.ranks, ways(found), size, CLOSE, middle)
        straight = {thing: middle[thing] for way in ways(found) for thing in way}
        middle = layers.heights(found.ranks, found.links, size, CLOSE, lift, straight)
        lift = _lifted(found, size, names, middle)
    return _nudged(found, size, middle, lift, straight), lift


def _nudged(found: Plan, size: dict, middle: dict, lift: dict, straight: dict) -> dict:
    """Labels that are a hair off the arrow to their state are moved onto it, where their neighbours leave room."""
    at = dict(middle)
    for rank in found.ranks:
        for place, thing in enumerate(rank):
            if not is_label(found, thing) or thing in straight:
                continue
            target = found.strands[thing[0]].target
            want = middle[target] + lift[target, thing]
            near = [rank[side] for side in (place - 1, place + 1) if 0 <= side < len(rank)]
            fits = all(abs(at[other] - want) >= (size[other] + size[thing]) / 2 + TOUCH for other in near)
            if abs(want - at[thing]) <= NUDGE and fits:
                at[thing] = want
    return at


def _lifted(found: Plan, size: dict, names: dict, middle: dict) -> dict[tuple, float]:
    lift = {}
    for state in found.column:
        tall = _box(found, state, names)
        low = middle[state] + size[state] / 2 - tall + PORT - 5
        high = middle[state] + size[state] / 2 - PORT + 5
        for ends in _sides(found, state):
            ends.sort(key=lambda end: middle[end])
            heights = layers.spread([middle[end] for end in ends], PORT, low, high)
            lift |= {(state, end): height - middle[state] for end, height in zip(ends, heights, strict=True)}
    return lift


def _across(found: Plan, names: dict, labels: dict, size: dict, middle: dict) -> tuple[dict, dict, list]:
    """Rank after rank from left to right: boxes of one column are equally wide, labels have room for curves around."""
    slots, boxes, edges, x = {}, {}, [], EDGE
    for number, rank in enumerate(found.ranks):
        wide = max([_wide(found, thing, names, labels) for thing in rank], default=0)
        before, after = _rooms(found, number)
        edges.append((x, x + before + wide + after))
        for thing in rank:
            y = middle[thing] + EDGE
            if isinstance(thing, str):
                tall = _box(found, thing, names)
                boxes[thing] = Place(x + wide / 2, y + (size[thing] - tall) / 2, wide, tall, names[thing])
                continue
            text = labels[thing[0]] if is_label(found, thing) else []
            across = _wide(found, thing, names, labels) if text else wide
            at_edge = found.strands[thing[0]].side == "beside"
            slots[thing] = Place(x + before + (across if at_edge else wide) / 2, y, across, size[thing], text)
        x = edges[-1][1]
    return slots, boxes, edges


def _wide(found: Plan, thing, names: dict, labels: dict) -> float:
    if isinstance(thing, str):
        return name_width(names[thing]) + 2 * PAD
    return label_width(labels[thing[0]]) + 8 if is_label(found, thing) else 0


def _rooms(found: Plan, number: int) -> tuple[float, float]:
    """The room for curves before and behind the labels of a rank; none at the outer edges."""
    if number % 2 or not found.ranks[number]:
        return 0, 0
    return ROOM if number else 0, ROOM if number < len(found.ranks) - 1 else 0
