"""Where a zone's offset changes, found once a year of it and kept. With the changes known, local time is a straight
line between two of them, so that days and windows turn into epochs by addition and not by a conversion each."""

from bisect import bisect_right
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, available_timezones

DAY = 86400
_UNIX_DAY_ZERO = date(1970, 1, 1).toordinal()
_NOT_PLACES = {"Factory", "localtime"}


class Span(NamedTuple):
    """A stretch of time with one offset: from `start` up to, not including, `stop` (epochs); `offset` in seconds."""

    start: int
    stop: int
    offset: int


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    return frozenset(available_timezones() - _NOT_PLACES)


def known_zone(name) -> bool:
    """Whether this is the name of a zone in the IANA database (and a place, not this machine's own setting)."""
    return isinstance(name, str) and name in _names()


def offset_at(epoch: int, zone: str) -> int:
    """Seconds that local clocks are ahead of UTC at that instant."""
    return int(datetime.fromtimestamp(epoch, ZoneInfo(zone)).utcoffset().total_seconds())


def day_number(day: date) -> int:
    """Days since 1 January 1970."""
    return day.toordinal() - _UNIX_DAY_ZERO


def day_of(number: int) -> date:
    """The date of a day number."""
    return date.fromordinal(number + _UNIX_DAY_ZERO)


def spans(zone: str, first: int, last: int) -> list[Span]:
    """The stretches of one offset that cover [first, last), clipped to it, in order. Unknown zone: KeyError."""
    changes = []
    for year in range(_year_of(first), _year_of(last) + 1):
        changes += _changes(zone, year)
    index = bisect_right(changes, (first, DAY * 2))
    offset = changes[index - 1][1] if index else offset_at(first, zone)
    found, start = [], first
    for instant, after in changes[index:]:
        if instant >= last:
            break
        found.append(Span(start, instant, offset))
        start, offset = instant, after
    found.append(Span(start, last, offset))
    return found


def _year_of(epoch: int) -> int:
    return datetime.fromtimestamp(epoch, UTC).year


@lru_cache(maxsize=4096)
def _changes(zone: str, year: int) -> tuple[tuple[int, int], ...]:
    # Offsets are looked at once a day: no zone has ever moved its clocks there and back within one.
    start = day_number(date(year, 1, 1)) * DAY
    stop = day_number(date(year, 12, 31)) * DAY + DAY
    found, before = [], offset_at(start, zone)
    for epoch in range(start, stop, DAY):
        after = offset_at(epoch + DAY, zone)
        if after != before:
            found.append((_moment_of_change(zone, epoch, epoch + DAY), after))
            before = after
    return tuple(found)


def _moment_of_change(zone: str, low: int, high: int) -> int:
    before = offset_at(low, zone)
    while high - low > 1:
        middle = (low + high) // 2
        if offset_at(middle, zone) == before:
            low = middle
        else:
            high = middle
    return high
