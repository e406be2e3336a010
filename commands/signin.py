"""Signing in by a letter: a code typed into the tab that asked, or the link in that same browser. Nothing is
consumed by looking."""

import hashlib
import hmac
import secrets as chance
from datetime import datetime, timedelta

from commands import recorder
from lifecycle.attempt import By, Invalid, Refusal, Refused
from lifecycle.words import _
from models import loaded
from models.base import new_code
from models.database import lock, writes
from models.people import Asking, Bucket, Person, SignIn
from outbox.secrets import SIGN_IN_LASTS as LASTS
from outbox.secrets import sign_in_code

TRIES = 5
LEADS_IN = ("signin", "join")
"""A code for another purpose signs in nobody."""
FRESH = timedelta(minutes=10)
STAYS = {"contributor": (timedelta(days=30), timedelta(days=90)), "customer": (timedelta(hours=12), timedelta(days=7))}
MAILS_PER_ADDRESS, MAILS_PER_PLACE = 5, 20
HOUR = timedelta(hours=1)
TOO_MANY = Refusal("too_many", _("That was asked for often in the last hour. Please try again later."))
WRONG = _("That is not the code of the letter. Please look again.")
OVER = _("This code is over. Please ask for a new one.")


def digest(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


@writes
def draw(key: str, most: int, at: datetime, span: timedelta = HOUR) -> None:
    """Take one from a bucket; Refused when it is empty until its time is over."""
    left = (Bucket.key == key) & (Bucket.since > at - span) & (Bucket.used < most)
    if Bucket.update(used=Bucket.used + 1).where(left).execute():
        return
    bucket = lock(Bucket.select().where(Bucket.key == key)).first()
    if bucket is None:
        Bucket.insert(key=key, used=1, since=at).on_conflict_ignore().execute()
    elif at - bucket.since >= span:
        Bucket.update(used=1, since=at).where(Bucket.id == bucket.id).execute()
    elif bucket.used >= most:
        raise Refused(TOO_MANY)
    else:
        Bucket.update(used=Bucket.used + 1).where(Bucket.id == bucket.id).execute()


@writes
def ask(
    email: str,
    browser: str,
    place: str,
    at: datetime,
    next_page: str = "",
    guest: bool = False,
    language: str = "en",
    zone: str = "UTC",
    purpose: str = "signin",
) -> Asking:
    """Ask for a sign-in letter. An unknown address gets the same answer and no letter, unless a link invites guests."""
    email = email.strip().lower()
    draw(f"mail:{email}", MAILS_PER_ADDRESS, at)
    draw(f"mail-from:{place}", MAILS_PER_PLACE, at)
    person = Person.get_or_none(Person.email == email)
    if person is None and guest:
        new = {"email": email, "guest": True, "language": language, "zone": zone, "created_at": at}
        Person.insert(new).on_conflict_ignore().execute()  # a team may have asked the same address just now
        person = Person.get(Person.email == email)
    former = (Asking.email == email) & (Asking.purpose != "address") & Asking.used_at.is_null()
    Asking.update(used_at=at).where(former).execute()
    asking = Asking.create(
        code=new_code(),
        browser=digest(browser),
        email=email,
        person=person,
        next_page=next_page,
        purpose=purpose,
        created_at=at,
    )
    if person is not None:
        entry = recorder.record(asking, "ask", None, By("contributor", person.id), at, {})
        recorder.post(entry, [recorder.Planned("sign_in", person.id, at)], f"signin-{asking.id}", at)
    return asking


@writes
def count_try(asking: Asking, browser: str, at: datetime) -> Asking:
    """One more guess at this code, from the browser that asked; over after ten minutes, one use or five tries."""
    asking = lock(Asking.select().where(Asking.id == asking.id)).get()
    if asking.used_at or at - asking.created_at > LASTS or asking.tries >= TRIES:
        raise Refused(Refusal("over", OVER))
    if not hmac.compare_digest(asking.browser, digest(browser)):
        raise Refused(Refusal("other_browser", _("Type the code into the page where you asked for it.")))
    Asking.update(tries=Asking.tries + 1).where(Asking.id == asking.id).execute()
    return asking


def confirm(
    asking: Asking, code: str, browser: str, secret: bytes, at: datetime, agent: str = ""
) -> tuple[SignIn, str]:
    """The code of the letter: a sign-in and the secret of its cookie. A wrong one counts, also when it is refused."""
    asking = count_try(asking, browser, at)
    typed = "".join(ch for ch in code if ch.isdigit())
    # Who has another address by now, or was erased, is not who can read the letters to this one.
    known = asking.person is not None and asking.purpose in LEADS_IN and asking.person.email == asking.email
    if not known or not hmac.compare_digest(typed, sign_in_code(secret, asking.code)):
        raise Invalid({"code": WRONG})
    return _use(asking, at, agent)


@writes
def _use(asking: Asking, at: datetime, agent: str) -> tuple[SignIn, str]:
    used = Asking.update(used_at=at).where(Asking.id == asking.id, Asking.used_at.is_null()).execute()
    if used != 1:
        raise Refused(Refusal("over", OVER))
    return sign_in(asking.person, at, agent)


@writes
def sign_in(person: Person, at: datetime, agent: str = "") -> tuple[SignIn, str]:
    """A new sign-in with a new secret, never an old one again."""
    secret = chance.token_urlsafe(32)
    kind = "customer" if person.memberships.exists() or person.operator else "contributor"
    row = SignIn.create(
        code=new_code(),
        secret=digest(secret),
        person=person,
        created_at=at,
        seen_at=at,
        fresh_at=at,
        ends_at=at + STAYS[kind][1],
        browser=agent[:200],
    )
    return row, secret


def current(secret: str, at: datetime) -> SignIn | None:
    """The sign-in behind a cookie with its person and their memberships, if it still holds (idle and absolute
    limits)."""
    row = loaded.sign_in(digest(secret))
    if row is None or at >= row.ends_at:
        return None
    idle = STAYS["customer" if row.ends_at - row.created_at <= STAYS["customer"][1] else "contributor"][0]
    return row if at - row.seen_at < idle else None


@writes
def seen(row: SignIn, at: datetime) -> None:
    """It is in use."""
    SignIn.update(seen_at=at).where(SignIn.id == row.id).execute()


@writes
def carry(was: datetime, to: datetime) -> None:
    """The clock of a demo was moved, and nobody sat there meanwhile: every sign-in is as old and as idle after it as it
    was before. Whoever was signed in stays so, and what was over stays over."""
    gone = int((to - was).total_seconds())
    instants = (SignIn.created_at, SignIn.seen_at, SignIn.fresh_at, SignIn.ends_at)
    SignIn.update({one: one + gone for one in instants}).where(SignIn.ended_at.is_null()).execute()


@writes
def end(row: SignIn, at: datetime) -> None:
    """Signed out, there and everywhere that cookie is."""
    SignIn.update(ended_at=at).where(SignIn.id == row.id, SignIn.ended_at.is_null()).execute()


@writes
def end_others(row: SignIn, at: datetime) -> int:
    """Every other browser of this person is signed out; how many were."""
    return (
        SignIn.update(ended_at=at)
        .where(SignIn.person == row.person_id, SignIn.id != row.id, SignIn.ended_at.is_null())
        .execute()
    )
