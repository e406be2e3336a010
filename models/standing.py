"""Standing in the network: marks, and the reports that may lead to them."""

from datetime import datetime, timedelta
from typing import NamedTuple

import peewee

from lifecycle.attempt import By
from lifecycle.report import APPEAL_WINDOW, ReportLifecycle
from lifecycle.standing import StandingLifecycle
from models import called, fixed, lists
from models.base import Instant, Living, Row
from models.participants import Participant
from models.people import Person
from models.sessions import Session
from models.studies import Study

MARK_WINDOW = timedelta(days=180)


class Standing(Living):
    """A member of the contributor network; `appeal` is what they wrote once after a removal, `answer` what was said to
    it where the removal stands."""

    lifecycle = StandingLifecycle
    person = peewee.ForeignKeyField(Person, unique=True, backref="standings")
    cleared_at = Instant(null=True)
    appealed_at = Instant(null=True)
    appeal = peewee.TextField(default="")
    answered_at = Instant(null=True)
    answer = peewee.TextField(default="")

    class Meta:
        indexes = ((("state", "id"), False),)

    def marked(self, at: datetime) -> bool:
        """Three marks in 180 days or a severe one, counted from the last reinstatement."""
        since = self.counts_from(at)
        marks = list(Mark.select().where(Mark.person == self.person_id, Mark.struck_at.is_null(), Mark.at > since))
        return len(marks) >= 3 or any(mark.severe for mark in marks)

    def counts_from(self, at: datetime) -> datetime:
        """A mark that is not older than this counts, unless it was struck."""
        return max(at - MARK_WINDOW, self.cleared_at) if self.cleared_at else at - MARK_WINDOW


Standing.add_index(Standing.person, name="standing_removed", where=Standing.state == "removed")


class Recorded(NamedTuple):
    """A mark with what it is about (the noun and address of a report or a conversation, the study's title, whose it
    is), and who recorded it."""

    mark: "Mark"
    noun: str
    code: str | None
    title: str
    team: str
    who: int | None
    role: str


MARKS = """
    SELECT CASE WHEN report.id IS NULL THEN 'session' ELSE 'report' END, COALESCE(report.code, session.code),
        COALESCE(study.title, ''), COALESCE(workspace.name, ''), entry.who, entry.role, {columns}
    FROM mark JOIN entry ON entry.id = mark.entry LEFT JOIN report ON report.id = mark.report_id
    LEFT JOIN session ON session.id = mark.session_id
    LEFT JOIN study ON study.id = COALESCE(report.study_id, session.study_id)
    LEFT JOIN workspace ON workspace.id = study.workspace_id
    WHERE mark.person_id = ? ORDER BY mark.at DESC, mark.id DESC
"""


def marks_of(person: int) -> list[Recorded]:
    """The marks of a person, the latest first."""
    columns = ", ".join(f'mark."{field.column_name}"' for field in Mark._meta.sorted_fields)
    rows = lists.ask(MARKS.format(columns=columns), person)
    return [Recorded(fixed.made(Mark, row[6:]), *row[:6]) for row in rows]


def removed(people) -> set[int]:
    """The numbers of those among these people whom the network has removed."""
    numbers = [person.id for person in people]
    out = Standing.select(Standing.person).where(Standing.person.in_(numbers or [0]), Standing.state == "removed")
    return {number for (number,) in out.tuples()}


class Report(Living):
    """Who says what about whom: `about` is contributor, customer or study; `reply` is the side of whom it is about."""

    lifecycle = ReportLifecycle
    facts = {"called": called.OF_ROW}
    study = peewee.ForeignKeyField(Study, backref="reports")
    participant = peewee.ForeignKeyField(Participant, null=True, backref="reports")
    session = peewee.ForeignKeyField(Session, null=True, backref="reports")
    about = peewee.CharField(max_length=12, default="contributor")
    person = peewee.ForeignKeyField(Person, null=True, backref="reports_about")
    author = peewee.ForeignKeyField(Person, backref="reports_by")
    author_role = peewee.CharField(max_length=12)
    reason = peewee.CharField(max_length=20)
    decided_by = peewee.BigIntegerField(null=True)
    decided_at = Instant(null=True)
    was_appealed = peewee.BooleanField(default=False)
    replied_at = Instant(null=True)
    reply = peewee.TextField(default="")
    created_at = Instant()

    class Meta:
        indexes = ((("participant", "about", "state"), False),)

    @property
    def shown(self) -> str:
        """What the team sees of the contributor whom it is about."""
        return self.fact("called") or (self.person.shown if self.person_id else "")

    @property
    def several_operators(self) -> bool:
        """Whether there is more than one operator."""
        return Person.select().where(Person.operator).count() > 1

    @property
    def withdrawn(self) -> bool:
        """Whether its author took it back, which nobody appeals."""
        return self.state == "dismissed" and self.decided_by == self.author_id

    def concerns(self, by: By) -> bool:
        """Whether the decision went against this side: whom it is about if upheld, who wrote it if dismissed."""
        if self.decided_by is None or self.withdrawn:
            return False
        if self.state == "dismissed":
            return by.role == self.author_role and (by.role == "customer" or by.who == self.author_id)
        return by.who == self.person_id if self.about == "contributor" else by.role == "customer"

    def stands_for_good(self, at: datetime) -> bool:
        """Upheld, and appealed before or past the time for it."""
        return self.state == "upheld" and (self.was_appealed or at > self.decided_at + APPEAL_WINDOW)


class Mark(Row):
    """Something recorded against a contributor, by whom, why and when; struck when it was put right."""

    person = peewee.ForeignKeyField(Person, backref="marks")
    kind = peewee.CharField(max_length=16)
    severe = peewee.BooleanField(default=False)
    session = peewee.ForeignKeyField(Session, null=True, backref="marks")
    report = peewee.ForeignKeyField(Report, null=True, backref="marks")
    entry = peewee.BigIntegerField()
    at = Instant()
    struck_at = Instant(null=True)
