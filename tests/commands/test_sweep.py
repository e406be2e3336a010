"""The clock as an actor, at each position: before its time nothing happens, at its time one thing does, once."""

import pytest

from commands import calling_off, presence, studies
from commands.fire import fire
from commands.sweep import sweep
from lifecycle.attempt import ROOM
from models import Claim, Entry, Participant, Session
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
    invited,
    live_study,
    missed,
    qualified,
    themselves,
)

LATEST = END + 7 * DAY + HOUR


def test_nothing_is_due_in_a_world_where_nothing_is_due(people):
    booked(people)
    for at in (NOW, START - MINUTE, START, END, END + 23 * HOUR):
        assert sweep(at) == {}


def test_a_sweep_again_at_the_same_instant_does_nothing_more(people):
    booked(people)
    assert sweep(END + DAY) == {"lapse": 1}
    assert sweep(END + DAY) == {}


@pytest.mark.parametrize(
    ("late", "outcome"),
    [(59 * MINUTE, "in_progress"), (60 * MINUTE, "completed")],
)
def test_a_conversation_ends_an_hour_after_its_end_at_the_latest(people, late, outcome):
    session = booked(people, live_study(people, presence="seen"))
    presence.beat(session, customer(people.ada), "room", START)
    presence.beat(session, themselves(people.cleo), "room", START)
    session = fire(session, "start", ROOM, START)
    presence.beat(session, customer(people.ada), "room", END + late)
    sweep(END + late)
    assert again(session).state == outcome


def _nothing(people, session):
    pass


def _asked_at_the_last_minute(people, session):
    fire(session, "reschedule", customer(people.ada), START - MINUTE)


def _one_answer(people, session):
    presence.answer(session, "technical", themselves(people.cleo), END)


def _begun_and_forgotten(people, session):
    presence.answer(session, "met", customer(people.ada), START + MINUTE)


@pytest.mark.parametrize("how", ["claimed", "seen"])
@pytest.mark.parametrize("happens", [_nothing, _asked_at_the_last_minute, _one_answer, _begun_and_forgotten])
def test_every_conversation_ends_within_seven_days_and_an_hour_whatever_people_do(people, happens, how):
    if how == "seen" and happens in (_one_answer, _begun_and_forgotten):
        happens = _nothing
    session = booked(people, live_study(people, presence=how))
    happens(people, session)
    assert sum(sweep(LATEST).values()) == 1
    assert again(session).state in ("completed", "canceled", "no_show", "host_absent")


@pytest.mark.parametrize("end", ["close", "cancel"])
def test_whoever_is_still_on_the_way_is_told_when_a_study_is_over(people, end):
    others = [contributor(f"person.{number}") for number in range(3)]
    study = live_study(people, invitees=[people.cleo, *others])
    fire(invited(people, study, others[0]), "open_screener", themselves(others[0]), NOW)
    qualified(people, study, others[1])
    missed(people, booked(people, study))
    fire(study, end, customer(people.ada), END + HOUR, reason="other")
    assert sweep(END + HOUR) == {"fill": 3}
    assert sorted(row.state for row in Participant.select()) == ["no_show", "over_quota", "over_quota", "over_quota"]


def test_an_offer_that_was_not_taken_goes_back_to_the_list_where_there_is_nothing_to_book(people):
    other = contributor("dario.conti")
    study = live_study(people, places=1, invitees=[people.cleo, other])
    row = qualified(people, study)
    session = booked(people, study, other)
    Participant.update(offer_ends_at=NOW + DAY).where(Participant.id == row.id).execute()
    assert sweep(NOW + DAY - MINUTE) == {}
    assert sweep(NOW + DAY) == {"wait": 1}
    assert (again(row).state, again(session).state) == ("waitlisted", "scheduled")


def test_claims_are_forgotten_two_days_later(people):
    completed(people)
    assert sweep(END + DAY) == {}
    assert Claim.select().count() == 9
    sweep(END + 3 * DAY)
    assert Claim.select().count() == 0


def test_one_row_that_was_faster_does_not_stop_the_others(people, monkeypatch):
    """Between the list and the move somebody else decided one of them."""
    from commands import sweep as clock

    other = contributor("dario.conti")
    study = live_study(people, invitees=[people.cleo, other])
    first, second = booked(people, study), booked(people, study, other, START + 2 * HOUR)
    real = clock.due

    def due(at):
        for number, found in enumerate(real(at)):
            if number == 0:
                presence.answer(first, "met", customer(people.ada), END + HOUR)
            yield found

    monkeypatch.setattr(clock, "due", due)
    assert sweep(END + 3 * DAY) == {"lapse": 1}
    assert [again(row).state for row in (first, second)] == ["completed", "canceled"]


def _five_ahead(people):
    persons = [contributor(f"person.{number}") for number in range(5)]
    study = live_study(people, invitees=persons, places=6)
    for number, person in enumerate(persons):
        booked(people, study, person, START + (number if number < 2 else number + 2) * DAY)
    return study


def test_a_study_with_more_conversations_than_fit_one_chunk_pauses_first_and_is_canceled_with_the_last(
    people, monkeypatch
):
    monkeypatch.setattr(studies, "MANY", 2)
    monkeypatch.setattr(calling_off, "CHUNK", 2)
    study = studies.cancel(_five_ahead(people), "no_longer_needed", customer(people.ada), NOW)
    done = Entry.select().where(Entry.noun.in_(("study", "session"))).order_by(Entry.id)
    steps = [(entry.noun, entry.event) for entry in done]
    canceled = ("session", "cancel")
    assert steps[-7:] == [("study", "pause"), *[canceled] * 5, ("study", "cancel")]
    assert (study.state, again(people.halden).reserved, again(study).places) == ("canceled", 0, 0)
    assert Participant.select().where(Participant.state == "withdrawn").count() == 5


def test_a_study_canceled_in_one_go_leaves_no_conversation_behind(people, monkeypatch):
    monkeypatch.setattr(calling_off, "CHUNK", 2)
    fire(_five_ahead(people), "cancel", customer(people.ada), NOW, reason="no_longer_needed")
    assert {session.state for session in Session.select()} == {"canceled"}
