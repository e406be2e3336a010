"""A wrong no show is put right: the person is Submitted, units are used, the mark is struck, the compensation goes."""

import pytest

from commands import participants, sessions, units
from commands.fire import fire
from lifecycle.attempt import ROOM, Invalid, Refused
from models import Mark, Payout
from tests.commands import facts
from tests.world import (
    DAY,
    END,
    HOUR,
    MINUTE,
    NOW,
    START,
    again,
    booked,
    contributor,
    customer,
    live_study,
    missed,
    operator,
)

SOON = END + HOUR


def _right(people, session, at=SOON, by=None):
    return fire(session, "overturn", by or customer(people.ada), at, reason="they_came")


def test_an_open_place_is_filled_again_with_its_reservation(people):
    session = _right(people, missed(people))
    assert facts.of(session) == facts.Facts("completed", "submitted", 0, 1, 2, 30, 30, {}, [])
    assert Mark.get().struck_at == SOON
    assert facts.letters(session) == {"overturned": {people.ada.id, people.cleo.id}}


def test_without_an_open_place_one_more_place_and_its_units_are_used(people):
    other = contributor("dario.conti")
    study = live_study(people, places=1, invitees=[people.cleo, other])
    session = missed(people, booked(people, study))
    booked(people, study, other, START + 7 * DAY, SOON)
    _right(people, session)
    assert facts.of(session)[:7] == ("completed", "submitted", 0, 2, 2, 30, 30)
    assert again(people.halden).available == 500 - 60


def test_the_balance_may_go_below_zero_and_then_nothing_is_launched(people):
    session = missed(people)
    fire(session.study, "close", customer(people.ada), SOON)
    units.line(people.halden.id, "buy", SOON, bought=-500)
    _right(people, session)
    house = again(people.halden)
    assert (house.bought, house.used, house.reserved, house.available) == (0, 30, 0, -30)
    with pytest.raises(Refused) as refused:
        live_study(people)
    assert refused.value.refusal.code == "units_left"


def test_a_compensation_that_was_not_sent_is_written_off(people):
    session = _trouble(people)
    assert facts.of(session).owed == {"late_cancel": (1500, "due")}
    _right(people, session)
    assert facts.of(session).owed == {"late_cancel": (1500, "void")}


def test_a_compensation_that_was_sent_stays(people):
    session = _trouble(people)
    fire(Payout.get(), "pay_out", customer(people.ada), SOON)
    _right(people, session)
    assert facts.of(session).owed == {"late_cancel": (1500, "sending")}


def _trouble(people):
    """It began, broke down early, and the customer said so."""
    session = booked(people)
    session.customer_says = "met"
    session.save()
    session = fire(session, "start", ROOM, START)
    return fire(session, "technical_failure", customer(people.ada), START + 5 * MINUTE)


def test_fourteen_days_and_a_reason(people):
    session = missed(people)
    ended = again(session).ended_at
    with pytest.raises(Invalid):
        fire(session, "overturn", customer(people.ada), SOON)
    for by in (customer(people.ada), operator(people.olga)):
        with pytest.raises(Refused) as refused:
            _right(people, session, ended + 14 * DAY + MINUTE, by)
        assert refused.value.refusal.code == "within_14_days"
    assert _right(people, session, ended + 14 * DAY).state == "completed"


def test_not_once_they_were_excluded(people):
    session = missed(people)
    participants.exclude_in_order(session.participant, "other", customer(people.ada), SOON)
    with pytest.raises(Refused) as refused:
        _right(people, session)
    assert refused.value.refusal.code == "still_no_show"


def test_a_no_show_is_never_booked_again(people):
    session = missed(people)
    with pytest.raises(Refused) as refused:
        sessions.book(session.participant, START + 7 * DAY, customer(people.ada), NOW)
    assert refused.value.refusal.code == "participant_qualified"
