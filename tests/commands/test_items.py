"""What is done alone: written whole before the launch, copied with its study, and asked for by the launch."""

import pytest

from commands import drafts, items, reviews
from commands.fire import Stale, fire
from lifecycle.attempt import Refused
from models import Item, Option, Task
from tests import world
from tests.world import NOW, again, customer

PAGES = [
    {"items": [
        {"text": "How often?", "choices": ["Often", "Seldom"]},
        {"text": "With what?", "kind": "multiple", "maximum": 2, "choices": ["Boat", "Bus", "Bicycle"]},
    ]},
    {"items": [
        {"text": "How easy?", "kind": "scale", "minimum": 1, "maximum": 7, "low_label": "Hard", "high_label": "Easy"},
        {"text": "Why?", "kind": "text", "required": False, "maximum": 300},
    ]},
]  # fmt: skip
TASKS = [
    {"title": "Find it", "text": "You would like to go.", "url": "https://ferry.example/", "done_when": "You see it.",
     "items": [{"text": "How easy?", "kind": "scale", "minimum": 1, "maximum": 5}]},
    {"title": "Add it", "url": "https://ferry.example/add", "items": []},
]  # fmt: skip


def test_the_pages_of_a_survey_are_read_as_they_were_written(people):
    study = world.draft_study(people, kind="survey", work=PAGES)
    first, second = study.work()
    assert [item.text for item in first.items] == ["How often?", "With what?"]
    assert [choice.text for choice in first.items[1].choices] == ["Boat", "Bus", "Bicycle"]
    assert (second.items[0].low_label, second.items[1].required, second.items[1].maximum) == ("Hard", False, 300)
    assert again(study).unready(NOW) == []


def test_tasks_are_read_as_they_were_written(people):
    study = world.draft_study(people, kind="interaction", work=TASKS)
    find, add = study.work()
    assert (find.task.url, find.task.done_when, add.task.title) == ("https://ferry.example/", "You see it.", "Add it")
    assert [item.text for item in find.items] == ["How easy?"]
    assert add.items == ()


@pytest.mark.parametrize(("kind", "work"), [("survey", PAGES), ("interaction", TASKS)])
def test_a_copy_asks_the_same_by_rows_of_its_own(people, kind, work):
    study = world.live_study(people, kind=kind, work=work)
    copy = drafts.duplicate(study, people.ada, NOW)
    assert items.described(copy) == items.described(study)
    mine, theirs = ({row.id for row in Item.select().where(Item.study == one)} for one in (study, copy))
    assert mine.isdisjoint(theirs)
    assert again(copy).unready(NOW) != [] or again(copy).state == "draft"


def test_writing_it_anew_leaves_nothing_of_the_old(people):
    study = world.draft_study(people, kind="interaction", work=TASKS)
    items.write(study, TASKS[1:], customer(people.ada), NOW)
    assert (Task.select().count(), Item.select().count(), Option.select().count()) == (1, 0, 0)


def test_written_untouched_it_stays_the_same_rows(people):
    study = world.draft_study(people, kind="survey", work=PAGES)
    before = [row.id for row in Item.select()]
    items.write(study, items.described(study), customer(people.ada), NOW)
    assert [row.id for row in Item.select()] == before


def test_a_change_sends_an_approved_study_back_and_is_seen_by_the_next_look(people):
    people.halden.asks_review = True
    people.halden.save()
    study = fire(world.draft_study(people, kind="survey", work=PAGES), "request_review", customer(people.ada), NOW)
    study = reviews.approve(study, customer(people.bo), NOW)
    marks = reviews.marks(study)
    study = items.write(study, PAGES[:1], customer(people.ada), NOW)
    assert study.state == "draft"
    assert reviews.changed_since(study, marks) == ["items"]


def test_nothing_is_written_after_the_launch_or_over_a_newer_save(people):
    study = world.draft_study(people, kind="survey", work=PAGES)
    with pytest.raises(Stale):
        items.write(study, PAGES[:1], customer(people.ada), NOW, seen=again(study).edited - 1)
    study = fire(again(study), "launch", customer(people.ada), NOW)
    with pytest.raises(Refused) as refused:
        items.write(study, PAGES[:1], customer(people.ada), NOW)
    assert refused.value.refusal.code == "frozen"


@pytest.mark.parametrize(
    ("kind", "work", "sentence"),
    [
        ("survey", [], "Ask at least one question."),
        ("interaction", [], "Add at least one task."),
        ("interaction", [{"title": "Go", "items": []}], "Task 1: it needs the address where it is done."),
        ("interaction", [{"title": "", "url": "https://f.example/", "items": []}], "Task 1: it needs a name."),
        ("survey", [{"items": [{"text": "Which?", "choices": []}]}],
         "Question 1: there are no answers to choose from."),
        ("interaction", [{**TASKS[0], "items": [{"text": "", "kind": "text"}]}],
         "Task 1, question 1: the question itself is missing."),
    ],
)  # fmt: skip
def test_a_launch_says_what_is_missing(people, kind, work, sentence):
    study = world.draft_study(people, kind=kind)
    items.write(study, work, customer(people.ada), NOW)
    assert [str(one) for one in again(study).unready(NOW)] == [sentence]
    with pytest.raises(Refused) as refused:
        fire(again(study), "launch", customer(people.ada), NOW)
    assert refused.value.refusal.code == "ready"
