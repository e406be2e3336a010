"""The times at which a conversation may start: inside the host's hours, clear of everything on the host's calendar
with the study's gap around it, on the quarter hour, exact across every change of the clocks. Only the edges of windows
are converted to epochs; one sweep along the sorted busy list does the rest."""

import math
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import NamedTuple

from rules.hours import open_spans
from rules.zones import DAY, day_number, day_of, spans

TICK = 900


class Window(NamedTuple):
    """Open hours on one weekday (0 = Monday) in minutes from local midnight; past 1440 it runs into the next day."""

    weekday: int
    start: int
    end: int


class Plan(NamedTuple):
    """What one host offers for one study: minutes throughout, except `horizon` in days of 24 hours from now."""

    zone: str
    windows: tuple[Window, ...]
    length: int
    gap: int = 0
    step: int = 30
    notice: int = 0
    horizon: int = 60
    most_per_day: int | None = None
    exceptions: tuple[tuple[date, tuple[tuple[int, int], ...]], ...] = ()


def free_slots(plan: Plan, busy: Iterable[tuple[int, int]], at: int | datetime, until: int | datetime | None = None,
               taken_days: Mapping[date, int] | None = None) -> list[int]:
    """The free start epochs from `at` plus the notice (exactly the notice is in time) up to, not including, `until`
    and the horizon. `busy` holds (start, end) epochs in any order; `taken_days` the sessions on each host-local day."""
    now = _epoch(at)
    first, stop = now + plan.notice * 60, now + plan.horizon * DAY
    if until is not None:
        stop = min(stop, _epoch(until))
    return _starts(plan, busy, first, stop, _full_days(plan, taken_days))


def is_free(plan: Plan, busy: Iterable[tuple[int, int]], at: int | datetime, start: int,
            taken_days: Mapping[date, int] | None = None) -> bool:
    """Whether `free_slots` would name this start, without working out the others."""
    now = _epoch(at)
    first, stop = max(start, now + plan.notice * 60), min(start + 1, now + plan.horizon * DAY)
    return _starts(plan, busy, first, stop, _full_days(plan, taken_days)) == [start]


def by_local_day(starts: Iterable[int], zone: str) -> list[tuple[date, list[int]]]:
    """The start epochs grouped under their date in the reader's zone, both sorted."""
    ordered = sorted(starts)
    days: dict[int, list[int]] = {}
    if ordered:
        offsets = spans(zone, ordered[0], ordered[-1] + 1)
        index = 0
        for start in ordered:
            while start >= offsets[index].stop:
                index += 1
            days.setdefault((start + offsets[index].offset) // DAY, []).append(start)
    return [(day_of(day), days[day]) for day in sorted(days)]


def ticks(start_epoch: int, minutes: int) -> range:
    """The ticks (epoch // 900) of the quarter hours that a stretch of so many minutes touches."""
    return range(start_epoch // TICK, -(-(start_epoch + minutes * 60) // TICK))


def _starts(plan: Plan, busy, first: int, stop: int, full: set[int] | None) -> list[int]:
    found: list[int] = []
    if first >= stop or (full is None and plan.most_per_day is not None):
        return found
    length, gap, every = plan.length * 60, plan.gap * 60, plan.step * 60
    offsets = spans(plan.zone, first, stop + length)
    opened = open_spans(plan.windows, plan.exceptions, offsets)
    blocked = _blocked(busy, length + gap, gap, first, stop)
    for begin, end, offset in offsets:
        # An offset that is no multiple of a quarter hour is rounded to one: a start always lies on a UTC quarter hour.
        ahead = (offset + TICK // 2) // TICK * TICK
        lowest, highest = max(begin, first), min(end, stop) - 1
        runs = [(max(start, lowest), min(close - length, highest)) for start, close in opened]
        chosen = _sweep(runs, blocked, every, ahead)
        found += chosen if not full else [start for start in chosen if (start + offset) // DAY not in full]
    return found


def _sweep(runs, blocked, every: int, ahead: int) -> list[int]:
    found: list[int] = []
    index, count = 0, len(blocked)
    for lowest, highest in runs:
        start = lowest + -(lowest + ahead) % every
        while start <= highest:
            while index < count and blocked[index][1] <= start:
                index += 1
            after, before = blocked[index] if index < count else (highest, highest)
            if after < start:
                start = before + -(before + ahead) % every
                continue
            clear = range(start, min(highest, after) + 1, every)
            found += clear
            start = clear[-1] + every
    return found


def _blocked(busy, ahead: int, behind: int, first: int, stop: int) -> list[tuple[int, int]]:
    """The starts ruled out, as sorted pairs whose two ends are themselves allowed."""
    joined: list[tuple[int, int]] = []
    for begin, end in sorted([pair for pair in busy if pair[0] < pair[1]]):
        begin, end = begin - ahead, end + behind
        if end <= first or begin >= stop:
            continue
        if joined and begin < joined[-1][1]:
            if end > joined[-1][1]:
                joined[-1] = (joined[-1][0], end)
        else:
            joined.append((begin, end))
    return joined


def _full_days(plan: Plan, taken_days) -> set[int] | None:
    """The day numbers on which no more sessions fit; None when no day takes any."""
    most = plan.most_per_day
    if most is None:
        return set()
    if most < 1:
        return None
    return {day_number(day) for day, taken in (taken_days or {}).items() if taken >= most}


def _epoch(instant: int | datetime) -> int:
    return math.ceil(instant.timestamp()) if isinstance(instant, datetime) else instant
