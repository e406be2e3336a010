"""A fresh sign-in, which is asked for before money, exports and members."""

from flask import Response, g, redirect

from commands.signin import FRESH
from views.shown import url


def fresh() -> bool:
    """Whether the sign-in is fresh enough."""
    return g.signin is not None and g.at - g.signin.fresh_at <= FRESH


def not_fresh(path: str, **query) -> Response | None:
    """The way to a fresh sign-in and then back to a page of ours, where the present one is too old."""
    return None if fresh() else redirect(url("/sign-in/again", next=url(path, **query)), 303)
