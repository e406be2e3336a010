"""The search page: what a team finds, what it is told where nothing is, and what nobody finds."""

import pytest

from tests import world


def test_a_study_a_person_and_a_conversation_are_found_and_lead_to_their_pages(place):
    session = world.booked(place.world)
    hands = place.as_(place.world.ada).open("/search?q=march")
    assert f"/sessions/{session.code}" in hands.html
    assert f"/participants/{session.participant.code}" in hands.html
    assert f"/studies/{session.study.code}" not in hands.html
    hands.open("/search?q=FERRY")
    assert f"/studies/{session.study.code}" in hands.html


def test_a_day_finds_its_conversations_in_the_readers_zone(place):
    session = world.booked(place.world)
    hands = place.as_(place.world.ada)
    for day in ("2026-11-26", "26.11.2026", "26. 11. 2026"):
        assert f"/sessions/{session.code}" in hands.open(f"/search?q={day}").html, day
    assert f"/sessions/{session.code}" not in hands.open("/search?q=2026-11-27").html
    assert "Nothing found" in hands.open("/search?q=2026-13-41").html


@pytest.mark.parametrize("typed", ["9999-12-31", "31.12.9999", "0001-01-01", "2027-02-30", "1.13.2027"])
def test_a_day_that_no_calendar_of_ours_has_is_only_words(place, typed):
    assert place.as_(place.world.ada).open(f"/search?q={typed}").status == 200


def test_what_is_not_there_is_said_and_the_words_are_kept(place):
    hands = place.as_(place.world.ada).open("/search?q=%3Cb%3Enobody")
    assert "Nothing found" in hands.html
    assert "<b>nobody" not in hands.html
    assert "&lt;b&gt;nobody" in hands.html


def test_mallory_finds_nothing_of_others_and_who_has_no_team_has_no_search(place):
    world.booked(place.world)
    mallory = place.as_(place.world.mallory).open("/search?q=ferry")
    assert "Nothing found" in mallory.html
    assert place.as_(place.world.cleo).open("/search?q=ferry").status == 404


def test_many_are_found_a_dozen_at_a_time(place):
    for number in range(14):
        world.draft_study(place.world, title=f"Ferry {number}", windows=[])
    hands = place.as_(place.world.ada).open("/search?q=ferry")
    assert hands.html.count("/studies/") - hands.html.count('href="/studies"') < 14
    hands.follow("More of these")
    assert all(f"Ferry {number}<" in hands.html for number in range(14))
