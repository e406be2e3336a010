"""Whom of the network a study asks: the fields of the audience step, and how many people fit while they are edited."""

from collections.abc import Callable
from typing import NamedTuple

from flask import Blueprint, g, render_template, request

from commands.signin import draw
from lifecycle import profilewords
from lifecycle.attempt import Refused
from lifecycle.words import Names, Text, _
from models import matching
from models.matching import Choosable
from models.recruiting import Project
from rules.matching import CODED, EARLIER, OWN, PLENTY, POOLS, Parsed, Wanted, codes_of, parse
from views.access import PLURALS
from views.customer import build, network_words

views = Blueprint("build_network", __name__)
# So many looks at how many people fit in an hour: nobody finds out about single members by asking.
COUNTS = 400
# Facts with more answers than this are added one by one.
MANY = 20
SHOWN = 12
Typed = Callable[[str], list[str]]


class Fold(NamedTuple):
    """One fact: what is chosen of it, in words too, and what else there is."""

    name: str
    label: Text
    said: Names | None
    options: list[tuple]
    chosen: list[str]
    more: list[tuple]


class Room(NamedTuple):
    """A limit as it was typed: of whom, in words, and how many places."""

    of: str
    label: Text
    most: str


@views.post("/<any(studies, projects):plural>/<code>/edit/matching")
def look(plural: str, code: str):
    """How many people fit what the fields say now; asked in passing while somebody edits."""
    reached, instead = build.draft_of(code, PLURALS[plural])
    if instead:
        return instead
    asked = reached.noun == "project" or request.form.get("audience") == "network"
    found = counted(reached.row, request.form.getlist, asked)
    status = 429 if found["refused"] else 200
    return render_template("customer/study/build/_matching.html", **found), status


def understood(row: build.Built, typed: Typed, offered: dict[str, list[Choosable]] | None = None) -> Parsed:
    """What the fields say."""
    offered = offered or matching.choosable(row)
    return parse(typed, _numbers(offered["list"]), _numbers(offered["study"]))


def _numbers(offered: list[Choosable]) -> dict[str, int]:
    return {one.code: one.id for one in offered}


def counted(row: build.Built, typed: Typed, asked: bool, parsed: Parsed | None = None) -> dict:
    """How many people fit, in words, and which filter narrows most where that is few."""
    nothing = {"count": None, "hint": None, "refused": None}
    if not asked:
        return nothing
    if request.method == "POST":
        try:
            draw(f"match:{g.me.id}", COUNTS, g.at)
        except Refused as problem:
            return nothing | {"refused": problem.refusal.sentence}
    parsed = parsed or understood(row, typed)
    if parsed.faults:
        return nothing | {"hint": next(iter(network_words.errors(parsed.faults).values()))}
    return nothing | _counted(row, parsed.wanted)


def _counted(row: build.Built, wanted: Wanted) -> dict:
    count = matching.count(row, wanted, g.at)
    words = {"count": network_words.how_many(wanted, count)}
    if count >= PLENTY * (row.wanted if isinstance(row, Project) else row.places) or not wanted.narrows:
        return words
    return words | {"hint": network_words.widest(wanted, matching.without_each(row, wanted, g.at), count)}


def fields(row: build.Built, form, asked: bool) -> dict:
    """Everything that the part of the form shows, with what was typed (`form`) or what is saved."""
    offered = matching.choosable(row)
    saved = as_typed(matching.asked_of(row), offered)
    typed: Typed = form.getlist if form is not None else lambda name: saved.get(name, [])
    parsed = understood(row, typed, offered)
    lists, studies = set(typed("lists")), set(typed("left_out"))
    return {
        "pools": [_option(key, label, hint) for key, (label, hint) in pools_of(row).items()],
        "pool": _first(typed("pool"), POOLS[0]),
        "folds": [_fold(name, typed(name)) for name in CODED],
        "ages": {name: _first(typed(name), "") for name in ("age_from", "age_to")},
        "age": network_words.age(parsed.wanted),
        "lists": _shown(offered["list"], lists),
        "on": lists,
        "earlier": [(key, network_words.EARLIER[key]) for key in EARLIER if key != "chosen" or offered["study"]],
        "kept_out": _first(typed("earlier"), EARLIER[0]),
        "studies": _shown(offered["study"], studies),
        "left_out": studies,
        "pause": _first(typed("pause"), ""),
        "cooldown": row.workspace.cooldown,
        "rooms": _rooms(typed),
        "groups": _groups(parsed.wanted),
        **counted(row, typed, asked, parsed),
    }


def pools_of(row: build.Built) -> dict[str, tuple[Text, Text]]:
    """Whose people may be asked; a project takes no units of anybody."""
    found = {key: network_words.POOLS[key] for key in POOLS}
    if isinstance(row, Project):
        found[OWN] = found[OWN][0], _("People your team has enrolled, by what your team says about them.")
    return found


def as_typed(wanted: Wanted, offered: dict[str, list[Choosable]]) -> dict[str, list[str]]:
    """The same as somebody would have typed it."""
    lists, studies = ({one.id: one.code for one in offered[what]} for what in ("list", "study"))
    single = {"age_from": wanted.youngest, "age_to": wanted.oldest, "pause": wanted.pause}
    return {
        **{name: list(codes) for name, codes in wanted.facts.items()},
        **{name: [str(value)] for name, value in single.items() if value},
        "pool": [wanted.pool],
        "lists": [lists[number] for number in wanted.lists if number in lists],
        "earlier": [wanted.earlier],
        "left_out": [studies[number] for number in wanted.studies if number in studies],
        "limit_of": [f"{one.fact}:{one.value}" for one in wanted.limits],
        "limit_most": [str(one.most) for one in wanted.limits],
    }


def _fold(name: str, given: list[str]) -> Fold:
    allowed = codes_of(name)
    options = [(code, word) for code, word in profilewords.options(name) if code in allowed]
    chosen = [code for code, _word in options if code in given]
    said = network_words.codes(name, chosen) if chosen else None
    if len(options) <= MANY:
        return Fold(name, network_words.label(name), said, options, chosen, [])
    ticked = [(code, word) for code, word in options if code in chosen]
    return Fold(name, network_words.label(name), said, ticked, chosen, [one for one in options if one not in ticked])


def _rooms(typed: Typed) -> list[Room]:
    """The limits that are there; an empty one to add another comes after them."""
    found = []
    for of, most in zip(typed("limit_of"), typed("limit_most"), strict=False):
        fact, _colon, value = of.partition(":")
        if fact in CODED and value in codes_of(fact) and most.strip():
            words = _("%(fact)s: %(value)s", fact=network_words.label(fact), value=profilewords.option(fact, value))
            found.append(Room(of, words, most))
    return found


def _groups(wanted: Wanted) -> list[tuple]:
    """What may be limited: of a fact that is filtered its chosen answers, else all, where they are not many."""
    found = []
    for name in CODED:
        codes = wanted.facts.get(name) or codes_of(name)
        if len(codes) <= MANY and len(codes) > 1:
            known = dict(profilewords.options(name))
            found.append((network_words.label(name), [(f"{name}:{code}", known[code]) for code in codes]))
    return found


def _shown(offered: list[Choosable], chosen: set[str]) -> list[tuple[str, str]]:
    """The newest of them, and those that are chosen."""
    return [(one.code, one.name) for place, one in enumerate(offered) if place < SHOWN or one.code in chosen]


def _option(value: str, label: Text, hint: Text) -> dict:
    return {"value": value, "label": label, "hint": hint}


def _first(values: list[str], usual: str) -> str:
    return next(iter(values), "") or usual
