"""The hot lists and counts, as fixed statements: what a page shows of many rows, without building a row for each."""

import re
from datetime import datetime
from functools import cache
from typing import NamedTuple

from models.database import db
from rules.times import to_epoch

PLACES = re.compile(r"'[^']*'|\?")


@cache
def _worded(sql: str, mark: str) -> str:
    # A question mark inside a quoted text is a part of that text.
    return PLACES.sub(lambda found: mark if found.group() == "?" else found.group(), sql)


def ask(sql: str, *values) -> list[tuple]:
    """The rows of a fixed statement; its places are question marks on both databases."""
    return db.execute_sql(_worded(sql, db.obj.param), values).fetchall()


def run(sql: str, *values) -> int:
    """Execute a statement that gives no rows; its places are question marks on both databases. How many it changed."""
    return db.execute_sql(_worded(sql, db.obj.param), values).rowcount


# A report about a contributor that is upheld and can not be appealed any more; its place is the end of the window.
FOR_GOOD = (
    "EXISTS (SELECT 1 FROM report WHERE report.participant_id = {participant} AND report.about = 'contributor' "
    "AND report.state = 'upheld' AND (report.was_appealed OR report.decided_at < ?))"
)
UNDECIDED = f"participant.state = 'submitted' AND NOT {FOR_GOOD.format(participant='participant.id')}"
UNSETTLED = (
    "payout.state NOT IN ('paid', 'void') AND NOT (payout.state IN ('due', 'on_hold', 'failed') "
    f"AND {FOR_GOOD.format(participant='payout.participant_id')})"
)


COUNTED = f"""
SELECT noun, state, count FROM tally WHERE study = ? AND count > 0
UNION ALL SELECT 'open', 'undecided', COUNT(*) FROM participant WHERE participant.study_id = ? AND {UNDECIDED}
UNION ALL SELECT 'open', 'owed', COUNT(*) FROM payout WHERE payout.study_id = ? AND {UNSETTLED}
UNION ALL SELECT 'open', 'begun', COUNT(*) FROM session WHERE session.study_id = ?
    AND (session.state = 'in_progress' OR (session.state = 'scheduled' AND session.starts_at <= ?))
UNION ALL SELECT 'open', 'reported', COUNT(DISTINCT report.author_id) FROM report WHERE report.study_id = ?
    AND report.about = 'study' AND report.state <> 'dismissed'
UNION ALL SELECT 'money', payout.state, CAST(SUM(payout.amount) AS BIGINT) FROM payout WHERE payout.study_id = ?
    GROUP BY payout.state
"""


class Counted(NamedTuple):
    """A study in numbers: state -> how many people and conversations; who is Submitted and undecided, payouts that are
    open, conversations that are going on or past their start without a verdict, how many people reported the study
    itself; state of a payout -> how much (minor units)."""

    people: dict[str, int]
    talks: dict[str, int]
    undecided: int
    owed: int
    begun: int
    reported: int
    money: dict[str, int]


def counted(study: int, at: datetime, window: datetime) -> Counted:
    """The numbers of a study; who is reported for good (decided before the end of this window for appeals, or
    appealed) counts as decided."""
    found: dict[str, dict[str, int]] = {"session": {}, "participant": {}, "open": {}, "money": {}}
    end = to_epoch(window)
    for noun, state, count in ask(COUNTED, study, study, end, study, end, study, to_epoch(at), study, study):
        found[noun][state] = count
    return Counted(found["participant"], found["session"], **found["open"], money=found["money"])


PAIRED_FOR_GOOD = (
    "EXISTS (SELECT 1 FROM participant WHERE participant.candidate_id = candidate.id "
    f"AND {FOR_GOOD.format(participant='participant.id')})"
)
UNDECIDED_THERE = f"""
SELECT (SELECT COUNT(*) FROM candidate WHERE candidate.project_id = ? AND candidate.state = 'submitted'
        AND NOT {PAIRED_FOR_GOOD}),
    (SELECT COUNT(*) FROM payout JOIN candidate ON candidate.id = payout.candidate_id WHERE candidate.project_id = ?
        AND {UNSETTLED} AND NOT (payout.state IN ('due', 'on_hold', 'failed') AND {PAIRED_FOR_GOOD}))
"""


def undecided_there(project: int, window: datetime) -> tuple[int, int]:
    """How many people of a project are Submitted and how many of its payouts open, counted in the same way."""
    end = to_epoch(window)
    return ask(UNDECIDED_THERE, project, end, project, end, end)[0]


# Whom others see, as models.people.Person.shown says it.
WHO = (
    "COALESCE(person.username, CASE WHEN person.erased_at IS NULL THEN 'guest-' ELSE 'erased-' END "
    "|| SUBSTR(person.code, 1, 4))"
)
UNREAD = (
    "SELECT session.code, study.title, workspace.name, COUNT(*), MAX(message.at) FROM message "
    "JOIN session ON session.id = message.session_id JOIN study ON study.id = session.study_id "
    "JOIN workspace ON workspace.id = study.workspace_id "
    "WHERE message.read_at IS NULL AND message.role = 'customer' AND session.contributor_id = ? "
    "GROUP BY session.id, session.code, study.title, workspace.name ORDER BY MAX(message.at) DESC, session.id LIMIT 100"
)


def unread_messages_to(person: int) -> list[tuple[str, str, str, int, int]]:
    """(session's code, study's title, workspace's name, how many, epoch of the last) of each thread in which a customer
    wrote what this contributor has not read; the newest first."""
    return ask(UNREAD, person)
