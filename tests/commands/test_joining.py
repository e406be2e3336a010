"""Becoming a member: what there is after the terms, and only then; usernames; newer terms; and the facts."""

import pytest

from commands import joining, participants, profiles, reports
from commands.fire import fire
from lifecycle.attempt import CLOCK, Invalid, Refused
from models import Accepted, Mark, Person, Profile, Standing
from models.glance import known
from rules import consents, usernames
from tests import world
from tests.world import DAY, NOW

TERMS = consents.current(consents.NETWORK)


@pytest.fixture
def guest(people) -> Person:
    """Somebody who came by a link."""
    return Person.create(email="robin@mail.example", guest=True, zone="Europe/Lisbon", created_at=NOW)


def test_the_terms_make_a_member_with_all_that_belongs_to_one(guest):
    member = joining.join(guest, TERMS, NOW)
    assert not member.guest
    assert usernames.fault(member.username) == ""
    assert Standing.get(Standing.person == member).state == "good"
    assert Profile.get(Profile.person == member).scope == 0
    [accepted] = Accepted.select().where(Accepted.person == member)
    assert (accepted.kind, accepted.version, accepted.at) == ("network", TERMS, NOW)
    assert known(member.id, NOW) == ([], [], "good", 0, TERMS, 0, {}, frozenset())


def test_joining_twice_is_joining_once(guest):
    first = joining.join(guest, TERMS, NOW)
    again = joining.join(guest, TERMS, NOW + DAY)
    assert again.username == first.username
    assert Standing.select().where(Standing.person == guest).count() == 1
    assert Accepted.select().where(Accepted.person == guest).count() == 1


def test_other_terms_make_nobody_a_member(guest, monkeypatch):
    for version, problem in (("", Invalid), ("1999-01-01", Invalid)):
        with pytest.raises(problem):
            joining.join(guest, version, NOW)
    monkeypatch.setitem(consents.VERSIONS, consents.NETWORK, (TERMS, "2027-01-01"))
    with pytest.raises(Refused):
        joining.join(guest, TERMS, NOW)
    assert world.again(guest).guest
    assert not Accepted.select().where(Accepted.person == guest).exists()
    assert not Standing.select().where(Standing.person == guest).exists()


def test_a_guest_who_joins_keeps_what_is_booked(people, guest):
    study = world.live_study(people, invitees=[people.cleo])
    participants.invite(study, guest, world.customer(people.ada), NOW)
    session = world.booked(people, study, guest)
    joining.join(guest, TERMS, NOW)
    kept = world.again(session)
    assert (kept.state, kept.contributor_id, kept.uid) == ("scheduled", guest.id, session.uid)


def test_a_removed_member_does_not_come_back_by_joining_again(people):
    standing = Standing.get(Standing.person == people.cleo)
    Mark.create(person=people.cleo, kind="report", severe=True, entry=0, at=NOW)
    fire(fire(standing, "review", CLOCK, NOW), "remove", world.operator(people.olga), NOW)
    joining.join(people.cleo, TERMS, NOW)
    assert world.again(standing).state == "removed"
    assert known(people.cleo.id, NOW).standing == "removed"


@pytest.mark.parametrize("typed", ["cleo.marchetti", "CLEO.Marchetti", " ｃleo.marchetti "])
def test_a_username_that_somebody_has_is_theirs_in_any_letters(people, typed):
    with pytest.raises(Invalid) as problem:
        joining.be_called(people.mallory, typed)
    free = str(problem.value.errors["username"])
    assert "is free" in free
    assert world.again(people.mallory).username == "mallory.grey"


def test_a_username_is_kept_in_small_letters_and_one_s_own_can_be_typed_again(people):
    assert joining.be_called(people.cleo, "Quiet-Heron-41") == "quiet-heron-41"
    assert joining.be_called(people.cleo, "QUIET-heron-41") == "quiet-heron-41"
    assert world.again(people.cleo).username == "quiet-heron-41"


def test_a_profile_is_kept_whole_or_not_at_all(people):
    typed = {"username": "cleo-two", "name": "Cleo M", "country": "PT", "languages": ["pt", "en"], "birth_year": "1990"}
    profiles.write(people.cleo, typed, NOW)
    row = Profile.get(Profile.person == people.cleo)
    assert (row.country, row.languages, row.birth_year) == ("PT", ",pt,en,", 1990)
    assert known(people.cleo.id, NOW).told == 3
    wrong = {"username": "mallory.grey", "name": "x" * 121, "country": "Atlantis", "gender": "woman"}
    with pytest.raises(Invalid) as problem:
        profiles.write(people.cleo, wrong, NOW + DAY)
    assert set(problem.value.errors) == {"username", "name", "country"}
    person, row = world.again(people.cleo), world.again(row)
    assert (person.username, person.name, row.country, row.gender) == ("cleo-two", "Cleo M", "PT", "")


def test_facts_that_were_not_asked_for_stay(people):
    profiles.tell(people.cleo, {"country": "PT", "gender": "woman"}, NOW)
    profiles.tell(people.cleo, {"gender": ""}, NOW + DAY)
    row = Profile.get(Profile.person == people.cleo)
    assert (row.country, row.gender, row.updated_at) == ("PT", "", NOW + DAY)


def test_what_a_team_knows_of_its_own_people_is_another_profile(people):
    Profile.create(person=people.cleo, scope=people.halden.id, country="NO", updated_at=NOW)
    profiles.tell(people.cleo, {"country": "PT"}, NOW)
    assert {(row.scope, row.country) for row in Profile.select()} == {(people.halden.id, "NO"), (0, "PT")}
    assert known(people.cleo.id, NOW).told == 1


def test_marks_that_count_are_known_and_struck_or_old_ones_do_not(people):
    world.missed(people)
    assert known(people.cleo.id, NOW + 4 * DAY).marks == 1
    assert known(people.cleo.id, NOW + 400 * DAY).marks == 0
    Standing.update(cleared_at=NOW + 5 * DAY).where(Standing.person == people.cleo).execute()
    assert known(people.cleo.id, NOW + 6 * DAY).marks == 0


def test_what_is_owed_is_known(people):
    world.completed(people)
    assert known(people.cleo.id, NOW + 4 * DAY).owed == [(6000, "EUR")]


def test_who_is_no_member_is_known_as_none(people):
    assert known(people.ada.id, NOW) == ([], [], None, 0, None, 0, {}, frozenset())
    reports.join_network(people.ada, NOW)
    assert known(people.ada.id, NOW).standing == "good"
