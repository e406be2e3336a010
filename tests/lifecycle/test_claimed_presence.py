"""Where the meeting is elsewhere both sides are asked; what their answers settle is accepted, and nothing else."""

from datetime import timedelta

import pytest

from lifecycle.attempt import CLOCK, ROOM
from lifecycle.session import SessionLifecycle
from tests.lifecycle.rows import ADA, CLEO, END, SECOND, START, minute, session, tried

DAY_AFTER = END + timedelta(hours=24)
# The customer's answer -> what follows for each answer of the contributor, a day after the end.
THEIRS = ("met", "they_absent", "i_absent", "technical", None)
TABLE = {
    "met": ("start", "start", "start", "start", "start"),
    "they_absent": ("mark_no_show", "mark_no_show", "mark_no_show", "mark_no_show", "mark_no_show"),
    "i_absent": ("mark_host_absent", "mark_host_absent", "lapse", "technical_failure", "lapse"),
    "technical": ("technical_failure",) * 5,
    None: ("start", "mark_host_absent", "mark_no_show", "technical_failure", "lapse"),
}
PAIRS = [(mine, theirs, TABLE[mine][place]) for mine in TABLE for place, theirs in enumerate(THEIRS)]
TARGETS = {
    "start": "in_progress", "mark_no_show": "no_show", "mark_host_absent": "host_absent",
    "technical_failure": "no_show", "lapse": "canceled",
}  # fmt: skip
DECIDERS = {"start": ROOM, "technical_failure": ROOM, "mark_no_show": CLOCK, "mark_host_absent": CLOCK, "lapse": CLOCK}


def elsewhere(mine, theirs, state="scheduled"):
    return session(state, presence="claimed", answers=(mine, theirs))


def accepted(row, at):
    return {event: tried("session", row, event, by, at) for event, by in DECIDERS.items()}


@pytest.mark.parametrize(("mine", "theirs", "event"), PAIRS)
@pytest.mark.parametrize("later", [timedelta(0), timedelta(days=3)], ids=["in time", "by a late sweep"])
def test_a_day_after_the_end_exactly_what_the_table_says_is_accepted(mine, theirs, event, later):
    outcomes = accepted(elsewhere(mine, theirs), DAY_AFTER + later)
    passed = {name: what for name, what in outcomes.items() if what[:2] == "ok"}
    assert passed == {event: f"ok {TARGETS[event]}"}


@pytest.mark.parametrize(("mine", "theirs", "event"), PAIRS)
@pytest.mark.parametrize("at", [minute(10), END, DAY_AFTER - SECOND])
def test_before_that_only_two_answers_or_the_customers_we_met_settle_it(mine, theirs, event, at):
    settled = mine == "met" or (mine is not None and theirs is not None)
    passed = {name for name, what in accepted(elsewhere(mine, theirs), at).items() if what[:2] == "ok"}
    assert passed == ({event} if settled else set())


@pytest.mark.parametrize(("mine", "theirs"), [("met", None), ("met", "met"), ("technical", "technical")])
def test_nothing_is_settled_before_the_start(mine, theirs):
    assert not {what for what in accepted(elsewhere(mine, theirs), START - SECOND).values() if what[:2] == "ok"}


def test_the_presence_log_has_no_word_where_presence_is_claimed():
    row = elsewhere(None, None)
    asked = tried("session", row, "mark_no_show", ADA, minute(15))
    offers = {offer.event: offer.refusal for offer in SessionLifecycle.offers(row, ADA, minute(15))}
    assert asked == "host_waited"
    assert "join page" in str(offers["mark_no_show"].sentence)
    assert str(offers["start"].sentence) == str(offers["mark_no_show"].sentence)


def test_a_held_conversation_is_completed_at_its_end_without_a_log():
    row = elsewhere("met", None, "in_progress")
    assert tried("session", row, "complete", CLOCK, END - SECOND) == "call_over"
    assert tried("session", row, "complete", CLOCK, END) == "ok completed"


def test_trouble_in_a_held_conversation_counts_from_its_start():
    row = elsewhere("met", None, "in_progress")
    assert tried("session", row, "technical_failure", CLEO, minute(15) - SECOND) == "ok no_show"
    assert tried("session", row, "technical_failure", CLEO, minute(15)) == "ok completed"
    assert tried("session", row, "technical_failure", CLEO, DAY_AFTER + SECOND) == "call_window"


def test_each_side_carries_out_only_what_the_law_lets_it():
    assert tried("session", elsewhere("they_absent", "i_absent"), "mark_no_show", ADA, minute(12)) == "ok no_show"
    assert tried("session", elsewhere("they_absent", "i_absent"), "mark_no_show", CLEO, minute(12)) == "wrong_actor"
    assert tried("session", elsewhere("i_absent", "met"), "mark_host_absent", CLEO, minute(12)) == "ok host_absent"
    assert tried("session", elsewhere("i_absent", "met"), "mark_host_absent", ADA, minute(12)) == "wrong_actor"
