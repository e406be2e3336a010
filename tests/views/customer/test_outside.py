"""Outside recruiters on a study: added, handed over, the secret after a fresh sign-in, changed, read, revoked."""

import re

import pytest

from commands import connections, participants
from lifecycle.attempt import RECRUITER
from models import Connection, Heard
from tests import world as story
from tests.commands import halves
from tests.world import DAY, HOUR, NOW


@pytest.fixture
def study(place):
    """A live survey with a link."""
    return halves.open_study(place.world)


def test_a_recruiter_is_added_and_handed_over(place, study):
    ada = place.as_(place.world.ada).open(f"/studies/{study.code}").follow("Outside recruiters")
    ada.see("Nobody sends people from outside yet")
    ada.press("recruiter_connected", name="Panel North")
    row = Connection.get()
    assert ada.url == f"/connections/{row.code}"
    ada.see("Waits for its hello")
    for value in (f"/r/{study.link}", row.key, f"/calls/recruiter/{row.key}"):
        assert value in ada.html
    assert row.secret not in ada.html
    ada.follow("Show the secret")
    assert row.secret in ada.html
    ada.open(f"/studies/{study.code}/recruiters").see("Panel North")


@pytest.mark.parametrize("name", ["", " ", "x" * 121, "a\nb"])
def test_a_connection_needs_a_name(place, study, name):
    ada = place.as_(place.world.ada).open(f"/studies/{study.code}/recruiters")
    assert ada.press("recruiter_connected", name=name).status == 422
    assert not Connection.select().exists()


def test_the_secret_is_shown_after_a_fresh_sign_in_only(place, study):
    row = halves.recruiter(place.world, study)
    ada = place.as_(place.world.ada)
    place.clock.at = NOW + HOUR
    assert ada.open(f"/connections/{row.code}/secret").url == "/sign-in/again"
    ada.open(f"/connections/{row.code}").press("connection_secret")
    assert ada.url == "/sign-in/again"
    assert Connection.get().secret == row.secret


def test_a_new_secret_is_made_once_and_the_old_one_has_a_week(place, study):
    row = halves.recruiter(place.world, study)
    ada = place.as_(place.world.ada).open(f"/connections/{row.code}")
    form = ada.form(event="connection_secret")
    ada.send(form, event="connection_secret")
    fresh = Connection.get()
    assert (fresh.old_secret, fresh.old_until) == (row.secret, NOW + 7 * DAY)
    assert fresh.secret in ada.html
    assert ada.send(form, event="connection_secret").status == 409
    assert Connection.get().secret == fresh.secret
    ada.open(f"/connections/{row.code}").press("connection_secret", now="1")
    assert Connection.get().secrets(NOW) == [Connection.get().secret]


def test_it_is_revoked_and_stays_to_be_read(place, study):
    row = halves.recruiter(place.world, study)
    ada = place.as_(place.world.ada).open(f"/connections/{row.code}").press("connection_revoked")
    ada.see("its links open nothing")
    assert not ada.offers("connection_secret")
    assert ada.client.post(f"/connections/{row.code}/revoke").status_code == 403


def test_the_owner_is_somebody_of_the_team(place, study):
    row = halves.recruiter(place.world, study)
    ada = place.as_(place.world.ada).open(f"/connections/{row.code}")
    ada.press("connection_given", owner=place.world.bo.code)
    assert Connection.get().owner == place.world.bo
    ada.open(f"/connections/{row.code}").press("connection_given", owner=place.world.mallory.code)
    assert ada.status == 422
    assert Connection.get().owner == place.world.bo


def test_what_was_told_both_ways_stands_there(place, study):
    row = halves.recruiter(place.world, study)
    made = {"source": "recruiter", "recruiter": "outside", "outside_id": "pp_9exh736", "connection": row}
    participants.arrive(study, place.world.cleo, RECRUITER, NOW, **made)
    halves.decided(row, "pp_9exh736", "removed")
    ada = place.as_(place.world.ada).open(f"/connections/{row.code}")
    ada.see("RemovedFollowed").see("How somebody stands in the studyWaits")
    assert "9exh736" not in ada.html
    assert Heard.select().count() == 1


def test_a_list_that_can_not_be_read_says_so(place, study):
    row = halves.recruiter(place.world, study)
    ada = place.as_(place.world.ada).open(f"/connections/{row.code}").press("read")
    assert ada.status == 409
    ada.see("gave no list that could be read")
    assert Connection.get().read_fault != ""


def test_a_study_without_a_link_has_no_outside_recruiters(place):
    study = story.live_study(place.world)
    ada = place.as_(place.world.ada).open(f"/studies/{study.code}/recruiters").see("studies with an invite link")
    assert not ada.offers("recruiter_connected")


def test_nobody_else_finds_it_and_a_viewer_only_reads(place, study):
    row = halves.recruiter(place.world, study)
    for who, status in ((place.world.mallory, 404), (place.world.cleo, 404), (place.world.olga, 404)):
        hands = place.as_(who)
        assert hands.open(f"/connections/{row.code}").status == status
        assert hands.open(f"/studies/{study.code}/recruiters").status == status
    story.Member.update(role="viewer").where(story.Member.person == place.world.bo).execute()
    viewer = place.as_(place.world.bo).open(f"/connections/{row.code}")
    assert viewer.status == 200
    assert not re.search(r'data-event="(connection|read)', viewer.html)
    assert viewer.open(f"/connections/{row.code}/secret").status == 403


def test_the_same_key_twice_is_no_second_connection(place):
    project, row = halves.tool(place.world)
    given = (row.link, row.key, row.secret, row.calls_url, story.customer(place.world.ada), NOW)
    assert connections.join_tool(project, *given) == row
    assert Connection.select().count() == 1
