"""Screeners: written whole before the launch, copied with their study, and the limits on one answer."""

from collections import Counter

import pytest

from commands import drafts, participants, screeners, sessions, studies
from commands.fire import Stale, fire
from lifecycle.attempt import CLOCK, Invalid, Refused
from models import Answer, Choice, Question, Session
from rules.questions import END
from tests import world
from tests.commands.crowd import Job, crowd
from tests.world import NOW, again, customer, themselves

ASKS = [
    {"text": "Do you sail?", "choices": [
        {"text": "Often", "verdict": "accept", "quota": 1},
        {"text": "Once", "verdict": "may", "skip_to": 2},
        {"text": "Never", "verdict": "reject", "skip_to": END},
    ]},
    {"text": "With what?", "kind": "multiple", "maximum": 2, "choices": [("A dinghy", "accept"), ("A yacht", "may")]},
    {"text": "How well?", "kind": "scale", "minimum": 1, "maximum": 7, "low_label": "Badly", "high_label": "Well"},
    {"text": "What else?", "kind": "text", "required": False, "maximum": 200},
]  # fmt: skip


def test_everything_that_is_written_is_read_again(people):
    study = world.draft_study(people, asks=ASKS)
    sail, boats, well, else_ = study.asked()
    assert [choice.skip_to for choice in sail.choices] == [None, well.id, END]
    assert [choice.quota for choice in sail.choices] == [1, None, None]
    assert (boats.maximum, well.low_label, well.high_label, else_.required, else_.maximum) == (
        2, "Badly", "Well", False, 200)  # fmt: skip
    assert again(study).unready(NOW) == []


def test_a_copy_leads_to_its_own_questions(people):
    study = world.live_study(people, asks=ASKS, one_page=False)
    copy = drafts.duplicate(study, people.ada, NOW)
    assert screeners.described(copy) == screeners.described(study)
    assert again(copy).one_page is False
    own = {question.id for question in copy.asked()}
    assert copy.asked()[0].choices[1].skip_to in own
    assert own.isdisjoint(question.id for question in study.asked())


def test_what_is_written_untouched_stays_the_same_rows_and_approved(people):
    study = world.draft_study(people, asks=ASKS)
    before = [question.id for question in study.asked()]
    again_written = screeners.write(study, screeners.described(study), customer(people.ada), NOW, one_page=True)
    assert [question.id for question in again_written.asked()] == before


def test_another_screener_sends_an_approved_study_back(people):
    people.halden.asks_review = True
    people.halden.save()
    study = fire(world.draft_study(people, asks=ASKS), "request_review", customer(people.ada), NOW)
    study = fire(study, "approve", customer(people.bo), NOW)
    study = screeners.write(study, screeners.described(study), customer(people.ada), NOW, seen=study.edited)
    assert study.state == "approved"
    study = screeners.write(study, ASKS[:1], customer(people.ada), NOW, seen=study.edited)
    assert study.state == "draft"


def test_two_editors_notice_each_other_and_a_launched_screener_is_frozen(people):
    study = world.draft_study(people)
    seen = again(study).edited
    screeners.write(study, ASKS, customer(people.ada), NOW, seen=seen)
    with pytest.raises(Stale):
        screeners.write(study, ASKS[:1], customer(people.bo), NOW, seen=seen)
    assert Question.select().where(Question.study == study).count() == 4
    live = world.live_study(people, title="Launched")
    with pytest.raises(Refused) as refused:
        screeners.write(live, [], customer(people.ada), NOW)
    assert refused.value.refusal is studies.FROZEN


@pytest.mark.parametrize(("change", "sentence"), [
    ({"text": " "}, "Question 2: the question itself is missing."),
    ({"choices": []}, "Question 2: there are no answers to choose from."),
    ({"choices": [("A raft", "reject")]}, "Question 2: nobody could fit: every answer says that they do not."),
    ({"minimum": 9}, "Question 2: its smallest and largest number do not go together."),
    ({"choices": [{"text": "A raft", "skip_to": 0}]}, "Question 2: an answer leads back instead of forward."),
    ({"choices": [{"text": "A raft", "quota": 0}]}, "Question 2: a limit of people has to be at least 1."),
])  # fmt: skip
def test_a_faulty_screener_keeps_the_launch_away_and_says_where(people, change, sentence):
    study = world.draft_study(people, asks=[ASKS[0], {**ASKS[1], **change}, *ASKS[2:]])
    assert [str(one) for one in study.unready(NOW)] == [sentence]


# Answers -------------------------------------------------------------------------------------------------------------


def answered(people, study, person, *places: int):
    """They answered everything so; numbers of choices, in order, for the first question."""
    row = fire(world.invited(people, study, person), "open_screener", themselves(person), NOW)
    sail, boats, well, _else = study.asked()
    values = {sail.id: sail.choices[places[0]].id, boats.id: [boats.choices[0].id], well.id: 3}
    participants.save_answers(row, values, NOW)
    return participants.agree_to_camera(row, NOW)


def finished(people, study, person, *places: int):
    """And finished."""
    row = answered(people, study, person, *places)
    return participants.finish_screener(row, themselves(person), NOW)


@pytest.mark.parametrize("value", [10**6, "x", [1], True])
def test_what_can_be_no_answer_is_not_kept(people, value):
    study = world.live_study(people, asks=ASKS)
    row = fire(world.invited(people, study), "open_screener", themselves(people.cleo), NOW)
    with pytest.raises(Invalid):
        participants.save_answer(row, study.asked()[0].id, value, NOW)
    assert not Answer.select().exists()


@pytest.fixture
def sailors(people):
    """(a study that takes one who sails often, ten people who are invited)."""
    persons = [world.contributor(f"sailor.{number}") for number in range(10)]
    return world.live_study(people, asks=ASKS, invitees=persons, places=10), persons


def test_a_limit_counts_who_has_a_place_and_nobody_who_only_qualified(people, sailors):
    study, persons = sailors
    first, second, third = (finished(people, study, person, 0) for person in persons[:3])
    assert [first.state, second.state, third.state] == ["qualified"] * 3
    sessions.book(first, world.START, themselves(persons[0]), NOW)
    with pytest.raises(Refused) as refused:
        sessions.book(second, second.offered_starts(NOW)[9], themselves(persons[1]), NOW)
    assert refused.value.refusal.code == "place_left"
    assert finished(people, study, persons[3], 0).state == "over_quota"
    assert finished(people, study, persons[4], 1).state == "qualified"
    assert fire(again(third), "wait", themselves(persons[2]), NOW).state == "waitlisted"


def test_a_place_of_the_limit_that_is_free_again_goes_to_who_waits(people, sailors):
    study, persons = sailors
    first = finished(people, study, persons[0], 0)
    session = sessions.book(first, world.START, themselves(persons[0]), NOW)
    full = finished(people, study, persons[1], 0)
    with pytest.raises(Refused) as refused:
        fire(full, "call_up", CLOCK, NOW)
    assert refused.value.refusal.code == "place_left"
    fire(session, "cancel", themselves(persons[0]), NOW, reason="not_available")
    called = fire(again(full), "call_up", CLOCK, NOW)
    assert called.state == "qualified"
    # The offer holds the place of the limit, against everybody but themselves.
    assert finished(people, study, persons[2], 0).state == "over_quota"
    assert sessions.book(called, world.START, themselves(persons[1]), NOW).state == "scheduled"


def test_an_answer_that_was_sent_several_times_is_one_persons(people):
    limited = {**ASKS[1], "choices": [{"text": "A dinghy", "quota": 2}, {"text": "A yacht"}]}
    other = world.contributor("other.sailor")
    study = world.live_study(people, asks=[limited], invitees=[people.cleo, other], places=5)
    (boats,) = study.asked()
    dinghy = boats.choices[0].id
    states = []
    for person, picked in ((other, [dinghy] * 3), (people.cleo, [dinghy])):
        row = fire(world.invited(people, study, person), "open_screener", themselves(person), NOW)
        participants.save_answer(row, boats.id, picked, NOW)
        participants.agree_to_camera(row, NOW)
        row = participants.finish_screener(row, themselves(person), NOW)
        states.append(row.state)
        if person == other:
            sessions.book(row, world.START, themselves(other), NOW)
    assert states == ["qualified", "qualified"]


def test_several_answers_count_for_each_of_their_limits(people):
    limited = {**ASKS[1], "choices": [{"text": "A dinghy", "quota": 1}, {"text": "A yacht", "quota": 5}]}
    other = world.contributor("other.sailor")
    study = world.live_study(people, asks=[limited], invitees=[people.cleo, other], places=5)
    (boats,) = study.asked()
    rows = []
    for person, picked in ((other, (0, 1)), (people.cleo, (0,))):
        row = fire(world.invited(people, study, person), "open_screener", themselves(person), NOW)
        participants.save_answer(row, boats.id, [boats.choices[one].id for one in picked], NOW)
        participants.agree_to_camera(row, NOW)
        rows.append(row)
    first = participants.finish_screener(rows[0], themselves(other), NOW)
    sessions.book(first, world.START, themselves(other), NOW)
    assert participants.finish_screener(rows[1], themselves(people.cleo), NOW).state == "over_quota"


def test_of_ten_who_book_with_the_same_full_answer_at_once_one_gets_it(people, sailors, database_url):
    study, persons = sailors
    ready = [finished(people, study, person, 0) for person in persons]
    starts = ready[0].offered_starts(NOW)[::5]
    with crowd(database_url, 10) as ten:
        outcomes = ten.do([Job("book", (row.id, start)) for row, start in zip(ready, starts, strict=False)])
    assert Counter(one.code for one in outcomes) == {"done": 1, "place_left": 9}
    assert (again(study).taken, Session.select().count()) == (1, 1)


def test_of_ten_who_finish_while_the_place_is_taken_nobody_gets_past_the_limit(people, sailors, database_url):
    study, persons = sailors
    first, *others = [answered(people, study, person, 0) for person in persons]
    first = participants.finish_screener(first, themselves(persons[0]), NOW)
    start = first.offered_starts(NOW)[5]
    with crowd(database_url, 10) as ten:
        outcomes = ten.do([Job("book", (first.id, start)), *(Job("finish", (row.id,)) for row in others)])
    assert Counter(one.code for one in outcomes) == {"done": 10}
    states = Counter(again(row).state for row in others)
    assert set(states) <= {"qualified", "over_quota"}
    late = [again(row) for row in others if again(row).state == "qualified"]
    assert all(row.open_places == 0 for row in late)
    assert Choice.select().where(Choice.quota == 1).count() == 1
