"""People who came from a recruiter, and exclusion: always in order, and a candidate of this house goes along."""

import pytest

from commands import participants, sessions
from commands.fire import fire
from lifecycle.attempt import Invalid, NoSuchMove, Refused
from models import Choice, Entry, Exclusion, Participant
from tests.commands import recruited
from tests.world import (
    END,
    HOUR,
    NOW,
    START,
    again,
    booked,
    completed,
    customer,
    held,
    invited,
    missed,
    qualified,
    themselves,
)


def test_exclusion_needs_a_reason_and_no_conversation_ahead(people):
    session = booked(people)
    with pytest.raises(Refused) as refused:
        participants.exclude_in_order(session.participant, "other", customer(people.ada), NOW)
    assert refused.value.refusal.code == "no_live_session"
    fire(session, "cancel", customer(people.ada), NOW, reason="other")
    with pytest.raises(Invalid):
        participants.exclude_in_order(session.participant, "", customer(people.ada), NOW)
    excluded = participants.exclude_in_order(
        session.participant, "rude", customer(people.ada), NOW, note="They shouted."
    )
    assert excluded.state == "excluded"
    assert Entry.get(Entry.event == "exclude").notes.get().text == "They shouted."


def test_recruiting_side_first_then_the_study_in_one_go(people):
    study, candidate = recruited.here(people)
    participant = qualified(people, study)
    with pytest.raises(Refused) as refused:
        fire(participant, "exclude", customer(people.ada), NOW, reason="other")
    assert refused.value.refusal.code == "removed_at_recruiter_first"
    participants.exclude_in_order(participant, "other", customer(people.ada), NOW)
    steps = Entry.select().where(Entry.event.in_(("remove", "exclude"))).order_by(Entry.id)
    assert [(entry.noun, entry.event) for entry in steps] == [("candidate", "remove"), ("participant", "exclude")]
    assert (again(candidate).state, again(participant).state) == ("removed", "excluded")


def test_during_a_conversation_neither_step_is_taken(people):
    study, candidate = recruited.here(people)
    session = booked(people, study)
    with pytest.raises(Refused):
        participants.exclude_in_order(session.participant, "other", customer(people.ada), NOW)
    assert (again(candidate).state, again(session.participant).state) == ("incomplete", "booked")


def test_an_outside_recruiter_is_waited_for(people):
    participant = recruited.outside(people)
    for _click in range(2):
        assert participants.exclude_in_order(participant, "other", customer(people.ada), NOW).state == "invited"
    assert Exclusion.select().count() == 1
    with pytest.raises(Refused) as refused:
        fire(participant, "exclude", customer(people.ada), NOW, reason="other")
    assert refused.value.refusal.code == "removed_at_recruiter_first"
    Exclusion.update(confirmed_at=NOW + HOUR).execute()
    assert participants.exclude_in_order(participant, "other", customer(people.ada), NOW + HOUR).state == "excluded"


def test_who_is_completed_is_excluded_no_more(people):
    with pytest.raises(NoSuchMove):
        participants.exclude_in_order(completed(people), "other", customer(people.ada), END)


def test_an_outside_recruiters_person_is_completed_there_and_paid_there(people):
    participant = recruited.outside(people)
    session = held(people, booked(people, participant.study))
    with pytest.raises(Refused) as refused:
        participants.complete(session.participant, customer(people.ada), END)
    assert refused.value.refusal.code == "completed_at_recruiter"
    Participant.update(completed_there_at=END).where(Participant.id == participant.id).execute()
    assert participants.complete(session.participant, customer(people.ada), END).state == "completed"
    assert not participant.payouts.exists()


def _walk(people):
    """(what happens, the candidate's state after it), one after the other."""
    study, candidate = recruited.here(people)
    session = booked(people, study)
    yield candidate, "incomplete"
    fire(session, "cancel", themselves(people.cleo), NOW, reason="other")
    yield candidate, "left"
    participant = fire(again(session.participant), "readmit", customer(people.ada), NOW)
    yield candidate, "incomplete"
    session = missed(people, sessions.book(participant, START, themselves(people.cleo), NOW))
    yield candidate, "left"
    fire(session, "overturn", customer(people.ada), END + HOUR, reason="they_came")
    yield candidate, "submitted"


def test_the_candidate_goes_where_its_participant_goes(people):
    for candidate, state in _walk(people):
        assert again(candidate).state == state
    by = [entry.role for entry in Entry.select().where(Entry.noun == "candidate").order_by(Entry.id)][4:]
    assert set(by) == {"tester"}


def test_the_candidate_of_somebody_screened_out_here_is_screened_out_there(people):
    study, candidate = recruited.here(people)
    participant = fire(invited(people, study), "open_screener", themselves(people.cleo), NOW)
    bad = Choice.get(Choice.verdict == "reject")
    participants.save_answer(participant, bad.question_id, bad.id, NOW)
    participants.finish_screener(participant, themselves(people.cleo), NOW)
    assert again(candidate).state == "screened_out"


def test_the_candidate_of_a_study_that_is_over_is_told_so(people):
    study, candidate = recruited.here(people)
    participant = qualified(people, study)
    fire(study, "cancel", customer(people.ada), NOW, reason="other")
    fire(participant, "fill", themselves(people.cleo), NOW)
    assert again(candidate).state == "over_quota"
