"""The settings of the tests, letters as they are composed and as they arrive, and what can be read off them."""

import re
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from html.parser import HTMLParser

from icalendar import Calendar

from models import Outgoing, Person
from models.database import db, write_tx
from outbox.compose import Composed, compose

BASE = "https://parlor.example/talk"
HOUR = re.compile(r"\b\d\d:\d\d\b")


@dataclass(frozen=True)
class Settings:
    """What the outbox reads of an installation's settings."""

    base_url: str = BASE
    host: str = "parlor.example"
    secret: bytes = b"a secret that only the tests know"
    smtp_url: str = ""
    mail_from: str = "Parlor <post@parlor.example>"
    help_contact: str = ""
    target_hosts: frozenset = frozenset()


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self, at: datetime):
        self.at = at

    def __call__(self) -> datetime:
        return self.at


def states() -> dict[str, str]:
    """Letter and first name of its recipient -> state."""
    names = {person.id: person.name.split()[0] for person in Person.select()}
    return {f"{row.letter} {names[row.recipient]}": row.state for row in Outgoing.select().order_by(Outgoing.id)}


def row(letter: str, person: Person) -> Outgoing:
    """The latest outgoing row of this letter to this person."""
    rows = Outgoing.select().where(Outgoing.letter == letter, Outgoing.recipient == person.id)
    return rows.order_by(Outgoing.id.desc()).first()


def composed(letter: str, person: Person, settings: Settings | None = None) -> Composed:
    """The latest of these letters to this person."""
    return compose(row(letter, person), settings or Settings())


def speaks(person: Person, language: str | None = None, zone: str | None = None) -> None:
    """From now on they read in this language and zone."""
    values = {"language": language or person.language, "zone": zone or person.zone}
    Person.update(values).where(Person.id == person.id).execute()


class Page(HTMLParser):
    """A letter's page as it is read: its words and its links."""

    def __init__(self, html: str):
        super().__init__()
        self.read, self.links, self.tags = "", [], set()
        self.skipping = self.hidden = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.read += "" if tag in ("bdi", "a", "span", "strong") else "\n"
        self.skipping = self.skipping or tag in ("head", "style")
        self.hidden = self.hidden or "display:none" in (dict(attrs).get("style") or "")
        if tag == "a":
            self.links.append(dict(attrs)["href"])

    def handle_endtag(self, tag):
        self.skipping = self.skipping and tag != "head"
        self.hidden = self.hidden and tag != "div"

    def handle_data(self, data):
        if not self.skipping and not self.hidden:
            self.read += data.replace("\u2060", "")

    @property
    def text(self) -> str:
        """All words in a row, without the name of the product over them."""
        return " ".join(self.read.split()).removeprefix("Parlor ")


def words_of(text: str) -> str:
    """The words of a plain letter without its lines, its bullets and the address of its page."""
    for drawn in (rf":\n{re.escape(BASE)}\S*$", r"^(=+|---)$", r"^(- |> )", "[\u2068\u2069]"):
        text = re.sub(drawn, "", text, flags=re.MULTILINE)
    return " ".join(text.split())


def event_of(data: bytes | str):
    """(method, event) of a calendar message."""
    calendar = Calendar.from_ical(data)
    [event] = calendar.walk("VEVENT")
    return str(calendar["METHOD"]), event


def calendar_of(message: EmailMessage):
    """(the MIME part's method, method, event) of the calendar inside the alternative."""
    [part] = [part for part in message.walk() if part.get_content_type() == "text/calendar" and not part.get_filename()]
    return part.get_param("method"), *event_of(part.get_content())


@contextmanager
def undone():
    """What happens inside did not happen."""
    with write_tx(), db.atomic() as inner:
        yield
        inner.rollback()
