"""The questions before: every kind, on one page or one a page, along the way that the answers lead."""

import pytest

from commands import participants, sessions
from models import Answer, Choice, Participant
from rules.questions import END
from tests import world as story

RICH = [
    {"text": "Do you sail?", "choices": [
        {"text": "Often", "verdict": "accept"},
        {"text": "Once", "verdict": "may", "skip_to": 3},
        {"text": "Never", "verdict": "reject", "skip_to": END},
    ]},
    {"text": "With what?", "kind": "multiple", "minimum": 1, "maximum": 2, "choices": [
        ("A dinghy", "accept"), ("A yacht", "may"), ("A raft", "may"),
    ]},
    {"text": "How well?", "kind": "scale", "minimum": 1, "maximum": 5, "low_label": "Badly", "high_label": "Very well"},
    {"text": "What happened last?", "kind": "text", "minimum": 5, "maximum": 40},
]  # fmt: skip


def begun(place, asks=RICH, **changes):
    """Cleo before the questions."""
    row = story.invited(place.world, story.live_study(place.world, asks=asks, **changes))
    hands = place.as_(place.world.cleo).open(f"/participants/{row.code}")
    hands.press("open_screener")
    return row, hands


def names(row) -> list[str]:
    """The fields of the four questions."""
    return [f"q{question.id}" for question in row.study.asked()]


def pick(*texts: str) -> list[str]:
    """The values of these answers."""
    return [str(Choice.get(Choice.text == text).id) for text in texts]


def send(hands, **typed):
    """Continue."""
    return hands.send(hands.form(holds="shown"), **typed)


def answers(row) -> dict:
    """What is kept, by the question's place."""
    kept = story.again(row).answered()
    return {place: kept[one.id] for place, one in enumerate(row.study.asked()) if one.id in kept}


def save(hands, row, **typed):
    """A change as htmx sends it."""
    form = hands.form(holds="shown")
    data = [(name, value) for name, value in form.fields if name not in typed] + [("keep", "1")]
    data += [(name, one) for name, given in typed.items() for one in (given if isinstance(given, list) else [given])]
    body = "&".join(f"{name}={value}" for name, value in data)
    answer = hands.client.post(
        f"/participants/{row.code}/questions",
        data=body,
        content_type="application/x-www-form-urlencoded",
        headers={"HX-Request": "true", "Sec-Fetch-Site": "same-origin"},
    )
    return answer.status_code, answer.get_data(as_text=True)


def test_one_page_shows_what_the_answers_lead_through_and_the_rest_after_continue(place):
    row, hands = begun(place)
    one, two, three, four = names(row)
    assert hands.form(holds="shown").names() & {one, two, three, four} == {one}
    send(hands, **{one: pick("Often")}).see("A few more questions follow")
    assert {two, three, four} <= hands.form(holds="shown").names()
    send(hands, **{two: pick("A dinghy", "A raft"), three: "4", four: "We ran aground."})
    assert at_camera(hands)
    assert answers(row) == {0: int(pick("Often")[0]), 1: [int(one) for one in pick("A dinghy", "A raft")], 2: 4,
                            3: "We ran aground."}  # fmt: skip


def test_every_answer_that_is_still_due_is_said_beside_its_question_and_the_rest_is_kept(place):
    row, hands = begun(place)
    one, two, _three, four = names(row)
    send(hands)
    assert hands.status == 422
    hands.see("Please choose the answer that is most true for you.")
    send(hands, **{one: pick("Often")})
    send(hands, **{two: pick("A dinghy", "A yacht", "A raft"), four: "Hm"})
    assert hands.status == 422
    hands.see("Please choose at most 2 answers.").see("Please choose a number from 1 to 5.")
    hands.see("Please write at least 5 characters.")
    assert (four, "Hm") in hands.form(holds="shown").fields
    assert answers(row)[3] == "Hm"
    assert story.again(row).state == "screening"


def test_an_answer_that_skips_leaves_out_what_lies_between(place):
    row, hands = begun(place)
    one, two, three, four = names(row)
    send(hands, **{one: pick("Once")})
    assert hands.form(holds="shown").names() & {two, three, four} == {four}
    send(hands, **{four: "We ran aground."})
    assert at_camera(hands)


def test_what_was_answered_on_another_way_neither_counts_nor_stays(place):
    row, hands = begun(place)
    one, two, three, four = names(row)
    send(hands, **{one: pick("Often")})
    send(hands, **{two: pick("A raft"), three: "1", four: "We ran aground."})
    hands.open(f"/participants/{row.code}/questions?n=1")
    send(hands, **{one: pick("Once")})
    assert at_camera(hands)
    assert set(answers(row)) == {0, 1, 2, 3}
    agreed(hands)
    assert (story.again(row).state, set(answers(row))) == ("qualified", {0, 3})


def at_camera(hands) -> bool:
    """Whether the questions are through."""
    return any("camera" in form.names() for form in hands.page.forms)


def agreed(hands):
    """Yes to the camera."""
    return hands.send(hands.form(holds="camera"), camera="1")


def test_the_end_can_come_at_once_with_kind_words_and_no_second_attempt(place):
    row, hands = begun(place)
    send(hands, **{names(row)[0]: pick("Never")})
    agreed(hands).see("This one is not for you")
    assert "Never" not in hands.page.text
    assert story.again(row).state == "screened_out"
    assert hands.client.post(
        f"/participants/{row.code}/questions", data={"shown": "1"}, headers={"Sec-Fetch-Site": "same-origin"}
    ).status_code in (303, 403)
    with pytest.raises(participants.Refused) as refused:
        participants.save_answers(row, {row.study.asked()[0].id: int(pick("Often")[0])}, story.NOW)
    assert refused.value.refusal.code == "answered_already"


def test_a_change_is_kept_and_said_to_be_and_brings_the_questions_it_leads_to(place):
    row, hands = begun(place)
    one, two, _three, four = names(row)
    status, html = save(hands, row, **{one: pick("Often")})
    assert status == 200
    assert "Saved." in html
    assert f'name="{two}"' in html
    assert answers(row) == {0: int(pick("Often")[0])}
    hands.open(f"/participants/{row.code}/questions")
    _status, html = save(hands, row, **{four: "Hm"})
    assert "hx-partial" not in html
    assert answers(row)[3] == "Hm"


def test_a_change_takes_an_answer_back_too(place):
    row, hands = begun(place)
    one, two, _three, _four = names(row)
    send(hands, **{one: pick("Often")})
    save(hands, row, **{two: pick("A dinghy")})
    save(hands, row)
    assert set(answers(row)) == {0}


def test_nothing_can_be_kept_once_it_is_finished(place):
    row, hands = begun(place)
    before = hands.form(holds="shown")
    participants.save_answers(row, {row.study.asked()[0].id: int(pick("Never")[0])}, story.NOW)
    participants.finish_screener(row, story.themselves(place.world.cleo), story.NOW)
    hands.page.forms[:] = [before]
    status, html = save(hands, row, **{names(row)[0]: pick("Often")})
    assert (status, html) == (200, "")
    assert answers(row) == {0: int(pick("Never")[0])}


def test_one_question_a_page_counts_about_how_many_there_are(place):
    row, hands = begun(place, one_page=False)
    one, two, _three, four = names(row)
    hands.see("Question 1 of about 4")
    send(hands, **{one: pick("Often")}).see("Question 2 of 4").see("With what?")
    hands.follow("Back").see("Question 1 of about 4")
    assert (one, pick("Often")[0]) in hands.form(holds="shown").fields
    send(hands, **{one: pick("Once")}).see("Question 2 of 2").see("What happened last?")
    send(hands, **{four: "We ran aground."})
    assert at_camera(hands)
    assert f'name="{two}"' not in hands.html, "a code may hold the same letters, so the field is looked for"


def test_the_browsers_back_sends_an_old_page_and_changes_only_its_own_answer(place):
    row, hands = begun(place, one_page=False)
    one, two, three, _four = names(row)
    first = hands.form(holds="shown")
    send(hands, **{one: pick("Often")})
    send(hands, **{two: pick("A dinghy")})
    hands.send(first, **{one: pick("Often")}).see("Question 2 of 4")
    assert (two, pick("A dinghy")[0]) in hands.form(holds="shown").fields
    assert set(answers(row)) == {0, 1}
    hands.open(f"/participants/{row.code}/questions").see("How well?")
    assert three in hands.form(holds="shown").names()


def test_who_leaves_out_an_optional_question_goes_on(place):
    asks = [{"text": "Anything else?", "kind": "text", "required": False}, RICH[2]]
    row, hands = begun(place, asks=asks, one_page=False)
    hands.see("You may leave this one out.")
    send(hands).see("Question 2 of 2")
    hands.open(f"/participants/{row.code}/questions?n=2").see("How well?")


@pytest.mark.parametrize("given", [["999999"], ["x"], [""]])
def test_an_answer_that_nobody_offered_is_not_kept(place, given):
    row, hands = begun(place)
    send(hands, **{names(row)[0]: given})
    assert hands.status == 422
    assert not Answer.select().exists()


def test_a_stranger_finds_no_questions(place):
    row, hands = begun(place)
    form = hands.form(holds="shown")
    mallory = place.as_(place.world.mallory).open(f"/participants/{row.code}/questions")
    assert mallory.status == 404
    mallory.page.forms.append(form)
    form.action = f"/participants/{row.code}/questions"
    assert mallory.send(form, **{names(row)[0]: pick("Often")}).status in (403, 404)
    assert not Answer.select().exists()


def test_whose_answer_is_full_reads_kind_words(place):
    asks = [{"text": "Do you sail?", "choices": [
        {"text": "Often", "verdict": "accept", "quota": 1}, {"text": "Once", "verdict": "may"}]}]  # fmt: skip
    other = story.contributor("other.sailor")
    study = story.live_study(place.world, asks=asks, invitees=[place.world.cleo, other], places=5)
    first = story.qualified(place.world, study, other)
    sessions.book(first, story.START, story.themselves(other), story.NOW)
    row = Participant.get(Participant.study == study, Participant.person == place.world.cleo)
    hands = place.as_(place.world.cleo).open(f"/participants/{row.code}")
    hands.press("open_screener")
    send(hands, **{names(row)[0]: pick("Often")})
    agreed(hands).see("All places are taken")
    assert story.again(row).state == "over_quota"
    assert hands.press("call_up").status == 409
    hands.see("All places of this study are taken, or kept for somebody.")


def test_the_customer_reads_every_kind_of_answer_in_words(place):
    row, hands = begun(place)
    one, two, three, four = names(row)
    send(hands, **{one: pick("Often")})
    send(hands, **{two: pick("A dinghy", "A raft"), three: "4", four: "We ran aground."})
    agreed(hands)
    ada = place.as_(place.world.ada).open(f"/participants/{row.code}")
    ada.see("Often").see("A dinghy; A raft").see("4, from 1 (Badly) to 5 (Very well)").see("We ran aground.")


def test_the_customer_reads_what_somebody_was_not_asked(place):
    row, hands = begun(place)
    send(hands, **{names(row)[0]: pick("Never")})
    place.as_(place.world.ada).open(f"/participants/{row.code}").see("Not answered")
    agreed(hands)
    place.as_(place.world.ada).open(f"/participants/{row.code}").see("Not asked, because of another answer")
