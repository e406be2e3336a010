"""What is done about letters from outside the outbox: invitations turned off and on, letters that came back, and
letters that are sent once more."""

from datetime import datetime

from commands import recorder
from integrations.bounces import Bounce
from lifecycle.attempt import Refusal, Refused
from lifecycle.words import _
from models.database import lock, writes
from models.outgoing import Letter, Outgoing
from models.people import Person
from outbox.message import ascii_domain

STUCK = ("dead", "bounced")
NOT_STUCK = Refusal("not_stuck", _("This letter did not get stuck, so there is nothing to send again."))
OUTDATED = Refusal(
    "outdated", _("They have had a later letter about the same since then. This one would only confuse them.")
)


@writes
def unsubscribe(person: Person, at: datetime) -> None:
    """No more invitations by mail from now on; asked again it stays as it was."""
    Person.update(unsubscribed_at=at).where(Person.id == person.id, Person.unsubscribed_at.is_null()).execute()


@writes
def subscribe_again(person: Person) -> None:
    """Invitations come by mail again."""
    Person.update(unsubscribed_at=None).where(Person.id == person.id).execute()


@writes
def address_works(person: Person) -> None:
    """Their address takes letters again."""
    Person.update(bounced_at=None).where(Person.id == person.id).execute()


@writes
def bounce(found: Bounce, at: datetime) -> bool:
    """Write down that a letter came back; False, and nothing happens, where no letter of ours left for that address
    under that Message-ID."""
    kept = Letter.get_or_none(Letter.message_id == found.message_id)
    if kept is None or not same_address(kept.address, found.recipients):
        return False
    row = lock(Outgoing.select().where(Outgoing.id == kept.outgoing_id)).get()
    if row.state != "sent":
        return False
    if found.final:
        state = "bounced" if found.permanent else "dead"
        Outgoing.update(state=state, outcome=found.text).where(Outgoing.id == row.id).execute()
        if found.about_address:
            here = (Person.id == row.recipient) & (Person.email == kept.address)
            Person.update(bounced_at=at).where(here).execute()
    else:
        Outgoing.update(outcome=found.text).where(Outgoing.id == row.id).execute()
    return True


def same_address(ours: str, theirs: tuple[str, ...]) -> bool:
    """Whether this is one of those addresses, however its host is written."""
    return mailed(ours) in {mailed(one) for one in theirs}


def mailed(address: str) -> str:
    """An address to compare by; odd ones are compared as they are."""
    try:
        return ascii_domain(address.strip()).lower()
    except UnicodeError:
        return address.strip().lower()


@writes
def send_again(row: Outgoing, at: datetime) -> None:
    """Try a letter that got stuck once more, as the same message; Refused where it did not get stuck, or where it has
    been overtaken."""
    row = lock(Outgoing.select().where(Outgoing.id == row.id)).get()
    if row.state not in STUCK:
        raise Refused(NOT_STUCK)
    same = (Outgoing.thread == row.thread) & (Outgoing.recipient == row.recipient) & (Outgoing.channel == row.channel)
    if Outgoing.select().where(same, Outgoing.id > row.id, Outgoing.state == "sent").exists():
        raise Refused(OUTDATED)
    Outgoing.update(state="waiting", next_at=at, tries=0, outcome="").where(Outgoing.id == row.id).execute()
    Person.update(bounced_at=None).where(Person.id == row.recipient).execute()
    recorder.wake()
