"""Another time: moved by the contributor, or chosen because the customer asked for one."""

import pytest

from commands import consents
from commands.fire import fire
from models import Claim, Consent, Session
from rules.consents import TERMS, VERSIONS
from tests import world as story

OLD = "2025-01-01"
FRIDAY = "2026-11-27T13:00:00Z"


def at_move(place, person=None, **changes):
    """A booked conversation, and Cleo where another time is chosen."""
    session = story.booked(place.world, **changes)
    return session, place.as_(person or place.world.cleo).open(f"/sessions/{session.code}/move")


def take(hands, event="move", start=FRIDAY, **more):
    """Choose this time and press the button."""
    return hands.send(hands.form(holds="starts_at"), event=event, starts_at=start, **more)


def test_a_move_keeps_the_conversation_and_takes_the_new_time(place):
    session, hands = at_move(place)
    hands.see("So far it is Thursday 26 November, 13:00 (Lisbon)").see("14:00 in Oslo")
    take(hands)
    assert hands.url == f"/sessions/{session.code}"
    moved = story.again(session)
    assert (moved.starts_at, moved.uid, moved.moves) == (story.START + story.DAY, session.uid, 1)
    assert Claim.select().where(Claim.session == session.id).count() == 4 + 5


def test_the_own_time_is_not_among_the_others(place):
    _session, hands = at_move(place)
    assert "2026-11-26T13:00:00Z" not in hands.form(holds="starts_at").choices["starts_at"]


def test_two_presses_move_it_once(place):
    session, hands = at_move(place)
    form = hands.form(holds="starts_at")
    hands.send(form, event="move", starts_at=FRIDAY)
    hands.send(form, event="move", starts_at=FRIDAY)
    assert hands.status == 409
    hands.see("This changed while your page was open")
    assert story.again(session).moves == 1


def test_inside_the_last_day_there_is_nothing_to_choose(place):
    session = story.booked(place.world)
    place.clock.at = story.START - story.DAY + story.MINUTE
    hands = place.as_(place.world.cleo).open(f"/sessions/{session.code}/move")
    assert hands.status == 409
    hands.see("A time can be moved until 24 hours before the start")
    hands.see("which was until Wednesday 25 November, 13:00 (Lisbon).")
    assert Session.get().state == "scheduled"


def test_a_time_that_was_just_taken_leaves_the_others_to_choose_from(place):
    session, hands = at_move(place)
    other = story.live_study(place.world, invitees=[place.world.mallory])
    story.booked(place.world, other, person=place.world.mallory, starts_at=story.START + story.DAY)
    take(hands)
    assert hands.status == 409
    hands.see("just taken")
    assert FRIDAY not in hands.form(holds="starts_at").choices["starts_at"]
    take(hands, start="2026-11-30T10:00:00Z")
    assert story.again(session).moves == 1


# Where the calendar ends, another zone lies beyond it.
EDGES = ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00")


@pytest.mark.parametrize("garbage", ["", "none", "2026-11-27T13:00:00", "9" * 40, "<b>", *EDGES])
def test_what_is_no_time_is_asked_again(place, garbage):
    session, hands = at_move(place)
    take(hands, start=garbage)
    assert hands.status == 422
    hands.see("Please choose")
    assert story.again(session).version == session.version


def test_looking_has_an_end(place, monkeypatch):
    monkeypatch.setattr("views.looks.LOOKS", 1)
    _session, hands = at_move(place)
    form = hands.form(holds="starts_at")
    assert hands.send(form, button="look", starts_at=FRIDAY).status == 200
    assert hands.send(form, button="look", starts_at=FRIDAY).status == 409


def test_a_time_nobody_offers_is_refused(place):
    session, hands = at_move(place)
    take(hands, start="2026-11-28T03:00:00Z")
    assert hands.status == 409
    assert story.again(session).starts_at == story.START


def test_a_look_at_what_would_follow_changes_nothing(place):
    session, hands = at_move(place)
    hands.send(hands.form(holds="starts_at"), button="look", starts_at=FRIDAY)
    hands.see("What would follow").see("Nothing has happened yet")
    assert ("starts_at", FRIDAY) in hands.form(holds="starts_at").fields
    assert story.again(session).version == session.version


def test_the_customer_asked_and_gets_a_new_time_or_a_no(place):
    session = story.booked(place.world)
    fire(session, "reschedule", story.customer(place.world.ada), story.NOW)
    hands = place.as_(place.world.cleo).open(f"/sessions/{session.code}/rebook")
    hands.see("It was to be Thursday 26 November")
    take(hands, event="rebook")
    assert story.again(session).state == "scheduled"
    fire(story.again(session), "reschedule", story.customer(place.world.ada), story.NOW)
    hands.open(f"/sessions/{session.code}").see("Nothing counts against you").press("decline").see("Canceled")


def test_only_whose_conversation_it_is_chooses(place):
    session = story.booked(place.world)
    for person in (place.world.mallory, place.world.ada):
        assert place.as_(person).open(f"/sessions/{session.code}/move").status == 404
    assert place.as_(place.world.cleo).open(f"/sessions/{session.code}/rebook").status == 409


@pytest.fixture
def newer(monkeypatch):
    """Call it, and what was agreed to until then is an older version of the terms."""

    def change(row):
        consents.agree(row, TERMS, story.NOW)
        monkeypatch.setitem(VERSIONS, TERMS, (OLD, *VERSIONS[TERMS]))
        Consent.update(version=OLD).where(Consent.kind == TERMS).execute()

    return change


@pytest.mark.parametrize("event", ["move", "rebook"])
def test_newer_terms_are_asked_for_before_another_time(place, newer, event):
    session = story.booked(place.world)
    if event == "rebook":
        session = fire(session, "reschedule", story.customer(place.world.ada), story.NOW)
    hands = place.as_(place.world.cleo).open(f"/sessions/{session.code}/{event}")
    form = hands.form(holds="starts_at")
    newer(session.participant)
    hands.send(form, event=event, starts_at=FRIDAY).see("The terms have changed")
    assert story.again(session).starts_at == story.START
    hands.open(f"/sessions/{session.code}/{event}").see("The terms have changed").press("agree")
    assert hands.url == f"/sessions/{session.code}/{event}"
    take(hands, event)
    assert story.again(session).starts_at == story.START + story.DAY


def test_newer_terms_are_in_nobody_s_way_out(place, newer):
    session = story.booked(place.world)
    newer(session.participant)
    hands = place.as_(place.world.cleo).open(f"/sessions/{session.code}/move").see("The terms have changed")
    hands.follow("Back")
    assert hands.url == f"/sessions/{session.code}"
    hands.open(f"/sessions/{session.code}/cancel")
    hands.send(hands.form(event="cancel"), event="cancel", reason="not_available")
    assert story.again(session).state == "canceled"


def test_newer_terms_do_not_hide_that_it_can_not_be_moved(place, newer):
    session = story.booked(place.world)
    newer(session.participant)
    place.clock.at = story.START - story.HOUR
    assert place.as_(place.world.cleo).open(f"/sessions/{session.code}/move").status == 409
