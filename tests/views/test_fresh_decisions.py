"""What an operator decides about somebody asks for a sign-in of the last minutes, and loses nothing that was typed."""

import random

import pytest

from commands import reports
from commands.fire import fire
from lifecycle.attempt import CLOCK
from models import Entry, SignIn, Standing
from tests import world as story

WORDS = "Two answers can not both be true.\nBoth were read."


@pytest.fixture
def report(place):
    """A report about Cleo that waits for its decision."""
    participant = story.qualified(place.world)
    return reports.report_contributor(participant, "other", story.customer(place.world.ada), story.NOW)


def standing(place, *events: str) -> Standing:
    """Cleo's, after these decisions."""
    cleo, by = place.world.cleo, story.operator(place.world.olga)
    report = reports.report_contributor(
        story.qualified(place.world), "dishonest", story.customer(place.world.ada), story.NOW
    )
    fire(report, "uphold", by, story.NOW, note="So it is.")
    row = fire(Standing.get(Standing.person == cleo), "review", CLOCK, story.NOW)
    for event in events:
        row = fire(row, event, by, story.NOW, note="So it is.")
    return row


def late(place, path: str, event: str, note: str = WORDS):
    """Olga's browser after she decided there with a sign-in of eleven minutes ago."""
    hands = place.as_(place.world.olga).open(path)
    place.clock.at = story.NOW + 11 * story.MINUTE
    return hands.send(hands.form(event), event=event, note=note)


def signed_in_again(place, hands):
    """The same browser after a fresh sign-in, where that leads on to."""
    onward = dict(hands.form(action="/sign-in/again").fields)["next"]
    SignIn.update(fresh_at=place.clock.at).where(SignIn.person == place.world.olga).execute()
    return hands.open(onward)


@pytest.mark.promise("P15")
@pytest.mark.parametrize("event", ["uphold", "dismiss"])
def test_a_report_is_decided_with_a_fresh_sign_in_and_the_words_survive_it(place, report, event):
    hands = late(place, f"/reports/{report.code}/{event}", event)
    assert (hands.url, story.again(report).state) == ("/sign-in/again", "open")
    hands = signed_in_again(place, hands).see(WORDS.splitlines()[1])
    assert hands.url == f"/reports/{report.code}/{event}"
    hands.send(hands.form(event), event=event).see("It is decided")
    assert story.again(report).state == {"uphold": "upheld", "dismiss": "dismissed"}[event]
    assert hands.client.get_cookie("typed") is None


@pytest.mark.promise("P15")
@pytest.mark.parametrize("event", ["remove", "reinstate", "keep_removed"])
def test_standing_is_decided_with_a_fresh_sign_in_and_the_words_survive_it(place, event):
    row = standing(place, *([] if event == "remove" else ["remove"]))
    if event == "keep_removed":
        reports.appeal_removal(row, story.themselves(place.world.cleo), "They were true.", story.NOW)
    before = Entry.select().count()
    hands = late(place, f"/standings/{row.code}/{event}", event)
    assert (hands.url, Entry.select().count()) == ("/sign-in/again", before)
    hands = signed_in_again(place, hands).see(WORDS.splitlines()[1])
    hands.send(hands.form(event), event=event)
    assert (hands.status, Entry.select().count() > before) == (200, True)


@pytest.mark.promise("P15")
@pytest.mark.parametrize(("path", "event"), [("", "end_sign_ins"), ("/erase", "ask_erasure")])
def test_an_erasure_and_the_end_of_sign_ins_ask_for_a_fresh_sign_in(place, path, event):
    place.as_(place.world.cleo)
    hands = place.as_(place.world.olga).open(f"/operator/members/{place.world.cleo.code}{path}")
    before = Entry.select().count()
    place.clock.at = story.NOW + 11 * story.MINUTE
    hands.press(event)
    assert (hands.url, Entry.select().count()) == ("/sign-in/again", before)


def test_the_words_are_for_that_page_and_that_operator_only(place, report):
    hands = late(place, f"/reports/{report.code}/uphold", "uphold")
    assert WORDS.splitlines()[1] not in signed_in_again(place, hands).open(f"/reports/{report.code}/dismiss").html
    otto = place.as_(story.Person.create(name="Otto Berg", operator=True, created_at=story.NOW))
    otto.client.set_cookie("typed", hands.client.get_cookie("typed").value)
    assert WORDS.splitlines()[1] not in otto.open(f"/reports/{report.code}/uphold").html
    for planted in ("x", "eA==", "!"):
        otto.client.set_cookie("typed", planted)
        assert otto.open(f"/reports/{report.code}/uphold").status == 200


def test_a_text_that_no_browser_keeps_stays_on_the_page(place, report):
    chance = random.Random(7)
    long = "".join(chr(chance.randrange(0x4E00, 0x9FFF)) for _sign in range(1990))
    hands = late(place, f"/reports/{report.code}/uphold", "uphold", long)
    assert (hands.status, story.again(report).state) == (422, "open")
    assert dict(hands.form("uphold").fields)["note"].strip() == long
