"""Money that somebody is owed: who sends, settles, holds and writes it off, and on what grounds."""

import pytest

from lifecycle.attempt import CLOCK, PROVIDER, Invalid
from lifecycle.payout import PayoutLifecycle
from tests.lifecycle.rows import ADA, CLEO, OWNER, START, payout, tried

OUTSIDE = {"provider": "tremendous"}
WHY, PROOF = {"reason": "wrong_completed"}, {"proof": "bank 17"}

# event, state, actor, facts, details, what comes of it
TABLE = [
    ("hold", "due", ADA, {}, {}, "ok on_hold"),
    ("hold", "failed", OWNER, {}, {}, "ok on_hold"),
    ("hold", "due", CLEO, {}, {}, "wrong_actor"),
    ("free", "on_hold", OWNER, {}, {}, "ok due"),
    ("free", "on_hold", ADA, {"reported": True}, {}, "not_reported"),
    ("pay_out", "due", ADA, {}, {}, "ok sending"),
    ("pay_out", "failed", CLOCK, {}, {}, "ok sending"),
    ("pay_out", "due", ADA, {"reported": True}, {}, "not_reported"),
    ("pay_out", "due", ADA, {"within_budget": False}, {}, "within_budget"),
    ("pay_out", "on_hold", ADA, {}, {}, "no_such_move"),
    ("pay_out", "due", OWNER, {}, {}, "wrong_actor"),
    ("accept", "sending", ADA, {}, {}, "ok sent"),
    ("accept", "unknown", PROVIDER, OUTSIDE, {}, "ok sent"),
    ("accept", "sending", ADA, OUTSIDE, {}, "by_hand"),
    ("doubt", "sending", CLOCK, {}, {}, "ok unknown"),
    ("doubt", "sending", PROVIDER, {}, {}, "wrong_actor"),
    ("settle", "sent", PROVIDER, OUTSIDE, {}, "ok paid"),
    ("settle", "failed", PROVIDER, OUTSIDE, {}, "ok paid"),
    ("settle", "sending", ADA, {}, {}, "ok paid"),
    ("settle", "sent", ADA, OUTSIDE, {}, "by_hand"),
    ("settle", "unknown", OWNER, OUTSIDE, PROOF, "ok paid"),
    ("settle", "due", ADA, {}, {}, "no_such_move"),
    ("fail", "unknown", PROVIDER, OUTSIDE, {}, "ok failed"),
    ("fail", "sent", OWNER, {}, PROOF, "ok failed"),
    ("write_off", "due", ADA, {}, WHY, "ok void"),
    ("write_off", "due", ADA, {"purpose": "bonus"}, WHY, "ok void"),
    ("write_off", "due", ADA, {"purpose": "late_cancel"}, WHY, "grounds"),
    ("write_off", "on_hold", ADA, {"reported": True}, WHY, "grounds"),
    ("write_off", "failed", OWNER, {"purpose": "late_cancel"}, {**WHY, **PROOF}, "ok void"),
    ("write_off", "on_hold", CLOCK, {"reported": True}, {}, "grounds"),
    ("write_off", "on_hold", CLOCK, {"reported": True, "for_good": True}, {}, "ok void"),
    ("write_off", "sent", OWNER, {}, {**WHY, **PROOF}, "no_such_move"),
]  # fmt: skip


@pytest.mark.parametrize(("event", "state", "by", "facts", "details", "expected"), TABLE)
def test_the_table_of_a_payout(event, state, by, facts, details, expected):
    assert tried("payout", payout(state, **facts), event, by, **details) == expected


def test_after_it_was_sent_it_can_not_be_held_and_the_screen_says_so():
    for state in ("sending", "unknown", "sent", "paid"):
        for by in (ADA, OWNER):
            offers = {offer.event: offer.refusal for offer in PayoutLifecycle.offers(payout(state), by, START)}
            assert offers["hold"].code == "sent_already"


@pytest.mark.parametrize(("event", "state"), [("settle", "unknown"), ("fail", "sent")])
def test_an_operator_states_a_fact_about_money_only_with_its_proof(event, state):
    with pytest.raises(Invalid) as asked:
        tried("payout", payout(state), event, OWNER)
    assert list(asked.value.errors) == ["proof"]


def test_a_customer_writes_off_only_with_a_reason():
    with pytest.raises(Invalid) as asked:
        tried("payout", payout("due"), "write_off", ADA)
    assert list(asked.value.errors) == ["reason"]


def test_an_unsent_compensation_goes_with_the_absence_that_was_put_right():
    for state in ("due", "on_hold", "failed"):
        row = payout(state, purpose="late_cancel")
        assert tried("payout", row, "write_off", ADA, joined=True, reason="overturned") == "ok void"


def test_a_contributor_moves_no_money():
    for state in PayoutLifecycle.states_map:
        assert PayoutLifecycle.offers(payout(state), CLEO, START) == []
