"""Seen presence: what the room's log lets happen, and what moves together with it."""

from datetime import timedelta

import pytest

from commands import presence
from commands.fire import fire
from commands.sweep import sweep
from lifecycle.attempt import CLOCK, ROOM, Refused
from models import Entry, Presence
from tests.commands import facts
from tests.world import END, MINUTE, START, again, booked, customer, live_study, themselves

BEAT = timedelta(seconds=30)
MISSED = facts.Facts("no_show", "no_show", 0, 0, 2, 60, 0, {}, ["no_show"])
HOST_ABSENT = facts.Facts("host_absent", "submitted", 9, 1, 2, 30, 0, {}, [])
HELD = facts.Facts("completed", "submitted", 9, 1, 2, 30, 30, {}, [])


@pytest.fixture
def session(people):
    return booked(people, live_study(people, presence="seen", meeting_link=""))


def _stays(session, by, since, until, place="room"):
    """They are there for so long: a sign of life every half minute."""
    at = since
    while at < until:
        presence.beat(session, by, place, at)
        at += BEAT


def _role(session) -> str:
    return (
        Entry.select()
        .where(Entry.noun == "session", Entry.subject == session.id)
        .order_by(Entry.seq.desc())
        .first()
        .role
    )


def test_signs_of_life_make_one_spell_until_a_silence(people, session):
    _stays(session, customer(people.ada), START, START + 5 * MINUTE)
    _stays(session, customer(people.ada), START + 8 * MINUTE, START + 9 * MINUTE)
    spells = Presence.select().where(Presence.session == session).order_by(Presence.since)
    assert [(spell.seat, spell.since) for spell in spells] == [("admitter", START), ("admitter", START + 8 * MINUTE)]


def test_the_room_begins_it_once_both_are_in_and_the_clock_ends_it_when_it_is_empty(people, session):
    _stays(session, customer(people.ada), START, END + 5 * MINUTE)
    with pytest.raises(Refused) as refused:
        fire(session, "start", ROOM, START + MINUTE)
    assert refused.value.refusal.code == "both_present"
    _stays(session, themselves(people.cleo), START + 2 * MINUTE, END + 5 * MINUTE)
    session = fire(session, "start", ROOM, START + 2 * MINUTE)
    assert sweep(END + 4 * MINUTE) == {}
    assert sweep(END + 7 * MINUTE) == {"complete": 1}
    assert facts.of(session) == HELD


def test_a_host_who_waited_ten_minutes_marks_a_no_show(people, session):
    _stays(session, customer(people.ada), START - MINUTE, START + 11 * MINUTE)
    with pytest.raises(Refused) as refused:
        fire(session, "mark_no_show", customer(people.ada), START + 9 * MINUTE)
    assert refused.value.refusal.code == "absence_counted"
    fire(session, "mark_no_show", customer(people.ada), START + 10 * MINUTE)
    assert facts.of(session) == MISSED
    assert facts.letters(session) == {"no_show": {people.ada.id, people.cleo.id}}


def test_a_claim_against_the_log_is_refused(people, session):
    _stays(session, customer(people.ada), START, START + 11 * MINUTE)
    _stays(session, themselves(people.cleo), START + 5 * MINUTE, START + 6 * MINUTE, "lobby")
    with pytest.raises(Refused) as refused:
        fire(session, "mark_no_show", customer(people.ada), START + 11 * MINUTE)
    assert refused.value.refusal.code == "host_waited"
    assert facts.of(session).marks == []


def test_the_clock_marks_a_no_show_at_the_end_where_the_host_had_waited(people, session):
    _stays(session, customer(people.ada), START, START + 11 * MINUTE)
    assert sweep(END - MINUTE) == {}
    assert sweep(END) == {"mark_no_show": 1}
    assert facts.of(session) == MISSED


@pytest.mark.parametrize("who", ["contributor", "clock"])
def test_a_contributor_who_waited_in_vain_is_submitted_and_the_units_return(people, session, who):
    _stays(session, themselves(people.cleo), START, START + 11 * MINUTE, "lobby")
    if who == "contributor":
        fire(session, "mark_host_absent", themselves(people.cleo), START + 10 * MINUTE)
    else:
        assert sweep(END) == {"mark_host_absent": 1}
    assert facts.of(session) == HOST_ABSENT
    assert _role(session) == who
    assert facts.letters(session) == {"host_absent": {people.ada.id, people.cleo.id}}


def test_whose_ten_minutes_were_full_first_decides(people, session):
    _stays(session, themselves(people.cleo), START, START + 11 * MINUTE, "lobby")
    _stays(session, customer(people.ada), START + 12 * MINUTE, START + 30 * MINUTE)
    for event, code in (("mark_no_show", "host_waited"), ("technical_failure", "not_dodging")):
        with pytest.raises(Refused) as refused:
            fire(session, event, customer(people.ada), START + 25 * MINUTE)
        assert refused.value.refusal.code == code
    sweep(END)
    assert facts.of(session) == HOST_ABSENT


def test_trouble_that_a_customer_reports_is_paid_for_and_nobodys_fault(people, session):
    _stays(session, customer(people.ada), START, START + 3 * MINUTE)
    fire(session, "technical_failure", customer(people.ada), START + 3 * MINUTE)
    assert facts.of(session) == MISSED._replace(marks=[], owed={"late_cancel": (1500, "due")})


@pytest.mark.parametrize("role", ["contributor", "room"])
def test_trouble_that_anybody_else_reports_costs_nothing(people, session, role):
    _stays(session, themselves(people.cleo), START, START + 3 * MINUTE)
    if role == "room":
        session.silent_since = START - 2 * MINUTE
        session.save()
    fire(session, "technical_failure", ROOM if role == "room" else themselves(people.cleo), START + 3 * MINUTE)
    assert facts.of(session) == MISSED._replace(marks=[])
    assert again(session).technical


def test_nothing_recorded_lapses_a_quarter_of_an_hour_after_the_end(people, session):
    _stays(session, customer(people.ada), START, START + 5 * MINUTE)
    assert sweep(END + 14 * MINUTE) == {}
    assert sweep(END + 15 * MINUTE) == {"lapse": 1}
    assert facts.of(session) == facts.Facts("canceled", "qualified", 0, 0, 2, 60, 0, {}, [])
    with pytest.raises(Refused):
        fire(session, "lapse", CLOCK, END + 16 * MINUTE)
