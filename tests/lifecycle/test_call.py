"""What the presence log decides (seen presence). Minutes are counted from the start; the end is at 30."""

import pytest

from lifecycle.attempt import CLOCK, ROOM
from lifecycle.session import SessionLifecycle
from tests.lifecycle.rows import ADA, BO, CLEO, END, OWNER, SECOND, START, ada, cleo, minute, session, tried

ALONE_ADA, ALONE_CLEO, BOTH = [ada(-5)], [cleo(-5)], [ada(-5), cleo(-3)]
LOBBY = [ada(-5), cleo(-3, place="lobby")]

# event, state, actor, minute, the log, what comes of it
TABLE = [
    ("start", "scheduled", ROOM, -15, [ada(-15), cleo(-15)], "ok in_progress"),
    ("start", "scheduled", ROOM, -15.1, [ada(-16), cleo(-16)], "join_open"),
    ("start", "scheduled", ADA, 0, BOTH, "ok in_progress"),
    ("start", "scheduled", ROOM, 30, BOTH, "ok in_progress"),
    ("start", "scheduled", ROOM, 30.1, BOTH, "join_open"),
    ("start", "scheduled", ROOM, 0, LOBBY, "both_present"),
    ("start", "scheduled", ADA, 0, ALONE_ADA, "both_present"),
    ("start", "scheduled", ROOM, 9, [ada(0, 4), cleo(5)], "both_present"),
    ("start", "scheduled", CLEO, 0, BOTH, "wrong_actor"),
    ("start", "rescheduling", ROOM, 0, BOTH, "no_such_move"),
    ("complete", "in_progress", ADA, 5, BOTH, "ok completed"),
    ("complete", "in_progress", CLEO, 30, BOTH, "wrong_actor"),
    ("complete", "in_progress", CLOCK, 29.9, [], "call_over"),
    ("complete", "in_progress", CLOCK, 30, [ada(0, 30), cleo(0, 30)], "ok completed"),
    ("complete", "in_progress", CLOCK, 89.9, BOTH, "call_over"),
    ("complete", "in_progress", CLOCK, 90, BOTH, "ok completed"),
    ("complete", "in_progress", CLOCK, 31, LOBBY, "call_over"),
    ("complete", "scheduled", ADA, 31, BOTH, "no_such_move"),
    ("mark_no_show", "scheduled", ADA, 9.9, [ada(-5)], "absence_counted"),
    ("mark_no_show", "scheduled", ADA, 10, [ada(-5)], "ok no_show"),
    ("mark_no_show", "scheduled", ADA, 10, [ada(1)], "host_waited"),
    ("mark_no_show", "scheduled", ADA, 11, [ada(1)], "ok no_show"),
    ("mark_no_show", "scheduled", ADA, 15, [], "host_waited"),
    ("mark_no_show", "scheduled", ADA, 15, [ada(0, 9)], "host_waited"),
    ("mark_no_show", "scheduled", ADA, 15, [ada(0, place="lobby")], "host_waited"),
    ("mark_no_show", "scheduled", ADA, 15, [ada(0), cleo(3, 4, "lobby")], "host_waited"),
    ("mark_no_show", "scheduled", ADA, 15, [ada(0), cleo(14)], "contributor_absent"),
    ("mark_no_show", "scheduled", ADA, 15, [ada(0), cleo(14, place="lobby")], "contributor_absent"),
    ("mark_no_show", "scheduled", ADA, 15, [ada(0), cleo(12, 13)], "ok no_show"),
    ("mark_no_show", "scheduled", CLOCK, 29.9, [ada(0)], "absence_counted"),
    ("mark_no_show", "scheduled", CLOCK, 30, [ada(0)], "ok no_show"),
    ("mark_no_show", "scheduled", CLOCK, 45, [ada(20.1)], "host_waited"),
    ("mark_no_show", "scheduled", CLOCK, 45, [ada(20)], "ok no_show"),
    ("mark_no_show", "scheduled", CLEO, 15, [ada(0)], "wrong_actor"),
    ("mark_no_show", "scheduled", OWNER, 15, [ada(0)], "wrong_actor"),
    ("mark_no_show", "in_progress", ADA, 15, [ada(0)], "no_such_move"),
    ("mark_host_absent", "scheduled", CLEO, 10, [cleo(-5)], "ok host_absent"),
    ("mark_host_absent", "scheduled", CLEO, 9.9, [cleo(-5)], "waited_in_vain"),
    ("mark_host_absent", "scheduled", CLEO, 14, [cleo(4, place="lobby")], "ok host_absent"),
    ("mark_host_absent", "scheduled", CLEO, 15, [cleo(0, 9)], "waited_in_vain"),
    ("mark_host_absent", "scheduled", CLEO, 15, [cleo(0), ada(5, 6)], "waited_in_vain"),
    ("mark_host_absent", "scheduled", CLEO, 15, [cleo(0, place="lobby"), ada(5)], "ok host_absent"),
    ("mark_host_absent", "scheduled", CLEO, 60, [cleo(0, 11)], "ok host_absent"),
    ("mark_host_absent", "scheduled", CLOCK, 29.9, [cleo(0)], "waited_in_vain"),
    ("mark_host_absent", "scheduled", CLOCK, 30, [cleo(0)], "ok host_absent"),
    ("mark_host_absent", "scheduled", ADA, 15, [cleo(0)], "wrong_actor"),
    ("lapse", "scheduled", CLOCK, 44.9, [], "no_verdict"),
    ("lapse", "scheduled", CLOCK, 45, [], "ok canceled"),
    ("lapse", "scheduled", CLOCK, 45, [ada(0)], "no_verdict"),
    ("lapse", "scheduled", CLOCK, 45, [cleo(0)], "no_verdict"),
    ("lapse", "scheduled", CLOCK, 45, [ada(0, 4), cleo(6, 9)], "ok canceled"),
    ("lapse", "scheduled", CLOCK, 45, [ada(0), cleo(20, place="lobby")], "ok canceled"),
    ("technical_failure", "scheduled", ADA, -15.1, BOTH, "call_window"),
    ("technical_failure", "scheduled", ADA, -4, BOTH, "ok no_show"),
    ("technical_failure", "scheduled", ADA, 45, BOTH, "ok no_show"),
    ("technical_failure", "scheduled", ADA, 45.1, BOTH, "call_window"),
    ("technical_failure", "scheduled", ADA, 5, ALONE_CLEO, "was_there"),
    ("technical_failure", "scheduled", BO, 5, BOTH, "was_there"),
    ("technical_failure", "scheduled", CLEO, 5, ALONE_ADA, "was_there"),
    ("technical_failure", "scheduled", CLEO, 5, LOBBY, "ok no_show"),
    ("technical_failure", "scheduled", ADA, 15, [cleo(0, place="lobby"), ada(2)], "not_dodging"),
    ("technical_failure", "scheduled", CLEO, 15, [cleo(0, place="lobby"), ada(2)], "ok no_show"),
    ("technical_failure", "in_progress", ADA, 14.9, [ada(0), cleo(0)], "ok no_show"),
    ("technical_failure", "in_progress", ADA, 15, [ada(0), cleo(0)], "ok completed"),
    ("technical_failure", "in_progress", CLEO, 30, [ada(0, 14), cleo(0)], "ok no_show"),
    ("technical_failure", "in_progress", OWNER, 15, BOTH, "wrong_actor"),
]  # fmt: skip


@pytest.mark.parametrize(("event", "state", "by", "at", "spells", "expected"), TABLE)
def test_the_table_of_the_call(event, state, by, at, spells, expected):
    assert tried("session", session(state, spells=spells), event, by, minute(at)) == expected


def test_the_door_opens_exactly_15_minutes_before_the_start():
    early = session(spells=[ada(-20), cleo(-20)])
    assert tried("session", early, "start", ROOM, minute(-15)) == "ok in_progress"
    assert tried("session", early, "start", ROOM, minute(-15) - SECOND) == "join_open"


def test_absence_counts_exactly_10_minutes_after_the_start():
    waiting = session(spells=[ada(-1)])
    assert tried("session", waiting, "mark_no_show", ADA, minute(10)) == "ok no_show"
    assert tried("session", waiting, "mark_no_show", ADA, minute(10) - SECOND) == "absence_counted"


@pytest.mark.parametrize(("spells", "verdict"), [
    ([ada(0, 11), cleo(12, 25, "lobby")], "mark_no_show"),
    ([cleo(0, 11), ada(12, 25)], "mark_host_absent"),
    ([cleo(0, 10), ada(10, 22)], "mark_host_absent"),
    ([ada(0, 10), cleo(10, 22)], "mark_no_show"),
    ([ada(1), cleo(0, 10, "lobby")], "mark_host_absent"),
])
def test_whose_ten_minutes_were_full_first_decides(spells, verdict):
    row = session(spells=spells)
    accepted = {
        event for event in ("mark_no_show", "mark_host_absent", "lapse")
        if tried("session", row, event, CLOCK, minute(45)).startswith("ok")
    }
    assert accepted == {verdict}


def test_the_refusal_of_a_no_show_against_the_log_says_what_the_log_shows():
    here = session(spells=[ada(0), cleo(12)])
    offers = {offer.event: offer.refusal for offer in SessionLifecycle.offers(here, ADA, minute(15))}
    assert str(offers["mark_no_show"].sentence) == "The log shows that the contributor is there now."
    never = session(spells=[ada(6)])
    offers = {offer.event: offer.refusal for offer in SessionLifecycle.offers(never, ADA, minute(15))}
    assert "10 unbroken minutes" in str(offers["mark_no_show"].sentence)


@pytest.mark.parametrize(("silent", "expected"), [(None, "was_there"), (5.1, "was_there"), (5, "ok no_show")])
def test_the_room_itself_gives_up_after_five_minutes_without_sound_and_picture(silent, expected):
    row = session(spells=BOTH, silent_since=None if silent is None else minute(silent))
    assert tried("session", row, "technical_failure", ROOM, minute(10)) == expected


def test_at_least_half_of_the_booked_time_together_counts_as_held():
    row = session("in_progress", spells=[ada(0), cleo(5)])
    assert tried("session", row, "technical_failure", ADA, minute(20) - SECOND) == "ok no_show"
    assert tried("session", row, "technical_failure", ADA, minute(20)) == "ok completed"


@pytest.mark.parametrize("spells", [[], ALONE_ADA, ALONE_CLEO, LOBBY, [ada(0, 3), cleo(4)]])
def test_a_quarter_of_an_hour_after_the_end_exactly_one_thing_of_the_clock_is_left(spells):
    row = session(spells=spells)
    events = ("mark_no_show", "mark_host_absent", "lapse")
    assert sum(tried("session", row, event, CLOCK, minute(45)).startswith("ok") for event in events) == 1


def test_before_the_end_the_clock_decides_nothing():
    for spells in ([], ALONE_ADA, ALONE_CLEO, BOTH):
        for event in ("mark_no_show", "mark_host_absent", "lapse"):
            for at in (START, END - SECOND):
                assert not tried("session", session(spells=spells), event, CLOCK, at).startswith("ok")
