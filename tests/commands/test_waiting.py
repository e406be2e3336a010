"""A place that is free goes to who has waited longest: an offer for a day, then the next one's turn; and a study asks
for as many reserves as it says."""

from datetime import timedelta

import pytest

from commands import participants, sessions, studies, waiting
from commands.fire import fire
from commands.sweep import sweep
from lifecycle.attempt import CLOCK, Refused
from models import Choice, Entry, Outgoing, Participant, Study, waitlist
from models.waitlist import AGAIN
from rules.times import from_epoch
from tests import world
from tests.commands.crowd import Job, crowd
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
    known,
    qualified,
    queue,
    themselves,
)

SECOND = timedelta(seconds=1)


def persons(number: int) -> list:
    """So many members of the network."""
    return [contributor(f"one.{one}") for one in range(number)]


@pytest.fixture
def line(people):
    """(a conversation in a study with one place, three people who wait for it)."""
    waiting = persons(3)
    study = world.live_study(people, places=1, invitees=[people.cleo, *waiting])
    session = booked(people, study)
    return session, queue(people, study, waiting)


def leave(people, session, at=NOW + 4 * HOUR) -> None:
    """Cleo cancels; her place stays open."""
    fire(session, "cancel", themselves(people.cleo), at, reason="other")


def states(rows) -> list[str]:
    """Where they are now."""
    return [again(row).state for row in rows]


def offered(rows) -> list:
    """Until when a place is kept for each."""
    return [again(row).offer_ends_at for row in rows]


def test_nobody_is_called_while_every_place_is_taken(people, line):
    assert sweep(NOW + 4 * HOUR) == {}


def test_a_freed_place_is_offered_to_who_has_waited_longest_for_a_day_with_a_letter(people, line):
    session, rows = line
    leave(people, session)
    assert sweep(NOW + 5 * HOUR) == {"call_up": 1}
    assert states(rows) == ["qualified", "waitlisted", "waitlisted"]
    assert offered(rows) == [NOW + 29 * HOUR, None, None]
    assert [row.recipient for row in Outgoing.select().where(Outgoing.letter == "called_up")] == [rows[0].person_id]
    assert sweep(NOW + 6 * HOUR) == {}


def test_who_began_to_wait_in_the_same_second_is_called_in_the_order_of_coming(people):
    waiting = persons(3)
    study = world.live_study(people, places=1, invitees=[people.cleo, *waiting])
    session = booked(people, study)
    rows = [qualified(people, study, person) for person in waiting]
    for row in rows[::-1]:
        fire(row, "wait", themselves(row.person), NOW)
    leave(people, session)
    with pytest.raises(Refused) as refused:
        fire(again(rows[2]), "call_up", CLOCK, NOW + 5 * HOUR)
    assert refused.value.refusal.code == "in_order"
    sweep(NOW + 5 * HOUR)
    assert states(rows) == ["qualified", "waitlisted", "waitlisted"]


def test_an_offer_that_nobody_takes_goes_to_the_next_and_its_owner_to_the_end(people, line):
    session, rows = line
    leave(people, session)
    sweep(NOW + 5 * HOUR)
    assert sweep(NOW + 29 * HOUR - SECOND) == {}
    assert sweep(NOW + 29 * HOUR) == {"wait": 1, "call_up": 1}
    assert states(rows) == ["waitlisted", "qualified", "waitlisted"]
    assert again(rows[0]).waiting_since == NOW + 29 * HOUR
    assert sweep(NOW + 53 * HOUR) == {"wait": 1, "call_up": 1}
    assert states(rows) == ["waitlisted", "waitlisted", "qualified"]


def test_who_let_two_offers_go_by_is_left_in_peace_keeps_nobody_waiting_and_can_come_back(people, line):
    session, rows = line
    for row in rows[1:]:
        fire(row, "withdraw", themselves(row.person), NOW + 3 * HOUR)
    leave(people, session)
    at = NOW + 5 * HOUR
    assert sweep(at) == {"call_up": 1}
    assert sweep(at + DAY) == {"wait": 1, "call_up": 1}
    at = again(rows[0]).offer_ends_at
    assert sweep(at) == {"wait": 1}
    assert sweep(at + HOUR) == {}
    late = contributor("late.comer")
    other = qualified(people, again(session.study), _named(people, session.study, late), at)
    # A place is free: nobody waits for it who is still called.
    assert sessions.book(other, from_epoch(other.offered_starts(at)[0]), themselves(late), at).state == "scheduled"
    assert states(rows[:1]) == ["waitlisted"]


def _named(people, study, person):
    participants.invite(study, person, customer(people.ada), NOW)
    return person


def test_two_freed_places_are_two_offers(people):
    waiting = persons(3)
    study = world.live_study(people, places=2, invitees=[people.cleo, people.mallory, *waiting])
    talks = [booked(people, study), booked(people, study, people.mallory, START + 2 * HOUR)]
    rows = queue(people, study, waiting)
    for talk in talks:
        fire(talk, "cancel", themselves(talk.contributor), NOW + 4 * HOUR, reason="other")
    assert sweep(NOW + 5 * HOUR) == {"call_up": 2}
    assert states(rows) == ["qualified", "qualified", "waitlisted"]


@pytest.mark.parametrize("how", ["decline", "no_show", "someone_else"])
def test_every_way_in_which_a_place_is_kept_open_leads_to_the_next(people, line, how):
    session, rows = line
    by, at = customer(people.ada), NOW + 4 * HOUR
    if how == "decline":
        session = fire(session, "reschedule", by, at)
        fire(session, "decline", themselves(people.cleo), at)
    elif how == "no_show":
        world.missed(people, session)
        at = END + HOUR
    else:
        fire(session, "cancel", by, at, reason="someone_else")
    assert sweep(at) == {"call_up": 1}
    assert states(rows)[0] == "qualified"


def test_a_place_that_was_given_up_calls_nobody_until_it_is_added_again(people, line):
    session, rows = line
    fire(session, "cancel", customer(people.ada), NOW + 4 * HOUR, reason="no_longer_needed")
    assert sweep(NOW + 5 * HOUR) == {}
    studies.add_places(session.study, 2, customer(people.ada), NOW + 5 * HOUR)
    assert sweep(NOW + 5 * HOUR) == {"call_up": 2}
    assert states(rows) == ["qualified", "qualified", "waitlisted"]


def test_a_place_that_is_kept_for_somebody_can_not_be_taken_by_another_who_may_wait(people, line):
    session, rows = line
    study, other = session.study, contributor("late.comer")
    leave(people, session)
    sweep(NOW + 5 * HOUR)
    row = qualified(people, study, _named(people, study, other), NOW + 5 * HOUR)
    with pytest.raises(Refused) as refused:
        sessions.book(row, START, themselves(other), NOW + 5 * HOUR)
    assert refused.value.refusal.code == "place_left"
    assert fire(row, "wait", themselves(other), NOW + 5 * HOUR).state == "waitlisted"
    with pytest.raises(Refused):
        fire(again(rows[1]), "call_up", customer(people.ada), NOW + 5 * HOUR)
    kept = again(rows[0])
    assert sessions.book(kept, START, themselves(kept.person), NOW + 6 * HOUR).state == "scheduled"
    assert again(kept).offer_ends_at is None


def test_a_place_that_is_gone_before_the_offer_was_taken_leads_back_to_the_list_and_keeps_the_turn(people, line):
    session, rows = line
    study = session.study
    leave(people, session)
    sweep(NOW + 5 * HOUR)
    # An old no show is put right: that conversation needs the place.
    Study.update(taken=1).where(Study.id == study.id).execute()
    kept = again(rows[0])
    with pytest.raises(Refused) as refused:
        sessions.book(kept, START, themselves(kept.person), NOW + 6 * HOUR)
    assert refused.value.refusal.code == "place_left"
    back = fire(kept, "wait", themselves(kept.person), NOW + 6 * HOUR)
    assert (back.state, back.waiting_since) == ("waitlisted", NOW)
    Study.update(taken=0).where(Study.id == study.id).execute()
    sweep(NOW + 7 * HOUR)
    assert states(rows) == ["qualified", "waitlisted", "waitlisted"]


def test_nobody_is_called_while_the_study_is_paused_and_an_offer_loses_no_turn_in_it(people, line):
    session, rows = line
    by = customer(people.ada)
    leave(people, session)
    sweep(NOW + 5 * HOUR)
    study = fire(session.study, "pause", by, NOW + 6 * HOUR)
    assert sweep(NOW + 29 * HOUR) == {"wait": 1}
    assert again(rows[0]).waiting_since == NOW
    fire(study, "resume", by, NOW + 30 * HOUR)
    assert sweep(NOW + 30 * HOUR) == {"call_up": 1}
    assert states(rows) == ["qualified", "waitlisted", "waitlisted"]


def test_nobody_is_called_up_to_an_empty_page_and_soon_after_there_are_times(people, line):
    leave(people, line[0])
    studies.set_hours(people.ada, "Europe/Oslo", [])
    at = NOW + 5 * HOUR
    assert sweep(at) == {}
    studies.set_hours(people.ada, "Europe/Oslo", world.WEEKDAYS)
    assert sweep(at + AGAIN) == {"call_up": 1}


def test_an_offer_ends_when_the_last_time_can_no_longer_be_booked(people, line):
    session, rows = line
    leave(people, session)
    # Monday from 15 to 16 in Oslo, and nothing after; to be booked two hours before.
    studies.set_hours(people.ada, "Europe/Oslo", [], {"2026-11-23": [[15 * 60 + 30, 17 * 60]]})
    sweep(NOW + 2 * HOUR)
    (until, *_others) = offered(rows)
    assert until == NOW + 4 * HOUR


def test_there_are_no_more_offers_than_times(people):
    waiting = persons(3)
    study = world.live_study(people, places=3, invitees=[people.cleo, *waiting])
    rows = [qualified(people, study, person) for person in waiting]
    studies.set_hours(people.ada, "Europe/Oslo", [])
    for number, row in enumerate(rows):
        fire(row, "wait", themselves(row.person), NOW + number * MINUTE)
    studies.set_hours(people.ada, "Europe/Oslo", [], {"2026-11-26": [[9 * 60, 10 * 60]]})
    assert sweep(NOW + HOUR) == {"call_up": 1}
    assert states(rows) == ["qualified", "waitlisted", "waitlisted"]


def test_two_clocks_at_once_offer_a_place_once(people, database_url):
    waiting = persons(4)
    study = world.live_study(people, places=2, invitees=[people.cleo, people.mallory, *waiting])
    talks = [booked(people, study), booked(people, study, people.mallory, START + 2 * HOUR)]
    rows = queue(people, study, waiting)
    for talk in talks:
        fire(talk, "cancel", themselves(talk.contributor), NOW + 4 * HOUR, reason="other")
    with crowd(database_url, 4) as many:
        outcomes = many.do([Job("sweep", (0,))] * 4)
    assert [one.code for one in outcomes] == ["done"] * 4
    assert states(rows) == ["qualified", "qualified", "waitlisted", "waitlisted"]
    assert Entry.select().where(Entry.event == "call_up").count() == 2


def test_a_clock_that_looked_before_another_one_offered_the_place_does_not_offer_it_again(people):
    waiting_ones = persons(2)
    study = world.live_study(people, places=1, invitees=[people.cleo, *waiting_ones])
    talk = booked(people, study)
    queue(people, study, waiting_ones)
    fire(talk, "cancel", themselves(people.cleo), NOW + 4 * HOUR, reason="other")
    first, second = waitlist.in_line(study.id)
    study, at = Study.get_by_id(study.id), NOW + 5 * HOUR
    assert waiting.next_for(first, study, at) == "call_up"
    assert waiting.next_for(second, study, at) is None


def screened(people, study, person, at=NOW) -> Participant:
    """They answered so that they fit; what that led to."""
    row = fire(world.invited(people, study, person), "open_screener", themselves(person), at)
    question = study.questions.get()
    good = question.choices.where(Choice.verdict == "accept").get()
    participants.save_answer(row, question.id, good.id, at)
    participants.agree_to_camera(row, at)
    return participants.finish_screener(row, themselves(person), at)


def test_who_fits_beyond_the_reserves_is_over_the_quota_and_called_after_those_who_wait(people):
    waiting = persons(3)
    study = world.live_study(people, places=1, reserves=1, invitees=[people.cleo, *waiting])
    session = booked(people, study)
    (reserve,) = queue(people, study, waiting[:1])
    beyond = [screened(people, study, person) for person in waiting[1:]]
    assert states(beyond) == ["over_quota", "over_quota"]
    with pytest.raises(Refused):
        fire(beyond[0], "call_up", themselves(waiting[1]), NOW)
    leave(people, session)
    # Nobody jumps the queue, also who is not on the list.
    with pytest.raises(Refused) as refused:
        fire(again(beyond[0]), "call_up", themselves(waiting[1]), NOW + 4 * HOUR)
    assert refused.value.refusal.code == "in_order"
    studies.add_places(study, 1, customer(people.ada), NOW + 4 * HOUR)
    assert sweep(NOW + 5 * HOUR) == {"call_up": 2}
    assert states([reserve, *beyond]) == ["qualified", "qualified", "over_quota"]


def test_a_study_that_asks_for_no_reserves_turns_nobody_away_from_its_list(people, line):
    session, rows = line
    assert [again(row).state for row in rows] == ["waitlisted"] * 3
    assert session.study.reserves == 0


def test_who_was_still_choosing_when_place_and_reserves_were_taken_is_told_that_it_is_full(people):
    waiting = persons(2)
    study = world.live_study(people, places=1, reserves=1, invitees=[people.cleo, *waiting])
    choosing = qualified(people, study, waiting[0])
    booked(people, study)
    assert sweep(NOW) == {}
    queue(people, study, waiting[1:])
    assert sweep(NOW + HOUR) == {"fill": 1}
    assert again(choosing).state == "over_quota"


def test_whose_conversation_was_canceled_by_the_team_may_still_wait(people):
    waiting = persons(2)
    study = world.live_study(people, places=2, reserves=1, invitees=[people.cleo, *waiting])
    session = booked(people, study)
    booked(people, study, waiting[0], START + 2 * HOUR)
    queue(people, study, waiting[1:])
    fire(session, "cancel", customer(people.ada), NOW + HOUR, reason="scheduling_conflict")
    assert sweep(NOW + 2 * HOUR) == {}
    assert fire(again(session.participant), "wait", themselves(people.cleo), NOW + 2 * HOUR).state == "waitlisted"


def test_who_had_not_finished_the_questions_is_asked_again_once_a_place_is_open(people, line):
    session, rows = line
    other = contributor("late.comer")
    _named(people, session.study, other)
    row = fire(world.invited(people, session.study, other), "fill", CLOCK, NOW + 4 * HOUR)
    for one in rows[1:]:
        fire(one, "withdraw", themselves(one.person), NOW + 4 * HOUR)
    assert sweep(NOW + 4 * HOUR) == {}
    leave(people, session)
    studies.add_places(session.study, 1, customer(people.ada), NOW + 4 * HOUR)
    assert sweep(NOW + 5 * HOUR) == {"call_up": 1, "reopen": 1}
    assert states([rows[0], row]) == ["qualified", "invited"]
    assert sweep(NOW + 5 * HOUR) == {}


def test_the_clock_asks_the_network_until_the_reserves_are_there_too(people):
    known(people.cleo, country="PT")
    study = world.live_study(people, audience="network", places=1, reserves=1, filters={})
    sweep(NOW)
    before = Participant.select().where(Participant.study == study).count()
    booked(people, study)
    new = known(contributor("new.comer"), country="PT")
    assert sweep(NOW + HOUR) == {"invite": 1}
    queue(people, study, [new])
    known(contributor("newest.comer"), country="PT")
    assert sweep(NOW + 2 * HOUR) == {}
    assert Participant.select().where(Participant.study == study).count() == before + 1


def test_a_limit_on_an_answer_passes_over_who_gave_it_and_calls_the_next(people):
    asks = [{"text": "How often do you sail?", "choices": [
        {"text": "Often", "verdict": "accept", "quota": 1}, {"text": "Now and then", "verdict": "accept"},
    ]}]  # fmt: skip
    waiting = persons(3)
    study = world.live_study(people, places=2, asks=asks, invitees=[people.cleo, *waiting])

    def answered(person, choice):
        row = fire(world.invited(people, study, person), "open_screener", themselves(person), NOW)
        (question,) = study.asked()
        participants.save_answer(row, question.id, question.choices[choice].id, NOW)
        participants.agree_to_camera(row, NOW)
        return participants.finish_screener(row, themselves(person), NOW)

    often, seldom = answered(waiting[0], 0), answered(waiting[1], 1)
    talks = [
        sessions.book(answered(people.cleo, 0), START, themselves(people.cleo), NOW),
        sessions.book(answered(waiting[2], 1), START + 2 * HOUR, themselves(waiting[2]), NOW),
    ]
    for number, row in enumerate((often, seldom)):
        fire(row, "wait", themselves(row.person), NOW + number * HOUR)
    fire(talks[1], "cancel", themselves(waiting[2]), NOW + 4 * HOUR, reason="other")
    assert sweep(NOW + 5 * HOUR) == {"call_up": 1}
    assert states([often, seldom]) == ["waitlisted", "qualified"]
