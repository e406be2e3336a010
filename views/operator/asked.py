"""Who may come to the operator's pages."""

from flask import abort, g

from lifecycle.attempt import By
from models.people import Person
from rules.times import local_date
from views import filters
from views.access import signed_in


def operator() -> Person:
    """Who is asking, if they run this installation; for everybody else there is nothing here."""
    me = signed_in()
    return me if me.operator else abort(404)


def acting() -> By:
    """The operator, as who acts."""
    return By("operator", operator().id)


def today() -> tuple[int, int]:
    """The epochs between which it is today for the reader."""
    day = local_date(g.at, g.reader.zone)
    return filters.between(day, day)
