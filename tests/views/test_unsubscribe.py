"""Invitations by mail, turned off with one click by who holds the letter and by nobody else, and on again."""

import re
from collections import Counter
from dataclasses import replace
from email import message_from_bytes, policy

import pytest
from flask import render_template

from commands import participants, signin
from commands.fire import fire
from models import Outgoing, Participant, Person, database
from outbox.compose import compose
from outbox.drain import drain
from outbox.message import message_of
from outbox.secrets import sign_in_token, unsubscribe_path, unsubscribe_token
from tests import world as story
from tests.views.app import SECRET, app_at

ONE_CLICK = "List-Unsubscribe=One-Click"
FORM = "application/x-www-form-urlencoded"


def way_out(person: Person) -> str:
    """The address in this person's invitations."""
    return unsubscribe_path(SECRET.encode(), person.code)


def off(person: Person) -> bool:
    """Whether they get no invitations by mail."""
    return Person.get_by_id(person.id).unsubscribed_at is not None


def click(place, path: str, body: str = ONE_CLICK, **headers):
    """What a mail program posts: no cookie, no token, and whatever origin it has."""
    return place.app.test_client().post(path, data=body, content_type=FORM, headers=headers)


def composed(place, letter: str):
    """The newest of these letters."""
    row = Outgoing.select().where(Outgoing.letter == letter).order_by(Outgoing.id.desc()).first()
    return compose(row, place.app.config["SETTINGS"])


def invite_again(place) -> Participant:
    """Cleo is asked into one more study."""
    study = story.live_study(place.world, invitees=[place.world.mallory], title="The timetable")
    return participants.invite(study, place.world.cleo, story.customer(place.world.ada), place.clock.at)


@pytest.mark.parametrize("headers", [
    {}, {"Origin": "null"}, {"Origin": "https://mail.example", "Sec-Fetch-Site": "cross-site"},
])  # fmt: skip
def test_one_click_of_a_mail_program_is_enough(place, headers):
    cleo = place.world.cleo
    answer = click(place, way_out(cleo), **headers)
    assert answer.status_code == 200
    assert off(cleo)
    assert Person.get_by_id(cleo.id).unsubscribed_at == place.clock.at
    assert not off(place.world.mallory)


def test_clicked_twice_it_stays_as_it_was(place):
    cleo, first = place.world.cleo, place.clock.at
    click(place, way_out(cleo))
    place.clock.at += story.HOUR
    assert click(place, way_out(cleo)).status_code == 200
    assert Person.get_by_id(cleo.id).unsubscribed_at == first


def test_looking_at_the_page_changes_nothing_and_its_button_does(place):
    cleo = place.world.cleo
    hands = place.nobody().open(way_out(cleo))
    hands.see("Opening this page has changed nothing yet.")
    assert place.app.test_client().head(way_out(cleo)).status_code == 200
    assert not off(cleo)
    hands.press("unsubscribe").see("They still stand in Parlor")
    assert off(cleo)
    hands.press("subscribe_again").see("No more invitations by mail?")
    assert not off(cleo)


def test_the_page_speaks_the_language_of_the_letter(place):
    Person.update(language="de").where(Person.id == place.world.cleo.id).execute()
    assert 'lang="de"' in place.nobody().open(way_out(place.world.cleo)).html


@pytest.mark.promise("P12")
@pytest.mark.parametrize("forged", [
    lambda people: f"/unsubscribe/{people.cleo.code}/{unsubscribe_token(b'another secret', people.cleo.code)}",
    lambda people: f"/unsubscribe/{people.cleo.code}/{unsubscribe_token(SECRET.encode(), people.mallory.code)}",
    lambda people: f"/unsubscribe/{people.cleo.code}/{sign_in_token(SECRET.encode(), people.cleo.code)}",
    lambda people: f"/unsubscribe/{people.cleo.code}/{'0' * 32}",
    lambda people: f"/unsubscribe/{people.cleo.code}/{'é' * 8}",
    lambda people: f"/unsubscribe/nobody/{unsubscribe_token(SECRET.encode(), 'nobody')}",
    lambda people: way_out(people.cleo)[:-1],
], ids=["secret", "person", "purpose", "zeros", "letters", "nobody", "short"])  # fmt: skip
def test_mallory_s_forged_token_is_no_page_and_changes_nothing(place, forged):
    path = forged(place.world)
    for person in (place.nobody(), place.as_(place.world.mallory)):
        assert person.open(path).status == 404
    assert click(place, path).status_code == 404
    assert not off(place.world.cleo)


@pytest.mark.parametrize("body", ["", "List-Unsubscribe=No", "form_token=x"])
def test_a_post_without_the_word_for_it_changes_nothing(place, body):
    assert click(place, way_out(place.world.cleo), body).status_code == 422
    assert not off(place.world.cleo)


def test_only_that_one_route_takes_posts_from_elsewhere(place):
    cleo = place.world.cleo
    click(place, way_out(cleo))
    hands = place.as_(cleo)
    for path in (f"{way_out(cleo)}/again", "/me/invitations", "/me/address", "/language"):
        for headers in ({}, {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
            answer = hands.client.post(path, data="mail=on&language=de", content_type=FORM, headers=headers)
            assert answer.status_code == 403, path
    assert off(cleo)
    assert place.app.test_client().put(way_out(cleo)).status_code == 403


def test_no_further_invitation_leaves_and_everything_else_does(place):
    people, settings = place.world, place.app.config["SETTINGS"]
    session = story.booked(people)
    drain(settings, place.clock.now)
    click(place, way_out(people.cleo))
    row = invite_again(place)
    fire(session, "cancel", story.themselves(people.cleo), place.clock.at, reason="technical")
    assert drain(settings, place.clock.now) == Counter(sent=3, dropped=1)
    mine = Outgoing.select().where(Outgoing.recipient == people.cleo.id).order_by(Outgoing.id)
    told = {(one.letter, one.state, one.outcome) for one in mine if one.due_at == place.clock.at}
    assert ("invitation", "dropped", "unsubscribed") in told
    assert ("canceled", "sent", "shown in Parlor") in told
    place.as_(people.cleo).open("/me").see(row.study.title)
    place.as_(people.olga).open("/outbox?state=dropped").see("They turned invitations by mail off.")


def test_turned_on_again_the_next_one_leaves(place):
    cleo = place.world.cleo
    click(place, way_out(cleo))
    hands = place.as_(cleo)
    token = hands.open("/sign-ins").form(holds="form_token").fields[0][1]
    for mail, state in (("on", False), ("off", True), ("on", False)):
        given = {"mail": mail, "form_token": token}
        hands.client.post("/me/invitations", data=given, headers={"Sec-Fetch-Site": "same-origin"})
        assert off(cleo) is state
    assert hands.client.post("/me/invitations", data={"form_token": token, "mail": "x"}).status_code == 422
    invite_again(place)
    drain(place.app.config["SETTINGS"], place.clock.now)
    newest = Outgoing.select().where(Outgoing.recipient == cleo.id).order_by(Outgoing.id.desc()).get()
    assert (newest.letter, newest.state) == ("invitation", "sent")


def test_invitations_name_the_way_out_and_no_other_letter_does(place):
    story.booked(place.world)
    letter = composed(place, "invitation")
    base = place.app.config["SETTINGS"].base_url
    assert letter.unsubscribe == base + way_out(place.world.cleo)
    assert letter.unsubscribe in letter.text
    assert f'href="{letter.unsubscribe}"' in letter.html
    for other in ("booked", "reminder_day"):
        assert composed(place, other).unsubscribe == ""
        message = message_of(composed(place, other), place.clock.at)
        assert message["List-Unsubscribe"] is message["List-Unsubscribe-Post"] is None


@pytest.mark.parametrize(("base", "post"), [
    ("https://parlor.example", ONE_CLICK),
    ("https://research.a-long-name-of-an-organisation.example/tools/talk", ONE_CLICK),
    ("http://127.0.0.1:8000", None),
])  # fmt: skip
def test_the_headers_are_one_line_each_and_one_click_needs_https(place, base, post):
    story.live_study(place.world)
    row = Outgoing.get(Outgoing.letter == "invitation")
    raw = bytes(message_of(compose(row, replace(place.app.config["SETTINGS"], base_url=base)), place.clock.at))
    head = raw.partition(b"\r\n\r\n")[0].decode("ascii")
    assert re.findall(r"^List-Unsubscribe: (.*)$", head, re.MULTILINE) == [f"<{base}{way_out(place.world.cleo)}>\r"]
    message = message_from_bytes(raw, policy=policy.default)
    assert message["List-Unsubscribe-Post"] == post
    assert len(message.get_all("List-Unsubscribe")) == 1


@pytest.mark.parametrize("page", ["https://x.example/a\r\nBcc: v@x.example", "https://x.example/>, <mailto:v@x.example",
                                  "https://x.example/é"])  # fmt: skip
def test_an_address_that_is_none_makes_no_header(place, page):
    story.live_study(place.world)
    with pytest.raises(ValueError):
        message_of(replace(composed(place, "invitation"), unsubscribe=page), place.clock.at)


def test_mail_programs_find_the_way_out_under_a_prefix(database_url, tmp_path):
    settings = {"PARLOR_BASE_URL": "https://x.example/talk", "PARLOR_PROXIES": "1"}
    app, _clock = app_at(database_url, story.NOW, tmp_path, **settings)
    people = story.build()
    client = app.test_client()
    headers = {"X-Forwarded-Prefix": "/talk", "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"}
    page = client.get(way_out(people.cleo), headers=headers).get_data(as_text=True)
    database.close()
    assert f'action="/talk{way_out(people.cleo)}"' in page


def part(place, person: Person, template: str) -> str:
    """A part of a page as this person sees it."""
    _row, secret = signin.sign_in(person, place.clock.at, "Hands")
    with place.app.test_request_context("/me", headers={"Cookie": f"signin={secret}"}):
        place.app.preprocess_request()
        return render_template(f"contributor/{template}.html")


def test_the_home_page_s_part_turns_them_off_and_on(place):
    cleo = place.world.cleo
    on = part(place, cleo, "_unsubscribed")
    assert 'name="mail" value="off" ' in on.replace('">', '" ')
    click(place, way_out(cleo))
    switched_off = part(place, Person.get_by_id(cleo.id), "_unsubscribed")
    assert 'name="mail" value="on"' in switched_off
    assert "23 November" in switched_off


def test_who_missed_a_letter_is_told_and_says_when_it_works_again(place):
    cleo = place.world.cleo
    assert part(place, cleo, "_bounced").strip() == ""
    Person.update(bounced_at=place.clock.at).where(Person.id == cleo.id).execute()
    told = part(place, Person.get_by_id(cleo.id), "_bounced")
    assert "A letter to you came back" in told
    assert cleo.email in told
    hands = place.as_(cleo)
    token = hands.open("/sign-ins").form(holds="form_token").fields[0][1]
    given = {"form_token": token}
    assert hands.client.post("/me/address", data=given, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 303
    assert Person.get_by_id(cleo.id).bounced_at is None
    assert place.app.test_client().post("/me/address").status_code == 403
