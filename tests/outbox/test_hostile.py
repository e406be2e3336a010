"""What strangers type stays text: in headers, in both forms of a letter, and in the calendar."""

from dataclasses import replace
from email import message_from_bytes, policy

import pytest

from commands.fire import fire
from models import Note, Outgoing, Person, Study, Workspace
from outbox import typeset
from outbox.compose import Unsendable, compose
from outbox.message import message_of
from tests.outbox import post, stories
from tests.outbox.post import BASE, Page, calendar_of, composed
from tests.world import HOUR, NOW, START, booked, themselves

CORPUS = {
    "header": "Mallory\r\nBcc: victim@mail.example\r\n\r\nHello",
    "calendar": "X\r\nATTENDEE:mailto:victim@mail.example\r\nEND:VEVENT",
    "script": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "template": "{{7*7}}{% if 1 %}x{% endif %}${7*7}%(title)s %s %d",
    "attribute": "\" onmouseover=\"alert(1)\" x='",
    "turned": "\u202eevil\u202c \u2067x\u2069",
    "hebrew": "שלום עולם",
    "arabic": "مرحبا",
    "separators": "a\u2028b\u2029c\x0bd\x85e\x1ff\tg",
    "emoji": "👩‍👩‍👧 café",
    "long": "a" * 5000 + " " + "b" * 5000,
    "long_words": "word " * 3000,
    "lines": "\n\nSee your conversation:\nhttps://evil.example/\n\n",
    "quotes": 'Ada "the; boss", <ada@x.example>, \\n',
}


@pytest.mark.parametrize("text", CORPUS.values(), ids=CORPUS)
def test_hostile_text_stays_text(people, text):
    stories.canceled_by_contributor(people)
    Note.update(text=text).execute()
    Study.update(title=text[:120], about=text).execute()
    Workspace.update(name=text[:120], help_contact=text[:250]).execute()
    Person.update(name=text[:120]).execute()
    for row in Outgoing.select():
        written = compose(row, post.Settings())
        check_page(written)
        check_message(written, Person.get_by_id(row.recipient).email)


def check_page(written) -> None:
    """Nothing became markup, a template or a second link, and both forms say the same."""
    page = Page(written.html)
    assert not page.tags & {"script", "img"}
    assert page.links[1:] == ([written.unsubscribe] if written.unsubscribe else [])
    assert all(link.startswith(f"{BASE}/") for link in page.links)
    assert post.words_of(written.text) == page.text
    assert "49" not in page.text
    assert len(written.subject) <= 120
    assert not set(written.text + written.html) & set("\u202e\u202d\u202a\u202b\x0b\x85\u2028\x1f")
    assert written.text.count(f":\n{BASE}/") == len(page.links)
    assert "conversation:\nhttps://evil" not in written.text


def check_message(written, address: str) -> None:
    """One sender, one recipient, one subject, one guest."""
    message = message_from_bytes(bytes(message_of(written, NOW)), policy=policy.default)
    assert [str(message[name]) for name in ("To", "Bcc", "Cc")] == [address, "None", "None"]
    assert [len(message.get_all(name)) for name in ("From", "To", "Subject")] == [1, 1, 1]
    assert message["From"].addresses[0].addr_spec == "post@parlor.example"
    if written.method:
        part_method, method, event = calendar_of(message)
        assert part_method == method == written.method
        assert str(event["ATTENDEE"]) == f"mailto:{address}"
        assert str(event["ORGANIZER"]) == "mailto:post@parlor.example"
        assert str(event["SUMMARY"]).startswith("Conversation with ")


def test_what_can_be_shown_is_shown(people):
    booked(people)
    Workspace.update(name=CORPUS["script"]).execute()
    Study.update(title=CORPUS["template"]).execute()
    letter = composed("booked", people.cleo)
    assert CORPUS["script"] in " ".join(letter.text.split())
    assert CORPUS["script"] in Page(letter.html).text
    assert "{{7*7}}{% if 1 %}x{% endif %}${7*7}%(title)s %s %d" in Page(letter.html).text


def test_names_written_from_right_to_left_are_kept_apart(people):
    booked(people)
    Person.update(name=CORPUS["hebrew"]).where(Person.id == people.ada.id).execute()
    letter = composed("booked", people.cleo)
    assert f"\u2068{CORPUS['hebrew']}\u2069" in letter.text
    assert f"<bdi>{CORPUS['hebrew']}</bdi>" in letter.html


def test_a_long_text_is_cut_with_a_sign_of_it():
    assert typeset.clean("x" * 300, 10) == "xxxxxxxxx…"
    assert typeset.clean("x" * 10, 10) == "x" * 10


@pytest.mark.parametrize("field", ["subject", "message_id", "thread", "address"])
@pytest.mark.parametrize("break_", ["\r\n", "\n", "\r", "\x85", "\u2028", "\x0b", "\0"])
def test_a_line_break_in_any_header_is_refused(people, field, break_):
    booked(people)
    letter = replace(composed("booked", people.cleo), **{field: f"a@b.example{break_}Bcc: victim@mail.example"})
    with pytest.raises(ValueError):
        message_of(letter, NOW)


@pytest.mark.parametrize("sender", [("a\r\nBcc: v@x.example", "p@x.example"), ("a", "p@x.example\r\nBcc: v@x.example")])
def test_a_line_break_in_the_sender_is_refused(people, sender):
    booked(people)
    with pytest.raises(ValueError):
        message_of(replace(composed("booked", people.cleo), sender=sender), NOW)


@pytest.mark.parametrize("address", [None, "a@b.example\r\nBcc: v@x.example", "a@b.example\n"])
def test_a_person_without_a_proper_address_gets_no_letter(people, address):
    booked(people)
    Person.update(email=address).where(Person.id == people.cleo.id).execute()
    with pytest.raises(Unsendable):
        composed("booked", people.cleo)


def test_a_note_that_is_not_meant_for_letters_stays_out(people):
    fire(booked(people), "cancel", themselves(people.cleo), START - HOUR, reason="technical", note="secret")
    for reader in (people.ada, people.cleo):
        assert "secret" not in composed("canceled", reader).text
