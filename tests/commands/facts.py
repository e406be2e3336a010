"""What a session's move changed: everything that the law's table "what moves together" speaks of, in one tuple."""

from typing import NamedTuple

from models import Claim, Entry, Mark, Outgoing, Payout, Session
from tests.world import again


class Facts(NamedTuple):
    """The session and what goes with it."""

    session: str
    participant: str
    claims: int
    taken: int
    places: int
    reserved: int
    used: int
    owed: dict[str, tuple[int, str]]
    marks: list[str]


def of(session: Session) -> Facts:
    """How it stands now; `owed` is purpose -> (amount, state), `marks` are those that were not struck."""
    session = again(session)
    study, house = session.study, session.study.workspace
    owed = Payout.select().where(Payout.participant == session.participant)
    marks = Mark.select().where(Mark.person == session.contributor, Mark.struck_at.is_null()).order_by(Mark.id)
    return Facts(
        session.state, session.participant.state, Claim.select().where(Claim.session == session).count(), study.taken,
        study.places, house.reserved, house.used, {row.purpose: (row.amount, row.state) for row in owed},
        [mark.kind for mark in marks],
    )  # fmt: skip


def letters(session: Session) -> dict[str, set[int]]:
    """Letter -> its recipients, of the session's last entry; reminders, which leave later, are left out."""
    last = Entry.select().where(Entry.noun == "session", Entry.subject == session.id).order_by(Entry.seq.desc()).first()
    found: dict[str, set[int]] = {}
    for row in Outgoing.select().where(Outgoing.entry == last, Outgoing.due_at <= last.at):
        found.setdefault(row.letter, set()).add(row.recipient)
    return found
