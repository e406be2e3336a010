"""Money by a provider: whatever it answers, and whenever this machine goes dark, one payout is paid once."""

import contextlib
import random
import threading
from itertools import pairwise

import pytest

from commands import bonuses, emptying, money, participants, providers
from commands.fire import fire
from integrations import payers
from integrations.payers import Forged, Said
from integrations.payfake import Fake
from lifecycle.attempt import PROVIDER, NoSuchMove, Refused
from models import Instruction, LedgerLine, Outgoing, Participant, Payout, Person, Project, ProviderEvent, Try
from models.database import db
from outbox import payouts
from tests.commands import recruited
from tests.commands.paying import LATER, Settings, generations, paid_there, sent_off, story, turn, turns
from tests.world import DAY, HOUR, MINUTE, START, again, booked, completed, contributor, customer, held, live_study


@pytest.fixture
def settings(tmp_path):
    """An installation that may use the fake provider."""
    return Settings(tmp_path)


@pytest.mark.parametrize(("mode", "moves", "state"), [
    ("", ["pay_out", "settle"], "paid"),
    ("+timeout-before", ["pay_out", "doubt", "settle"], "paid"),
    ("+timeout-after", ["pay_out", "doubt", "settle"], "paid"),
    ("+5xx", ["pay_out", "doubt", "settle"], "paid"),
    ("+refused", ["pay_out", "fail"], "failed"),
    ("+refused-retryable", ["pay_out", "fail"], "failed"),
    ("+slow-paid-later", ["pay_out", "accept", "settle"], "paid"),
    ("+late-fail", ["pay_out", "accept", "fail"], "failed"),
    ("+unknown-value", ["pay_out", "settle"], "paid"),
    ("+silent", ["pay_out", "doubt"], "unknown"),
    ("+wrong-address", ["pay_out", "fail"], "failed"),
])  # fmt: skip
def test_every_answer_of_a_provider_leads_where_it_should(people, settings, mode, moves, state):
    payout = sent_off(people, f"cleo{mode}@mail.example")
    turns(settings, LATER, 5)
    payout = again(payout)
    assert (story(payout), payout.state) == (moves, state)
    assert paid_there(settings) == ([f"{payout.code}-1"] if state == "paid" else [])
    assert sum(line.amount for line in payout.lines) == (0 if state == "paid" else 6000)


@pytest.mark.parametrize("cents", range(91, 99))
def test_the_cents_of_an_amount_say_it_too(people, settings, cents):
    payout = sent_off(people, reward=6000 + cents)
    turns(settings, LATER, 5)
    failed = cents in (93, 94, 96)
    assert again(payout).state == ("failed" if failed else "paid")


@pytest.mark.parametrize("state", ["sending", "unknown", "sent", "paid", "failed", "due", "on_hold", "void"])
@pytest.mark.parametrize("said", [
    Said("sent"), Said("paid"), Said("failed", reason="limit"), Said("unknown", reason="timeout"),
    Said("unknown", reason="server_error"), Said("unknown", reason="unread", raw="FROZEN"),
])  # fmt: skip
def test_an_answer_moves_only_what_the_law_lets_it_move(state, said):
    moves = {
        ("sent", "sending"): "accept", ("sent", "unknown"): "accept",
        ("paid", "sending"): "settle", ("paid", "unknown"): "settle", ("paid", "sent"): "settle",
        ("paid", "failed"): "settle",
        ("failed", "sending"): "fail", ("failed", "unknown"): "fail", ("failed", "sent"): "fail",
        ("unknown", "sending"): "doubt",
    }  # fmt: skip
    expected = None if said.reason == "unread" else moves.get((said.kind, state))
    found = providers.move_for(state, said)
    assert (found and found[0]) == expected


def test_a_refused_key_is_never_used_again_and_the_next_one_pays(people, settings):
    payout = sent_off(people, "cleo+refused@mail.example")
    at = turns(settings, LATER, 2)
    assert (again(payout).failure, again(payout).retryable) == ("limit", False)
    type(people.cleo).update(email="cleo@mail.example").where(type(people.cleo).id == people.cleo.id).execute()
    fire(again(payout), "pay_out", customer(people.ada), at)
    turns(settings, at, 2)
    assert (again(payout).state, generations(payout)) == ("paid", 2)
    assert paid_there(settings) == [f"{payout.code}-2"]


def test_what_can_be_tried_again_goes_by_the_same_key(people, settings):
    payout = sent_off(people, "cleo+refused-retryable@mail.example")
    at = turns(settings, LATER, 2)
    fire(again(payout), "pay_out", customer(people.ada), at)
    turns(settings, at, 2)
    assert (again(payout).state, generations(payout)) == ("paid", 1)
    assert paid_there(settings) == [f"{payout.code}-1"]


def test_a_key_that_was_refused_and_paid_after_all_is_not_paid_again(people, settings):
    payout = sent_off(people, "cleo+refused@mail.example")
    at = turns(settings, LATER, 2)
    Fake(settings.home).settle(f"{payout.code}-1")
    fire(again(payout), "pay_out", customer(people.ada), at)
    turns(settings, at, 2)
    assert again(payout).state == "paid"
    assert paid_there(settings) == [f"{payout.code}-1"]
    assert [line.key for line in Fake(settings.home).lines()] == [f"{payout.code}-1"], "the second key never went"


def test_who_died_after_the_provider_was_asked_looks_it_up(people, settings):
    payout = sent_off(people)
    row = payouts.take(LATER)
    instruction = payout.instructions.get()
    assert payouts.mark(row, instruction, LATER) is False
    Fake(settings.home).send(instruction.key, payout.amount, payout.currency, "cleo@mail.example", "")
    # Here the machine goes dark. Nothing is asked while the row is lent, and then it is in doubt.
    assert turn(settings, LATER + MINUTE) == {}
    providers.sweep(LATER + 4 * MINUTE)
    assert again(payout).state == "unknown"
    turn(settings, LATER + 6 * MINUTE)
    assert again(payout).state == "paid"
    (line,) = Fake(settings.home).lines()
    assert (line.calls, line.looks) == (1, 1), "it was looked up, and not sent again"


def test_who_died_before_the_provider_was_asked_sends_the_same_key(people, settings):
    payout = sent_off(people)
    payouts.mark(payouts.take(LATER), payout.instructions.get(), LATER)
    turn(settings, LATER + 6 * MINUTE)
    assert again(payout).state == "paid"
    assert paid_there(settings) == [f"{payout.code}-1"]


def test_what_is_not_settled_is_asked_about_with_growing_waits(people, settings):
    payout = sent_off(people, "cleo+silent@mail.example")
    row = Outgoing.get(Outgoing.channel == "payout")
    asked = []
    for minute in range(8 * 60):
        if turn(settings, LATER + minute * MINUTE):
            asked.append(minute)
    waits = [after - before for before, after in pairwise(asked)]
    assert waits == sorted(waits)
    assert waits[-1] > 60
    assert Try.select().where(Try.outgoing == row.id).count() == len(asked)
    assert again(payout).state == "unknown"


def test_an_installation_that_lacks_the_account_says_so_and_pays_nothing(people, tmp_path):
    payout = sent_off(people, provider="tremendous")
    turn(Settings(tmp_path), LATER)
    assert (again(payout).state, again(payout).failure) == ("failed", "provider_settings")


def test_the_fake_provider_is_for_demos_and_tests_only(people, tmp_path):
    payout = sent_off(people)
    turn(Settings(tmp_path, testing=False), LATER)
    assert (again(payout).state, again(payout).failure) == ("failed", "provider_settings")
    assert payouts.secret_of("fake", Settings(tmp_path, testing=False)) == ""


def test_somebody_without_an_address_gets_nothing_sent(people, settings):
    payout = sent_off(people)
    type(people.cleo).update(email=None).where(type(people.cleo).id == people.cleo.id).execute()
    turn(settings, LATER)
    assert (again(payout).state, again(payout).failure) == ("failed", "no_address")


def test_one_workers_row_is_no_other_workers(people, settings):
    sent_off(people)
    assert payouts.take(LATER) is not None
    assert payouts.take(LATER) is None


# What a provider tells by itself.


def _tell(settings, key: str, order: int, secret: str = "s") -> tuple:
    return Fake(settings.home).tell(key, secret, order)


def test_a_message_settles_what_the_provider_accepted(people, settings):
    payout = sent_off(people, "cleo+slow-paid-later@mail.example")
    turn(settings, LATER)
    key = f"{payout.code}-1"
    Fake(settings.home).settle(key)
    headers, body = _tell(settings, key, 5)
    assert providers.keep("fake", headers, body, "s", LATER) is True
    assert providers.keep("fake", headers, body, "s", LATER) is False
    providers.sweep(LATER)
    assert (again(payout).state, ProviderEvent.get().outcome) == ("paid", "settle")
    providers.sweep(LATER)
    turns(settings, LATER + HOUR, 3)
    assert story(payout) == ["pay_out", "accept", "settle"]
    assert Outgoing.get(Outgoing.channel == "payout").state == "dropped"


@pytest.mark.parametrize("spoil", [
    lambda headers, body: (headers, body.replace(b"paid", b"sent")),
    lambda headers, body: (headers, body + b" "),
    lambda headers, body: ({"Payfake-Signature": payers.signature(body, "another")}, body),
    lambda headers, body: ({"Payfake-Signature": "sha256="}, body),
    lambda headers, body: ({}, body),
])  # fmt: skip
def test_a_message_that_is_not_theirs_is_not_kept(people, settings, spoil):
    payout = sent_off(people)
    turn(settings, LATER)
    with pytest.raises(Forged):
        providers.keep("fake", *spoil(*_tell(settings, f"{payout.code}-1", 5)), "s", LATER)
    assert not ProviderEvent.select().exists()


def test_a_message_is_not_believed_where_there_is_no_secret():
    with pytest.raises(Forged):
        payers.check({"X": payers.signature(b"{}", "")}, "X", b"{}", "")


def test_of_who_was_erased_a_message_is_followed_and_not_kept(people, settings):
    payout = sent_off(people, "cleo+slow-paid-later@mail.example")
    turn(settings, LATER)
    key = f"{payout.code}-1"
    providers.keep("fake", *_tell(settings, key, 9), "s", LATER)
    emptying.money(people.cleo)
    providers.sweep(LATER)
    assert (ProviderEvent.get().body, ProviderEvent.get().outcome) == ("", "erased")
    Person.update(erased_at=LATER).where(Person.id == people.cleo.id).execute()
    Fake(settings.home).settle(key)
    providers.keep("fake", *_tell(settings, key, 10), "s", LATER)
    providers.keep("fake", *_tell(settings, key, 8), "s", LATER)
    providers.sweep(LATER)
    assert again(payout).state == "paid"
    assert {(row.body, row.handled_at is None) for row in ProviderEvent.select()} == {("", False)}
    assert Instruction.get().answer == ""


def test_an_older_message_changes_nothing(people, settings):
    payout = sent_off(people, "cleo+slow-paid-later@mail.example")
    turn(settings, LATER)
    key = f"{payout.code}-1"
    old = _tell(settings, key, 5)
    providers.keep("fake", *_tell(settings, key, 9), "s", LATER)
    providers.sweep(LATER)
    providers.keep("fake", *old, "s", LATER)
    providers.sweep(LATER)
    assert [row.outcome for row in ProviderEvent.select().order_by(ProviderEvent.id)] == ["nothing", "older"]


def test_a_message_about_nothing_of_ours_is_kept(people, settings):
    Fake(settings.home).send("elsewhere-1", 100, "EUR", "a@b.example", "")
    providers.keep("fake", *_tell(settings, "elsewhere-1", 1), "s", LATER)
    providers.sweep(LATER)
    assert ProviderEvent.get().handled_at is None, "the payment that it is about may still become known"
    providers.sweep(LATER + 2 * HOUR)
    assert ProviderEvent.get().outcome == "unknown"


def test_a_late_paid_settles_what_had_failed(people, settings):
    payout = sent_off(people, "cleo+late-fail@mail.example")
    turns(settings, LATER, 3)
    assert again(payout).state == "failed"
    key = f"{payout.code}-1"
    Fake(settings.home).settle(key)
    providers.keep("fake", *_tell(settings, key, 9), "s", LATER + DAY)
    providers.sweep(LATER + DAY)
    assert again(payout).state == "paid"
    assert sum(line.amount for line in payout.lines) == 0


def test_a_word_that_nobody_knows_is_kept_and_leads_nowhere(people, settings):
    payout = sent_off(people, "cleo+unknown-value@mail.example")
    turn(settings, LATER)
    assert (again(payout).state, story(payout)) == ("sending", ["pay_out"])
    assert Outgoing.get(Outgoing.channel == "payout").answer["raw"] == "under_a_cloud"
    assert "under_a_cloud" not in Instruction.get().answer


def test_what_was_written_off_and_paid_after_all_is_reversed_in_the_ledger(people, settings):
    payout = sent_off(people, "cleo+refused@mail.example")
    turns(settings, LATER, 2)
    fire(again(payout), "write_off", customer(people.ada), LATER, reason="wrong_completed")
    key = f"{payout.code}-1"
    Fake(settings.home).settle(key)
    for order in (8, 9):
        providers.keep("fake", *_tell(settings, key, order), "s", LATER + DAY)
        providers.sweep(LATER + DAY)
    lines = LedgerLine.select().where(LedgerLine.payout == payout).order_by(LedgerLine.id)
    assert [(line.kind, line.amount) for line in lines] == [
        ("owed", 6000), ("written_off", -6000), ("written_off", 6000), ("paid", -6000)
    ]  # fmt: skip
    assert again(payout).state == "void"


@pytest.mark.parametrize("seed", range(6))
def test_the_ledger_always_says_what_the_states_say(people, settings, seed):
    """Whatever the provider answers and people do, in any order: no money appears, and none is lost."""
    dice = random.Random(seed)
    participant, at = sent_off(people).participant, LATER
    for number in range(40):
        at += dice.choice((MINUTE, HOUR, 7 * HOUR))
        address = f"cleo{dice.choice(MODES)}@mail.example"
        Person.update(email=address).where(Person.id == people.cleo.id).execute()
        if number % 8 == 0:
            bonuses.give(participant, dice.randint(1, 9000), "Well done.", customer(people.ada), at)
        _try(dice, dice.choice(list(Payout.select())), people, settings, at, number)
        turn(settings, at)
        _adds_up()
    paid = {f"{row.code}-" for row in Payout.select().where(Payout.state == "paid")}
    moved = [key[: key.index("-") + 1] for key in paid_there(settings)]
    assert len(moved) == len(set(moved)), "nobody was paid twice"
    assert paid <= set(moved)


MODES = ("", "+timeout-before", "+timeout-after", "+refused", "+refused-retryable", "+late-fail", "+unknown-value")


def _try(dice, payout, people, settings, at, number) -> None:
    event = dice.choice(("pay_out", "pay_out", "hold", "free", "tell", "tell"))
    key = f"{payout.code}-{max(generations(payout), 1)}"
    if event == "tell":
        if any(line.key == key for line in Fake(settings.home).lines()):
            providers.keep("fake", *_tell(settings, key, 10**13 + number), "s", at)
        return
    with contextlib.suppress(Refused):
        fire(payout, event, customer(people.ada), at)


def _adds_up() -> None:
    """The sums of the ledger by kind, and those of the payouts by state."""
    ledger = dict.fromkeys(("owed", "paid", "written_off"), 0)
    for line in LedgerLine.select():
        ledger[line.kind] += line.amount
    rows = list(Payout.select())
    assert ledger["owed"] == sum(row.amount for row in rows)
    assert -ledger["paid"] == sum(row.amount for row in rows if row.state == "paid")
    assert -ledger["written_off"] == sum(row.amount for row in rows if row.state == "void")
    for row in rows:
        settled = row.state in ("paid", "void")
        assert sum(line.amount for line in row.lines) == (0 if settled else row.amount)


# Budgets.


def test_two_payouts_at_once_never_both_pass_a_budget_for_one(people):
    study = live_study(people, reward=6000, budget=6000, invitees=[people.cleo, contributor("dario.conti")])
    for number, participant in enumerate(Participant.select().where(Participant.study == study)):
        completed(people, held(people, booked(people, study, participant.person, starts_at=START + number * DAY)))
    _race(people, list(Payout.select()))
    assert sorted(row.state for row in Payout.select()) == ["due", "sending"]


def test_a_projects_budget_covers_its_candidates_and_is_raced_for_too(people):
    _study, candidate = recruited.here(people)
    Project.update(budget=4500).where(Project.id == candidate.project_id).execute()
    other = participants.new_candidate(candidate.project, people.mallory, customer(people.ada), LATER)
    for one in (candidate, other):
        money.owe(one, "bonus", 4500, "EUR", customer(people.ada), LATER, occasion="1")
    # A study of its own would lock before the project does.
    Payout.update(study=None).execute()
    _race(people, list(Payout.select()))
    assert sorted(row.state for row in Payout.select()) == ["due", "sending"]


def _race(people, rows: list[Payout]) -> None:
    both, refused = threading.Barrier(len(rows), timeout=10), []

    def run(row):
        try:
            both.wait()
            fire(row, "pay_out", customer(people.ada), LATER)
        except Refused as problem:
            refused.append(problem.refusal.code)
        finally:
            db.close()

    threads = [threading.Thread(target=run, args=(row,)) for row in rows]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert refused == ["within_budget"]


def test_the_provider_can_not_be_played_by_a_customer(people):
    payout = sent_off(people)
    with pytest.raises(Refused):
        fire(payout, "settle", customer(people.ada), LATER, proof="I say so")
    with pytest.raises(NoSuchMove):
        fire(again(payout), "hold", PROVIDER, LATER)
    assert LedgerLine.select().where(LedgerLine.payout == payout).count() == 1
