"""What the last step of a study and of a project share: everything on one page, and what launching will do."""

from collections.abc import Callable
from typing import NamedTuple

from flask import g

from commands.fire import Stale
from lifecycle.attempt import Invalid, Refused
from lifecycle.words import Text, _, ngettext
from views import foresight, looks
from views.access import Reached
from views.customer import build
from views.reply import address

NAMED = 12
NONE = _("none")


class Part(NamedTuple):
    """What one step says, and what it still lacks."""

    key: str
    label: Text
    url: str
    lines: list[tuple]
    lacks: list[Text]


def foresee(reached: Reached, launch: Callable, page: Callable, follows: Callable):
    """The page with what the launch would do now: run and taken back, and what `follows` says of the clock after it."""
    try:
        seen = looks.take(launch, reached.row, reached.by, g.at, seen=build.seen())
    except (Refused, Stale) as problem:
        return page(reached, 409, refusal=problem.refusal.sentence)
    except Invalid as problem:
        return page(reached, 422, refusal=" ".join(map(str, problem.errors.values())))
    return page(reached, foreseen=[*foresight.lines(seen, reached), *follows(reached.row)])


def show(reached: Reached, status: int, lines: dict[str, Callable], found: list, **more):
    """The step as a page: what `lines` says of each other step, and the offers that were `found`."""
    row = reached.row
    return build.show(
        reached,
        "review",
        status,
        parts=parts(row, lines, build.lacks(row)),
        asks=row.asks,
        launch=next((one for one in found if one.event == "launch"), None),
        drop=next((one for one in found if one.event == "cancel"), None),
        **{"foreseen": None, "refusal": None, **more},
    )


def parts(row: build.Built, lines: dict[str, Callable], missing: dict[str, list[Text]]) -> list[Part]:
    """Each step with what it says."""
    base, named = f"{address(row)}/edit", build.labels(row)
    return [Part(key, named[key], f"{base}/{key}", lines[key](row), missing[key]) for key in build.written(row)]


def asked(row: build.Built) -> list[tuple]:
    """The screener's questions."""
    return first([(_("Question %(number)s", number=number), one.text) for number, one in enumerate(row.asked(), 1)])


def first(found: list[tuple]) -> list[tuple]:
    """The first of many lines, and how many there are besides."""
    rest = len(found) - NAMED
    more = [(_("And"), ngettext("%(number)s more", "%(number)s more", rest))] if rest > 0 else []
    return [*found[:NAMED], *more]
