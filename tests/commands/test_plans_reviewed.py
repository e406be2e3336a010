"""What a second look at changes of plan found: people whom the network removed, offers that ended while a study was
paused, long lines behind a limit, and what a cancel-all leaves behind."""


from datetime import timedelta

import pytest

from commands import calling_off, erasure, participants, sessions, studies, waiting
from commands import sweep as clock
from commands.fire import fire
from commands.sweep import sweep
from lifecycle.attempt import CLOCK, By
from models import Mark, Member, Note, Participant, Standing, waitlist
from tests import world
from tests.world import DAY, HOUR, NOW, START, again, booked, contributor, customer, operator, qualified, themselves


@pytest.fixture
def line(people):
    """(a conversation in a study with one place, two people who wait for it)."""
    some = [contributor(f"one.{number}") for number in range(2)]
    study = world.live_study(people, places=1, invitees=[people.cleo, *some])
    session = booked(people, study)
    rows = [qualified(people, study, person) for person in some]
    return session, [fire(row, "wait", themselves(row.person), NOW + n * HOUR) for n, row in enumerate(rows)]


def leave(people, session, at=NOW + 4 * HOUR) -> None:
    fire(session, "cancel", themselves(people.cleo), at, reason="other")


def remove(people, person) -> None:
    """The network removes somebody."""
    for number in range(3):
        Mark.create(person=person, kind="no_show", entry=number + 1, at=NOW)
    standing = fire(Standing.get(Standing.person == person), "review", CLOCK, NOW)
    fire(standing, "remove", operator(people.olga), NOW, note="Too many doubts.")


def test_whom_the_network_removed_is_called_up_to_nothing_and_holds_nobody_up(people, line):
    session, rows = line
    remove(people, rows[0].person)
    leave(people, session)
    assert sweep(NOW + 5 * HOUR) == {"call_up": 1}
    assert [again(row).state for row in rows] == ["waitlisted", "qualified"]


def test_whom_the_network_removed_since_they_were_named_is_not_asked_at_launch(people):
    some = [contributor("one.0"), contributor("one.1")]
    draft = world.draft_study(people, invitees=some, places=1)
    remove(people, some[0])
    study = studies.launch(draft, customer(people.ada), NOW)
    assert [row.person_id for row in Participant.select().where(Participant.study == study)] == [some[1].id]


def test_an_offer_that_ended_while_the_study_was_paused_does_not_count_as_let_go_by(people, line):
    session, rows = line
    ada = customer(people.ada)
    fire(rows[1], "withdraw", themselves(rows[1].person), NOW + 3 * HOUR)
    leave(people, session)
    at = NOW + 5 * HOUR
    for _round in range(2):
        assert sweep(at) == {"call_up": 1}
        fire(again(session.study), "pause", ada, at)
        at += DAY
        assert sweep(at) == {"wait": 1}
        fire(again(session.study), "resume", ada, at)
        at += HOUR
    assert sweep(at) == {"call_up": 1}


def test_the_words_of_a_cancel_all_go_with_whoever_asked_for_it_and_it_is_finished_all_the_same(people, line):
    session, _rows = line
    bo = customer(people.bo)
    study = calling_off.begin(again(session.study), "other", bo, NOW, "Bo writes this.")
    assert [row.id for row in calling_off.due()] == [study.id]
    Member.delete().where(Member.person == people.bo).execute()
    assert erasure.ask_for(people.bo, By("contributor", people.bo.id), NOW).erased_at == NOW
    assert again(study).calling_off["note"] == ""
    sweep(NOW)
    assert again(session).state == "canceled"
    assert calling_off.due() == []
    assert not Note.select().where(Note.text.contains("Bo")).exists()


def test_those_for_whom_a_limit_is_reached_hide_nobody_behind_them(people, monkeypatch):
    monkeypatch.setattr(waiting, "OVER_MOST", 2)
    choices = [{"text": "Often", "verdict": "accept", "quota": 1}, {"text": "Seldom", "verdict": "accept"}]
    some = [contributor(f"one.{number}") for number in range(5)]
    study = world.live_study(people, places=2, asks=[{"text": "Sail?", "choices": choices}], invitees=some)
    rows = [_answered(people, study, person, number == 4) for number, person in enumerate(some)]
    sessions.book(rows[0], START, themselves(some[0]), NOW)
    other = [fire(row, "wait", themselves(row.person), NOW) for row in rows[1:4]]
    talk = sessions.book(rows[4], START + 2 * HOUR, themselves(some[4]), NOW)
    for row in other:
        fire(row, "fill", CLOCK, NOW)
    last = contributor("last.one")
    participants.invite(study, last, customer(people.ada), NOW)
    late = fire(_answered(people, study, last, True), "fill", CLOCK, NOW)
    fire(talk, "cancel", themselves(some[4]), NOW, reason="other")
    for number in range(3):
        sweep(NOW + number * waitlist.AGAIN)
    assert [again(row).state for row in (*other, late)] == ["over_quota"] * 3 + ["qualified"]


def _answered(people, study, person, choice):
    """They gave this answer, and fit."""
    row = fire(world.invited(people, study, person), "open_screener", themselves(person), NOW)
    (question,) = study.asked()
    participants.save_answer(row, question.id, question.choices[choice].id, NOW)
    participants.agree_to_camera(row, NOW)
    return participants.finish_screener(row, themselves(person), NOW)


def test_the_end_of_a_large_study_does_not_hold_the_clock(people, monkeypatch):
    monkeypatch.setattr(clock, "MOST", 2)
    study = world.live_study(people, invitees=[contributor(f"one.{number}") for number in range(5)], places=1)
    studies.cancel(study, "no_longer_needed", customer(people.ada), NOW)
    assert [sweep(NOW) for _round in range(4)] == [{"fill": 2}, {"fill": 2}, {"fill": 1}, {}]


@pytest.mark.parametrize(("minutes", "called"), [(60, {"call_up": 1}), (59, {})])
def test_nobody_is_called_up_for_less_than_an_hour(people, line, minutes, called):
    session, _rows = line
    leave(people, session)
    # One time on Monday, at 15:30 in Oslo, and none after it.
    studies.set_hours(people.ada, "Europe/Oslo", [], {"2026-11-23": [[15 * 60 + 30, 16 * 60 + 30]]})
    last = NOW.replace(hour=14, minute=30) - timedelta(minutes=session.study.minimum_notice)
    assert sweep(last - timedelta(minutes=minutes)) == called
