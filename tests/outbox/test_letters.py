"""Every letter, for every recipient, in every language: complete, alike in both forms, silent about what is private."""

import pathlib
import re

import pytest

from lifecycle import reasons, words
from lifecycle.together import CONTRIBUTOR_REASONS, CUSTOMER_REASONS
from models import Outgoing, Person
from outbox.compose import compose
from outbox.letters import LETTERS, STOPPABLE, method_of
from tests.outbox import post, stories
from tests.outbox.post import BASE, HOUR, Page, Settings

FOLDERS = {path.parent.name for path in pathlib.Path("templates/mail").glob("*/subject.txt")}
ADDRESSES = ("address_code", "address_changed", "address_taken")
REMOVALS = ("removal_appealed", "removal_stands")
UNRESOLVED = re.compile(r"%\(|\{\{|\}\}|\{%|object at 0x|\bNone\b(?! of)|\bUndefined\b|\bFalse\b|\bTrue\b|&lt;bdi")
FILES = {"subject.txt", "body.txt", "body.html"}


def test_every_letter_of_the_table_has_its_three_files():
    named = {rule.letter for rules in LETTERS.values() for rule in rules}
    named |= {"sign_in", "message", *REMOVALS, *ADDRESSES}
    assert named == FOLDERS
    for name in named:
        assert {path.name for path in pathlib.Path("templates/mail", name).iterdir()} == FILES


@pytest.mark.parametrize("story", stories.STORIES, ids=lambda story: story.__name__)
def test_a_story_is_told_to_everybody_in_every_language(people, settings, story):
    story(people)
    rows = list(Outgoing.select().where(Outgoing.channel == "mail"))
    assert rows, "the story sent nothing"
    for language in words.LANGUAGES:
        Person.update(language=language).execute()
        for row in rows:
            check(row, compose(row, settings), language)


def check(row: Outgoing, letter, language: str) -> None:
    """What holds for every letter."""
    where = f"{row.letter} to {row.recipient}"
    page = Page(letter.html)
    reader = Person.get_by_id(row.recipient)
    for text in (letter.subject, letter.text, page.text):
        assert not UNRESOLVED.search(text), f"{where}: {UNRESOLVED.search(text)} in {text}"
    assert "\n" not in letter.subject
    assert 5 < len(letter.subject) <= 120
    assert post.words_of(letter.text) == page.text, where
    assert HOUR.findall(letter.text.replace(BASE, "")) == HOUR.findall(page.text)
    assert len(page.links) == (2 if row.letter in STOPPABLE else 1), where
    assert all(link.startswith(f"{BASE}/") and link in letter.text for link in page.links)
    assert page.links[1:] == ([letter.unsubscribe] if letter.unsubscribe else [])
    assert f'lang="{language}" dir="ltr"' in letter.html
    assert not page.tags & {"script", "img", "iframe", "form", "link", "object"}
    assert not re.search(r"src=|url\(|@import", letter.html)
    assert all(len(line) < 900 for line in letter.html.splitlines())
    assert bool(letter.calendar) == bool(method_of(row.letter))
    everything = (letter.subject, letter.text, letter.html, letter.calendar.decode(), letter.sender[0])
    keeps_quiet(reader, "\n".join(everything), where)


def keeps_quiet(reader: Person, everything: str, where: str) -> None:
    """Nobody else's address, and no contributor's real name but to themselves."""
    unfolded = everything.replace("\r\n ", "")
    for other in Person.select().where(Person.id != reader.id):
        assert other.email not in unfolded, f"{where} gives away an address"
        if other.username:
            assert other.name not in unfolded, f"{where} gives away a name"


def test_the_stories_send_every_letter(people):
    sent = set()
    for story in stories.STORIES:
        with post.undone():
            story(people)
            sent |= {row.letter for row in Outgoing.select()}
    assert sent == FOLDERS


@pytest.mark.parametrize(("side", "codes"), [("customer", CUSTOMER_REASONS), ("contributor", CONTRIBUTOR_REASONS)])
def test_every_reason_has_its_words_for_both_sides(side, codes):
    assert tuple(code for code, _label in reasons.choices(side)) == codes
    assert all(str(reasons.told(side, code)).endswith(".") for code in codes)
    assert reasons.told(side, "made_up") is None


def test_a_german_letter_has_german_days(people, settings):
    post.speaks(people.cleo, language="de")
    stories.paid(people)
    assert "Donnerstag, 26. November 2026" in post.composed("booked", people.cleo, Settings()).text
    assert "Thursday 26 November 2026" in post.composed("booked", people.ada, Settings()).text
