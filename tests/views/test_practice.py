"""Practice and playing: whose sample people they are, what is closed meanwhile, and the way back."""

from urllib.parse import urlsplit

import pytest

from commands import practice
from models import Member, Person, Workspace
from tests import world
from tests.world import NOW


@pytest.fixture
def sample(place) -> Person:
    """Ada's sample Amara, who talks tomorrow."""
    practice.begin(place.world.ada, NOW)
    return Person.get(Person.name == "Sample Amara")


def ask(hands, path: str) -> int:
    """The status of a POST that no page offers."""
    token = dict(hands.open("/help").form(action="/language").fields)["form_token"]
    headers = {"Sec-Fetch-Site": "same-origin"}
    return hands.client.post(path, data={"form_token": token}, headers=headers).status_code


@pytest.mark.promise("P1")
def test_mallory_plays_nobody_of_ada_and_nobody_real(place, sample):
    practice.begin(place.world.mallory, NOW)
    mallory = place.as_(place.world.mallory)
    for person in (sample, place.world.cleo, place.world.ada, place.world.olga, place.world.mallory):
        assert ask(mallory, f"/practice/play/{person.code}") == 404
    assert "Sample Amara" not in mallory.open("/me").html
    colleague = Person.get(Person.name == "Sample Kim", Person.practice_for == place.world.mallory.id)
    assert ask(mallory, f"/practice/play/{colleague.code}") == 404
    assert ask(place.nobody(), f"/practice/play/{sample.code}") == 303


def test_ada_does_not_play_somebody_real_either(place, sample):
    ada = place.as_(place.world.ada)
    for person in (place.world.cleo, place.world.bo):
        assert ask(ada, f"/practice/play/{person.code}") == 404


def test_who_plays_sees_what_the_sample_sees_and_nothing_of_the_team(place, sample):
    ada = place.as_(place.world.ada)
    assert ask(ada, f"/practice/play/{sample.code}") == 303
    ada.open("/me").see("You are playing Sample Amara").see("Practice: renewing a library card")
    real = world.live_study(place.world)
    assert ada.open(f"/participants/{world.invited(place.world, real).code}").status == 404
    for path in ("/today", "/studies", "/payouts", "/team", "/availability", "/operator", f"/studies/{real.code}"):
        assert ada.open(path).status in (403, 404), path


def test_accounts_are_closed_while_one_plays_and_signing_out_is_not(place, sample):
    ada = place.as_(place.world.ada)
    ask(ada, f"/practice/play/{sample.code}")
    for path in ("/sign-ins", "/sign-in/again", "/me/account", "/me/profile", "/me/email", "/settings", "/join"):
        answer = ada.open(path)
        assert answer.status == 403, path
        answer.see("You are playing a sample person")
    for path in ("/sign-ins/end-others", "/me/account", "/me/letters", "/me/invitations"):
        assert ask(ada, path) == 403
    assert ada.open("/practice").url == "/me"
    ada.open("/me")
    ada.send(ada.form(action="/sign-out"))
    assert ada.open("/me").url == "/sign-in"


def test_no_page_of_a_sample_leads_to_a_closed_one(place, sample):
    ada = place.as_(place.world.ada)
    ask(ada, f"/practice/play/{sample.code}")
    ahead, seen = ["/me"], set()
    while ahead:
        path = ahead.pop()
        status = ada.open(path).status
        assert status != 403, path
        seen.add(path)
        for href, _event, _text in ada.page.links:
            there = urlsplit(href).path
            inner = href.startswith("/") and not there.startswith(("/help/", "/static", "/outbox"))
            if inner and there not in seen and there not in ahead:
                ahead.append(there)
    assert {"/me", "/money", "/me/history"} <= seen


def test_a_bar_on_every_page_leads_back(place, sample):
    ada = place.as_(place.world.ada)
    ask(ada, f"/practice/play/{sample.code}")
    for path in ("/me", "/money", "/standing", "/help", "/rules", "/nothing"):
        ada.open(path).see("Go back to being Ada")
    ada.send(ada.form(event="practice_stop")).see("Seven steps")
    assert ada.open("/today").status == 200


def test_a_contributor_has_no_practice(place):
    cleo = place.as_(place.world.cleo)
    assert cleo.open("/practice").status == 404
    for path in ("/practice", "/practice/anew", "/practice/leave", "/practice/outside"):
        assert ask(cleo, path) == 404
    assert not Workspace.select().where(Workspace.practice).exists()


def test_it_is_entered_left_and_begun_anew(place):
    ada = place.as_(place.world.ada).open("/practice").see("What happens when you begin")
    ada.send(ada.form(event="practice_begin")).see("Seven steps")
    ada.open("/studies").see("Practice: renewing a library card").see("This is your practice")
    ada.open("/practice")
    ada.send(ada.form(event="practice_outside"))
    assert "renewing a library card" not in ada.open("/studies").html
    ada.open("/practice").see("You are in another workspace now")
    ada.send(ada.form(event="practice_begin"))
    ada.send(ada.form(event="practice_anew")).see("0 of 7 done")
    assert Member.select().where(Member.person == place.world.ada).count() == 2
    ada.send(ada.form(event="practice_leave"))
    ada.open("/practice").see("What happens when you begin")
    assert Member.select().where(Member.person == place.world.ada).count() == 1


def test_a_colleague_sees_nothing_of_it(place, sample):
    bo = place.as_(place.world.bo)
    assert "library card" not in bo.open("/studies").html
    house = Workspace.get(Workspace.practice)
    assert not Member.select().where(Member.workspace == house, Member.person == place.world.bo).exists()


def test_a_new_team_is_shown_the_way_in(place):
    place.as_(place.world.ada).open("/today").follow("Open the guided first study").see("What happens when you begin")
    place.as_(place.world.ada).open("/studies").follow("Open the guided first study")
