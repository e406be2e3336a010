"""The chosen time is kept while the form is open: the line that says so, and what is shown where it is gone."""

import pytest

from commands import holds
from commands.fire import fire
from models import Claim, Session
from tests import world as story
from tests.views.markup import elements

START = "2026-11-26T13:00:00Z"


@pytest.fixture
def two(place):
    """Cleo and Mallory before the same times of Ada's, and what Cleo's browser shows."""
    study = story.live_study(place.world, invitees=[place.world.cleo, place.world.mallory])
    rows = [story.qualified(place.world, study, person) for person in (place.world.cleo, place.world.mallory)]
    return *rows, browser(place, rows[0])


def browser(place, row, page="times"):
    """A browser with a script on the page of the times."""
    noun = "sessions" if isinstance(row, Session) else "participants"
    return place.as_(place.world.cleo).open(f"/{noun}/{row.code}/{page}")


def choose(hands, start=START, page=None, **typed):
    """What the page asks when a time was chosen; it stays where it is."""
    form = hands.form(holds="starts_at")
    (area,) = elements(hands.html, "div", id="f-starts_at")
    sent = dict(form.fields) | {"starts_at": start} | typed
    headers = {"HX-Request": "true", "Sec-Fetch-Site": "same-origin"}
    return hands.client.post(page or area.attrs["hx-post"], data=sent, headers=headers)


def test_a_chosen_time_is_kept_for_five_minutes(two):
    first, _second, hands = two
    answer = choose(hands)
    assert answer.status_code == 200
    assert "Kept for you until 09:05, Lisbon time." in answer.text
    (line,) = elements(answer.text, "p", id="kept")
    assert "data-say" in line.attrs
    assert {claim.holder for claim in Claim.select()} == {first.code}
    assert not Session.select().exists()


def test_what_was_kept_is_booked(two):
    _first, _second, hands = two
    choose(hands)
    hands.send(hands.form(holds="starts_at"), event="book", starts_at=START)
    assert hands.url == f"/sessions/{Session.get().code}"
    assert not Claim.select().where(Claim.holder.is_null(False)).exists()


def test_a_time_that_is_gone_is_said_and_the_times_of_now_are_shown(two):
    _first, second, hands = two
    holds.hold(second, story.START, story.NOW)
    answer = choose(hands, note="Rather after six.")
    assert answer.status_code == 409
    assert "That time was just taken." in answer.text
    (day,) = [one for one in elements(answer.text, "legend") if "data-focus" in one.attrs]
    assert day.text == "Thursday 26 November That time was just taken."
    (part,) = elements(answer.text, "hx-partial")
    assert part.attrs["hx-target"] == "#f-starts_at"
    values = [radio.attrs["value"] for radio in elements(answer.text, "input", name="starts_at")]
    assert len(values) > 10
    assert START not in values
    assert "Rather after six." in answer.text
    assert "<html" not in answer.text


def test_none_of_these_lets_it_go(two):
    _first, _second, hands = two
    choose(hands)
    answer = choose(hands, "none")
    (line,) = elements(answer.text, "p", id="kept")
    assert (answer.status_code, line.text) == (200, "")
    assert not Claim.select().exists()


def test_what_is_no_time_is_said(two):
    _first, _second, hands = two
    answer = choose(hands, "soon")
    assert answer.status_code == 422
    assert elements(answer.text, "p", id="kept")[0].text


def test_a_paused_study_keeps_nothing(two, place):
    first, _second, hands = two
    fire(first.study, "pause", story.customer(place.world.ada), story.NOW)
    answer = choose(hands)
    assert answer.status_code == 409
    assert "paused" in answer.text
    assert not Claim.select().exists()


def test_who_asks_all_the_time_is_told_so(two, monkeypatch):
    _first, _second, hands = two
    monkeypatch.setattr(holds, "PER_HOUR", 1)
    assert choose(hands).status_code == 200
    assert choose(hands).status_code == 409


def test_without_a_script_a_hold_leads_back_to_the_times(two):
    first, _second, hands = two
    form = hands.form(holds="starts_at")
    answer = hands.client.post(f"/participants/{first.code}/hold", data=dict(form.fields) | {"starts_at": START},
                               headers={"Sec-Fetch-Site": "same-origin"})  # fmt: skip
    assert (answer.status_code, answer.location) == (303, f"/participants/{first.code}/times")


def test_whoever_has_a_conversation_is_led_to_it(two, place):
    first, _second, hands = two
    story.sessions.book(first, story.START, story.themselves(place.world.cleo), story.NOW)
    answer = choose(hands)
    assert answer.headers["HX-Redirect"] == f"/sessions/{Session.get().code}"


@pytest.mark.promise("P1")
def test_nobody_else_holds_times(two, place):
    first, _second, _hands = two
    session = story.booked(place.world, story.live_study(place.world))
    for person in (place.world.mallory, place.world.ada, place.world.bo):
        hands = place.as_(person).open("/sign-in")
        token, client = dict(hands.form(holds="email").fields)["form_token"], hands.client
        for path in (f"/participants/{first.code}/hold", f"/sessions/{session.code}/hold"):
            sent = {"form_token": token, "starts_at": START}
            assert client.post(path, data=sent, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 404
    assert not Claim.select().where(Claim.holder.is_null(False)).exists()


def test_another_time_is_kept_beside_the_old_one(place):
    session = story.booked(place.world)
    hands = browser(place, session, "move")
    answer = choose(hands, "2026-11-27T13:00:00Z")
    assert "Kept for you until" in answer.text
    hands.send(hands.form(holds="starts_at"), button="look", starts_at="2026-11-27T13:00:00Z")
    assert Claim.select().where(Claim.holder.is_null(False)).exists(), "a look leaves it as it was"
    hands.send(hands.form(holds="starts_at"), event="move", starts_at="2026-11-27T13:00:00Z")
    assert story.again(session).starts_at == story.START + story.DAY
    assert not Claim.select().where(Claim.holder.is_null(False)).exists()


def test_a_new_time_that_is_gone_leaves_the_others(place):
    session = story.booked(place.world)
    fire(session, "reschedule", story.customer(place.world.ada), story.NOW)
    hands = browser(place, session, "rebook")
    other = story.qualified(place.world, story.live_study(place.world, invitees=[place.world.mallory]),
                            place.world.mallory)  # fmt: skip
    holds.hold(other, story.START, story.NOW)
    answer = choose(hands)
    assert answer.status_code == 409
    assert "None of these suit me" not in answer.text
    assert START not in [radio.attrs["value"] for radio in elements(answer.text, "input", name="starts_at")]


def test_a_conversation_that_can_not_be_moved_keeps_nothing(place):
    session = story.booked(place.world)
    hands = browser(place, session, "move")
    place.clock.at = story.START - story.HOUR
    answer = choose(hands, "2026-11-27T13:00:00Z")
    assert answer.status_code == 409
    assert "hours before the start" in answer.text


@pytest.mark.parametrize(
    ("hosting", "words"), [("any", "with Ada Lind or Bo Aas"), ("all", "with Ada Lind and Bo Aas")]
)
def test_the_times_say_with_whom(place, hosting, words):
    row = story.qualified(place.world, story.shared_study(place.world, hosting))
    browser(place, row).see(words)
    session = story.sessions.book(row, story.START, story.themselves(place.world.cleo), story.NOW)
    browser(place, session, "move").see(words)


def test_the_next_days_say_how_far_off_they_are(place):
    row = story.qualified(place.world, story.live_study(place.world))
    hands = browser(place, row)
    days = [one.text for one in elements(hands.html, "legend")]
    assert days[:3] == ["Monday 23 November today", "Tuesday 24 November tomorrow", "Wednesday 25 November in 2 days"]
