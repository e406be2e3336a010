"""The screener's step of the study builder: cards of questions by plain forms, and the preview of them."""

import json

import pytest

from commands import screeners
from models import Answer, Choice, Member, Participant, Question
from rules.questions import END
from tests import world as story
from tests.views.test_questions import RICH


def opened(place, asks=(), person=None, **changes):
    """Ada's browser at the questions of a draft."""
    study = story.draft_study(place.world, asks=list(asks), **changes)
    hands = place.as_(person or place.world.ada).open(f"/studies/{study.code}/edit/screener")
    assert hands.status == 200
    return study, hands


def form_of(hands):
    """The form of the builder."""
    return hands.form(holds="edited")


def typed(hands) -> dict:
    """What stands in it."""
    return dict(form_of(hands).fields)


def press(hands, change: str, **fields):
    """One of the buttons at the cards."""
    form = form_of(hands)
    known = [button for button in form.buttons if button[:2] == ["change", change]]
    form.buttons[:] = known or [["change", change, None, ""]]
    form.fields += [(name, "") for name in fields if name not in form.names()]
    return hands.send(form, button="change", **fields)


def save(hands, then="save_and_leave", **fields):
    """One of the buttons at the end."""
    return hands.send(form_of(hands), event=then, **fields)


def asked(study) -> list[dict]:
    """What is written now."""
    return screeners.described(story.again(study))


def test_questions_are_written_without_javascript(place):
    study, hands = opened(place)
    hands.see("No questions yet.")
    press(hands, "question")
    assert {"q0", "q0a0", "q0v0", "q0a1", "q0v1"} <= form_of(hands).names()
    press(hands, "answer:0", q0="How often?", q0a0="Every week")
    assert (typed(hands)["q0"], typed(hands)["q0a0"]) == ("How often?", "Every week")
    assert not Question.select().where(Question.study == study).exists()
    save(hands, q0a1="Never", q0a2="Sometimes", q0l2="3").see("Saved.")
    (question,) = asked(study)
    assert [(one["text"], one["verdict"], one["quota"]) for one in question["choices"]] == [
        ("Every week", "accept", None), ("Never", "reject", None), ("Sometimes", "may", 3)]  # fmt: skip


@pytest.mark.parametrize(("kind", "fields", "written"), [
    ("multiple", {"q0min": "1", "q0max": "2"}, {"minimum": 1, "maximum": 2}),
    ("scale", {"q0min": "0", "q0max": "10", "q0low": "Badly", "q0high": "Well"},
     {"minimum": 0, "maximum": 10, "low_label": "Badly", "high_label": "Well", "choices": []}),
    ("text", {"q0min": "", "q0max": "300"}, {"minimum": None, "maximum": 300, "choices": []}),
])  # fmt: skip
def test_every_kind_has_its_own_fields(place, kind, fields, written):
    study, hands = opened(place)
    press(hands, "question")
    press(hands, "kind:0", q0="Well?", q0kind=kind, q0a0="A", q0a1="B")
    assert set(fields) <= form_of(hands).names()
    save(hands, **fields).see("Saved.")
    (question,) = asked(study)
    assert {name: question[name] for name in written} == written
    assert question["kind"] == kind


def test_a_scale_begins_with_one_to_five_and_the_answers_come_back_with_their_kind(place):
    _study, hands = opened(place, [story.SCREENER[0]])
    press(hands, "kind:0", q0kind="scale")
    assert (typed(hands)["q0min"], typed(hands)["q0max"]) == ("1", "5")
    press(hands, "kind:0", q0kind="single")
    assert (typed(hands)["q0a0"], typed(hands)["q0v1"]) == ("Every week", "reject")


def test_a_saved_screener_stands_in_the_form_and_saving_it_untouched_changes_nothing(place):
    study, hands = opened(place, RICH, one_page=False)
    before = asked(study)
    assert typed(hands)["q0s1"] == "k3"
    assert typed(hands)["q0s2"] == END
    assert typed(hands)["one_page"] == "0"
    save(hands)
    assert asked(study) == before
    assert story.again(study).one_page is False
    save(hands.open(f"/studies/{study.code}/edit/screener"), one_page="1")
    assert story.again(study).one_page is True


def test_what_an_answer_leads_to_goes_along_when_the_questions_move(place):
    study, hands = opened(place, RICH)
    press(hands, "up:3")
    press(hands, "move:2:1")
    save(hands)
    sail, last, *_others = asked(study)
    assert last["text"] == "What happened last?"
    assert sail["choices"][1]["skip_to"] == 1


def test_a_way_that_moving_made_impossible_is_said_at_its_field(place):
    study, hands = opened(place, RICH)
    press(hands, "move:3:0")
    hands.see("Question 1 no longer comes after this one. Please choose where it goes on.")
    assert save(hands).status == 422
    assert [one["text"] for one in asked(study)] == [one["text"] for one in RICH]
    save(hands, q1s1="").see("Saved.")
    assert asked(study)[0]["text"] == "What happened last?"


def test_a_way_to_a_question_that_was_removed_is_said_at_its_field(place):
    _study, hands = opened(place, RICH)
    press(hands, "drop:3").see("The question it led to is gone.")
    assert save(hands).status == 422


def test_a_question_is_copied_and_moved_down_and_an_answer_removed(place):
    study, hands = opened(place, RICH[1:3])
    press(hands, "copy:0")
    press(hands, "less:1:2")
    press(hands, "down:0")
    save(hands, q1="With what else?").see("Saved.")
    assert [(one["text"], len(one["choices"])) for one in asked(study)] == [
        ("With what?", 2), ("With what else?", 3), ("How well?", 0)]  # fmt: skip


@pytest.mark.parametrize("change", ["", "up:0", "down:3", "drop:99", "move:0:99", "nothing:1", "less:x:y", "move:٣:0"])
def test_a_press_that_means_nothing_changes_nothing(place, change):
    _study, hands = opened(place, RICH)
    before = typed(hands)
    assert press(hands, change).status == 200
    assert typed(hands) == before


@pytest.mark.parametrize(("fields", "field", "sentence"), [
    ({"q0": ""}, "q0", "Please write the question, or remove it."),
    ({"q0": "x" * 501}, "q0", "below 500"),
    ({"q0a0": ""}, "q0a0", "Please write the answer, or remove it."),
    ({"q0a1": "Often"}, "q0a1", "This answer stands there already."),
    ({"q0v0": "reject", "q0v1": "reject"}, "q0", "Nobody could fit"),
    ({"q0l0": "none"}, "q0l0", "from 1 to 1000"),
    ({"q1max": "9"}, "q1max", "from 1 to 3"),
    ({"q1min": "3", "q1max": "2"}, "q1max", "larger number"),
    ({"q2min": ""}, "q2min", "from 0 to 10"),
    ({"q2max": "11"}, "q2max", "from 0 to 10"),
    ({"q2low": "x" * 61}, "q2low", "below 60"),
    ({"q3max": "٣"}, "q3max", "from 1 to 5000"),
])  # fmt: skip
def test_what_can_not_be_used_is_said_at_its_field_and_everything_is_kept(place, fields, field, sentence):
    study, hands = opened(place, RICH)
    before = asked(study)
    save(hands, **{"q3": "Kept as it was.", **fields})
    assert hands.status == 422
    hands.see(sentence)
    assert f'id="f-{field}-error"' in hands.html
    assert typed(hands)["q3"] == "Kept as it was."
    assert all(typed(hands)[name] == value for name, value in fields.items())
    assert asked(study) == before


def test_two_editors_notice_each_other(place):
    study, hands = opened(place, RICH)
    screeners.write(study, RICH[:1], story.customer(place.world.bo), story.NOW)
    save(hands, q0="Mine")
    assert hands.status == 409
    hands.see("Somebody saved this draft while you were writing").see("1 question").see("Do you sail?")
    assert typed(hands)["q0"] == "Mine"
    save(hands).see("Saved.")
    assert asked(study)[0]["text"] == "Mine"


def test_htmx_gets_the_questions_only(place):
    study, hands = opened(place, RICH)
    form = form_of(hands)
    data = dict(form.fields) | {"change": "down:0"}
    answer = hands.client.post(
        f"/studies/{study.code}/edit/screener",
        data=data,
        headers={"HX-Request": "true", "Sec-Fetch-Site": "same-origin"},
    )
    html = answer.get_data(as_text=True)
    assert html.lstrip().startswith('<section class="stack wide" id="asks"')
    assert "It is question 2 now." in html
    assert json.dumps(html).count("data-focus") == 1


def test_hostile_text_is_only_ever_text(place):
    hostile = '"><script>alert(1)</script>{{7*7}}\u202e'
    study, hands = opened(place)
    press(hands, "question")
    save(hands, q0=hostile, q0a0=hostile, q0a1="No")
    for page in ("screener", "preview"):
        hands.open(f"/studies/{study.code}/edit/{page}")
        assert "<script>alert" not in hands.html
    assert "{{7*7}}" in hands.page.text


def test_after_the_launch_the_questions_are_shown_with_why_they_stay(place):
    study = story.live_study(place.world, asks=RICH)
    hands = place.as_(place.world.ada).open(f"/studies/{study.code}/edit/screener")
    hands.see("The questions stay as they are").see("Do you sail?").see("Does not fit, to the end")
    hands.see("Either way, to question 4").see("From 1 to 5")
    answer = hands.client.post(
        f"/studies/{study.code}/edit/screener", data={"q0": "Other"}, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert answer.status_code in (403, 409)
    assert asked(study)[0]["text"] == "Do you sail?"


# The preview --------------------------------------------------------------------------------------------------------


def tried(place, person=None, asks=RICH, **changes):
    """The preview, opened by Ada."""
    study = story.draft_study(place.world, asks=asks, **changes)
    return study, place.as_(person or place.world.ada).open(f"/studies/{study.code}/edit/preview")


def pick(study, place: int, number: int) -> str:
    """The value of that answer."""
    return str(study.asked()[place].choices[number].id)


def names(study) -> list[str]:
    """The fields of its questions."""
    return [f"q{question.id}" for question in study.asked()]


def test_the_preview_leads_through_and_says_what_would_follow(place):
    study, hands = tried(place)
    one, two, three, four = names(study)
    hands.send(hands.form(holds="shown"), **{one: pick(study, 0, 0)})
    hands.send(hands.form(holds="shown"), **{two: [pick(study, 1, 0)], three: "2", four: "We ran aground."})
    hands.see("You would qualify")
    assert not Answer.select().exists()
    assert not Participant.select().where(Participant.study == study).exists()


def test_the_preview_names_the_answer_that_does_not_fit_to_the_customer_only(place):
    study, hands = tried(place, one_page=False)
    hands.see("Question 1 of about 4")
    hands.send(hands.form(holds="shown"), **{names(study)[0]: pick(study, 0, 2)})
    hands.see("You would be thanked and not invited").see("Question 1: “Never” does not fit.")


def test_the_preview_carries_the_answers_from_page_to_page(place):
    study, hands = tried(place, one_page=False)
    one, two, three, four = names(study)
    hands.send(hands.form(holds="shown"), **{one: pick(study, 0, 0)})
    hands.send(hands.form(holds="shown"))
    assert hands.status == 422
    hands.see("Please choose at least 1 answer.")
    hands.send(hands.form(holds="shown"), **{two: [pick(study, 1, 1), pick(study, 1, 2)]}).see("Question 3 of 4")
    hands.send(hands.form(holds="shown"), **{three: "5"})
    hands.send(hands.form(holds="shown"), **{four: "We ran aground."})
    hands.see("Question 2: none of the answers that fit was chosen.")


def test_the_preview_of_unfinished_questions_says_what_lacks(place):
    _study, hands = tried(place, asks=[{"text": "", "choices": [("A", "accept")]}])
    hands.see("Question 1: the question itself is missing.")


def test_who_only_looks_sees_the_preview_and_changes_nothing(place):
    Member.update(role="viewer").where(Member.person == place.world.bo).execute()
    study, hands = tried(place, place.world.bo)
    hands.see("Do you sail?")
    assert hands.send(hands.form(holds="shown"), **{names(study)[0]: pick(study, 0, 2)}).status == 200
    assert hands.open(f"/studies/{study.code}/edit/screener").status == 403


@pytest.mark.parametrize("page", ["screener", "preview"])
def test_a_stranger_finds_neither(place, page):
    study, hands = opened(place, RICH)
    form = form_of(hands)
    mallory = place.as_(place.world.mallory)
    assert mallory.open(f"/studies/{study.code}/edit/{page}").status == 404
    form.action = f"/studies/{study.code}/edit/{page}"
    assert mallory.send(form).status in (403, 404)
    assert Choice.select().count() == 6
