"""A duplicate: what it takes along and what is still missing, for one person by username or by a new link, one draft
for two clicks, and nobody who left or was removed."""

import pytest

from commands import enrolment, offering, participants
from commands.fire import fire
from lifecycle.attempt import CLOCK
from lifecycle.words import LANGUAGES
from models import Invitee, Mark, Member, Participant, Person, Standing, Study
from rules import people_csv
from tests import world as story
from tests.views.test_messages import post

OWN = "email,name,country\nseven@customers.example,Kunde Sieben,NO\n"


def newest() -> Study:
    """The study that was made last."""
    return Study.select().order_by(Study.id.desc()).get()


def at_duplicate(place, row: Participant, person=None):
    """Ada looks at the duplicate for this person."""
    hands = place.as_(person or place.world.ada)
    return hands.open(f"/studies/{row.study.code}/duplicate?with={row.code}")


def guest(study: Study) -> Participant:
    """Somebody who came by the link."""
    person = Person.create(email="gina@mail.example", name="Gina", guest=True, created_at=story.NOW)
    return participants.arrive(study, person, story.themselves(person), story.NOW)


def test_the_page_says_what_is_taken_along_and_what_is_still_to_be_done(place):
    study = story.live_study(place.world)
    hands = place.as_(place.world.ada).open(f"/studies/{study.code}/duplicate")
    hands.see("Not taken along: people, bookings and answers.").see("usernames are not taken along")
    hands.see("Still to be done before a launch").see("Name at least one contributor by username.")
    hands.see("Nothing has happened yet.")
    assert Study.select().count() == 1
    hands.press("duplicate")
    assert [str(one) for one in newest().unready(story.NOW)] == ["Name at least one contributor by username."]


def test_of_a_study_that_is_done_alone_it_speaks_of_no_times(place):
    study = story.live_study(place.world, kind="survey", asks=[], audience="invite")
    hands = place.as_(place.world.ada).open(f"/studies/{study.code}/duplicate")
    hands.see("the questions and tasks").see("Not taken along: people and answers.")
    assert "scheduling" not in hands.page.text
    assert "Times come from" not in hands.page.text


def test_for_one_person_nothing_else_is_missing_and_it_can_be_launched(place):
    session = story.missed(place.world)
    hands = at_duplicate(place, session.participant)
    hands.see("with one place").see("Nothing else is missing: check the scheduling details, then launch it.")
    hands.press("duplicate")
    copy = newest()
    assert (copy.audience, copy.places, copy.state) == ("specific", 1, "draft")
    assert [row.person_id for row in copy.invitees] == [place.world.cleo.id]
    copy = fire(copy, "launch", story.customer(place.world.ada), story.NOW)
    again = story.booked(place.world, copy, starts_at=story.START + story.DAY)
    assert again.state == "scheduled"
    assert story.again(session).state == "no_show"


def test_everything_a_study_says_of_itself_goes_along(place):
    study = story.live_study(
        place.world, about="How you book.", budget=50000, most_per_day=3, horizon=14, minimum_notice=60, step=60,
        gap=30, length=90, reward=9000, places=4, filters={"languages": ["pt"]},
    )  # fmt: skip
    Study.update(reserves=2).where(Study.id == study.id).execute()
    place.as_(place.world.ada).open(f"/studies/{study.code}/duplicate").press("duplicate")
    copy, study = newest(), story.again(study)
    own = {"id", "code", "state", "version", "workspace", "author", "link", "taken", "unit_price", "edited", "offering",
           "offered_at", "calling_off", "numbers", "launched_at", "created_at"}  # fmt: skip
    rest = {name for name in study.__data__ if name not in own}
    assert {name: copy.__data__[name] for name in rest} == {name: study.__data__[name] for name in rest}
    assert copy.taken == 0
    assert copy.link is None


def test_two_clicks_make_one_draft(place):
    study = story.live_study(place.world)
    hands = place.as_(place.world.ada).open(f"/studies/{study.code}/duplicate")
    form = hands.form(event="duplicate")
    first = hands.send(form, event="duplicate").url
    assert hands.send(form, event="duplicate").url == first
    assert Study.select().count() == 2


def test_who_came_by_a_link_gets_a_new_one_that_stands_on_the_page_after_the_launch(place):
    study = story.live_study(place.world, audience="invite", invitees=[])
    row = guest(study)
    hands = at_duplicate(place, row).see("The draft makes a new link, with one place, that you can send them.")
    hands.see("and we write to nobody.").press("duplicate")
    copy = newest()
    assert (copy.audience, copy.places, copy.link) == ("invite", 1, None)
    assert not Invitee.select().where(Invitee.study == copy).exists()
    copy = fire(copy, "launch", story.customer(place.world.ada), story.NOW)
    assert copy.link != study.link
    page = place.as_(place.world.ada).open(f"/studies/{copy.code}").see("Copy it and send it")
    assert copy.link in page.html


def test_one_of_the_teams_own_people_gets_a_link_whether_they_have_an_account_or_not(place):
    people = place.world
    study = story.draft_study(people, audience="network", filters={"pool": "own"})
    Person.update(email="seven@customers.example").where(Person.id == people.cleo.id).execute()
    lines = people_csv.parse(OWN, story.NOW.year, LANGUAGES).lines
    enrolment.enrol(people.halden, lines, story.customer(people.ada), story.NOW)
    study = fire(study, "launch", story.customer(people.ada), story.NOW)
    offering.offer(study, story.NOW)
    row = Participant.get(Participant.study == study)
    hands = at_duplicate(place, row).see("Kunde Sieben is one of your own people.").see("a new link")
    assert "cleo.marchetti" not in hands.html
    hands.press("duplicate")
    assert (newest().audience, newest().places) == ("invite", 1)
    assert not Invitee.select().where(Invitee.study == newest()).exists()


@pytest.mark.parametrize("how", ["removed", "leaving", "erased"])
def test_who_left_or_was_removed_is_refused_with_a_sentence_and_the_study_can_still_be_duplicated(place, how):
    session = story.missed(place.world)
    early = at_duplicate(place, session.participant)
    form = early.form(event="duplicate")
    said = "They have left, or are about to, so nobody can ask them again."
    if how == "removed":
        said = "They are no longer in the network, so nobody can ask them again."
        standing = Standing.get(Standing.person == place.world.cleo)
        Mark.create(person=place.world.cleo, kind="report", severe=True, entry=1, at=story.NOW)
        standing = fire(standing, "review", CLOCK, story.NOW)
        fire(standing, "remove", story.operator(place.world.olga), story.NOW, note="Dishonest.")
    elif how == "leaving":
        Person.update(erasure_asked_at=story.NOW).where(Person.id == place.world.cleo.id).execute()
    else:
        Person.update(erased_at=story.NOW).where(Person.id == place.world.cleo.id).execute()
    before = Study.select().count()
    hands = at_duplicate(place, session.participant).see(said).see("You can still duplicate the study")
    early.send(form, event="duplicate").see(said)
    assert early.status == 409
    assert Study.select().count() == before
    hands.press("duplicate")
    assert Study.select().count() == before + 1
    assert not Invitee.select().where(Invitee.study == newest()).exists()


def test_strangers_and_lower_roles_duplicate_nothing(place):
    session = story.missed(place.world)
    path = f"/studies/{session.study.code}/duplicate"
    for person in (place.world.mallory, place.world.cleo, place.world.olga):
        hands = place.as_(person)
        assert hands.open(path).status == 404
        assert post(hands, path) == 404
    Member.update(role="reviewer").where(Member.person == place.world.bo).execute()
    bo = place.as_(place.world.bo)
    assert bo.open(path).status == 403
    assert post(bo, path) == 403
    assert Study.select().count() == 1


def test_a_person_of_another_study_is_nobody_here(place):
    session = story.missed(place.world)
    other = story.live_study(place.world, title="Another")
    hands = place.as_(place.world.ada).open(f"/studies/{other.code}/duplicate?with={session.participant.code}")
    assert "asks one person" not in hands.page.text
