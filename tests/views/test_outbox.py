"""The letters that can be read in Parlor: by whom, in which order, and so that nothing in them can act."""

import re

import icalendar
import pytest

from models import Asking, Letter, Outgoing, database
from outbox.drain import drain
from outbox.secrets import sign_in_code
from tests import world as story
from tests.views.app import SECRET, app_at, hands_of
from tests.views.conftest import Place

NASTY = "<img src=x onerror=alert(1)>\"'&"


@pytest.fixture
def demo(database_url, tmp_path):
    """The app as a demo."""
    app, clock = app_at(database_url, story.NOW, tmp_path, PARLOR_DEMO="1")
    yield Place(app, clock, story.build())
    database.close()


def sent(place):
    """Everything that is due is written and sent."""
    drain(place.app.config["SETTINGS"], place.clock.now)


def number(letter: str) -> int:
    """The newest letter of this kind."""
    return Outgoing.select().where(Outgoing.letter == letter).order_by(Outgoing.id.desc()).get().id


def test_in_the_demo_everybody_reads_every_letter_and_is_told_so(demo):
    story.booked(demo.world)
    sent(demo)
    hands = demo.nobody().open("/outbox").see("This is a demo, so everybody can read every letter")
    hands.see("Cleo Marchetti").see("Ada Lind").follow("It is booked")
    hands.see("cleo.marchetti@mail.example").see("Sent")


def test_the_code_to_sign_in_stands_in_the_demo_and_nowhere_else(demo):
    asker = demo.nobody().open("/sign-in")
    asker.send(asker.form(holds="email"), email="ada@halden.example")
    sent(demo)
    digits = sign_in_code(SECRET.encode(), Asking.get().code)
    assert digits not in Letter.get().text
    shown = demo.nobody().open(f"/outbox/{number('sign_in')}")
    assert digits in re.sub(r"\D", "", shown.page.text)


def test_outside_the_demo_only_an_operator_reads_them_and_no_code(place):
    asker = place.nobody().open("/sign-in")
    asker.send(asker.form(holds="email"), email="ada@halden.example")
    story.booked(place.world)
    sent(place)
    booked, code = number("booked"), number("sign_in")
    assert place.nobody().open("/outbox").url == "/sign-in"
    for person in (place.world.ada, place.world.cleo, place.world.mallory):
        for path in ("/outbox", f"/outbox/{booked}", f"/outbox/{booked}/html", f"/outbox/{booked}/invite.ics"):
            assert place.as_(person).open(path).status == 404
    olga = place.as_(place.world.olga).open("/outbox")
    assert "This is a demo" not in olga.page.text
    digits = sign_in_code(SECRET.encode(), Asking.get().code)
    for path in (f"/outbox/{code}", f"/outbox/{code}/html"):
        assert olga.open(path).status == 200
        assert digits not in re.sub(r"\D", "", olga.page.text)


def test_what_was_written_last_stands_first_and_one_person_can_be_read_alone(demo):
    session = story.booked(demo.world)
    sent(demo)
    demo.clock.at = session.starts_at - story.DAY
    sent(demo)
    hands = demo.nobody().open("/outbox")
    first = next(text for href, _event, text in hands.page.links if re.fullmatch(r"/outbox/\d+", href))
    assert first == Letter.select().order_by(Letter.id.desc()).get().subject
    hands.open(f"/outbox?to={demo.world.cleo.code}")
    shown = {int(href.split("/")[-1]) for href, _e, _t in hands.page.links if re.fullmatch(r"/outbox/\d+", href)}
    assert shown == {
        row.id for row in Outgoing.select().where(Outgoing.recipient == demo.world.cleo, Outgoing.state == "sent")
    }


def test_a_letter_that_is_stuck_is_seen(demo):
    story.booked(demo.world)
    demo.nobody().open("/outbox").see("Not sent yet").see("Waits to be sent")
    Outgoing.update(state="dead", outcome="the address was refused").where(Outgoing.letter == "booked").execute()
    sent(demo)
    demo.nobody().open("/outbox").see("Given up").see("the address was refused")


def test_many_letters_are_leafed_through(demo):
    story.live_study(demo.world, invitees=[story.contributor(f"guest.{one}") for one in range(45)])
    sent(demo)
    total = Letter.select().count()
    hands, seen = demo.nobody().open("/outbox"), set()
    for _page in range(5):
        seen |= {href for href, _e, _t in hands.page.links if re.fullmatch(r"/outbox/\d+", href)}
        if not any("Older" in text for _h, _e, text in hands.page.links):
            break
        hands.follow("Older")
    assert len(seen) == total


def test_the_look_of_a_letter_can_do_nothing(demo):
    story.booked(demo.world)
    sent(demo)
    answer = hands_of(demo.app).client.get(f"/outbox/{number('booked')}/html")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy.split("; ")
    assert "script-src" not in policy
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    page = hands_of(demo.app).open(f"/outbox/{number('booked')}")
    frame = re.search(r"<iframe[^>]*>", page.html).group()
    assert "allow-scripts" not in frame
    assert "allow-same-origin" not in frame


def test_hostile_words_in_a_letter_stay_words(demo):
    demo.world.ada.name = NASTY
    demo.world.ada.save()
    story.booked(demo.world, story.live_study(demo.world, title=NASTY))
    sent(demo)
    for path in ("/outbox", f"/outbox/{number('booked')}", f"/outbox/{number('booked')}/html"):
        hands = demo.nobody().open(path)
        assert hands.status == 200
        assert "<img src=x" not in hands.html


def test_the_calendar_file_of_a_letter_can_be_taken(demo):
    session = story.booked(demo.world)
    sent(demo)
    answer = hands_of(demo.app).client.get(f"/outbox/{number('booked')}/invite.ics")
    assert answer.headers["Content-Type"].startswith("text/calendar; method=REQUEST")
    (event,) = icalendar.Calendar.from_ical(answer.data).walk("VEVENT")
    assert event["DTSTART"].dt == session.starts_at
    assert demo.nobody().open(f"/outbox/{number('invitation')}/invite.ics").status == 404


@pytest.mark.parametrize("odd", ["0", "999999999999", "9" * 30, "1/html/x", "abc"])
def test_a_letter_that_is_none_is_not_there(demo, odd):
    assert demo.nobody().open(f"/outbox/{odd}").status == 404


@pytest.mark.parametrize("before", ["", "x", "-1", "9" * 30, "0"])
def test_a_strange_place_in_the_list_is_no_fault(demo, before):
    assert demo.nobody().open(f"/outbox?before={before}").status == 200
