"""What is kept about somebody, on their own page: in words, to take along, and to have erased."""

import io
import zipfile

import pytest

from commands import trail
from commands.fire import fire
from models import Entry, Person
from models.network import Enrolled
from tests import world
from tests.world import HOUR, NOW, customer

OLD = 11 * HOUR / 60


def take(hands):
    """Press the button for the archive, and give what comes."""
    form = hands.open("/me/data").form("take_out")
    headers = {"Sec-Fetch-Site": "same-origin"}
    return hands.client.post(form.action, data=dict(form.fields), headers=headers)


@pytest.mark.promise("P45")
def test_somebody_sees_which_team_looked_and_never_who(place):
    people = place.world
    row = world.qualified(people)
    trail.looked(row, people.ada.id, "answers", NOW)
    page = place.as_(people.cleo).open("/me/data")
    page.see("Someone of Halden Ferries read your answers")
    assert people.ada.name not in page.page.text
    trail.looked(row, people.olga.id, "answers", NOW)
    page.open("/me/data").see("An operator read your answers").see("Someone of Halden Ferries read your answers")
    assert people.olga.name not in page.page.text
    assert people.olga.name not in place.as_(people.ada).open("/audit?show=looks").see("An operator").page.text
    assert "Someone of" not in place.as_(people.mallory).open("/me/data").page.text


@pytest.mark.promise("P42")
def test_everything_is_taken_along_with_a_fresh_sign_in_only(place):
    people = place.world
    world.qualified(people)
    hands = place.as_(people.cleo)
    answer = take(hands)
    assert answer.content_type == "application/zip"
    names = zipfile.ZipFile(io.BytesIO(answer.data)).namelist()
    assert {"everything.json", "lists/answers.csv", "lists/person.csv"} <= set(names)
    assert Entry.select().where(Entry.event == "taken_out", Entry.who == people.cleo).count() == 1
    place.clock.at = NOW + OLD
    answer = take(hands)
    assert (answer.status_code, "/sign-in/again" in answer.headers["Location"]) == (303, True)


def test_a_team_that_enrolled_somebody_is_left(place):
    people = place.world
    at = {"workspace": people.halden, "by": people.ada, "at": NOW}
    row = Enrolled.create(person=people.cleo, name="Cleo M.", email="cleo@work.example", **at)
    action = f"/me/data/teams/{row.code}/leave"
    mallory = place.as_(people.mallory).open("/me/data")
    token = dict(mallory.form("take_out").fields)["form_token"]
    stranger = mallory.client.post(action, data={"form_token": token}, headers={"Sec-Fetch-Site": "same-origin"})
    assert stranger.status_code == 404
    place.as_(people.cleo).open("/me/data").see("Halden Ferries").press("leave_team").see("Saved")
    row = world.again(row)
    assert (row.name, row.email, row.left_at) == ("", "", NOW)


@pytest.mark.promise("P43")
def test_erasure_says_what_goes_cancels_and_signs_out(place):
    people = place.world
    session = world.booked(people)
    hands = place.as_(people.cleo).open("/me/data").follow("See what would go")
    hands.see("Booking a ferry on the phone").see("canceled in time").see("it happens at once")
    hands.press("erase", word="cleo").see("exactly as it stands")
    assert hands.status == 422
    assert world.again(people.cleo).erasure_asked_at is None
    hands.press("erase", word="cleo.marchetti")
    assert hands.url == "/erased"
    assert world.again(people.cleo).email is None
    assert world.again(session).state == "canceled"
    assert hands.open("/me/data").url == "/sign-in"
    place.as_(people.ada).open(f"/sessions/{session.code}").see(f"erased-{people.cleo.code[:4]}")


def test_a_late_cancel_is_said_before_the_click(place):
    people = place.world
    world.booked(people)
    place.clock.at = world.START - HOUR
    place.as_(people.cleo).open("/me/data/erase").see("this is a late cancel")


def test_what_is_owed_is_shown_and_waited_for_and_it_can_be_taken_back(place):
    people = place.world
    world.completed(people)
    place.clock.at = world.END + 2 * HOUR
    hands = place.as_(people.cleo).open("/me/data/erase").see("Money is owed to you")
    hands.press("erase", word="cleo.marchetti").see("You asked to be forgotten").see("Money is owed to you")
    assert world.again(people.cleo).erasure_asked_at == place.clock.at
    hands.press("take_back_erasure").see("You stay")
    assert world.again(people.cleo).erasure_asked_at is None


def test_erasure_needs_a_fresh_sign_in(place):
    people = place.world
    hands = place.as_(people.cleo)
    place.clock.at = NOW + OLD
    hands.open("/me/data/erase").press("erase", word="cleo.marchetti")
    assert hands.url == "/sign-in/again"
    assert world.again(people.cleo).erasure_asked_at is None


def test_a_member_of_a_team_is_told_to_leave_it_first(place):
    people = place.world
    hands = place.as_(people.ada).open("/me/data/erase").see("Leave it first")
    assert not hands.offers("erase")


def test_the_team_reads_of_an_erased_person_without_a_name(place):
    people = place.world
    row = world.qualified(people)
    place.as_(people.cleo).open("/me/data/erase").press("erase", word="cleo.marchetti")
    fire(row.study, "pause", customer(people.ada), NOW + HOUR)
    ada = place.as_(people.ada)
    shown = f"erased-{people.cleo.code[:4]}"
    for path in (f"/participants/{row.code}", f"/studies/{row.study.code}/participants"):
        page = ada.open(path).see(shown)
        assert "cleo" not in page.page.text.lower()
    assert Person.get(Person.id == people.cleo).zone == "UTC"
