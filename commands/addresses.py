"""Another e-mail address: its owner types a code from it, and the old one hears that it happened. What is booked, the
calendar and every letter follow the person, and so need no change."""

import hmac
from datetime import datetime

import peewee

from commands import recorder, signin
from lifecycle.attempt import By, Invalid, Refusal, Refused
from lifecycle.words import _
from models.base import new_code
from models.database import db, writes
from models.people import Asking, Person, SignIn
from outbox.secrets import sign_in_code

PURPOSE = "address"
PER_PERSON = 5
SAME = _("This is your address already.")


@writes
def ask(person: Person, email: str, browser: str, place: str, at: datetime) -> Asking:
    """A letter with a code to the new address. Where it belongs to somebody they are told instead, and the answer is
    the same."""
    email = email.strip().lower()
    if email == person.email:
        raise Invalid({"email": SAME})
    signin.draw(f"address:{person.id}", PER_PERSON, at)
    signin.draw(f"mail:{email}", signin.MAILS_PER_ADDRESS, at)
    signin.draw(f"mail-from:{place}", signin.MAILS_PER_PLACE, at)
    owner = Person.get_or_none(Person.email == email)
    mine = (Asking.person == person.id) & (Asking.purpose == PURPOSE) & Asking.used_at.is_null()
    Asking.update(used_at=at).where(mine).execute()
    asking = Asking.create(
        code=new_code(),
        browser=signin.digest(browser),
        email=email,
        person=None if owner else person,
        purpose=PURPOSE,
        created_at=at,
    )
    entry = recorder.record(asking, "ask", None, By("contributor", person.id), at, {})
    letter = (
        recorder.Planned("address_taken", owner.id, at) if owner else recorder.Planned("address_code", person.id, at)
    )
    recorder.post(entry, [letter], f"signin-{asking.id}", at)
    return asking


def confirm(asking: Asking, code: str, browser: str, secret: bytes, at: datetime, here: SignIn) -> None:
    """The code of the letter: from now on this is the address, and who is signed in elsewhere is so no more. A wrong
    code counts, also when it is refused."""
    asking = signin.count_try(asking, browser, at)
    typed = "".join(sign for sign in code if sign.isdigit())
    right = hmac.compare_digest(typed.encode(), sign_in_code(secret, asking.code).encode())
    if asking.person_id != here.person_id or not right:
        raise Invalid({"code": signin.WRONG})
    _change(asking, at, here)


@writes
def _change(asking: Asking, at: datetime, here: SignIn) -> None:
    used = Asking.update(used_at=at).where(Asking.id == asking.id, Asking.used_at.is_null()).execute()
    if used != 1:
        raise Refused(Refusal("over", signin.OVER))
    person = Person.get_by_id(asking.person_id)
    old = person.email or ""
    try:
        with db.atomic():
            Person.update(email=asking.email, bounced_at=None).where(Person.id == person.id).execute()
    except peewee.IntegrityError:  # somebody else took it meanwhile
        raise Refused(Refusal("over", signin.OVER)) from None
    # Codes on their way to the old address open nothing any more.
    Asking.update(used_at=at).where(Asking.person == person.id, Asking.used_at.is_null()).execute()
    signin.end_others(here, at)
    asking.version = 1
    entry = recorder.record(asking, "change", None, By("contributor", person.id), at, {"note": old})
    if old:
        recorder.post(entry, [recorder.Planned("address_changed", person.id, at)], f"signin-{asking.id}", at)
