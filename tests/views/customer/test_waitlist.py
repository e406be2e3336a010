"""The waiting list as the team sees it: who waits in which order, for whom a place is kept, and calling by hand."""

import re

import pytest

from commands import studies
from commands.fire import fire
from commands.sweep import sweep
from models import Member
from tests import world as story

HOUR = story.HOUR


@pytest.fixture
def line(place):
    """(a conversation in a study with one place, two others on the list in this order)."""
    people = [story.contributor("dario.conti"), story.contributor("elif.kaya")]
    study = story.live_study(place.world, places=1, invitees=[place.world.cleo, *people])
    return story.booked(place.world, study), story.queue(place.world, study, people)


def page(place, study, person=None):
    """The list in Ada's browser."""
    return place.as_(person or place.world.ada).open(f"/studies/{study.code}/waiting")


def free(place, session, at=story.NOW + 2 * HOUR):
    """Cleo cancels."""
    fire(session, "cancel", story.themselves(place.world.cleo), at, reason="other")
    place.clock.at = at


def test_the_study_leads_to_the_list_which_names_them_in_their_order(place, line):
    study = line[0].study
    hands = place.as_(place.world.ada).open(f"/studies/{study.code}").see("2 people wait")
    hands.follow("See the waiting list").see("Every place is taken.")
    text = hands.page.text
    assert text.index("dario.conti") < text.index("elif.kaya")
    hands.press("call_up")
    assert hands.status == 409
    hands.see("All places of this study are taken, or kept for somebody.")
    assert story.again(line[1][0]).state == "waitlisted"


def test_a_place_is_offered_by_hand_to_who_is_next_after_a_look_at_what_follows(place, line):
    session, (first, second) = line
    free(place, session)
    hands = page(place, session.study).see("A place is open.").see("It goes to dario.conti, who is next.")
    hands.follow("See what would follow").see("Letter to dario.conti: A place is free.").see(
        "Nothing has happened yet."
    )
    assert story.again(first).state == "waitlisted"
    page(place, session.study).press("call_up")
    assert [story.again(row).state for row in (first, second)] == ["qualified", "waitlisted"]
    hands = page(place, session.study).see("A place is kept for").see("Tuesday 24 November, 12:00 (Oslo)")
    hands.see("Every open place is kept for somebody.")
    place.as_(place.world.ada).open(f"/participants/{first.code}").see("A place is kept until")


def test_a_second_click_offers_nothing_twice(place, line):
    session, rows = line
    free(place, session)
    hands = page(place, session.study)
    form = hands.form(event="call_up")
    hands.send(form, event="call_up")
    hands.send(form, event="call_up")
    assert hands.status == 409
    assert [story.again(row).state for row in rows] == ["qualified", "waitlisted"]


def test_out_of_turn_is_possible_and_says_that_others_have_waited_longer(place, line):
    session, (first, second) = line
    free(place, session)
    hands = place.as_(place.world.ada).open(f"/participants/{second.code}").see("Others have waited longer.")
    hands.press("call_up")
    assert [story.again(row).state for row in (first, second)] == ["waitlisted", "qualified"]


def test_it_says_who_let_an_offer_go_by(place, line):
    session, (first, _second) = line
    free(place, session)
    sweep(place.clock.at)
    sweep(story.again(first).offer_ends_at)
    page(place, session.study).see("Took no time when a place was kept for them.")


def test_why_nobody_is_called_is_said(place, line):
    session, _rows = line
    free(place, session)
    studies.set_hours(place.world.ada, "Europe/Oslo", [])
    page(place, session.study).see("there is no time that could be booked")
    fire(session.study, "pause", story.customer(place.world.ada), place.clock.at)
    page(place, session.study).see("The study is paused").see("The study is paused at the moment.")


def test_a_study_in_which_nobody_waits_says_so(place):
    page(place, story.live_study(place.world)).see("Nobody waits")


def test_how_many_may_wait_is_asked_with_the_places_and_may_change_later(place):
    study = story.draft_study(place.world)
    hands = place.as_(place.world.ada).open(f"/studies/{study.code}/edit/audience")
    hands.send(hands.form(holds="reserves"), reserves="0.5")
    assert hands.status == 422
    hands.see("Please type a number from 1 to 1000.")
    hands.send(hands.form(holds="reserves"), reserves="3")
    assert story.again(study).reserves == 3
    study = fire(study, "launch", story.customer(place.world.ada), story.NOW)
    hands = place.as_(place.world.ada).open(f"/studies/{study.code}").see("0 of 3 reserves wait")
    hands.open(f"/studies/{study.code}/edit")
    hands.send(hands.form(holds="reserves"), reserves="5")
    assert story.again(study).reserves == 5
    hands.open(f"/studies/{study.code}/edit")
    hands.send(hands.form(holds="reserves"), reserves="")
    assert story.again(study).reserves == 0


def test_a_viewer_sees_the_list_and_calls_nobody_and_a_stranger_sees_nothing(place, line):
    session, (first, _second) = line
    free(place, session)
    Member.update(role="viewer").where(Member.person == place.world.bo).execute()
    hands = page(place, session.study, place.world.bo).see("dario.conti")
    hands.press("call_up")
    assert hands.status == 403
    assert page(place, session.study, place.world.mallory).status == 404
    assert story.again(first).state == "waitlisted"


def test_who_is_not_called_any_more_has_no_turn_and_is_not_counted(place, line):
    session, (first, second) = line
    free(place, session)
    fire(second, "withdraw", story.themselves(second.person), story.NOW + HOUR)
    at = place.clock.at
    for _time in range(2):
        sweep(at)
        at = story.again(first).offer_ends_at
    sweep(at)
    place.clock.at = at
    hands = page(place, session.study).see("Nobody waits for a call")
    hands.see("A place is open, and nobody waits who could be called for it.")
    hands.see("1 person on the list is not called any more, and is not counted.").see("Took no time twice.")
    late = story.contributor("late.comer")
    story.participants.invite(session.study, late, story.customer(place.world.ada), at)
    row = story.qualified(place.world, session.study, late, at)
    studies.set_hours(place.world.ada, "Europe/Oslo", [])
    fire(row, "wait", story.themselves(late), at)
    text = page(place, session.study).see("1 person waits").page.text
    assert re.search(r"dario\.conti ?–.*late\.comer ?1", text)


def test_who_is_only_behind_somebody_whom_a_limit_passes_over_jumps_no_queue(place):
    choices = [{"text": "Often", "verdict": "accept", "quota": 1}, {"text": "Seldom", "verdict": "accept"}]
    people = [story.contributor("dario.conti"), story.contributor("elif.kaya")]
    study = story.live_study(
        place.world, places=1, asks=[{"text": "Sail?", "choices": choices}], invitees=[place.world.cleo, *people]
    )
    rows = []
    for person, choice in zip([place.world.cleo, *people], (0, 0, 1), strict=True):
        row = fire(story.invited(place.world, study, person), "open_screener", story.themselves(person), story.NOW)
        (question,) = study.asked()
        story.participants.save_answer(row, question.id, question.choices[choice].id, story.NOW)
        story.participants.agree_to_camera(row, story.NOW)
        rows.append(story.participants.finish_screener(row, story.themselves(person), story.NOW))
    story.sessions.book(rows[0], story.START, story.themselves(place.world.cleo), story.NOW)
    first, second = (fire(row, "wait", story.themselves(row.person), story.NOW) for row in rows[1:])
    studies.add_places(study, 1, story.customer(place.world.ada), story.NOW)
    hands = place.as_(place.world.ada).open(f"/participants/{second.code}")
    assert "Others have waited longer" not in hands.page.text
    hands.press("call_up")
    assert [story.again(row).state for row in (first, second)] == ["waitlisted", "qualified"]
