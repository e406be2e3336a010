"""How an operator decides about somebody: what would follow is looked at first, a fresh sign-in comes before it counts,
and the words that were typed outlast both."""

from collections.abc import Callable

from flask import request

from commands import reports
from commands.fire import Stale
from lifecycle.attempt import Invalid, Refusal, Refused
from views import looks, reply
from views.access import Reached, reach
from views.operator import typed


def deciding(noun: str, code: str) -> tuple[Reached, str]:
    """(the operator who asks, what they want to decide); 404 for everybody else."""
    return reach(noun, code, "operator"), request.path.rsplit("/", 1)[1]


def look(reached: Reached, event: str, refusal: Refusal | None, page: Callable):
    """The form of a decision with what would follow; `page` draws it."""
    if refusal:
        return reply.refused(reached, refusal)
    looks.count()
    return page(reached, event)


def decide(reached: Reached, event: str, refusal: Refusal | None, page: Callable, act: Callable, said: str):
    """Decide: `act` does it with the note, `said` is what is said afterwards."""
    if refusal:
        return reply.refused(reached, refusal)
    if instead := typed.step_up(typed.kept()):
        return page(reached, event, 422, instead) if isinstance(instead, dict) else instead
    try:
        act(reports.said(request.form.get("note", "")))
    except Invalid as problem:
        return page(reached, event, 422, problem.errors)
    except (Refused, Stale) as problem:
        return reply.refused(reached, problem.refusal)
    return typed.forget(reply.lead(reply.address(reached.row), said))
