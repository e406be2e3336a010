"""Who may come to the operator's pages, and what is asked before something grave."""

from flask import Response, abort, g, redirect, request

from lifecycle.attempt import By
from models.people import Person
from rules.times import local_date
from views.access import signed_in
from views.customer import asking
from views.fire import fresh


def operator() -> Person:
    """Who is asking, if they run this installation; for everybody else there is nothing here."""
    me = signed_in()
    return me if me.operator else abort(404)


def acting() -> By:
    """The operator, as who acts."""
    return By("operator", operator().id)


def not_fresh(back: str) -> Response | None:
    """The way to a fresh sign-in, where the present one is too old for money and members."""
    if fresh():
        return None
    return redirect(f"{request.script_root}/sign-in/again?next={request.script_root}{back}", 303)


def today() -> tuple[int, int]:
    """The epochs between which it is today for the reader."""
    day = local_date(g.at, g.reader.zone)
    return asking.between(day, day)
