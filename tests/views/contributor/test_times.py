"""Choosing a time, and the page of the conversation that comes of it."""

import icalendar
import pytest

from commands import presence, sessions
from commands.fire import fire
from models import Session
from tests import world as story

START = "2026-11-26T13:00:00Z"


def choosing(place, **changes):
    """Cleo before the times."""
    row = story.qualified(place.world, story.live_study(place.world, **changes))
    return row, place.as_(place.world.cleo).open(f"/participants/{row.code}/times")


def take(hands, start=START):
    """Choose a time and press."""
    return hands.send(hands.form(holds="starts_at"), event="book", starts_at=start)


def test_times_stand_in_the_readers_zone_with_the_hosts_beside(place):
    _row, hands = choosing(place)
    hands.see("These are your times, in Lisbon.").see("Oslo is 1 hour ahead.").see("in Oslo")
    hands.send(hands.form(action="/zone"), zone="Asia/Kathmandu")
    hands.open(f"/participants/{_row.code}/times").see("in Kathmandu").see("Oslo is 4:45 hours apart.")


@pytest.mark.parametrize(("notice", "near"), [(120, True), (23 * 60, True), (24 * 60, False), (48 * 60, False)])
def test_what_a_time_within_the_notice_means_is_said_before_it_is_taken(place, notice, near):
    _row, hands = choosing(place, minimum_notice=notice, windows=[[day, 0, 24 * 60] for day in range(7)])
    hands.see("You can move it until 24 hours before.")
    assert ("One that begins sooner can not be moved" in hands.page.text) is near


def test_where_every_time_is_too_near_to_be_moved_no_move_is_promised(place):
    _row, hands = choosing(place, minimum_notice=0, horizon=1, windows=[[0, 0, 24 * 60]])
    hands.see("All of these begin in less than 24 hours. One that is taken now can not be moved")
    assert "You can move it until" not in hands.page.text
    assert "One that begins sooner" not in hands.page.text


def test_a_chosen_time_is_booked_and_stands_on_its_page(place):
    _row, hands = choosing(place)
    take(hands)
    session = Session.get()
    assert hands.url == f"/sessions/{session.code}"
    assert session.starts_at == story.START
    hands.see("Thursday 26 November").see("13:00").see("In Oslo it starts at 14:00.").see("€60.00")
    hands.see("It opens Thursday 26 November, 12:45 (Lisbon)")


def test_two_presses_lead_to_the_same_conversation(place):
    _row, hands = choosing(place)
    form = hands.form(holds="starts_at")
    first = hands.send(form, event="book", starts_at=START).url
    assert hands.send(form, event="book", starts_at="2026-11-26T14:00:00Z").url == first
    assert hands.open(f"/participants/{_row.code}/times").url == first
    assert Session.select().count() == 1


def test_a_time_that_was_just_taken_is_refused_with_fresh_times(place):
    study = story.live_study(place.world, invitees=[place.world.cleo, place.world.mallory])
    row = story.qualified(place.world, study)
    hands = place.as_(place.world.cleo).open(f"/participants/{row.code}/times")
    story.booked(place.world, study, place.world.mallory)
    take(hands)
    assert hands.status == 409
    hands.see("just taken")
    assert START not in hands.form(holds="starts_at").choices["starts_at"]
    assert story.again(row).state == "qualified"


def test_what_was_typed_stays_when_the_last_place_goes(place):
    study = story.live_study(place.world, places=1, invitees=[place.world.cleo, place.world.mallory])
    row = story.qualified(place.world, study)
    hands = place.as_(place.world.cleo).open(f"/participants/{row.code}/times")
    story.booked(place.world, study, place.world.mallory)
    take(hands)
    assert hands.status == 409
    hands.see("All places of this study are taken, or kept for somebody.")
    hands.press("wait").see("You are on the waiting list")
    assert story.again(row).state == "waitlisted"


@pytest.mark.parametrize("garbage", ["", "soon", "2026-11-26T13:00:00", "9" * 30])
def test_what_is_no_time_is_asked_again(place, garbage):
    _row, hands = choosing(place)
    take(hands, garbage)
    assert hands.status == 422
    assert not Session.select().exists()


def test_a_missing_time_is_asked_for(place):
    _row, hands = choosing(place)
    hands.send(hands.form(holds="starts_at"), event="book")
    assert hands.status == 422
    hands.see("Please choose a time.")


def test_none_of_these_passes_the_note_on_and_keeps_the_place(place):
    row, hands = choosing(place)
    hands.send(hands.form(holds="starts_at"), event="book", starts_at="none", note="Only after six.")
    hands.see("We passed it on.")
    row = story.again(row)
    assert (row.slot_note, row.state) == ("Only after six.", "qualified")
    hands.open(f"/participants/{row.code}/times").see("Only after six.")


def test_a_booking_answers_the_note_that_none_of_the_times_suited(place):
    row, hands = choosing(place)
    hands.send(hands.form(holds="starts_at"), event="book", starts_at="none", note="Only after six.")
    hands.open(f"/participants/{row.code}/times")
    hands.send(hands.form(holds="starts_at"), event="book", starts_at=story.START.strftime("%Y-%m-%dT%H:%M:%SZ"))
    assert (story.again(row).slot_note, story.again(row).state) == ("", "booked")


def test_a_note_that_is_too_long_comes_back_whole(place):
    _row, hands = choosing(place)
    hands.send(hands.form(holds="starts_at"), event="book", starts_at="none", note="x" * 2001)
    assert hands.status == 422
    assert "x" * 2001 in hands.html
    assert ("starts_at", "none") in hands.form(holds="starts_at").fields


def test_where_there_is_no_time_one_can_wait(place):
    row, hands = choosing(place)
    story.studies.set_hours(place.world.ada, "Europe/Oslo", [])
    hands.open(f"/participants/{row.code}/times").see("There is no time to choose at the moment")
    hands.follow("See what would follow").see("Joined the waiting list").see("Nothing has happened yet.")
    assert story.again(row).state == "qualified"
    hands.open(f"/participants/{row.code}/times").press("wait").see("You are on the waiting list")


def test_many_days_stand_on_several_pages(place):
    _row, hands = choosing(place)
    first = hands.form(holds="starts_at").choices["starts_at"]
    hands.follow("Later days")
    later = hands.form(holds="starts_at").choices["starts_at"]
    assert not (set(first) & set(later)) - {"none"}
    take(hands, later[0])
    assert hands.url.startswith("/sessions/")


def test_whoever_is_not_at_this_point_is_led_to_their_place(place):
    row = story.invited(place.world)
    hands = place.as_(place.world.cleo).open(f"/participants/{row.code}/times")
    assert hands.url == f"/participants/{row.code}"


def test_the_calendar_file_holds_this_conversation(place):
    session = story.booked(place.world)
    hands = place.as_(place.world.cleo).open(f"/sessions/{session.code}").follow("Add to calendar")
    (event,) = icalendar.Calendar.from_ical(hands.html).walk("VEVENT")
    assert str(event["UID"]).startswith(session.uid)
    assert event["DTSTART"].dt == session.starts_at
    assert "ATTENDEE" not in event, "a file that is taken along asks nobody for an answer"
    assert place.as_(place.world.mallory).open(f"/sessions/{session.code}/calendar.ics").status == 404


def test_a_canceled_conversation_has_no_calendar_file(place):
    session = story.booked(place.world)
    fire(session, "cancel", story.themselves(place.world.cleo), story.NOW, reason="other")
    hands = place.as_(place.world.cleo).open(f"/sessions/{session.code}")
    assert "calendar.ics" not in hands.html
    assert hands.open(f"/sessions/{session.code}/calendar.ics").url == f"/sessions/{session.code}"


def test_a_stranger_does_not_find_the_conversation(place):
    session = story.booked(place.world)
    assert place.as_(place.world.mallory).open(f"/sessions/{session.code}").status == 404


def test_a_request_for_a_new_time_stands_at_the_thumb(place):
    session = story.booked(place.world)
    fire(session, "reschedule", story.customer(place.world.ada), story.NOW)
    hands = place.as_(place.world.cleo).open(f"/sessions/{session.code}")
    hands.see("ask you for another").press("rebook", starts_at="2026-11-27T13:00:00Z")
    assert story.again(session).starts_at == story.START + story.DAY
    assert sessions.Session.get().state == "scheduled"


@pytest.mark.parametrize(
    ("end", "words"),
    [
        (story.held, "You have talked."),
        (story.missed, "It is recorded that you did not come."),
        (lambda world: said_to_be_absent(story.booked(world)), "It is recorded that nobody came for you."),
        (lambda world: said_to_be_broken(story.booked(world)), "nobody's fault"),
    ],
)
def test_what_was_recorded_stands_on_both_pages_and_nothing_else_is_at_the_thumb(place, end, words):
    session = end(place.world)
    place.clock.at = story.END + story.HOUR
    hands = place.as_(place.world.cleo).open(f"/sessions/{session.code}")
    hands.see(words).see("Your place in this study")
    assert not hands.offers("join")
    hands.open(f"/sessions/{session.code}/join").see("What is recorded")


def said_to_be_absent(session):
    """Nobody of the customer's came, say both."""
    presence.answer(session, "i_absent", story.customer(session.host), story.END)
    return presence.answer(session, "they_absent", story.themselves(session.contributor), story.END)


def said_to_be_broken(session):
    """Technical trouble, say both."""
    presence.answer(session, "technical", story.customer(session.host), story.END)
    return presence.answer(session, "technical", story.themselves(session.contributor), story.END)
