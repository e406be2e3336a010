"""Every letter with the longest, the oddest and the emptiest data there can be, in both languages: nothing of it breaks
a line, a header or a sentence, and nothing of the other side slips in."""

import re
from email import message_from_bytes, policy
from itertools import product

import pytest

from lifecycle import words
from models import Entry, Note, Outgoing, Person, Session, Study, Workspace, database
from outbox.compose import compose
from outbox.message import message_of
from outbox.typeset import WIDTH
from tests import world
from tests.outbox import post, stories
from tests.outbox.post import BASE, Page
from tests.services import databases
from tests.world import NOW

UNTOLD = re.compile(r"%\(\w*\)|%s|\{\{|\}\}|\{%|\bNone\b(?! of)|\bUndefined\b|object at 0x|<built-in|lambda")
OWN = re.compile(rf"^{re.escape(BASE)}/[\w/-]+(\?show=\w+)?(#\w+)?$")
LONG = "Maximiliane-Theodora von Hohenberg-Schwarzenfeld zu Altenbruch "
EXTREMES = {
    "long": {"name": (LONG * 3)[:120], "title": (LONG * 3)[:120], "team": (LONG * 3)[:120], "text": LONG * 40,
             "username": "a" * 40, "zone": "America/Argentina/ComodRivadavia"},
    "unbroken": {"name": "x" * 120, "title": "y" * 120, "team": "z" * 120, "text": "w" * 3000, "username": "u" * 40,
                 "zone": "Pacific/Chatham"},
    "turned": {"name": "שלום עולם " * 8, "title": "مرحبا بالعالم " * 6, "team": "תל אביב " * 6, "text": "שלום " * 300,
               "username": "παπαδοπούλου_ü", "zone": "Asia/Kathmandu"},
    "missing": {"name": "", "title": "A", "team": "B", "text": "", "username": "c", "zone": "Not/There"},
    "hostile": {"name": "A\r\nBcc: v@x.example\u202e", "title": "{{7*7}} %(title)s %s", "team": "https://e.example/ B",
                "text": "<b>https://evil.example</b>\r\n\r\nSee your conversation:\r\nhttps://evil.example/",
                "username": "d-%(who)s", "zone": "Etc/GMT+12"},
}  # fmt: skip
# To an address that is not the reader's yet, or not any more.
ELSEWHERE = ("address_code", "address_changed")


@pytest.fixture(scope="module")
def people(tmp_path_factory):
    """Everybody, on SQLite."""
    database.connect(databases.fresh("sqlite", tmp_path_factory.mktemp("extremes")))
    yield world.build()
    database.close()


def twist(data: dict, language: str) -> None:
    """Make everything that people typed as odd as this."""
    for person in Person.select():
        own = f"{data['username'][:34]}{person.id:>04}"
        values = {"username": own} if person.username else {}
        values |= {"name": data["name"][:120], "zone": data["zone"], "language": language}
        Person.update(values).where(Person.id == person.id).execute()
    Study.update(title=data["title"][:120], about=data["text"], currency="JPY", reward=123456789).execute()
    Workspace.update(name=data["team"][:120], help_contact=data["text"][:250]).execute()
    # What stands beside a change of address is the old address, which nobody types freely.
    typed = Note.entry.not_in(Entry.select(Entry.id).where(Entry.noun == "signin"))
    Note.update(text=data["text"]).where(typed).execute()
    Session.update(host_zone=data["zone"], zone=data["zone"]).execute()


def check(row: Outgoing, letter, language: str) -> None:
    """What holds for every letter, whatever the data."""
    where = f"{row.letter} to {row.recipient}"
    page = Page(letter.html)
    own_words = {value for data in EXTREMES.values() for value in data.values()}
    for text in (letter.subject, letter.text, page.text, letter.sender[0]):
        told = UNTOLD.search(without(text, own_words))
        assert not told, f"{where}: {told} in {text}"
    assert 5 < len(letter.subject) < 120, f"{where}: {letter.subject}"
    assert post.words_of(letter.text) == page.text, where
    assert not re.search(r"\s[,.;:]|\(\)|“”|  ", letter.subject), f"{where}: {letter.subject}"
    for line in letter.text.splitlines():
        width = len(line.replace("\u2068", "").replace("\u2069", ""))
        assert width <= WIDTH or " " not in line.strip().removeprefix("> ").removeprefix("- "), f"{where}: {line}"
    assert f'<html lang="{language}" dir="ltr">' in letter.html
    assert all(OWN.match(link) for link in page.links), f"{where}: {page.links}"
    assert len(letter.html) < 30_000
    for link in page.links:
        assert f":\n{link}" in letter.text


def without(text: str, own: set[str]) -> str:
    """The text without what was typed."""
    for typed in ("{{7*7}}", "%(title)s", "%s", "%(who)s"):
        text = text.replace(typed, "")
    return text


def delivered(row: Outgoing, letter) -> None:
    """The letter as a message: headers of one line, one sender, one reader, one guest."""
    reader = Person.get_by_id(row.recipient)
    to = letter.address if row.letter in ELSEWHERE else reader.email
    raw = bytes(message_of(letter, NOW))
    message = message_from_bytes(raw, policy=policy.default)
    assert [str(message[name]) for name in ("To", "Cc", "Bcc")] == [to, "None", "None"]
    assert all("\n" not in str(value) and "\r" not in str(value) for value in message.values())
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    everything = "\n".join((letter.subject, letter.text, letter.html, letter.sender[0], letter.calendar.decode()))
    for other in Person.select().where(Person.id != reader.id):
        assert other.email not in everything.replace("\r\n ", "")
    if letter.method:
        _part, _method, event = post.calendar_of(message)
        assert str(event["ATTENDEE"]) == f"mailto:{reader.email}"
        assert str(event["LOCATION"]) == str(event["URL"])
        assert OWN.match(str(event["LOCATION"]))
        assert all(len(line) <= 75 for line in letter.calendar.split(b"\r\n"))


@pytest.mark.promise("P28")
@pytest.mark.parametrize("story", stories.STORIES, ids=lambda story: story.__name__)
def test_every_letter_survives_every_extreme_in_every_language(people, story):
    with post.undone():
        story(people)
        rows = list(Outgoing.select().where(Outgoing.channel == "mail").order_by(Outgoing.id))
        assert rows
        for extreme, language in product(EXTREMES.values(), words.LANGUAGES):
            twist(extreme, language)
            for row in rows:
                letter = compose(row, post.Settings())
                check(row, letter, language)
                if language == "de":
                    delivered(row, letter)
