"""Doors at which somebody could be paid twice, or a stranger could say that a test is done: each of them shut."""

import pytest

from commands import bonuses, candidates, connections, exclusions, projects, providers, sessions, settling
from commands.fire import Stale, fire
from integrations import webhooks
from integrations.payfake import Fake
from lifecycle.attempt import CLOCK, Refused
from models import Connection, Exclusion, Participant, Payout, Project, ProviderEvent, Session, Study, Workspace, board
from models.database import write_tx
from tests.commands import halves, recruited
from tests.commands.paying import LATER, Settings, generations, sent_off, turns
from tests.world import HOUR, NOW, START, again, booked, completed, customer, held, live_study, qualified, themselves


@pytest.fixture
def settings(tmp_path):
    """An installation that may use the fake provider."""
    return Settings(tmp_path)


def by_hand(people) -> None:
    """From now on the team sends money by hand."""
    Workspace.update(provider="manual").where(Workspace.id == people.halden.id).execute()


def told(settings, payout, order: int, at) -> None:
    """The provider paid the first key after all, and tells so."""
    Fake(settings.home).settle(f"{payout.code}-1")
    headers, body = Fake(settings.home).tell(f"{payout.code}-1", "s", order)
    providers.keep("fake", headers, body, "s", at)
    providers.sweep(at)


def test_a_key_that_may_still_be_paid_stays_with_its_provider_after_a_hold(people, settings):
    payout = sent_off(people, "cleo+refused-retryable@mail.example")
    at = turns(settings, LATER, 2)
    for event in ("hold", "free"):
        payout = fire(again(payout), event, customer(people.ada), at)
    by_hand(people)
    payout = fire(payout, "pay_out", customer(people.ada), at)
    assert (payout.provider, generations(payout)) == ("fake", 1)


def test_what_was_refused_for_good_and_paid_after_all_is_not_paid_by_hand_too(people, settings):
    payout = sent_off(people, "cleo+refused@mail.example")
    at = turns(settings, LATER, 2)
    by_hand(people)
    payout = fire(again(payout), "pay_out", customer(people.ada), at)
    assert payout.provider == "manual"
    told(settings, payout, 10**13, at)
    assert (again(payout).state, ProviderEvent.get().outcome) == ("paid", "settle")


@pytest.mark.parametrize("then", ["pay_out", "write_off"])
def test_paid_that_is_told_while_the_money_is_held_is_not_forgotten(people, settings, then):
    payout = sent_off(people, "cleo+refused@mail.example")
    at = turns(settings, LATER, 2)
    for event in ("hold", "free"):
        payout = fire(again(payout), event, customer(people.ada), at)
    told(settings, payout, 10**13, at)
    assert again(payout).state == "due"
    fire(again(payout), then, customer(people.ada), at, reason="wrong_completed")
    providers.sweep(at + HOUR)
    assert again(payout).state == ("paid" if then == "pay_out" else "void")
    assert sum(line.amount for line in payout.lines if line.kind == "paid") == -6000


def test_the_same_bonus_from_two_tabs_is_owed_once(people):
    participant = completed(people)
    bonuses.give(participant, 1500, "Well done.", customer(people.ada), LATER, number=1)
    with pytest.raises(Stale):
        bonuses.give(participant, 1500, "Well done.", customer(people.ada), LATER, number=1)
    assert bonuses.give(participant, 900, "Again.", customer(people.ada), LATER, number=2).occasion == "2"


def test_a_tool_that_the_project_left_for_a_study_here_says_nothing_any_more(people):
    study = halves.open_study(people)
    by = customer(people.ada)
    project = projects.draft(people.halden, people.ada, NOW, title="Ferry users")
    project = projects.set_link(project, "https://tool.example/r/abc", by, NOW, kind="survey")
    connection = connections.join_tool(
        project, "https://tool.example/r/abc", "tool_key", webhooks.new_secret(), "https://tool.example/calls", by, NOW
    )
    project = projects.link_answered(project, "https://tool.example/r/abc", by, NOW)
    project = projects.set_link(project, "https://parlor.example/i/x", by, NOW)
    projects.link_answered(project, "https://parlor.example/i/x", by, NOW, study)
    assert Connection.get_by_id(connection.id).revoked_at is not None


def test_nobody_books_a_conversation_in_a_study_that_is_done_alone(people):
    row = qualified(people, live_study(people, kind="survey", asks=[]))
    with pytest.raises(Refused) as refused:
        sessions.book(row, START, themselves(people.cleo), NOW)
    assert refused.value.refusal.code == "participant_qualified"
    assert not Session.select().exists()


def test_a_budget_that_was_lowered_meanwhile_holds(people):
    study, candidate = recruited.here(people)
    held(people, booked(people, study))
    candidates.complete(again(candidate), customer(people.ada), LATER)
    payout = Payout.get()
    assert payout.within_budget, "read before the budget was set"
    Project.update(budget=100).where(Project.id == candidate.project_id).execute()
    with write_tx():
        assert not payout.within_budget


def test_a_budget_in_one_currency_says_nothing_of_another(people):
    study, candidate = recruited.here(people)
    held(people, booked(people, study))
    candidates.complete(again(candidate), customer(people.ada), LATER)
    Study.update(budget=100).where(Study.id == study.id).execute()
    assert not Payout.get().within_budget
    Payout.update(currency="JPY").execute()
    assert Payout.get().within_budget


def test_who_was_turned_away_and_says_no_is_no_disagreement(people):
    study, candidate = recruited.here(people)
    Study.update(places=0).where(Study.id == study.id).execute()
    place = fire(Participant.get(), "fill", CLOCK, NOW)
    fire(place, "withdraw", themselves(people.cleo), NOW)
    assert again(candidate).state == "over_quota"
    (line,) = board.lines(people.halden.id, NOW, board.Sieve("settled"))
    assert (line.r, line.s, line.pairing) == ("over_quota", "withdrawn", "matched")
    Study.update(places=2).where(Study.id == study.id).execute()


def test_a_removal_that_was_asked_for_too_late_waits_no_longer(people):
    place = held(people, booked(people, recruited.outside(people).study)).participant
    exclusions.exclude_in_order(place, "quality", customer(people.ada), LATER)
    assert again(place).fact("removal_asked")
    settling.completed_there(again(place), LATER)
    assert again(place).state == "completed"
    assert not again(place).fact("removal_asked")
    assert Exclusion.get().done_at is not None
