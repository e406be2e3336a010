"""Units and seats: reserved at launch, used by what was held, given back by what was given up."""

import pytest

from commands import calling_off, studies
from commands.fire import fire
from lifecycle.attempt import Refused
from models import Entry, Seat, UnitLine, Workspace
from tests.world import (
    DAY,
    END,
    HOUR,
    NOW,
    START,
    again,
    booked,
    completed,
    contributor,
    customer,
    draft_study,
    held,
    live_study,
    missed,
    started,
    themselves,
    worked,
)


def _sums(people) -> tuple[int, int, int]:
    house = again(people.halden)
    assert house.bought == house.used + house.reserved + house.available
    return house.used, house.reserved, house.available


def test_a_launch_reserves_every_place_and_names_the_study_in_the_ledger(people):
    study = live_study(people, places=3)
    assert _sums(people) == (0, 90, 410)
    line = UnitLine.get(UnitLine.kind == "reserve")
    assert (line.study, line.reserved, study.unit_price) == (study.id, 90, 30)


def test_a_launch_beyond_the_balance_is_refused_unless_overage_is_on(people):
    study = draft_study(people, places=17)
    with pytest.raises(Refused) as refused:
        fire(study, "launch", customer(people.ada), NOW)
    assert refused.value.refusal.code == "units_left"
    assert _sums(people) == (0, 0, 500)
    Workspace.update(overage=True).where(Workspace.id == people.halden.id).execute()
    fire(study, "launch", customer(people.ada), NOW)
    assert _sums(people) == (0, 510, -10)


def test_the_story_of_two_places(people):
    other = contributor("dario.conti")
    study = live_study(people, invitees=[people.cleo, other])
    one, two = booked(people, study), booked(people, study, other, START + DAY)
    assert _sums(people) == (0, 60, 440)
    completed(people, held(people, one))
    assert _sums(people) == (30, 30, 440)
    fire(two, "cancel", customer(people.ada), END, reason="editing_study")
    assert _sums(people) == (30, 0, 470)


def test_adding_places_reserves_again_and_no_more_than_there_is(people):
    study = live_study(people)
    assert studies.add_places(study, 2, customer(people.ada), NOW).places == 4
    assert _sums(people) == (0, 120, 380)
    with pytest.raises(Refused) as refused:
        studies.add_places(study, 13, customer(people.ada), NOW)
    assert refused.value.refusal.code == "units_left"
    with pytest.raises(Refused) as refused:
        studies.add_places(draft_study(people), 1, customer(people.ada), NOW)
    assert refused.value.refusal.code == "not_live"


def test_places_are_added_by_somebody_and_the_log_and_the_ledger_say_so(people):
    study = live_study(people)
    studies.add_places(study, 2, customer(people.bo), NOW + HOUR)
    entry = Entry.get(Entry.event == "places_added")
    assert (entry.workspace, entry.who, entry.details) == (people.halden.id, people.bo.id,
                                                           {"study": study.id, "places": 2})  # fmt: skip
    assert UnitLine.select().order_by(UnitLine.id.desc()).get().entry == entry.id
    with pytest.raises(Refused):
        studies.add_places(study, 500, customer(people.bo), NOW + HOUR)
    assert Entry.select().where(Entry.event == "places_added").count() == 1


def test_a_paused_study_takes_more_places_too(people):
    study = fire(live_study(people), "pause", customer(people.ada), NOW)
    assert studies.add_places(study, 1, customer(people.ada), NOW).places == 3


def test_closing_gives_every_open_place_up(people):
    study = live_study(people)
    missed(people, booked(people, study))
    study = fire(study, "close", customer(people.ada), END + HOUR)
    assert _sums(people) == (0, 0, 500)
    assert (again(study).places, again(study).taken) == (0, 0)


def test_canceling_a_study_cancels_what_is_ahead_and_returns_everything(people):
    other = contributor("dario.conti")
    study = live_study(people, places=3, invitees=[people.cleo, other])
    ahead, asked = booked(people, study), booked(people, study, other, START + DAY)
    fire(asked, "reschedule", customer(people.ada), NOW)
    fire(study, "cancel", customer(people.ada), NOW, reason="no_longer_needed")
    assert [again(session).state for session in (ahead, asked)] == ["canceled", "canceled"]
    assert _sums(people) == (0, 0, 500)
    assert (again(study).state, again(study).places) == ("canceled", 0)


def test_canceling_all_that_is_pending_leaves_the_study_live_and_what_has_begun_alone(people):
    other = contributor("dario.conti")
    study = live_study(people, places=3, invitees=[people.cleo, other])
    begun, ahead = booked(people, study), booked(people, study, other, START + DAY)
    assert calling_off.call_off(study, "editing_study", customer(people.ada), START).calling_off["done"] == 1
    assert (again(begun).state, again(ahead).state) == ("scheduled", "canceled")
    assert (again(study).state, again(study).places, again(study).taken) == ("live", 2, 1)
    assert _sums(people) == (0, 60, 440)


def test_a_study_done_alone_uses_its_units_at_submit_and_one_more_where_it_is_full(people):
    other = contributor("dario.conti")
    study = live_study(people, kind="interaction", places=1, invitees=[people.cleo, other], asks=[])
    assert _sums(people) == (0, 5, 495)
    both = [worked(started(people, study, one)) for one in (people.cleo, other)]
    fire(both[0], "submit", themselves(people.cleo), NOW)
    assert _sums(people) == (5, 0, 495)
    fire(both[1], "submit", themselves(other), NOW)
    assert _sums(people) == (10, 0, 490)
    assert (again(study).places, again(study).taken) == (2, 2)


def test_a_seat_counts_launches_of_the_year_and_a_cancel_changes_nothing(people):
    Workspace.update(plan="seat").where(Workspace.id == people.halden.id).execute()
    study = draft_study(people)
    with pytest.raises(Refused) as refused:
        fire(study, "launch", customer(people.ada), NOW)
    assert refused.value.refusal.code == "seat_left"
    Seat.create(workspace=people.halden, person=people.ada, year=NOW.year, yearly=1)
    study = fire(study, "launch", customer(people.ada), NOW)
    session = booked(people, study)
    fire(session, "cancel", customer(people.ada), NOW, reason="editing_study")
    fire(study, "cancel", customer(people.ada), NOW, reason="no_longer_needed")
    assert Seat.get().launched == 1
    assert _sums(people) == (0, 0, 500)
    with pytest.raises(Refused):
        live_study(people)
