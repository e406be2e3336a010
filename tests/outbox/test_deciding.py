"""The owner is reminded of who is Submitted after three and after seven days: one letter a morning, about all of them,
and none once it is decided."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from commands import participants, reconciling
from models import Letter, Outgoing
from outbox.drain import drain
from tests import world as story
from tests.commands import routed, sides
from tests.world import DAY, NOW, customer

OSLO = ZoneInfo("Europe/Oslo")


@pytest.fixture
def waiting(people):
    """Three people are Submitted on the same day, each some hours later than the one before."""
    study = sides.survey(people)
    project = sides.project(people, study)
    found = []
    for number in range(3):
        row = sides.place(sides.candidate(project, f"done.{number}"), study)
        found.append(sides.submitted(row, NOW + number * story.HOUR))
    return found


def written(settings, at):
    """(letter, recipient) of what left by then."""
    drain(settings, lambda: at)
    rows = Outgoing.select().where(Outgoing.letter.in_(("decide_due", "decide_overdue")), Outgoing.state == "sent")
    return [(row.letter, row.recipient) for row in rows.order_by(Outgoing.id)]


def test_it_is_planned_for_the_owners_morning(people, waiting):
    rows = Outgoing.select().where(Outgoing.letter == "decide_due")
    assert {row.due_at.astimezone(OSLO).hour for row in rows} == {8}
    assert {row.recipient for row in rows} == {people.ada.id}
    assert all(row.due_at - NOW >= 3 * DAY for row in rows)


def test_one_letter_tells_of_all_and_a_second_comes_when_it_is_overdue(people, settings, waiting):
    assert written(settings, NOW + 3 * DAY - story.HOUR) == []
    assert written(settings, NOW + 4 * DAY) == [("decide_due", people.ada.id)]
    assert "3 people wait for your Completed" in Letter.select().order_by(Letter.id.desc()).first().subject
    assert written(settings, NOW + 8 * DAY) == [("decide_due", people.ada.id), ("decide_overdue", people.ada.id)]
    assert Outgoing.select().where(Outgoing.letter == "decide_due", Outgoing.state == "dropped").count() == 2


def test_whoever_was_decided_is_not_reminded_of(people, settings, waiting):
    participants.complete_all(waiting, customer(people.ada), NOW + DAY)
    assert written(settings, NOW + 9 * DAY) == []


def test_an_outside_recruiters_people_are_their_owners(people, settings):
    study = sides.survey(people)
    connection = routed.recruiter(people, study, owner=people.bo)
    sides.submitted(sides.from_outside(study, connection, "pp_abc1234", "from.there"))
    assert written(settings, NOW + 4 * DAY) == [("decide_due", people.bo.id)]


def test_rows_given_away_are_somebody_elses(people, settings, waiting):
    ids = [f"pp_{row.candidate.tail}" for row in waiting]
    reconciling.give(people.halden.id, ids, people.bo, customer(people.ada), NOW + timedelta(hours=5), NOW)
    assert written(settings, NOW + 4 * DAY) == [("decide_due", people.bo.id)]
