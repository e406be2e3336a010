"""Whether what was planned still holds when it is sent. News always does; a reminder of an old time never leaves."""

from datetime import datetime

from models.journal import Entry
from models.outgoing import Outgoing
from models.people import Asking
from models.sessions import Session
from outbox.asof import set_by
from outbox.letters import SOON
from outbox.secrets import SIGN_IN_LASTS


def still_holds(outgoing: Outgoing, at: datetime) -> bool:
    """Whether this letter is still true and of use."""
    check = CHECKS.get(outgoing.letter)
    return check is None or check(Entry.get_by_id(outgoing.entry_id), at)


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


def sign_in(entry: Entry, at: datetime) -> bool:
    """While the code can still be used."""
    asking = Asking.get_by_id(entry.subject)
    return asking.used_at is None and at - asking.created_at < SIGN_IN_LASTS


CHECKS = {check.__name__: check for check in (reminder_day, reminder_soon, pick_reminder, sign_in)}
