"""Being there: the signs of life of the join page, what both sides say became of it, and what their answers settle."""

from datetime import datetime, timedelta

from commands.fire import begin, fire, fresh
from lifecycle.attempt import CLOCK, ROOM, By, Invalid, Refusal, Refused
from lifecycle.presence import CLAIMED_UNTIL
from lifecycle.words import _
from models.database import writes
from models.sessions import Presence, Session
from models.standing import Report
from rules.claimed import THEY_ABSENT, verdict

STILL_HERE = timedelta(seconds=75)
SAYS = {"customer": "customer_says", "contributor": "contributor_says"}
NOT_YET = Refusal("not_asked_yet", _("You are both asked from the start on."))
TOO_LATE = Refusal("asked_no_more", _("This was decided a day after the end."))
DECIDED = Refusal("decided", _("This is decided already."))
TOO_EARLY = Refusal("absence_counted", _("Please wait ten minutes first. Then say so again."))
WHO_MAY = {
    "start": {"room"},
    "mark_no_show": {"customer"},
    "mark_host_absent": {"contributor"},
    "technical_failure": {"room"},
    "lapse": set(),
}


@writes
def beat(session: Session, by: By, place: str, at: datetime) -> None:
    """A sign of life: the spell goes on, or a new one begins after a silence."""
    seat = "contributor" if by.role == "contributor" else "admitter"
    mine = (Presence.session == session.id) & (Presence.person == by.who) & (Presence.place == place)
    last = Presence.select().where(mine).order_by(Presence.since.desc()).first()
    if last is not None and at - last.beat_at <= STILL_HERE:
        Presence.update(beat_at=at, until=at + STILL_HERE).where(Presence.id == last.id).execute()
    else:
        Presence.create(
            session=session, person=by.who, seat=seat, place=place, since=at, until=at + STILL_HERE, beat_at=at
        )


@writes
def answer(session: Session, says: str, by: By, at: datetime) -> Session:
    """One side says what became of it (claimed presence); what that settles is done in the same transaction."""
    session = fresh(session)
    refuse_answer(session, says, at)
    setattr(session, SAYS[by.role], says)
    session.save()
    return settle(session, by, at)


def refuse_answer(session: Session, says: str, at: datetime) -> None:
    """When and what can be answered."""
    if says not in ("met", "they_absent", "i_absent", "technical"):
        raise Invalid({"says": _("Please choose what became of it.")})
    if session.state != "scheduled" or session.presence != "claimed":
        raise Refused(DECIDED)
    if at < session.starts_at:
        raise Refused(NOT_YET)
    if at >= session.ends_at + CLAIMED_UNTIL:
        raise Refused(TOO_LATE)
    if says == THEY_ABSENT and at < session.starts_at + session.policy.absence:
        raise Refused(TOO_EARLY)


@writes
def settle(session: Session, by: By, at: datetime) -> Session:
    """Carry out what both answers settle by now; the actor is the side whose answer settled it where the law lets
    it, else the clock."""
    session = fresh(session)
    if session.state != "scheduled" or session.presence != "claimed":
        return session
    found = verdict(session.customer_says, session.contributor_says, at, session.ends_at, session.starts_at)
    if found is None:
        return session
    actor = actor_of(found.event, by)
    session = fire(session, found.event, actor, at, mark=found.mark, disputed=found.disputed)
    if found.event == "start" and at >= session.ends_at:
        session = fire(session, "complete", CLOCK, at)
    if found.disputed:
        dispute(session, at)
    return session


def actor_of(event: str, by: By) -> By:
    """Who fires it: the room for what both lived through, the side that settled it, else the clock."""
    allowed = WHO_MAY[event]
    if "room" in allowed:
        return ROOM
    return by if by.role in allowed else CLOCK


def dispute(session: Session, at: datetime) -> Report:
    """They did not come, says one side, and the other has another word: a report by the customer, for the operator
    to decide."""
    host = By("customer", session.host_id)
    return begin(
        Report,
        "file",
        host,
        at,
        {"reason": "disputed"},
        study=session.study_id,
        participant=session.participant_id,
        session=session,
        about="contributor",
        person=session.contributor_id,
        author=session.host_id,
        author_role="customer",
        reason="disputed",
        created_at=at,
    )
