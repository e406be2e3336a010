"""The times of several studies at once: the calendars of all their hosts and what is claimed on them, in one statement,
and the same arithmetic by which times are offered (models/openings.py)."""

from datetime import datetime
from types import SimpleNamespace
from typing import NamedTuple

from models.lists import ask
from models.openings import chosen, joined, stretch
from rules.slots import TICK
from rules.times import to_epoch

MOST = 20
NAMES = ("open_places", "length", "step", "gap", "minimum_notice", "horizon", "most_per_day")
SQL = """
WITH wanted AS (
    SELECT * FROM study WHERE state = 'live' AND kind = 'live_conversation' AND {which} ORDER BY id DESC LIMIT ?
), who AS (
    SELECT id AS study, host_id AS person, 0 AS place FROM wanted
    UNION ALL SELECT co_host.study_id, co_host.person_id, co_host.id + 1 FROM co_host
    JOIN wanted ON wanted.id = co_host.study_id WHERE wanted.hosting <> 'one'
)
SELECT 'host', who.place, who.study, who.person, availability.zone, availability.windows, availability.exceptions,
    feed.busy, wanted.code, wanted.title, wanted.hosting, wanted.places - wanted.taken, wanted.length, wanted.step,
    wanted.gap, wanted.minimum_notice, wanted.horizon, wanted.most_per_day
FROM who JOIN wanted ON wanted.id = who.study LEFT JOIN feed ON feed.host_id = who.person
LEFT JOIN availability ON availability.host_id = who.person
    AND EXISTS (SELECT 1 FROM member WHERE member.person_id = who.person AND member.workspace_id = wanted.workspace_id
        AND member.role IN ('admin', 'creator'))
UNION ALL
SELECT 'claim', 0, 0, claim.calendar, '', '', '', '', '', '', '', MIN(claim.tick), MAX(claim.tick),
    COALESCE(session.gap, study.gap, 0), COALESCE(session.contributor_id, held.person_id, 0), 0, 0, 0
FROM claim LEFT JOIN session ON session.id = claim.session_id
LEFT JOIN participant AS held ON held.code = claim.holder LEFT JOIN study ON study.id = held.study_id
WHERE claim.calendar IN (SELECT person FROM who) AND claim.tick >= ?
    AND (claim.expires_at IS NULL OR claim.expires_at > ?)
GROUP BY claim.calendar, claim.session_id, claim.holder, session.gap, study.gap, session.contributor_id, held.person_id
"""


class Scarce(NamedTuple):
    """A study with too few times."""

    code: str
    title: str
    free: int
    open_places: int


def of_workspace(workspace: int, at: datetime) -> list[Scarce]:
    """The live studies of a workspace (the newest twenty) in which not everybody could find a time."""
    found = _of("workspace_id = ? AND places > taken", [workspace], MOST, at)
    return [Scarce(code, title, len(starts), left) for code, title, left, starts in found if len(starts) < left]


def of_host(host: int, workspace: int | None, at: datetime, most: int) -> list[tuple[str, list[int]]]:
    """(title, epochs that can be booked) of the live studies of a host, of one workspace where one is named; the newest
    first."""
    which, values = ("host_id = ? AND workspace_id = ?", [host, workspace]) if workspace else ("host_id = ?", [host])
    return [(title, starts) for _code, title, _left, starts in reversed(_of(which, values, most, at))]


def _of(which: str, values: list[int], most: int, at: datetime) -> list[tuple[str, str, int, list[int]]]:
    """(code, title, open places, epochs that can be booked) of each of these studies, the oldest first."""
    now = to_epoch(at)
    taken: dict[int, list] = {}
    studies: dict[int, list[tuple]] = {}
    rows = ask(SQL.format(which=which), *values, most, now // TICK - 96, now)
    for what, place, study, person, *rest in sorted(rows, key=lambda row: row[1]):
        taken.setdefault(person, [])
        if what == "host":
            studies.setdefault(study, []).append((place, person, *rest))
        else:
            first, last, gap, talker = rest[7:11]
            taken[person].append(stretch(first, last, gap, hosted=talker != person))
    return [_counted(rows, taken, at) for _number, rows in sorted(studies.items())]


def _counted(rows: list[tuple], taken: dict, at: datetime) -> tuple[str, str, int, list[int]]:
    """The times of one study."""
    code, title, hosting, *numbers = rows[0][6:]
    study = SimpleNamespace(hosting=hosting, **dict(zip(NAMES, numbers, strict=True)))
    calendars = chosen(study, [row[1:6] for row in rows])
    return code, title, study.open_places, joined(study, calendars, taken, at)
