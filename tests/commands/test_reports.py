"""Reports and standing: what waits for a decision, what the decision does, and the one appeal."""

import pytest

from commands import participants, reports
from commands.fire import fire
from commands.sweep import sweep
from lifecycle.attempt import NoSuchMove, Refused
from models import Mark, Payout, Person, Standing
from tests.commands import recruited
from tests.world import (
    DAY,
    END,
    HOUR,
    MINUTE,
    NOW,
    START,
    again,
    booked,
    completed,
    contributor,
    customer,
    held,
    invited,
    live_study,
    missed,
    operator,
    themselves,
)

LATER = END + DAY


@pytest.fixture
def owed(people):
    """Cleo was completed: the reward is due."""
    return completed(people)


def _reported(people, participant, reason="not_qualified"):
    return reports.report_contributor(
        participant, reason, customer(people.ada), LATER, note="They had never been on a ferry."
    )


def _state() -> str:
    return Payout.get().state


def test_a_report_holds_what_is_due_and_its_dismissal_frees_it(people, owed):
    report = _reported(people, owed)
    assert _state() == "on_hold"
    for event in ("pay_out", "free"):
        with pytest.raises(Refused):
            fire(Payout.get(), event, customer(people.ada), LATER)
    fire(report, "dismiss", operator(people.olga), LATER + HOUR)
    assert _state() == "due"
    assert again(report).decided_by == people.olga.id


def test_its_author_may_withdraw_it_and_nobody_else(people, owed):
    report = _reported(people, owed)
    with pytest.raises(Refused):
        fire(report, "withdraw_report", customer(people.bo), LATER)
    fire(report, "withdraw_report", customer(people.ada), LATER)
    assert (_state(), again(report).state) == ("due", "dismissed")


def test_completed_waits_for_the_decision(people):
    session = held(people)
    report = _reported(people, session.participant)
    with pytest.raises(Refused) as refused:
        completed(people, session)
    assert refused.value.refusal.code == "not_reported"
    fire(report, "dismiss", operator(people.olga), LATER)
    assert completed(people, session).state == "completed"


def test_upheld_it_is_a_mark_and_the_money_is_written_off_once_the_time_to_appeal_is_over(people, owed):
    report = fire(_reported(people, owed), "uphold", operator(people.olga), LATER)
    assert [(mark.kind, mark.severe) for mark in Mark.select()] == [("report", False)]
    assert sweep(LATER + 14 * DAY) == {}
    assert _state() == "on_hold"
    assert sweep(LATER + 14 * DAY + MINUTE) == {"write_off": 1}
    assert _state() == "void"
    with pytest.raises(Refused) as refused:
        fire(report, "appeal", themselves(people.cleo), LATER + 14 * DAY + MINUTE)
    assert refused.value.refusal.code == "within_14_days"


def test_only_whom_the_decision_went_against_appeals_and_only_once(people, owed):
    report = fire(_reported(people, owed), "uphold", operator(people.olga), LATER)
    for nobody in (themselves(people.mallory), customer(people.ada)):
        with pytest.raises(Refused) as refused:
            fire(report, "appeal", nobody, LATER + HOUR)
        assert refused.value.refusal.code == "concerned"
    report = fire(report, "appeal", themselves(people.cleo), LATER + HOUR)
    report = fire(report, "uphold", operator(people.olga), LATER + 2 * HOUR)
    with pytest.raises(Refused) as refused:
        fire(report, "appeal", themselves(people.cleo), LATER + 3 * HOUR)
    assert refused.value.refusal.code == "once"
    assert Mark.select().count() == 1, "upheld twice, marked once"
    assert sweep(LATER + 3 * HOUR) == {"write_off": 1}


def test_another_operator_decides_an_appeal_where_there_is_one(people, owed):
    report = fire(_reported(people, owed), "uphold", operator(people.olga), LATER)
    report = fire(report, "appeal", themselves(people.cleo), LATER + HOUR)
    other = Person.create(email="otto@parlor.example", operator=True, created_at=NOW)
    for event in ("uphold", "dismiss"):
        with pytest.raises(Refused) as refused:
            fire(report, event, operator(people.olga), LATER + 2 * HOUR)
        assert refused.value.refusal.code == "other_operator"
    fire(report, "dismiss", operator(other), LATER + 2 * HOUR)
    assert _state() == "due"
    assert Mark.get().struck_at == LATER + 2 * HOUR


def test_an_appeal_against_a_dismissal_holds_again_what_has_not_left(people, owed):
    report = fire(_reported(people, owed), "dismiss", operator(people.olga), LATER)
    report = fire(report, "appeal", customer(people.ada), LATER + HOUR)
    assert _state() == "on_hold"
    fire(report, "dismiss", operator(people.olga), LATER + 2 * HOUR)
    assert _state() == "due"


def test_what_is_on_its_way_is_not_held_and_is_written_off_if_it_comes_back(people, owed):
    fire(Payout.get(), "pay_out", customer(people.ada), LATER)
    report = _reported(people, owed)
    assert _state() == "sending"
    with pytest.raises(NoSuchMove) as refused:
        fire(Payout.get(), "hold", customer(people.ada), LATER)
    assert refused.value.refusal.code == "sent_already"
    fire(report, "uphold", operator(people.olga), LATER)
    fire(Payout.get(), "fail", customer(people.ada), LATER, reason="account closed")
    assert sweep(LATER + 15 * DAY) == {"write_off": 1}


def test_a_compensation_owed_while_a_report_is_open_waits_too_and_goes_with_it(people):
    session = booked(people)
    report = _reported(people, session.participant)
    fire(session, "cancel", customer(people.ada), START - HOUR, reason="other")
    with pytest.raises(Refused) as refused:
        fire(Payout.get(), "pay_out", customer(people.ada), LATER)
    assert refused.value.refusal.code == "not_reported"
    fire(report, "uphold", operator(people.olga), LATER)
    assert sweep(LATER + 15 * DAY)["write_off"] == 1


def test_a_candidates_money_is_held_and_written_off_like_any_other(people):
    study, candidate = recruited.here(people)
    session = held(people, booked(people, study))
    participants.complete(session.participant, customer(people.ada), LATER)
    report = _reported(people, again(session.participant))
    assert (_state(), Payout.get().candidate) == ("on_hold", candidate)
    fire(report, "uphold", operator(people.olga), LATER)
    assert sweep(LATER + 15 * DAY) == {"write_off": 1}
    assert _state() == "void"


def test_a_severe_report_leads_to_a_review_and_a_reinstatement_wipes_the_slate(people, owed):
    fire(_reported(people, owed, "dishonest"), "uphold", operator(people.olga), LATER)
    assert Mark.get().severe
    assert sweep(LATER) == {"review": 1}
    standing = Standing.get(Standing.person == people.cleo)
    assert standing.state == "under_review"
    standing = fire(standing, "reinstate", operator(people.olga), LATER + HOUR)
    assert sweep(LATER + 2 * HOUR) == {}
    assert again(standing).state == "good"


def test_the_third_mark_in_180_days_leads_to_a_review(people):
    for number in range(3):
        starts_at = START + number * DAY if number < 2 else START + 5 * DAY
        missed(people, booked(people, live_study(people), starts_at=starts_at))
        assert sweep(starts_at + 2 * HOUR) == ({"review": 1} if number == 2 else {})
    standing = fire(Standing.get(Standing.person == people.cleo), "remove", operator(people.olga), START + 6 * DAY)
    assert standing.state == "removed"


def test_two_people_who_report_a_study_pause_it(people):
    other = contributor("dario.conti")
    study = live_study(people, invitees=[people.cleo, other])
    for number, person in enumerate((people.cleo, other)):
        reports.report_study(invited(people, study, person), "study", "misleading", themselves(person), NOW)
        assert sweep(NOW) == ({"pause": 1} if number else {})
    assert again(study).state == "paused"
