"""A practice workspace: everybody in it is a sample, nothing of it is real, and it can be begun anew and left."""

import pytest

from commands import participants, practice, studies
from commands.fire import fire
from commands.sweep import sweep
from lifecycle.attempt import By, Invalid, Refused
from models import Claim, Entry, Member, Outgoing, Participant, Payout, Person, Session, SignIn, Standing, Study
from models import practice as rows
from outbox.holds import PRACTICE, why_not
from tests import invariants, world
from tests.world import NOW


@pytest.fixture
def people(database):
    """Everybody of the story."""
    return world.build()


@pytest.fixture
def house(people):
    """Ada's practice workspace."""
    return practice.begin(people.ada, NOW)


def test_somebody_stands_at_every_step(people, house):
    found = {(one.name, one.state, one.session_state) for one in rows.places(house)}
    assert found == {
        ("Sample Bao", "invited", None),
        ("Sample Amara", "booked", "scheduled"),
        ("Sample Mika", "submitted", "completed"),
        ("Sample Robin", "no_show", "no_show"),
    }
    assert [study.state for study in rows.of_house(house)] == ["live", "draft"]
    assert rows.moves(house) == {("workspace", "practice_begun")}
    assert not rows.asked_again(house)


def test_it_is_only_made_once_and_the_ready_draft_can_be_launched(people, house):
    assert practice.begin(people.ada, NOW).id == house.id
    draft = Study.get(Study.workspace == house, Study.state == "draft")
    fire(draft, "launch", By("customer", people.ada.id), NOW)
    cleo = Participant.get(Participant.study == draft)
    assert cleo.person.practice_for == people.ada.id
    assert ("study", "launch") in rows.moves(house)


def test_nothing_of_it_stands_in_a_real_calendar_or_in_the_network(people, house):
    assert not Claim.select().where(Claim.calendar == people.ada.id).exists()
    assert all(session.host_id != people.ada.id for session in Session.select())
    samples = Person.select().where(Person.practice_for == people.ada.id)
    assert {one.email for one in samples} == {None}
    assert not Standing.select().where(Standing.person.in_(samples)).exists()


def test_no_letter_of_it_leaves(people, house):
    ours = list(Outgoing.select().join(Entry, on=(Outgoing.entry == Entry.id)).where(Entry.workspace == house.id))
    assert ours
    assert {why_not(letter, NOW) for letter in ours} == {PRACTICE}


def test_real_people_and_samples_never_meet(people, house):
    own, real = Study.get(Study.workspace == house, Study.state == "live"), world.live_study(people)
    sample = Person.get(Person.practice_for == people.ada.id, Person.username.startswith("sample-cleo"))
    by = By("customer", people.ada.id)
    for study, person in ((own, people.cleo), (real, sample)):
        with pytest.raises(Refused) as refused:
            participants.invite(study, person, by, NOW)
        assert refused.value.refusal.code == "for_practice"
        with pytest.raises(Refused):
            participants.arrive(study, person, By("contributor", person.id), NOW)
    with pytest.raises(Invalid):
        studies.name_invitees(world.draft_study(people, title="Another study"), [sample.username])


def test_it_is_left_and_begun_anew(people, house):
    again = practice.anew(people.ada, NOW + world.DAY)
    assert again.id != house.id
    assert practice.of(people.ada).id == again.id
    assert not Member.select().where(Member.workspace == house, Member.person == people.ada).exists()
    practice.leave(people.ada, NOW + world.DAY)
    assert practice.of(people.ada) is None
    assert Member.select().where(Member.person == people.ada).count() == 1
    assert not SignIn.select().where(SignIn.workspace.is_null(False)).exists()


def test_time_goes_on_in_it_and_everything_holds(people, house):
    mika = Participant.get(Participant.state == "submitted")
    participants.complete(mika, By("customer", people.ada.id), NOW)
    assert Payout.get(Payout.participant == mika).workspace_id == house.id
    sweep(NOW + 9 * world.DAY)
    assert invariants.broken() == []
