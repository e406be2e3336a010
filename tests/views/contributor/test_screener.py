"""The screener: one question a page, the camera, and kind words at the end."""

import pytest

from commands.fire import fire
from models import Answer, Choice, Participant
from tests import world as story

TWO = [
    {"text": "How often do you take a ferry?", "choices": [("Every week", "accept"), ("Never", "reject")]},
    {"text": "Do you buy on the phone?", "choices": [("Yes", "accept"), ("No", "reject")]},
]


def begun(place, **changes):
    """Cleo before the first question."""
    row = story.invited(place.world, story.live_study(place.world, asks=TWO, one_page=False, **changes))
    hands = place.as_(place.world.cleo).open(f"/participants/{row.code}").press("open_screener")
    assert hands.url == f"/participants/{row.code}/questions"
    return row, hands


def choice(text: str) -> str:
    """The value of the answer with this text."""
    return str(Choice.get(Choice.text == text).id)


def say(hands, text: str):
    """Choose an answer and go on."""
    form = hands.form(holds="shown")
    return hands.send(form, **{f"q{dict(form.fields)['shown']}": choice(text)})


def test_the_whole_way_leads_to_the_times(place):
    row, hands = begun(place)
    hands.see("Question 1 of 2")
    say(hands, "Every week").see("Question 2 of 2")
    say(hands, "Yes").see("You will be on camera")
    hands.send(hands.form(holds="camera"), camera="1")
    assert hands.url == f"/participants/{row.code}/times"
    row = story.again(row)
    assert (row.state, row.camera_at) == ("qualified", story.NOW)


def test_the_button_of_the_last_question_says_that_the_answers_are_sent(place):
    _row, hands = begun(place, kind="survey")
    assert "Send your answers" not in hands.page.text
    say(hands, "Every week").see("Question 2 of 2").see("Send your answers")


def test_before_the_camera_the_last_question_goes_on(place):
    _row, hands = begun(place)
    say(hands, "Every week").see("Question 2 of 2")
    assert "Send your answers" not in hands.page.text


def test_an_answer_that_does_not_fit_ends_with_kind_words_and_one_attempt(place):
    row, hands = begun(place)
    say(hands, "Never").see("Question 2 of 2")
    say(hands, "Yes")
    hands.send(hands.form(holds="camera"), camera="1")
    hands.see("This one is not for you")
    assert story.again(row).state == "screened_out"
    hands.open(f"/participants/{row.code}/questions")
    assert hands.url == f"/participants/{row.code}"
    assert not hands.offers("open_screener")


@pytest.mark.parametrize("given", [None, "none", "999999"])
def test_without_an_answer_the_question_is_asked_again(place, given):
    row, hands = begun(place)
    form = hands.form(holds="shown")
    hands.send(form, **({f"q{dict(form.fields)['shown']}": given} if given else {}))
    assert hands.status == 422
    hands.see("Question 1 of 2").see("Please choose the answer")
    assert not Answer.select().exists()
    assert story.again(row).state == "screening"


def test_an_answer_can_be_changed_until_the_end_and_stands_chosen(place):
    _row, hands = begun(place)
    say(hands, "Never")
    hands.follow("Back").see("Question 1 of 2")
    fields = hands.form(holds="shown").fields
    assert (f"q{dict(fields)['shown']}", choice("Never")) in fields
    say(hands, "Every week")
    assert [answer.value for answer in Answer.select()] == [int(choice("Every week"))]


def test_who_leaves_finds_the_way_back_and_a_second_press_begins_nothing_anew(place):
    row, hands = begun(place)
    say(hands, "Every week")
    hands.open(f"/participants/{row.code}").see("You are in the middle of it").follow("Continue").see("Question 2 of 2")
    form = hands.form(holds="shown")
    form.action = f"/participants/{row.code}/open_screener"
    assert hands.send(form).url == f"/participants/{row.code}/questions"
    assert [answer.value for answer in Answer.select()] == [int(choice("Every week"))]


def test_nobody_jumps_ahead(place):
    row, hands = begun(place)
    hands.open(f"/participants/{row.code}/questions?n=3").see("Question 1 of 2")
    hands.open(f"/participants/{row.code}/questions?n=x").see("Question 1 of 2")


def test_without_the_camera_nobody_goes_on_and_can_leave(place):
    row, hands = begun(place)
    say(hands, "Every week")
    say(hands, "Yes")
    hands.send(hands.form(holds="camera"))
    assert hands.status == 422
    assert story.again(row).camera_at is None
    hands.press("withdraw").see("You did not go on")
    assert story.again(row).state == "withdrawn"


def test_a_study_that_closed_meanwhile_says_so_kindly(place):
    row, hands = begun(place)
    say(hands, "Every week")
    say(hands, "Yes")
    fire(row.study, "close", story.customer(place.world.ada), story.NOW)
    hands.send(hands.form(holds="camera"), camera="1")
    hands.see("The study is over").see("nothing counts against you")
    assert story.again(row).state == "over_quota"


def test_a_study_that_was_paused_meanwhile_refuses_and_keeps_the_answers(place):
    row, hands = begun(place)
    say(hands, "Every week")
    say(hands, "Yes")
    fire(row.study, "pause", story.customer(place.world.ada), story.NOW)
    hands.send(hands.form(holds="camera"), camera="1")
    assert hands.status == 409
    hands.see("The study is paused at the moment.")
    assert Answer.select().count() == 2
    assert story.again(row).state == "screening"


def test_a_study_that_asks_nothing_has_only_the_camera(place):
    row = story.invited(place.world, story.live_study(place.world, asks=[]))
    hands = place.as_(place.world.cleo).open(f"/participants/{row.code}").press("open_screener")
    hands.send(hands.form(holds="camera"), camera="1")
    assert hands.url == f"/participants/{row.code}/times"
    assert Participant.get().state == "qualified"
