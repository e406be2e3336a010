"""The settings of a workspace: a form for administrators, words for the others; and its colour and picture."""

import io

import pytest

from commands import settings
from models import Member, Workspace
from tests import world as story
from tests.commands.test_settings import PNG

SAME = {"Sec-Fetch-Site": "same-origin"}


def now(place) -> Workspace:
    return Workspace.get_by_id(place.world.halden.id)


def token_of(hands) -> str:
    return dict(hands.open("/settings").form(action="/sign-out").fields)["form_token"]


def send_file(hands, data: bytes, name: str = "logo.png"):
    token = token_of(hands)
    sent = {"form_token": token, "logo": (io.BytesIO(data), name)}
    return hands.client.post("/settings/logo", data=sent, content_type="multipart/form-data", headers=SAME)


def test_an_administrator_saves_and_finds_what_was_saved(place):
    hands = place.as_(place.world.ada).open("/settings").see("Studies already launched keep theirs")
    hands.press("settings", name="Halden & Sons", currency="NOK", notice_hours="48", asks_review="1", keep_letters="3",
                cooldown="30", brand="#5A3FD6")  # fmt: skip
    hands.see("Saved.").see("Halden & Sons")
    house = now(place)
    assert (house.name, house.currency, house.asks_review) == ("Halden & Sons", "NOK", True)
    assert house.policy.notice_hours == 48
    assert (house.retention["letters"], house.cooldown, house.brand) == (3, 30, "#5a3fd6")
    assert ("notice_hours", "48") in hands.form("settings").fields


def test_every_number_says_what_it_changes_and_its_default(place):
    hands = place.as_(place.world.ada).open("/settings")
    hands.see("From 0 to 336; 24 unless you say otherwise").see("From 30 to 730; 730 unless you say otherwise")


def test_what_can_not_be_is_said_at_the_field_and_everything_typed_stays(place):
    hands = place.as_(place.world.ada).open("/settings")
    hands.press("settings", name="", moves="many", keep_letters="8", brand="#ffff00", help_contact="the harbour")
    assert hands.status == 422
    hands.see("give your workspace a name").see("from 0 to 20").see("from 1 to 7").see("can not be read well")
    fields = hands.form("settings").fields
    assert {("moves", "many"), ("brand", "#ffff00"), ("help_contact", "the harbour")} <= set(fields)
    assert now(place).edited == 0


def test_somebody_saved_meanwhile_what_they_changed_is_shown_and_what_was_typed_stays(place):
    hands = place.as_(place.world.ada).open("/settings")
    settings.change(now(place), story.customer(place.world.ada), story.NOW, None, {"currency": "NOK"})
    hands.press("settings", name="Halden & Sons")
    assert hands.status == 409
    hands.see("Somebody saved the settings").see("NOK")
    assert ("name", "Halden & Sons") in hands.form("settings").fields
    assert now(place).name == "Halden Ferries"
    hands.press("settings", currency="NOK").see("Saved.")
    assert now(place).name == "Halden & Sons"


@pytest.mark.promise("P2")
@pytest.mark.parametrize("role", ["creator", "reviewer", "viewer"])
def test_others_read_the_settings_and_change_none(place, role):
    Member.update(role=role).where(Member.person == place.world.bo).execute()
    hands = place.as_(place.world.bo).open("/settings").see("An administrator of your team").see("Halden Ferries")
    assert not hands.offers("settings")
    assert "Notice24 hours" in hands.page.text
    assert "Pause between invitations0 days" in hands.page.text
    token = token_of(hands)
    for path in ("/settings", "/settings/logo"):
        answer = hands.client.post(path, data={"form_token": token, "name": "Mine"}, headers=SAME)
        assert answer.status_code == 403
    assert now(place).name == "Halden Ferries"


@pytest.mark.promise("P1")
def test_somebody_in_no_team_has_no_settings(place):
    hands = place.as_(place.world.cleo)
    assert hands.open("/settings").status == 404
    token = dict(hands.open("/me").form(action="/sign-out").fields)["form_token"]
    for path in ("/settings", "/settings/logo"):
        assert hands.client.post(path, data={"form_token": token}, headers=SAME).status_code == 404


def test_the_colour_is_a_sheet_of_our_own_that_browsers_keep(place):
    code = now(place).code
    assert place.nobody().client.get(f"/brand/{code}.css").status_code == 404
    settings.change(now(place), story.customer(place.world.ada), story.NOW, None, {"brand": "#5a3fd6"})
    answer = place.nobody().client.get(f"/brand/{code}.css")
    assert answer.mimetype == "text/css"
    assert "#5a3fd6" in answer.get_data(as_text=True)
    assert "immutable" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert f"/brand/{code}.css?v=1-" in place.as_(place.world.ada).open("/today").html
    assert "/brand/" not in place.as_(place.world.mallory).open("/today").html


def test_the_picture_stands_in_the_rail_and_on_the_pages_of_whom_the_team_invites(place):
    hands = place.as_(place.world.ada)
    assert send_file(hands, PNG).status_code == 303
    house = now(place)
    assert house.logo_at == story.NOW
    picture = f"/brand/{house.code}/logo"
    assert picture in hands.open("/today").html
    assert f"/brand/{house.code}.css" in hands.html
    assert "css/base" not in hands.html  # it came with the tokens, so that the picture is no file more
    assert "@layer base" in place.nobody().client.get(f"/brand/{house.code}.css").get_data(as_text=True)
    answer = place.nobody().client.get(picture)
    assert (answer.data, answer.mimetype) == (PNG, "image/png")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in answer.headers["Cache-Control"]
    row = story.invited(place.world)
    assert picture in place.as_(place.world.cleo).open(f"/participants/{row.code}").html
    assert picture not in place.as_(place.world.cleo).open("/money").html
    hands.open("/settings").press("drop_logo").see("Saved.")
    assert now(place).logo_at is None
    assert place.nobody().client.get(picture).status_code == 404


@pytest.mark.parametrize(("data", "name", "words"), [
    (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "logo.png", "SVG can carry scripts"),
    (PNG + b"0" * 100 * 1024, "logo.png", "at most 100 KB"),
    (b"<html>", "logo.png", "Please choose a PNG"),
])  # fmt: skip
def test_a_file_that_is_no_such_picture_is_refused_whatever_it_is_called(place, data, name, words):
    answer = send_file(place.as_(place.world.ada), data, name)
    assert answer.status_code == 422
    assert words in answer.get_data(as_text=True)
    assert now(place).logo_at is None
