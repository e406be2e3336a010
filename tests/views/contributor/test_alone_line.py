"""Studies that are done alone: whoever has begun can send it, whether or not a place is left; everybody is told so, and
a place that was offered is kept until its end, also once they have begun."""

import pytest

from commands import studies, waiting
from commands.fire import fire
from commands.sweep import sweep
from lifecycle.attempt import CLOCK
from models import Outgoing, Participant, UnitLine, waitlist
from outbox.compose import compose
from tests import world as story

HOUR = story.HOUR


@pytest.fixture
def full(place):
    """A survey with one place, which Cleo took; Dario and Elif are asked."""
    people = [story.contributor("dario.conti"), story.contributor("elif.kaya")]
    study = story.live_study(place.world, kind="survey", asks=[], places=1, invitees=[place.world.cleo, *people])
    fire(story.started(place.world, study), "submit", story.themselves(place.world.cleo), story.NOW)
    return story.again(study), *(story.invited(place.world, study, person) for person in people)


def see(place, row):
    """Their page in their browser."""
    return place.as_(row.person).open(f"/participants/{row.code}")


def called(place, study, row):
    """They had fitted when it was full; a place was added, and they are called for it."""
    row = fire(row, "qualify", story.themselves(row.person), story.NOW)
    row = fire(row, "wait", story.themselves(row.person), story.NOW)
    studies.add_places(study, 1, story.customer(place.world.ada), story.NOW)
    place.clock.at = story.NOW + HOUR
    assert sweep(place.clock.at) == {"call_up": 1}
    return story.again(row)


def test_who_comes_to_a_full_survey_is_told_that_it_goes_on_and_what_they_send_counts(place, full):
    study, row, _other = full
    hands = see(place, row).see("The study goes on all the same: you can begin")
    assert "waiting list" not in hands.page.text
    hands.press("start")
    see(place, row).see("You can send it as long as the study goes on, also if every place is taken by then.")
    place.as_(place.world.ada).open(f"/studies/{study.code}").see("1 person has begun. What is sent beyond the places")
    fire(story.again(row), "submit", story.themselves(row.person), story.NOW)
    study = story.again(study)
    assert (study.places, study.taken) == (2, 2)
    assert UnitLine.select().where(UnitLine.kind == "use").count() == 2


def test_an_offer_says_that_one_can_begin_and_speaks_of_no_time(place, full):
    study, row, _other = full
    row = called(place, study, row)
    hands = see(place, row).see("A place is free for you").see("You can begin").see("If you have not begun by then")
    assert "Choose a time" not in hands.page.text
    place.as_(row.person).open("/me").see("A place is free for you").see("Kept for you until")
    place.as_(place.world.ada).open(f"/studies/{study.code}/waiting").see("has 24 hours to begin").see("dario.conti")
    letter = Outgoing.get(Outgoing.letter == "called_up")
    text = compose(letter, place.app.config["SETTINGS"]).text
    assert "Now you can begin." in text
    assert "Choose a time" not in text


def test_a_place_that_was_offered_is_kept_once_they_have_begun_until_its_end(place, full):
    study, row, other = full
    row = called(place, study, row)
    see(place, row).press("start")
    assert waitlist.stands(study.id).offered == 1
    other = fire(other, "qualify", story.themselves(other.person), place.clock.at)
    assert story.again(other).open_places == 0
    other = fire(other, "wait", story.themselves(other.person), place.clock.at)
    assert sweep(place.clock.at + HOUR) == {}
    end = story.again(row).offer_ends_at
    # It costs them no turn and nothing of what they did.
    assert sweep(end) == {"call_up": 1}
    row = story.again(row)
    assert (row.state, row.offer_ends_at, row.fact("unanswered")) == ("started", None, 0)
    assert story.again(other).state == "qualified"
    assert fire(row, "submit", story.themselves(row.person), end + HOUR).state == "submitted"


def test_what_is_sent_takes_the_place_that_was_kept(place, full):
    study, row, other = full
    row = called(place, study, row)
    row = fire(row, "start", story.themselves(row.person), place.clock.at)
    row = fire(row, "submit", story.themselves(row.person), place.clock.at)
    assert (row.offer_ends_at, waitlist.stands(study.id).offered) == (None, 0)
    study = story.again(study)
    assert (study.places, study.taken) == (2, 2)
    waiting.let_go(place.clock.at + 90 * story.DAY)
    assert Participant.select().where(Participant.state == "submitted").count() == 2
    assert story.again(other).state == "invited"


def test_who_waits_after_an_offer_that_ended_is_told_how_it_goes_on(place, full):
    study, row, _other = full
    row = called(place, study, row)
    place.clock.at = row.offer_ends_at
    fire(row, "wait", CLOCK, place.clock.at)
    hands = see(place, row).see("You are on the waiting list").see("If you have not begun by then")
    assert "time to choose" not in hands.page.text
