"""How an operator decides about somebody: what would follow is looked at first, a fresh sign-in comes before it counts,
and the words that were typed outlast both. Each kind of decision (`Kind`) says what is its own."""

from collections.abc import Callable
from typing import NamedTuple

from flask import Blueprint, render_template, request

from commands import reports
from commands.fire import Stale
from lifecycle.attempt import Invalid, Refusal, Refused
from views import looks, reply
from views.access import Reached, reach
from views.forms import worded
from views.operator import typed


class Kind(NamedTuple):
    """Decisions about one noun: `why_not` says why one is not possible now, `act` makes it with the note, `page` is
    what its form shows of its own, `said` is told afterwards."""

    noun: str
    events: tuple[str, ...]
    why_not: Callable[[Reached, str], Refusal | None]
    act: Callable[[Reached, str, str], None]
    page: Callable[[Reached, str], dict]
    said: str


def serve(views: Blueprint, kind: Kind) -> None:
    """The addresses of these decisions."""

    def ask(code: str):
        return look(kind, *deciding(kind.noun, code))

    def say(code: str):
        return decide(kind, *deciding(kind.noun, code))

    for event in kind.events:
        rule = f"/{reply.plural_of[kind.noun]}/<code>/{event}"
        views.add_url_rule(rule, "ask", ask, methods=["GET"])
        views.add_url_rule(rule, "decide", say, methods=["POST"])


def deciding(noun: str, code: str) -> tuple[Reached, str]:
    """(the operator who asks, what they want to decide); 404 for everybody else."""
    return reach(noun, code, "operator"), request.path.rsplit("/", 1)[1]


def look(kind: Kind, reached: Reached, event: str):
    """The form of a decision with what would follow, before anything is decided."""
    if refusal := kind.why_not(reached, event):
        return reply.refused(reached, refusal)
    looks.count()
    return page(kind, reached, event)


def decide(kind: Kind, reached: Reached, event: str):
    """Decide; the words stand for whom it is about to read."""
    if refusal := kind.why_not(reached, event):
        return reply.refused(reached, refusal)
    if instead := typed.step_up(typed.kept()):
        return page(kind, reached, event, instead) if isinstance(instead, dict) else instead
    try:
        kind.act(reached, event, reports.said(request.form.get("note", "")))
    except Invalid as problem:
        return page(kind, reached, event, problem.errors)
    except (Refused, Stale) as problem:
        return reply.refused(reached, problem.refusal)
    return typed.forget(reply.lead(reply.address(reached.row), kind.said))


def page(kind: Kind, reached: Reached, event: str, errors=None):
    """The form, with everything that was typed."""
    there = reply.address(reached.row)
    own = kind.page(reached, event)
    given = {"row": reached.row, "event": event, "note": typed.kept(), "errors": worded(errors)}
    ways = {"action": f"{there}/{event}", "back": there}
    return render_template("operator/decide.html", **given, **ways, **own), 422 if errors else 200
