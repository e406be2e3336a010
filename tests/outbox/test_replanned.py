"""What both sides read when a conversation is to have another time: the proposed one first."""

import pytest

from commands import replan
from commands.fire import fire
from commands.sweep import sweep
from models import Outgoing, Participant, Study
from tests.outbox import post
from tests.outbox.post import BASE, event_of
from tests.world import DAY, HOUR, NOW, START, again, booked, customer, themselves

NEXT = START + DAY


def words(letter, person) -> str:
    """What they read in it."""
    return " ".join(post.composed(letter, person).text.split())


def asked(people, **details):
    """Ada asks Cleo for another time."""
    return fire(again(booked(people)), "reschedule", customer(people.ada), NOW + HOUR, **details)


@pytest.mark.parametrize("letter", ["pick_new_time", "pick_reminder"])
def test_the_proposed_time_comes_first_and_leads_to_where_it_is_taken(people, letter):
    session = asked(people, proposed=NEXT)
    found = words(letter, people.cleo)
    assert "Friday 27 November 2026, 13:00 – 14:00 in Lisbon" in found
    assert "Take this time" in found
    assert "not kept" in found
    assert post.Page(post.composed(letter, people.cleo).html).links == [f"{BASE}/sessions/{session.code}/rebook"]


def test_the_team_reads_what_it_proposed(people):
    asked(people, proposed=NEXT)
    found = words("old_time_canceled", people.ada)
    assert "Friday 27 November 2026, 14:00 – 15:00 in Oslo" in found
    assert "offered, not kept" in found


def test_without_a_proposal_nothing_is_said_of_one(people):
    asked(people)
    for letter, person in (("pick_new_time", people.cleo), ("old_time_canceled", people.ada)):
        assert "propose" not in words(letter, person)


def test_what_the_team_wrote_stands_in_the_letter(people):
    asked(people, note="The ship is late.")
    assert "The ship is late." in words("pick_new_time", people.cleo)


@pytest.mark.parametrize("own", [{"audience": "invite"}, {"source": "invite"}, {"source": "own"}])
def test_ones_own_people_read_that_one_is_no_longer_available(people, own):
    session = booked(people)
    (Study if "audience" in own else Participant).update(own).execute()
    session = fire(again(session), "reschedule", customer(people.ada), NOW + HOUR)
    assert "is no longer available on" in words("pick_new_time", people.cleo)
    assert "you have to reach out to more people" in words("old_time_canceled", people.ada)
    sweep(NOW + HOUR + 7 * DAY)
    assert again(session).state == "canceled"
    assert "more" in words("lapsed", people.ada).split("To find somebody else,")[1]
    assert "find somebody else" not in words("lapsed", people.cleo)


def test_both_calendars_lose_the_old_time_and_a_week_is_the_limit(people):
    session = asked(people)
    for letter, person in (("pick_new_time", people.cleo), ("old_time_canceled", people.ada)):
        method, event = event_of(post.composed(letter, person).calendar)
        assert (method, str(event["UID"]).split("@")[0], event["DTSTART"].dt) == ("CANCEL", session.uid, START)
    reminders = Outgoing.select().where(Outgoing.letter == "pick_reminder")
    assert [row.due_at for row in reminders] == [NOW + HOUR + DAY]
    sweep(session.asked_at + 7 * DAY - HOUR)
    assert again(session).state == "rescheduling"
    sweep(session.asked_at + 7 * DAY)
    assert again(session).state == "canceled"
    assert event_of(post.composed("lapsed", people.ada).calendar)[0] == "CANCEL"


def test_a_late_cancel_says_the_reason_the_words_and_what_is_owed(people):
    fire(
        again(booked(people)), "cancel", customer(people.ada), START - HOUR, reason="technical", note="Our line is out."
    )
    found = words("canceled", people.cleo)
    assert "They have technical trouble." in found
    assert "Our line is out." in found
    assert "€15.00" in found


def test_what_somebody_wrote_who_took_no_time_stands_in_the_teams_letter_alone(people):
    session = asked(people)
    fire(session, "decline", themselves(people.cleo), NOW + HOUR, note="I am at sea until May.")
    assert "I am at sea until May." in words("declined", people.ada)
    assert "at sea" not in words("declined", people.cleo)


def test_a_reminder_says_what_is_proposed_by_then(people):
    session = asked(people, proposed=NEXT)
    session = replan.propose(session, None, customer(people.ada), NOW + HOUR)
    assert "propose" not in words("pick_reminder", people.cleo)
    replan.propose(session, NEXT + DAY * 3, customer(people.ada), NOW + HOUR)
    assert "Monday 30 November 2026, 13:00" in words("pick_reminder", people.cleo)
