"""How a conversation that does not take place came to its end: who ended it, why, in what words, and what is owed for
it."""

from typing import NamedTuple

import peewee

from models.journal import Entry, Note
from models.money import Money, Payout
from models.sessions import Session


class Ended(NamedTuple):
    """The move that canceled it: its name, whose it was, from which state, the code of the reason, the words beside
    it, and the compensation with its state, where one is owed."""

    event: str
    role: str
    source: str
    reason: str | None
    note: str
    owed: Money | None
    payout: str


def of(session: Session) -> Ended | None:
    """How a canceled conversation ended, in one statement; None for any other."""
    if session.state != "canceled":
        return None
    for_it = (
        (Payout.participant == session.participant_id)
        & (Payout.purpose == "late_cancel")
        & (Payout.occasion == session.code)
    )
    found = (
        Entry.select(
            Entry.event,
            Entry.role,
            Entry.source,
            Entry.details,
            Note.text,
            Payout.amount,
            Payout.currency,
            Payout.state,
        )
        .join(Note, peewee.JOIN.LEFT_OUTER)
        .join(Payout, peewee.JOIN.LEFT_OUTER, on=for_it)
        .where(Entry.noun == "session", Entry.subject == session.id, Entry.target == "canceled")
        .order_by(Entry.seq.desc(), Note.id)
        .tuples()
        .first()
    )
    if found is None:
        return None
    event, role, source, details, note, amount, currency, state = found
    owed = Money(amount, currency) if amount and state != "void" else None
    return Ended(event, role, source, details.get("reason"), note or "", owed, state or "")
