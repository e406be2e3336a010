"""Before the conversation: moving, rescheduling, canceling and their hours. Minutes are counted from the start."""

import pytest

from lifecycle.attempt import CLOCK, Attempt, Invalid
from lifecycle.session import SessionLifecycle
from tests.lifecycle.rows import ADA, BO, CLEO, END, OTHER_TIME, OWNER, SECOND, START, minute, session, tried

DAY = 24 * 60
NEW = {"starts_at": OTHER_TIME}
WHY = {"reason": "other"}

# event, state, actor, minutes from the start, facts, details, what comes of it
TABLE = [
    ("move", "scheduled", CLEO, -DAY, {}, NEW, "ok scheduled"),
    ("move", "scheduled", CLEO, -DAY + 1, {}, NEW, "notice"),
    ("move", "scheduled", CLEO, -3 * DAY, {"moves": 2}, NEW, "ok scheduled"),
    ("move", "scheduled", CLEO, -3 * DAY, {"moves": 3}, NEW, "moves_left"),
    ("move", "scheduled", CLEO, -3 * DAY, {"free": []}, NEW, "slot_offered"),
    ("move", "scheduled", CLEO, -3 * DAY, {}, {"starts_at": START}, "slot_offered"),
    ("move", "scheduled", ADA, -3 * DAY, {}, NEW, "wrong_actor"),
    ("move", "rescheduling", CLEO, -3 * DAY, {}, NEW, "no_such_move"),
    ("hand_over", "scheduled", ADA, -1, {}, {"host": BO.who}, "ok scheduled"),
    ("hand_over", "scheduled", ADA, 0, {}, {"host": BO.who}, "before_start"),
    ("hand_over", "scheduled", ADA, -1, {"colleagues": []}, {"host": BO.who}, "colleague_free"),
    ("hand_over", "scheduled", ADA, -1, {}, {"host": 77}, "colleague_free"),
    ("hand_over", "scheduled", CLEO, -1, {}, {"host": BO.who}, "wrong_actor"),
    ("reschedule", "scheduled", ADA, -1, {}, {}, "ok rescheduling"),
    ("reschedule", "scheduled", ADA, 0, {}, {}, "before_start"),
    ("reschedule", "scheduled", ADA, -1, {"free": []}, {}, "future_availability"),
    ("reschedule", "scheduled", CLEO, -1, {}, {}, "wrong_actor"),
    ("reschedule", "rescheduling", ADA, -1, {}, {}, "no_such_move"),
    ("reschedule", "in_progress", ADA, 1, {}, {}, "no_such_move"),
    ("rebook", "rescheduling", CLEO, 9 * DAY, {}, NEW, "ok scheduled"),
    ("rebook", "rescheduling", CLEO, -1, {"free": []}, NEW, "slot_offered"),
    ("rebook", "rescheduling", ADA, -1, {}, NEW, "wrong_actor"),
    ("rebook", "scheduled", CLEO, -1, {}, NEW, "no_such_move"),
    ("decline", "rescheduling", CLEO, 0, {}, {}, "ok canceled"),
    ("decline", "rescheduling", ADA, 0, {}, {}, "wrong_actor"),
    ("decline", "scheduled", CLEO, -1, {}, {}, "no_such_move"),
    ("cancel", "scheduled", ADA, -DAY, {}, WHY, "ok canceled"),
    ("cancel", "scheduled", ADA, -1, {}, WHY, "ok canceled"),
    ("cancel", "scheduled", CLEO, -1, {}, WHY, "ok canceled"),
    ("cancel", "scheduled", ADA, 0, {}, WHY, "before_start"),
    ("cancel", "scheduled", CLEO, 0, {}, WHY, "before_start"),
    ("cancel", "scheduled", OWNER, -1, {}, WHY, "wrong_actor"),
    ("cancel", "rescheduling", ADA, 5, {}, WHY, "ok canceled"),
    ("cancel", "rescheduling", CLEO, -5, {}, WHY, "wrong_actor"),
    ("cancel", "in_progress", ADA, 5, {}, WHY, "no_such_move"),
    ("lapse", "rescheduling", ADA, 9 * DAY, {}, {}, "wrong_actor"),
    ("lapse", "in_progress", CLOCK, 9 * DAY, {}, {}, "no_such_move"),
    ("overturn", "no_show", ADA, 14 * DAY + 30, {}, WHY, "ok completed"),
    ("overturn", "no_show", ADA, 14 * DAY + 31, {}, WHY, "within_14_days"),
    ("overturn", "no_show", OWNER, 14 * DAY + 31, {}, WHY, "within_14_days"),
    ("overturn", "no_show", OWNER, 99 * DAY, {"disputed": True}, WHY, "ok completed"),
    ("overturn", "no_show", ADA, 99 * DAY, {"disputed": True}, WHY, "within_14_days"),
    ("overturn", "no_show", ADA, DAY, {"participant_state": "excluded"}, WHY, "still_no_show"),
    ("overturn", "no_show", CLEO, DAY, {}, WHY, "wrong_actor"),
    ("overturn", "canceled", ADA, DAY, {}, WHY, "no_such_move"),
]  # fmt: skip


@pytest.mark.parametrize(("event", "state", "by", "at", "facts", "details", "expected"), TABLE)
def test_the_table_before_and_after_a_conversation(event, state, by, at, facts, details, expected):
    assert tried("session", session(state, **facts), event, by, minute(at), **details) == expected


def test_exactly_24_hours_before_the_start_is_in_time_and_one_second_less_is_not():
    in_time = minute(-DAY)
    assert tried("session", session(), "move", CLEO, in_time, **NEW) == "ok scheduled"
    assert tried("session", session(), "move", CLEO, in_time + SECOND, **NEW) == "notice"


def test_a_request_for_a_new_time_lapses_after_exactly_seven_days():
    asked = session("rescheduling", asked_at=minute(-60))
    week = minute(-60 + 7 * DAY)
    assert tried("session", asked, "lapse", CLOCK, week - SECOND) == "unanswered"
    assert tried("session", asked, "lapse", CLOCK, week) == "ok canceled"


def test_a_no_show_is_corrected_until_exactly_14_days_after_it_ended():
    late = END + 14 * (minute(DAY) - START)
    assert tried("session", session("no_show"), "overturn", ADA, late, **WHY) == "ok completed"
    assert tried("session", session("no_show"), "overturn", ADA, late + SECOND, **WHY) == "within_14_days"


def test_a_no_show_cannot_be_rescheduled():
    row = session("no_show")
    offer = next(one for one in SessionLifecycle.offers(row, ADA, END) if one.event == "reschedule")
    assert offer.refusal.way_on == "duplicate"
    assert "can not be rescheduled" in str(offer.refusal.sentence)
    assert "Specific contributors" in str(offer.refusal.sentence)
    assert tried("session", row, "reschedule", ADA, END) == offer.refusal.code == "over_no_show"


@pytest.mark.parametrize("state", ["no_show", "completed", "host_absent"])
@pytest.mark.parametrize(
    ("event", "by"), [("reschedule", ADA), ("cancel", ADA), ("cancel", CLEO), ("move", CLEO), ("rebook", CLEO)]
)
def test_what_people_look_for_on_a_finished_conversation_is_shown_with_its_sentence(state, event, by):
    offers = {offer.event: offer for offer in SessionLifecycle.offers(session(state), by, END)}
    assert offers[event].refusal.code == f"over_{state}"


def test_nothing_is_offered_on_a_canceled_conversation():
    for by in (ADA, CLEO, OWNER, CLOCK):
        assert SessionLifecycle.offers(session("canceled"), by, END) == []


def test_while_a_new_time_is_asked_for_the_contributor_picks_or_declines_and_sees_no_cancel():
    seen = {offer.event: offer.refusal for offer in SessionLifecycle.offers(session("rescheduling"), CLEO, START)}
    assert seen == {"rebook": None, "decline": None}


def test_what_is_missing_in_a_form_is_asked_for_and_what_nobody_could_pass_is_refused_first():
    with pytest.raises(Invalid) as asked:
        tried("session", session(), "cancel", ADA, minute(-1))
    assert list(asked.value.errors) == ["reason"]
    with pytest.raises(Invalid) as asked:
        tried("session", session(), "move", CLEO, minute(-3 * DAY))
    assert list(asked.value.errors) == ["starts_at"]
    assert tried("session", session(), "cancel", ADA, minute(1)) == "before_start"


def test_a_time_that_was_just_taken_says_so_and_the_offer_stands():
    taken = session(free=[OTHER_TIME])
    attempt = Attempt(taken, "move", CLEO, minute(-3 * DAY), {"starts_at": minute(99)})
    assert str(SessionLifecycle.why_not(attempt).sentence) == "That time was just taken."
    offers = {offer.event: offer.refusal for offer in SessionLifecycle.offers(taken, CLEO, minute(-3 * DAY))}
    assert offers["move"] is None
