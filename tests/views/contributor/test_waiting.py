"""What somebody who waits is told: how many are before them, until when a place is kept, and what became of it."""

import pytest

from commands import studies
from commands.fire import fire
from commands.sweep import sweep
from lifecycle.attempt import CLOCK
from models import Mark, Standing
from tests import world as story

HOUR = story.HOUR


@pytest.fixture
def line(place):
    """(Cleo's conversation in a study with one place, two others on the list in this order)."""
    people = [story.contributor("dario.conti", "Asia/Tokyo"), story.contributor("elif.kaya")]
    study = story.live_study(place.world, places=1, invitees=[place.world.cleo, *people])
    return story.booked(place.world, study), story.queue(place.world, study, people)


def see(place, row):
    """Their page in their browser."""
    return place.as_(row.person).open(f"/participants/{row.code}")


def freed(place, line, at=story.NOW + 2 * HOUR):
    """Cleo canceled and the clock went by; the app's clock stands there too."""
    fire(line[0], "cancel", story.themselves(place.world.cleo), at, reason="other")
    sweep(at)
    place.clock.at = at


def test_the_list_says_how_many_are_before_and_promises_nothing(place, line):
    _session, (first, second) = line
    see(place, first).see("You are on the waiting list").see("Nobody is before you.").see("All places are taken")
    hands = see(place, second).see("1 person is before you.").see("the place is kept for you for 24 hours")
    hands.see("nobody can promise").see("nothing counts against you")
    assert "dario" not in hands.page.text
    hands.press("withdraw").see("You are out of this one")
    assert story.again(second).state == "withdrawn"


def test_before_joining_it_says_how_many_would_be_before(place, line):
    study, late = line[0].study, story.contributor("late.comer")
    story.participants.invite(study, late, story.customer(place.world.ada), story.NOW)
    row = story.invited(place.world, study, late)
    see(place, row).see("All places are taken at the moment.").see("On the waiting list 2 people would be before you.")
    story.qualified(place.world, study, late)
    place.clock.at = story.NOW + 2 * HOUR
    hands = place.as_(late).open(f"/participants/{row.code}/times").see("2 people would be before you.")
    hands.press("wait").see("2 people are before you.")


def test_where_the_reserves_are_full_that_is_said_before_the_questions(place, line):
    study, late = line[0].study, story.contributor("late.comer")
    studies.amend(study, story.customer(place.world.ada), story.NOW, reserves=2)
    story.participants.invite(study, late, story.customer(place.world.ada), story.NOW)
    row = story.invited(place.world, study, late)
    see(place, row).see("As many people wait for one as the team has asked for.")
    row = story.qualified(place.world, study, late)
    assert row.state == "over_quota"
    see(place, row).see("All places are taken").see("If a place opens again, we write to you.")


def test_an_offer_says_until_when_in_their_zone_on_both_pages_and_can_be_taken(place, line):
    _session, (first, _second) = line
    freed(place, line)
    see(place, first).see("A place is free for you").see("until Tuesday 24 November, 20:00 (Tokyo)")
    hands = place.as_(first.person).open(f"/participants/{first.code}/times")
    hands.see("A place is kept for you").see("Tuesday 24 November, 20:00 (Tokyo)")
    hands.send(hands.form(holds="starts_at"), event="book", starts_at="2026-11-26T13:00:00Z")
    assert story.again(first).state == "booked"


def test_who_would_rather_not_says_so_and_the_next_one_gets_it(place, line):
    _session, (first, second) = line
    freed(place, line)
    see(place, first).press("withdraw").see("You did not go on")
    sweep(place.clock.at + story.MINUTE)
    assert [story.again(row).state for row in (first, second)] == ["withdrawn", "qualified"]


def test_after_the_end_of_an_offer_the_page_says_what_happened(place, line):
    _session, (first, second) = line
    freed(place, line)
    at = story.again(first).offer_ends_at
    sweep(at)
    place.clock.at = at
    hands = see(place, first).see("You are on the waiting list").see("you took no time. That is fine")
    hands.see("Nobody is before you.")  # the place is kept for the second, who is on the list no more
    assert story.again(second).state == "qualified"
    # Late, with the old page of the times still open.
    hands = place.as_(first.person).open(f"/participants/{first.code}/times")
    assert hands.url == f"/participants/{first.code}"


def test_who_let_two_go_by_is_told_that_no_letter_comes_and_takes_the_place_themselves(place, line):
    _session, (first, second) = line
    fire(second, "withdraw", story.themselves(second.person), story.NOW + HOUR)
    freed(place, line)
    for _time in range(2):
        at = story.again(first).offer_ends_at
        sweep(at)
    place.clock.at = at + HOUR
    hands = see(place, first).see("We do not write to you about it again.")
    assert "We write to you when a place opens" not in hands.page.text
    home = place.as_(first.person).open("/me").see("The page of each one says how it stands")
    assert "We write to you when a place" not in home.page.text
    hands.open(f"/participants/{first.code}")
    hands.press("call_up").see("A place is free for you")
    assert story.again(first).state == "qualified"


def test_whom_the_network_removed_is_not_promised_a_call(place, line):
    _session, (first, second) = line
    standing = Standing.get(Standing.person == first.person)
    Mark.create(person=first.person, kind="report", severe=True, entry=0, at=story.NOW)
    fire(fire(standing, "review", CLOCK, story.NOW), "remove", story.operator(place.world.olga), story.NOW)
    hands = see(place, first).see("You are asked into nothing new at the moment, so nobody calls you.")
    assert "we write to you" not in hands.page.text.lower()
    see(place, second).see("Nobody is before you.")


def test_it_is_nobody_elses_page(place, line):
    _session, (first, _second) = line
    freed(place, line)
    for path in (f"/participants/{first.code}", f"/participants/{first.code}/times"):
        assert place.as_(place.world.mallory).open(path).status == 404
    hands = place.as_(place.world.mallory).open("/home")
    hands.client.post(f"/participants/{first.code}/withdraw")
    assert story.again(first).state == "qualified"


def test_who_fits_and_finds_no_place_is_shown_the_list_and_no_times(place, line):
    study, late = line[0].study, story.contributor("late.comer")
    story.participants.invite(study, late, story.customer(place.world.ada), story.NOW)
    row = story.qualified(place.world, study, late)
    place.clock.at = story.NOW + 2 * HOUR
    hands = see(place, row).see("All places are taken at the moment").see("On the waiting list 2 people")
    assert "The time is yours" not in hands.page.text
    assert "book" not in [event for _href, event, _text in hands.page.links]
    place.as_(late).open("/me").see("All places are taken at the moment. You can wait for one.")
    hands.press("wait").see("2 people are before you.")
    assert story.again(row).state == "waitlisted"


def test_who_was_canceled_on_with_the_place_given_up_is_led_to_the_list(place):
    study = story.live_study(place.world, places=1, invitees=[place.world.cleo])
    session = story.booked(place.world, study)
    fire(session, "cancel", story.customer(place.world.ada), story.NOW, reason="editing_study")
    hands = place.as_(place.world.cleo).open(f"/sessions/{session.code}")
    assert "Choose another time" not in hands.page.text
    hands.follow("All places are taken: the waiting list").press("wait").see("Nobody is before you.")
