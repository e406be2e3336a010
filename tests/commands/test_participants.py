"""People in a study: asked once, screened once, excluded in order; and the candidate of this house goes along."""

import pytest

from commands import participants, sessions, studies
from commands.fire import fire
from commands.sweep import sweep
from lifecycle.attempt import Invalid, NoSuchMove, Refused
from models import Answer, Choice, Participant
from tests.world import (
    DAY,
    HOUR,
    NOW,
    START,
    again,
    booked,
    contributor,
    customer,
    invited,
    live_study,
    qualified,
    themselves,
)


def _choice(participant, verdict):
    question = participant.study.questions.get()
    return question.id, question.choices.where(Choice.verdict == verdict).get().id


def _answered(people, verdict):
    participant = fire(invited(people), "open_screener", themselves(people.cleo), NOW)
    participants.save_answer(participant, *_choice(participant, verdict), NOW)
    return participant


def test_one_row_for_one_person_and_study(people):
    participant = invited(people)
    with pytest.raises(Refused) as refused:
        participants.invite(participant.study, people.cleo, customer(people.ada), NOW)
    assert refused.value.refusal.code == "asked_already"
    assert participants.arrive(participant.study, people.cleo, themselves(people.cleo), NOW) == participant


def test_an_answer_is_kept_at_once_and_can_be_changed_until_the_end(people):
    participant = _answered(people, "reject")
    participants.save_answer(participant, *_choice(participant, "accept"), NOW)
    participants.agree_to_camera(participant, NOW)
    assert Answer.select().count() == 1
    assert participants.finish_screener(participant, themselves(people.cleo), NOW).state == "qualified"


def test_the_wrong_answer_screens_out_and_there_is_one_attempt(people):
    participant = _answered(people, "reject")
    assert participants.finish_screener(participant, themselves(people.cleo), NOW).state == "screened_out"
    with pytest.raises(Refused) as refused:
        participants.save_answer(participant, *_choice(participant, "accept"), NOW)
    assert refused.value.refusal.code == "answered_already"
    with pytest.raises(NoSuchMove):
        fire(participant, "open_screener", themselves(people.cleo), NOW)


def test_what_is_missing_is_asked_for_and_nothing_is_kept(people):
    participant = fire(invited(people), "open_screener", themselves(people.cleo), NOW)
    question, _ = _choice(participant, "accept")
    with pytest.raises(Invalid) as invalid:
        participants.finish_screener(participant, themselves(people.cleo), NOW)
    assert list(invalid.value.errors) == [f"q{question}"]
    with pytest.raises(Invalid):
        participants.save_answer(participant, 10**6, "x", NOW)
    assert again(participant).state == "screening"


def test_without_a_camera_there_is_no_conversation(people):
    participant = _answered(people, "accept")
    with pytest.raises(Refused) as refused:
        participants.finish_screener(participant, themselves(people.cleo), NOW)
    assert refused.value.refusal.code == "consents_given"


def test_a_full_study_has_a_waiting_list_and_a_freed_place_goes_to_whoever_waits_longest(people):
    others = [contributor("dario.conti"), contributor("elif.kaya")]
    study = live_study(people, places=1, invitees=[people.cleo, *others])
    session = booked(people, study)
    waiting = []
    for number, person in enumerate(others):
        row = qualified(people, study, person)
        with pytest.raises(Refused) as refused:
            sessions.book(row, START + DAY, themselves(person), NOW)
        assert refused.value.refusal.code == "place_left"
        waiting.append(fire(row, "wait", themselves(person), NOW + number * HOUR))
    fire(session, "cancel", themselves(people.cleo), NOW, reason="other")
    with pytest.raises(Refused) as refused:
        fire(waiting[1], "call_up", themselves(others[1]), NOW + 2 * HOUR)
    assert refused.value.refusal.code == "in_order"
    row = fire(waiting[0], "call_up", themselves(others[0]), NOW + 2 * HOUR)
    assert (row.state, row.offer_ends_at) == ("qualified", NOW + 26 * HOUR)


@pytest.mark.parametrize("taken", [True, False], ids=["booked and released", "withdrawn and asked back"])
def test_an_offer_that_was_answered_ends_nothing_later(people, taken):
    study = live_study(people, places=1)
    row = qualified(people, study)
    Participant.update(offer_ends_at=NOW + DAY).where(Participant.id == row.id).execute()
    if taken:
        session = sessions.book(row, START, themselves(people.cleo), NOW)
        fire(session, "cancel", customer(people.ada), NOW, reason="scheduling_conflict")
        studies.add_places(study, 1, customer(people.ada), NOW)
    else:
        fire(fire(row, "withdraw", themselves(people.cleo), NOW), "readmit", customer(people.ada), NOW)
    sweep(NOW + 2 * DAY)
    assert (again(row).state, again(row).offer_ends_at) == ("qualified", None)


def test_a_withdrawn_person_who_had_qualified_is_asked_again(people):
    session = booked(people)
    fire(session, "cancel", themselves(people.cleo), NOW, reason="other")
    participant = fire(again(session.participant), "readmit", customer(people.ada), NOW)
    assert sessions.book(participant, START, themselves(people.cleo), NOW).state == "scheduled"
    never = fire(invited(people), "withdraw", themselves(people.cleo), NOW)
    with pytest.raises(Refused) as refused:
        fire(never, "readmit", customer(people.ada), NOW)
    assert refused.value.refusal.code == "had_qualified"


def test_a_colleague_of_another_workspace_or_nobody_is_not_an_invitee(people):
    with pytest.raises(Invalid):
        studies.name_invitees(live_study(people), ["nobody.here"])
