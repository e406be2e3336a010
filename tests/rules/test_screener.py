"""Who qualifies, as a table of answers."""

import pytest

from rules.screener import END, Choice, Judgement, Question, asked, faults, fitting, judge

ONE = Question("often", "single", "How often do you shop online?", True, (
    Choice("weekly", "Every week", "accept"), Choice("monthly", "Every month", "may"),
    Choice("never", "Never", "reject")))
MANY = Question("own", "multiple", "Which of these do you own?", True, (
    Choice("phone", "A phone", "accept"), Choice("tablet", "A tablet", "accept"), Choice("radio", "A radio", "may"),
    Choice("spy", "A spy satellite", "reject")))
FREE = Question("tools", "multiple", "Which tools do you use?", False, (
    Choice("a", "A", "may"), Choice("b", "B", "may"), Choice("none", "None of these", "reject")), None, 2)
SCALE = Question("mood", "scale", "How confident are you?", True, (), 1, 7)
TEXT = Question("why", "text", "What did you do last?", True, (), 3, 20)


@pytest.mark.parametrize(("question", "answer", "outcome"), [
    (ONE, "weekly", "qualified"),
    (ONE, "monthly", "qualified"),
    (ONE, "never", "screened_out"),
    (ONE, None, "incomplete"),
    (ONE, "", "incomplete"),
    (ONE, "hourly", "incomplete"),
    (ONE, ["weekly"], "incomplete"),
    (MANY, ["phone"], "qualified"),
    (MANY, ["radio", "tablet"], "qualified"),
    (MANY, ["radio"], "screened_out"),
    (MANY, ["phone", "spy"], "screened_out"),
    (MANY, [], "incomplete"),
    (MANY, ["phone", "boat"], "incomplete"),
    (FREE, None, "qualified"),
    (FREE, [], "qualified"),
    (FREE, ["a"], "qualified"),
    (FREE, ["a", "b"], "qualified"),
    (FREE, ["a", "b", "none"], "incomplete"),
    (FREE, ["none"], "screened_out"),
    (SCALE, 1, "qualified"),
    (SCALE, "7", "qualified"),
    (SCALE, 8, "incomplete"),
    (SCALE, 0, "incomplete"),
    (SCALE, True, "incomplete"),
    (SCALE, "five", "incomplete"),
    (SCALE, 2.5, "incomplete"),
    (TEXT, "I bought shoes", "qualified"),
    (TEXT, "  no  ", "incomplete"),
    (TEXT, "x" * 21, "incomplete"),
    (TEXT, "   ", "incomplete"),
    (TEXT, 12345, "incomplete"),
])
def test_one_question(question, answer, outcome):
    answers = {} if answer is None else {question.id: answer}
    assert judge([question], answers) == Judgement(outcome, [question.id] if outcome == "incomplete" else [])


def test_an_optional_question_left_alone_screens_nobody_out():
    assert judge([MANY._replace(required=False)], {}).outcome == "qualified"


def test_no_questions_qualify_everybody():
    assert judge([], {}) == Judgement("qualified", [])


def test_nothing_is_judged_while_an_answer_is_missing():
    assert judge([ONE, SCALE, TEXT], {"often": "never"}) == Judgement("incomplete", ["mood", "why"])
    assert judge([ONE, SCALE], {"often": "never", "mood": 3}).outcome == "screened_out"


def test_an_impossible_answer_to_an_optional_question_is_asked_for_again():
    assert judge([FREE], {"tools": ["c"]}) == Judgement("incomplete", ["tools"])


def test_choice_ids_may_be_numbers_and_arrive_as_text():
    question = Question(1, "single", "Sure?", True, (Choice(1, "Yes", "accept"), Choice(2, "No", "reject")))
    assert judge([question], {1: "1"}).outcome == judge([question], {1: 1}).outcome == "qualified"
    assert judge([question], {1: "2"}).outcome == "screened_out"


BRANCH = Question("car", "single", "Do you drive?", True, (
    Choice("yes", "Yes"), Choice("no", "No", skip_to="why"), Choice("stop", "Rather not say", skip_to=END)))


@pytest.mark.parametrize(("answers", "path"), [
    ({}, ["car"]),
    ({"car": "yes"}, ["car", "mood", "why"]),
    ({"car": "no"}, ["car", "why"]),
    ({"car": "stop"}, ["car"]),
])
def test_answers_lead_along_their_own_way(answers, path):
    assert [question.id for question in asked([BRANCH, SCALE, TEXT], answers)] == path


def test_an_answer_off_the_way_does_not_count():
    off = Question("often", "single", "How often?", True, (Choice("never", "No", "reject"), Choice("daily", "Daily")))
    answers = {"car": "stop", "often": "never"}
    assert judge([BRANCH, off], answers).outcome == "qualified"


@pytest.mark.parametrize(("question", "answer", "fits"), [
    (ONE, "weekly", True), (ONE, "hourly", False), (ONE, ["weekly"], False),
    (FREE, ["a", "b", "none"], True), (FREE, ["a", "c"], False),
    (SCALE, 7, True), (SCALE, 8, False), (SCALE, "five", False),
    (TEXT, "no", True), (TEXT, "x" * 30, True), (TEXT, "x" * 5001, False), (TEXT, 12, False),
])
def test_what_is_too_short_or_too_few_yet_is_an_answer_all_the_same(question, answer, fits):
    assert fitting(question, answer) is fits


def codes(*questions):
    return [(code, values["number"]) for code, values in faults(questions)]


def single(*choices, **changes):
    return Question(**{"id": "q", "kind": "single", "text": "Well?", "choices": choices, **changes})


YES, NO = Choice("y", "Yes"), Choice("n", "No", "reject")


def test_sound_questions_have_no_faults():
    assert faults([ONE, MANY, FREE, SCALE, TEXT]) == faults([BRANCH, SCALE, TEXT]) == faults([]) == []


@pytest.mark.parametrize(("question", "code"), [
    (single(YES, NO, kind="riddle"), "unknown_kind"),
    (single(YES, NO, text="  "), "no_text"),
    (single(), "no_choices"),
    (single(YES, Choice("x", " ")), "choice_without_text"),
    (single(YES, Choice("x", "Yes")), "repeated_choice"),
    (single(YES, Choice("y", "Also")), "repeated_choice"),
    (single(YES, Choice("x", "Maybe", "perhaps")), "unknown_verdict"),
    (single(NO), "all_reject"),
    (single(YES, Choice("x", "Maybe", quota=0)), "bad_quota"),
    (single(YES, Choice("x", "Later", skip_to="nowhere")), "skips_nowhere"),
    (single(YES, Choice("x", "Again", skip_to="q")), "skips_back"),
    (single(YES, NO, kind="multiple", minimum=2), "bad_bounds"),
    (single(YES, NO, kind="multiple", minimum=1, maximum=0), "bad_bounds"),
    (Question("q", "scale", "How much?"), "bad_bounds"),
    (Question("q", "scale", "How much?", True, (), 5, 5), "bad_bounds"),
    (Question("q", "text", "Why?", True, (), 30, 20), "bad_bounds"),
])
def test_a_fault_is_named_with_its_question(question, code):
    assert codes(ONE, question) == [(code, 2)]


def test_a_skip_backwards_and_a_repeated_question_are_faults():
    back = single(YES, Choice("x", "Back", skip_to="often"))
    assert codes(ONE, back) == [("skips_back", 2)]
    assert codes(ONE, ONE) == [("repeated_question", 1)]
