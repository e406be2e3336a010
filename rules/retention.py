"""How long things about people are kept, where nobody asks for less: a workspace may set a shorter time, never a
longer one. (The words for it stand in lifecycle/retentionwords.py.)"""

from typing import NamedTuple


class Kept(NamedTuple):
    """The days that one kind of thing is kept, and the fewest and the most that a workspace may set."""

    days: int
    least: int
    most: int


RETENTION: dict[str, Kept] = {
    "letters": Kept(7, 1, 7),
    "screened_out": Kept(30, 1, 30),
    "answers": Kept(730, 30, 730),
    "recordings": Kept(90, 1, 90),
    "looks": Kept(730, 90, 730),
    "suspects": Kept(180, 30, 365),
}


def days(own: dict, name: str) -> int:
    """How many days a workspace with these own numbers keeps this; what can not be counts as not set."""
    rule, value = RETENTION[name], own.get(name)
    return value if fits(rule, value) else rule.days


def faults(own: dict) -> list[str]:
    """The names of the numbers that can not be: unknown, no whole number, or out of bounds."""
    return [name for name, value in own.items() if name not in RETENTION or not fits(RETENTION[name], value)]


def fits(rule: Kept, value) -> bool:
    """Whether a workspace may set this."""
    return isinstance(value, int) and not isinstance(value, bool) and rule.least <= value <= rule.most
