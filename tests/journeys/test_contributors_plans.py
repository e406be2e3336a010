"""A contributor's own changes: moving, at most three times; a technical problem; taking or declining a new time. (What
they cancel stands in test_canceling.)"""

from datetime import datetime, timedelta

import pytest

from models import Mark, Payout, Session
from tests import world as story
from tests.journeys.plan_steps import (
    REQUEST,
    booked,
    choose,
    entry,
    look,
    other_time,
    page_of,
    say,
    times,
    times_form,
)
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


def test_before_a_move_its_look_says_how_many_are_left_afterwards(house):
    session, _uid = booked(house)
    for day, left in (
        ("2026-11-27", "You could move it 2 more times after that, until Thursday 26 November, "),
        ("2026-11-25", "You could move it 1 more time after that, until Tuesday 24 November, "),
        ("2026-11-27", "You could not move it again after that, only cancel it."),
    ):
        cleo = house.cleo.open(page_of(session)).linked("move")
        chosen = other_time(cleo, day)
        assert any(line.startswith(left) for line in look(cleo, "move", starts_at=chosen))
        choose(cleo, "move", chosen).see("It is moved, and here is the new time. Both sides get a letter with it.")
    house.settled()


def test_a_letter_promises_a_move_only_while_one_is_left(house):
    session, _uid = booked(house)
    for day in ("2026-11-27", "2026-11-25"):
        move(house, session, day)
        house.one(house.world.cleo, "moved").says("move it until")
    start = move(house, session, "2026-11-27")
    last = house.one(house.world.cleo, "moved").says("or cancel. It was moved as often as it can be moved.")
    assert "move it until" not in last.text
    house.at(start - DAY + MINUTE)
    assert "move it until" not in house.one(house.world.cleo, "reminder_day").text


@pytest.mark.parametrize(("second", "left"), [(0, "2 more times after that"), (1, "it could not be moved again")])
def test_a_move_to_less_than_a_day_ahead_is_said_to_be_the_last(house, second, left):
    session, _uid = booked(house)
    cleo = house.cleo.open(page_of(session)).linked("move")
    near = datetime.fromisoformat(times(cleo)[0])
    house.at(near - DAY + timedelta(seconds=second))
    cleo.open(page_of(session)).linked("move")
    assert left in " ".join(look(cleo, "move", starts_at=near.isoformat()))


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
    house.cleo.open(page_of(session)).see("The join page asks from 13:00 on how it went.")
    house.at(START - 5 * MINUTE)
    house.read_all()
    house.cleo.open(f"{page_of(session)}/join")
    house.at(START + 5 * MINUTE)
    say(house, house.world.cleo, session, "technical")
    say(house, house.world.ada, session, "technical")
    now = story.again(session)
    assert (now.state, now.technical) == ("no_show", True)
    for person in (house.world.ada, house.world.cleo):
        [mail] = [mail for mail in house.post(person) if mail.letter == "technical"]
        assert ("The reward is not paid." in mail.text) == (person == house.world.cleo)
    words = "Something technical went wrong. That is nobody's fault and leaves no mark. The reward is not paid."
    house.cleo.open(page_of(session)).see(words).see("€60.00 It would have been paid for this conversation.")
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


def test_who_is_asked_for_a_new_time_reads_until_when_and_what_happens_without_an_answer(house):
    session, _uid = booked(house)
    house.ada.open(page_of(session)).press("reschedule", how="same")
    words = "Without an answer by Monday 30 November, 09:00 (Lisbon) it is called off, and nothing counts against you."
    cleo = house.cleo.open(page_of(session)).see(words)
    cleo.open(f"{page_of(session)}/rebook").see(words)
    choose(cleo, "rebook", other_time(cleo, "2026-11-27"))
    assert "Without an answer" not in cleo.page.text


def test_a_canceled_conversation_promises_no_reward(house):
    session, _uid = booked(house)
    cleo = house.cleo.open(page_of(session)).see("€60.00")
    cleo.open(f"{page_of(session)}/cancel")
    cleo.send(cleo.form("cancel"), event="cancel", reason="not_qualified").see("Canceled")
    cleo.see("€60.00 It would have been paid for this conversation.")
    assert "Your money" not in cleo.page.text


@pytest.mark.parametrize(("reason", "marks"), [("not_available", True), ("technical", False)])
def test_a_late_cancel_is_said_on_its_page_and_the_team_reads_what_they_wrote(house, reason, marks):
    session, _uid = booked(house)
    house.at(START - 5 * HOUR)
    house.read_all()
    cleo = house.cleo.open(f"{page_of(session)}/cancel")
    cleo.send(cleo.form("cancel"), event="cancel", reason=reason, note="My daughter is ill.").see("Canceled")
    assert ("it left a mark in your standing" in cleo.page.text) is marks
    house.ada.open(page_of(session)).see("My daughter is ill.")
