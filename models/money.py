"""Money: what is owed to whom for what, the instructions that went to a provider, and the ledger."""

from datetime import datetime
from typing import NamedTuple

import peewee

from lifecycle.payout import PayoutLifecycle
from models.base import Instant, Living, Row
from models.participants import Participant
from models.people import Person
from models.recruiting import Candidate
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
        return self.person.shown if self.participant is None else self.participant.shown

    @property
    def reported(self) -> bool:
        """Whether a report stands in the way of this money."""
        return (self.participant is not None and self.participant.reported) or (
            self.candidate is not None and self.candidate.reported
        )

    @property
    def within_budget(self) -> bool:
        """Whether the study's budget covers this on top of what was sent."""
        if self.study is None or self.study.budget is None:
            return True
        spent = Payout.select(peewee.fn.SUM(Payout.amount)).where(
            Payout.study == self.study_id, Payout.state.in_(SPENT), Payout.id != self.id
        )
        return (spent.scalar() or 0) + self.amount <= self.study.budget

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


class Instruction(Row):
    """What a provider was told: committed before it is called; the generation rises only when the provider finally
    refused the key."""

    payout = peewee.ForeignKeyField(Payout, backref="instructions")
    generation = peewee.IntegerField(default=1)
    key = peewee.CharField(max_length=48, unique=True)
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
