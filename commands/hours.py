"""A host's hours: the usual week, the days that are different, and the zone that both are clock hours of."""

import hashlib
import json
from datetime import date, datetime, timedelta

from lifecycle.attempt import Refusal, Refused
from lifecycle.words import _
from models.database import lock, writes
from models.openings import Availability, Feed
from models.people import Person
from rules.hours import merged
from rules.times import local_date

CHANGED = Refusal("changed", _("These hours were changed in the meantime, in another window or by a colleague."))
MIDNIGHT = 1440


def fingerprint(row: Availability | None) -> str:
    """What a form carries to notice that somebody else has saved since it was shown."""
    if row is None:
        return ""
    return hashlib.sha256(json.dumps([row.zone, row.windows]).encode()).hexdigest()[:16]


@writes
def save_week(host: Person, zone: str, windows: list, at: datetime, seen: str | None = None) -> Availability:
    """The usual week, in effect at once; what is booked stays. Refused where it was changed since it was `seen`."""
    row = _locked(host)
    if seen is not None and seen != fingerprint(row):
        raise Refused(CHANGED)
    if row is not None and row.zone != zone:
        # Whole days and hours without a zone of their own calendar lie elsewhere now: it is read anew.
        Feed.update(tag="", next_at=at).where(Feed.host == host).execute()
    return _kept(host, row, zone=zone, windows=windows)


@writes
def set_days(host: Person, zone: str, first: date, last: date, spans: list, at: datetime) -> Availability:
    """These hours alone on each of these days; none at all where there are no spans. Days that are over are
    forgotten."""
    row = _locked(host)
    days = {(first + timedelta(days=number)).isoformat(): spans for number in range((last - first).days + 1)}
    return _kept(host, row, exceptions=_present(row, at) | days, **({} if row else {"zone": zone, "windows": []}))


@writes
def add_hours(host: Person, zone: str, day: date, span: tuple[int, int], at: datetime) -> Availability:
    """These hours on this day besides those that it has already."""
    there = hours_of(_locked(host), day)
    return set_days(host, zone, day, day, [list(pair) for pair in merged([*there, span])], at)


def hours_of(row: Availability | None, day: date) -> list[tuple[int, int]]:
    """The hours of that day: its own, else those of the usual week with what runs into it from the night before."""
    if row is None:
        return []
    before = day - timedelta(days=1)
    if day.isoformat() in row.exceptions:
        return _spans(row, day)
    night = [(0, end - MIDNIGHT) for _start, end in _spans(row, before) if end > MIDNIGHT]
    return [*night, *_spans(row, day)]


def _spans(row: Availability, day: date) -> list[tuple[int, int]]:
    """The stretches that begin on that day."""
    if (own := row.exceptions.get(day.isoformat())) is not None:
        return [(start, end) for start, end in own]
    return [(start, end) for weekday, start, end in row.windows if weekday == day.weekday()]


@writes
def usual_days(host: Person, first: date, last: date, at: datetime) -> Availability | None:
    """The usual hours again on these days."""
    row = _locked(host)
    if row is None:
        return None
    kept = {day: spans for day, spans in _present(row, at).items() if not first <= date.fromisoformat(day) <= last}
    return _kept(host, row, exceptions=kept)


def _present(row: Availability | None, at: datetime) -> dict:
    """The dated days that are not over. Yesterday stays: what began on it may run past midnight."""
    if row is None:
        return {}
    yesterday = (local_date(at, row.zone) - timedelta(days=1)).isoformat()
    return {day: spans for day, spans in row.exceptions.items() if day >= yesterday}


def _locked(host: Person) -> Availability | None:
    lock(Person.select(Person.id).where(Person.id == host.id)).get()
    return Availability.get_or_none(Availability.host == host)


def _kept(host: Person, row: Availability | None, **values) -> Availability:
    if row is None:
        return Availability.create(host=host, **values)
    Availability.update(values).where(Availability.id == row.id).execute()
    return Availability.get_by_id(row.id)
