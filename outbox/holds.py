"""Whether what was planned still holds when it is sent. News always does; a reminder of an old time never leaves."""

from datetime import datetime

from models.journal import Entry
from models.outgoing import Outgoing
from models.people import Asking, Person
from models.sessions import Message, Session
from models.standing import Report
from outbox.asof import set_by
from outbox.letters import SOON, STOPPABLE
from outbox.secrets import SIGN_IN_LASTS

OVER, UNWANTED = "no longer holds", "unsubscribed"


def why_not(outgoing: Outgoing, at: datetime) -> str:
    """Why this letter is not sent any more; "" where it is still true, of use, and wanted."""
    if outgoing.letter in STOPPABLE and unsubscribed(outgoing):
        return UNWANTED
    check = CHECKS.get(outgoing.letter)
    return "" if check is None or check(Entry.get_by_id(outgoing.entry_id), at) else OVER


def unsubscribed(outgoing: Outgoing) -> bool:
    """Whether who it is for turned invitations by mail off."""
    return Person.get_by_id(outgoing.recipient).unsubscribed_at is not None


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


def sign_in(entry: Entry, at: datetime) -> bool:
    """While the code can still be used."""
    asking = Asking.get_by_id(entry.subject)
    return asking.used_at is None and at - asking.created_at < SIGN_IN_LASTS


def message(entry: Entry, at: datetime) -> bool:
    """While the other side has not read it on the page."""
    found = Message.get_or_none(Message.id == entry.subject)
    return found is not None and found.read_at is None


OF = (reminder_day, reminder_soon, pick_reminder, report_waiting, sign_in, message)
CHECKS = {check.__name__: check for check in OF}
