"""Studies that are done alone: the way through them, where somebody goes on, and what is not well-formed."""

import pytest

from rules import works
from rules.questions import Choice, Question
from rules.works import Fared, Part, Taken, Task

MUST = Question(1, "single", "How often?", True, (Choice(10, "Often"), Choice(11, "Seldom")))
MAY = Question(2, "text", "Why?", False)
STEP = Question(3, "scale", "How easy?", True, (), 1, 5)
PAGES = (Part(None, (MUST, MAY)), Part(None, (STEP,)))
FIND, ADD = Task(7, "Find it", url="https://ferry.example/"), Task(8, "Add it", url="https://ferry.example/add")
TASKS = (Part(FIND, (STEP,)), Part(ADD, ()))
DONE = Fared(100, 160, "done")


@pytest.mark.parametrize(
    ("taken", "place"),
    [
        (Taken(PAGES), 0),
        (Taken(PAGES, {1: 10}), 0),  # the second question of the page was not seen
        (Taken(PAGES, {1: 10, 2: None}), 1),  # it was, and left out
        (Taken(PAGES, {1: None, 2: "So"}), 0),  # what is needed was left out
        (Taken(PAGES, {1: 10, 2: None, 3: 4}), 2),
        (Taken(PAGES, {1: 10, 2: None, 3: 9}), 1),  # no such step on the scale
        (Taken(TASKS), 0),
        (Taken(TASKS, {}, {7: Fared(100)}), 0),  # begun, not ended
        (Taken(TASKS, {}, {7: DONE}), 1),
        (Taken(TASKS, {3: 1}, {7: DONE}), 2),
        (Taken(TASKS, {3: 1}, {7: DONE, 8: Fared(200, 230, "gave_up")}), 3),
    ],
)
def test_somebody_goes_on_at_the_first_page_that_is_not_done(taken, place):
    assert works.reached(taken) == place
    assert works.place(taken, None) == place


@pytest.mark.parametrize(("wanted", "place"), [(None, 1), (1, 0), (2, 1), (9, 1), (0, 0), (-3, 0)])
def test_back_is_open_and_ahead_is_not(wanted, place):
    assert works.place(Taken(PAGES, {1: 10, 2: None}), wanted) == place


def test_it_is_done_once_what_is_needed_is_answered_and_every_task_ended():
    assert not works.done(Taken(PAGES, {1: 10}))
    assert works.done(Taken(PAGES, {1: 10, 3: 2}))
    assert not works.done(Taken(TASKS, {3: 2}, {7: DONE}))
    assert [(lack.step, lack.item) for lack in works.lacks(Taken(TASKS, {}, {7: DONE}))] == [(2, STEP), (3, None)]


def test_the_seconds_are_from_begun_to_ended():
    assert (works.seconds(DONE), works.seconds(Fared(5)), works.seconds(Fared(9, 3, "done"))) == (60, None, 0)


@pytest.mark.parametrize(
    ("kind", "parts", "codes"),
    [
        ("survey", PAGES, []),
        ("survey", (), ["no_items"]),
        ("survey", (Part(None, (Question(1, "single", "Which?"),)),), ["no_choices"]),
        ("interaction", TASKS, []),
        ("interaction", (), ["no_tasks"]),
        ("interaction", (Part(Task(1, " ", url=""), ()),), ["no_title", "no_address"]),
        ("interaction", (Part(Task(1, "Go", url="ferry.example"), ()),), ["bad_address"]),
        ("think_out_loud", (Part(Task(1, "Go"), ()),), []),
        ("think_out_loud", (Part(Task(1, "Go", url="javascript:alert(1)"), ()),), ["bad_address"]),
        ("interaction", (Part(FIND, (Question(1, "scale", "", True, (), 5, 1),)),), ["no_text", "bad_bounds"]),
    ],
)
def test_what_can_not_be_put_before_people_is_said(kind, parts, codes):
    assert [code for code, _values in works.faults(kind, parts)] == codes


@pytest.mark.parametrize(
    ("url", "fits"),
    [
        ("https://ferry.example/a?b=c", True), ("http://127.0.0.1:8000/", True), ("ftp://ferry.example/", False),
        ("https://", False), ("javascript:alert(1)", False), ("//ferry.example/", False),
        ("https://ferry.example/a b", False), ("https://[::1", False), ("https://f.example/" + "a" * 500, False),
        ("https://ferry.example/\n", False),
    ],
)  # fmt: skip
def test_an_address_is_one_that_a_browser_opens(url, fits):
    assert works.is_web_address(url) is fits
