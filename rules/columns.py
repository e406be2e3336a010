"""A layered drawing, as arithmetic: in which column each thing stands, so that most lines lead one column on. Things
are any hashable names; the same input gives the same picture."""

from collections.abc import Hashable, Iterable, Mapping

Thing = Hashable
Link = tuple[Thing, Thing]
_CROWDED = 4


def columns(things: Iterable[Thing], links: Iterable[Link], first: Thing) -> dict[Thing, int]:
    """The column of each thing, `first` in column 0: near its distance from it, moved as long as that gets better."""
    things, links = list(things), [link for link in dict.fromkeys(links) if link[0] != link[1]]
    distance = _distances(things, links, first)
    onward = _onward(links, distance, first)
    starts = (distance, _longest(things, onward, first))
    found = min((_settled(start, onward, first) for start in starts), key=lambda place: _cost(place, onward))
    linked = {first, *(thing for link in links for thing in link)}
    used = sorted({found[thing] for thing in linked})
    return {thing: used.index(found[thing]) if thing in linked else len(used) - 1 for thing in things}


def _settled(found: dict[Thing, int], onward: Mapping[Link, bool], first: Thing) -> dict[Thing, int]:
    """Moves one thing after the other to where it costs least, until none gets better; what no link leads to may stand
    in the first column too."""
    found, onto = dict(found), {target for _, target in onward}
    better = True
    while better:
        better = False
        for thing in found:
            places = range(thing in onto, max(found.values()) + 2) if thing != first else ()
            moved = [(_cost({**found, thing: place}, onward), place) for place in places]
            if moved and min(moved)[0] < _cost(found, onward):
                found[thing], better = min(moved)[1], True
    return found


def _longest(things: list, onward: Mapping[Link, bool], first: Thing) -> dict[Thing, int]:
    """The longest way to each thing along links that lead on."""
    found = dict.fromkeys(things, 1) | {first: 0}
    for _ in things:
        for (source, target), leads_on in onward.items():
            if leads_on:
                found[target] = max(found[target], found[source] + 1)
    return found


def _distances(things: list, links: list[Link], first: Thing) -> dict[Thing, int]:
    found, todo = {first: 0}, [first]
    while todo:
        here = todo.pop(0)
        for source, target in links:
            if source == here and target not in found:
                found[target] = found[here] + 1
                todo.append(target)
    return {thing: found.get(thing, 1) for thing in things}


def _onward(links: list[Link], distance: Mapping[Thing, int], first: Thing) -> dict[Link, bool]:
    """Whether each link leads on or back: by the distance; among equals by the way one comes along them first."""
    back: set[Link] = set()
    done: set[Thing] = set()

    def walk(here: Thing, way: tuple) -> None:
        for source, target in links:
            if source == here and target in way:
                back.add((source, target))
            elif source == here and target not in done:
                walk(target, (*way, target))
        done.add(here)

    walk(first, (first,))
    step = {link: distance[link[1]] - distance[link[0]] for link in links}
    return {link: step[link] > 0 or (step[link] == 0 and link not in back) for link in links}


def _cost(place: Mapping[Thing, int], onward: Mapping[Link, bool]) -> float:
    """One column on (or back) is best; beside, far and the wrong way cost more, and so do crowds and every column."""
    cost = 0.0
    for (source, target), leads_on in onward.items():
        step = (place[target] - place[source]) * (1 if leads_on else -1)
        cost += 1.2 * (step - 1) if step >= 1 else 3 - 4 * step if leads_on else 2.5 - 2 * step
    for column in set(place.values()):
        cost += 2.5 * max(0, sum(1 for other in place.values() if other == column) - _CROWDED)
    return cost + 1.2 * max(place.values())
