"""When a calendar file is busy: its events as (start, end) epochs, merged, and nothing else of them.

It runs as a process of its own (`read`), with little memory and little time, because a calendar of strangers can be
made to expand for ever. What is free or canceled does not count; whole days and hours without a zone are those of the
host's zone.
"""

import contextlib
import json
import re
import resource
import subprocess
import sys
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MOST = 5000            # busy times that are kept, the nearest first
SECONDS = 20
MEMORY = 768 << 20
OURS = re.compile(r"[0-9a-f]{32}@")  # the sessions of Parlor itself stand in its own calendar already
TOO_MUCH = 3


class TooMuch(Exception):
    """It can not be worked out in the time and the memory that there are."""


def read(body: bytes, zone: str, first: int, last: int, own: str = "") -> list[list[int]]:
    """The busy times between two epochs. ValueError: this is no calendar. `own`: the host name in the UIDs of Parlor's
    own events."""
    command = [sys.executable, "-I", __file__, zone, str(first), str(last), own]
    try:
        done = subprocess.run(command, input=body, capture_output=True, timeout=SECONDS + 5, check=False)
    except subprocess.TimeoutExpired as problem:
        raise TooMuch from problem
    if done.returncode in (TOO_MUCH, -9, -24):
        raise TooMuch
    if done.returncode:
        # What it wrote is left unread: it may hold what stands in the calendar.
        raise ValueError("not a calendar")
    return json.loads(done.stdout)


def main() -> int:
    """The other process: a calendar comes in, pairs of epochs go out."""
    zone, first, last, own = sys.argv[1:5]
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        found = busy(sys.stdin.buffer.read(), ZoneInfo(zone), int(first), int(last), own)
    except MemoryError:
        return TOO_MUCH
    json.dump(found, sys.stdout)
    return 0


def busy(body: bytes, zone: ZoneInfo, first: int, last: int, own: str = "") -> list[list[int]]:
    """The same, in this process."""
    spans = (span for event in events(body, first, last) if counts(event, own) for span in taken(event, zone))
    return merged((max(start, first), min(end, last)) for start, end in spans)[:MOST]


def events(body: bytes, first: int, last: int) -> Iterable:
    """Every occurrence between two epochs, also the moved ones; a series in itself broken is left out."""
    # Imported here: the app itself never needs them.
    import recurring_ical_events
    from icalendar import Calendar

    calendars = [one for one in Calendar.from_ical(body, multiple=True) if one.name == "VCALENDAR"]
    if not calendars:
        raise ValueError("not a calendar")
    # A day on both sides: days and hours without a zone move by up to a day with the zone that they are given.
    begin, end = (datetime.fromtimestamp(edge, UTC) for edge in (first - 86400, last + 86400))
    for calendar in calendars:
        yield from recurring_ical_events.of(calendar, skip_bad_series=True).between(begin, end)


def counts(event, own: str) -> bool:
    """Whether this event takes time from its owner."""
    if str(event.get("TRANSP", "")).upper() == "TRANSPARENT" or str(event.get("STATUS", "")).upper() == "CANCELLED":
        return False
    uid = str(event.get("UID", ""))
    return not (own and OURS.match(uid) and uid[33:] == own)


def taken(event, zone: ZoneInfo) -> Iterable[tuple[int, int]]:
    """The stretch of one event, if it has one."""
    with contextlib.suppress(ValueError, OverflowError, AttributeError):
        start, end = event.start, event.end
        if not isinstance(start, datetime) and start == end:
            end = start + timedelta(days=1)
        yield epoch(start, zone), epoch(end, zone)


def epoch(moment: date | datetime, zone: ZoneInfo) -> int:
    """A moment of a calendar; a day begins at midnight of the host's zone."""
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time())
    return int((moment if moment.tzinfo else moment.replace(tzinfo=zone)).timestamp())


def merged(pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Sorted, with those that touch or overlap joined and empty ones left out."""
    joined: list[list[int]] = []
    for start, end in sorted(pair for pair in pairs if pair[0] < pair[1]):
        if joined and start <= joined[-1][1]:
            joined[-1][1] = max(end, joined[-1][1])
        else:
            joined.append([start, end])
    return joined


if __name__ == "__main__":
    raise SystemExit(main())
