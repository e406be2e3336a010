"""The conversations of a study that have not begun: what "cancel all pending sessions" means, and its mark, by which a
page notices that it is not the same any more."""

import hashlib
from datetime import datetime
from typing import NamedTuple

from models.called import CALLED
from models.lists import ask
from models.studies import Study
from rules.compensation import is_late
from rules.times import from_epoch, to_epoch


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


def of_study(study: Study, at: datetime) -> list[Pending]:
    """All of them, earliest first, in one statement."""
    sql = (
        "SELECT session.id, session.code, session.version, session.state, session.starts_at, session.zone, "
        f"person.id, {CALLED}, session.late FROM session JOIN participant ON participant.id = session.participant_id "
        "JOIN person ON person.id = session.contributor_id WHERE session.study_id = ? "
        "AND (session.state = 'rescheduling' OR (session.state = 'scheduled' AND session.starts_at > ?)) "
        "ORDER BY session.starts_at, session.id"
    )
    notice = study.policy.notice

    def late(row) -> bool:
        return bool(row[8]) if row[3] == "rescheduling" else is_late(from_epoch(row[4]), at, notice)

    return [Pending(*row[:8], late(row)) for row in ask(sql, study.id, to_epoch(at))]


def mark(rows: list[Pending]) -> str:
    """The same for the same conversations in the same condition, whatever else happened."""
    text = ";".join(f"{one.id}.{one.version}.{one.late:d}" for one in rows)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
