"""Claims: whoever has a quarter of an hour of a calendar keeps it, whatever the code above believes."""

from datetime import timedelta

import pytest

from commands import claims, sessions
from commands.fire import fire
from lifecycle.attempt import Refused
from models import Claim, Participant, Session
from models.database import db
from rules.times import to_epoch
from tests.commands.dump import everything
from tests.world import (
    HOUR,
    NOW,
    START,
    booked,
    contributor,
    customer,
    held,
    live_study,
    qualified,
    themselves,
)

TICK = to_epoch(START) // 900


def _claimed(session) -> list[tuple[int, int]]:
    return sorted(Claim.select(Claim.calendar, Claim.tick).where(Claim.session == session).tuples())


def test_a_host_is_claimed_with_the_gap_behind_and_a_contributor_without(people):
    session = booked(people)
    ada, cleo = people.ada.id, people.cleo.id
    assert _claimed(session) == sorted([(ada, TICK + n) for n in range(5)] + [(cleo, TICK + n) for n in range(4)])


def test_a_short_count_is_a_refusal(people):
    session = booked(people)
    mine = claims.wanted(session)
    later = [(calendar, tick + 3) for calendar, tick in mine]
    with db.atomic() as transaction:
        assert not claims.take(session, later, NOW), "two of them are taken"
        transaction.rollback()
    far = [(calendar, tick + 100) for calendar, tick in mine]
    with db.atomic() as transaction:
        assert claims.take(session, far, NOW)
        transaction.rollback()
    assert claims.take(session, [], NOW)


@pytest.fixture
def blind(monkeypatch):
    """The computed times are wrong: everything seems to be free."""
    monkeypatch.setattr(Participant, "hosts_free", lambda row, *_values: [row.study.host_id])
    monkeypatch.setattr(Session, "hosts_free", lambda row, *_values: [row.host_id])


def test_even_where_everything_seems_free_a_taken_time_is_refused_whole(people, blind):
    other = contributor("dario.conti")
    study = live_study(people, invitees=[people.cleo, other])
    booked(people, study)
    row = qualified(people, study, other)
    before = everything()
    for minutes in (-60, -45, 0, 45, 60):
        with pytest.raises(Refused) as refused:
            sessions.book(row, START + timedelta(minutes=minutes), themselves(other), NOW)
        assert (refused.value.refusal.code, str(refused.value.refusal.sentence)) == (
            "slot_offered", "That time was just taken."
        )  # fmt: skip
    assert everything() == before
    assert sessions.book(row, START + timedelta(minutes=75), themselves(other), NOW).state == "scheduled"


def test_a_move_into_somebody_elses_time_keeps_the_old_one(people, blind):
    other = contributor("dario.conti")
    study = live_study(people, invitees=[people.cleo, other])
    booked(people, study)
    session = booked(people, study, other, START + 2 * HOUR)
    before = everything()
    with pytest.raises(Refused) as refused:
        fire(session, "move", themselves(other), NOW, starts_at=START + HOUR)
    assert refused.value.refusal.code == "slot_offered"
    assert everything() == before


def test_a_move_that_overlaps_itself_keeps_what_both_times_share(people):
    session = booked(people)
    fire(session, "move", themselves(people.cleo), NOW, starts_at=START + HOUR / 2)
    assert {tick for _calendar, tick in _claimed(session)} == set(range(TICK + 2, TICK + 7))


def test_a_held_moment_is_in_the_way_until_it_expires(people, blind):
    row = qualified(people)
    Claim.create(calendar=people.ada.id, tick=TICK + 1, holder="another form", expires_at=NOW + HOUR)
    with pytest.raises(Refused):
        sessions.book(row, START, themselves(people.cleo), NOW + HOUR - timedelta(seconds=1))
    assert sessions.book(row, START, themselves(people.cleo), NOW + HOUR).state == "scheduled"
    assert not Claim.select().where(Claim.holder.is_null(False)).exists()


def test_what_is_off_is_let_go_at_once(people):
    session = booked(people)
    fire(session, "cancel", customer(people.ada), NOW, reason="other")
    assert _claimed(session) == []


def test_old_claims_are_pruned_and_no_others(people):
    held(people)
    assert claims.prune(START + 2 * 24 * HOUR) == 0
    assert claims.prune(START + 2 * 24 * HOUR + HOUR) == 8
    assert Claim.select().count() == 1
