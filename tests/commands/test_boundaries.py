"""The edges of the law, each one second before, exactly, and one second after, by the real commands: what is done, what
is refused and with which code, and that the screen says the same at that second."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

import pytest

from commands import presence, reports, sessions
from commands.fire import fire
from commands.sweep import sweep
from lifecycle.attempt import CLOCK, ROOM, Refused
from models import Mark, Outgoing, Participant, Payout, Session
from rules.times import from_epoch
from tests import world
from tests.world import (
    DAY,
    END,
    HOUR,
    MINUTE,
    NOW,
    START,
    again,
    booked,
    customer,
    live_study,
    missed,
    operator,
    qualified,
    themselves,
)

SECOND = timedelta(seconds=1)
BEFORE, EXACTLY, AFTER = -1, 0, 1
SIDES = {BEFORE: "a second before", EXACTLY: "exactly", AFTER: "a second after"}
UNTIL, UP_TO, FROM = {BEFORE, EXACTLY}, {BEFORE}, {EXACTLY, AFTER}
ASKED = NOW + HOUR


class Edge(NamedTuple):
    """What is tried around which instant: on what, by whom, on which sides it is done, and the code of the refusal."""

    name: str
    edge: datetime
    begin: Callable
    event: str
    who: Callable
    done: set[int]
    code: str
    details: dict = {}


def ada(people):
    return customer(people.ada)


def cleo(people):
    return themselves(people.cleo)


def olga(people):
    return operator(people.olga)


def clock(_people):
    return CLOCK


def room(_people):
    return ROOM


def talk(people) -> Session:
    return booked(people)


def asked(people) -> Session:
    return fire(booked(people), "reschedule", ada(people), ASKED)


def seen(people) -> Session:
    return booked(people, live_study(people, presence="seen", meeting_link=""))


def _stay(session, by, since, until, place="room") -> Session:
    while since <= until:
        presence.beat(session, by, place, since)
        since += MINUTE
    return session


def both_early(people) -> Session:
    """In Parlor's room, both of them, long before the start and after the end."""
    session = seen(people)
    for by in (ada(people), cleo(people)):
        _stay(session, by, START - 20 * MINUTE, END + 20 * MINUTE)
    return session


def going_on(people) -> Session:
    return fire(both_early(people), "start", ROOM, START)


def host_alone(people) -> Session:
    return _stay(seen(people), ada(people), START - 5 * MINUTE, START + 12 * MINUTE)


def guest_alone(people) -> Session:
    return _stay(seen(people), cleo(people), START - 5 * MINUTE, START + 12 * MINUTE, "lobby")


WHY = {"reason": "other"}
EDGES = [
    Edge("a move, a day before", START - DAY, talk, "move", cleo, UNTIL, "notice"),
    Edge("a customer cancels until the start", START, talk, "cancel", ada, UP_TO, "before_start", WHY),
    Edge("a contributor cancels until the start", START, talk, "cancel", cleo, UP_TO, "before_start", WHY),
    Edge("a reschedule until the start", START, talk, "reschedule", ada, UP_TO, "before_start"),
    Edge("a hand-over until the start", START, talk, "hand_over", ada, UP_TO, "before_start"),
    Edge("the door opens", START - 15 * MINUTE, both_early, "start", room, FROM, "join_open"),
    Edge("the door opens for the customer too", START - 15 * MINUTE, both_early, "start", ada, FROM, "join_open"),
    Edge("the door closes", END, both_early, "start", room, UNTIL, "join_open"),
    Edge("trouble is reported from then on", START - 15 * MINUTE, both_early, "technical_failure", cleo, FROM,
         "call_window"),
    Edge("trouble is reported until then", END + 15 * MINUTE, going_on, "technical_failure", ada, UNTIL, "call_window"),
    Edge("absence counts", START + 10 * MINUTE, host_alone, "mark_no_show", ada, FROM, "absence_counted"),
    Edge("the customer is absent", START + 10 * MINUTE, guest_alone, "mark_host_absent", cleo, FROM, "waited_in_vain"),
    Edge("the clock says no show at the end", END, host_alone, "mark_no_show", clock, FROM, "absence_counted"),
    Edge("the clock says host absent at the end", END, guest_alone, "mark_host_absent", clock, FROM, "waited_in_vain"),
    Edge("seen, and nothing recorded", END + 15 * MINUTE, seen, "lapse", clock, FROM, "no_verdict"),
    Edge("claimed, and nothing recorded", END + DAY, talk, "lapse", clock, FROM, "no_verdict"),
    Edge("seven days without an answer", ASKED + 7 * DAY, asked, "lapse", clock, FROM, "unanswered"),
    Edge("an overturn within fourteen days", END + MINUTE + 14 * DAY, missed, "overturn", ada, UNTIL,
         "within_14_days", WHY),
    Edge("an operator's overturn too", END + MINUTE + 14 * DAY, missed, "overturn", olga, UNTIL, "within_14_days", WHY),
]  # fmt: skip


@pytest.mark.parametrize("side", SIDES, ids=SIDES.get)
@pytest.mark.parametrize("case", EDGES, ids=lambda case: case.name)
def test_on_which_side_of_the_second_it_is_done(people, case, side):
    session, by, at = case.begin(people), case.who(people), case.edge + side * SECOND
    shown = {offer.event: offer.refusal for offer in session.lifecycle.offers(again(session), by, at)}
    details = dict(case.details)
    if case.event == "move":
        details["starts_at"] = _other(session, at)
    if case.event == "hand_over":
        details["host"] = people.bo.id
    if side in case.done:
        assert shown[case.event] is None
        assert fire(session, case.event, by, at, **details).version == session.version + 1
        return
    assert shown[case.event].code == case.code
    with pytest.raises(Refused) as refused:
        fire(session, case.event, by, at, **details)
    assert refused.value.refusal == shown[case.event]
    assert again(session).version == session.version


def _other(session, at):
    return from_epoch(next(one for one in session.offered_starts(at) if from_epoch(one) > session.starts_at))


# What the clock does at that second --------------------------------------------------------------------------------

SWEPT = [
    ("claimed, silent", talk, END + DAY, "lapse"),
    ("seen, empty", seen, END + 15 * MINUTE, "lapse"),
    ("seen, the host waited", host_alone, END, "mark_no_show"),
    ("seen, the contributor waited", guest_alone, END, "mark_host_absent"),
    ("waiting for a new time", asked, ASKED + 7 * DAY, "lapse"),
]


@pytest.mark.parametrize("side", SIDES, ids=SIDES.get)
@pytest.mark.parametrize(("begin", "edge", "event"), [case[1:] for case in SWEPT], ids=[case[0] for case in SWEPT])
def test_the_clock_does_it_at_that_second_and_once(people, begin, edge, event, side):
    begin(people)
    at = edge + side * SECOND
    assert sweep(at) == ({event: 1} if side in FROM else {})
    assert sweep(at) == {}


# Whether it is late -------------------------------------------------------------------------------------------------

LATE_BY = {BEFORE: False, EXACTLY: False, AFTER: True}


def canceled(people, at):
    fire(booked(people), "cancel", ada(people), at, **WHY)


def declined(people, at):
    session = fire(booked(people), "reschedule", ada(people), at)
    fire(session, "decline", cleo(people), START + DAY)


def lapsed(people, at):
    session = fire(booked(people), "reschedule", ada(people), at)
    fire(session, "lapse", CLOCK, at + 7 * DAY)


def called_off_afterwards(people, at):
    session = fire(booked(people), "reschedule", ada(people), at)
    fire(session, "cancel", ada(people), START + DAY, **WHY)


@pytest.mark.parametrize("side", SIDES, ids=SIDES.get)
@pytest.mark.parametrize("way", [canceled, declined, lapsed, called_off_afterwards])
def test_a_customer_owes_a_quarter_from_a_second_less_than_a_day_on(people, way, side):
    way(people, START - DAY + side * SECOND)
    owed = [(row.purpose, row.amount) for row in Payout.select()]
    assert owed == ([("late_cancel", 1500)] if LATE_BY[side] else [])
    assert not Mark.select().exists()


@pytest.mark.parametrize("side", SIDES, ids=SIDES.get)
def test_a_contributor_is_marked_from_a_second_less_than_a_day_on(people, side):
    fire(booked(people), "cancel", cleo(people), START - DAY + side * SECOND, reason="not_available")
    assert [mark.kind for mark in Mark.select()] == (["late_cancel"] if LATE_BY[side] else [])
    assert not Payout.select().exists()


# What both sides may say, and when ----------------------------------------------------------------------------------

SAID = [
    ("met", START, FROM, "not_asked_yet"),
    ("they_absent", START + 10 * MINUTE, FROM, "absence_counted"),
    ("met", END + DAY, UP_TO, "asked_no_more"),
]


@pytest.mark.parametrize("side", SIDES, ids=SIDES.get)
@pytest.mark.parametrize(("says", "edge", "done", "code"), SAID)
@pytest.mark.parametrize("who", [ada, cleo])
def test_when_either_side_is_asked(people, says, edge, done, code, who, side):
    session, at = booked(people), edge + side * SECOND
    if side in done:
        after = presence.answer(session, says, who(people), at)
        assert says in after.answers
        return
    with pytest.raises(Refused) as refused:
        presence.answer(session, says, who(people), at)
    assert refused.value.refusal.code == code
    assert again(session).answers == (None, None)


@pytest.mark.parametrize("side", SIDES, ids=SIDES.get)
def test_a_time_can_be_booked_until_the_notice_of_the_study(people, side):
    row = qualified(people)
    at = START - 2 * HOUR + side * SECOND
    if side in UNTIL:
        assert sessions.book(row, START, cleo(people), at).starts_at == START
        return
    with pytest.raises(Refused) as refused:
        sessions.book(row, START, cleo(people), at)
    assert refused.value.refusal.code == "slot_offered"


@pytest.mark.parametrize("side", SIDES, ids=SIDES.get)
def test_a_contributor_is_reported_within_fourteen_days(people, side):
    participant = Participant.get_by_id(world.held(people).participant_id)
    at = END + MINUTE + 14 * DAY + side * SECOND
    if side in UNTIL:
        assert reports.report_contributor(participant, "other", ada(people), at).state == "open"
        return
    with pytest.raises(Refused) as refused:
        reports.report_contributor(participant, "other", ada(people), at)
    assert refused.value.refusal.code == "within_14_days"


@pytest.mark.parametrize("side", SIDES, ids=SIDES.get)
def test_a_decision_is_appealed_within_fourteen_days(people, side):
    participant = Participant.get_by_id(world.held(people).participant_id)
    report = reports.report_contributor(participant, "other", ada(people), END + HOUR)
    report = fire(report, "uphold", olga(people), END + DAY)
    at = END + DAY + 14 * DAY + side * SECOND
    if side in UNTIL:
        assert fire(report, "appeal", cleo(people), at).state == "appealed"
        return
    with pytest.raises(Refused) as refused:
        fire(report, "appeal", cleo(people), at)
    assert refused.value.refusal.code == "within_14_days"


# How often, and what reminds ----------------------------------------------------------------------------------------


def test_the_third_move_is_the_last(people):
    session = booked(people)
    for number in (1, 2, 3):
        session = fire(session, "move", cleo(people), NOW, starts_at=_other(session, NOW))
        assert (session.moves, session.sequence) == (number, number)
    assert [one.refusal.code for one in session.lifecycle.offers(again(session), cleo(people), NOW)
            if one.event == "move"] == ["moves_left"]  # fmt: skip
    with pytest.raises(Refused) as refused:
        fire(session, "move", cleo(people), NOW, starts_at=_other(session, NOW))
    assert refused.value.refusal.code == "moves_left"
    assert again(session).moves == 3


def test_a_new_time_that_the_customer_asked_for_is_no_move(people):
    session = booked(people)
    for _number in range(4):
        session = fire(session, "reschedule", ada(people), NOW)
        session = fire(session, "rebook", cleo(people), NOW, starts_at=_other(session, NOW))
    assert session.moves == 0
    assert fire(session, "move", cleo(people), NOW, starts_at=_other(session, NOW)).moves == 1


def test_a_request_is_reminded_of_once_a_day_after_it_and_not_once_it_is_answered(people):
    session = asked(people)
    [reminder] = Outgoing.select().where(Outgoing.letter == "pick_reminder")
    assert (reminder.due_at, reminder.recipient, reminder.state) == (ASKED + DAY, people.cleo.id, "waiting")
    fire(session, "rebook", cleo(people), ASKED + DAY - SECOND, starts_at=_other(session, ASKED))
    assert Outgoing.get_by_id(reminder.id).state == "dropped"


@pytest.mark.parametrize("side", SIDES, ids=SIDES.get)
def test_a_reminder_whose_hour_has_passed_is_not_planned(people, side):
    booked(people, at=START - DAY + side * SECOND)
    planned = Outgoing.select().where(Outgoing.letter == "reminder_day")
    assert {row.recipient for row in planned} == ({people.ada.id, people.cleo.id} if side in UNTIL else set())
