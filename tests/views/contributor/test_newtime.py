"""Another time: moved by the contributor, or chosen because the customer asked for one."""

import pytest

from commands.fire import fire
from models import Claim, Session
from tests import world as story

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


@pytest.mark.parametrize("garbage", ["", "none", "2026-11-27T13:00:00", "9" * 40, "<b>"])
def test_what_is_no_time_is_asked_again(place, garbage):
    session, hands = at_move(place)
    take(hands, start=garbage)
    assert hands.status == 422
    hands.see("Please choose")
    assert story.again(session).version == session.version


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
