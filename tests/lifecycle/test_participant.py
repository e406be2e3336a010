"""One person in one study: who moves them, from where, and what stands in the way."""

import pytest

from lifecycle.attempt import CLOCK, RECRUITER, TESTER, Attempt, NoSuchMove, Refused
from lifecycle.participant import ParticipantLifecycle
from tests.lifecycle.rows import ADA, CLEO, OWNER, SECOND, START, participant, tried

WHY = {"reason": "quality"}
ASKED = {"from_recruiter": True}
NOTHING_ASKED = {"judgement": "incomplete", "screened_elsewhere": True}

# event, state, actor, facts, what comes of it
TABLE = [
    ("open_screener", "invited", CLEO, {}, "ok screening"),
    ("open_screener", "invited", CLEO, {"study_state": "paused"}, "study_live"),
    ("open_screener", "invited", ADA, {}, "wrong_actor"),
    ("qualify", "screening", CLEO, {}, "ok qualified"),
    ("qualify", "screening", CLEO, {"judgement": "incomplete"}, "answers_complete"),
    ("qualify", "screening", CLEO, {"judgement": "screened_out"}, "answers_complete"),
    ("qualify", "screening", CLEO, {"consents_given": False}, "consents_given"),
    ("qualify", "screening", CLEO, {"study_state": "closed"}, "study_live"),
    ("qualify", "screening", RECRUITER, {}, "ok qualified"),
    ("qualify", "invited", RECRUITER, {"screened_elsewhere": True}, "ok qualified"),
    ("qualify", "invited", CLEO, {"screened_elsewhere": True}, "ok qualified"),
    ("qualify", "invited", CLEO, {}, "no_screener"),
    ("qualify", "invited", ADA, {"screened_elsewhere": True}, "wrong_actor"),
    ("screen_out", "screening", CLEO, {"judgement": "screened_out"}, "ok screened_out"),
    ("screen_out", "screening", CLEO, {}, "answers_reject"),
    ("fill", "qualified", CLOCK, {"room_in_quota": False}, "ok over_quota"),
    ("fill", "invited", CLOCK, {"study_state": "canceled"}, "ok over_quota"),
    ("fill", "waitlisted", CLOCK, {}, "no_room"),
    ("fill", "booked", CLOCK, {"room_in_quota": False}, "no_such_move"),
    ("fill", "screening", ADA, {"room_in_quota": False}, "wrong_actor"),
    ("reopen", "over_quota", CLOCK, {"judgement": "incomplete"}, "ok invited"),
    ("reopen", "over_quota", ADA, {}, "unfinished"),
    ("reopen", "over_quota", ADA, {"judgement": "incomplete", "room_in_quota": False}, "room_again"),
    ("reopen", "over_quota", ADA, {"judgement": "incomplete", "study_state": "paused"}, "study_live"),
    ("wait", "qualified", CLEO, {"free": []}, "ok waitlisted"),
    ("wait", "qualified", CLEO, {"open_places": 0}, "ok waitlisted"),
    ("wait", "qualified", CLEO, {}, "nothing_to_book"),
    ("wait", "qualified", CLOCK, {"free": []}, "nothing_to_book"),
    ("wait", "qualified", CLOCK, {"offer_ends_at": START}, "ok waitlisted"),
    ("wait", "qualified", CLOCK, {"offer_ends_at": START + SECOND}, "nothing_to_book"),
    ("call_up", "waitlisted", CLOCK, {}, "ok qualified"),
    ("call_up", "waitlisted", CLOCK, {"ahead": True}, "in_order"),
    ("call_up", "waitlisted", ADA, {"ahead": True}, "ok qualified"),
    ("call_up", "waitlisted", ADA, {"open_places": 0}, "place_left"),
    ("call_up", "over_quota", ADA, {"judgement": "incomplete"}, "had_answered"),
    ("call_up", "waitlisted", CLOCK, NOTHING_ASKED, "ok qualified"),
    ("call_up", "over_quota", ADA, {**NOTHING_ASKED, "had_qualified": False}, "had_answered"),
    ("reopen", "over_quota", ADA, {**NOTHING_ASKED, "had_qualified": False}, "ok invited"),
    ("reopen", "over_quota", ADA, NOTHING_ASKED, "unfinished"),
    ("start", "qualified", CLEO, {"kind": "survey"}, "ok started"),
    ("start", "qualified", CLEO, {}, "unmoderated"),
    ("submit", "started", CLEO, {}, "ok submitted"),
    ("submit", "started", CLEO, {"tasks_answered": False}, "tasks_answered"),
    ("submit", "booked", CLEO, {}, "joined"),
    ("withdraw", "booked", CLEO, {}, "joined"),
    ("withdraw", "waitlisted", CLEO, {}, "ok withdrawn"),
    ("withdraw", "submitted", CLEO, {}, "no_such_move"),
    ("complete", "submitted", ADA, {}, "ok completed"),
    ("complete", "submitted", CLEO, {}, "wrong_actor"),
    ("complete", "submitted", CLOCK, {}, "wrong_actor"),
    ("complete", "submitted", OWNER, {}, "wrong_actor"),
    ("complete", "submitted", ADA, {"reported": True}, "not_reported"),
    ("complete", "submitted", ADA, ASKED, "completed_at_recruiter"),
    ("complete", "submitted", RECRUITER, ASKED, "completed_at_recruiter"),
    ("complete", "submitted", RECRUITER, {**ASKED, "completed_at_recruiter": True}, "ok completed"),
    ("readmit", "withdrawn", ADA, {}, "ok qualified"),
    ("readmit", "withdrawn", ADA, {"had_qualified": False}, "had_qualified"),
    ("readmit", "withdrawn", ADA, {"leaving": True}, "not_leaving"),
    ("readmit", "withdrawn", ADA, {"study_state": "closed"}, "study_live"),
    ("readmit", "no_show", ADA, {}, "no_such_move"),
    ("exclude", "submitted", ADA, {}, "ok excluded"),
    ("exclude", "booked", ADA, {"live_session": "some"}, "no_live_session"),
    ("exclude", "submitted", ADA, ASKED, "removed_at_recruiter_first"),
    ("exclude", "submitted", ADA, {**ASKED, "removed_at_recruiter": True}, "ok excluded"),
    ("exclude", "completed", ADA, {}, "no_such_move"),
]  # fmt: skip
JOINED = [
    ("book", "qualified", "booked"), ("release", "booked", "qualified"), ("miss", "booked", "no_show"),
    ("recover", "no_show", "submitted"), ("submit", "booked", "submitted"), ("withdraw", "booked", "withdrawn"),
]  # fmt: skip


@pytest.mark.parametrize(("event", "state", "by", "facts", "expected"), TABLE)
def test_the_table_of_a_participant(event, state, by, facts, expected):
    details = WHY if event == "exclude" else {}
    assert tried("participant", participant(state, **facts), event, by, **details) == expected


@pytest.mark.parametrize(("event", "state", "target"), JOINED)
def test_a_joined_move_is_made_with_its_session_by_whoever_and_never_alone(event, state, target):
    for by in (ADA, CLEO, CLOCK):
        assert tried("participant", participant(state), event, by, joined=True) == f"ok {target}"
        assert tried("participant", participant(state), event, by) == "joined"
        assert event not in {offer.event for offer in ParticipantLifecycle.offers(participant(state), by, START)}


@pytest.mark.parametrize(("event", "state", "by", "kind"), [
    ("submit", "booked", CLEO, NoSuchMove),
    ("complete", "submitted", CLEO, NoSuchMove),
    ("readmit", "no_show", ADA, NoSuchMove),
    ("complete", "no_show", ADA, NoSuchMove),
    ("call_up", "waitlisted", CLOCK, Refused),
    ("exclude", "booked", ADA, Refused),
])
def test_no_such_move_and_a_guard_that_is_not_met_are_different_refusals(event, state, by, kind):
    row = participant(state, ahead=True, live_session="some")
    with pytest.raises(Refused) as refused:
        ParticipantLifecycle.fire(Attempt(row, event, by, START, WHY))
    assert type(refused.value) is kind


def test_only_submitted_becomes_completed():
    sources = {state for (state, event) in ParticipantLifecycle.graph() if event == "complete"}
    into = {event for (_, event), edges in ParticipantLifecycle.graph().items() if edges[0][0] == "completed"}
    assert (sources, into) == ({"submitted"}, {"complete"})


def test_a_contributor_never_sees_complete():
    for noun_state in ParticipantLifecycle.states_map:
        for by in (CLEO, CLOCK, OWNER, TESTER):
            offers = ParticipantLifecycle.offers(participant(noun_state), by, START)
            assert "complete" not in {offer.event for offer in offers}


def test_no_road_leads_from_a_missed_or_held_conversation_to_another_one_in_the_same_study():
    reached, todo = set(), ["no_show", "submitted", "completed"]
    while todo:
        state = todo.pop()
        reached.add(state)
        ways = [edges for (source, _), edges in ParticipantLifecycle.graph().items() if source == state]
        todo += {target for edges in ways for target, _ in edges} - reached
    assert "booked" not in reached


def test_from_booked_an_exclusion_is_always_refused_with_its_sentence():
    row = participant("booked", live_session="some", **ASKED)
    offers = {offer.event: offer.refusal for offer in ParticipantLifecycle.offers(row, ADA, START)}
    assert offers["exclude"].code == "no_live_session"
    assert "Cancel the session first" in str(offers["exclude"].sentence)


def test_completing_a_no_show_is_a_dead_end_with_a_way_on():
    offers = {offer.event: offer.refusal for offer in ParticipantLifecycle.offers(participant("no_show"), ADA, START)}
    assert offers["complete"].code == "not_submitted"
    assert offers["complete"].way_on == "session"


def test_a_move_that_is_no_persons_choice_is_not_drawn_while_it_can_not_be_made():
    assert "qualify" not in _names(participant("invited"))
    assert "qualify" in _names(participant("invited", screened_elsewhere=True))
    assert "wait" not in _names(participant("qualified"))
    assert "start" not in _names(participant("qualified"))


def _names(row):
    return {offer.event for offer in ParticipantLifecycle.offers(row, CLEO, START)}
