"""What the page of a canceled conversation says: to the contributor why, and what is owed; to the team what goes on."""

import pytest

from commands import replan
from commands.fire import fire
from commands.sweep import sweep
from models import Note, Payout, Study
from tests import world as story


def by(place):
    """Ada, for her team."""
    return story.customer(place.world.ada)


def replaced(place, audience="network"):
    """A conversation that Ada gave up for somebody else."""
    session = story.booked(place.world)
    Study.update(audience=audience, link="abc" if audience == "invite" else None).execute()
    return replan.somebody_else(story.again(session), by(place), story.NOW)


def links(hands) -> dict:
    """The ways on: event -> address."""
    return {event: href for href, event, _text in hands.page.links if event}


def opened(place, session, person=None):
    """Its page."""
    return place.as_(person or place.world.ada).open(f"/sessions/{session.code}")


def test_a_late_cancel_says_why_in_their_words_and_what_is_owed(place):
    session = story.booked(place.world)
    at = place.clock.at = story.START - story.HOUR
    fire(session, "cancel", by(place), at, reason="scheduling_conflict", note="The ship is late.\nSorry.")
    hands = opened(place, session, place.world.cleo)
    hands.see("Something else came up for them at that time.").see("They wrote:").see("The ship is late.")
    hands.see("You are owed").see("less than 24 hours before the start")
    ways = [text for href, _event, text in hands.page.links if href == "/money"]
    assert ways.count("Your money") == 1
    payout = fire(Payout.get(), "pay_out", by(place), at)
    fire(fire(payout, "accept", by(place), at), "settle", by(place), at, proof="bank 1")
    opened(place, session, place.world.cleo).see("You were paid")


def test_what_was_written_off_is_not_said_to_be_owed(place):
    session = story.booked(place.world)
    fire(session, "cancel", by(place), story.START - story.HOUR, reason="technical")
    olga = story.operator(place.world.olga)
    fire(Payout.get(), "write_off", olga, story.START, reason="paid_elsewhere", proof="a mail")
    hands = opened(place, session, place.world.cleo).see("They have technical trouble.")
    assert "You are owed" not in hands.page.text


def test_in_time_nothing_is_owed_and_the_reason_is_there(place):
    session = story.booked(place.world)
    fire(session, "cancel", by(place), story.NOW, reason="no_longer_needed")
    hands = opened(place, session, place.world.cleo).see("The conversation is no longer needed.")
    assert "You are owed" not in hands.page.text


@pytest.mark.parametrize(
    ("end", "said"),
    [
        ("cancel", "You called it off: I am not available any more."),
        ("decline", "None of the new times suited you."),
        ("lapse", "No new time was chosen in 7 days."),
    ],
)
def test_what_they_did_themselves_is_said_as_theirs(place, end, said):
    session, cleo = story.booked(place.world), story.themselves(place.world.cleo)
    if end == "cancel":
        fire(session, "cancel", cleo, story.NOW, reason="not_available", note="My own words.")
    else:
        session = fire(session, "reschedule", by(place), story.NOW)
        fire(session, "decline", cleo, story.NOW) if end == "decline" else sweep(story.NOW + 7 * story.DAY)
    hands = opened(place, session, place.world.cleo).see(said)
    assert "They wrote:" not in hands.page.text


def test_of_an_erased_note_nothing_is_left(place):
    session = story.booked(place.world)
    fire(session, "cancel", by(place), story.NOW, reason="other", note="Secret.")
    Note.update(text="").execute()
    assert "They wrote:" not in opened(place, session, place.world.cleo).page.text


def test_a_new_contributor_of_the_network_is_looked_for_by_itself(place):
    session = replaced(place)
    hands = opened(place, session).see("What goes on now").see("The waiting list goes first.")
    hands.see("everybody who fits and was not asked yet is asked, by itself")
    assert links(hands)["waiting"] == f"/studies/{session.study.code}/waiting"
    assert hands.open(links(hands)["waiting"]).status == 200
    Study.update(offering=None).execute()
    opened(place, session).see("Everybody who fits so far was asked.")
    assert "Nothing is left to do here." not in opened(place, session).page.text


@pytest.mark.parametrize(
    ("audience", "said", "way"),
    [
        ("invite", "send the link of the study to more people", "share"),
        ("specific", "For others, duplicate the study.", "duplicate"),
    ],
)
def test_where_nobody_is_asked_by_itself_the_way_is_named(place, audience, said, way):
    hands = opened(place, session := replaced(place, audience)).see(said)
    assert links(hands)[way].startswith(f"/studies/{session.study.code}")
    assert hands.open(links(hands)[way].partition("#")[0]).status == 200


def test_it_says_so_where_the_study_is_paused_or_canceled(place):
    session = replaced(place)
    fire(story.again(session.study), "pause", by(place), story.NOW)
    opened(place, session).see("The study is paused, so nobody is asked until you resume it.")
    fire(story.again(session.study), "cancel", by(place), story.NOW, reason="no_longer_needed")
    assert "What goes on now" not in opened(place, session).see("Nothing is left to do here.").page.text


def test_it_says_so_where_the_place_is_given_up_or_taken_again(place):
    study = story.live_study(place.world, places=1, invitees=[place.world.cleo, place.world.mallory])
    first = story.booked(place.world, study)
    replan.somebody_else(first, by(place), story.NOW)
    second = story.booked(place.world, story.again(study), person=place.world.mallory)
    opened(place, first).see("by now every place is taken")
    fire(second, "cancel", by(place), story.NOW, reason="no_longer_needed")
    hands = opened(place, second).see("The place was given up.")
    assert hands.open(links(hands)["add_places"]).status == 200
