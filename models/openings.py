"""When somebody can be talked to: a host's hours, what is taken on both calendars, and the starts that are left."""

from collections import Counter
from datetime import date, datetime

import peewee

from models import fixed
from models.base import Data, Instant, Row
from models.database import db
from models.people import Person
from rules import slots
from rules.times import local_date, to_epoch


class Availability(Row):
    """When a host is free: weekly windows [weekday, start, end] in minutes and dated exceptions, in the host's zone."""

    host = peewee.ForeignKeyField(Person, unique=True, backref="availability")
    zone = peewee.CharField(max_length=64)
    windows = Data(default=list)
    exceptions = Data(default=dict)


class Feed(Row):
    """A host's other calendar, read from its .ics address: `busy` holds the taken (start, end) epochs of the last good
    reading, `fault` the code of what went wrong since."""

    host = peewee.ForeignKeyField(Person, unique=True, backref="feed")
    address = peewee.TextField()
    busy = Data(default=list)
    tag = peewee.CharField(max_length=200, default="")
    fault = peewee.CharField(max_length=24, default="")
    read_at = Instant(null=True)
    tried_at = Instant(null=True)
    next_at = Instant(index=True)


def free(study, at: datetime, contributor: int | None = None, apart_from=None) -> list[int]:
    """Epochs of every start that is open in this study, for this contributor, leaving one session's own time out of
    account."""
    hours = hours_of(study)
    if hours is None:
        return []
    plan = plan_of(study, hours)
    return slots.free_slots(
        plan, _busy(study, at, contributor, apart_from), at, taken_days=_taken_days(study, hours, at, apart_from)
    )


def is_free(study, start: datetime, at: datetime, contributor: int | None = None, apart_from=None) -> bool:
    """Whether `free` would name this start."""
    hours = hours_of(study)
    if hours is None:
        return False
    plan = plan_of(study, hours)
    return slots.is_free(
        plan,
        _busy(study, at, contributor, apart_from),
        at,
        to_epoch(start),
        _taken_days(study, hours, at, apart_from),
    )


def hours_of(study) -> Availability | None:
    """The host's hours, or None while there are none."""
    return fixed.one(Availability, study.host_id, by="host")


def plan_of(study, hours: Availability) -> slots.Plan:
    """The host's hours and the study's numbers, as the slot arithmetic wants them. The gap is the host's alone and
    stands around the host's sessions already (`_busy`): the arithmetic would lay it around a contributor's too."""
    return slots.Plan(
        zone=hours.zone,
        windows=tuple(slots.Window(*window) for window in hours.windows),
        length=study.length,
        step=study.step,
        notice=study.minimum_notice,
        horizon=study.horizon,
        most_per_day=study.most_per_day,
        exceptions=tuple(
            (date.fromisoformat(day), tuple(map(tuple, spans))) for day, spans in sorted(hours.exceptions.items())
        ),
    )


def _taken(calendar: int, at: datetime, apart_from) -> list[tuple[int, int, int]]:
    """(start, end, gap) in epochs and minutes of what is claimed on a calendar from yesterday on: sessions, and
    moments held by an open form."""
    sql = (
        "SELECT MIN(claim.tick), MAX(claim.tick), COALESCE(session.gap, 0), session.host_id "
        "FROM claim LEFT JOIN session ON session.id = claim.session_id "
        "WHERE claim.calendar = ? AND claim.tick >= ? AND (claim.expires_at IS NULL OR claim.expires_at > ?) "
        "AND COALESCE(claim.session_id, 0) <> ? "
        "GROUP BY claim.session_id, claim.holder, session.gap, session.host_id"
    ).replace("?", db.obj.param)
    now = to_epoch(at)
    rows = db.execute_sql(sql, (calendar, now // slots.TICK - 96, now, apart_from.id if apart_from else -1)).fetchall()
    return [_stretch(first, last, gap if host == calendar else 0) for first, last, gap, host in rows]


def _stretch(first: int, last: int, gap: int) -> tuple[int, int, int]:
    """Claimed ticks as the time talked and the gap behind it, which only a host's calendar claims."""
    return first * slots.TICK, (last + 1) * slots.TICK - gap * 60, gap


def _busy(study, at: datetime, contributor: int | None, apart_from) -> list[tuple[int, int]]:
    """What is in the way: the host's sessions with this study's gap before and the longer of two gaps behind, the
    contributor's own as they are."""
    before = study.gap * 60
    host = _taken(study.host_id, at, apart_from)
    own = [] if contributor is None else _taken(contributor, at, apart_from)
    around = [(start - before, end + max(gap * 60, before)) for start, end, gap in host]
    return around + [(start, end) for start, end, _gap in own]


def _taken_days(study, hours: Availability, at: datetime, apart_from) -> Counter | None:
    """Sessions on each of the host's local days, where the study limits them."""
    if study.most_per_day is None:
        return None
    return Counter(local_date(start, hours.zone) for start, _end, gap in _taken(study.host_id, at, apart_from))
