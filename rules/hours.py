"""When a host is open: weekly windows and dated exceptions, laid along the host's local time and then, by the offset
that holds at each moment, along the epoch. A moment is open when the clock on the wall lies in a window."""

from collections.abc import Iterable
from functools import lru_cache

from rules.zones import DAY, Span, day_number

_MIDNIGHT = 1440
_WEEKDAY_OF_DAY_ZERO = 3


def merged(pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sorted (start, end) pairs, with those that touch or overlap joined and empty ones left out."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(pair for pair in pairs if pair[0] < pair[1]):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def open_spans(windows, exceptions, offsets: list[Span]) -> list[tuple[int, int]]:
    """The open stretches as (start, end) epochs within the given offsets, sorted and merged, also across midnight."""
    first = (offsets[0].start + min(span.offset for span in offsets)) // DAY
    last = (offsets[-1].stop + max(span.offset for span in offsets)) // DAY
    local = _local(windows, exceptions, first, last)
    found: list[tuple[int, int]] = []
    for start, stop, offset in offsets:
        for begin, end in local:
            begin, end = max(begin - offset, start), min(end - offset, stop)
            if begin < end:
                if found and found[-1][1] == begin:
                    begin = found.pop()[0]
                found.append((begin, end))
    return found


def _local(windows, exceptions, first: int, last: int) -> list[tuple[int, int]]:
    week = _week(tuple(tuple(window) for window in windows))
    dated = _dated(exceptions, first - 1, last)
    found: list[tuple[int, int]] = []
    for day in range(first, last + 1):
        midnight = day * DAY
        found += [(begin + midnight, end + midnight) for begin, end in _pieces(week, dated, day)]
    return found


def _pieces(week, dated, day: int):
    """The open seconds of one local date. A window belongs to the date on which it starts, and a dated entry decides
    alone over its own date: so what runs past midnight stands only where neither date says otherwise."""
    if day in dated:
        return dated[day][0]
    weekday = (day + _WEEKDAY_OF_DAY_ZERO) % 7
    whole, own, _ = week[weekday]
    if day - 1 in dated:
        return merged([*own, *dated[day - 1][1]])
    return whole


@lru_cache(maxsize=1024)
def _week(windows: tuple[tuple[int, int, int], ...]):
    """For each weekday: (all its open seconds, those of its own windows, what these spill into the next day)."""
    split = [_split((start, end) for weekday, start, end in windows if weekday == day) for day in range(7)]
    return [(merged([*split[day][0], *split[day - 1][1]]), *split[day]) for day in range(7)]


def _split(pairs):
    joined = merged(pairs)
    own = [(start * 60, min(end, _MIDNIGHT) * 60) for start, end in joined if start < _MIDNIGHT]
    late = [(max(start - _MIDNIGHT, 0) * 60, (end - _MIDNIGHT) * 60) for start, end in joined if end > _MIDNIGHT]
    return own, late


def _dated(exceptions, first: int, last: int):
    gathered: dict[int, list[tuple[int, int]]] = {}
    for date, pairs in exceptions:
        day = day_number(date)
        if first <= day <= last:
            gathered.setdefault(day, []).extend(pairs)
    return {day: _split(pairs) for day, pairs in gathered.items()}
