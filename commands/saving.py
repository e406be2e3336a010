"""Saving a form of what is written in steps, a study or a recruiting project: what somebody else saved meanwhile is not
written over."""

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
