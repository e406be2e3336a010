"""Whom a row is about, as each side knows them: the team sees what it wrote itself of one of its own people, everybody
else the username."""

from models.base import Living
from views.access import Reached

TEAM = "customer"


def whom(row: Living, audience: str) -> str:
    """The name of whom a row is about; "" where it is about nobody."""
    if audience == TEAM and hasattr(row, "shown"):
        return row.shown
    person = getattr(row, "contributor", None) or getattr(row, "person", None)
    return person.shown if person else ""


def of(reached: Reached) -> str:
    """The same for who asks."""
    return whom(reached.row, reached.audience)
