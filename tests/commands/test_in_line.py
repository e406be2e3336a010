"""Who is counted in the line for a place: whoever is called when it is their turn, and nobody else; however long it is,
it is read in a few statements."""

import pytest

from commands import participants, sessions, studies
from commands.fire import fire
from commands.sweep import sweep
from lifecycle.attempt import CLOCK, Refused
from models import Choice, Mark, Standing, database, limits, waitlist
from tests import world
from tests.world import DAY, HOUR, NOW, START, again, booked, contributor, customer, qualified, queue, themselves


@pytest.fixture
def tired(people):
    """(the conversation, somebody who let two offers go by, two who joined the list after them)."""
    some = [contributor(f"one.{number}") for number in range(3)]
    study = world.live_study(people, places=1, reserves=3, invitees=[people.cleo, *some])
    session = booked(people, study)
    (row,) = queue(people, study, some[:1])
    fire(session, "cancel", themselves(people.cleo), NOW + HOUR, reason="other")
    at = NOW + HOUR
    for _time in range(2):
        assert sweep(at) == {"call_up": 1}
        at = again(row).offer_ends_at
        fire(again(row), "wait", CLOCK, at)
    studies.set_hours(people.ada, "Europe/Oslo", [])
    late = [qualified(people, again(study), person, at) for person in some[1:]]
    rows = [fire(one, "wait", themselves(one.person), at + number * HOUR) for number, one in enumerate(late)]
    return session, again(row), rows


def test_who_let_two_offers_go_by_is_neither_before_anybody_nor_a_reserve(tired):
    session, row, (first, second) = tired
    assert row.state == "waitlisted"
    study = again(session.study)
    assert (study.waiting, waitlist.stands(study.id).waiting) == (2, 2)
    befores = [waitlist.stands(study.id, one.id, one.waiting_since).before for one in (first, second)]
    assert befores == [0, 1]
    assert [line.called for line in waitlist.everybody(study.id, 9)] == [False, True, True]


def test_whom_the_network_removed_is_neither_before_anybody_nor_a_reserve(people):
    some = [contributor(f"one.{number}") for number in range(2)]
    study = world.live_study(people, places=1, reserves=2, invitees=[people.cleo, *some])
    booked(people, study)
    first, second = queue(people, study, some)
    standing = Standing.get(Standing.person == first.person)
    Mark.create(person=first.person, kind="report", severe=True, entry=0, at=NOW)
    fire(fire(standing, "review", CLOCK, NOW), "remove", world.operator(people.olga), NOW)
    assert again(study).waiting == 1
    assert waitlist.stands(study.id, second.id, second.waiting_since).before == 0


def test_a_study_whose_reserves_are_not_called_any_more_takes_others_in_their_place(tired):
    session, _row, rows = tired
    study = again(session.study)
    assert study.waiting < study.reserves
    assert not again(rows[0]).no_reserve_left


def _limited(people, number):
    """A study with two places, in which so many wait with an answer that only one may have, and then another one
    without it."""
    choices = [{"text": "Often", "verdict": "accept", "quota": 1}, {"text": "Seldom", "verdict": "accept"}]
    some = [contributor(f"one.{one}") for one in range(number + 2)]
    study = world.live_study(
        people, places=2, asks=[{"text": "Sail?", "choices": choices}], invitees=[people.cleo, *some]
    )
    rows = [_answered(people, study, person, int(person is some[-1])) for person in some[1:]]
    sessions.book(_answered(people, study, people.cleo, 0), START, themselves(people.cleo), NOW)
    talk = sessions.book(_answered(people, study, some[0], 1), START + 2 * HOUR, themselves(some[0]), NOW)
    waits = [fire(row, "wait", themselves(row.person), NOW + at * HOUR) for at, row in enumerate(rows)]
    return study, talk, waits


def _answered(people, study, person, choice):
    row = fire(world.invited(people, study, person), "open_screener", themselves(person), NOW)
    (question,) = study.asked()
    participants.save_answer(row, question.id, question.choices[choice].id, NOW)
    participants.agree_to_camera(row, NOW)
    return participants.finish_screener(row, themselves(person), NOW)


def _statements(ask) -> int:
    found: list = []
    database.db.obj.query_hooks.append(found.append)
    try:
        ask()
    finally:
        database.db.obj.query_hooks.clear()
    return len(found)


@pytest.mark.parametrize("number", [2, 9])
def test_who_is_passed_over_by_a_limit_is_read_in_as_many_statements_however_many_wait(people, number):
    study, _talk, waits = _limited(people, number)
    last = again(waits[-1])
    assert not last.ahead
    assert _statements(lambda: again(waits[-1]).ahead) <= 9
    assert limits.without_room(study) == {row.id for row in waits[:-1]}


def test_who_has_room_under_the_limits_waits_for_who_was_before_and_has_it_too(people):
    study, talk, waits = _limited(people, 2)
    fire(talk, "cancel", themselves(talk.contributor), NOW + 4 * HOUR, reason="other")
    late = contributor("late.comer")
    participants.invite(study, late, customer(people.ada), NOW)
    answered = _answered(people, study, late, 1)
    studies.set_hours(people.ada, "Europe/Oslo", [])
    row = fire(answered, "wait", themselves(late), NOW + 5 * HOUR)
    studies.set_hours(people.ada, "Europe/Oslo", world.WEEKDAYS)
    with pytest.raises(Refused) as refused:
        fire(row, "call_up", themselves(late), NOW + 5 * HOUR)
    assert refused.value.refusal.code == "in_order"
    assert sweep(NOW + 6 * HOUR) == {"call_up": 1}
    assert [again(one).state for one in (*waits, row)] == ["waitlisted", "waitlisted", "qualified", "waitlisted"]


def test_a_limit_on_what_is_known_passes_over_all_of_whom_it_is_known(people):
    some = [world.known(contributor(f"one.{number}"), country="PT" if number else "NO") for number in range(3)]
    world.known(people.cleo, country="PT")
    study = world.live_study(people, audience="network", places=1, filters={"limits": [["country", "PT", 1]]})
    sweep(NOW)
    rows = [qualified(people, study, person) for person in some]
    session = booked(people, study)
    rows = [fire(row, "wait", themselves(row.person), NOW + HOUR) for row in rows]
    assert limits.without_room(study) == {row.id for row in rows[1:]}
    fire(session, "cancel", themselves(people.cleo), NOW + DAY, reason="other")
    assert limits.without_room(study) == set()
    assert Choice.select().where(Choice.quota.is_null(False)).count() == 0
