"""Another plan for one conversation: the same person at another time, perhaps at one that is proposed to them, or
somebody else in their place."""

from datetime import datetime

from commands import together, trail
from commands.fire import Stale, fire, fresh
from lifecycle.attempt import By, Refusal, Refused
from lifecycle.words import _
from models.database import writes
from models.sessions import Session
from models.studies import Study

SOMEBODY_ELSE = "someone_else"
ANSWERED = Refusal("answered", _("They are not asked for another time any more, so there is nothing to propose."))


@writes
def same_person(
    session: Session, by: By, at: datetime, *, note: str = "", proposed: datetime | None = None,
    seen_version: int | None = None,
) -> Session:  # fmt: skip
    """Ask them for another time; `proposed` is the one that they read first. It is offered and not kept."""
    given = {"proposed": proposed} if proposed is not None else {}
    return fire(session, "reschedule", by, at, seen_version=seen_version, note=note, **given)


@writes
def somebody_else(
    session: Session, by: By, at: datetime, *, note: str = "", seen_version: int | None = None
) -> Session:
    """Cancel on them without asking them back, and let the clock ask everybody who fits and was not asked yet."""
    row = fire(session, "cancel", by, at, seen_version=seen_version, reason=SOMEBODY_ELSE, note=note)
    Study.update(offering=0).where(Study.id == row.study_id, Study.audience == "network").execute()
    return row


@writes
def propose(
    session: Session, starts_at: datetime | None, by: By, at: datetime, *, seen_version: int | None = None
) -> Session:
    """While they are asked: the one time that they read first from now on, or none. It is no move of the law, so no
    letter belongs to it; the team's log says who did it."""
    row = fresh(session)
    if seen_version is not None and seen_version != row.version:
        raise Stale(row)
    if row.state != "rescheduling":
        raise Refused(ANSWERED)
    if starts_at is not None and not row.is_offered(starts_at, at):
        raise Refused(together.TAKEN)
    if row.proposed_at == starts_at:
        return row
    row.proposed_at = starts_at
    Session.update(proposed_at=starts_at).where(Session.id == row.id).execute()
    event = "time_proposed" if starts_at else "proposal_taken_back"
    trail.keep(row.study.workspace_id, event, by, at, session=row.id, **({"proposed": starts_at} if starts_at else {}))
    return row
