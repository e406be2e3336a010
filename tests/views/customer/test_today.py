"""The customer's day: what comes next stands first, and what waits is counted."""

import pytest

from commands import money, reports
from commands.sessions import propose_nothing
from models import Member, Participant, Session
from models import database as opened
from tests import world as story


def today(place, person=None):
    """The front page in Ada's browser."""
    return place.as_(person or place.world.ada).open("/today")


def test_an_empty_house_is_told_how_to_begin(place):
    today(place, place.world.mallory).see("Begin with a study").follow("New study")
    assert place.as_(place.world.mallory).open("/studies/new").status == 200


def test_the_next_conversation_stands_first_and_leads_to_the_join_page_when_it_is_near(place):
    session = story.booked(place.world)
    today(place).see("Talk with cleo.marchetti on Thursday 26 November at 14:00").follow("Read the answers")
    place.clock.at = story.START - 20 * story.MINUTE
    hands = today(place).see("Next, in 20 minutes").see("It starts at 13:00 in Lisbon.")
    assert any(href.endswith(f"/sessions/{session.code}/join") for href, _event, _text in hands.page.links)


def test_the_day_is_the_readers_own(place):
    story.booked(place.world)
    place.clock.at = story.START - 10 * story.HOUR
    assert "cleo.marchetti" in today(place).html.split("Today&#39;s conversations")[-1]
    place.clock.at = story.START - 15 * story.HOUR
    today(place).see("None today.")


def test_what_waits_is_counted_with_its_age_and_the_way_to_the_oldest(place):
    session = story.held(place.world)
    place.clock.at = story.END + 2 * story.DAY + story.HOUR
    hands = today(place).see("Submitted, not yet completed").see("The oldest waits 2 days.")
    assert "Overdue" not in hands.page.text
    hands.follow("Decide")
    assert hands.url == f"/participants/{session.participant.code}"
    place.clock.at = story.END + 7 * story.DAY + story.HOUR
    today(place).see("Overdue")


@pytest.mark.parametrize(
    ("happens", "words", "path"),
    [
        ("unanswered", "How did it go?", "/join"),
        ("rescheduled", "Asked for a new time, no answer yet", "/sessions/"),
        ("unsuited", "None of your times suited", "/participants/"),
        ("due", "Rewards that are due", "/payouts?state=due"),
        ("failed", "Payouts that failed", "/payouts?state=failed"),
        ("reported", "Reports that an operator decides", "/reports/"),
    ],
)
def test_everything_that_waits_for_somebody_is_on_it(place, happens, words, path):
    assert words not in today(place).page.text
    HAPPENS[happens](place)
    hands = today(place).see(words)
    assert any(path in href for href, _event, _text in hands.page.links)
    assert words not in today(place, place.world.mallory).page.text


def _unanswered(place):
    story.booked(place.world)
    place.clock.at = story.END + story.MINUTE


def _rescheduled(place):
    story.fire(story.booked(place.world), "reschedule", story.customer(place.world.ada), story.NOW)


def _unsuited(place):
    row = story.qualified(place.world)
    propose_nothing(row, "Only in the evening.", story.themselves(place.world.cleo), story.NOW)


def _due(place):
    money.owe(story.qualified(place.world), "bonus", 500, "EUR", story.customer(place.world.ada), story.NOW, "1")


def _failed(place):
    ada = story.customer(place.world.ada)
    owed = money.owe(story.qualified(place.world), "bonus", 500, "EUR", ada, story.NOW, "1")
    story.fire(story.fire(owed, "pay_out", ada, story.NOW), "fail", ada, story.NOW, reason="No such account")


def _reported(place):
    row = story.qualified(place.world)
    reports.report_contributor(row, "other", story.customer(place.world.ada), story.NOW)


HAPPENS = {
    "unanswered": _unanswered,
    "rescheduled": _rescheduled,
    "unsuited": _unsuited,
    "due": _due,
    "failed": _failed,
    "reported": _reported,
}


@pytest.mark.parametrize("path", ["/today", "/studies", "/payouts"])
def test_a_list_asks_the_database_at_most_four_things_beside_who_is_asking(place, path):
    _failed(place)
    story.held(place.world, Session.get_or_none() or story.booked(place.world, story.live_study(place.world)))
    hands = place.as_(place.world.ada)
    hands.open(path)
    asked = []
    opened.db.query_hooks.append(asked.append)
    try:
        hands.open(path)
    finally:
        opened.db.query_hooks.remove(asked.append)
    assert hands.status == 200
    assert len(asked) <= 5, [query.sql[:90] for query in asked]


def test_a_viewer_reads_the_day_and_is_offered_nothing_to_write(place):
    Member.update(role="viewer").where(Member.person == place.world.bo).execute()
    story.held(place.world)
    place.clock.at = story.END + story.HOUR
    hands = today(place, place.world.bo).see("Submitted, not yet completed")
    assert not any(href == "/studies/new" for href, _event, _text in hands.page.links)


def test_live_studies_stand_before_newer_drafts_and_what_is_over(place):
    story.live_study(place.world, title="The live one")
    for number in range(7):
        story.studies.draft(place.world.halden, place.world.ada, story.NOW, title=f"Draft number {number}")
    text = today(place).see("All studies").page.text
    assert text.index("The live one") < text.index("Draft number 6")
    assert "Draft number 0" not in text


def test_nothing_of_another_house_is_on_it(place):
    story.held(place.world)
    place.clock.at = story.END + story.HOUR
    hands = today(place, place.world.mallory)
    assert "cleo.marchetti" not in hands.html
    assert "Booking a ferry on the phone" not in hands.html
    assert Participant.select().exists()
