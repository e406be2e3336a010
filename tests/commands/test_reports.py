"""Reports and standing: what waits for a decision, what the decision does, and the one appeal."""

import pytest

from commands import participants, reports
from commands.fire import fire
from commands.sweep import sweep
from lifecycle.attempt import Invalid, NoSuchMove, Refused
from models import Mark, Outgoing, Payout, Person, Standing
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


def test_who_decided_is_not_reminded_to_decide(people, owed):
    report = _reported(people, owed)
    waits = Outgoing.select().where(Outgoing.letter == "report_waiting", Outgoing.state == "waiting")
    assert waits.count() == 1
    report = fire(report, "uphold", operator(people.olga), LATER + HOUR)
    assert waits.count() == 0
    report = fire(report, "appeal", themselves(people.cleo), LATER + 2 * HOUR)
    assert waits.count() == 1
    fire(report, "dismiss", operator(people.olga), LATER + 3 * HOUR)
    assert waits.count() == 0


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


def test_one_report_at_a_time_and_one_click_is_one_report(people, owed):
    ada = customer(people.ada)
    report = reports.report_contributor(owed, "rude", ada, LATER, key="a-key")
    assert reports.report_contributor(owed, "rude", ada, LATER, key="a-key") == report
    with pytest.raises(Refused) as refused:
        reports.report_contributor(owed, "dishonest", customer(people.bo), LATER)
    assert refused.value.refusal.code == "reported_already"


def test_a_dismissed_report_is_not_repeated_for_its_reason_and_a_withdrawn_one_may_be(people, owed):
    report = _reported(people, owed)
    fire(report, "withdraw_report", customer(people.ada), LATER)
    with pytest.raises(Refused) as refused:
        fire(report, "appeal", customer(people.ada), LATER + HOUR)
    assert refused.value.refusal.code == "concerned", "nobody appeals what its author took back"
    fire(_reported(people, owed), "dismiss", operator(people.olga), LATER)
    with pytest.raises(Refused) as refused:
        _reported(people, owed)
    assert refused.value.refusal.code == "decided_already"
    assert _reported(people, owed, "rude").state == "open"


def test_an_absence_put_right_leaves_the_mark_of_another_report(people):
    session = missed(people)
    report = _reported(people, again(session.participant), "rude")
    fire(report, "uphold", operator(people.olga), LATER)
    fire(again(session), "overturn", customer(people.ada), LATER + HOUR, reason="mistake")
    assert {mark.kind: mark.struck_at for mark in Mark.select()} == {"no_show": LATER + HOUR, "report": None}


def test_a_wrong_record_is_struck_counts_again_on_appeal_and_can_be_told_late(people):
    session = missed(people)
    late = LATER + 60 * DAY
    with pytest.raises(Refused):
        reports.report_study(again(session.participant), "customer", "rude", themselves(people.cleo), late)
    report = reports.report_study(again(session.participant), "customer", "wrong_mark", themselves(people.cleo), late)
    report = fire(report, "uphold", operator(people.olga), late)
    assert Mark.get().struck_at == late
    report = fire(report, "appeal", customer(people.ada), late + HOUR)
    fire(report, "dismiss", operator(people.olga), late + 2 * HOUR)
    assert Mark.get().struck_at is None


def test_whom_it_is_about_tells_their_side_once_and_before_the_decision(people, owed):
    report = reports.reply(_reported(people, owed), themselves(people.cleo), " I do.\r\nEvery week. ", LATER)
    assert report.reply == "I do.\nEvery week."
    with pytest.raises(Refused):
        reports.reply(report, themselves(people.cleo), "Again.", LATER)
    report = fire(report, "dismiss", operator(people.olga), LATER)
    with pytest.raises(Refused):
        reports.reply(report, themselves(people.cleo), "Again.", LATER)
    with pytest.raises(Invalid):
        reports.said("x" * 2001)


def test_a_removal_is_appealed_once_and_answered_by_another_operator(people, owed):
    fire(_reported(people, owed, "dishonest"), "uphold", operator(people.olga), LATER)
    sweep(LATER)
    standing = Standing.get(Standing.person == people.cleo)
    with pytest.raises(Refused):
        reports.appeal_removal(standing, themselves(people.cleo), "Please.", LATER)
    standing = fire(standing, "remove", operator(people.olga), LATER)
    standing = reports.appeal_removal(standing, themselves(people.cleo), "Please.", LATER)
    with pytest.raises(Refused):
        reports.appeal_removal(standing, themselves(people.cleo), "Please.", LATER)
    other = Person.create(email="otto@parlor.example", operator=True, created_at=NOW)
    with pytest.raises(Refused) as refused:
        reports.keep_removed(standing, operator(people.olga), "No.", LATER)
    assert refused.value.refusal.code == "other_operator"
    standing = reports.keep_removed(standing, operator(other), "No.", LATER)
    assert (standing.state, standing.answer) == ("removed", "No.")
    with pytest.raises(Refused):
        reports.keep_removed(standing, operator(other), "No.", LATER)
    standing = fire(standing, "reinstate", operator(people.olga), LATER + HOUR)
    with pytest.raises(Refused):
        reports.appeal_removal(standing, themselves(people.cleo), "Please.", LATER)
