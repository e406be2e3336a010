"""What is owed: born once for one reason, sent once, and written down to the last minor unit."""

import pytest

from commands import money, participants, sessions
from commands.fire import fire
from lifecycle.attempt import CLOCK, PROVIDER, Invalid, NoSuchMove, Refused
from models import Entry, Instruction, LedgerLine, Payout, Workspace
from models.database import write_tx
from tests.commands import recruited
from tests.world import (
    DAY,
    END,
    HOUR,
    MINUTE,
    START,
    again,
    booked,
    completed,
    customer,
    held,
    live_study,
    operator,
    themselves,
)

LATER = END + DAY


def _due(people) -> Payout:
    completed(people)
    return Payout.get()


def test_completed_owes_the_reward_once_and_nothing_else_does(people):
    session = held(people)
    assert not Payout.select().exists()
    participant = completed(people, session)
    payout = Payout.get()
    found = (payout.owner, payout.purpose, payout.occasion, payout.amount, payout.currency, payout.state, payout.person)
    assert found == (f"participant:{participant.id}", "reward", "", 6000, "EUR", "due", people.cleo)
    with pytest.raises(NoSuchMove):
        participants.complete(participant, customer(people.ada), LATER)
    assert Payout.select().count() == 1


def test_a_second_payout_for_the_same_occasion_is_impossible(people):
    participant = completed(people)
    with pytest.raises(Exception, match=r"(?i)unique|replaced"):
        money.owe(participant, "reward", 6000, "EUR", customer(people.ada), LATER)
    with pytest.raises(Exception, match=r"(?i)unique|replaced"), write_tx():
        money.owe(participant, "reward", 6000, "EUR", customer(people.ada), LATER)
    assert Payout.select().count() == 1


def test_each_late_cancel_has_an_occasion_of_its_own(people):
    session = booked(people)
    fire(session, "cancel", customer(people.ada), START - HOUR, reason="scheduling_conflict")
    second = sessions.book(again(session.participant), START + 2 * HOUR, themselves(people.cleo), START - HOUR + MINUTE)
    fire(second, "cancel", customer(people.ada), START, reason="scheduling_conflict")
    owed = Payout.select().order_by(Payout.id)
    assert [(row.purpose, row.occasion, row.amount) for row in owed] == [
        ("late_cancel", session.code, 1500), ("late_cancel", second.code, 1500)
    ]  # fmt: skip


def test_a_workspace_that_promised_nothing_owes_nothing(people):
    Workspace.update(numbers={"late_percent": 0}).where(Workspace.id == people.halden.id).execute()
    people = type(people)(**{**vars(people), "halden": again(people.halden)})
    session = booked(people)
    fire(session, "cancel", customer(people.ada), START - HOUR, reason="other")
    assert not Payout.select().exists()


def test_a_promise_is_not_rewritten_by_a_later_change(people):
    session = booked(people)
    Workspace.update(numbers={"late_percent": 100, "notice_hours": 1}).where(Workspace.id == people.halden.id).execute()
    fire(session, "cancel", customer(people.ada), START - 2 * HOUR, reason="other")
    assert Payout.get().amount == 1500


def test_paid_by_hand_with_an_instruction_first_and_a_ledger_that_ends_at_nothing(people):
    payout = fire(_due(people), "pay_out", customer(people.ada), LATER)
    assert [(one.generation, one.key) for one in payout.instructions] == [(1, f"{payout.code}-1")]
    payout = fire(payout, "settle", customer(people.ada), LATER, proof="bank 1")
    assert (payout.state, payout.proof) == ("paid", "bank 1")
    lines = LedgerLine.select().order_by(LedgerLine.id)
    assert [(line.kind, line.amount) for line in lines] == [("owed", 6000), ("paid", -6000)]
    assert Entry.get(Entry.noun == "payout", Entry.event == "settle").details == {}, (
        "free text lives beside the journal"
    )
    assert [note.text for note in Entry.get(Entry.event == "settle").notes] == ["bank 1"]


@pytest.mark.parametrize(("retryable", "generations"), [(True, [1]), (False, [1, 2])])
def test_the_same_key_goes_again_until_the_provider_refused_it_finally(people, retryable, generations):
    payout = fire(_due(people), "pay_out", customer(people.ada), LATER)
    payout = fire(payout, "fail", PROVIDER, LATER, reason="closed", retryable=retryable)
    assert (payout.failure, payout.retryable) == ("closed", retryable)
    fire(payout, "pay_out", customer(people.ada), LATER)
    rows = Instruction.select().order_by(Instruction.generation)
    assert [row.generation for row in rows] == generations


def test_a_payout_that_is_not_known_yet_is_settled_and_not_sent_again(people):
    payout = fire(fire(_due(people), "pay_out", customer(people.ada), LATER), "doubt", CLOCK, LATER)
    with pytest.raises(NoSuchMove):
        fire(payout, "pay_out", customer(people.ada), LATER)
    with pytest.raises(Invalid):
        fire(payout, "settle", operator(people.olga), LATER)
    assert fire(payout, "settle", operator(people.olga), LATER, proof="their page").state == "paid"


def test_the_budget_stands_in_the_way_of_more_than_it(people):
    session = booked(people, live_study(people, budget=5999))
    completed(people, held(people, session))
    with pytest.raises(Refused) as refused:
        fire(Payout.get(), "pay_out", customer(people.ada), LATER)
    assert refused.value.refusal.code == "within_budget"


def test_a_wrong_completed_is_written_off_with_a_reason_and_the_person_is_told(people):
    payout = _due(people)
    with pytest.raises(Invalid):
        fire(payout, "write_off", customer(people.ada), LATER)
    payout = fire(payout, "write_off", customer(people.ada), LATER, reason="wrong_person")
    assert (payout.state, sum(line.amount for line in payout.lines)) == ("void", 0)


def test_a_late_cancel_is_not_the_customers_to_write_off(people):
    session = booked(people)
    fire(session, "cancel", customer(people.ada), START - HOUR, reason="other")
    with pytest.raises(Refused) as refused:
        fire(Payout.get(), "write_off", customer(people.ada), LATER, reason="changed_mind")
    assert refused.value.refusal.code == "grounds"
    done = fire(Payout.get(), "write_off", operator(people.olga), LATER, reason="paid_elsewhere", proof="a mail")
    assert done.state == "void"


def test_somebody_whom_a_recruiter_here_sent_is_paid_there_once(people):
    study, candidate = recruited.here(people)
    session = held(people, booked(people, study))
    assert again(candidate).state == "submitted"
    with pytest.raises(Refused) as refused:
        fire(session.participant, "complete", customer(people.ada), LATER)
    assert refused.value.refusal.code == "completed_at_recruiter"
    participant = participants.complete(session.participant, customer(people.ada), LATER)
    assert (participant.state, again(candidate).state) == ("completed", "completed")
    assert [(row.owner, row.amount) for row in Payout.select()] == [(f"candidate:{candidate.id}", 4500)]
    with pytest.raises(NoSuchMove):
        participants.complete(participant, customer(people.ada), LATER)
    assert Payout.select().count() == 1


def test_completing_all_is_all_or_none(people):
    one = held(people)
    two = booked(people, live_study(people), starts_at=START + DAY)
    with pytest.raises(NoSuchMove):
        participants.complete_all([one.participant, two.participant], customer(people.ada), LATER)
    assert again(one.participant).state == "submitted"
    assert not Payout.select().exists()
