"""A layered drawing, as arithmetic: in which order from the top and how high everything stands in its rank, so that
lines are straight and rarely cross. Things are any hashable names; the same input gives the same picture."""

from collections.abc import Hashable, Iterable, Mapping

Thing = Hashable
Link = tuple[Thing, Thing]
_SWEEPS, _PULLS, _FIXED, _MIDDLE = 24, 80, 1e6, 0.02


def ordered(ranks: list[list[Thing]], links: Iterable[Link]) -> list[list[Thing]]:
    """The same ranks, each in the order from the top in which the fewest lines cross. Links join neighbouring ranks."""
    rank_of = {thing: number for number, rank in enumerate(ranks) for thing in rank}
    gaps: list[list[Link]] = [[] for _ in ranks]
    for one, other in links:
        left, right = (one, other) if rank_of[one] < rank_of[other] else (other, one)
        gaps[rank_of[left]].append((left, right))
    starts = [ranks, [list(reversed(rank)) for rank in ranks], _as_met(ranks, gaps)]
    return min((_swept(start, gaps) for start in starts), key=lambda found: _score(found, gaps))


def _as_met(ranks: list[list[Thing]], gaps: list[list[Link]]) -> list[list[Thing]]:
    """An order in which neighbours were met going from left to right."""
    found = [list(ranks[0])]
    for number in range(1, len(ranks)):
        met = [right for left in found[-1] for one, right in gaps[number - 1] if one == left]
        rank = list(dict.fromkeys(met))
        found.append(rank + [thing for thing in ranks[number] if thing not in rank])
    return found


def _swept(ranks: list[list[Thing]], gaps: list[list[Link]]) -> list[list[Thing]]:
    best = current = [list(rank) for rank in ranks]
    for sweep in range(_SWEEPS):
        current = [list(rank) for rank in current]
        numbers = range(len(ranks)) if sweep % 2 == 0 else range(len(ranks) - 1, -1, -1)
        for number in numbers:
            _toward_neighbours(current, gaps, number, sweep)
        _exchanged(current, gaps)
        if _score(current, gaps) < _score(best, gaps):
            best = current
    return best


def _toward_neighbours(ranks: list[list[Thing]], gaps: list[list[Link]], number: int, sweep: int) -> None:
    """Each thing goes where its neighbours are on the side that the sweep comes from (every third time: on both)."""
    height: dict[Thing, list[float]] = {thing: [] for thing in ranks[number]}
    before, behind = number - 1, number + 1
    sides = (before, behind) if sweep % 3 == 2 else (before,) if sweep % 2 == 0 else (behind,)
    for side in sides:
        if 0 <= side < len(ranks):
            scale = 1 / max(1, len(ranks[side]))
            at = {thing: (place + 0.5) * scale for place, thing in enumerate(ranks[side])}
            for left, right in gaps[min(side, number)]:
                mine, other = (right, left) if side < number else (left, right)
                height[mine].append(at[other])
    size = max(1, len(ranks[number]))
    own = {thing: (place + 0.5) / size for place, thing in enumerate(ranks[number])}
    ranks[number].sort(key=lambda thing: sum(height[thing]) / len(height[thing]) if height[thing] else own[thing])


def _exchanged(ranks: list[list[Thing]], gaps: list[list[Link]]) -> None:
    """Neighbours in a rank change places as long as fewer lines cross."""
    better = True
    while better:
        better = False
        for number, rank in enumerate(ranks):
            for place in range(len(rank) - 1):
                before = _around(ranks, gaps, number)
                rank[place], rank[place + 1] = rank[place + 1], rank[place]
                if _around(ranks, gaps, number) < before:
                    better = True
                else:
                    rank[place], rank[place + 1] = rank[place + 1], rank[place]


def _around(ranks: list[list[Thing]], gaps: list[list[Link]], number: int) -> int:
    sides = [side for side in (number - 1, number) if 0 <= side < len(ranks) - 1]
    return sum(_crossings(ranks[side], ranks[side + 1], gaps[side]) for side in sides)


def _crossings(left: list[Thing], right: list[Thing], links: list[Link]) -> int:
    on_left = {thing: place for place, thing in enumerate(left)}
    on_right = {thing: place for place, thing in enumerate(right)}
    ends = [(on_left[one], on_right[other]) for one, other in links]
    return sum(1 for a, b in ends for c, d in ends if a < c and b > d)


def _score(ranks: list[list[Thing]], gaps: list[list[Link]]) -> tuple[int, float]:
    crossed = sum(_crossings(ranks[n], ranks[n + 1], gaps[n]) for n in range(len(ranks) - 1))
    place = {thing: number / max(1, len(rank) - 1) for rank in ranks for number, thing in enumerate(rank)}
    return crossed, sum(abs(place[one] - place[other]) for gap in gaps for one, other in gap)


def heights(
    ranks: list[list[Thing]],
    links: Mapping[Link, float],
    size: Mapping[Thing, float],
    apart: float,
    lift: Mapping[Link, float],
    fixed: Mapping[Thing, float] | None = None,
) -> dict[Thing, float]:
    """The middle of each thing from the top: in order, `apart` from each other, as near to what it is linked to as it
    gets; heavier links are straighter. `lift` of (thing, other): how far below its middle that line meets the thing;
    `fixed` are heights that stay."""
    near: dict[Thing, list[tuple[Thing, float, float]]] = {thing: [] for rank in ranks for thing in rank}
    for (one, other), weight in links.items():
        step = lift.get((other, one), 0) - lift.get((one, other), 0)
        near[one].append((other, weight, step))
        near[other].append((one, weight, -step))
    at: dict[Thing, float] = dict(fixed or {})
    for thing in at:
        near[thing] = [(thing, _FIXED, 0)]
    for rank in ranks:
        top = 0.0
        for thing in rank:
            at.setdefault(thing, top + size[thing] / 2)
            top += size[thing] + apart
    for turn in range(_PULLS):
        middle = sum(at.values()) / len(at)
        for rank in ranks if turn % 2 == 0 else reversed(ranks):
            _pulled(rank, near, size, apart, at, middle)
    top = min(at[thing] - size[thing] / 2 for thing in at)
    return {thing: middle - top for thing, middle in at.items()}


def _pulled(
    rank: list[Thing], near: Mapping, size: Mapping[Thing, float], apart: float, at: dict, middle: float
) -> None:
    """The least squares that keep the order: neighbours that would overlap become a block that moves as one. What hangs
    on nothing else is drawn to the middle."""
    blocks: list[tuple[float, float, list[Thing]]] = []  # weight, weighted sum, things
    offset, offsets = 0.0, {}
    for place, thing in enumerate(rank):
        if place:
            offset += size[rank[place - 1]] / 2 + apart + size[thing] / 2
        offsets[thing] = offset
        weight = _MIDDLE + sum(pull for _, pull, _ in near[thing])
        total = _MIDDLE * (middle - offset)
        total += sum((at[other] + step - offset) * pull for other, pull, step in near[thing])
        block = weight, total, [thing]
        while blocks and blocks[-1][1] / blocks[-1][0] > block[1] / block[0]:
            above = blocks.pop()
            block = above[0] + block[0], above[1] + block[1], above[2] + block[2]
        blocks.append(block)
    for weight, total, things in blocks:
        for thing in things:
            at[thing] = total / weight + offsets[thing]


def straightened(
    ranks: list[list[Thing]], ways: Iterable[list[Thing]], size: Mapping[Thing, float], apart: float, at: dict
) -> dict[Thing, float]:
    """The same heights, each way (one thing after the other in neighbouring ranks) made level where there is room."""
    at = dict(at)
    room: dict[Thing, tuple] = {}
    for rank in ranks:
        for place, thing in enumerate(rank):
            room[thing] = (rank[place - 1] if place else None, rank[place + 1] if place + 1 < len(rank) else None)
    for way in ways:
        low, high = 0.0, float("inf")
        for thing in way:
            above, below = room[thing]
            if above is not None:
                low = max(low, at[above] + size[above] / 2 + apart + size[thing] / 2)
            if below is not None:
                high = min(high, at[below] - size[below] / 2 - apart - size[thing] / 2)
        if low <= high:
            middle = min(max(sum(at[thing] for thing in way) / len(way), low), high)
            at |= dict.fromkeys(way, middle)
    return at


def spread(wanted: list[float], apart: float, low: float, high: float) -> list[float]:
    """Places in this order, `apart` from each other and within the bounds, as near to the wanted ones as it gets."""
    apart = min(apart, (high - low) / max(1, len(wanted) - 1))
    blocks: list[list[float]] = []  # [sum, count]
    for place, want in enumerate(wanted):
        blocks.append([want - apart * place, 1])
        while len(blocks) > 1 and blocks[-2][0] / blocks[-2][1] > blocks[-1][0] / blocks[-1][1]:
            total, count = blocks.pop()
            blocks[-1] = [blocks[-1][0] + total, blocks[-1][1] + count]
    flat = [total / count for total, count in blocks for _ in range(int(count))]
    last = high - apart * (len(wanted) - 1)
    return [min(max(value, low), last) + apart * place for place, value in enumerate(flat)]
