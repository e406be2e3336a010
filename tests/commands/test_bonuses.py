"""Money beside the reward, other addresses, and the bank's file: counted, said, and harmless the second time."""

import time

import pytest

from commands import bonuses, emptying, money, payouts, retention
from commands.fire import Stale, fire
from lifecycle.attempt import Invalid, Refused
from models import Entry, Note, Outgoing, Payout, ProviderEvent, SendTo, Workspace
from models.paying import address_of
from tests.commands import recruited
from tests.world import DAY, END, HOUR, again, booked, completed, customer, held, themselves

LATER = END + DAY


def _bonus(people, owner, amount=1500, note="For the second call."):
    return bonuses.give(owner, amount, note, customer(people.ada), LATER)


def test_bonuses_of_a_person_are_numbered_and_each_has_its_letter(people):
    participant = completed(people)
    rows = [_bonus(people, participant) for _number in range(3)]
    assert [(row.occasion, row.amount, row.state) for row in rows] == [(str(n), 1500, "due") for n in (1, 2, 3)]
    assert Outgoing.select().where(Outgoing.letter == "bonus", Outgoing.recipient == people.cleo.id).count() == 3
    assert [note.text for note in Note.select().join(Entry).where(Entry.event == "owe")] == ["For the second call."] * 3


def test_a_candidate_gets_a_bonus_in_the_projects_currency(people):
    study, candidate = recruited.here(people)
    held(people, booked(people, study))
    row = _bonus(people, again(candidate))
    assert (row.owner, row.currency, row.shown) == (f"candidate:{candidate.id}", "EUR", people.cleo.shown)


def test_who_has_not_done_their_part_gets_none(people):
    with pytest.raises(Refused) as refused:
        _bonus(people, booked(people).participant)
    assert refused.value.refusal.code == "not_done"
    assert not Payout.select().exists()


@pytest.mark.parametrize(("amount", "note", "field"), [(0, "x", "amount"), (-1, "x", "amount"), (5, " ", "note")])
def test_a_bonus_needs_an_amount_and_a_word(people, amount, note, field):
    participant = completed(people)
    with pytest.raises(Invalid) as invalid:
        _bonus(people, participant, amount, note)
    assert set(invalid.value.errors) == {field}


def test_a_page_that_is_too_old_gives_no_bonus(people):
    participant = completed(people)
    with pytest.raises(Stale):
        bonuses.give(participant, 100, "x", customer(people.ada), LATER, seen_version=participant.version - 1)


def _lost(people, **values) -> Payout:
    completed(people)
    payout = fire(Payout.get(), "pay_out", customer(people.ada), LATER)
    payout = fire(payout, "fail", customer(people.ada), LATER, note="The account is closed.")
    if values:
        type(payout.participant).update(**values).where(type(payout.participant).id == payout.participant_id).execute()
    return again(payout)


def test_another_address_counts_from_then_on_and_for_this_payment_alone(people):
    payout = _lost(people)
    assert address_of(payout) == people.cleo.email
    row = payouts.send_elsewhere(payout, "cleo@elsewhere.example", themselves(people.cleo), LATER + HOUR)
    assert row.state == "failed", "by hand the team sends it again"
    assert address_of(again(payout)) == "cleo@elsewhere.example"
    assert SendTo.get().before == people.cleo.email
    assert address_of(_another(people, payout)) == people.cleo.email


def _another(people, payout):
    return _bonus(people, payout.participant)


def test_the_team_names_it_for_its_own_people_only_and_sends_it_at_once(people):
    payout = _lost(people)
    with pytest.raises(Refused) as refused:
        payouts.send_elsewhere(payout, "a@b.example", customer(people.ada), LATER)
    assert refused.value.refusal.code == "not_yours"
    payout = type(payout).get_by_id(payout.id)
    type(payout.participant).update(source="own").execute()
    row = payouts.send_elsewhere(again(payout), "a@b.example", customer(people.ada), LATER)
    assert row.state == "sending"


def test_only_money_that_failed_goes_elsewhere(people):
    completed(people)
    with pytest.raises(Refused) as refused:
        payouts.send_elsewhere(Payout.get(), "a@b.example", themselves(people.cleo), LATER)
    assert refused.value.refusal.code == "not_failed"


@pytest.mark.parametrize("typed", ["", "nobody", "x" * 250 + "@b.example"])
def test_what_is_no_address_is_not_taken(people, typed):
    payout = _lost(people)
    with pytest.raises(Invalid):
        payouts.send_elsewhere(payout, typed, themselves(people.cleo), LATER)
    assert not SendTo.select().exists()


def test_five_thousand_lines_of_the_bank_have_each_a_fate_and_a_second_time_nothing_happens(people):
    participant = completed(people)
    by = customer(people.ada)
    rows = [money.owe(participant, "bonus", 100, "EUR", by, LATER, occasion=str(one)) for one in range(1, 41)]
    rows = [fire(row, "pay_out", by, LATER) for row in rows]
    lines = [(row.code, f"Bank {row.id}") for row in rows] + [(f"nothing-{one}", "x") for one in range(4959)]
    lines.append((rows[0].code, "again"))
    began = time.monotonic()
    planned = [line.fate for line in payouts.plan(people.halden.id, lines)]
    assert time.monotonic() - began < 5
    assert planned == ["paid"] * 40 + ["not_here"] * 4959 + ["twice"]
    assert {row.state for row in Payout.select().where(Payout.purpose == "bonus")} == {"sending"}
    assert [line.fate for line in payouts.mark_all(people.halden.id, lines, by, LATER)] == planned
    second = payouts.mark_all(people.halden.id, lines, by, LATER)
    assert [line.fate for line in second[:41]] == ["before"] * 40 + ["not_here"]
    assert {(row.state, row.proof) for row in Payout.select().where(Payout.purpose == "bonus")} == {
        ("paid", f"Bank {row.id}") for row in rows
    }


def test_very_many_lines_are_marked_some_at_a_press(people, monkeypatch):
    monkeypatch.setattr(payouts, "AT_ONCE", 2)
    participant, by = completed(people), customer(people.ada)
    rows = [money.owe(participant, "bonus", 100, "EUR", by, LATER, occasion=str(one)) for one in range(1, 6)]
    lines = [(fire(row, "pay_out", by, LATER).code, "x") for row in rows]
    told = [[line.fate for line in payouts.mark_all(people.halden.id, lines, by, LATER)] for _press in range(3)]
    assert told == [
        ["paid", "paid", "waits", "waits", "waits"],
        ["before", "before", "paid", "paid", "waits"],
        ["before", "before", "before", "before", "paid"],
    ]


def test_lines_of_another_team_change_nothing(people):
    completed(people)
    row = fire(Payout.get(), "pay_out", customer(people.ada), LATER)
    (line,) = payouts.mark_all(people.elsewhere.id, [(row.code, "x")], customer(people.mallory), LATER)
    assert (line.fate, again(row).state) == ("not_here", "sending")


def test_what_a_provider_sends_is_not_marked_by_hand(people):
    Workspace.update(provider="fake").execute()
    completed(people)
    row = fire(Payout.get(), "pay_out", customer(people.ada), LATER)
    (line,) = payouts.mark_all(people.halden.id, [(row.code, "x")], customer(people.ada), LATER)
    assert (line.fate, again(row).state) == ("not_sent", "sending")


def test_where_money_went_is_forgotten_with_the_person_and_after_ninety_days(people):
    payout = _lost(people)
    payouts.send_elsewhere(payout, "cleo@elsewhere.example", themselves(people.cleo), LATER)
    retention.settled_money(LATER + 91 * DAY)
    assert SendTo.select().exists(), "what is still owed has to go somewhere"
    row = fire(again(payout), "pay_out", customer(people.ada), LATER)
    fire(row, "settle", customer(people.ada), LATER, proof="Bank 1")
    retention.settled_money(LATER + 89 * DAY)
    assert SendTo.select().exists()
    retention.settled_money(LATER + 91 * DAY)
    assert not SendTo.select().exists()


def test_an_erasure_empties_where_money_went_and_what_providers_said(people):
    payout = _lost(people)
    payouts.send_elsewhere(payout, "cleo@elsewhere.example", themselves(people.cleo), LATER)
    key = payout.instructions.get().key
    body = f'{{"key": "{key}", "to": "cleo@elsewhere.example"}}'
    ProviderEvent.create(provider="fake", event="1", body=body, at=LATER)
    ProviderEvent.create(provider="fake", event="2", body='{"key": "another"}', at=LATER)
    emptying.money(people.cleo)
    assert not SendTo.select().exists()
    assert again(payout).failure == ""
    assert [row.body for row in ProviderEvent.select().order_by(ProviderEvent.id)] == ["", '{"key": "another"}']
