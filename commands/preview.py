"""Look before you leap: the command itself, run in a transaction that is always rolled back."""

from collections.abc import Callable

from commands.recorder import Seen, seen
from models.database import db, write_tx


class _Back(Exception):
    """Roll back."""


def preview(command: Callable, *args, **details) -> Seen:
    """What the command would do now: moves, letters, money, units. Raises what the command would raise; keeps
    nothing, wakes nobody."""
    watching = Seen()
    token = seen.set(watching)
    try:
        with write_tx(), db.atomic():
            command(*args, **details)
            raise _Back
    except _Back:
        return watching
    finally:
        seen.reset(token)
