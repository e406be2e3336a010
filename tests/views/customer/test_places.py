"""More places: what they reserve is said first, and a second click adds none."""

import pytest

from models import Entry, Member, Workspace
from tests import world as story


def page(place, study, person=None):
    """The form in Ada's browser."""
    return place.as_(person or place.world.ada).open(f"/studies/{study.code}/add_places")


def test_places_are_added_and_their_units_reserved(place):
    study = story.live_study(place.world)
    hands = page(place, study).see("Each place reserves 30 units.").see("440 units are left.")
    hands.send(hands.form(event="add_places"), button="look", places="3")
    hands.see("90 units would be reserved.").see("Nothing has happened yet.")
    assert story.again(study).places == 2
    hands.press("add_places", places="3").see("The places are added.")
    assert story.again(study).places == 5
    assert story.again(place.world.halden).reserved == 150


def test_a_second_click_adds_nothing(place):
    study = story.live_study(place.world)
    hands = page(place, study)
    form = hands.form(event="add_places")
    for _click in range(2):
        hands.send(form, event="add_places", places="1")
        assert hands.status == 200
    assert story.again(study).places == 3


def test_of_two_colleagues_who_add_at_once_the_second_reads_what_the_first_added(place):
    study = story.live_study(place.world)
    ada, bo = page(place, study), page(place, study, place.world.bo)
    ada.press("add_places", places="2")
    bo.press("add_places", places="2")
    assert (bo.status, story.again(study).places) == (409, 4)
    bo.see("This changed while your page was open. Here is how it stands now.").see("0 of 4 taken")
    assert dict(bo.form(event="add_places").fields)["places"] == "2"
    bo.press("add_places", places="1").see("The places are added.")
    assert story.again(study).places == 5


def test_a_study_that_is_over_does_not_lead_to_more_places(place):
    study = story.live_study(place.world)
    story.fire(study, "cancel", story.customer(place.world.ada), story.NOW, reason="no_longer_needed")
    hands = place.as_(place.world.ada).open(f"/studies/{study.code}").see("0 of 0 taken")
    assert not [href for href, _event, _text in hands.page.links if "add_places" in href]
    assert "Every place was given up" not in hands.page.text


@pytest.mark.parametrize("typed", ["", "0", "-1", "two", "1.5", "999", "9" * 40, "٣"])
def test_what_is_no_number_of_places_is_said_at_the_field(place, typed):
    study = story.live_study(place.world)
    hands = page(place, study)
    hands.send(hands.form(event="add_places"), event="add_places", places=typed)
    assert hands.status == 422
    hands.see("Please type a number from 1 to 998.")
    assert story.again(study).places == 2


def test_too_few_units_refuse_it_with_the_way_to_the_plan(place):
    study = story.live_study(place.world)
    hands = page(place, study)
    hands.send(hands.form(event="add_places"), event="add_places", places="20")
    assert hands.status == 409
    hands.see("This needs 600 units and 440 are left.").follow("See the plan")
    assert story.again(study).places == 2


def test_what_would_follow_is_said_and_who_did_it_is_written_down(place):
    study = story.fire(story.live_study(place.world), "pause", story.customer(place.world.ada), story.NOW)
    hands = page(place, study, place.world.bo)
    hands.send(hands.form(event="add_places"), button="look", places="3")
    hands.see("The study would have 5 places.").see("90 units would be reserved.").see("350 units would be left.")
    hands.see("nobody gets a place before you resume it")
    assert not Entry.select().where(Entry.event == "places_added").exists()
    hands.press("add_places", places="3")
    entry = Entry.get(Entry.event == "places_added")
    assert (entry.who, entry.details) == (place.world.bo.id, {"study": study.id, "places": 3})
    place.as_(place.world.ada).open("/audit").see("Added places to a study").see("Booking a ferry on the phone")


def test_a_look_at_more_than_there_is_says_so_too(place):
    study = story.live_study(place.world)
    hands = page(place, study)
    hands.send(hands.form(event="add_places"), button="look", places="20")
    assert hands.status == 409
    hands.see("This needs 600 units and 440 are left.")


def test_a_seat_plan_reserves_nothing(place):
    Workspace.update(plan="seat").execute()
    story.units.grant_seat(place.world.halden, place.world.ada, 2026)
    study = story.live_study(place.world)
    hands = page(place, study)
    assert "unit" not in hands.page.text.split("How many more?")[1].split("Places that nobody")[0]
    hands.press("add_places", places="1")
    assert story.again(study).places == 3


def test_a_study_that_is_no_longer_live_takes_none(place):
    assert page(place, story.draft_study(place.world)).status == 409


@pytest.mark.parametrize("role", ["viewer", "reviewer"])
def test_a_role_too_low_is_told_so(place, role):
    Member.update(role=role).where(Member.person == place.world.bo).execute()
    assert page(place, story.live_study(place.world), place.world.bo).status == 403


def test_a_stranger_finds_nothing(place):
    study = story.live_study(place.world)
    for person in (place.world.mallory, place.world.cleo, place.world.olga):
        assert page(place, study, person).status == 404
