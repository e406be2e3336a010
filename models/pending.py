"""The conversations of a study that have not begun: what "cancel all pending sessions" means, how many there are, and
their mark, by which a page notices that they are not the same any more."""

import hashlib
from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from models.called import CALLED
from models.lists import ask
from models.sessions import Session
from models.studies import Study
from rules.compensation import is_late
from rules.times import from_epoch, to_epoch

PENDING = ("scheduled", "rescheduling")
AHEAD = "(session.state = 'rescheduling' OR (session.state = 'scheduled' AND session.starts_at > ?))"
# Inside the notice, as rules/compensation.py says it; what is asked for a new time is late if that came late.
LATE = "(CASE WHEN session.state = 'rescheduling' THEN session.late ELSE session.starts_at < ? END)"


class Pending(NamedTuple):
    """One of them; `late` says whether a change by the customer now is inside the notice."""

    id: int
    code: str
    version: int
    state: str
    starts_at: int
    zone: str
    person: int
    who: str
    late: bool


class Sums(NamedTuple):
    """All of them in numbers; `last` is the number of the newest one."""

    count: int
    asked: int
    late: int
    last: int
    mark: str


def listed(study: Study, at: datetime, most: int) -> list[Pending]:
    """The first of them, earliest first, in one statement."""
    sql = (
        "SELECT session.id, session.code, session.version, session.state, session.starts_at, session.zone, "
        f"person.id, {CALLED}, session.late FROM session JOIN participant ON participant.id = session.participant_id "
        f"JOIN person ON person.id = session.contributor_id WHERE session.study_id = ? AND {AHEAD} "
        "ORDER BY session.starts_at, session.id LIMIT ?"
    )
    notice = study.policy.notice

    def late(row) -> bool:
        return bool(row[8]) if row[3] == "rescheduling" else is_late(from_epoch(row[4]), at, notice)

    return [Pending(*row[:8], late(row)) for row in ask(sql, study.id, to_epoch(at), most)]


def first(study: Study, at: datetime, most: int, upto: int | None = None, but: Collection[int] = ()) -> list[Session]:
    """The first of them as rows, in the same order: of those up to this number, without these."""
    mine = Session.study == study.id
    if upto is not None:
        mine &= Session.id <= upto
    if but:
        mine &= Session.id.not_in(list(but))
    # State by state: each is read from the index as far as it is wanted, however many there are.
    found: list[Session] = []
    for state, after in (("rescheduling", 0), ("scheduled", at)):
        rows = Session.select().where(mine, Session.state == state, Session.starts_at > after)
        found += list(rows.order_by(Session.starts_at, Session.id).limit(most))
    return sorted(found, key=lambda row: (row.starts_at, row.id))[:most]


def sums(study: Study, at: datetime) -> Sums:
    """How many there are, in one statement that joins nothing. The mark is the same for the same conversations in the
    same condition, whatever else happened."""
    sql = (
        "SELECT COUNT(*), COALESCE(SUM(CASE WHEN session.state = 'rescheduling' THEN 1 ELSE 0 END), 0), "
        f"COALESCE(SUM(CASE WHEN {LATE} THEN 1 ELSE 0 END), 0), COALESCE(MAX(session.id), 0), "
        "COALESCE(SUM(session.id), 0), COALESCE(SUM(session.version), 0), "
        "COALESCE(SUM(session.id * (session.version + 1)), 0) "
        f"FROM session WHERE session.study_id = ? AND {AHEAD}"
    )
    begin, notice = to_epoch(at), to_epoch(at + study.policy.notice)
    found = [int(number) for number in ask(sql, notice, study.id, begin)[0]]
    text = ".".join(str(number) for number in found)
    return Sums(*found[:4], hashlib.sha256(text.encode()).hexdigest()[:16])

