"""What the two sides say, held against each other: the whole table, one line for each state of the recruiting side."""

from datetime import timedelta
from itertools import product

import pytest

from lifecycle.candidate import CandidateLifecycle
from lifecycle.participant import ParticipantLifecycle
from rules import reconcile
from tests.world import DAY, NOW

RECRUITING = tuple(CandidateLifecycle.states_map)
STUDY = tuple(ParticipantLifecycle.states_map)
UNDER_WAY = {"invited", "screening", "qualified", "waitlisted", "booked", "started"}
# What the recruiting side says: what the study says with which the two match ("-": it does not know them).
MATCH = {
    "invited": {"-"},
    "screening": {"-"},
    "qualified": {"-", *UNDER_WAY},
    "incomplete": UNDER_WAY,
    "submitted": {"submitted"},
    "completed": {"completed"},
    "left": {"-", "withdrawn", "no_show"},
    "screened_out": {"-", "screened_out"},
    "over_quota": {"-", "over_quota", "withdrawn"},
    "removed": {"-", "excluded"},
    "-": {"excluded"},
}


def known(state: str) -> str | None:
    return None if state == "-" else state


@pytest.mark.parametrize(("there", "here"), [pair for pair in product((*RECRUITING, "-"), (*STUDY, "-"))
                                             if pair != ("-", "-")])  # fmt: skip
def test_two_words_match_exactly_where_the_table_says(there, here):
    found = reconcile.pairing(known(there), known(here))
    if here in MATCH[there]:
        assert found == "matched"
    elif here == "-":
        assert found == "only_recruiting"
    else:
        assert found == ("only_study" if there == "-" else "disagreeing")


def test_nobody_is_known_to_neither_side():
    with pytest.raises(ValueError):
        reconcile.pairing(None, None)


@pytest.mark.parametrize(("where", "pair", "seen"), [
    ("local", "only_study", "only_here"), ("local", "only_recruiting", "only_there"),
    ("recruiter", "only_study", "only_here"), ("recruiter", "only_recruiting", "only_there"),
    ("tool", "only_study", "only_there"), ("tool", "only_recruiting", "only_here"),
    ("tool", "matched", "matched"), ("recruiter", "disagreeing", "disagreeing"),
])  # fmt: skip
def test_here_is_the_side_that_is_ours(where, pair, seen):
    assert reconcile.side_of(pair, where) == seen


@pytest.mark.parametrize(("there", "here", "age", "word"), [
    ("submitted", "submitted", timedelta(0), "submitted"),
    ("submitted", "submitted", 3 * DAY - timedelta(seconds=1), "submitted"),
    ("submitted", "submitted", 3 * DAY, "due"),
    ("submitted", "submitted", 7 * DAY - timedelta(seconds=1), "due"),
    ("submitted", "submitted", 7 * DAY, "overdue"),
    ("incomplete", "submitted", 8 * DAY, "overdue"),
    ("submitted", "-", 8 * DAY, "overdue"),
    ("-", "submitted", 4 * DAY, "due"),
    ("completed", "submitted", 8 * DAY, ""),
    ("removed", "submitted", 8 * DAY, ""),
    ("submitted", "excluded", 8 * DAY, ""),
    ("submitted", "completed", 8 * DAY, ""),
    ("incomplete", "started", 8 * DAY, ""),
])  # fmt: skip
def test_submitted_is_due_after_three_days_and_overdue_after_seven(there, here, age, word):
    assert reconcile.waiting(known(there), known(here), NOW - age, NOW) == word


@pytest.mark.parametrize(("there", "here", "owed", "over"), [
    ("completed", "completed", False, True), ("completed", "completed", True, False),
    ("removed", "excluded", False, True), ("removed", "-", False, True), ("-", "excluded", False, True),
    ("left", "no_show", False, True), ("submitted", "submitted", False, False),
    ("incomplete", "started", False, False), ("completed", "submitted", False, False),
])  # fmt: skip
def test_settled_is_what_matches_is_over_and_owes_nothing(there, here, owed, over):
    assert reconcile.settled(known(there), known(here), owed) == over


@pytest.mark.parametrize(("where", "there", "here", "step"), [
    ("local", "submitted", "submitted", "complete"), ("local", "completed", "submitted", "complete_here"),
    ("local", "removed", "qualified", "exclude_here"), ("local", "incomplete", "started", ""),
    ("recruiter", "submitted", "submitted", "state"), ("recruiter", "incomplete", "submitted", "tell"),
    ("recruiter", "completed", "submitted", "complete_here"), ("recruiter", "removed", "started", "exclude_here"),
    ("recruiter", "removed", "completed", "look"), ("recruiter", "-", "started", "look"),
    ("recruiter", "incomplete", "-", "read"), ("recruiter", "completed", "-", "read"),
    ("tool", "submitted", "submitted", "complete"), ("tool", "incomplete", "-", "link"),
    ("tool", "submitted", "-", "read"), ("tool", "incomplete", "submitted", "read"),
    ("tool", "completed", "submitted", "tell"), ("tool", "removed", "started", "tell"),
    ("tool", "submitted", "completed", "complete"), ("tool", "-", "started", "look"),
])  # fmt: skip
def test_every_row_says_what_could_be_done(where, there, here, step):
    assert reconcile.next_step(where, known(there), known(here)) == step


def test_completed_and_not_paid_asks_for_the_payout():
    assert reconcile.next_step("local", "completed", "completed", owed=True) == "pay"
    assert reconcile.next_step("local", "completed", "completed") == ""


MOMENT = timedelta(seconds=1)
CALLS = {  # a call, when the other side last said something, and whether the difference is just being told
    "waiting": (reconcile.Call("waiting", 0, NOW - MOMENT), None, True),
    "failed once": (reconcile.Call("waiting", 1, NOW - MOMENT), None, False),
    "given up": (reconcile.Call("dead", 9, NOW - MOMENT), None, False),
    "dropped": (reconcile.Call("dropped", 0, NOW - MOMENT), None, False),
    "waiting for too long": (reconcile.Call("waiting", 0, NOW - reconcile.TOLD_WITHIN), None, False),
    "just within": (reconcile.Call("waiting", 0, NOW - reconcile.TOLD_WITHIN + MOMENT), None, True),
    "sent, no word yet": (reconcile.Call("sent", 1, NOW - 2 * MOMENT, NOW - MOMENT), None, True),
    "sent, an older word": (reconcile.Call("sent", 1, NOW - 2 * MOMENT, NOW - MOMENT), NOW - DAY, True),
    "answered": (reconcile.Call("sent", 1, NOW - 2 * MOMENT, NOW - MOMENT), NOW - MOMENT, False),
    "sent long ago": (reconcile.Call("sent", 1, NOW - DAY, NOW - DAY), None, False),
}


@pytest.mark.parametrize("name", CALLS)
def test_a_difference_that_is_just_being_told_is_nobodys_to_look_at(name):
    call, heard, told = CALLS[name]
    for pair in ("disagreeing", "only_study", "only_recruiting"):
        assert reconcile.telling(pair, call, heard, NOW) is told
    assert not reconcile.telling("matched", call, heard, NOW)
    assert not reconcile.telling("disagreeing", None, heard, NOW)


def test_what_is_just_being_told_offers_nothing_but_a_payout():
    assert reconcile.next_step("tool", "completed", "submitted", told=True) == ""
    assert reconcile.next_step("tool", "completed", "submitted", owed=True, told=True) == "pay"
