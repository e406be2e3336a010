"""Taking part alone: kept page by page, timed by the server, changed until it is sent, and what goes with a person."""

from datetime import timedelta

import pytest

from commands import emptying, retention, takeout, taking
from commands.fire import fire
from lifecycle.attempt import Invalid, Refused
from models import Look, Reply, Run, signs
from models.belongings import PARTS
from tests import world
from tests.commands.test_items import PAGES, TASKS
from tests.world import DAY, MINUTE, NOW, again, contributor, customer, themselves


@pytest.fixture
def survey(people):
    return world.live_study(people, kind="survey", work=PAGES, asks=[])


@pytest.fixture
def tasks(people):
    return world.live_study(people, kind="interaction", work=TASKS, asks=[])


def asked(study):
    return [item for part in study.work() for item in part.items]


def test_answers_are_kept_and_changed_and_taken_back(people, survey):
    row = world.started(people, survey)
    often, what, easy, why = asked(survey)
    taking.keep_answers(row, {often.id: often.choices[0].id, why.id: "  So.  "}, NOW)
    two = [str(one.id) for one in what.choices[:2]]
    taking.keep_answers(row, {often.id: str(often.choices[1].id), what.id: two}, NOW)
    taking.keep_answers(row, {easy.id: "6", why.id: ""}, NOW)
    assert again(row).taken().answers == {
        often.id: often.choices[1].id, what.id: [one.id for one in what.choices[:2]], easy.id: 6, why.id: None,
    }  # fmt: skip
    assert Reply.select().count() == 4


def test_what_can_not_be_an_answer_is_refused_and_nothing_of_it_kept(people, survey):
    row = world.started(people, survey)
    often, _what, easy, _why = asked(survey)
    for values in ({easy.id: 8}, {often.id: 99999}, {often.id: [often.choices[0].id, often.choices[1].id]}, {99999: 1}):
        with pytest.raises(Invalid):
            taking.keep_answers(row, values, NOW)
    assert Reply.select().count() == 0


def test_a_task_takes_the_seconds_from_its_beginning_to_its_first_end(people, tasks):
    row = world.started(people, tasks)
    first = tasks.work()[0].task.id
    with pytest.raises(Invalid):
        taking.end(row, first, "done", NOW)
    taking.begin(row, first, NOW)
    taking.begin(row, first, NOW + MINUTE)
    taking.end(row, first, "gave_up", NOW + 2 * MINUTE)
    taking.end(row, first, "done", NOW + 5 * MINUTE)
    run = Run.get()
    assert (run.begun_at, run.ended_at, run.outcome) == (NOW, NOW + 2 * MINUTE, "done")
    with pytest.raises(Invalid):
        taking.end(row, first, "perhaps", NOW)
    with pytest.raises(Invalid):
        taking.begin(row, 99999, NOW)


def test_it_is_sent_once_everything_is_there_and_stays_as_it_was_sent(people, tasks):
    row, them = world.started(people, tasks), themselves(people.cleo)
    with pytest.raises(Refused) as refused:
        fire(row, "submit", them, NOW)
    assert refused.value.refusal.code == "tasks_answered"
    sent = fire(world.worked(row), "submit", them, NOW + MINUTE)
    assert (sent.state, sent.submitted_at) == ("submitted", NOW + MINUTE)
    with pytest.raises(Refused) as refused:
        taking.keep_answers(sent, {asked(tasks)[0].id: 1}, NOW + MINUTE)
    assert refused.value.refusal.code == "sent_already"


def test_nothing_is_kept_before_start(people, survey):
    row = world.qualified(people, survey)
    with pytest.raises(Refused) as refused:
        taking.keep_answers(row, {asked(survey)[0].id: 1}, NOW)
    assert refused.value.refusal.code == "not_started"


def test_a_paused_study_keeps_what_comes_in_and_closed_one_too(people, survey):
    row = world.started(people, survey)
    fire(survey, "pause", customer(people.ada), NOW)
    often = asked(survey)[0]
    taking.keep_answers(row, {often.id: often.choices[0].id}, NOW)
    assert again(row).taken().answers == {often.id: often.choices[0].id}


# What belongs to a person -------------------------------------------------------------------------------------------


def test_somebody_takes_their_answers_and_tasks_along_in_words(people, survey, tasks):
    for study in (survey, tasks):
        world.worked(world.started(people, study))
    found = takeout.everything(people.cleo)
    values = [row["value"] for row in found["replies"]]
    assert "Often" in values
    assert ["Boat", "Bus"] in values
    assert [row["outcome"] for row in found["tasks"]] == ["done", "done"]
    assert {"replies", "tasks"} <= {part.name for part in PARTS}


def test_who_is_erased_leaves_neither_answers_nor_tasks(people, survey, tasks):
    other = contributor("dario.conti")
    stays = world.live_study(people, kind="survey", work=PAGES, asks=[], invitees=[other])
    world.worked(world.started(people, stays, other))
    for study in (survey, tasks):
        world.worked(world.started(people, study))
    emptying.places(people.cleo)
    assert {row.participant.person_id for row in Reply.select()} == {other.id}
    assert Run.select().count() == 0


def test_answers_and_tasks_go_once_the_study_is_over_long_enough(people, tasks):
    row = fire(world.worked(world.started(people, tasks)), "submit", themselves(people.cleo), NOW)
    fire(row, "exclude", customer(people.ada), NOW, reason="quality")
    fire(again(tasks), "close", customer(people.ada), NOW + DAY)
    assert retention.run(NOW + 700 * DAY)["replies"] == 0
    gone = retention.run(NOW + 732 * DAY)
    assert (gone["replies"], gone["runs"]) == (1, 2)
    assert (Reply.select().count(), Run.select().count(), Look.select().count()) == (0, 0, 0)


# Signs ---------------------------------------------------------------------------------------------------------------


def test_signs_are_found_among_those_who_sent_it(people):
    crowd = [contributor(f"person.{number}") for number in range(6)]
    study = world.live_study(people, kind="survey", work=PAGES, asks=[], invitees=crowd, places=6)
    why = asked(study)[3].id
    rows = []
    for number, person in enumerate(crowd):
        row = world.worked(world.started(people, study, person))
        text = "The queue was not where the sign was." if number < 2 else f"My own words, number {number}, at length."
        taking.keep_answers(row, {why: text}, NOW)
        took = timedelta(seconds=30 if number == 5 else 600)
        rows.append(fire(row, "submit", themselves(person), NOW + took))
    found = signs.of(study.id, study.kind, [row.id for row in rows])
    assert {who: [sign.code for sign in one] for who, one in found.items()} == {
        rows[0].id: ["copied"], rows[1].id: ["copied"], rows[5].id: ["fast"],
    }  # fmt: skip
    assert signs.of(study.id, "live_conversation", [rows[0].id]) == {}
