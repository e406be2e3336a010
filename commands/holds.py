"""Five minutes for who has a booking form open: the chosen time is theirs while they make up their mind. A hold is a
claim with an expiry, so the database keeps two of them apart like two bookings."""

from datetime import datetime

from commands import claims, sessions, together
from commands.fire import fresh
from commands.signin import draw
from lifecycle.attempt import Attempt, By, Invalid, Refusal, Refused
from lifecycle.words import _
from models.database import writes
from models.participants import Participant
from models.sessions import Session

PER_HOUR = 120
CHOICE = {"rescheduling": "rebook"}


def hold(row: Participant | Session, starts_at: datetime | None, at: datetime) -> datetime:
    """Keep this time for the contributor of this row, and say until when; what they held before in this study is let
    go. Refused where it is gone, or where they could not book it anyway. Every try counts, also one that is refused."""
    draw(f"hold:{participant_of(row).person_id}", PER_HOUR, at)
    return _hold(row, starts_at, at)


@writes
def _hold(row: Participant | Session, starts_at: datetime | None, at: datetime) -> datetime:
    row = fresh(row)
    if refusal := why_not(row, at):
        raise Refused(refusal)
    if starts_at is None:
        raise Invalid({"starts_at": _("Please choose a time.")})
    # Asked once: a second look could see what somebody else of another study just took, and find nobody.
    participant, hosts = participant_of(row), row.hosts_free(starts_at, at)
    if not hosts or not row.is_offered(starts_at, at):
        raise Refused(together.TAKEN)
    choices = [[host] for host in hosts] if row.study.hosting == "any" else [hosts]
    length, gap, have = numbers(row)
    claims.let_go(participant, at)
    if claims.settle_on(participant, choices, starts_at, length, gap, at, have) is None:
        raise Refused(together.TAKEN)
    return at + claims.HELD_FOR


@writes
def let_go(row: Participant | Session, at: datetime) -> None:
    """Another choice was made, or none: what they held in this study is free again."""
    claims.let_go(participant_of(row), at)


def participant_of(row: Participant | Session) -> Participant:
    """Whose place in the study this is about."""
    return row if isinstance(row, Participant) else row.participant


def numbers(row: Participant | Session) -> tuple[int, int, set]:
    """Length, gap, and what a conversation that is there already has claimed."""
    if isinstance(row, Session):
        return row.length, row.gap, claims.had(row)
    return row.study.length, row.study.gap, set()


def why_not(row: Participant | Session, at: datetime) -> Refusal | None:
    """Why they could not take any time at the moment."""
    by = By("contributor", participant_of(row).person_id)
    if isinstance(row, Participant):
        return sessions.may_book(row, by, at)
    return row.lifecycle.why_not(Attempt(row, CHOICE.get(row.state, "move"), by, at))
