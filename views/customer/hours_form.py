"""The fields of a usual week: half hours ticked in a grid (h), and exact stretches (d<day>from<n>, d<day>to<n>) as
people type hours. Both count together. What the grid can show stands in the grid; the rest keeps its own line."""

from collections.abc import Iterable, Mapping

from lifecycle.words import Text, _

LEAST, MOST = 2, 6
HALF, SLOTS, MIDNIGHT = 30, 48, 1440
NIGHT_MOST = 720
WORKDAYS = range(1, 5)
FORMAT = _("Please type hours like 09:00 and 17:30.")
BACKWARDS = _("The end has to be after the start, at 24:00 at the latest. Past midnight, twelve hours are the most.")

Cells = set[tuple[int, int]]


def parted(windows: Iterable) -> tuple[Cells, list[tuple[int, int, int]]]:
    """Stored windows (weekday, start, end) as the grid's half hours and the lines that are left."""
    cells: Cells = set()
    lines = []
    for day, start, end in _short_nights(windows):
        if end <= MIDNIGHT and start % HALF == 0 and end % HALF == 0:
            cells |= {(day, slot) for slot in range(start // HALF, end // HALF)}
        else:
            lines.append((day, start, end))
    return cells, lines


def _short_nights(windows: Iterable) -> Iterable[tuple[int, int, int]]:
    """A stretch past midnight that is too long for one line falls apart at midnight."""
    for day, start, end in windows:
        if end > MIDNIGHT and end - start > NIGHT_MOST:
            yield from ((day, start, MIDNIGHT), ((day + 1) % 7, 0, end - MIDNIGHT))
        else:
            yield day, start, end


def shown(lines: Iterable) -> dict[str, str]:
    """Lines (weekday, start, end) as the fields hold them."""
    found: dict[str, str] = {}
    counts = [0] * 7
    for day, start, end in lines:
        number = counts[day]
        counts[day] += 1
        found[f"d{day}from{number}"], found[f"d{day}to{number}"] = clock(start), clock(end)
    return found


def clock(minutes: int) -> str:
    """Minutes from midnight as 09:30; the end of the day is 24:00, and then the clock begins anew."""
    minutes = minutes - MIDNIGHT if minutes > MIDNIGHT else minutes
    return f"{minutes // 60:02}:{minutes % 60:02}"


def cells_of(values: Iterable[str]) -> Cells:
    """The half hours that are ticked, from the values that the grid posts ("0-18" is Monday 09:00)."""
    known = {f"{day}-{slot}": (day, slot) for day in range(7) for slot in range(SLOTS)}
    return {known[value] for value in values if value in known}


def painted(cells: Cells) -> list[tuple[int, int, int]]:
    """The half hours as windows, neighbours joined."""
    found: list[tuple[int, int, int]] = []
    for day, slot in sorted(cells):
        if found and found[-1][0] == day and found[-1][2] == slot * HALF:
            found[-1] = (day, found[-1][1], (slot + 1) * HALF)
        else:
            found.append((day, slot * HALF, (slot + 1) * HALF))
    return found


def touched(lines: Iterable) -> Cells:
    """The half hours that lines run through, also those after midnight."""
    found: Cells = set()
    for day, start, end in lines:
        for slot in range(start // HALF, -(-end // HALF)):
            found.add(((day + slot // SLOTS) % 7, slot % SLOTS))
    return found


def spans_of(typed: Mapping[str, str]) -> list[range]:
    """For each weekday the numbers of its lines: those that are there, and always a few."""
    return [range(_count(typed, day)) for day in range(7)]


def _count(typed: Mapping[str, str], day: int) -> int:
    there = [number for number in range(MOST) if f"d{day}from{number}" in typed or f"d{day}to{number}" in typed]
    return max(LEAST, *(number + 1 for number in there)) if there else LEAST


def has_lines(typed: Mapping[str, str]) -> bool:
    """Whether anything stands in a line."""
    return any(
        typed.get(f"d{day}{side}{number}", "").strip()
        for day, numbers in enumerate(spans_of(typed))
        for number in numbers
        for side in ("from", "to")
    )


def added(typed: Mapping[str, str], day: str) -> dict[str, str]:
    """The same lines with one more on that weekday."""
    found = dict(typed.items())
    if day in tuple("0123456") and (number := _count(typed, int(day))) < MOST:
        found.setdefault(f"d{day}from{number}", "")
    return found


def copied(typed: Mapping[str, str], cells: Cells) -> tuple[dict[str, str], Cells]:
    """The same form with Monday's hours from Tuesday to Friday."""
    found = {name: value for name, value in typed.items() if not name.startswith(tuple(f"d{day}" for day in WORKDAYS))}
    monday = {name: value for name, value in found.items() if name.startswith("d0")}
    lines = {f"d{day}{name[2:]}": value for day in WORKDAYS for name, value in monday.items()}
    kept = {(day, slot) for day, slot in cells if day not in WORKDAYS}
    return found | lines, kept | {(day, slot) for day in WORKDAYS for first, slot in cells if first == 0}


def cleared(typed: Mapping[str, str], cells: Cells, day: str) -> tuple[dict[str, str], Cells]:
    """The same form with nothing on that weekday."""
    if day not in tuple("0123456"):
        return dict(typed.items()), cells
    lines = {name: value for name, value in typed.items() if not name.startswith(f"d{day}")}
    return lines, {cell for cell in cells if cell[0] != int(day)}


def read(typed: Mapping[str, str]) -> tuple[dict[str, tuple], dict[str, Text]]:
    """(lines by the field they begin in, errors by field); a line that is empty is none."""
    lines, errors = {}, {}
    for day, numbers in enumerate(spans_of(typed)):
        for number in numbers:
            name = f"d{day}from{number}"
            span = stretch(typed.get(name, ""), typed.get(f"d{day}to{number}", ""))
            if isinstance(span, tuple):
                lines[name] = (day, *span)
            elif span is not None:
                errors[name] = span
    return lines, errors


def stretch(first: str, last: str) -> tuple[int, int] | Text | None:
    """Two typed hours as minutes; an end before the start is one of the next day. None: empty; else what is wrong."""
    if not first.strip() and not last.strip():
        return None
    start, end = minutes(first.strip()), minutes(last.strip())
    if start is None or end is None:
        return FORMAT
    if end <= start:
        end += MIDNIGHT
        if end - start > NIGHT_MOST:
            return BACKWARDS
    return (start, end) if start < MIDNIGHT else BACKWARDS


def minutes(text: str) -> int | None:
    """09:30, 9.30, 9h30, 9 or 0930 as minutes from midnight; None for anything else."""
    digits = text.replace(".", ":").replace("h", ":").strip(":")
    hour, _colon, rest = digits.partition(":")
    if not digits.isascii() or not (hour.isdigit() and (rest.isdigit() or not rest)) or len(hour) > 4:
        return None
    if not rest and len(hour) > 2:
        hour, rest = hour[:-2], hour[-2:]
    found = int(hour) * 60 + int(rest or 0)
    return found if len(rest) < 3 and int(rest or 0) < 60 and found <= MIDNIGHT else None
