"""What somebody may have meant: the name nearest to one that was typed."""

from collections.abc import Iterable


def nearest(typed: str, names: Iterable[str]) -> str | None:
    """The name that the fewest slips away lead to; None when that would be more than a slip in four letters."""
    typed = typed.lower()
    most = len(typed) // 4
    near = [name for name in names if abs(len(name) - len(typed)) <= most]
    found = min(((slips(typed, name.lower()), name) for name in near), default=(most + 1, ""))
    return found[1] if found[0] <= most else None


def slips(one: str, other: str) -> int:
    """How many letters have to be added, dropped or replaced to make one the other."""
    line = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        before, line = line, [row]
        for place, there in enumerate(other):
            line.append(min(before[place + 1] + 1, line[place] + 1, before[place] + (letter != there)))
    return line[-1]
