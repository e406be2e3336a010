"""Reviews: a colleague looks first, says why not, and a change asks for another look."""

import pytest

from commands import drafts, hosting, reviews, screeners, studies
from commands.fire import fire
from lifecycle.attempt import Invalid, Refused
from models import Entry, Member, Note, Outgoing, Person, Workspace
from tests import world
from tests.world import NOW, again, customer, draft_study


@pytest.fixture
def study(people):
    """A draft of Ada's in a workspace that asks for reviews."""
    Workspace.update(asks_review=True).where(Workspace.id == people.halden.id).execute()
    people.halden.asks_review = True
    return draft_study(people)


def told(letter: str) -> set:
    return {row.recipient for row in Outgoing.select().where(Outgoing.letter == letter)}


def approved(people, study):
    return reviews.approve(reviews.request_review(study, customer(people.ada), NOW), customer(people.bo), NOW)


def test_without_an_approval_nothing_is_launched(people, study):
    with pytest.raises(Refused) as refused:
        fire(study, "launch", customer(people.ada), NOW)
    assert refused.value.refusal.code == "reviewed"
    assert fire(approved(people, study), "launch", customer(people.ada), NOW).state == "live"


def test_the_author_approves_nothing_of_theirs(people, study):
    study = reviews.request_review(study, customer(people.ada), NOW)
    with pytest.raises(Refused) as refused:
        reviews.approve(study, customer(people.ada), NOW)
    assert refused.value.refusal.code == "other_reviewer"


def test_the_reviewers_are_asked_and_the_author_hears_of_both_answers(people, study):
    rita = Person.create(email="rita@halden.example", name="Rita", created_at=NOW)
    Member.create(workspace=people.halden, person=rita, role="reviewer")
    study = reviews.request_review(study, customer(people.ada), NOW, "Is the reward fair?")
    assert told("review_asked") == {rita.id}
    study = reviews.send_back(study, customer(rita), NOW, "Please ask less.")
    assert told("review_sent_back") == {people.ada.id}
    assert [note.text for note in Note.select()] == ["Is the reward fair?", "Please ask less."]
    reviews.approve(reviews.request_review(study, customer(people.ada), NOW), customer(rita), NOW)
    assert told("review_approved") == {people.ada.id}


def test_a_team_without_reviewers_asks_those_who_may_approve(people, study):
    reviews.request_review(study, customer(people.ada), NOW)
    assert told("review_asked") == {people.bo.id}


def test_sending_back_says_why_and_taking_back_ones_own_needs_no_word(people, study):
    study = reviews.request_review(study, customer(people.ada), NOW)
    with pytest.raises(Invalid):
        reviews.send_back(study, customer(people.bo), NOW, "  ")
    assert again(study).state == "in_review"
    assert reviews.send_back(study, customer(people.ada), NOW).state == "draft"
    assert told("review_sent_back") == set()


CHANGES = {
    "details": lambda people, study, by: studies.edit(study, by, NOW, reward=7000),
    "audience": lambda people, study, by: drafts.save_audience(
        study, by, NOW, None, audience="specific", places=2, usernames=["cleo.marchetti", "mallory.grey"]
    ),
    "screener": lambda people, study, by: screeners.write(
        study, [{"text": "Do you row?", "choices": [("Yes", "accept"), ("No", "reject")]}], by, NOW
    ),
    "times": lambda people, study, by: hosting.set_hosts(
        study, by, NOW, hosting="any", host=people.ada, colleagues=[people.bo]
    ),
}


@pytest.mark.parametrize("state", ["approved", "in_review"])
@pytest.mark.parametrize("part", CHANGES)
def test_a_change_asks_for_another_look_which_is_told_what_changed(people, study, part, state):
    ada = customer(people.ada)
    study = approved(people, study)
    marks = Entry.get(Entry.event == "approve").details["marks"]
    if state == "in_review":
        study = reviews.request_review(reviews.send_back(study, ada, NOW), ada, NOW)
    CHANGES[part](people, study, ada)
    assert again(study).state == "draft"
    assert reviews.changed_since(again(study), marks) == [part]
    assert told("review_sent_back") == set()


def test_another_title_needs_no_other_look(people, study):
    study = studies.edit(approved(people, study), customer(people.ada), NOW, title="Ferries by phone")
    assert study.state == "approved"
    assert reviews.changed_since(study, Entry.get(Entry.event == "approve").details["marks"]) == []


def test_saving_the_same_screener_again_is_no_change(people, study):
    before = reviews.marks(study)
    screeners.write(study, world.SCREENER, customer(people.ada), NOW)
    assert reviews.marks(again(study)) == before
