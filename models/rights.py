"""What somebody agreed to, who looked at what they said, and who asked to be forgotten."""

from datetime import datetime, timedelta
from typing import NamedTuple

import peewee

from models import lists
from models.base import Instant, Row
from models.participants import Participant
from models.people import Person
from models.recruiting import Candidate
from rules.times import to_epoch


class Accepted(Row):
    """A dated version of terms that somebody accepted for the network itself."""

    person = peewee.ForeignKeyField(Person, backref="accepted")
    kind = peewee.CharField(max_length=12)
    version = peewee.CharField(max_length=10)
    at = Instant()

    class Meta:
        indexes = ((("person", "kind", "version"), True),)


class Look(Row):
    """Somebody of a team looked at what a person had told (answers, notes, a file) in a study, or as a candidate who is
    in no study here yet; once a day for each."""

    workspace = peewee.BigIntegerField()
    who = peewee.ForeignKeyField(Person)
    participant = peewee.ForeignKeyField(Participant, null=True, backref="looks")
    what = peewee.CharField(max_length=12)
    day = peewee.IntegerField()
    at = Instant()
    candidate = peewee.ForeignKeyField(Candidate, null=True, backref="looks")

    class Meta:
        indexes = (
            (("who", "participant", "what", "day"), True),
            (("who", "candidate", "what", "day"), True),
            (("workspace", "id"), False),
        )


class Erased(Row):
    """Somebody whose name and texts were emptied: a backup that is restored empties them again."""

    person = peewee.BigIntegerField(unique=True)
    asked_at = Instant()
    at = Instant()


DAY = 86400


def day_of(at: datetime) -> int:
    """The number of an instant's day."""
    return to_epoch(at) // DAY


# What somebody has looked at already on a day, as one number: each thing is one bit of it.
THINGS = ("answers", "messages", "notes", "file", "recordings")
_BITS = " ".join(f"WHEN '{one}' THEN {1 << bit}" for bit, one in enumerate(THINGS))
_SEEN = (
    f"(SELECT SUM(CASE look.what {_BITS} ELSE 0 END) "
    "FROM look WHERE look.who_id = ? AND look.{column} = {number} AND look.day = ?)"
)
LOOKED_TODAY = _SEEN.replace("{column}", "participant_id").replace("{number}", "{participant}")
# Of a candidate: in the study, and before they were in it.
LOOKED_THERE = f"COALESCE({LOOKED_TODAY}, 0) | COALESCE({_SEEN.format(column='candidate_id', number='here.id')}, 0)"


def looks_in(number: int | None) -> set[str]:
    """The things of such a number."""
    return {one for bit, one in enumerate(THINGS) if (number or 0) >> bit & 1}


# So long at most a decision of somebody else keeps an erasure waiting; money and reports do as long as they take.
LONGEST_WAIT = timedelta(days=30)
OPEN = """
SELECT 'session', session.code, study.title, workspace.name, session.ends_at FROM session
    JOIN study ON study.id = session.study_id JOIN workspace ON workspace.id = study.workspace_id
    WHERE session.contributor_id = ? AND (session.state = 'in_progress'
        OR (session.state = 'scheduled' AND session.starts_at <= ?))
UNION ALL SELECT 'undecided', participant.code, study.title, workspace.name, participant.submitted_at FROM participant
    JOIN study ON study.id = participant.study_id JOIN workspace ON workspace.id = study.workspace_id
    WHERE participant.person_id = ? AND participant.state = 'submitted' AND ? < ?
UNION ALL SELECT 'payout', payout.code, COALESCE(study.title, ''), workspace.name, payout.due_at FROM payout
    JOIN workspace ON workspace.id = payout.workspace_id LEFT JOIN study ON study.id = payout.study_id
    WHERE payout.person_id = ? AND payout.state NOT IN ('paid', 'void')
UNION ALL SELECT 'report', report.code, study.title, workspace.name, report.created_at FROM report
    JOIN study ON study.id = report.study_id JOIN workspace ON workspace.id = study.workspace_id
    WHERE (report.person_id = ? OR report.author_id = ?) AND report.state IN ('open', 'appealed')
"""


class Open(NamedTuple):
    """Something that an erasure waits for: session, undecided, payout or report; its address, its study, its team, and
    the instant that it counts from."""

    what: str
    code: str
    title: str
    team: str
    since: int


def open_things(person: Person, at: datetime) -> list[Open]:
    """What has to be settled before somebody is erased."""
    now, me = to_epoch(at), person.id
    until = to_epoch((person.erasure_asked_at or at) + LONGEST_WAIT)
    return [Open(*row) for row in lists.ask(OPEN, me, now, me, now, until, me, me, me)]


# Somebody of that team, and never who: what a contributor is told about looks.
BY_OPERATOR = (
    "(viewer.operator AND NOT EXISTS (SELECT 1 FROM member WHERE member.person_id = viewer.id "
    "AND member.workspace_id = look.workspace))"
)
OF_LOOK = "look.who_id, look.workspace, look.what, look.at"
LOOKED = f"""
SELECT CASE WHEN {BY_OPERATOR} THEN '' ELSE workspace.name END AS team, look.title, look.place, look.what,
    MAX(look.at), COUNT(*) FROM (
        SELECT {OF_LOOK}, study.title, 'participants/' || participant.code AS place FROM participant
            JOIN look ON look.participant_id = participant.id JOIN study ON study.id = participant.study_id
            WHERE participant.person_id = ?
        UNION ALL SELECT {OF_LOOK}, project.title, 'candidates/' || candidate.code FROM candidate
            JOIN look ON look.candidate_id = candidate.id JOIN project ON project.id = candidate.project_id
            WHERE candidate.person_id = ?
    ) AS look JOIN person AS viewer ON viewer.id = look.who_id JOIN workspace ON workspace.id = look.workspace
    GROUP BY team, look.title, look.place, look.what ORDER BY MAX(look.at) DESC, look.place, look.what LIMIT ?
"""
AGREED = """
SELECT consent.kind, consent.version, consent.at, consent.withdrawn_at, participant.code, study.title, workspace.name
    FROM consent JOIN participant ON participant.id = consent.participant_id
    JOIN study ON study.id = participant.study_id JOIN workspace ON workspace.id = study.workspace_id
    WHERE participant.person_id = ? ORDER BY consent.at DESC, consent.id DESC LIMIT ?
"""
TEAMS = """
SELECT enrolled.code, workspace.name, enrolled.at FROM enrolled JOIN workspace ON workspace.id = enrolled.workspace_id
    WHERE enrolled.person_id = ? AND enrolled.left_at IS NULL ORDER BY workspace.name, enrolled.id LIMIT ?
"""


def looked_at(person: int, most: int) -> list[tuple]:
    """(team, or nothing for an operator; study or project, where their place in it is, what, epoch of the last time, on
    how many days) of looks at what a person told, the latest first."""
    return lists.ask(LOOKED, person, person, most)


def agreed_to(person: int, most: int) -> list[tuple]:
    """(kind, version, epoch, epoch of the withdrawal, address of the place, study, team) of what a person agreed to,
    the latest first."""
    return lists.ask(AGREED, person, most)


def teams_of(person: int, most: int) -> list[tuple]:
    """(address, team, epoch) of the teams that have a person among their own people."""
    return lists.ask(TEAMS, person, most)
