"""Signs that something deserves a look: each is noticed where it should be, and not where it should not."""

import pytest

from lifecycle.signwords import sentence
from rules import signs
from rules.questions import Choice, Question
from rules.signs import Others, Sent, Sign

SCALES = [Question(number, "scale", "How?", True, (), 1, 5) for number in range(1, 6)]
ONES = [
    Question(number, "single", "Which?", True, (Choice(number * 10, "A"), Choice(number * 10 + 1, "B")))
    for number in range(11, 16)
]
TEXTS = [Question(number, "text", "Why?") for number in (21, 22)]
LONG = "The queue on the quay was not where the sign was."


@pytest.mark.parametrize(
    ("seconds", "median", "count", "found"),
    [(19, 60, 5, [Sign("fast", 19)]), (20, 60, 5, []), (19, 60, 4, []), (None, 60, 9, []), (1, None, 9, [])],
)
def test_too_fast_is_below_a_third_of_the_middle_of_enough_people(seconds, median, count, found):
    assert signs.of([], Sent(seconds, {}), Others(median, count)) == found


@pytest.mark.parametrize(
    ("answers", "found"),
    [
        ({21: "ok", 22: "fine."}, [Sign("short")]),
        ({21: "ok", 22: LONG}, []),
        ({21: "ok"}, []),  # one short text says nothing
        ({}, []),
    ],
)
def test_very_short_texts_are_noticed_where_all_of_them_are(answers, found):
    assert signs.of(TEXTS, Sent(None, answers), Others()) == found


def test_the_same_answer_throughout_is_noticed_from_five_on():
    same = {item.id: 3 for item in SCALES}
    assert signs.of(SCALES, Sent(None, same), Others()) == [Sign("same_scale", 5)]
    assert signs.of(SCALES, Sent(None, {**same, 5: 4}), Others()) == []
    assert signs.of(SCALES[:4], Sent(None, same), Others()) == []
    assert signs.of(ONES, Sent(None, {item.id: item.id * 10 + 1 for item in ONES}), Others()) == [Sign("same_place", 5)]


def test_a_text_that_somebody_else_wrote_too_is_noticed_whatever_its_case_and_commas():
    texts = {signs.plain(LONG): 2, signs.plain("Yes, it was good"): 2}
    written = {21: "the queue on the quay, was NOT where the sign was", 22: "Yes it was good"}
    assert signs.of(TEXTS, Sent(None, written), Others(texts=texts)) == [Sign("copied")]
    assert signs.of(TEXTS, Sent(None, {22: "Yes it was good"}), Others(texts=texts)) == []
    assert signs.of(TEXTS, Sent(None, written), Others(texts={signs.plain(LONG): 1})) == []


@pytest.mark.parametrize("code", ["fast", "short", "same_scale", "same_place", "copied"])
def test_each_sign_has_its_sentence(code):
    assert str(sentence(Sign(code, 7)))
