"""Somebody is asked into a recruiting project: passing leads into the study at once, everything else to a kind page;
by plain forms, on both databases."""

import re

import pytest

from commands.fire import fire
from commands.participants import complete
from models import Candidate, Entry, Participant, Payout
from tests.commands import routed
from tests.views.conftest import Place, place  # noqa: F401
from tests.world import NOW, again, customer, live_study, themselves

TWO = (*routed.ASKS, ("Have you booked one on the phone?", (("Yes", "accept"), ("No", "reject"))))


@pytest.fixture
def survey(place):  # noqa: F811
    """A survey of Ada's in which only Mallory was asked so far."""
    world = place.world
    return live_study(world, invitees=[world.mallory], kind="survey", asks=[], title="Ferry survey")


def asked(place: Place, study=None, **changes):  # noqa: F811
    """(Cleo's candidacy, her browser on its page)."""
    row = routed.candidate(routed.project(place.world, study, **changes), place.world.cleo)
    return row, place.as_(place.world.cleo).open(f"/candidates/{row.code}")


def answer(hands, row, *picks: int):
    """The questions of the page, answered by the places of their choices."""
    form = hands.form(holds="shown")
    there = [one for one in row.project.asked() if f"q{one.id}" in form.names()]
    typed = {f"q{one.id}": str(one.choices[pick].id) for one, pick in zip(there, picks, strict=True)}
    return hands.send(form, **typed)


def test_who_passes_lands_in_the_study_at_once(place, survey):  # noqa: F811
    row, cleo = asked(place, survey)
    cleo.see("You are asked to take part in").see("Ferry users").see("€45").see("Halden Ferries")
    cleo.see("The study gets an ID, never your name or address").see("marks you as Completed")
    cleo.press("open_screener").see("How often do you take a ferry?")
    answer(cleo, row, 0)
    there = row.participants.get()
    assert cleo.url == f"/participants/{there.code}"
    cleo.see("Ferry survey")
    assert (again(row).state, there.state) == ("incomplete", "qualified")


def test_a_conversation_begins_with_the_camera(place):  # noqa: F811
    world = place.world
    row, cleo = asked(place, live_study(world, invitees=[world.mallory]))
    answer(cleo.press("open_screener"), row, 0)
    there = row.participants.get()
    assert cleo.url == f"/participants/{there.code}/questions"
    cleo.see("You will be on camera")
    cleo.send(cleo.form(holds="camera"), camera="on")
    assert cleo.url == f"/participants/{there.code}/times"
    assert again(there).state == "qualified"


def test_looking_changes_nothing(place, survey):  # noqa: F811
    row, cleo = asked(place, survey)
    before = Entry.select().count()
    for path in ("", "/questions", "/onward", "/redirect", "/open_screener", "/leave"):
        assert cleo.open(f"/candidates/{row.code}{path}").status in (200, 409)
    assert (Entry.select().count(), again(row).state) == (before, "invited")


def test_one_question_a_page_and_back(place, survey):  # noqa: F811
    row, cleo = asked(place, survey, asks=TWO, one_page=False)
    answer(cleo.press("open_screener").see("How often"), row, 1)
    cleo.see("Have you booked one on the phone?")
    cleo.follow("Back").see("How often")
    answer(cleo, row, 0)
    answer(cleo.see("Have you booked"), row, 0)
    assert cleo.url.startswith("/participants/")


def test_a_missing_answer_is_asked_for_and_the_rest_is_kept(place, survey):  # noqa: F811
    row, cleo = asked(place, survey, asks=TWO)
    cleo.press("open_screener")
    first = row.project.asked()[0]
    cleo.send(cleo.form(holds="shown"), **{f"q{first.id}": str(first.choices[0].id)})
    assert cleo.status == 422
    assert again(row).answered() == {first.id: first.choices[0].id}
    cleo.open("/me").follow("Ferry users").see("A few questions are left")
    cleo.linked("continue").see("Have you booked")


def test_who_does_not_pass_reads_kind_words_that_teach_nothing(place, survey):  # noqa: F811
    row, cleo = asked(place, survey)
    answer(cleo.press("open_screener"), row, 2)
    assert cleo.url == f"/candidates/{row.code}"
    cleo.see("This one is not for you").see("That says nothing about you")
    assert "Never" not in cleo.page.text
    assert "Every week" not in cleo.page.text
    assert not cleo.offers("open_screener")
    assert not row.participants.exists()


def test_when_enough_take_part_the_page_says_so(place, survey):  # noqa: F811
    row, cleo = asked(place, survey, wanted=1)
    routed.finished(routed.candidate(row.project, place.world.olga))
    answer(cleo.press("open_screener"), row, 0)
    cleo.see("All places are taken").see("other invitations reach you as before")
    assert again(row).state == "over_quota"


def test_a_second_press_and_the_back_button_lead_to_the_same_place(place, survey):  # noqa: F811
    row, cleo = asked(place, survey)
    cleo.press("open_screener")
    page = cleo.form(holds="shown")
    answer(cleo, row, 0)
    there, before = cleo.url, Entry.select().count()
    question = row.project.asked()[0]
    cleo.send(page, **{f"q{question.id}": str(question.choices[2].id)})
    assert cleo.url == there
    cleo.open(f"/candidates/{row.code}/questions").see("Your place in the study is waiting")
    cleo.follow("Continue to the study")
    assert cleo.url == there
    assert (Entry.select().count(), Participant.select().where(Participant.candidate == row).count()) == (before, 1)


def test_it_waits_on_the_home_until_they_continue(place, survey):  # noqa: F811
    row, cleo = asked(place, survey)
    cleo.open("/me").see("Ferry users").see("Invited")
    routed.finished(row)
    cleo.open("/me").see("Ferry users").follow("Ferry users").see("Who pays, and when").follow("Continue to the study")
    assert cleo.url.startswith("/participants/")


def test_elsewhere_a_page_goes_on_by_itself_with_the_id_and_nothing_else(place):  # noqa: F811
    row, cleo = asked(place, kind="interaction")
    cleo.see("tool.example").see("outside Parlor")
    answer(cleo.press("open_screener"), row, 0)
    assert cleo.url == f"/candidates/{row.code}/onward"
    refresh = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', cleo.html).group(1)
    assert refresh.startswith("https://tool.example/in/x")
    assert f"pp_{row.tail}" in refresh
    assert "cleo" not in refresh.lower()
    cleo.see("This page goes on to tool.example")
    assert again(row).state == "incomplete"
    assert not Participant.select().exists()
    cleo.open(f"/candidates/{row.code}").linked("continue")
    assert cleo.url == f"/candidates/{row.code}/onward"


def test_not_for_me(place, survey):  # noqa: F811
    row, cleo = asked(place, survey)
    cleo.press("leave").see("You did not go on")
    assert again(row).state == "left"
    cleo.open(f"/candidates/{row.code}/questions")
    assert cleo.url == f"/candidates/{row.code}"


def test_paused_is_said_and_the_answers_wait(place, survey):  # noqa: F811
    row, cleo = asked(place, survey)
    cleo.press("open_screener")
    page = cleo.form(holds="shown")
    by = customer(place.world.ada)
    fire(row.project, "pause", by, NOW)
    question = row.project.asked()[0]
    cleo.send(page, **{f"q{question.id}": str(question.choices[0].id)})
    assert cleo.status == 409
    cleo.see("Your answers are kept")
    fire(row.project, "resume", by, NOW)
    cleo.open(f"/candidates/{row.code}").linked("continue")
    assert cleo.send(cleo.form(holds="shown")).url.startswith("/participants/")


def test_a_paused_study_is_continued_later(place, survey):  # noqa: F811
    row, cleo = asked(place, survey)
    by = customer(place.world.ada)
    fire(survey, "pause", by, NOW)
    answer(cleo.press("open_screener"), row, 0)
    cleo.see("The study takes a break")
    assert cleo.press("redirect").status == 409
    fire(survey, "resume", by, NOW)
    cleo.open(f"/candidates/{row.code}").press("redirect")
    assert cleo.url.startswith("/participants/")


def test_the_end_says_who_pays_and_then_that_it_is_owed(place, survey):  # noqa: F811
    row, cleo = asked(place, survey)
    there = routed.finished(row).participants.get()
    for event in ("start", "submit"):
        there = fire(there, event, themselves(place.world.cleo), NOW)
    cleo.open(f"/candidates/{row.code}").see("The study has reported that you finished").see("releases the money")
    complete(there, customer(place.world.ada), NOW)
    cleo.open(f"/candidates/{row.code}").see("The money is owed to you").see("€45.00")
    assert Payout.select().count() == 1


def test_for_strangers_there_is_nothing(place, survey):  # noqa: F811
    row, _cleo = asked(place, survey)
    mallory = place.as_(place.world.mallory)
    for path in ("", "/questions", "/onward"):
        assert mallory.open(f"/candidates/{row.code}{path}").status == 404
    for path in ("open_screener", "questions", "redirect", "leave"):
        answer = mallory.client.post(f"/candidates/{row.code}/{path}", headers={"Sec-Fetch-Site": "same-origin"})
        assert answer.status_code in (403, 404)
    assert Candidate.get_by_id(row.id).state == "invited"
