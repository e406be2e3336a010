"""Exclusion where the recruiting side is outside: asked, waited for, and carried out in order, whatever comes when."""

import pytest

from commands import exclusions
from commands.fire import fire
from commands.sweep import sweep
from lifecycle.attempt import Invalid, NoSuchMove, Refused
from models import Entry, Exclusion, Note, Participant
from tests.commands import recruited
from tests.world import END, HOUR, NOW, START, again, booked, customer, held, qualified


def asked(people, note="The answers repeat."):
    participant = recruited.outside(people)
    return exclusions.exclude_in_order(participant, "quality", customer(people.ada), NOW, note)


def test_an_outside_recruiter_is_asked_and_the_study_waits(people):
    participant = asked(people)
    assert again(participant).state == "invited"
    row = Exclusion.get()
    assert (row.reason, row.note, row.asked_by_id) == ("quality", "The answers repeat.", people.ada.id)
    assert row.done_at is None
    kept = Entry.get(Entry.event == "removal_asked")
    assert (kept.noun, kept.details["participant"]) == ("workspace", participant.id)


def test_the_study_first_is_refused_with_the_reason(people):
    participant = asked(people)
    with pytest.raises(Refused) as refused:
        fire(participant, "exclude", customer(people.ada), NOW, reason="quality")
    assert refused.value.refusal.code == "removed_at_recruiter_first"
    assert "recruiting side first" in str(refused.value.refusal.sentence)


def test_the_confirmation_carries_it_out_with_its_reason_and_note(people):
    participant = asked(people)
    assert exclusions.confirmed(participant, NOW + HOUR).state == "excluded"
    entry = Entry.get(Entry.noun == "participant", Entry.event == "exclude")
    assert (entry.role, entry.who, entry.details["reason"]) == ("customer", people.ada.id, "quality")
    assert entry.notes.get().text == "The answers repeat."
    assert Exclusion.get().done_at == NOW + HOUR


def test_a_second_confirmation_changes_nothing(people):
    participant = asked(people)
    exclusions.confirmed(participant, NOW + HOUR)
    entries = Entry.select().count()
    assert exclusions.confirmed(participant, NOW + 2 * HOUR).state == "excluded"
    assert (Entry.select().count(), Exclusion.get().done_at) == (entries, NOW + HOUR)


def test_a_removal_that_nobody_asked_for_is_kept_and_excludes_nobody(people):
    participant = recruited.outside(people)
    after = exclusions.confirmed(participant, NOW + HOUR)
    assert (after.state, again(participant).removed_there_at) == ("invited", NOW + HOUR)
    # The board says "exclude here too", and then one click is enough.
    assert exclusions.exclude_in_order(participant, "quality", customer(people.ada), NOW + HOUR).state == "excluded"


def test_a_confirmation_during_a_conversation_is_kept_until_it_is_over(people):
    participant = recruited.outside(people)
    exclusions.exclude_in_order(participant, "quality", customer(people.ada), NOW)
    session = booked(people, participant.study)
    assert session.participant_id == participant.id
    assert exclusions.confirmed(participant, START).state == "booked"
    assert exclusions.due() == [participant.id]
    sweep(START)
    assert again(participant).state == "booked"
    held(people, session)
    sweep(END + HOUR)
    assert again(participant).state == "excluded"
    assert exclusions.due() == []


def test_a_confirmation_after_completed_settles_the_waiting(people):
    participant = recruited.outside(people)
    session = booked(people, participant.study)
    held(people, session)
    exclusions.exclude_in_order(participant, "quality", customer(people.ada), END)
    Participant.update(completed_there_at=END).where(Participant.id == participant.id).execute()
    fire(participant, "complete", customer(people.ada), END)
    assert exclusions.confirmed(participant, END + HOUR).state == "completed"
    assert exclusions.due() == []
    with pytest.raises(NoSuchMove):
        exclusions.exclude_in_order(participant, "quality", customer(people.ada), END + HOUR)


def test_the_statement_keeps_name_and_time_and_carries_it_out(people):
    participant = asked(people)
    assert exclusions.stated(participant, customer(people.bo), NOW + HOUR).state == "excluded"
    row = Exclusion.get()
    assert (row.stated_by_id, row.confirmed_at, row.done_at) == (people.bo.id, NOW + HOUR, NOW + HOUR)
    kept = Entry.get(Entry.event == "removal_stated")
    assert (kept.who, kept.at, kept.details["participant"]) == (people.bo.id, NOW + HOUR, participant.id)


def test_who_was_not_asked_for_can_not_be_stated(people):
    participant = recruited.outside(people)
    with pytest.raises(Refused) as refused:
        exclusions.stated(participant, customer(people.ada), NOW)
    assert refused.value.refusal.code == "not_asked"


def test_a_statement_about_somebody_of_this_house_is_refused(people):
    study, _candidate = recruited.here(people)
    with pytest.raises(Refused) as refused:
        exclusions.stated(qualified(people, study), customer(people.ada), NOW)
    assert refused.value.refusal.code == "not_outside"


def test_a_conversation_ahead_is_canceled_first(people):
    participant = recruited.outside(people)
    booked(people, participant.study)
    with pytest.raises(Refused) as refused:
        exclusions.exclude_in_order(participant, "quality", customer(people.ada), NOW)
    assert refused.value.refusal.code == "no_live_session"
    assert not Exclusion.select().exists()


def test_a_reason_is_asked_for_before_anybody_is(people):
    with pytest.raises(Invalid):
        exclusions.exclude_in_order(recruited.outside(people), "", customer(people.ada), NOW)
    assert not Exclusion.select().exists()
    assert not Entry.select().where(Entry.event == "removal_asked").exists()


def test_the_recruiting_side_is_told_and_told_again(people):
    told = []
    exclusions.tellers.append(lambda row, entry, at: told.append((row.id, entry.event, at)))
    try:
        participant = asked(people)
        exclusions.exclude_in_order(participant, "quality", customer(people.ada), NOW + HOUR)
    finally:
        exclusions.tellers.pop()
    assert told == [(participant.id, "removal_asked", NOW), (participant.id, "removal_asked", NOW + HOUR)]
    assert Exclusion.get().asked_at == NOW
    assert not Note.select().exists()


def test_the_journal_keeps_what_a_second_step_followed(people):
    participant = asked(people)
    exclusions.confirmed(participant, NOW + HOUR)
    assert Entry.get(Entry.noun == "participant", Entry.event == "exclude").details["after"] == "confirmed"


def test_whoever_states_the_removal_is_the_one_who_excludes(people):
    participant = asked(people)
    exclusions.stated(participant, customer(people.bo), NOW + HOUR)
    entry = Entry.get(Entry.noun == "participant", Entry.event == "exclude")
    assert (entry.who, "after" in entry.details) == (people.bo.id, False)
