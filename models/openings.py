"""When somebody can be talked to: the hours of who holds it, what is taken on every calendar concerned, and the starts
that are left. One statement, however many hosts and however long ago they began: the calendars, and what is claimed on
them from yesterday on."""

import json
from collections import Counter
from datetime import date, datetime
from typing import NamedTuple

import peewee

from models import lists
from models.base import Data, Instant, Row
from models.people import Person
from rules import slots
from rules.times import local_date, to_epoch

NOBODY = -1


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


class Calendar(NamedTuple):
    """A host with what the study needs of their hours (none: no plan), and what their other calendar says is taken."""

    host: int
    plan: slots.Plan | None
    busy: tuple[tuple[int, int], ...] = ()


class Taken(NamedTuple):
    """A stretch of somebody's calendar in epochs; the gap behind it in minutes, where they are its host."""

    start: int
    end: int
    gap: int
    hosted: bool


def free(study, at: datetime, contributor: int | None = None, apart_from=None) -> list[int]:
    """Epochs of every start that is open in this study, for this contributor, leaving one session's own time out of
    account: with any host who is free, or with all of them at once."""
    found, taken = _read(study, at, contributor, apart_from)
    return joined(study, found, taken, at, contributor)


def joined(study, calendars: list[Calendar], taken: dict, at: datetime, contributor: int | None = None) -> list[int]:
    """The starts of several calendars that have been read already: of any of them, or of all at once."""
    found = [_starts_of(study, one, taken, contributor, at) for one in calendars]
    if study.hosting != "all":
        return sorted(set().union(*found))
    lead, *others = map(set, found)
    return sorted(lead.intersection(*others))


def is_free(study, start: datetime, at: datetime, contributor: int | None = None, apart_from=None) -> bool:
    """Whether `free` would name this start."""
    return bool(hosts_free(study, start, at, contributor, apart_from))


def hosts_free(study, start: datetime, at: datetime, contributor: int | None = None, apart_from=None) -> list[int]:
    """Who can hold it then. Any of several: whoever is free, the present host of the session first, then who has the
    fewest conversations that day, then in the study's order. All of them: the lead and the others, or nobody."""
    found, taken = _read(study, at, contributor, apart_from)
    open_ones = [one for one in found if _has(study, one, taken, contributor, at, to_epoch(start))]
    if study.hosting == "all":
        return [one.host for one in open_ones] if len(open_ones) == len(found) else []
    present = apart_from.host_id if apart_from is not None else None

    def order(one: Calendar) -> tuple[bool, int]:
        return one.host != present, _days(one, taken)[local_date(start, one.plan.zone)]

    return [one.host for one in sorted(open_ones, key=order)]


def calendars(study, at: datetime) -> list[Calendar]:
    """Whoever may hold it with their hours, the lead first."""
    return _read(study, at, None, None, empty=True)[0]


def without_hours(study, at: datetime) -> list[int]:
    """The hosts who have not said when they are free."""
    return [one.host for one in calendars(study, at) if one.plan is None or not _opens(one.plan)]


def _opens(plan: slots.Plan) -> bool:
    return bool(plan.windows) or any(spans for _day, spans in plan.exceptions)


def _starts_of(study, one: Calendar, taken: dict, contributor: int | None, at: datetime) -> list[int]:
    """The starts that this one host has open; nobody talks with themselves."""
    if one.plan is None or one.host == contributor:
        return []
    return slots.free_slots(one.plan, _busy(study, one, taken, contributor), at, taken_days=_full(one, taken))


def _has(study, one: Calendar, taken: dict, contributor: int | None, at: datetime, start: int) -> bool:
    """Whether this one host has that start open."""
    if one.host == contributor:
        return False
    busy = _busy(study, one, taken, contributor)
    return one.plan is not None and slots.is_free(one.plan, busy, at, start, _full(one, taken))


SQL = """
WITH who AS MATERIALIZED (
    SELECT CAST(? AS BIGINT) AS person, 0 AS place
    UNION ALL SELECT CAST(? AS BIGINT), 1
    UNION ALL SELECT person_id, id + 1 FROM co_host WHERE study_id = ?
    UNION ALL SELECT person_id, id + 1 FROM session_host WHERE session_id = ?
)
SELECT 'host', who.place, who.person, availability.zone, availability.windows, availability.exceptions, feed.busy,
    0, 0, 0, 0
FROM who LEFT JOIN feed ON feed.host_id = who.person LEFT JOIN availability ON availability.host_id = who.person
    AND EXISTS (SELECT 1 FROM member WHERE member.person_id = who.person AND member.workspace_id = ?
        AND member.role IN ('admin', 'creator'))
UNION ALL
SELECT 'claim', 0, claim.calendar, '', '', '', '', MIN(claim.tick), MAX(claim.tick),
    COALESCE(session.gap, study.gap, 0), COALESCE(session.contributor_id, held.person_id, 0)
FROM claim LEFT JOIN session ON session.id = claim.session_id
LEFT JOIN participant AS held ON held.code = claim.holder LEFT JOIN study ON study.id = held.study_id
WHERE claim.calendar IN (SELECT person FROM who UNION ALL SELECT CAST(? AS BIGINT)) AND claim.tick >= ?
    AND (claim.expires_at IS NULL OR claim.expires_at > ?)
    AND COALESCE(claim.session_id, 0) <> ? AND COALESCE(held.person_id, 0) <> ?
GROUP BY claim.calendar, claim.session_id, claim.holder, session.gap, study.gap, session.contributor_id, held.person_id
"""


def _read(
    study, at: datetime, contributor: int | None, session, empty: bool = False
) -> tuple[list[Calendar], dict[int, list[Taken]]]:
    """Whoever may hold it, the lead first; for a session its present host is the lead, and its own colleagues stay.
    Where one person holds it and never said when (they took it over), the study's host stands in. And what is claimed
    on each of these calendars and the contributor's from yesterday on: sessions, and moments that others hold with an
    open form. What this contributor holds is not in their own way. Who left the team, or may not hold conversations in
    it any more, has no hours for its studies."""
    key = "openings", at, contributor, None if session is None else session.id
    rows = study.once(key, lambda: _rows(study, at, contributor, session))
    calendars = chosen(study, [row[2:7] for row in rows if row[0] == "host"], empty)
    found: dict[int, list[Taken]] = {one.host: [] for one in calendars} | {contributor or NOBODY: []}
    for what, _place, calendar, *_hours, first, last, gap, talker in rows:
        if what == "claim" and calendar in found:
            found[calendar].append(stretch(first, last, gap, hosted=talker != calendar))
    return calendars, found


def _rows(study, at: datetime, contributor: int | None, session) -> list[tuple]:
    """The hosts in their order, and the claims."""
    together = session is not None and study.hosting == "all"
    lead = study.host_id if session is None else session.host_id
    now = to_epoch(at)
    rows = lists.ask(
        SQL,
        lead,
        lead if together else study.host_id,
        study.id if study.hosting != "one" and not together else NOBODY,
        session.id if together else NOBODY,
        study.workspace_id,
        contributor or NOBODY,
        now // slots.TICK - 96,
        now,
        NOBODY if session is None else session.id,
        contributor or NOBODY,
    )
    return sorted(rows, key=lambda row: row[1])


def chosen(study, rows: list[tuple], empty: bool = False) -> list[Calendar]:
    """Whose calendars count, from rows (host, zone, windows, exceptions, busy) in their order."""
    found = {host: _calendar(study, host, *rest) for host, *rest in reversed(rows)}
    calendars = [found[host] for host in dict.fromkeys(row[0] for row in rows)]
    if study.hosting == "one":
        return [one for one in calendars if one.plan is not None or empty][:1]
    if study.hosting == "all":
        # Together means everybody: nobody's hours are left out, and the lead's steps hold for all.
        return [calendars[0], *(_stepless(one) for one in calendars[1:])]
    return calendars


def _calendar(study, host: int, zone: str | None, windows: str, exceptions: str, busy: str | None) -> Calendar:
    """A host's calendar as the statement gives it."""
    taken = tuple((start, end) for start, end in json.loads(busy)) if busy else ()
    plan = _plan(study, zone, json.loads(windows), json.loads(exceptions)) if zone else None
    return Calendar(host, plan, taken)


def _plan(study, zone: str, windows: list, exceptions: dict) -> slots.Plan:
    """A host's hours and the study's numbers, as the slot arithmetic wants them. The gap is the host's alone and
    stands around the host's sessions already (`_busy`): the arithmetic would lay it around a contributor's too."""
    return slots.Plan(
        zone=zone,
        windows=tuple(slots.Window(*window) for window in windows),
        length=study.length,
        step=study.step,
        notice=study.minimum_notice,
        horizon=study.horizon,
        most_per_day=study.most_per_day,
        exceptions=tuple(
            (date.fromisoformat(day), tuple(map(tuple, spans))) for day, spans in sorted(exceptions.items())
        ),
    )


def _stepless(one: Calendar) -> Calendar:
    """The same hours with a start on every quarter of an hour."""
    return one if one.plan is None else one._replace(plan=one.plan._replace(step=slots.TICK // 60))


def stretch(first: int, last: int, gap: int, hosted: bool) -> Taken:
    """Claimed ticks as the time talked and the gap behind it, which only a host's calendar claims."""
    gap = gap if hosted else 0
    return Taken(first * slots.TICK, (last + 1) * slots.TICK - gap * 60, gap, hosted)


def _busy(study, one: Calendar, taken: dict, contributor: int | None) -> list[tuple[int, int]]:
    """What is in the way: the host's sessions with this study's gap before and the longer of two gaps behind, what
    their other calendar says likewise, and the contributor's own as they are: with the gap behind what they hold
    themselves, which their calendar claims too."""
    before = study.gap * 60
    around = [(start - before, end + max(gap * 60, before)) for start, end, gap, _hosted in taken[one.host]]
    around += [(start - before, end + before) for start, end in one.busy]
    return around + [(start, end + gap * 60) for start, end, gap, _hosted in taken.get(contributor, ())]


def _full(one: Calendar, taken: dict) -> Counter | None:
    """Sessions on each of the host's local days, where the study limits them."""
    return None if one.plan.most_per_day is None else _days(one, taken)


def _days(one: Calendar, taken: dict) -> Counter:
    """How many conversations the host holds on each of their local days."""
    return Counter(local_date(stretch.start, one.plan.zone) for stretch in taken[one.host] if stretch.hosted)
