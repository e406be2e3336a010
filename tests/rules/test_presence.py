"""What the presence log proves. Minutes are counted from a start at 10:00; the session ends at 10:30."""

from datetime import UTC, datetime, timedelta

import pytest

from rules.presence import (
    Spell,
    contributor_here,
    host_waited_at,
    met,
    minutes_together,
    room_empty,
    together_now,
    waited_in_vain_at,
    was_there,
)

START = datetime(2026, 11, 26, 10, tzinfo=UTC)
END = START + timedelta(minutes=30)
WAIT = timedelta(minutes=10)
ADA, BO, CLEO, OLA = 1, 2, 3, 4


def minute(number):
    return START + timedelta(minutes=number)


def stay(seat, who, place, since, until=None):
    return Spell(seat, who, place, minute(since), None if until is None else minute(until))


def ada(since, until=None, place="room"):
    return stay("admitter", ADA, place, since, until)


def bo(since, until=None):
    return stay("admitter", BO, "room", since, until)


def cleo(since, until=None, place="room"):
    return stay("contributor", CLEO, place, since, until)


def ola(since, until=None):
    return stay("observer", OLA, "room", since, until)


@pytest.mark.parametrize(("spells", "at", "now", "ever"), [
    ([], 5, False, False),
    ([ada(0), cleo(2)], 1, False, False),
    ([ada(0), cleo(2)], 2, True, True),
    ([ada(0), cleo(2, 6)], 6, False, True),
    ([ada(0, 3), cleo(3)], 9, False, False),
    ([ada(0), cleo(2, place="lobby")], 9, False, False),
    ([ada(0, place="lobby"), cleo(2)], 9, False, False),
    ([ola(0), cleo(2)], 9, False, False),
    ([ola(0), ada(0)], 9, False, False),
    ([ada(0), cleo(3, 3)], 9, False, False),
    ([ada(0, 4), bo(4), cleo(1)], 9, True, True),
])
def test_together_means_both_in_the_room(spells, at, now, ever):
    assert together_now(spells, minute(at)) is now
    assert met(spells, minute(at)) is ever


@pytest.mark.parametrize(("spells", "at", "expected"), [
    ([ada(0), cleo(2)], 12, 10),
    ([ada(0), cleo(2)], 50, 28),
    ([ada(-5, 10), bo(5, 20), cleo(-2)], 60, 22),
    ([ada(0, 10), cleo(5, 7), cleo(8, 15)], 60, 4),
    ([ada(0), cleo(0, place="lobby")], 60, 0),
    ([ada(0), cleo(0, 20), cleo(10, 25)], 60, 25),
])
def test_minutes_together_count_each_minute_once_up_to_the_end(spells, at, expected):
    assert minutes_together(spells, minute(at), END) == expected


HOST_WAITS = [
    ("from the start", [ada(-5)], 10),
    ("from a later arrival", [ada(4)], 14),
    ("full exactly at the end", [ada(20)], 30),
    ("too late to become full", [ada(20.5)], None),
    ("left before it was full", [ada(0, 9.9)], None),
    ("left when it was full", [ada(0, 10)], 10),
    ("came back: counted anew", [ada(0, 6), ada(7)], 17),
    ("a reload that touches is one stay", [ada(0, 6), ada(6)], 10),
    ("two tabs are one stay", [ada(0, 6), ada(3, 12)], 10),
    ("two colleagues are not one person", [ada(0, 6), bo(6, 12)], None),
    ("a colleague who may admit counts", [ada(0, 6), bo(3)], 13),
    ("an observer does not count", [ola(0)], None),
    ("the lobby does not count", [ada(0, place="lobby")], None),
    ("the contributor was there from the start", [ada(0), cleo(0)], None),
    ("the contributor was in the lobby for a moment", [ada(0), cleo(3, 4, "lobby")], None),
    ("the contributor came when it was full", [ada(0), cleo(10)], 10),
    ("the contributor left before the start", [ada(-5), cleo(-9, 0, "lobby")], 10),
    ("after the contributor left the host came anew", [ada(0, 5), ada(6), cleo(3, 4)], 16),
]


@pytest.mark.parametrize(("spells", "full"), [case[1:] for case in HOST_WAITS], ids=[case[0] for case in HOST_WAITS])
def test_when_the_host_had_waited(spells, full):
    expected = None if full is None else minute(full)
    assert host_waited_at(spells, START, END, WAIT, minute(120)) == expected
    if full is not None:
        assert host_waited_at(spells, START, END, WAIT, minute(full)) == expected
        assert host_waited_at(spells, START, END, WAIT, minute(full) - timedelta(seconds=1)) is None


IN_VAIN = [
    ("in the room from before the start", [cleo(-10)], 10),
    ("in the lobby", [cleo(2, place="lobby")], 12),
    ("from the lobby into the room without a break", [cleo(0, 4, "lobby"), cleo(4)], 10),
    ("a break counts anew", [cleo(0, 4, "lobby"), cleo(5)], 15),
    ("full exactly at the end", [cleo(20)], 30),
    ("too late to become full", [cleo(20.1)], None),
    ("left too soon", [cleo(0, 9)], None),
    ("met the host", [cleo(0), ada(5)], None),
    ("met the host before and waited again", [cleo(-5), ada(-4, -3)], None),
    ("met the host in the very moment", [cleo(0), ada(10)], None),
    ("met the host after it was full", [cleo(0), ada(10.1)], 10),
    ("met a colleague who may admit", [cleo(0), bo(3, 4)], None),
    ("a hidden observer does not count", [cleo(0), ola(0)], 10),
    ("the host was in the room and let nobody in", [cleo(0, place="lobby"), ada(0)], 10),
    ("the host stayed in the lobby", [cleo(0), ada(0, place="lobby")], 10),
    ("only the host came", [ada(0)], None),
]


@pytest.mark.parametrize(("spells", "full"), [case[1:] for case in IN_VAIN], ids=[case[0] for case in IN_VAIN])
def test_when_the_contributor_had_waited_in_vain(spells, full):
    expected = None if full is None else minute(full)
    assert waited_in_vain_at(spells, START, END, WAIT, minute(120)) == expected
    if full is not None:
        assert waited_in_vain_at(spells, START, END, WAIT, minute(full)) == expected
        assert waited_in_vain_at(spells, START, END, WAIT, minute(full) - timedelta(seconds=1)) is None


def test_both_may_wait_in_one_session_but_never_at_the_same_instant():
    spells = [ada(0, 12), cleo(14, 26, "lobby")]
    asked = START, END, WAIT, minute(60)
    assert (host_waited_at(spells, *asked), waited_in_vain_at(spells, *asked)) == (minute(10), minute(24))


def test_an_answer_as_of_an_instant_does_not_know_what_came_later():
    spells = [ada(0, 3), cleo(1, 2)]
    assert together_now(spells, minute(1))
    assert not met(spells, minute(0.5))
    assert not contributor_here(spells, minute(0.5))
    assert not was_there(spells, "contributor", CLEO, minute(0.5))


@pytest.mark.parametrize(("spells", "here", "empty"), [
    ([], False, True),
    ([cleo(0, place="lobby")], True, True),
    ([cleo(0)], True, False),
    ([cleo(0, 5)], False, True),
    ([ada(0)], False, False),
    ([ola(0)], False, True),
])
def test_who_is_here(spells, here, empty):
    assert contributor_here(spells, minute(5)) is here
    assert room_empty(spells, minute(5)) is empty


def test_having_been_there_is_asked_of_the_person():
    spells = [ada(0, 1, "lobby"), cleo(0, 1)]
    assert was_there(spells, "contributor", 99, minute(9))
    assert was_there(spells, "admitter", ADA, minute(9))
    assert was_there(spells, "observer", ADA, minute(9))
    assert not was_there(spells, "admitter", BO, minute(9))
    assert not was_there([cleo(0)], "admitter", CLEO, minute(9))
