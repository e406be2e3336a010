"""A reviewer reads a study before the launch, sends it back or approves it, over HTTP."""

import pytest

from commands import reviews
from models import Member, Outgoing, Workspace
from tests import world as story


@pytest.fixture
def study(place):
    """A draft of Ada's in a workspace that asks for reviews; Bo is a reviewer."""
    people = place.world
    Workspace.update(asks_review=True).where(Workspace.id == people.halden.id).execute()
    people.halden.asks_review = True
    Member.update(role="reviewer").where(Member.person == people.bo).execute()
    return story.draft_study(people, about="How you find a crossing.")


def state(study) -> str:
    return story.again(study).state


def test_a_reviewer_sends_a_study_back_and_approves_it_later(place, study):
    ada, bo = place.as_(place.world.ada), place.as_(place.world.bo)
    ada.open(f"/studies/{study.code}").press("request_review", note="Is the reward fair?")
    assert state(study) == "in_review"
    bo.open("/today").see("Studies to review").see(study.title).follow("Read")
    assert bo.url == f"/studies/{study.code}/review"
    bo.see("Is the reward fair?").see("How you find a crossing").see("How often do you take a ferry?").see("€60.00")
    bo.see("cleo.marchetti")
    bo.press("send_back", note="")
    assert bo.status == 422
    bo.see("Please say what should change")
    bo.open(f"/studies/{study.code}/review").press("send_back", note="Please ask about boats too.")
    assert state(study) == "draft"
    ada.open(f"/studies/{study.code}").see("Sent back by a colleague").see("Please ask about boats too.").see("Bo Aas")
    ada.open(f"/studies/{study.code}/edit/details").send(ada.form("save"), event="save", reward="70.00")
    ada.open(f"/studies/{study.code}").press("request_review", note="")
    bo.open(f"/studies/{study.code}/review").see("Since the last look").see("Please ask about boats too.")
    bo.see("These parts say something else now: Details").press("approve")
    assert state(study) == "approved"
    ada.open(f"/studies/{study.code}").press("launch")
    assert state(study) == "live"
    assert ada.open(f"/studies/{study.code}/review").url == f"/studies/{study.code}"


def test_the_author_reads_why_they_can_not_approve(place, study):
    reviews.request_review(study, story.customer(place.world.ada), story.NOW)
    hands = place.as_(place.world.ada).open("/today")
    assert "Studies to review" not in hands.page.text
    hands.open(f"/studies/{study.code}/review").see("You wrote this study. Somebody else has to approve it.")
    hands.press("approve")
    assert hands.status == 409
    assert state(study) == "in_review"


def test_the_author_takes_it_back_in_words_of_their_own(place, study):
    reviews.request_review(study, story.customer(place.world.ada), story.NOW)
    words, why = "Take it back to draft", "You can go on writing."
    hands = place.as_(place.world.ada).open(f"/studies/{study.code}").see(words).see(why)
    hands.open(f"/studies/{study.code}/review").see(words).see(why).see("Your study")
    for reviewers in ("What should change?", "Your answer", "Send back"):
        assert reviewers not in hands.page.text
    hands.press("send_back").see("Draft")
    assert state(study) == "draft"
    assert not Outgoing.select().where(Outgoing.letter == "review_sent_back").exists()
    bo = place.as_(place.world.bo)
    reviews.request_review(story.again(study), story.customer(place.world.ada), story.NOW)
    bo.open(f"/studies/{study.code}/review").see("Send back").see("What should change?")
    assert words not in bo.page.text
    bo.press("approve")
    hands.open(f"/studies/{study.code}").press("send_back")
    assert state(study) == "draft"


@pytest.mark.promise("P2")
def test_a_viewer_reads_it_and_answers_nothing(place, study):
    reviews.request_review(study, story.customer(place.world.ada), story.NOW)
    Member.update(role="viewer").where(Member.person == place.world.bo).execute()
    hands = place.as_(place.world.bo).open("/today")
    assert "Studies to review" not in hands.page.text
    hands.open(f"/studies/{study.code}/review").see("Your role in this workspace does not allow this")
    for event in ("approve", "send_back"):
        token = dict(hands.form(action="/sign-out").fields)["form_token"]
        data = {"form_token": token, "note": "No."}
        answer = hands.client.post(
            f"/studies/{study.code}/{event}", data=data, headers={"Sec-Fetch-Site": "same-origin"}
        )
        assert answer.status_code == 403
    assert state(study) == "in_review"


@pytest.mark.promise("P1")
def test_mallory_reads_no_study_of_others(place, study):
    reviews.request_review(study, story.customer(place.world.ada), story.NOW)
    for person in (place.world.mallory, place.world.cleo):
        assert place.as_(person).open(f"/studies/{study.code}/review").status == 404


def test_what_was_approved_meanwhile_is_not_sent_back_by_an_older_page(place, study):
    reviews.request_review(study, story.customer(place.world.ada), story.NOW)
    hands = place.as_(place.world.bo).open(f"/studies/{study.code}/review")
    reviews.approve(story.again(study), story.customer(place.world.bo), story.NOW)
    hands.press("send_back", note="Too late.")
    assert hands.status == 409
    assert state(study) == "approved"
