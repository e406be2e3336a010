"""The customer reschedules: the same contributor takes a new time, declines, or does not answer; somebody else instead;
one's own network; one concrete time; a colleague; and what old links lead to afterwards."""

from datetime import datetime, timedelta

import pytest

from commands import studies
from models import Mark, Payout, Person, Session
from tests import world as story
from tests.journeys.plan_steps import (
    CANCEL,
    REQUEST,
    answers_and_books,
    as_foretold,
    booked,
    choose,
    entry,
    file_of,
    guest,
    look,
    other_time,
    page_of,
    place_in,
    times,
    times_form,
)
from tests.world import DAY, HOUR, START, WEEKDAYS

NEXT = "2026-11-27"


@pytest.fixture
def asked(house):
    """Ada asks Cleo for another time; gives the conversation and its UID, and both have read their letters."""
    session, uid = booked(house)
    house.ada.open(page_of(session)).press("reschedule", how="same", note="Our ship is late.")
    house.read_all()
    return session, uid


# ---- 2a: the same contributor takes a new time


def test_the_same_contributor_is_asked_and_takes_a_new_time(house):
    session, uid = booked(house)
    ada = house.ada.open(page_of(session)).follow("Reschedule")
    ada.see("The same contributor can not be guaranteed.")
    done = as_foretold(house, ada, house.world.ada, "reschedule", how="same", note="Our ship is late.")
    ada.see("Waiting for a new time")
    assert entry(done.to(house.world.ada)) == (CANCEL, uid, 1, START)
    asks = done.to(house.world.cleo).says("asks you for another time", "none of them suits you")
    assert (asks.letter, entry(asks)) == ("pick_new_time", (CANCEL, uid, 1, START))
    assert house.diary(house.world.cleo).entries() == set()

    cleo = house.cleo.open(asks.link("/sessions/")).see("Waiting for a new time").see("Our ship is late.")
    cleo.linked("rebook")
    chosen = other_time(cleo, NEXT)
    cleo.send(times_form(cleo), button="look", starts_at=chosen).see("Nothing has happened yet")
    choose(cleo, "rebook", chosen)
    assert cleo.url == page_of(session)
    cleo.see("Scheduled")
    start = datetime.fromisoformat(chosen)
    for person in (house.world.ada, house.world.cleo):
        mail = house.one(person, "rebooked")
        assert entry(mail) == (REQUEST, uid, 2, start)
        assert house.diary(person).entries() == {(start, start + HOUR)}
    house.ada.open(page_of(session)).see("Scheduled").see("A new time was chosen")
    assert file_of(house.ada, session) == file_of(house.cleo, session) == [(start, start + HOUR)]
    assert Session.select().count() == 1
    assert not Payout.select().exists()
    house.settled()


def test_the_hours_are_seen_and_added_in_the_form_first(house):
    session, _uid = booked(house)
    studies.set_hours(house.world.ada, "Europe/Oslo", [])
    ada = house.ada.open(page_of(session)).see("Update your availability first.")
    ada.open(f"{page_of(session)}/reschedule").see("No time can be chosen.")
    form = ada.form(event="reschedule")
    ada.send(form, event="add_hours", day="2026-12-02", from0="10:00", to0="12:00", note="Our ship is late.")
    ada.see("Our ship is late.").press("reschedule", how="same")
    cleo = house.cleo.open(f"{page_of(session)}/rebook")
    assert {one[:10] for one in times(cleo)} == {"2026-12-02"}


# ---- 2b: they decline


@pytest.mark.parametrize("before", [2 * DAY, 2 * HOUR], ids=["in time", "late"])
def test_the_same_contributor_declines_without_harm(house, before):
    session, uid = booked(house)
    house.at(START - before)
    house.ada.open(page_of(session)).press("reschedule", how="same")
    house.read_all()
    cleo = house.cleo.open(page_of(session)).press("decline").see("Canceled")
    for person in (house.world.ada, house.world.cleo):
        mail = house.one(person, "declined")
        assert (mail.method, mail.event["UID"]) == (CANCEL, uid)
    assert story.again(session).participant.state == "withdrawn"
    assert not Mark.select().exists()
    late = before < DAY
    assert [(one.purpose, one.amount) for one in Payout.select()] == ([("late_cancel", 1500)] if late else [])
    cleo.open("/standing").see("No marks")
    study = story.again(session.study)
    assert (study.places, study.taken) == (2, 0)
    house.settled()


# ---- 2c: nobody answers


def test_nobody_answers_one_reminder_and_then_it_lapses(house, asked):
    session, uid = asked
    house.wait(hours=23, minutes=59)
    assert house.post(house.world.cleo) == []
    house.wait(minutes=2)
    reminder = house.one(house.world.cleo, "pick_reminder").says("Your place is kept until you answer.")
    assert reminder.event is None
    house.cleo.open(reminder.link("/sessions/")).see("Waiting for a new time")
    house.wait(days=5, hours=23, minutes=58)
    assert house.post(house.world.cleo) == []
    assert story.again(session).state == "rescheduling"
    house.wait(minutes=2)
    assert story.again(session).state == "canceled"
    house.one(house.world.cleo, "lapsed").says("Nothing is recorded against you.")
    mail = house.one(house.world.ada, "lapsed").says("The place is open again")
    assert (mail.method, mail.event["UID"]) == (CANCEL, uid)
    assert not Mark.select().exists()
    assert not Payout.select().exists()
    house.cleo.open(reminder.link("/sessions/")).see("Canceled")
    assert not house.cleo.offers("rebook")
    house.settled()


# ---- 2d: a new contributor


def test_a_new_contributor_takes_the_place_and_the_first_one_is_told(house):
    study = story.live_study(house.world, places=1, invitees=[house.world.cleo, house.world.mallory])
    session, uid = booked(house, study)
    ada = house.ada.open(page_of(session)).linked("reschedule")
    ada.see("is not asked back")
    done = as_foretold(house, ada, house.world.ada, "reschedule", how="new")
    told = done.to(house.world.cleo).says("They will talk with someone else at another time.")
    assert entry(told) == (CANCEL, uid, 1, START)
    assert not any("unit" in line for line in done.lines)
    told.says("You are not asked for another time.")
    assert (story.again(session).state, story.again(session).participant.state) == ("canceled", "withdrawn")
    study = story.again(study)
    assert (study.places, study.taken) == (1, 0)

    place = place_in(study, house.world.mallory)
    second = answers_and_books(house.mallory, place)
    assert second.id != session.id
    for person in (house.world.ada, house.world.mallory):
        [mail] = [mail for mail in house.post(person) if mail.letter != "invitation"]
        assert (mail.letter, mail.method, mail.event["DTSTART"].dt) == ("booked", REQUEST, second.starts_at)
        assert mail.event["UID"] != uid
    house.cleo.open(page_of(session)).see("Canceled")
    house.settled()


def test_everybody_of_the_network_who_was_not_asked_yet_is_asked_for_the_place(house):
    story.known(house.world.cleo, country="PT")
    study = story.live_study(house.world, places=1, audience="network", filters={"facts": {"country": ["PT"]}})
    house.at(story.NOW + timedelta(minutes=1))
    first = place_in(study, house.world.cleo)
    session = answers_and_books(house.cleo, first)
    dario = story.known(story.contributor("dario.w"), country="PT")
    house.read_all()
    house.wait(minutes=1)
    assert house.post(dario) == []
    house.ada.open(page_of(session)).press("reschedule", how="new")
    house.wait(minutes=1)
    house.one(dario, "invitation")
    assert [mail.letter for mail in house.post(house.world.cleo)] == ["canceled"]
    place = place_in(study, dario)
    answers_and_books(house.as_(dario), place)
    house.settled()


# ---- 2e: one's own network


@pytest.fixture
def by_link(house):
    """Robin came by the link of a study and has a time; gives the browser and the conversation."""
    study = story.live_study(house.world, audience="invite", invitees=[])
    hands = guest(house, study, "robin@mail.example")
    robin = Person.get(Person.email == "robin@mail.example")
    session = answers_and_books(hands, place_in(study, robin))
    house.read_all()
    ada = house.ada.open(page_of(session)).linked("reschedule")
    done = as_foretold(house, ada, house.world.ada, "reschedule", how="own")
    [asks] = done.letters[robin.id]
    assert asks.method == CANCEL
    return hands, robin, session, asks


def test_somebody_of_ones_own_network_takes_another_time(house, by_link):
    hands, robin, _session, asks = by_link
    asks.says("is no longer available", "You can choose another time; your place is kept.")
    hands.open(asks.link("/sessions/")).linked("rebook")
    chosen = other_time(hands, NEXT)
    choose(hands, "rebook", chosen).see("Scheduled")
    for person in (house.world.ada, robin):
        method, _uid, sequence, start = entry(house.one(person, "rebooked"))
        assert (method, sequence, start) == (REQUEST, 2, datetime.fromisoformat(chosen))
    assert Session.select().count() == 1
    house.settled()


def test_somebody_of_ones_own_network_does_not_answer_and_more_people_are_needed(house, by_link):
    _hands, robin, session, _asks = by_link
    house.wait(hours=24)
    house.one(robin, "pick_reminder")
    house.wait(days=6)
    assert story.again(session).state == "canceled"
    house.one(robin, "lapsed")
    house.one(house.world.ada, "lapsed").says("To find somebody else, send the study's link to more people.")
    house.settled()


# ---- 2f: one concrete time is proposed


def test_one_proposed_time_is_taken_with_one_press(house):
    session, uid = booked(house)
    ada = house.ada.open(page_of(session)).linked("reschedule")
    proposed = next(one for one in ada.form(event="reschedule").choices["proposed"] if one >= NEXT)
    done = as_foretold(house, ada, house.world.ada, "reschedule", how="same", proposed=proposed)
    cleo = house.cleo.open(done.to(house.world.cleo).link("/sessions/")).see("They propose Friday 27 November")
    form = next(one for one in cleo.page.forms if ("starts_at", proposed) in one.fields)
    cleo.send(form, event="rebook").see("Scheduled")
    for person in (house.world.ada, house.world.cleo):
        assert entry(house.one(person, "rebooked")) == (REQUEST, uid, 2, datetime.fromisoformat(proposed))
    house.settled()


def test_a_proposed_time_that_is_gone_leaves_the_others(house):
    study = story.live_study(house.world, invitees=[house.world.cleo, house.world.mallory])
    session, _uid = booked(house, study)
    other, _second = booked(house, study, house.world.mallory, starts_at=START + DAY)
    ada = house.ada.open(page_of(session)).linked("reschedule")
    proposed = next(one for one in ada.form(event="reschedule").choices["proposed"] if one >= NEXT)
    ada.press("reschedule", how="same", proposed=proposed)
    cleo = house.cleo.open(page_of(session))
    form = next(one for one in cleo.page.forms if ("starts_at", proposed) in one.fields)
    mallory = house.mallory.open(f"{page_of(other)}/move?as=contributor")
    choose(mallory, "move", proposed)
    assert story.again(other).starts_at == datetime.fromisoformat(proposed)
    cleo.send(form, event="rebook")
    assert cleo.status == 409
    house.cleo.open(page_of(session)).see("This time is gone by now")
    house.cleo.open(f"{page_of(session)}/rebook")
    choose(house.cleo, "rebook", other_time(house.cleo, NEXT)).see("Scheduled")
    house.settled()


# ---- 2g: a colleague holds it


def test_a_colleague_holds_it_instead_and_the_contributor_is_told_with_whom(house):
    session, uid = booked(house)
    studies.set_hours(house.world.bo, house.world.bo.zone, WEEKDAYS)
    ada = house.ada.open(page_of(session)).linked("hand_over")
    bo = next(one for one in ada.form(event="hand_over").choices["host"] if one)
    done = as_foretold(house, ada, house.world.ada, "hand_over", host=bo)
    ada.see("Held by Bo Aas")
    assert entry(done.to(house.world.cleo).says("Bo Aas")) == (REQUEST, uid, 1, START)
    assert entry(done.to(house.world.bo)) == (REQUEST, uid, 1, START)
    away = done.to(house.world.ada)
    assert (away.letter, entry(away)) == ("handed_away", (CANCEL, uid, 1, START))
    house.cleo.open(page_of(session)).see("Bo Aas")
    assert house.diary(house.world.ada).entries() == set()
    house.settled()


# ---- 2h: old links


def test_old_links_lead_to_how_it_stands_and_never_make_a_second_session(house):
    session, _uid = booked(house)
    place = f"/participants/{session.participant.code}"
    old_times = f"{page_of(session)}/move"
    stale = times_form(house.cleo.open(old_times))
    taken = other_time(house.cleo, NEXT)
    house.ada.open(page_of(session)).press("reschedule", how="same")
    asks = house.post(house.world.cleo)[-1]
    house.cleo.send(stale, event="move", starts_at=taken)
    assert house.cleo.status == 409
    rebook = times_form(house.cleo.open(f"{page_of(session)}/rebook"))
    for one in (place, f"{place}/times", asks.link("/sessions/"), page_of(session)):
        house.cleo.open(one)
        assert house.cleo.status in (200, 409), one
    house.cleo.send(rebook, event="rebook", starts_at=taken)
    assert story.again(session).state == "scheduled"
    house.cleo.send(rebook, event="rebook", starts_at=taken)
    for one in (f"{page_of(session)}/rebook", f"{place}/times", old_times, asks.link("/sessions/")):
        house.cleo.open(one)
        assert house.cleo.status in (200, 409), one
    house.ada.open(page_of(session)).press("cancel", reason="no_longer_needed")
    for one in (f"{page_of(session)}/rebook", f"{page_of(session)}/move", f"{place}/times", asks.link("/sessions/")):
        house.cleo.open(one)
        assert house.cleo.status in (200, 409), one
        assert not house.cleo.offers("book"), one
    house.cleo.send(rebook, event="rebook", starts_at=taken)
    assert house.cleo.status == 409
    assert Session.select().count() == 1
    assert story.again(session).state == "canceled"
    house.settled()


def test_two_colleagues_ask_and_cancel_and_the_second_sees_how_it_stands(house):
    session, _uid = booked(house)
    house.bo.open(page_of(session)).follow("Cancel")
    lines = look(house.ada.open(page_of(session)), "reschedule", how="same")
    assert any("Letter to cleo.marchetti: Please pick a new time." in line for line in lines)
    house.ada.send(house.ada.form("reschedule"), event="reschedule", how="same")
    house.bo.press("cancel", reason="technical")
    assert house.bo.status == 409
    house.bo.see("This changed while your page was open.").see("Waiting for a new time")
    house.settled()
