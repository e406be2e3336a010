"""The demo's own pages: who one can be, and the tour with its clock."""

from datetime import timedelta
from pathlib import Path

import pytest

from commands import demo as play_of
from models import Person, SignIn, database, migrate
from tests import world
from tests.views.app import app_at, hands_of

ADA = "Customer. Runs the studies of Halden Ferries"


@pytest.fixture
def demo(database_url, tmp_path):
    """An app of the demo with one person, and its clock."""
    app, clock = app_at(database_url, world.NOW, tmp_path, PARLOR_DEMO="1")
    world.build()
    Person.update(demo=ADA).where(Person.name.startswith("Ada")).execute()
    yield app, clock
    database.close()


def test_everybody_of_the_demo_stands_there_with_what_they_do(demo):
    hands_of(demo[0]).open("/sign-in").see("This is a demo").see("Runs the studies of Halden Ferries")


def test_the_tour_moves_the_clock(demo, tmp_path):
    app, clock = demo
    clock.file = tmp_path / "now"
    hands = hands_of(app).open("/demo")
    form = hands.form(action="/demo/clock")
    form.buttons[:] = [["step", "hour", None, ""]]
    hands.send(form, button="step")
    assert clock.file.exists()


def test_whoever_moves_the_clock_stays_signed_in_and_what_was_over_stays_over(demo, tmp_path):
    app, clock = demo
    clock.file = tmp_path / "now"
    ada = Person.get(Person.demo == ADA)
    gone, hands = hands_of(app, ada), hands_of(app, ada)
    idle = SignIn.select().order_by(SignIn.id).first()
    SignIn.update(seen_at=clock.at - timedelta(hours=13)).where(SignIn.id == idle.id).execute()
    for _again in range(8):
        form = hands.open("/demo").form(action="/demo/clock")
        form.buttons[:] = [["step", "day", None, ""]]
        hands.send(form, button="step")
        clock.at += timedelta(days=1)
    assert hands.open("/today").status == 200
    hands.see("Hello, Ada")
    assert gone.open("/today").url.startswith("/sign-in")
    moved = SignIn.get(SignIn.id != idle.id, SignIn.ended_at.is_null())
    assert moved.ends_at - moved.created_at == timedelta(days=7)


def test_the_tour_leads_through_every_change_of_plan_with_a_door_for_each(database_url, tmp_path):
    app, clock = app_at(database_url, world.NOW, tmp_path, PARLOR_DEMO="1")
    migrate.migrate()
    with app.app_context():
        play_of.play(clock.at)
    hands = hands_of(app).open("/demo")
    for words in ("cancel on Ilse", "Reschedule with Matti", "proposed Pauli another time", "Tenzing did not come",
                  "Hanna waited", "Pause a study"):  # fmt: skip
        hands.see(words)
    for number in range(len(doors_of(hands))):
        door = doors_of(hands.open("/demo"))[number]
        hands.send(door, button="person")
        there = dict(door.fields)["next"]
        assert (hands.status, hands.url) == (200, "/me" if there == "/" else there)
    assert number > 8
    database.close()


def doors_of(hands):
    """The forms of the tour that sign somebody in where a step begins."""
    return [form for form in hands.page.forms if form.action.endswith("/sign-in/demo")]


def test_a_demo_that_was_started_at_an_hour_of_its_own_has_a_tour_and_a_clock_that_stays(demo):
    hands = hands_of(demo[0]).open("/demo")
    assert hands.status == 200
    hands.see("Play both sides of a conversation").see("can not be moved here")
    assert not [form for form in hands.page.forms if form.action.endswith("/demo/clock")]
    answer = hands.client.post(
        "/demo/clock", data={"step": "day", "form_token": dict(hands.page.forms[0].fields)["form_token"]}
    )
    assert answer.status_code in (403, 404)


def test_the_tour_leads_from_a_project_to_completed(demo):
    hands = hands_of(demo[0]).open("/demo")
    for words in ("Season travellers", "Robin Ash", "on the Board by either ID", "set Completed"):
        hands.see(words)


def test_the_people_and_the_project_of_the_tour_are_in_the_demo():
    from commands import demo, demo_recruiting

    words = Path(demo_recruiting.__file__).read_text() + Path(demo.__file__).read_text()
    assert "Season travellers" in words
    assert "Robin Ash" in words
    assert ("quiet-heron-41", "incomplete") in demo_recruiting.STORY


def test_there_is_no_tour_outside_the_demo(place):
    assert place.nobody().open("/demo").status == 404
