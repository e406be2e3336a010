"""Whoever is let in again where their project has as many people as it wanted: said before the click."""

from commands.fire import fire
from tests import world as story
from tests.commands import sides

BEYOND = "one more incentive may be owed"


def gone(place, wanted):
    """Somebody who withdrew from the study, and whose place another one has by now."""
    study = sides.survey(place.world)
    project = sides.project(place.world, study, wanted=wanted)
    row = sides.place(sides.candidate(project, "went.away"), study)
    fire(row, "withdraw", story.themselves(row.person), story.NOW)
    sides.place(sides.candidate(project, "took.over"), study)
    return story.again(row)


def asked_again(place, row):
    return place.as_(place.world.ada).open(f"/participants/{row.code}/readmit")


def test_letting_somebody_in_beyond_the_number_wanted_is_said_before_the_click(place):
    row = gone(place, wanted=1)
    assert story.again(row.candidate).state == "left"
    page = asked_again(place, row).see("Beyond what is wanted").see("wants 1 person and has sent on as many")
    page.see(BEYOND).press("readmit")
    assert story.again(row).state == "qualified"
    assert story.again(row.candidate).state == "incomplete"


def test_nothing_is_said_where_there_is_room(place):
    page = asked_again(place, gone(place, wanted=2)).see("Asked again")
    assert BEYOND not in page.html
