"""What others wrote is shown as what they wrote, on every page of the contributor's side."""

from html.parser import HTMLParser

import pytest

from commands.fire import fire
from models import Choice, Participant, Session
from tests import world as story

NASTY = (
    "</title></textarea><img src=x onerror=alert(1)><script>alert(2)</script>\"'`&amp;{{7*7}}{% x %}\u202e\u2067 end"
)
ASKS = [{"text": NASTY, "choices": [(NASTY, "accept"), (f"{NASTY} no", "reject")]}]


class Tags(HTMLParser):
    """What a browser would make of a page: tags with their attributes."""

    def __init__(self, html: str):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))


def harmless(hands) -> None:
    """No tag and no attribute comes from the words."""
    assert hands.status in (200, 409, 422)
    for tag, given in Tags(hands.html).found:
        assert tag != "img"
        assert not any(name.startswith("on") for name in given)
        assert tag != "script" or given.get("src", "").startswith("/static/")


@pytest.fixture
def nasty(place):
    """A study, its people and its team with such names."""
    place.world.ada.name = place.world.cleo.name = NASTY[:120]
    place.world.ada.save()
    place.world.cleo.save()
    place.world.halden.name = NASTY[:120]
    place.world.halden.save()
    return {"title": NASTY[:120], "about": NASTY, "asks": ASKS}


def test_the_way_from_the_invitation_to_the_conversation(place, nasty):
    row = story.invited(place.world, story.live_study(place.world, **nasty))
    hands = place.as_(place.world.cleo)
    for path in ("/me", f"/participants/{row.code}"):
        harmless(hands.open(path))
        hands.see("<script>alert(2)</script>")
    hands.press("open_screener")
    harmless(hands.see("{{7*7}}"))
    good = Choice.get(Choice.verdict == "accept")
    field = f"q{good.question_id}"
    harmless(hands.send(hands.form(holds="shown"), **{field: NASTY}))
    harmless(hands.send(hands.form(holds="shown"), **{field: str(good.id)}))
    harmless(hands.send(hands.form(holds="camera"), camera="1"))
    harmless(hands.send(hands.form(holds="starts_at"), event="book", starts_at="none", note=NASTY + "x" * 2000))
    assert NASTY in dict(hands.form(holds="note").fields)["note"]
    harmless(hands.send(hands.form(holds="starts_at"), event="book", starts_at="none", note=NASTY))
    harmless(hands.open(f"/participants/{row.code}/times"))
    harmless(hands.send(hands.form(holds="starts_at"), event="book", starts_at=NASTY))
    harmless(hands.send(hands.form(holds="starts_at"), event="book", starts_at="2026-11-26T13:00:00Z"))
    session = Session.get()
    for path in ("", "/move", "/cancel", "/join"):
        harmless(hands.open(f"/sessions/{session.code}{path}"))
    hands.open(f"/sessions/{session.code}").press("cancel", reason="other", note=NASTY)
    harmless(hands.open(f"/sessions/{session.code}").see("{{7*7}}"))
    for path in ("/me", "/money", "/standing"):
        harmless(hands.open(path))


def test_the_room_and_what_follows_on_both_sides(place, nasty):
    session = story.booked(place.world, story.live_study(place.world, **nasty))
    place.clock.at = story.START + story.MINUTE
    for person in (place.world.cleo, place.world.ada):
        hands = place.as_(person).open(f"/sessions/{session.code}/join")
        harmless(hands)
        harmless(hands.send(hands.form(holds="says"), event="answer", says=NASTY))
    fire(story.held(place.world, session).participant, "complete", story.customer(place.world.ada), story.END)
    hands = place.as_(place.world.cleo)
    for path in ("/me", "/money", f"/participants/{session.participant.code}"):
        harmless(hands.open(path))


def test_the_link_for_anybody(place, nasty):
    study = story.live_study(place.world, audience="invite", **nasty)
    hands = place.nobody().open(f"/i/{study.link}")
    harmless(hands.see("<script>"))
    harmless(hands.send(hands.form(holds="email"), email=NASTY, zone=NASTY))
    assert ("email", NASTY) in hands.form(holds="email").fields
    unknown = hands.open("/i/%3Cimg%20src=x%20onerror=alert(1)%3E")
    assert unknown.status == 404
    assert not any(tag == "img" for tag, _given in Tags(unknown.html).found)
    assert not Participant.select().exists()
