"""Whether what was planned still holds when it is sent. News always does; a reminder of an old time never leaves."""

from datetime import datetime, timedelta

from models import board
from models.board import Counts, Sieve
from models.journal import Entry
from models.outgoing import Outgoing
from models.people import Asking, Person
from models.recruiting import Candidate
from models.sessions import Message, Session
from models.standing import Report
from models.studies import Study
from models.workspaces import TeamInvite, Workspace
from outbox.asof import set_by
from outbox.letters import DECLINABLE, SOON, STOPPABLE
from outbox.readers import inside
from outbox.secrets import SIGN_IN_LASTS

OVER, UNWANTED, DECLINED = "no longer holds", "unsubscribed", "declined"
PRACTICE, ERASED, UNADDRESSED = "practice", "erased", "no_address"
MESSAGE = "message"
# One of these a day tells of everybody; a little less than a day, so that the next morning is another one.
DECIDE, A_DAY = ("decide_due", "decide_overdue"), timedelta(hours=20)


def why_not(outgoing: Outgoing, at: datetime) -> str:
    """Why this letter is not sent any more; "" where it is still true, of use, and wanted."""
    if of_practice(outgoing):
        return PRACTICE
    if nobody := nowhere(outgoing):
        return nobody
    if outgoing.letter in STOPPABLE and unsubscribed(outgoing):
        return UNWANTED
    if outgoing.letter in DECLINABLE and outgoing.letter in Person.get_by_id(outgoing.recipient).declines:
        return DECLINED
    if outgoing.letter == MESSAGE and not_theirs(outgoing):
        return OVER
    if outgoing.letter in DECIDE and not undecided(outgoing, at):
        return OVER
    check = CHECKS.get(outgoing.letter)
    return "" if check is None or check(Entry.get_by_id(outgoing.entry_id), at) else OVER


def of_practice(outgoing: Outgoing) -> bool:
    """Whether it is of somebody's practice: those can be read, and never leave."""
    house = Workspace.select().join(Entry, on=(Entry.workspace == Workspace.id))
    return house.where(Entry.id == outgoing.entry_id, Workspace.practice).exists()


def nowhere(outgoing: Outgoing) -> str:
    """Why it can go to nobody, where nothing failed: who it is for was erased, or came by a recruiter who knows their
    address and keeps it; "" for everybody else."""
    found = Person.select(Person.erased_at, Person.email, Person.guest).where(Person.id == outgoing.recipient).first()
    if found is None:
        return ""
    if found.erased_at is not None:
        return ERASED
    return UNADDRESSED if found.guest and found.email is None else ""


def unsubscribed(outgoing: Outgoing) -> bool:
    """Whether who it is for turned invitations by mail off, or asked to be forgotten."""
    person = Person.get_by_id(outgoing.recipient)
    return person.unsubscribed_at is not None or person.erasure_asked_at is not None


def not_theirs(outgoing: Outgoing) -> bool:
    """Whether a message was for somebody who is out of the team by now: what was written is no news of theirs."""
    talk = Session.select(Session, Study.workspace).join(Study).switch(Session).join(Message)
    found = talk.where(Message.id == Entry.get_by_id(outgoing.entry_id).subject).first()
    if found is None or found.contributor_id == outgoing.recipient:
        return False
    return not inside(found.study.workspace_id, [outgoing.recipient])


def undecided(outgoing: Outgoing, at: datetime) -> bool:
    """Whether somebody still waits for this person's decision, and they did not get this letter today already: one
    tells of all."""
    same = (Outgoing.letter == outgoing.letter) & (Outgoing.recipient == outgoing.recipient)
    if Outgoing.select().where(same, Outgoing.state == "sent", Outgoing.sent_at > at - A_DAY).exists():
        return False
    found = waiting_for(outgoing, at)
    return bool(found and found.tabs["overdue" if outgoing.letter == "decide_overdue" else "due"])


def waiting_for(outgoing: Outgoing, at: datetime) -> Counts | None:
    """The rows of the board that this person is to decide; nothing for who is out of the team."""
    house = Workspace.get_by_id(outgoing.entry.workspace)
    if not inside(house.id, [outgoing.recipient]):
        return None
    return board.counts(house.id, at, Sieve(owner=outgoing.recipient), board.limits_of(house.policy))


def of_present_time(entry: Entry, at: datetime) -> Session | None:
    """The session of this entry, if it is still ahead and this entry is the one that set its present time and host."""
    session = Session.get_by_id(entry.subject)
    present = session.state == "scheduled" and at < session.starts_at and set_by(session).id == entry.id
    return session if present else None


def reminder_day(entry: Entry, at: datetime) -> bool:
    """A late one gives way to the reminder half an hour before."""
    session = of_present_time(entry, at)
    return session is not None and at < session.starts_at - SOON


def reminder_soon(entry: Entry, at: datetime) -> bool:
    """Until the start."""
    return of_present_time(entry, at) is not None


def pick_reminder(entry: Entry, at: datetime) -> bool:
    """While this very request for a new time waits for its answer."""
    session = Session.get_by_id(entry.subject)
    return session.state == "rescheduling" and session.asked_at == entry.at


def report_waiting(entry: Entry, at: datetime) -> bool:
    """While that report, or that appeal, still waits for its decision."""
    return Report.get_by_id(entry.subject).state == entry.target


def recruiting_invitation(entry: Entry, at: datetime) -> bool:
    """While they have not opened it, and the project is not over."""
    candidate = Candidate.get_by_id(entry.subject)
    return candidate.state == "invited" and candidate.project_state not in ("closed", "canceled")


def sign_in(entry: Entry, at: datetime) -> bool:
    """While the code can still be used."""
    asking = Asking.get_by_id(entry.subject)
    return asking.used_at is None and at - asking.created_at < SIGN_IN_LASTS


def address_code(entry: Entry, at: datetime) -> bool:
    """The same for another address."""
    return sign_in(entry, at)


def team_invitation(entry: Entry, at: datetime) -> bool:
    """While it can still be accepted."""
    row = TeamInvite.get_by_id(entry.details["invite"])
    return row.accepted_at is None and row.revoked_at is None and at < row.ends_at


def message(entry: Entry, at: datetime) -> bool:
    """While the other side has not read it on the page."""
    found = Message.get_or_none(Message.id == entry.subject)
    return found is not None and found.read_at is None


OF = (
    reminder_day, reminder_soon, pick_reminder, report_waiting, recruiting_invitation, sign_in, address_code, message,
    team_invitation,
)  # fmt: skip
CHECKS = {check.__name__: check for check in OF}
