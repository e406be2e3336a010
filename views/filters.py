"""What the address asks of a list: filters and keys, read so that nonsense is the same as nothing."""

from datetime import date, datetime, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import g, request

from rules.times import to_epoch
from rules.typed import whole

LONGEST = 80
FIRST, LAST = 2000, 2200  # the years that our calendars reach


def text(name: str) -> str:
    """Something typed, such as a part of a name."""
    return " ".join(request.args.get(name, "").replace("\0", "").split())[:LONGEST]


def number(name: str) -> int | None:
    """The number of a row, from which the page goes on."""
    return whole(request.args.get(name, ""))


def day(name: str) -> date | None:
    """A date; years that no calendar of ours reaches are none."""
    try:
        found = date.fromisoformat(request.args.get(name, "").strip())
    except ValueError:
        return None
    return found if FIRST <= found.year <= LAST else None


def midnight(of: date) -> int:
    """The epoch at which this day begins for the reader."""
    return to_epoch(datetime.combine(of, datetime.min.time(), ZoneInfo(g.reader.zone)))


def between(first: date | None, last: date | None) -> tuple[int | None, int | None]:
    """From the beginning of one day to the end of the other, as epochs."""
    return (midnight(first) if first else None), (midnight(last + timedelta(days=1)) if last else None)


def same(path: str, **changes) -> str:
    """The same list with other parts of its address; None leaves a part out."""
    parts = {**{name: request.args[name] for name in request.args}, **changes}
    query = urlencode([(name, value) for name, value in parts.items() if value not in (None, "")])
    return f"{path}?{query}" if query else path
