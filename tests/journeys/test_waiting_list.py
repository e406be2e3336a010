"""The waiting list: a freed place is offered in order, each offer for a day; and a study that asks for reserves."""

import pytest

from tests import world as story
from tests.journeys.plan_steps import REQUEST, answers, choose, other_time, page_of, place_in


@pytest.fixture
def line(house):
    """A study with one place, which Cleo has; Amara and then Bruno wait. Gives the study, the conversation and both."""
    amara, bruno = (story.contributor(name) for name in ("amara.o", "bruno.t"))
    study = story.live_study(house.world, places=1, invitees=[house.world.cleo, amara, bruno])
    session = story.booked(house.world, study)
    for person in (amara, bruno):
        hands = answers(house.as_(person), place_in(study, person))
        hands.see("All places of this study are taken, or kept for somebody.")
        hands.press("wait").see("You are on the waiting list")
        house.wait(minutes=5)
    house.read_all()
    return study, session, amara, bruno


# ---- 6a: a freed place goes to who has waited longest


def test_a_freed_place_is_offered_in_order_and_the_offer_expires(house, line):
    study, session, amara, bruno = line
    house.as_(amara).open(f"/participants/{place_in(study, amara).code}").see("Nobody is before you.")
    house.as_(bruno).open(f"/participants/{place_in(study, bruno).code}").see("1 person is before you.")
    house.ada.open(f"/studies/{study.code}/waiting").see("2 people wait").see("Every place is taken.")
    house.cleo.open(page_of(session)).press("cancel", reason="not_available")
    assert [place_in(study, one).state for one in (amara, bruno)] == ["waitlisted", "waitlisted"]

    house.wait(minutes=1)
    called = house.one(amara, "called_up").says("Kept for you until")
    assert house.post(bruno) == []
    house.ada.open(f"/studies/{study.code}/waiting").see("A place is kept for").see("amara.o")
    house.wait(hours=24, minutes=1)
    house.one(bruno, "called_up")
    house.as_(amara).open(called.link("/participants/")).see("You are on the waiting list")
    house.as_(amara).see("you took no time. That is fine")
    assert not house.as_(amara).offers("book")

    hands = house.as_(bruno).open(f"/participants/{place_in(study, bruno).code}").see("A place is free for you")
    hands.open(f"/participants/{place_in(study, bruno).code}/times").see("A place is kept for you")
    choose(hands, "book", other_time(hands, "2026-11-27")).see("Scheduled")
    for person in (house.world.ada, bruno):
        mail = house.post(person)[-1]
        assert (mail.letter, mail.method) == ("booked", REQUEST)
    house.wait(hours=30)
    assert house.post(amara) == []
    assert story.again(study).taken == 1
    house.settled()


def test_the_offer_that_is_taken_calls_nobody_else(house, line):
    study, session, amara, bruno = line
    house.cleo.open(page_of(session)).press("cancel", reason="not_available")
    house.wait(minutes=1)
    called = house.one(amara, "called_up")
    hands = house.as_(amara).open(called.link("/participants/"))
    hands.open(f"/participants/{place_in(study, amara).code}/times")
    choose(hands, "book", other_time(hands, "2026-11-27")).see("Scheduled")
    house.wait(hours=20)
    assert [mail.letter for mail in house.post(bruno)] == []
    house.settled()


def test_a_place_that_is_given_up_calls_nobody(house, line):
    study, session, amara, _bruno = line
    house.ada.open(page_of(session)).press("cancel", reason="no_longer_needed")
    house.wait(minutes=1)
    assert house.post(amara) == []
    assert story.again(study).places == 0
    house.ada.open(f"/studies/{study.code}").follow("Add places")
    house.ada.press("add_places", places="1")
    house.wait(minutes=1)
    house.one(amara, "called_up")
    house.settled()


def test_the_team_calls_the_next_one_itself(house, line):
    study, session, amara, _bruno = line
    house.cleo.open(page_of(session)).press("cancel", reason="not_available")
    house.ada.open(f"/studies/{study.code}/waiting").see("It goes to amara.o, who is next.").press("call_up")
    house.one(amara, "called_up")
    assert place_in(study, amara).state == "qualified"
    house.settled()


# ---- 6b: reserves


def test_as_many_may_wait_as_the_study_asks_for_and_the_reserve_takes_the_freed_place(house):
    amara, bruno = (story.contributor(name) for name in ("amara.o", "bruno.t"))
    study = story.live_study(house.world, places=1, reserves=1, invitees=[house.world.cleo, amara, bruno])
    session = story.booked(house.world, study)
    answers(house.as_(amara), place_in(study, amara)).press("wait").see("You are on the waiting list")
    answers(house.as_(bruno), place_in(study, bruno))
    assert place_in(study, bruno).state == "over_quota"
    house.as_(bruno).open(f"/participants/{place_in(study, bruno).code}").see("All places are taken")
    house.ada.open(f"/studies/{study.code}/waiting").see("1 of 1 reserves wait")
    house.read_all()
    reserved = story.again(house.world.halden).reserved
    assert reserved == 30

    house.cleo.open(page_of(session)).press("cancel", reason="not_available")
    house.wait(minutes=1)
    house.one(amara, "called_up")
    hands = house.as_(amara).open(f"/participants/{place_in(study, amara).code}/times")
    choose(hands, "book", other_time(hands, "2026-11-27")).see("Scheduled")
    assert story.again(house.world.halden).reserved == reserved
    house.settled()
