"""Which times are open: the host's calendar with its gap, the contributor's without, one's own time left out."""

from datetime import timedelta

import pytest

from commands import studies
from commands.fire import fire
from models import Claim, Person
from rules.times import from_epoch, to_epoch
from tests.world import (
    DAY,
    NOW,
    START,
    WEEKDAYS,
    again,
    booked,
    contributor,
    customer,
    live_study,
    qualified,
)

QUARTER = timedelta(minutes=15)
SHORT = {"length": 30, "step": 15}


def _around(row, at=NOW) -> list[int]:
    """Offered starts within an hour of START, as quarter hours from it."""
    offered = (from_epoch(start) - START for start in row.offered_starts(at))
    return [int(apart / QUARTER) for apart in offered if abs(apart) <= 4 * QUARTER]


@pytest.mark.parametrize("gap", [0, 15, 30])
def test_a_contributor_may_talk_right_before_and_right_after_another_talk(people, gap):
    booked(people, live_study(people, gap=gap, **SHORT))
    other = qualified(people, live_study(people, author=people.bo, gap=gap, **SHORT))
    assert _around(other) == [-4, -3, -2, 2, 3, 4]


@pytest.mark.parametrize(("gap", "open_ones"), [(0, [-4, -3, -2, 2, 3, 4]), (15, [-4, -3, 3, 4]), (30, [-4, 4])])
def test_a_host_has_a_gap_before_and_after(people, gap, open_ones):
    other = contributor("dario.conti")
    study = live_study(people, invitees=[people.cleo, other], gap=gap, **SHORT)
    booked(people, study)
    assert _around(qualified(people, study, other)) == open_ones


def test_who_holds_one_talk_and_takes_part_in_another_keeps_the_gap_behind_the_first(people):
    """Their calendar claims it: a time that only the database would refuse is not offered."""
    Person.update(username="ada.lind").where(Person.id == people.ada.id).execute()
    booked(people, live_study(people, gap=15, **SHORT))
    other = live_study(people, author=people.bo, invitees=[again(people.ada)], gap=0, **SHORT)
    assert _around(qualified(people, other, people.ada)) == [-4, -3, -2, 3, 4]


def test_the_longer_of_two_gaps_holds_between_two_studies(people):
    other = contributor("dario.conti")
    booked(people, live_study(people, gap=30, **SHORT))
    assert _around(qualified(people, live_study(people, invitees=[other], gap=0, **SHORT), other)) == [-4, -3, -2, 4]


def test_ones_own_time_is_not_in_the_way_of_a_move(people):
    session = booked(people, live_study(people, **SHORT))
    assert _around(session) == [-4, -3, -2, -1, 1, 2, 3, 4]
    assert not session.is_offered(START, NOW)


def test_asked_for_a_new_time_the_old_one_is_free_for_others_and_not_offered_again(people):
    other = contributor("dario.conti")
    study = live_study(people, invitees=[people.cleo, other], places=2, **SHORT)
    session = fire(booked(people, study), "reschedule", customer(people.ada), NOW)
    assert 0 in _around(qualified(people, study, other))
    assert 0 not in _around(again(session))
    assert not again(session).is_offered(START, NOW)


def test_what_is_offered_is_what_is_accepted(people):
    row = qualified(people, live_study(people, **SHORT))
    first, last = to_epoch(NOW), to_epoch(NOW + 8 * DAY)
    every = {start for start in range(first, last, 900) if row.is_offered(from_epoch(start), NOW)}
    assert every == {start for start in row.offered_starts(NOW) if start < last}


def test_no_more_than_so_many_a_day(people):
    other = contributor("dario.conti")
    study = live_study(people, invitees=[people.cleo, other], most_per_day=1)
    booked(people, study)
    days = {from_epoch(start).date() for start in qualified(people, study, other).offered_starts(NOW)}
    assert START.date() not in days
    assert (START + DAY).date() in days


def test_a_moment_held_by_an_open_form_is_taken_until_it_expires(people):
    row = qualified(people, live_study(people, **SHORT))
    Claim.create(
        calendar=people.ada.id, tick=to_epoch(START) // 900, holder="a form", expires_at=NOW + 5 * QUARTER / 15
    )
    assert 0 not in _around(row)
    assert 0 in _around(row, NOW + QUARTER)


def test_without_hours_there_is_no_time(people):
    row = qualified(people)
    studies.set_hours(people.ada, "Europe/Oslo", [], {})
    assert row.offered_starts(NOW) == []
    studies.set_hours(people.ada, "Europe/Oslo", WEEKDAYS, {START.date().isoformat(): []})
    assert START.date() not in {from_epoch(start).date() for start in row.offered_starts(NOW)}
