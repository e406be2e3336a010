"""A look at what a command would do, before it is done: counted for each person, because it costs as much as doing."""

from collections.abc import Callable

from flask import g

from commands.preview import preview
from commands.recorder import Seen
from commands.signin import draw

LOOKS = 240  # of one person in an hour


def count() -> None:
    """One look more; Refused where there were too many."""
    draw(f"look:{g.me.id}", LOOKS, g.at)


def take(command: Callable, *args, **details) -> Seen:
    """What the command would do now: it is run and taken back. Raises what the command would raise."""
    count()
    return preview(command, *args, **details)
