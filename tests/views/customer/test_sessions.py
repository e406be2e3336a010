"""A conversation as the customer sees it: offers, refusals in sentences, stale pages, previews."""

import pytest

from models import Claim, Entry, Outgoing, Session
from tests import world as story
from views.offers import ELSEWHERE

# What the page has buttons for beside the moves.
BESIDE = {"write", "note"}


def page(place, session, person=None):
    """The session's page in Ada's browser."""
    return place.as_(person or place.world.ada).open(f"/sessions/{session.code}")


def shown(hands) -> set:
    """The moves that the page shows."""
    return {one[2] for form in hands.page.forms for one in form.buttons if one[2]} | {
        event for _href, event, _text in hands.page.links if event
    }


def test_the_page_offers_what_the_machine_offers(place):
    session = story.booked(place.world)
    offered = session.lifecycle.offers(session, story.customer(place.world.ada), story.NOW)
    wanted = {offer.event for offer in offered} - {event for noun, event in ELSEWHERE if noun == "session"}
    assert shown(page(place, session)) - BESIDE == wanted


def test_a_cancel_says_what_follows_before_and_then_does_exactly_that(place):
    session = story.booked(place.world)
    hands = page(place, session)
    hands.open(f"/sessions/{session.code}/cancel")
    hands.send(hands.form(event="cancel"), button="look", reason="scheduling_conflict")
    assert hands.status == 200
    hands.see("Nothing has happened yet.").see("cleo.marchetti: Canceled").see("30")
    assert story.again(session).state == "scheduled"
    before = Outgoing.select().count()
    hands.press("cancel", reason="scheduling_conflict", note="Our ship is in the dock.")
    hands.see("Canceled").see("Our ship is in the dock.")
    assert story.again(session).state == "canceled"
    assert not Claim.select().exists()
    assert {row.letter for row in Outgoing.select().where(Outgoing.id > before)} == {"canceled"}


def test_the_form_of_a_move_says_with_whom_and_when(place):
    session = story.booked(place.world)
    hands = page(place, session).open(f"/sessions/{session.code}/cancel")
    hands.see("cleo.marchetti, Thursday 26 November, 14:00 (Oslo)").follow("cleo.marchetti")
    assert hands.url == f"/sessions/{session.code}"
    mine = place.as_(place.world.cleo).open(f"/sessions/{session.code}/cancel")
    assert "cleo.marchetti," not in mine.page.text


def test_a_cancel_without_a_reason_is_asked_for_it_and_keeps_the_note(place):
    session = story.booked(place.world)
    hands = page(place, session).open(f"/sessions/{session.code}/cancel")
    hands.send(hands.form(event="cancel"), event="cancel", note="Kept.")
    assert hands.status == 422
    hands.see("Please say why.").see("Kept.")
    assert story.again(session).state == "scheduled"


def test_a_stale_page_is_told_the_truth_and_nothing_is_done(place):
    session = story.booked(place.world)
    hands = page(place, session).open(f"/sessions/{session.code}/cancel")
    story.fire(session, "move", story.themselves(place.world.cleo), story.NOW, starts_at=story.START + story.DAY)
    hands.send(hands.form(event="cancel"), event="cancel", reason="other")
    assert hands.status == 409
    hands.see("This changed while your page was open.")
    assert story.again(session).state == "scheduled"


def test_a_second_click_gets_the_truth_and_one_cancel_is_journaled(place):
    session = story.booked(place.world)
    hands = page(place, session).open(f"/sessions/{session.code}/cancel")
    form = hands.form(event="cancel")
    hands.send(form, event="cancel", reason="other")
    hands.send(form, event="cancel", reason="other")
    assert hands.status == 409
    assert Entry.select().where(Entry.noun == "session", Entry.event == "cancel").count() == 1


def test_a_refused_move_answers_with_its_sentence(place):
    session = story.booked(place.world)
    hands = page(place, session)
    hands.see("Absence counts from")
    hands.send(hands.form(event="mark_no_show"), event="mark_no_show")
    assert hands.status == 409
    hands.see("Absence counts from")


def test_a_no_show_leads_to_a_duplicate_and_not_to_a_reschedule(place):
    session = story.missed(place.world)
    hands = page(place, session)
    hands.see("A no show can not be rescheduled.")
    assert any("duplicate" in href for href, _event, _text in hands.page.links)
    assert place.as_(place.world.ada).open(f"/sessions/{session.code}/reschedule").status == 409


def test_a_late_cancel_says_what_it_owes_before_the_click(place):
    session = story.booked(place.world)
    place.clock.at = story.START - story.HOUR
    hands = page(place, session).open(f"/sessions/{session.code}/cancel")
    hands.see("This would be a late change").see("25 percent")


def test_a_late_request_for_a_new_time_owes_only_where_none_is_found(place):
    session = story.booked(place.world)
    place.clock.at = story.START - story.HOUR
    hands = page(place, session).open(f"/sessions/{session.code}/reschedule")
    hands.see("If no new time is found, the contributor is owed 25 percent")
    hands.press("reschedule")
    hands.open(f"/sessions/{session.code}/cancel").see("This stays a late change").see("25 percent")
    mine = place.as_(place.world.cleo).open(f"/sessions/{session.code}")
    assert "late change" not in mine.page.text


def test_a_request_for_a_new_time_shows_the_way_to_the_hours_and_to_somebody_else(place):
    session = story.booked(place.world)
    hands = page(place, session).open(f"/sessions/{session.code}/reschedule")
    hands.see("First: the times that you offer").see("A new contributor").follow("All hours of Ada Lind")
    assert hands.url == "/availability"


def test_a_cancel_of_a_timely_request_for_a_new_time_owes_nothing(place):
    session = story.booked(place.world)
    hands = page(place, session).open(f"/sessions/{session.code}/reschedule").press("reschedule")
    assert "late change" not in hands.open(f"/sessions/{session.code}/cancel").page.text


def test_a_colleague_takes_it_over_by_name(place):
    story.studies.set_hours(place.world.bo, "Europe/Oslo", story.WEEKDAYS)
    session = story.booked(place.world)
    hands = page(place, session)
    hands.press("hand_over", host=place.world.bo.code)
    assert story.again(session).host == place.world.bo
    assert {claim.calendar for claim in Claim.select()} == {place.world.bo.id, place.world.cleo.id}


def test_the_fragment_for_htmx_is_one_element_with_the_rows_id(place):
    session = story.booked(place.world)
    hands = place.as_(place.world.ada)
    hands.headers["HX-Request"] = "true"
    hands.open(f"/sessions/{session.code}")
    assert hands.html.lstrip().startswith(f'<div class="stack wide" id="session-{session.code}">')
    assert "<html" not in hands.html


def test_no_contributors_name_or_address_reaches_the_customer(place):
    session = story.booked(place.world)
    hands = page(place, session)
    assert place.world.cleo.email not in hands.html
    assert place.world.cleo.name not in hands.html


@pytest.mark.parametrize(
    "path", ["", "/cancel", "/hand_over", "/join", "/reschedule", "?as=operator", "?as=contributor"]
)
def test_mallory_finds_no_session_of_others(place, path):
    session = story.booked(place.world)
    assert place.as_(place.world.mallory).open(f"/sessions/{session.code}{path}").status == 404


@pytest.mark.parametrize("event", ["cancel", "hand_over", "reschedule", "mark_no_show", "start", "lapse", "nonsense"])
def test_mallory_moves_nothing(place, event):
    session = story.booked(place.world)
    hands = place.as_(place.world.mallory).open("/sign-in")
    form = hands.form(holds="email")
    form.action = f"/sessions/{session.code}/{event}"
    assert hands.send(form).status == 404
    assert story.again(session).version == session.version


def test_nobody_else_fires_what_is_only_the_clocks(place):
    session = story.booked(place.world)
    hands = page(place, session)
    form = hands.form(event="mark_no_show")
    form.action = f"/sessions/{session.code}/lapse"
    assert hands.send(form).status == 404
    assert Session.get().state == "scheduled"
