"""Saving a form of what is written in steps, a study or a recruiting project: what somebody else saved meanwhile is not
written over. The same for short texts, which count no saves: by their mark."""

import hashlib

from commands.fire import Stale
from models.recruiting import Project
from models.studies import Study


def put(row: Study | Project, values: dict, names: tuple[str, ...], seen: int | None) -> set[str]:
    """Write these of the values, count the save, and say what is another now. `seen` is the save that the form was
    made from: where somebody else saved since, nothing is written."""
    if seen is not None and seen != row.edited:
        raise Stale(row)
    changed = {name: value for name, value in values.items() if name in names and getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    row.edited += 1
    row.save()
    return set(changed)


class Overtaken(Exception):
    """These words are others by now than those that the form was made from; nothing was written."""


def mark_of(*texts: str) -> str:
    """What a form carries of the texts that it was made from."""
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:16]


def unchanged(seen: str | None, *texts: str) -> None:
    """Overtaken, where the form was made from other texts than these; a form that says nothing is taken at its word."""
    if seen and seen != mark_of(*texts):
        raise Overtaken
