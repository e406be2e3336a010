"""The letters that can be read in Parlor: by whom, in which order, and so that nothing in them can act."""

import re

import icalendar
import pytest

from commands.fire import fire
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
    demo.nobody().open("/outbox").see("Not sent yet, or not arrived").see("Waits to be sent")
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


@pytest.fixture
def mixed(place):
    """Letters in every state, outside the demo."""
    story.booked(place.world)
    sent(place)
    rows = {row.letter: row for row in Outgoing.select().where(Outgoing.recipient == place.world.cleo.id)}
    for letter, state, outcome in (
        ("booked", "bounced", "550 5.1.1 No such person"), ("invitation", "dead", "the mail server hung up"),
        ("reminder_day", "dropped", "no longer holds"),
    ):  # fmt: skip
        Outgoing.update(state=state, outcome=outcome).where(Outgoing.id == rows[letter].id).execute()
    place.world.cleo.bounced_at = place.clock.at
    place.world.cleo.save()
    return rows


def numbers(hands) -> set[int]:
    """The letters that can be opened from a list."""
    return {int(href.split("/")[-1]) for href, _e, _t in hands.page.links if re.fullmatch(r"/outbox/\d+", href)}


@pytest.mark.parametrize(("state", "words", "why"), [
    ("bounced", "Came back", "550 5.1.1 No such person"), ("dead", "Given up", "the mail server hung up"),
    ("dropped", "Not sent", "It no longer held when it was due."),
    ("sent", "Sent", "Shown here only, because no mail server is set."), ("waiting", "Waits to be sent", ""),
])  # fmt: skip
def test_letters_are_found_by_what_became_of_them(place, mixed, state, words, why):
    hands = place.as_(place.world.olga).open(f"/outbox?state={state}")
    hands.see(words).see(why)
    wanted = {row.id for row in Outgoing.select().where(Outgoing.state == state)}
    tab = next(text for href, _e, text in hands.page.links if href == f"/outbox?state={state}")
    assert tab.split()[-1] == str(len(wanted))
    assert numbers(hands) <= wanted
    if state in ("bounced", "dead", "sent"):
        assert numbers(hands) == wanted


def test_letters_are_found_by_their_name_in_the_reader_s_language(place, mixed):
    hands = place.as_(place.world.olga).open("/outbox")
    hands.send(hands.form(holds="q"), q="booked").see("It is booked")
    assert numbers(hands) == {row.id for row in Outgoing.select().where(Outgoing.letter == "booked")}
    hands.send(hands.form(holds="q"), q="booked").follow("Came back")
    assert numbers(hands) == {mixed["booked"].id}
    hands.open("/outbox?q=nothing%20like%20it").see("No such letter")
    for odd in ("?q=%00", "?state=nonsense", "?to=nobody", "?state=sent&before=x", "?q=" + "x" * 500):
        assert hands.open(f"/outbox{odd}").status in (200, 404)


def test_what_was_asked_for_is_leafed_through_and_stays_asked_for(place):
    story.live_study(place.world, invitees=[story.contributor(f"guest.{one}") for one in range(45)])
    Outgoing.update(state="dead").where(Outgoing.letter == "invitation").execute()
    hands = place.as_(place.world.olga).open("/outbox?state=dead&q=invitation")
    first = numbers(hands)
    hands.follow("Older")
    assert len(first | numbers(hands)) == 45
    assert not first & numbers(hands)


@pytest.mark.parametrize("letter", ["booked", "invitation"])
def test_an_operator_sends_again_what_came_back_or_got_stuck(place, mixed, letter):
    row = mixed[letter]
    before = Letter.get(Letter.outgoing == row.id).message_id
    hands = place.as_(place.world.olga).open(f"/outbox/{row.id}")
    hands.press("send_again").see("It is sent again.")
    fresh = Outgoing.get_by_id(row.id)
    assert (fresh.state, fresh.tries, fresh.next_at) == ("waiting", 0, place.clock.at)
    sent(place)
    assert Outgoing.get_by_id(row.id).state == "sent"
    assert Letter.get(Letter.outgoing == row.id).message_id == before


@pytest.mark.parametrize("letter", ["reminder_day", "reminder_soon"])
def test_what_did_not_get_stuck_offers_nothing_and_is_refused(place, mixed, letter):
    row = story.again(mixed[letter])
    hands = place.as_(place.world.olga)
    assert hands.open(f"/outbox/{row.id}").status == 404
    hands.open(f"/outbox/{mixed['booked'].id}")
    token = dict(hands.form("send_again").fields)["form_token"]
    Letter.create(outgoing=row, message_id="<x@y>", address="a@b", subject="S", text="T", html="<p>T", at=story.NOW)
    answer = hands.client.post(f"/outbox/{row.id}/again", data={"form_token": token})
    assert answer.status_code == 409
    assert "did not get stuck" in answer.get_data(as_text=True)
    assert story.again(row).state == row.state


@pytest.mark.promise("P1")
def test_nobody_but_an_operator_sends_again(place, mixed):
    row = mixed["booked"]
    for person in (place.world.mallory, place.world.ada, place.world.cleo):
        hands = place.as_(person).open("/sign-ins")
        token = hands.form(holds="form_token").fields[0][1]
        assert hands.client.post(f"/outbox/{row.id}/again", data={"form_token": token}).status_code == 404
    assert Outgoing.get_by_id(row.id).state == "bounced"


def test_in_the_demo_everybody_reads_and_only_an_operator_sends_again(demo):
    story.booked(demo.world)
    sent(demo)
    row = Outgoing.get(Outgoing.letter == "booked")
    Outgoing.update(state="dead").where(Outgoing.id == row.id).execute()
    for hands in (demo.nobody(), demo.as_(demo.world.mallory)):
        assert not hands.open(f"/outbox/{row.id}").offers("send_again")
        token = hands.open("/sign-in").form(holds="form_token").fields[0][1]
        assert hands.client.post(f"/outbox/{row.id}/again", data={"form_token": token}).status_code in (303, 404)
    assert Outgoing.get_by_id(row.id).state == "dead"


def test_a_letter_that_could_never_be_written_says_why(place):
    place.world.cleo.email = None
    place.world.cleo.save()
    story.booked(place.world)
    sent(place)
    row = Outgoing.get(Outgoing.letter == "booked", Outgoing.recipient == place.world.cleo.id)
    hands = place.as_(place.world.olga).open(f"/outbox/{row.id}")
    hands.see("There is no e-mail address.").see("It could not be written")
    assert hands.offers("send_again")


def test_the_customer_reads_in_the_timeline_that_the_address_refused_a_letter(place, mixed):
    session = place.world.cleo.conversations.get()
    place.as_(place.world.ada).open(f"/sessions/{session.code}").see("Could not be delivered: the address refused it")


def test_who_moved_on_takes_a_conversation_along_as_a_file(place):
    session = story.booked(place.world)
    for person in (place.world.ada, place.world.cleo, place.world.bo):
        answer = place.as_(person).client.get(f"/sessions/{session.code}/calendar.ics")
        assert answer.headers["Content-Type"].startswith("text/calendar; method=PUBLISH")
        (event,) = icalendar.Calendar.from_ical(answer.data).walk("VEVENT")
        assert (event["DTSTART"].dt, event["DTEND"].dt) == (session.starts_at, session.ends_at)
        assert str(event["UID"]).startswith(session.uid)
        assert str(event["URL"]).endswith(f"/sessions/{session.code}")
        for address in (place.world.ada.email, place.world.cleo.email, place.world.bo.email):
            assert address.encode() not in answer.data.replace(b"\r\n ", b"")
        assert session.study.meeting_link.encode() not in answer.data.replace(b"\r\n ", b"")
    assert place.as_(place.world.mallory).client.get(f"/sessions/{session.code}/calendar.ics").status_code == 404
    fire(session, "cancel", story.customer(place.world.ada), place.clock.at, reason="technical")
    assert place.as_(place.world.cleo).client.get(f"/sessions/{session.code}/calendar.ics").status_code == 303
