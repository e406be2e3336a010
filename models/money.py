"""Money: what is owed to whom for what, the instructions that went to a provider, and the ledger."""

from datetime import datetime
from typing import NamedTuple

import peewee

from lifecycle.payout import PayoutLifecycle
from models.base import Instant, Living, Row
from models.database import db, lock
from models.participants import Participant
from models.people import Person
from models.recruiting import Candidate, Project
from models.studies import Study
from models.workspaces import Workspace

SPENT = ("sending", "unknown", "sent", "paid")


class Money(NamedTuple):
    """Minor units and their currency."""

    amount: int
    currency: str


class Payout(Living):
    """Unique by owner, purpose (reward, late_cancel, bonus) and occasion ('', a session's code, a bonus's number)."""

    lifecycle = PayoutLifecycle
    workspace = peewee.ForeignKeyField(Workspace, backref="payouts")
    study = peewee.ForeignKeyField(Study, null=True, backref="payouts")
    person = peewee.ForeignKeyField(Person, backref="payouts")
    participant = peewee.ForeignKeyField(Participant, null=True, backref="payouts")
    candidate = peewee.ForeignKeyField(Candidate, null=True, backref="payouts")
    owner = peewee.CharField(max_length=32)
    purpose = peewee.CharField(max_length=12)
    occasion = peewee.CharField(max_length=24, default="")
    amount = peewee.BigIntegerField()
    currency = peewee.CharField(max_length=3)
    provider = peewee.CharField(max_length=12, default="manual")
    failure = peewee.CharField(max_length=200, default="")
    retryable = peewee.BooleanField(default=True)
    proof = peewee.CharField(max_length=200, default="")
    due_at = Instant()

    class Meta:
        indexes = (
            (("owner", "purpose", "occasion"), True),
            (("workspace", "state", "id"), False),
            (("person", "id"), False),
            (("state", "id"), False),
        )

    @property
    def money(self) -> Money:
        return Money(self.amount, self.currency)

    @property
    def shown(self) -> str:
        """What the team sees of whom it is owed to."""
        return (self.participant or self.candidate or self.person).shown

    @property
    def reported(self) -> bool:
        """Whether a report stands in the way of this money."""
        return (self.participant is not None and self.participant.reported) or (
            self.candidate is not None and self.candidate.reported
        )

    @property
    def project(self) -> Project | None:
        """The recruiting project that it belongs to, where it is a candidate's."""
        return self.candidate.project if self.candidate_id else None

    @property
    def within_budget(self) -> bool:
        """Whether the budgets of the study and of the project cover this on top of what was sent. Two at once never
        both pass: who makes the move has locked the study (commands/fire.py), and locks the project here."""
        project = self.project
        if project is not None and db.in_transaction():
            project = lock(Project.select().where(Project.id == project.id)).get()
        # A study's budget is in its own currency; a project that sends people to it may pay in another one.
        elsewhere = self.study_id is None or self.study.currency != self.currency
        study = elsewhere or self._covered(self.study.budget, Payout.study == self.study_id)
        return study and (project is None or self._covered(project.budget, of_project(project.id)))

    def _covered(self, budget: int | None, those) -> bool:
        """Whether this budget covers this on top of what was sent of those."""
        if budget is None:
            return True
        spent = Payout.select(peewee.fn.SUM(Payout.amount)).where(
            those, Payout.state.in_(SPENT), Payout.id != self.id, Payout.currency == self.currency
        )
        return (spent.scalar() or 0) + self.amount <= budget

    def reports(self) -> list:
        """The reports about the contributor that concern this money."""
        from models.standing import Report

        owner = self.participant or (self.candidate and self.candidate.participants.first())
        return (
            []
            if owner is None
            else list(Report.select().where(Report.participant == owner.id, Report.about == "contributor"))
        )

    def upheld_for_good(self, at: datetime) -> bool:
        """Whether an upheld report stands and can not be appealed any more."""
        return any(report.stands_for_good(at) for report in self.reports())


def of_project(number: int):
    """The payouts of a project's candidates, as a condition."""
    return Payout.candidate.in_(Candidate.select(Candidate.id).where(Candidate.project == number))


class Instruction(Row):
    """What a provider was told: committed before it is called; the generation rises only when the provider finally
    refused the key."""

    payout = peewee.ForeignKeyField(Payout, backref="instructions")
    generation = peewee.IntegerField(default=1)
    key = peewee.CharField(max_length=48, unique=True)
    reference = peewee.CharField(max_length=80, default="", index=True)
    answer = peewee.CharField(max_length=200, default="")
    asked_at = Instant(null=True)
    # When the provider said (epoch milliseconds) what was applied last: what is older changes nothing.
    seq = peewee.BigIntegerField(default=0)
    at = Instant()

    class Meta:
        indexes = ((("payout", "generation"), True),)


class LedgerLine(Row):
    """A line of the money ledger, append-only: owed, paid, written_off, and their reversals as negative amounts."""

    payout = peewee.ForeignKeyField(Payout, backref="lines")
    entry = peewee.BigIntegerField()
    kind = peewee.CharField(max_length=12)
    amount = peewee.BigIntegerField()
    currency = peewee.CharField(max_length=3)
    at = Instant()


class SendTo(Row):
    """Another address to which somebody's money goes, by mail; theirs is used where there is none."""

    payout = peewee.ForeignKeyField(Payout, unique=True, backref="send_to")
    address = peewee.CharField(max_length=254, default="")
    # Where it went before: a letter says there that it goes elsewhere now.
    before = peewee.CharField(max_length=254, default="")
    by = peewee.ForeignKeyField(Person)
    at = Instant()


class ProviderEvent(Row):
    """What a payment provider told by itself: the very bytes, once for each number it carries."""

    provider = peewee.CharField(max_length=12)
    event = peewee.CharField(max_length=80)
    body = peewee.TextField()
    at = Instant()
    handled_at = Instant(null=True)
    outcome = peewee.CharField(max_length=80, default="")

    class Meta:
        indexes = ((("provider", "event"), True), (("handled_at", "id"), False))
