"""What the customer's team keeps about a session for itself: notes, and how useful it was."""

from datetime import datetime

from commands import saving
from commands.fire import fresh
from commands.once import once
from lifecycle.attempt import By, Invalid, Refusal, Refused
from lifecycle.words import Text, _
from models.database import lock, writes
from models.sessions import Remark, Session

LONGEST = 4000
QUALITY: dict[str, Text] = {"good": _("Good"), "fair": _("Fair"), "poor": _("Poor")}
HELD = ("completed",)
EMPTY = _("Please write something first.")
TOO_LONG = _("Please keep it below %(most)s characters.", most=LONGEST)
NOT_YOURS = Refusal("not_yours", _("Only who wrote a note can change or remove it."))
NOT_HELD = Refusal("not_held", _("This is asked once the conversation was held."))


def checked(text: str) -> str:
    """The text as it is kept; Invalid where there is none or too much."""
    text = text.replace("\r\n", "\n").strip()
    if not text or len(text) > LONGEST:
        raise Invalid({"note": TOO_LONG if text else EMPTY})
    return text


@writes
def write(session: Session, by: By, text: str, at: datetime, key: str = "") -> Remark | None:
    """A note for the team; the contributor never sees it. A key that was used gives what it was used for; None where
    that was removed since."""
    text = checked(text)
    key = key and f"note:{session.id}:{key}"
    made = once(key, at, lambda: str(Remark.create(session=session, author=by.who, text=text, at=at).id))
    return Remark.get_or_none(Remark.id == int(made))


@writes
def change(remark: Remark, by: By, text: str, at: datetime, seen: str | None = None) -> Remark:
    """Its author words it anew; not over what they wrote in another tab (`seen`: the mark of what the form showed)."""
    own(remark, by)
    text = checked(text)
    _same(remark, seen, text)
    Remark.update(text=text, at=at).where(Remark.id == remark.id).execute()
    return Remark.get_by_id(remark.id)


@writes
def remove(remark: Remark, by: By, seen: str | None = None) -> None:
    """Its author takes it away, for good; not with words that the form did not show."""
    own(remark, by)
    _same(remark, seen)
    Remark.delete().where(Remark.id == remark.id).execute()


def _same(remark: Remark, seen: str | None, text: str | None = None) -> None:
    """Locked as it stands now, it says what the form showed, or by a second click already what it is to say."""
    now = lock(Remark.select().where(Remark.id == remark.id)).first()
    if now is not None and now.text != text:
        saving.unchanged(seen, now.text)


def own(remark: Remark, by: By) -> None:
    """Refused to everybody but its author."""
    if remark.author_id != by.who:
        raise Refused(NOT_YOURS)


@writes
def mark_quality(session: Session, quality: str, by: By, at: datetime) -> Session:
    """How useful it was, in the eyes of the team; it can be changed, and no money and no standing hangs on it."""
    if quality not in QUALITY:
        raise Invalid({"quality": _("Please choose one of these.")})
    session = fresh(session)
    if session.state not in HELD:
        raise Refused(NOT_HELD)
    Session.update(quality=quality, quality_by=by.who, quality_at=at).where(Session.id == session.id).execute()
    return Session.get_by_id(session.id)
