"""The fields of the weekly hours: d<day>from<n> and d<day>to<n>, as people type hours, and what they mean."""

from collections.abc import Iterable, Mapping

from lifecycle.words import Text, _

LEAST, MOST = 2, 6
FORMAT = _("Please type hours like 09:00 and 17:30.")


def shown(windows: Iterable) -> dict[str, str]:
    """Stored windows (weekday, start, end) as the fields hold them."""
    found: dict[str, str] = {}
    counts = [0] * 7
    for day, start, end in windows:
        number = counts[day]
        counts[day] += 1
        found[f"d{day}from{number}"], found[f"d{day}to{number}"] = clock(start), clock(end)
    return found


def clock(minutes: int) -> str:
    """Minutes from midnight as 09:30; the end of the day is 24:00."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def spans_of(typed: Mapping[str, str]) -> list[range]:
    """For each weekday the numbers of its stretches: those that are there, and always a few."""
    return [range(_count(typed, day)) for day in range(7)]


def _count(typed: Mapping[str, str], day: int) -> int:
    there = [number for number in range(MOST) if f"d{day}from{number}" in typed or f"d{day}to{number}" in typed]
    return max(LEAST, *(number + 1 for number in there)) if there else LEAST


def added(typed: Mapping[str, str], day: str) -> dict[str, str]:
    """The same form with one more stretch on that weekday."""
    found = dict(typed.items())
    if day in tuple("0123456"):
        found.setdefault(f"d{day}from{_count(typed, int(day))}", "")
    return found


def copied(typed: Mapping[str, str]) -> dict[str, str]:
    """The same form with Monday's hours from Tuesday to Friday."""
    found = {name: value for name, value in typed.items() if not name.startswith(("d1", "d2", "d3", "d4"))}
    monday = {name: value for name, value in found.items() if name.startswith("d0")}
    return found | {f"d{day}{name[2:]}": value for day in range(1, 5) for name, value in monday.items()}


def read(typed: Mapping[str, str]) -> tuple[dict[str, tuple], dict[str, Text]]:
    """(windows by the field they begin in, errors by field); a stretch that is empty is none."""
    windows, errors = {}, {}
    for day, numbers in enumerate(spans_of(typed)):
        for number in numbers:
            name = f"d{day}from{number}"
            first, last = (typed.get(f"d{day}{side}{number}", "").strip() for side in ("from", "to"))
            start, end = minutes(first), minutes(last)
            if not first and not last:
                continue
            if start is None or end is None:
                errors[name] = FORMAT
            else:
                windows[name] = (day, start, end)
    return windows, errors


def minutes(text: str) -> int | None:
    """09:30, 9.30, 9h30, 9 or 0930 as minutes from midnight; None for anything else."""
    digits = text.replace(".", ":").replace("h", ":").strip(":")
    hour, _colon, rest = digits.partition(":")
    if not digits.isascii() or not (hour.isdigit() and (rest.isdigit() or not rest)) or len(hour) > 4:
        return None
    if not rest and len(hour) > 2:
        hour, rest = hour[:-2], hour[-2:]
    found = int(hour) * 60 + int(rest or 0)
    return found if len(rest) < 3 and int(rest or 0) < 60 and found <= 1440 else None
