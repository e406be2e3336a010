"""The customer's day: what comes next stands first, and what waits is counted."""

import pytest

from commands import money, reports
from commands.sessions import propose_nothing
from models import Feed, Member, Message, Participant, Person, Session, scarce
from models import database as opened
from models.studies import CoHost, Study
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


def test_who_only_watches_is_not_asked_to_decide(place):
    session = story.held(place.world)
    Member.update(role="viewer").where(Member.person == place.world.bo).execute()
    place.clock.at = story.END + story.DAY
    hands = today(place, place.world.bo).see("1 waits for your team.").see("Needs a decision of your team")
    assert "Decide" not in hands.page.text
    hands.follow("Look")
    assert hands.url == f"/participants/{session.participant.code}"


def test_several_to_decide_lead_to_the_list_of_them(place):
    people = [place.world.cleo, story.contributor("amara")]
    study = story.live_study(place.world, invitees=people)
    for number, person in enumerate(people):
        story.held(place.world, story.booked(place.world, study, person, story.START + number * 2 * story.HOUR))
    place.clock.at = story.END + story.DAY
    hands = today(place).follow("Decide")
    assert hands.url == f"/studies/{study.code}/participants"
    hands.see("amara").see("cleo.marchetti")


@pytest.mark.parametrize(
    ("happens", "words", "path"),
    [
        ("unanswered", "How did it go?", "/join"),
        ("rescheduled", "Asked for a new time, no answer yet", "/sessions/"),
        ("unsuited", "None of your times suited", "/participants/"),
        ("due", "Rewards that are due", "/payouts?state=due"),
        ("failed", "Payouts that failed", "/payouts?state=failed"),
        ("reported", "Reports that an operator decides", "/reports/"),
        ("written", "Messages that nobody has read", "#messages"),
        ("unread", "Your other calendar can not be read", "/availability"),
        ("scarce", "Too few times for the open places", "/availability"),
    ],
)
def test_everything_that_waits_for_somebody_is_on_it(place, happens, words, path):
    assert words not in today(place).page.text
    HAPPENS[happens](place)
    hands = today(place).see(words)
    assert any(path in href for href, _event, _text in hands.page.links)
    assert words not in today(place, place.world.mallory).page.text


def test_a_note_that_no_time_suits_waits_since_it_was_written(place):
    row = story.qualified(place.world)
    at = story.NOW + 3 * story.DAY
    propose_nothing(row, "Only in the evening.", story.themselves(place.world.cleo), at)
    place.clock.at = at + 2 * story.HOUR
    hands = today(place).see("None of your times suited").see("2 hours")
    assert "3 days" not in hands.page.text
    place.as_(place.world.ada).open(f"/participants/{row.code}").see("Only in the evening. Thursday 26 November")


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


def _written(place):
    session = story.booked(place.world)
    Message.create(session=session, author=place.world.cleo, role="contributor", text="Hello", at=story.NOW)
    Message.create(session=session, author=place.world.ada, role="customer", text="Hello", at=story.NOW)


def _unread(place):
    Feed.create(host=place.world.ada, address="https://calendar.example/a.ics", fault="gone", read_at=story.NOW,
                next_at=story.NOW)  # fmt: skip
    place.clock.at = story.NOW + 5 * story.HOUR


def _scarce(place):
    story.live_study(place.world, places=6)
    story.studies.set_hours(place.world.ada, "Europe/Oslo", [[0, 9 * 60, 10 * 60]])


HAPPENS = {
    "written": _written,
    "unread": _unread,
    "scarce": _scarce,
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


def test_what_waits_says_whose_the_oldest_is(place):
    story.held(place.world)
    place.clock.at = story.END + story.HOUR
    today(place).see("cleo.marchetti, Booking a ferry on the phone. The oldest waits")


def test_only_what_the_other_side_wrote_and_nobody_read_is_unread(place):
    _written(place)
    today(place).see("Messages that nobody has read")
    Message.update(read_at=story.NOW).where(Message.role == "contributor").execute()
    assert "Messages that nobody has read" not in today(place).page.text


def test_a_colleagues_calendar_is_not_mine_to_mend(place):
    _unread(place)
    assert "calendar can not be read" not in today(place, place.world.bo).page.text
    today(place).see("It was last read 5 hours ago.")


@pytest.mark.parametrize("hosting", ["any", "all"])
def test_too_few_times_counts_what_all_its_hosts_have(place, hosting):
    study = story.live_study(place.world, places=6)
    Study.update(hosting=hosting).where(Study.id == study.id).execute()
    CoHost.create(study=study, person=place.world.bo)
    story.studies.set_hours(place.world.ada, "Europe/Oslo", [[0, 9 * 60, 10 * 60]])
    story.studies.set_hours(place.world.bo, "Europe/Oslo", story.WEEKDAYS)
    assert ("Too few times" in today(place).page.text) == (hosting == "all")
    (few,) = scarce.of_workspace(place.world.halden.id, story.NOW) or [None]
    assert few is None or few.free == len(story.again(study).free_starts(story.NOW))


def test_scarce_counts_what_the_study_itself_offers(place):
    story.units.buy(place.world.halden, 5000, story.NOW)
    study = story.live_study(place.world, places=100, length=30)
    story.booked(place.world, study)
    story.studies.set_hours(place.world.ada, "Europe/Oslo", [[3, 9 * 60, 17 * 60]])
    (few,) = scarce.of_workspace(place.world.halden.id, story.NOW)
    assert few == (study.code, study.title, len(story.again(study).free_starts(story.NOW)), 99)


def test_what_waits_comes_before_a_conversation_of_another_day(place):
    session = story.booked(place.world)
    Message.create(session=session, author=place.world.cleo, role="contributor", text="Hello", at=story.NOW)
    hands = today(place)
    assert "Talk with" not in hands.page.text
    hands.follow("Read")
    assert hands.url.startswith(f"/sessions/{session.code}")
    place.clock.at = story.START - 30 * story.MINUTE
    hands = today(place).see("Talk with cleo.marchetti at 14:00")
    assert any(event == "join" for _href, event, _text in hands.page.links)


def test_a_viewer_reads_the_day_and_is_offered_nothing_to_write(place):
    Member.update(role="viewer").where(Member.person == place.world.bo).execute()
    story.held(place.world)
    place.clock.at = story.END + story.HOUR
    hands = today(place, place.world.bo).see("Submitted, not yet completed")
    assert not any(href == "/studies/new" for href, _event, _text in hands.page.links)


def test_who_has_only_drafts_goes_on_with_the_newest(place):
    for title in ("The older one", "The newer one"):
        draft = story.studies.draft(place.world.halden, place.world.ada, story.NOW, title=title)
    hands = today(place).see("NextThe newer one")
    assert any(href == f"/studies/{draft.code}/edit" for href, _event, _text in hands.page.links)
    story.live_study(place.world)
    assert not any("/edit" in href for href, _event, _text in today(place).page.links)


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


def test_who_missed_a_letter_is_told_on_the_day(place):
    assert "A letter to you came back" not in today(place).html
    Person.update(bounced_at=place.clock.at).where(Person.id == place.world.ada.id).execute()
    hands = today(place).see("A letter to you came back").see(place.world.ada.email)
    assert "A letter to you came back" not in today(place, place.world.bo).html
    hands.press("address_works")
    assert "A letter to you came back" not in today(place).html
