"""Days that are different: what the form says, and how the days are listed."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from lifecycle.words import Text, _
from views.customer.hours_form import clock, stretch

LONGEST = 366
PAIRS = 2
NO_DATE = _("Please choose a day, like 2026-12-24.")
NOT_BEFORE = _("The last day can not be before the first.")
TOO_LONG = _("A year is the most at once.")
OVER = _("This day is over.")
TOO_FAR = _("Three years ahead are the most.")
NO_HOURS = _("Type the hours of these days, or choose that you are away.")


class Days(NamedTuple):
    """Days in a row with the same hours; none of them: away."""

    first: date
    last: date
    spans: list


def listed(exceptions: Mapping[str, list], today: date) -> list[Days]:
    """The days from today on, in order; neighbours with the same hours are one entry."""
    found: list[Days] = []
    for text, spans in sorted(exceptions.items()):
        day = date.fromisoformat(text)
        if day < today:
            continue
        if found and found[-1].last + timedelta(days=1) == day and found[-1].spans == spans:
            found[-1] = found[-1]._replace(last=day)
        else:
            found.append(Days(day, day, spans))
    return found


def hours_words(spans: list) -> str:
    """09:00 to 12:00 and so on, short."""
    return ", ".join(f"{clock(start)}–{clock(end)}" for start, end in sorted(map(tuple, spans)))


def read(typed: Mapping[str, str], today: date) -> tuple[Days | None, dict[str, Text]]:
    """What is typed, or errors by field."""
    errors: dict[str, Text] = {}
    first = day_of(typed.get("first", ""))
    last = day_of(typed.get("last", "")) if typed.get("last", "").strip() else first
    for name, day in (("first", first), ("last", last)):
        if day is None:
            errors[name] = NO_DATE
    if not errors:
        errors |= range_errors(first, last, today)
    spans: list = []
    if typed.get("kind") == "hours":
        spans, wrong = spans_of(typed)
        errors |= wrong
    return (None if errors else Days(first, last, spans)), errors


def range_errors(first: date, last: date, today: date) -> dict[str, Text]:
    """What is wrong with the days themselves."""
    if first < today:
        return {"first": OVER}
    if first > today + timedelta(days=3 * LONGEST):
        return {"first": TOO_FAR}
    if last < first:
        return {"last": NOT_BEFORE}
    return {"last": TOO_LONG} if (last - first).days >= LONGEST else {}


def spans_of(typed: Mapping[str, str]) -> tuple[list, dict[str, Text]]:
    """The hours typed for these days."""
    spans, errors = [], {}
    for number in range(PAIRS):
        span = stretch(typed.get(f"from{number}", ""), typed.get(f"to{number}", ""))
        if isinstance(span, tuple):
            spans.append(list(span))
        elif span is not None:
            errors[f"from{number}"] = span
    return spans, errors or ({} if spans else {"from0": NO_HOURS})


def day_of(text: str) -> date | None:
    """2026-12-24, as a browser sends it, or 24.12.2026; None for anything else."""
    text = text.strip()
    if text.count(".") == 2:
        text = "-".join(part.zfill(2) for part in reversed(text.split(".")))
    try:
        return date.fromisoformat(text) if len(text) == 10 and text.isascii() else None
    except ValueError:
        return None
