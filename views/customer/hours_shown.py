"""What the page of a host's hours shows beside the form: the grid in words, the next two weeks, changes of the
clocks, what is booked outside the hours."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from babel import Locale
from babel.dates import get_day_names

from lifecycle.words import Text, _, reader, translate
from models import feeds, scarce
from models.sessions import Session
from rules.hours import open_spans
from rules.slots import Plan, Window, by_local_day, free_slots
from rules.times import from_epoch, local_date, show_day, to_epoch
from rules.zones import DAY, day_number, spans
from views.customer.hours_form import HALF, Cells, clock

WEEKDAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
CELL = _("%(day)s, %(start)s to %(end)s")
TYPED_CELL = _("%(day)s, %(start)s to %(end)s, also typed below")
PARTS = (("early", 0, 14), ("day", 14, 42), ("late", 42, 48))
FORTNIGHT, AHEAD = 14, 60
NEXT_SHOWN, STUDIES_SHOWN, OUTSIDE_SHOWN = 3, 5, 5
# The numbers that a new study begins with.
LENGTH, STEP, NOTICE = 60, 30, 120


class Bookable(NamedTuple):
    """What can be booked in one study: how many times, and the next."""

    title: str
    count: int
    next: list


class Day(NamedTuple):
    """One of the next days: its date, how many starts, and whether it has hours of its own."""

    date: date
    starts: int
    own: bool


class Part(NamedTuple):
    """One table of the grid; `open`: something is offered in it."""

    key: str
    rows: list
    open: bool


def grid(cells: Cells, typed: Cells) -> list[Part]:
    """The three tables, each row (hour, [(value, words, ticked, also typed)])."""
    names, typed_names = _cells(reader().language, CELL.text), _cells(reader().language, TYPED_CELL.text)
    found = []
    for key, first, last in PARTS:
        rows = [
            (
                clock(slot * HALF),
                [
                    (f"{day}-{slot}", (typed_names if (day, slot) in typed else names)[day][slot], (day, slot) in cells,
                     (day, slot) in typed)
                    for day in range(7)
                ],
            )
            for slot in range(first, last)
        ]  # fmt: skip
        found.append(Part(key, rows, any(first <= slot < last for _day, slot in cells | typed)))
    return found


@lru_cache(maxsize=16)
def _cells(language: str, message: str) -> list[list[str]]:
    """The words of every cell, once for each language."""
    pattern = translate(message, language)
    days = [translate(day.text, language) for day in WEEKDAYS]
    times = [(clock(slot * HALF), clock(slot * HALF + HALF)) for slot in range(48)]
    return [[pattern % {"day": day, "start": start, "end": end} for start, end in times] for day in days]


def short_names() -> list[str]:
    """Mon, Tue and so on, as the reader's language has them."""
    names = get_day_names("abbreviated", locale=Locale.parse(reader().language))
    return [names[day] for day in range(7)]


def in_words(windows: Iterable) -> list[tuple[Text, str]]:
    """(weekday, its hours), for a reader who does not edit them; days without hours are left out."""
    days: dict[int, list] = {}
    for day, start, end in sorted(map(tuple, windows)):
        days.setdefault(day, []).append(f"{clock(start)}–{clock(end)}")
    return [(WEEKDAYS[day], ", ".join(hours)) for day, hours in sorted(days.items())]


def fortnight(zone: str, windows: Iterable, exceptions: dict, taken: Iterable, at) -> list[Day]:
    """The next two weeks: how many conversations of an hour could begin on each day."""
    plan = Plan(
        zone=zone, windows=tuple(Window(*window) for window in windows), length=LENGTH, step=STEP, notice=NOTICE,
        horizon=FORTNIGHT + 1, exceptions=_dated(exceptions),
    )  # fmt: skip
    starts = dict(by_local_day(free_slots(plan, taken, at), zone))
    today = local_date(at, zone)
    days = [today + timedelta(days=number) for number in range(FORTNIGHT)]
    return [Day(day, len(starts.get(day, ())), day.isoformat() in exceptions) for day in days]


def _dated(exceptions: dict) -> tuple:
    return tuple((date.fromisoformat(day), tuple(map(tuple, pairs))) for day, pairs in sorted(exceptions.items()))


def clock_changes(zone: str, at) -> list[Text]:
    """A sentence for each change of the clocks in the time for which people can book."""
    now = to_epoch(at)
    stretches = spans(zone, now, now + AHEAD * DAY)
    found = []
    for before, after in pairwise(stretches):
        moved = after.offset - before.offset
        first = (before.stop + min(before.offset, after.offset)) % DAY // 60
        words = {
            "day": show_day(before.stop, zone, reader().language),
            "start": clock(first),
            "end": clock(first + abs(moved) // 60),
        }
        forward = _("On %(day)s the clocks go forward: %(start)s to %(end)s does not exist that day.", **words)
        back = _("On %(day)s the clocks go back: %(start)s to %(end)s comes twice that day.", **words)
        found.append(forward if moved > 0 else back)
    return found


def outside(host: int, zone: str, windows: Iterable, exceptions: dict, at, workspace: int | None) -> list[Session]:
    """The booked conversations that the hours would not offer any more."""
    booked = feeds.ahead_of(host, at, workspace)
    if not booked:
        return []
    first, last = to_epoch(booked[0].starts_at) - DAY, max(to_epoch(one.ends_at) for one in booked) + DAY
    opened = open_spans(windows, _dated(exceptions), spans(zone, first, last))
    return [
        one
        for one in booked
        if not any(start <= to_epoch(one.starts_at) and to_epoch(one.ends_at) <= end for start, end in opened)
    ]


def bookable(host: int, at, workspace: int | None) -> list[Bookable]:
    """For each live study of this host: how many times can be booked, and the next."""
    found = scarce.of_host(host, workspace, at, STUDIES_SHOWN)
    return [Bookable(title, len(starts), list(map(from_epoch, starts[:NEXT_SHOWN]))) for title, starts in found]


def epoch_of(day: date) -> int:
    """Noon of a date in UTC, to print its name."""
    return day_number(day) * DAY + DAY // 2
