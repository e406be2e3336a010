"""Who came by a recruiting side reads one amount: that of the side which pays; and by whom they came."""

import pytest

from commands import participants, sessions
from commands.fire import fire
from models import Participant, Person
from tests import world as story
from tests.commands import recruited, routed, sides

STUDY, PROJECT = "€60.00", "€45.00"


@pytest.fixture
def here(place):
    """Cleo was sent by a project of this installation, which pays €45.00, to a conversation that pays others €60.00."""
    project = routed.project(place.world, story.live_study(place.world))
    routed.finished(routed.candidate(project, place.world.cleo))
    return Participant.get(Participant.person == place.world.cleo)


def fits(row: Participant) -> Participant:
    """They agreed to the camera: nothing else is asked of them."""
    participants.agree_to_camera(row, story.NOW)
    return fire(Participant.get_by_id(row.id), "qualify", story.themselves(row.person), story.NOW)


def no_second_amount(place, *paths: str) -> None:
    """Nowhere the amount of the study."""
    cleo = place.as_(place.world.cleo)
    for path in paths:
        text = cleo.open(path).page.text
        assert cleo.status == 200, path
        assert STUDY not in text, (path, text)


def test_the_way_to_a_conversation_names_no_second_amount(place, here):
    assert (here.state, here.recruiter) == ("invited", "here")
    ways = "/me", f"/participants/{here.code}", f"/participants/{here.code}/questions"
    no_second_amount(place, *ways, f"/candidates/{here.candidate.code}")
    row = fits(here)
    no_second_amount(place, f"/participants/{row.code}/times", f"/participants/{row.code}")
    place.as_(place.world.cleo).open(f"/participants/{row.code}/times").see("Paid by the recruiting side")


def test_a_booked_conversation_says_that_the_recruiting_side_pays(place, here):
    session = sessions.book(fits(here), story.START, story.themselves(here.person), story.NOW)
    no_second_amount(place, f"/sessions/{session.code}", "/me")
    place.as_(place.world.cleo).open(f"/sessions/{session.code}").see("€45.00. Paid by the recruiting side")


def test_somebody_from_outside_reads_no_amount_of_ours(place):
    row = recruited.outside(place.world)
    no_second_amount(place, "/me", "/money", f"/participants/{row.code}")
    place.as_(place.world.cleo).open("/me").see("Paid by the recruiting side")


def test_money_that_a_project_has_not_decided_yet_stands_under_the_money(place):
    study = sides.survey(place.world)
    candidate = sides.candidate(sides.project(place.world, study), "birta")
    sides.submitted(sides.place(candidate, study))
    birta = place.as_(Person.get(Person.username == "birta")).open("/money")
    birta.see("Not decided yet").see(PROJECT).see("Ferry users").see("They should decide by")
    assert STUDY not in birta.page.text
    birta.follow("Ferry users")
    assert birta.url == f"/candidates/{candidate.code}"


def test_the_story_says_who_sent_them_and_names_no_link(place):
    study = sides.survey(place.world)
    row = sides.place(sides.candidate(sides.project(place.world, study), "birta"), study)
    birta = place.as_(row.person).open(f"/participants/{row.code}").see("Sent on to the study by the recruiting side")
    assert "Came by a link" not in birta.page.text
    ada = place.as_(place.world.ada).open(f"/participants/{row.code}").see("Sent on to the study by the recruiting")
    assert "Came by a link" not in ada.page.text


def test_who_was_asked_by_the_recruiting_side_is_promised_no_second_questions(place, here):
    page = place.as_(place.world.cleo).open(f"/participants/{here.code}").see("How it goes").page.text
    assert "A few questions" not in page
    assert "If it turns out that this study does not suit you" not in page


def test_the_back_button_leads_from_the_second_question_to_the_first(place):
    project = routed.project(place.world, story.live_study(place.world), asks=routed.ASKS * 2, one_page=False)
    row = routed.candidate(project, place.world.cleo)
    cleo = place.as_(place.world.cleo).open(f"/candidates/{row.code}")
    form = cleo.form("open_screener")
    answer = cleo.client.post(form.action, data=dict(form.fields), headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.headers["Location"].endswith("/questions?n=1")
