"""Whoever reads what somebody told is written down, once a day; operators' pages and one's own leave nothing."""

import pytest

from commands import messages, remarks
from models import Look
from tests import world
from tests.commands import routed
from tests.world import DAY, HOUR, NOW, customer, themselves


def looks() -> list[tuple]:
    """(who, what) of everything that was looked at."""
    return [(look.who_id, look.what) for look in Look.select().order_by(Look.id)]


@pytest.mark.promise("P45")
def test_opening_answers_is_written_down_once_a_day(place):
    people = place.world
    row = world.qualified(people)
    ada = place.as_(people.ada)
    for _time in range(2):
        ada.open(f"/participants/{row.code}").see("How often do you take a ferry?")
    assert looks() == [(people.ada.id, "answers")]
    place.as_(people.bo).open(f"/participants/{row.code}")
    assert looks() == [(people.ada.id, "answers"), (people.bo.id, "answers")]
    place.clock.at = NOW + DAY
    place.as_(people.ada).open(f"/participants/{row.code}")
    assert len(looks()) == 3
    assert {look.workspace for look in Look.select()} == {people.halden.id}


@pytest.mark.promise("P45")
def test_messages_and_notes_are_looked_at_too(place):
    people = place.world
    session = world.booked(people)
    messages.write(session, themselves(people.cleo), "Where is the pier?", NOW + HOUR)
    remarks.write(session, customer(people.bo), "Careful.", NOW + HOUR)
    place.as_(people.ada).open(f"/sessions/{session.code}")
    assert sorted(looks()) == [(people.ada.id, what) for what in ("answers", "messages", "notes")]


@pytest.mark.promise("P45")
def test_who_shows_nothing_told_looks_at_nothing(place):
    people = place.world
    row = world.invited(people)
    place.as_(people.ada).open(f"/participants/{row.code}")
    place.as_(people.cleo).open(f"/participants/{row.code}")
    place.as_(people.mallory).open(f"/participants/{row.code}")
    session = world.booked(people, row.study)
    place.as_(people.cleo).open(f"/sessions/{session.code}")
    place.as_(people.olga).open(f"/sessions/{session.code}")
    assert looks() == []


@pytest.mark.promise("P45")
def test_opening_what_a_candidate_told_is_written_down_from_the_beginning(place):
    people = place.world
    project = routed.project(people)
    row = routed.finished(routed.candidate(project, people.cleo))
    for _time in range(2):
        place.as_(people.ada).open(f"/candidates/{row.code}")
    assert looks() == [(people.ada.id, "answers")]
    assert Look.get().candidate_id == row.id
    assert Look.get().participant_id is None
    place.as_(people.ada).open("/audit?show=looks").see("Ferry users").follow(f"pp_{row.tail}")
    page = place.as_(people.cleo).open("/me/data").see("Someone of").see("your answers")
    assert f"/candidates/{row.code}" in page.html
    place.as_(people.cleo).open(f"/candidates/{row.code}")
    assert len(looks()) == 1
