"""Completed at an outside recruiter: their word or somebody's statement, and never a second payout."""

import pytest

from commands import participants, reports, settling
from lifecycle.attempt import Refused
from models import Entry, Participant, Payout
from tests.commands import recruited
from tests.world import END, HOUR, again, booked, customer, held, qualified


def submitted(people):
    participant = recruited.outside(people)
    held(people, booked(people, participant.study))
    return Participant.get_by_id(participant.id)


def test_their_completed_completes_here_and_pays_nothing(people):
    participant = submitted(people)
    after = settling.completed_there(participant, END + HOUR)
    assert (after.state, after.completed_there_at) == ("completed", END + HOUR)
    entry = Entry.get(Entry.noun == "participant", Entry.event == "complete")
    assert entry.role == "recruiter"
    assert not Payout.select().exists()


def test_a_late_or_second_completed_changes_nothing(people):
    participant = submitted(people)
    settling.completed_there(participant, END)
    entries = Entry.select().count()
    assert settling.completed_there(participant, END + HOUR).completed_there_at == END
    assert Entry.select().count() == entries


def test_a_completed_that_comes_too_early_is_kept_and_done_by_a_person_later(people):
    participant = recruited.outside(people)
    session = booked(people, participant.study)
    assert settling.completed_there(participant, END).state == "booked"
    held(people, session)
    assert again(participant).state == "submitted"
    assert participants.complete(participant, customer(people.ada), END + HOUR).state == "completed"
    assert not Payout.select().exists()


def test_a_report_keeps_their_completed_waiting(people):
    participant = submitted(people)
    report = reports.report_contributor(participant, "dishonest", customer(people.ada), END)
    assert settling.completed_there(participant, END + HOUR).state == "submitted"
    with pytest.raises(Refused) as refused:
        settling.state_completed(participant, customer(people.ada), END + HOUR)
    assert refused.value.refusal.code == "not_reported"
    assert again(report).state == "open"


def test_the_statement_keeps_name_and_time_and_pays_nothing(people):
    participant = submitted(people)
    after = settling.state_completed(participant, customer(people.bo), END + HOUR)
    assert (after.state, after.completed_there_at) == ("completed", END + HOUR)
    kept = Entry.get(Entry.event == "completion_stated")
    assert (kept.who, kept.at, kept.details["participant"]) == (people.bo.id, END + HOUR, participant.id)
    assert not Payout.select().exists()
    with pytest.raises(Refused):
        settling.state_completed(participant, customer(people.bo), END + HOUR)


def test_a_refused_statement_keeps_nothing(people):
    participant = recruited.outside(people)
    with pytest.raises(Refused) as refused:
        settling.state_completed(participant, customer(people.ada), END)
    assert refused.value.refusal.code == "not_submitted"
    assert again(participant).completed_there_at is None
    assert not Entry.select().where(Entry.event == "completion_stated").exists()


def test_nobody_states_what_this_house_does_itself(people):
    study, _candidate = recruited.here(people)
    with pytest.raises(Refused) as refused:
        settling.state_completed(qualified(people, study), customer(people.ada), END)
    assert refused.value.refusal.code == "not_outside"
