"""Answers in numbers."""

import pytest

from rules.questions import Choice, Question
from rules.results import Bar, percent, summary

ONE = Question(1, "single", "Which?", True, (Choice(10, "Bus"), Choice(11, "Boat")))
SEVERAL = ONE._replace(kind="multiple")
SCALE = Question(2, "scale", "How easy?", True, (), 1, 3, "Hard", "Easy")


@pytest.mark.parametrize(("part", "whole", "found"), [(0, 0, 0), (1, 3, 33), (2, 3, 67), (1, 8, 13), (5, 5, 100)])
def test_of_a_hundred_half_is_rounded_up(part, whole, found):
    assert percent(part, whole) == found


def test_each_choice_is_counted_also_where_several_were_chosen():
    assert summary(ONE, {"10": 3, None: 2}) == (3, 2, (Bar("Bus", 3, 100), Bar("Boat", 0, 0)), None)
    found = summary(SEVERAL, {"[10]": 1, "[10,11]": 2, "[11]": 1})
    assert found.answered == 4
    assert found.bars == (Bar("Bus", 3, 75), Bar("Boat", 3, 75))


def test_a_scale_has_a_bar_for_every_step_and_a_mean():
    found = summary(SCALE, {"1": 1, "3": 3})
    assert [(bar.label, bar.number) for bar in found.bars] == [("1: Hard", 1), ("2", 0), ("3: Easy", 3)]
    assert found.mean == 2.5
    assert summary(SCALE, {}).mean is None


def test_a_number_below_zero_and_a_text_are_told_apart_from_a_list():
    assert summary(Question(3, "text", "Why?"), {'""': 7, None: 1}) == (7, 1, (), None)
