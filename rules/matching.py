"""Whom a study asks: the facts that have to fit, whose people they are, who is left out, and how many of whom at most.
What a form says is read here and kept as plain data with the study; models/matching.py finds the people."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from rules.profile import FACTS, NOT_SAID, OLDEST, YEAR, YOUNGEST, unpacked

NETWORK, OWN = "network", "own"
POOLS = (NETWORK, OWN)
NOBODY, ALL, CHOSEN = "nobody", "all", "chosen"
EARLIER = (NOBODY, ALL, CHOSEN)
LONGEST_PAUSE, MOST_PLACES, MOST_LIMITS = 730, 1000, 12
# Below so many people no number of members is said: it would tell something about single ones.
FEW = 5
# So many times the places should match, or it is said which filter narrows most.
PLENTY = 5
Typed = Callable[[str], Sequence[str]]


class Limit(NamedTuple):
    """At most `most` places for people of whom this is known."""

    fact: str
    value: str
    most: int


class Wanted(NamedTuple):
    """What a study asks of the people it invites. `facts`: name -> accepted codes, of which one must fit; `youngest`
    and `oldest` are ages; `lists` and `studies` are numbers of rows; `pause` is in days."""

    facts: Mapping[str, tuple[str, ...]] = {}
    youngest: int | None = None
    oldest: int | None = None
    pool: str = NETWORK
    lists: tuple[int, ...] = ()
    earlier: str = NOBODY
    studies: tuple[int, ...] = ()
    pause: int = 0
    limits: tuple[Limit, ...] = ()

    @property
    def narrows(self) -> tuple[str, ...]:
        """The names of everything that has to fit: facts in their order, age among them as birth_year, lists."""
        aged = self.youngest is not None or self.oldest is not None
        names = [name for name in FACTS if name in self.facts or (name == "birth_year" and aged)]
        return (*names, *(("lists",) if self.lists else ()))

    def born(self, year: int) -> tuple[int | None, int | None]:
        """The first and the last year of birth that fit, in that year."""
        return (
            None if self.oldest is None else year - self.oldest,
            None if self.youngest is None else year - self.youngest,
        )


class Parsed(NamedTuple):
    """What was understood, and by field the code of what was not (unknown, number, order, doubled)."""

    wanted: Wanted
    faults: dict[str, str]


def read(kept: Mapping[str, Any] | None) -> Wanted:
    """What stands with a study; nothing asks everybody in the network."""
    kept = kept or {}
    return Wanted(
        {name: tuple(kept["facts"][name]) for name in FACTS if name in kept.get("facts", {})},
        kept.get("youngest"),
        kept.get("oldest"),
        kept.get("pool", NETWORK),
        tuple(kept.get("lists", ())),
        kept.get("earlier", NOBODY),
        tuple(kept.get("studies", ())),
        kept.get("pause", 0),
        tuple(Limit(*one) for one in kept.get("limits", ())),
    )


def kept(wanted: Wanted) -> dict[str, Any]:
    """As it stands with a study: what asks nothing is not there."""
    plain = wanted._asdict() | {
        "facts": {name: list(codes) for name, codes in wanted.facts.items()},
        "limits": [list(one) for one in wanted.limits],
        "lists": list(wanted.lists),
        "studies": list(wanted.studies),
    }
    usual = Wanted()._asdict()
    return {name: value for name, value in plain.items() if value not in (usual[name], [], {}, None)}


def codes_of(name: str) -> tuple[str, ...]:
    """The codes that may be asked of a fact; what somebody would rather not say is never asked for."""
    return tuple(code for code in FACTS[name].options if code != NOT_SAID)


CODED = tuple(name for name, fact in FACTS.items() if fact.kind != YEAR)


def parse(typed: Typed, lists: Mapping[str, int], studies: Mapping[str, int]) -> Parsed:
    """What a form says: `typed` gives all values of a field. `lists` and `studies` are those of the team that may be
    chosen, code -> number. What can not be understood is left out and named."""
    faults: dict[str, str] = {}
    facts = {name: codes for name in CODED if (codes := _codes(typed, name, faults))}
    youngest, oldest = (_whole(typed, name, YOUNGEST, OLDEST, faults) for name in ("age_from", "age_to"))
    if youngest and oldest and youngest > oldest:
        faults["age_to"] = "order"
        oldest = None
    earlier = _one_of(typed, "earlier", EARLIER, faults)
    left_out = _numbers(typed, "left_out", studies, faults) if earlier == CHOSEN else ()
    return Parsed(
        Wanted(
            facts,
            youngest,
            oldest,
            _one_of(typed, "pool", POOLS, faults),
            _numbers(typed, "lists", lists, faults),
            NOBODY if earlier == CHOSEN and not left_out else earlier,
            left_out,
            _whole(typed, "pause", 0, LONGEST_PAUSE, faults) or 0,
            _limits(typed, faults),
        ),
        faults,
    )


def _codes(typed: Typed, name: str, faults: dict) -> tuple[str, ...]:
    given = [value for value in typed(name) if value]
    if not set(given) <= set(codes_of(name)):
        faults[name] = "unknown"
    return tuple(code for code in codes_of(name) if code in given)


def _one_of(typed: Typed, name: str, allowed: tuple[str, ...], faults: dict) -> str:
    value = next(iter(typed(name)), "") or allowed[0]
    if value not in allowed:
        faults[name] = "unknown"
        return allowed[0]
    return value


def _numbers(typed: Typed, name: str, known: Mapping[str, int], faults: dict) -> tuple[int, ...]:
    given = [value for value in typed(name) if value]
    if not set(given) <= set(known):
        faults[name] = "unknown"
    return tuple(sorted(known[code] for code in set(given) & set(known)))


def _whole(typed: Typed, name: str, least: int, most: int, faults: dict) -> int | None:
    text = next(iter(typed(name)), "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 7 and least <= int(text) <= most):
        faults[name] = "number"
        return None
    return int(text)


def _limits(typed: Typed, faults: dict) -> tuple[Limit, ...]:
    """Pairs of what is limited ("gender:woman") and a number; where one of the two is empty there is no limit."""
    found: dict[tuple[str, str], Limit] = {}
    for what, most in zip(typed("limit_of"), typed("limit_most"), strict=False):
        if not what or not most.strip():
            continue
        fact, _colon, value = what.partition(":")
        number = _whole(lambda _name, most=most: [most], "limits", 1, MOST_PLACES, faults)
        if fact not in CODED or value not in codes_of(fact):
            faults["limits"] = "unknown"
        elif (fact, value) in found:
            faults["limits"] = "doubled"
        elif number is not None:
            found[fact, value] = Limit(fact, value, number)
    if len(found) > MOST_LIMITS:
        faults["limits"] = "too_many"
    return tuple(found.values())[:MOST_LIMITS]


def concerned(limits: Iterable[Limit], profile: Any) -> list[Limit]:
    """The limits that somebody falls under, by what is known of them (a profile's row, or nothing)."""
    return [one for one in limits if profile is not None and one.value in _told(getattr(profile, one.fact), one.fact)]


def _told(value: str, name: str) -> tuple[str, ...]:
    return unpacked(value) if FACTS[name].several else (value,)


def about(count: int) -> int:
    """A number of members as a team may know it: none below FEW, then rounded down to three digits, steps of five."""
    if count < FEW:
        return 0
    step = 5 if count < 1000 else 10 ** (len(str(count)) - 3)
    return count - count % step
