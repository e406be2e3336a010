"""A contributor's own changes: moving, at most three times; a technical problem; taking or declining a new time. (What
they cancel stands in test_canceling.)"""

from datetime import datetime, timedelta

import pytest

from models import Mark, Payout, Session
from tests import world as story
from tests.journeys.plan_steps import REQUEST, booked, choose, entry, other_time, page_of, say, times_form
from tests.world import DAY, HOUR, MINUTE, START

# ---- 3a: moving


def move(house, session, day: str) -> datetime:
    """Cleo moves it to the first time from that day on, after a look at what would follow; gives that time."""
    cleo = house.cleo.open(page_of(session)).linked("move")
    chosen = other_time(cleo, day)
    cleo.send(times_form(cleo), button="look", starts_at=chosen).see("Nothing has happened yet")
    choose(cleo, "move", chosen).see("Scheduled")
    return datetime.fromisoformat(chosen)


def test_a_contributor_moves_three_times_and_the_fourth_is_refused(house):
    session, uid = booked(house)
    for turn, day in enumerate(("2026-11-27", "2026-11-25", "2026-11-27"), start=1):
        start = move(house, session, day)
        for person in (house.world.ada, house.world.cleo):
            mail = house.one(person, "moved")
            assert entry(mail) == (REQUEST, uid, turn, start)
            assert house.diary(person).entries() == {(start, start + HOUR)}
        house.ada.open(page_of(session)).see("Moved to another time")
    cleo = house.cleo.open(page_of(session)).see("3 times")
    cleo.press("move")
    assert cleo.status == 409
    assert Session.select().count() == 1
    assert not Mark.select().exists()
    house.settled()


@pytest.mark.parametrize(("second", "status"), [(-1, 200), (0, 200), (1, 409)])
def test_until_exactly_a_day_before_it_can_be_moved(house, second, status):
    session, _uid = booked(house)
    house.at(START - DAY - timedelta(minutes=1))
    cleo = house.cleo.open(page_of(session)).linked("move")
    form, chosen = times_form(cleo), other_time(cleo, "2026-11-27")
    house.at(START - DAY + timedelta(seconds=second))
    cleo.send(form, event="move", starts_at=chosen)
    assert cleo.status == status
    assert story.again(session).starts_at == (START if status == 409 else datetime.fromisoformat(chosen))
    house.settled()


# ---- 3d: a technical problem


def test_a_contributor_reports_a_technical_problem_and_nobody_is_to_blame(house):
    session, _uid = booked(house)
    house.at(START - 5 * MINUTE)
    house.read_all()
    house.cleo.open(f"{page_of(session)}/join")
    house.at(START + 5 * MINUTE)
    say(house, house.world.cleo, session, "technical")
    say(house, house.world.ada, session, "technical")
    now = story.again(session)
    assert (now.state, now.technical) == ("no_show", True)
    for person in (house.world.ada, house.world.cleo):
        assert [mail.letter for mail in house.post(person) if mail.letter == "technical"] == ["technical"]
    house.cleo.open(page_of(session)).see("Something technical went wrong. That is nobody's fault and leaves no mark.")
    house.cleo.open("/standing").see("No marks")
    assert not Mark.select().exists()
    assert not Payout.select().exists()
    house.settled()


# ---- 3e: a new time is taken or declined, by the letter


@pytest.mark.parametrize("answer", ["rebook", "decline"])
def test_the_letter_leads_to_the_new_times_and_to_the_way_out(house, answer):
    session, uid = booked(house)
    house.ada.open(page_of(session)).press("reschedule", how="same")
    asks = house.one(house.world.cleo, "pick_new_time")
    house.read_all()
    cleo = house.cleo.open(asks.link("/sessions/"))
    assert story.again(session).state == "rescheduling"
    if answer == "rebook":
        cleo.linked("rebook").see("None of these suit me")
        choose(cleo, "rebook", other_time(cleo, "2026-11-27")).see("Scheduled")
    else:
        cleo.linked("rebook").follow("None of these suit me")
        cleo.press("decline").see("Canceled")
    letter = {"rebook": "rebooked", "decline": "declined"}[answer]
    for person in (house.world.ada, house.world.cleo):
        mail = house.one(person, letter)
        assert str(mail.event["UID"]) == uid
    house.settled()
