"""Candidates, studies, projects, reports and standing: their tables."""

from datetime import timedelta

import pytest

from lifecycle.attempt import CLOCK, RECRUITER, TESTER
from lifecycle.candidate import CandidateLifecycle
from tests.lifecycle.rows import ADA, BO, CLEO, END, OWNER, ROWS, SECOND, START, candidate, report, study, tried

APPEAL = END + timedelta(days=14)

# noun, event, state, actor, facts, what comes of it
TABLE = [
    ("candidate", "open_screener", "invited", CLEO, {}, "ok screening"),
    ("candidate", "open_screener", "invited", CLEO, {"project_state": "paused"}, "project_live"),
    ("candidate", "qualify", "screening", RECRUITER, {}, "ok qualified"),
    ("candidate", "qualify", "screening", CLEO, {}, "wrong_actor"),
    ("candidate", "redirect", "qualified", CLEO, {}, "ok incomplete"),
    ("candidate", "screen_out", "screening", RECRUITER, {}, "ok screened_out"),
    ("candidate", "screen_out", "screening", TESTER, {}, "wrong_actor"),
    ("candidate", "screen_out", "incomplete", TESTER, {}, "ok screened_out"),
    ("candidate", "screen_out", "incomplete", RECRUITER, {}, "wrong_actor"),
    ("candidate", "fill", "screening", RECRUITER, {}, "ok over_quota"),
    ("candidate", "fill", "incomplete", RECRUITER, {}, "wrong_actor"),
    ("candidate", "fill", "incomplete", TESTER, {}, "ok over_quota"),
    ("candidate", "submit", "incomplete", TESTER, {}, "ok submitted"),
    ("candidate", "submit", "qualified", TESTER, {}, "ok submitted"),
    ("candidate", "submit", "incomplete", ADA, {}, "wrong_actor"),
    ("candidate", "reopen", "submitted", TESTER, {"told_by_tester": False}, "ok incomplete"),
    ("candidate", "reopen", "left", TESTER, {}, "ok incomplete"),
    ("candidate", "reopen", "left", TESTER, {"told_by_tester": False}, "told_by_tester"),
    ("candidate", "reopen", "over_quota", TESTER, {"told_by_tester": False}, "told_by_tester"),
    ("candidate", "reopen", "completed", TESTER, {}, "no_such_move"),
    ("candidate", "complete", "submitted", ADA, {}, "ok completed"),
    ("candidate", "complete", "submitted", ADA, {"reported": True}, "not_reported"),
    ("candidate", "complete", "submitted", TESTER, {}, "wrong_actor"),
    ("candidate", "complete", "submitted", CLOCK, {}, "wrong_actor"),
    ("candidate", "complete", "incomplete", ADA, {}, "not_submitted"),
    ("candidate", "leave", "incomplete", TESTER, {}, "ok left"),
    ("candidate", "leave", "submitted", TESTER, {}, "no_such_move"),
    ("candidate", "remove", "submitted", ADA, {}, "ok removed"),
    ("candidate", "remove", "completed", ADA, {}, "no_such_move"),
    ("study", "request_review", "draft", ADA, {}, "asks_review"),
    ("study", "request_review", "draft", ADA, {"asks_review": True}, "ok in_review"),
    ("study", "approve", "in_review", ADA, {}, "ok approved"),
    ("study", "approve", "in_review", BO, {}, "other_reviewer"),
    ("study", "send_back", "approved", ADA, {}, "ok draft"),
    ("study", "send_back", "live", ADA, {}, "no_such_move"),
    ("study", "launch", "draft", ADA, {}, "ok live"),
    ("study", "launch", "draft", ADA, {"lacks": ["The study needs a title."]}, "ready"),
    ("study", "launch", "draft", ADA, {"asks_review": True}, "reviewed"),
    ("study", "launch", "approved", ADA, {"asks_review": True}, "ok live"),
    ("study", "launch", "draft", ADA, {"units_needed": 21}, "units_left"),
    ("study", "launch", "draft", ADA, {"units_needed": 21, "overage": True}, "ok live"),
    ("study", "launch", "draft", ADA, {"units_needed": 21, "plan": "seat"}, "ok live"),
    ("study", "launch", "draft", ADA, {"plan": "seat", "seat": False}, "seat_left"),
    ("study", "launch", "draft", ADA, {"seat": False}, "ok live"),
    ("study", "pause", "live", ADA, {}, "ok paused"),
    ("study", "pause", "live", CLOCK, {"reports_about_it": 1}, "two_reports"),
    ("study", "pause", "live", CLOCK, {"reports_about_it": 2}, "ok paused"),
    ("study", "resume", "paused", OWNER, {}, "ok live"),
    ("study", "close", "live", ADA, {"idle": False}, "ok closed"),
    ("study", "close", "paused", ADA, {"open_things": ["1 payout"]}, "nothing_open"),
    ("study", "close", "live", CLOCK, {"idle": False}, "idle"),
    ("study", "close", "live", CLOCK, {}, "ok closed"),
    ("study", "cancel", "live", ADA, {"begun": True}, "none_in_progress"),
    ("study", "cancel", "in_review", ADA, {}, "ok canceled"),
    ("study", "cancel", "closed", ADA, {}, "no_such_move"),
    ("project", "launch", "draft", ADA, {}, "ok live"),
    ("project", "launch", "draft", ADA, {"ready": False}, "ready"),
    ("project", "launch", "draft", ADA, {"link_tested": False}, "link_tested"),
    ("project", "launch", "draft", ADA, {"owner_named": False}, "owner_named"),
    ("project", "pause", "live", ADA, {}, "ok paused"),
    ("project", "resume", "paused", ADA, {}, "ok live"),
    ("project", "close", "paused", CLOCK, {}, "ok closed"),
    ("project", "close", "live", ADA, {"open_things": ["1 payout"]}, "nothing_open"),
    ("project", "cancel", "live", ADA, {}, "ok canceled"),
    ("project", "cancel", "live", CLOCK, {}, "wrong_actor"),
    ("report", "uphold", "open", OWNER, {}, "ok upheld"),
    ("report", "uphold", "open", ADA, {}, "wrong_actor"),
    ("report", "dismiss", "open", OWNER, {"decided_by": OWNER.who}, "ok dismissed"),
    ("report", "dismiss", "appealed", OWNER, {"decided_by": OWNER.who}, "other_operator"),
    ("report", "uphold", "appealed", OWNER, {"decided_by": OWNER.who}, "other_operator"),
    ("report", "uphold", "appealed", OWNER, {"decided_by": OWNER.who, "several_operators": False}, "ok upheld"),
    ("report", "dismiss", "appealed", OWNER, {}, "ok dismissed"),
    ("report", "appeal", "upheld", CLEO, {}, "ok appealed"),
    ("report", "appeal", "upheld", ADA, {}, "concerned"),
    ("report", "appeal", "dismissed", ADA, {"concerned": ADA}, "ok appealed"),
    ("report", "appeal", "upheld", CLEO, {"was_appealed": True}, "once"),
    ("report", "withdraw_report", "open", ADA, {}, "ok dismissed"),
    ("report", "withdraw_report", "open", BO, {}, "author"),
    ("report", "withdraw_report", "appealed", ADA, {}, "no_such_move"),
    ("standing", "review", "good", CLOCK, {"marked": True}, "ok under_review"),
    ("standing", "review", "good", CLOCK, {}, "marked"),
    ("standing", "review", "good", OWNER, {"marked": True}, "wrong_actor"),
    ("standing", "remove", "under_review", OWNER, {}, "ok removed"),
    ("standing", "remove", "good", OWNER, {}, "no_such_move"),
    ("standing", "reinstate", "removed", OWNER, {}, "ok good"),
    ("standing", "reinstate", "under_review", OWNER, {}, "ok good"),
]  # fmt: skip


@pytest.mark.parametrize(("noun", "event", "state", "by", "facts", "expected"), TABLE)
def test_the_tables_of_the_other_nouns(noun, event, state, by, facts, expected):
    assert tried(noun, ROWS[noun](state, **facts), event, by, END, reason="other") == expected


def test_an_appeal_is_possible_until_exactly_14_days_after_the_decision():
    assert tried("report", report("upheld"), "appeal", CLEO, APPEAL) == "ok appealed"
    assert tried("report", report("upheld"), "appeal", CLEO, APPEAL + SECOND) == "within_14_days"


def test_submitted_is_never_set_by_hand():
    for state in CandidateLifecycle.states_map:
        for by in (ADA, CLEO, OWNER, CLOCK, RECRUITER):
            assert "submit" not in {offer.event for offer in CandidateLifecycle.offers(candidate(state), by, START)}


def test_a_launch_says_the_first_thing_that_is_missing():
    from lifecycle.study import StudyLifecycle
    from lifecycle.words import _

    row = study(lacks=[_("Set a reward."), _("The study needs a title.")])
    launch = next(offer for offer in StudyLifecycle.offers(row, ADA, START) if offer.event == "launch")
    assert str(launch.refusal.sentence) == "Set a reward."
