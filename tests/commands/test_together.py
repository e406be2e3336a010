"""The table "what moves together", row by row: participant, claims, place, units, money, marks, letters."""

import pytest

from commands.fire import fire
from lifecycle.attempt import CLOCK, ROOM, Invalid, NoSuchMove, Refused
from lifecycle.together import CUSTOMER_REASONS
from models import Claim, Payout
from rules.times import from_epoch
from tests.commands import facts
from tests.world import DAY, END, HOUR, MINUTE, NOW, START, again, booked, customer, live_study, themselves

# 60 minutes cost 30 units, two places are offered; the host has a gap of 15 minutes: 5 + 4 quarter hours.
TICKS = 9
LATE = START - DAY + MINUTE
IN_TIME = START - DAY
BOOKED = facts.Facts("scheduled", "booked", TICKS, 1, 2, 60, 0, {}, [])
OWED = {"late_cancel": (1500, "due")}


def _asked_for_a_new_time(people, at=NOW):
    return fire(booked(people), "reschedule", customer(people.ada), at)


def _other_time(session, at):
    return from_epoch(session.offered_starts(at)[-1])


def test_a_booking_takes_a_place_and_both_calendars(people):
    session = booked(people)
    assert facts.of(session) == BOOKED
    assert facts.letters(session) == {"booked": {people.ada.id, people.cleo.id}}
    calendars = [claim.calendar for claim in Claim.select()]
    assert (calendars.count(people.ada.id), calendars.count(people.cleo.id)) == (5, 4)


def test_a_move_replaces_the_claims_and_nothing_else(people):
    session = booked(people)
    before = {claim.tick for claim in Claim.select()}
    session = fire(session, "move", themselves(people.cleo), NOW, starts_at=START + 30 * MINUTE)
    assert facts.of(session) == BOOKED
    assert before & {claim.tick for claim in Claim.select()}, "half an hour later overlaps its own old time"
    assert (session.sequence, session.moves, session.ends_at) == (1, 1, END + 30 * MINUTE)
    assert facts.letters(session) == {"moved": {people.ada.id, people.cleo.id}}


def test_a_hand_over_gives_the_claims_to_the_colleague(people):
    session = fire(booked(people), "hand_over", customer(people.ada), NOW, host=people.bo.id)
    assert facts.of(session) == BOOKED
    assert {claim.calendar for claim in Claim.select()} == {people.bo.id, people.cleo.id}
    assert facts.letters(session) == {"handed_over": {people.bo.id, people.cleo.id}, "handed_away": {people.ada.id}}


def test_a_hand_over_to_somebody_who_is_busy_or_may_not_is_refused(people):
    session = booked(people)
    for nobody in (people.mallory.id, people.ada.id):
        with pytest.raises(Refused) as refused:
            fire(session, "hand_over", customer(people.ada), NOW, host=nobody)
        assert refused.value.refusal.code == "colleague_free"
    with pytest.raises(Invalid):
        fire(session, "hand_over", customer(people.ada), NOW)
    assert facts.of(session) == BOOKED


def test_a_reschedule_drops_the_claims_and_keeps_the_place(people):
    session = _asked_for_a_new_time(people)
    assert facts.of(session) == BOOKED._replace(session="rescheduling", claims=0)
    assert facts.letters(session) == {"pick_new_time": {people.cleo.id}, "old_time_canceled": {people.ada.id}}


@pytest.mark.parametrize(("at", "owed"), [(IN_TIME, {}), (LATE, OWED)], ids=["in time", "late"])
def test_a_decline_costs_the_customer_only_where_the_request_came_late(people, at, owed):
    session = fire(_asked_for_a_new_time(people, at), "decline", themselves(people.cleo), at + HOUR)
    assert facts.of(session) == facts.Facts("canceled", "withdrawn", 0, 0, 2, 60, 0, owed, [])
    assert facts.letters(session) == {"declined": {people.ada.id, people.cleo.id}}


@pytest.mark.parametrize(("at", "owed"), [(IN_TIME, {}), (LATE, OWED)], ids=["in time", "late"])
def test_an_unanswered_request_lapses_after_seven_days(people, at, owed):
    session = _asked_for_a_new_time(people, at)
    with pytest.raises(Refused) as refused:
        fire(session, "lapse", CLOCK, at + 7 * DAY - MINUTE)
    assert refused.value.refusal.code == "unanswered"
    session = fire(session, "lapse", CLOCK, at + 7 * DAY)
    assert facts.of(session) == facts.Facts("canceled", "withdrawn", 0, 0, 2, 60, 0, owed, [])
    assert facts.letters(session) == {"lapsed": {people.ada.id, people.cleo.id}}


def test_a_late_request_is_late_no_more_once_a_new_time_was_picked(people):
    session = _asked_for_a_new_time(people, LATE)
    assert session.late
    session = fire(session, "rebook", themselves(people.cleo), LATE + HOUR, starts_at=_other_time(session, LATE + HOUR))
    assert facts.of(session) == BOOKED
    assert not session.late
    assert facts.letters(session) == {"rebooked": {people.ada.id, people.cleo.id}}
    uid, sequence = again(session).uid, again(session).sequence
    session = fire(session, "cancel", customer(people.ada), LATE + HOUR, reason="other")
    assert facts.of(session).owed == {}
    assert (session.uid, session.sequence) == (uid, sequence + 1)


def test_a_conversation_about_which_nobody_says_anything_lapses_without_harm(people):
    session = booked(people)
    with pytest.raises(Refused) as refused:
        fire(session, "lapse", CLOCK, END + DAY - MINUTE)
    assert refused.value.refusal.code == "no_verdict"
    session = fire(session, "lapse", CLOCK, END + DAY)
    assert facts.of(session) == facts.Facts("canceled", "qualified", 0, 0, 2, 60, 0, {}, [])


@pytest.mark.parametrize("reason", CUSTOMER_REASONS)
@pytest.mark.parametrize(("at", "late"), [(IN_TIME, False), (LATE, True)], ids=["in time", "late"])
def test_a_customers_cancel_gives_the_place_up_unless_somebody_else_gets_it(people, reason, at, late):
    session = fire(booked(people), "cancel", customer(people.ada), at, reason=reason)
    places, reserved = (2, 60) if reason == "someone_else" else (1, 30)
    gone = reason in ("no_longer_needed", "audience_not_available", "someone_else")
    person = "withdrawn" if gone else "qualified"
    assert facts.of(session) == facts.Facts("canceled", person, 0, 0, places, reserved, 0, OWED if late else {}, [])
    assert facts.letters(session) == {"canceled": {people.ada.id, people.cleo.id}}


@pytest.mark.parametrize(("at", "owed"), [(IN_TIME, {}), (LATE, OWED)], ids=["in time", "late"])
def test_a_cancel_after_a_late_request_is_as_late_as_that(people, at, owed):
    session = _asked_for_a_new_time(people, at)
    session = fire(session, "cancel", customer(people.ada), START + 2 * DAY, reason="other")
    assert facts.of(session) == facts.Facts("canceled", "qualified", 0, 0, 1, 30, 0, owed, [])


@pytest.mark.parametrize(
    ("at", "reason", "marks"),
    [
        (IN_TIME, "not_available", []),
        (LATE, "not_available", ["late_cancel"]),
        (LATE, "technical", []),
        (LATE, "uncomfortable", ["late_cancel"]),
    ],
)
def test_a_contributors_cancel_keeps_the_place_open_and_marks_them_only_when_late(people, at, reason, marks):
    session = fire(booked(people), "cancel", themselves(people.cleo), at, reason=reason)
    assert facts.of(session) == facts.Facts("canceled", "withdrawn", 0, 0, 2, 60, 0, {}, marks)


def test_nothing_is_canceled_once_it_has_begun_or_without_a_reason(people):
    session = booked(people)
    for who in (customer(people.ada), themselves(people.cleo)):
        with pytest.raises(Refused) as refused:
            fire(session, "cancel", who, START, reason="other")
        assert refused.value.refusal.code == "before_start"
        with pytest.raises(Invalid) as invalid:
            fire(session, "cancel", who, IN_TIME)
        assert list(invalid.value.errors) == ["reason"]
    assert facts.of(session) == BOOKED


def test_a_contributor_declines_a_request_and_can_not_cancel_it(people):
    session = _asked_for_a_new_time(people)
    with pytest.raises(NoSuchMove):
        fire(session, "cancel", themselves(people.cleo), NOW, reason="other")


def test_exactly_a_day_before_is_in_time_to_move(people):
    session = booked(people)
    with pytest.raises(Refused) as refused:
        fire(session, "move", themselves(people.cleo), LATE, starts_at=_other_time(session, LATE))
    assert refused.value.refusal.code == "notice"
    session = fire(session, "move", themselves(people.cleo), IN_TIME, starts_at=_other_time(session, IN_TIME))
    assert session.moves == 1


def test_a_conversation_that_broke_down_before_half_of_it_is_nobodys_fault_but_is_paid_for_by_a_customer_who_reports_it(
    people,
):
    for role, owed in ((customer(people.ada), OWED), (themselves(people.cleo), {})):
        session = booked(people, live_study(people))
        session = fire(_begun(session), "technical_failure", role, START + 29 * MINUTE)
        assert facts.of(session)[:5] == ("no_show", "no_show", 0, 0, 2)
        assert (facts.of(session).owed, facts.of(session).marks, session.technical) == (owed, [], True)
        assert facts.letters(session) == {"technical": {people.ada.id, people.cleo.id}}


def test_a_conversation_that_broke_down_after_half_of_it_counts_as_held(people):
    session = fire(_begun(booked(people)), "technical_failure", customer(people.ada), START + 30 * MINUTE)
    assert facts.of(session) == facts.Facts("completed", "submitted", TICKS, 1, 2, 30, 30, {}, [])


def _begun(session):
    session.customer_says = "met"
    session.save()
    return fire(session, "start", ROOM, START)


def test_a_conversation_that_was_held_uses_its_units(people):
    session = fire(_begun(booked(people)), "complete", CLOCK, END)
    assert facts.of(session) == facts.Facts("completed", "submitted", TICKS, 1, 2, 30, 30, {}, [])
    assert not Payout.select().exists(), "a reward is only owed once a person said Completed"
