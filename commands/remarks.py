"""What the customer's team keeps about a session for itself: notes, and how useful it was."""

from datetime import datetime

from commands.fire import fresh
from commands.once import once
from lifecycle.attempt import By, Invalid, Refusal, Refused
from lifecycle.words import Text, _
from models.database import writes
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
def change(remark: Remark, by: By, text: str, at: datetime) -> Remark:
    """Its author words it anew."""
    own(remark, by)
    Remark.update(text=checked(text), at=at).where(Remark.id == remark.id).execute()
    return Remark.get_by_id(remark.id)


@writes
def remove(remark: Remark, by: By) -> None:
    """Its author takes it away, for good."""
    own(remark, by)
    Remark.delete().where(Remark.id == remark.id).execute()


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
