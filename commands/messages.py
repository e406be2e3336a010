"""What customer and contributor write to each other about their session; a letter follows for whoever is away."""

from datetime import datetime, timedelta

from commands import recorder
from commands.once import once
from commands.signin import draw
from lifecycle.attempt import By, Invalid, Refusal, Refused
from lifecycle.words import Moment, _
from models.base import new_code
from models.database import writes
from models.journal import Entry
from models.outgoing import Outgoing
from models.sessions import Message, Session
from models.studies import Study
from outbox import readers

LONGEST = 2000
# Who looks at the page meanwhile needs no letter.
AWAY = timedelta(minutes=2)
PER_HOUR, ROUNDS_PER_HOUR = 30, 6
CHUNK = 200
PENDING = ("scheduled", "rescheduling")
LETTER = "message"
READ = "read before it was sent"
EMPTY = _("Please write something first.")
TOO_LONG = _("Please keep it below %(most)s characters.", most=LONGEST)
MANY = Refusal("too_many", _("That was a lot of messages in one hour. Please wait a little before the next one."))
GONE = Refusal("erased", _("This person was erased already."))
NOBODY = Refusal("nobody", _("Nobody has a conversation ahead in this study. There is nobody to write to."))


def until(session: Session) -> datetime:
    """Until when the two can write: as long after the end as a session can be corrected."""
    return max(session.ends_at, session.ended_at or session.ends_at) + session.policy.correct


def why_not(session: Session, at: datetime) -> Refusal | None:
    """Why nobody can write about this session any more."""
    if session.contributor.erased_at is not None:
        return GONE
    end = until(session)
    sentence = _("Messages about this conversation were possible until %(when)s.", when=Moment(end))
    return Refusal("written_off", sentence) if at > end else None


@writes
def write(session: Session, by: By, text: str, at: datetime, key: str = "") -> Message:
    """One side writes to the other; what the other one wrote is read with that. A key that was used gives what it was
    used for."""
    text = checked(text)
    made = once(key and f"message:{session.id}:{key}", at, lambda: _write(session, by, text, at).code)
    return Message.get(Message.code == made)


def _write(session: Session, by: By, text: str, at: datetime) -> Message:
    if refusal := why_not(session, at):
        raise Refused(refusal)
    limit(f"message:{by.who}", PER_HOUR, at)
    read(session, by.role, at)
    return _born(session, by, text, at)


def checked(text: str) -> str:
    """The text as it is kept; Invalid where there is none or too much."""
    text = text.replace("\r\n", "\n").strip()
    if not text or len(text) > LONGEST:
        raise Invalid({"message": TOO_LONG if text else EMPTY})
    return text


def limit(key: str, most: int, at: datetime) -> None:
    """So many in an hour."""
    try:
        draw(key, most, at)
    except Refused:
        raise Refused(MANY) from None


def _born(session: Session, by: By, text: str, at: datetime) -> Message:
    """The message, its one entry, and the letters of whom it is for."""
    message = Message.create(
        code=new_code(), session=session, author=by.who, role=by.role, text=text, at=at, read_at=None
    )
    entry = recorder.record(message, "write", None, by, at, {"session": session.id})
    letters = [recorder.Planned(LETTER, person, at + AWAY) for person in others(session, by)]
    recorder.post(entry, letters, recorder.thread_of(session), at)
    return message


def others(session: Session, by: By) -> list[int]:
    """Whom a message is for: the contributor, or everybody who holds the session."""
    return [session.contributor_id] if by.role == "customer" else readers.holding(session, None)


def hosts(session: Session) -> list[int]:
    """Who holds the session: the host first."""
    return [session.host_id, *session.others]


@writes
def read(session: Session, role: str, at: datetime) -> int:
    """This side has seen what the other one wrote: no letter about it has to leave. How many it had not seen."""
    new = (Message.session == session.id) & (Message.role != role) & Message.read_at.is_null()
    seen = [row.id for row in Message.select(Message.id).where(new)]
    if seen:
        Message.update(read_at=at).where(Message.id.in_(seen)).execute()
        entries = Entry.select(Entry.id).where(Entry.noun == Message.lifecycle_name(), Entry.subject.in_(seen))
        waiting = (Outgoing.letter == LETTER) & (Outgoing.state == "waiting")
        Outgoing.update(state="dropped", outcome=READ).where(waiting, Outgoing.entry.in_(entries)).execute()
    return len(seen)


def pending(study: Study, at: datetime):
    """The sessions of a study that have not begun, as "cancel all pending" means them."""
    ahead = (Session.state == "rescheduling") | (Session.starts_at > at)
    return Session.select().where(Session.study == study.id, Session.state.in_(PENDING), ahead).order_by(Session.id)


def message_pending(study: Study, by: By, text: str, at: datetime, key: str = "") -> int:
    """The same words to everybody whose session is still ahead, each in their own thread, in chunks of 200; how many
    there were. Pressed again with the same key it goes on where it ended, and nobody reads it twice."""
    text, last, done = checked(text), 0, 0
    begin_round(study, at, key)
    while rows := list(pending(study, at).where(Session.id > last).limit(CHUNK)):
        _chunk(rows, by, text, at, key)
        last, done = rows[-1].id, done + len(rows)
    return done


@writes
def begin_round(study: Study, at: datetime, key: str) -> None:
    """Refused where there is nobody to write to, or where it was done often in an hour."""
    if not pending(study, at).exists():
        raise Refused(NOBODY)
    once(key, at, lambda: limit(f"message-study:{study.id}", ROUNDS_PER_HOUR, at) or "")


@writes
def _chunk(rows: list[Session], by: By, text: str, at: datetime, key: str) -> None:
    for session in rows:
        _to_one(session, by, text, at, f"{key}:{session.id}" if key else "")


def _to_one(session: Session, by: By, text: str, at: datetime, key: str) -> str:
    return once(key, at, lambda: _born(session, by, text, at).code)
