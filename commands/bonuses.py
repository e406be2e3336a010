"""A bonus: money that nobody had promised, for somebody who has done their part, with the reason in words."""

from datetime import datetime

import peewee

from commands import money
from commands.fire import Stale, fresh
from lifecycle.attempt import By, Invalid, Refusal, Refused
from lifecycle.words import _
from models.database import writes
from models.money import Payout
from models.participants import Participant
from models.recruiting import Candidate
from rules.money import MOST_MINOR

# Who has done their part.
DONE = ("submitted", "completed")
NOT_YET = Refusal("not_done", _("A bonus is for people who have done their part: Submitted or Completed."))
REPORTED = Refusal("reported", _("A report about this person is open. It has to be decided first."))


@writes
def give(
    owner: Participant | Candidate, amount: int, note: str, by: By, at: datetime, seen_version: int | None = None,
    number: int | None = None,
) -> Payout:  # fmt: skip
    """Owe somebody so much more; the bonuses of a person are numbered, so that each is owed once. `number` is the one
    that the page was for: of two tabs, the second one is too late."""
    owner = fresh(owner)
    if seen_version is not None and seen_version != owner.version:
        raise Stale(owner)
    if refusal := why_not(owner):
        raise Refused(refusal)
    if not 0 < amount <= MOST_MINOR:
        raise Invalid({"amount": _("Please type an amount above zero.")})
    if not note.strip():
        raise Invalid({"note": _("Please say what it is for. They read it.")})
    occasion = next_of(owner)
    if number not in (None, occasion):
        raise Stale(owner)
    return money.owe(owner, "bonus", amount, currency_of(owner), by, at, occasion=str(occasion), note=note.strip())


def why_not(owner: Participant | Candidate) -> Refusal | None:
    """Why there is no bonus for this person now."""
    if owner.state not in DONE:
        return NOT_YET
    return REPORTED if owner.reported else None


def currency_of(owner: Participant | Candidate) -> str:
    """The currency in which this person is paid."""
    return owner.study.currency if isinstance(owner, Participant) else owner.project.currency


def next_of(owner: Participant | Candidate) -> int:
    """The number of the next bonus of this person."""
    kind = "participant" if isinstance(owner, Participant) else "candidate"
    given = (Payout.owner == f"{kind}:{owner.id}") & (Payout.purpose == "bonus")
    return Payout.select(peewee.fn.COUNT(Payout.id)).where(given).scalar() + 1
