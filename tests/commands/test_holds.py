"""Five minutes for an open form: held against everybody else, never in one's own way, and gone by itself."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commands import holds, sessions, studies
from commands.fire import fire
from commands.hosting import set_hosts
from commands.preview import preview
from lifecycle.attempt import Invalid, Refused
from models import Claim, Feed, Participant, Session, database, migrate
from models.database import db
from rules.times import from_epoch, to_epoch
from tests import world
from tests.commands.crowd import Job, crowd
from tests.world import (
    DAY,
    HOUR,
    MINUTE,
    NOW,
    START,
    again,
    booked,
    contributor,
    customer,
    draft_study,
    live_study,
    qualified,
    shared_study,
    themselves,
)

FIVE = timedelta(minutes=5)


@pytest.fixture
def two(people):
    """Two people before the same times of Ada's."""
    persons = [people.cleo, contributor("dario.conti")]
    study = live_study(people, invitees=persons)
    return [qualified(people, study, person) for person in persons]


def _book(row: Participant, at=NOW, starts_at=START) -> Session:
    return sessions.book(again(row), starts_at, themselves(row.person), at)


def _refused(attempt) -> str:
    with pytest.raises(Refused) as refused:
        attempt()
    return refused.value.refusal.code


def _holders() -> Counter:
    return Counter(claim.holder for claim in Claim.select() if claim.holder)


def test_of_two_who_choose_the_same_time_one_holds_it(two):
    first, second = two
    assert holds.hold(first, START, NOW) == NOW + FIVE
    assert _refused(lambda: holds.hold(second, START, NOW)) == "slot_offered"
    assert _refused(lambda: _book(second)) == "slot_offered"
    assert START not in map(from_epoch, second.offered_starts(NOW))
    assert _holders() == {first.code: 9}


def test_a_hold_makes_room_when_its_moment_is_over(two):
    first, second = two
    holds.hold(first, START, NOW)
    just_before = NOW + FIVE - timedelta(seconds=1)
    assert _refused(lambda: holds.hold(second, START, just_before)) == "slot_offered"
    holds.hold(second, START, NOW + FIVE)
    assert _holders()[second.code] == 9
    assert _refused(lambda: _book(first, NOW + FIVE)) == "slot_offered"


def test_ones_own_hold_is_booked(two):
    first, _second = two
    holds.hold(first, START, NOW)
    assert START in map(from_epoch, first.offered_starts(NOW + MINUTE))
    session = _book(first, NOW + MINUTE)
    assert {claim.session_id for claim in Claim.select()} == {session.id}


def test_another_time_than_the_one_held_is_booked_and_the_hold_is_gone(two):
    first, _second = two
    holds.hold(first, START, NOW)
    _book(first, NOW, START + HOUR / 2)
    assert not _holders()


def test_a_hold_that_expired_is_booked_all_the_same_while_the_time_is_free(two):
    first, _second = two
    holds.hold(first, START, NOW)
    assert _book(first, NOW + HOUR).state == "scheduled"
    assert not _holders()


def test_another_choice_lets_the_first_one_go(two):
    first, second = two
    holds.hold(first, START, NOW)
    holds.hold(first, START + HOUR / 2, NOW)
    assert _holders() == {first.code: 9}
    holds.hold(second, START - HOUR, NOW)
    holds.let_go(first, NOW)
    assert _holders() == {second.code: 9}


def test_a_hold_in_another_study_is_not_in_ones_own_way(people):
    pair = [qualified(people, live_study(people)) for _number in range(2)]
    holds.hold(pair[0], START, NOW)
    holds.hold(pair[1], START, NOW)
    assert _book(pair[0]).state == "scheduled"


def test_a_hold_keeps_the_gap_of_its_study_and_no_more(people):
    persons = [people.cleo, contributor("dario.conti")]
    study = live_study(people, invitees=persons, length=30, step=15, gap=15)
    first, second = (qualified(people, study, person) for person in persons)
    holds.hold(first, START, NOW)
    apart = {int((start - to_epoch(START)) / 900) for start in second.offered_starts(NOW)}
    assert not {-2, -1, 0, 1, 2} & apart
    assert {-3, 3} <= apart


def test_what_could_not_be_booked_is_not_held(people):
    row = qualified(people)
    assert _refused(lambda: holds.hold(row, START + HOUR * 12, NOW)) == "slot_offered"
    with pytest.raises(Invalid):
        holds.hold(row, None, NOW)
    fire(row.study, "pause", customer(people.ada), NOW)
    assert _refused(lambda: holds.hold(row, START, NOW)) == "study_live"
    early = world.invited(people, live_study(people))
    assert _refused(lambda: holds.hold(early, START, NOW)) == "participant_qualified"
    assert not _holders()


def test_a_new_time_is_held_beside_the_old_one(people):
    session, dario = booked(people), contributor("dario.conti")
    other = qualified(people, live_study(people, invitees=[dario]), dario)
    later = START + HOUR / 2
    holds.hold(session, later, NOW)
    assert not other.is_offered(START + HOUR, NOW)
    session = fire(session, "move", themselves(people.cleo), NOW, starts_at=later)
    assert (session.starts_at, _holders()) == (later, Counter())
    session = fire(session, "reschedule", customer(people.ada), NOW)
    holds.hold(session, START, NOW)
    assert not other.is_offered(START, NOW)
    fire(session, "decline", themselves(people.cleo), NOW)
    assert not _holders()


def test_a_conversation_that_can_not_be_moved_holds_nothing(people):
    session = booked(people)
    assert _refused(lambda: holds.hold(session, START, NOW)) == "slot_offered", "its own time is no other one"
    assert _refused(lambda: holds.hold(session, START + DAY, START - HOUR)) == "notice"
    canceled = fire(session, "cancel", customer(people.ada), NOW, reason="other")
    assert _refused(lambda: holds.hold(canceled, START + DAY, NOW)) == "no_such_move"


def test_a_look_leaves_no_hold(two):
    preview(holds.hold, two[0], START, NOW)
    assert not Claim.select().exists()


def test_a_look_at_a_move_leaves_the_hold_where_it_is(people):
    session = booked(people)
    holds.hold(session, START + DAY, NOW)
    before = _holders()
    preview(fire, session, "move", themselves(people.cleo), NOW, starts_at=START + DAY)
    assert _holders() == before


def test_nobody_holds_times_all_day(two, monkeypatch):
    monkeypatch.setattr(holds, "PER_HOUR", 2)
    for _number in range(2):
        holds.hold(two[0], START, NOW)
    assert _refused(lambda: holds.hold(two[0], START, NOW)) == "too_many"
    assert _refused(lambda: holds.hold(two[1], START, NOW)) == "slot_offered"
    holds.hold(two[0], START, NOW + HOUR)


def test_any_of_two_hosts_is_held_once_each(people):
    persons = [contributor(f"person.{one}") for one in range(3)]
    study = shared_study(people, invitees=persons, places=3)
    first, second, third = (qualified(people, study, person) for person in persons)
    holds.hold(first, START, NOW)
    holds.hold(second, START, NOW)
    assert _refused(lambda: holds.hold(third, START, NOW)) == "slot_offered"
    hosts = Counter(claim.calendar for claim in Claim.select())
    assert (hosts[people.ada.id], hosts[people.bo.id]) == (5, 5)
    assert {_book(row).host_id for row in (second, first)} == {people.ada.id, people.bo.id}


def test_all_hosts_are_held_together(people):
    row = qualified(people, shared_study(people, "all"))
    holds.hold(row, START, NOW)
    assert Counter(claim.calendar for claim in Claim.select()) == {people.ada.id: 5, people.bo.id: 5, people.cleo.id: 4}
    _book(row)
    assert not _holders()


def test_of_six_who_choose_one_time_at_once_one_holds_it(people, database_url):
    persons = [contributor(f"person.{one}") for one in range(6)]
    pair = [live_study(people, invitees=persons[half::2], places=3) for half in (0, 1)]
    ready = [qualified(people, pair[one % 2], person) for one, person in enumerate(persons)]
    with crowd(database_url, 6) as many:
        for _round in range(12):
            outcomes = many.do([Job("hold", (row.id, to_epoch(START))) for row in ready])
            assert Counter(one.code for one in outcomes) == {"done": 1, "slot_offered": 5}, outcomes
            assert list(_holders().values()) == [9]
            Claim.delete().execute()


# Everything offered can be booked -----------------------------------------------------------------------------------

ZONES = ("Europe/Oslo", "Asia/Kathmandu", "America/St_Johns", "Pacific/Auckland")
HOURS = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 92), st.integers(1, 40)), min_size=3, max_size=6)


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    """One SQLite database for all examples; each is rolled back."""
    database.connect(f"sqlite:///{tmp_path_factory.mktemp('holds') / 'parlor.db'}")
    migrate.migrate()
    yield
    database.close()


class Back(Exception):
    """Roll back."""


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    data=st.data(),
    hosting=st.sampled_from(["one", "any", "all"]),
    zone=st.sampled_from(ZONES),
    hours=HOURS,
    length=st.sampled_from([30, 60]),
    gap=st.sampled_from([0, 15, 30]),
    step=st.sampled_from([15, 30, 60]),
)
def test_everything_offered_can_be_held_and_booked(file, data, hosting, zone, hours, length, gap, step):
    try:
        with db.atomic("IMMEDIATE"):
            _story(data, hosting, zone, hours, length=length, gap=gap, step=step)
            raise Back
    except Back:
        pass


def _story(data, hosting, zone, hours, **numbers) -> None:
    people = world.build()
    persons = [contributor(f"person.{one}") for one in range(4)]
    study = draft_study(people, invitees=persons, places=4, **numbers)
    windows = [[day, start * 15, start * 15 + span * 15] for day, start, span in hours]
    studies.set_hours(people.bo, zone, windows)
    Feed.create(host=people.bo, address="a", next_at=NOW, busy=[[to_epoch(START), to_epoch(START) + 5000]])
    by = customer(people.ada)
    study = set_hosts(study, by, NOW, hosting=hosting, host=people.ada, colleagues=[people.bo])
    if len(study.free_starts(NOW)) < 4:
        return
    study = fire(study, "launch", by, NOW)
    for number, person in enumerate(persons):
        row = qualified(people, study, person)
        offered = row.offered_starts(NOW)
        if not offered:
            return
        start = from_epoch(data.draw(st.sampled_from(offered)))
        if number % 2:
            holds.hold(row, start, NOW)
        else:
            sessions.book(row, start, themselves(person), NOW)
