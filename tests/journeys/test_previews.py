"""Look before you leap: whatever a look said (letters, money, units, marks, and what it would then say), is what
happens; and a look itself changes nothing."""

import re

import pytest

from commands import studies
from tests import world as story
from tests.journeys.plan_steps import as_foretold, booked, counts, crowd, foretold, look, page_of, times_form
from tests.world import DAY, END, HOUR, MINUTE, START, WEEKDAYS

STATE = re.compile(r"^(?!Letter)(.+): .+ It would say “(.+)”\.$")
CANCELS = [
    ("customer", "editing_study", 2 * DAY),
    ("customer", "someone_else", 2 * DAY),
    ("customer", "audience_not_available", 2 * DAY),
    ("customer", "scheduling_conflict", HOUR),
    ("customer", "technical", HOUR),
    ("contributor", "not_available", 2 * DAY),
    ("contributor", "not_available", HOUR),
    ("contributor", "not_qualified", HOUR),
    ("contributor", "technical", HOUR),
]


@pytest.mark.parametrize(("side", "reason", "before"), CANCELS)
def test_canceling_does_what_was_said(house, side, reason, before):
    session, _uid = booked(house)
    house.at(START - before)
    person = house.world.ada if side == "customer" else house.world.cleo
    done = as_foretold(house, house.as_(person).open(page_of(session)), person, "cancel", reason=reason)
    says = [found[2] for one in done.lines if (found := STATE.match(one))]
    assert "Canceled" in says
    assert str(story.again(session).participant.label) in says
    house.settled()


@pytest.mark.parametrize("before", [2 * DAY, HOUR])
@pytest.mark.parametrize("how", ["same", "new"])
def test_rescheduling_does_what_was_said(house, how, before):
    session, _uid = booked(house)
    house.at(START - before)
    hands = house.ada.open(page_of(session))
    as_foretold(house, hands, house.world.ada, "reschedule", how=how)
    house.settled()


@pytest.mark.parametrize("before", [2 * DAY, HOUR])
def test_calling_off_a_request_for_a_new_time_does_what_was_said(house, before):
    session, _uid = booked(house)
    house.at(START - before)
    house.ada.open(page_of(session)).press("reschedule", how="same")
    hands = house.ada.open(page_of(session))
    done = as_foretold(house, hands, house.world.ada, "cancel", reason="technical")
    assert any("€15.00 would be owed to cleo.marchetti." in line for line in done.lines) == (before == HOUR)
    house.settled()


def test_handing_over_does_what_was_said(house):
    session, _uid = booked(house)
    studies.set_hours(house.world.bo, house.world.bo.zone, WEEKDAYS)
    hands = house.ada.open(page_of(session)).linked("hand_over")
    bo = next(one for one in hands.form(event="hand_over").choices["host"] if one)
    as_foretold(house, hands, house.world.ada, "hand_over", host=bo)
    house.settled()


def test_putting_a_no_show_right_does_what_was_said(house):
    session = story.missed(house.world)
    house.at(END + HOUR)
    hands = house.ada.open(page_of(session))
    done = as_foretold(house, hands, house.world.ada, "overturn", reason="mistake")
    assert "30 units would be used." in done.lines
    house.settled()


def test_moving_and_taking_a_new_time_write_the_letters_that_were_said(house):
    session, _uid = booked(house)
    for event in ("move", "rebook"):
        if event == "rebook":
            house.ada.open(page_of(session)).press("reschedule", how="same")
        house.read_all()
        before, cleo = counts(), house.cleo.open(f"{page_of(session)}/{event}")
        chosen = next(one for one in times_form(cleo).choices["starts_at"] if one >= "2026-11-27")
        cleo.send(times_form(cleo), button="look", starts_at=chosen).see("Nothing has happened yet")
        assert counts() == before
        assert any(line.startswith("Letter to ") and "A new time." in line for line in foretold(cleo))
        cleo.send(times_form(cleo), event=event, starts_at=chosen).see("Scheduled")
        letter = {"move": "moved", "rebook": "rebooked"}[event]
        assert [mail.letter for one in (house.world.ada, house.world.cleo) for mail in house.post(one)] == [letter] * 2


@pytest.mark.parametrize("event", ["pause", "close", "cancel"])
def test_what_a_study_s_move_says_is_what_happens(house, event):
    study = story.live_study(house.world)
    if event == "cancel":
        study, _talks = crowd(house)
    house.read_all()
    hands, before = house.ada.open(f"/studies/{study.code}/{event}"), counts()
    lines = foretold(hands)
    assert counts() == before
    reserved = story.again(house.world.halden).reserved
    typed = {"reason": "no_longer_needed"} if event == "cancel" else {}
    hands.press(event, **typed)
    returned = reserved - story.again(house.world.halden).reserved
    assert bool(returned) == any("returned" in line for line in lines), lines
    if returned:
        assert f"{returned} units would be returned." in lines
    house.settled()


def test_a_look_that_can_not_be_is_refused_and_changes_nothing(house):
    session, _uid = booked(house)
    hands = house.ada.open(page_of(session)).linked("cancel")
    form = hands.form(event="cancel")
    house.at(START + MINUTE)
    before = counts()
    hands.send(form, button="look", reason="technical")
    assert (hands.status, counts()) == (409, before)


def test_looking_twice_and_by_two_colleagues_changes_nothing(house):
    session, _uid = booked(house)
    for hands in (house.ada, house.bo, house.ada):
        lines = look(hands.open(page_of(session)), "cancel", reason="technical")
        assert "30 units would be returned." in lines
    assert story.again(session).state == "scheduled"
