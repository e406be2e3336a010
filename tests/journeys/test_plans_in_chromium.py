"""The changes of plan in a real Chromium on the real server: the customer at a desk with scripts, the contributor on a
phone without; one run for each number of the issue. Letters are those that a real mail server got.

With PARLOR_TEST_PICTURES=<folder> each stop leaves a picture there.
"""

import os
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect

from commands import studies
from models import Participant, Report, Session, Study, database
from models import Person as Someone
from models.people import SignIn
from tests import invariants
from tests import world as story
from tests.journeys.people import Person, Plain, reload_until
from tests.journeys.plan_steps import CANCEL, REQUEST, entry, opened, page_of
from tests.services import run
from tests.world import DAY, END, HOUR, MINUTE, START

pytestmark = pytest.mark.browser
PHONE, DESK = 360, 1280
PICTURES = os.environ.get("PARLOR_TEST_PICTURES")


class Stage:
    """The real server on a Monday morning, everybody of tests/world.py in it, and their windows."""

    def __init__(self, server, world, inbox, open_page):
        self.server, self.world, self.inbox, self.open_page = server, world, inbox, open_page
        self.read: dict[str, int] = {}

    def desk(self, person: Someone) -> Person:
        """Somebody at a desk, with scripts."""
        page = self.open_page(width=DESK, timezone_id="Europe/Oslo")
        return Person(page, self.server).come(person.name)

    def phone(self, person: Someone) -> Plain:
        """Somebody on a phone, without scripts."""
        page = self.open_page(width=PHONE, javascript=False, timezone_id="Europe/Lisbon", has_touch=True)
        return Plain(page, self.server).come(person.name)

    def at(self, instant: datetime) -> None:
        """It is then, for the server too; everybody has stayed at their browser."""
        SignIn.update(seen_at=instant, fresh_at=instant, ends_at=instant + timedelta(days=7)).execute()
        self.server.now(instant.isoformat())

    def mail(self, person: Someone, letter: str):
        """The letter of this kind that arrives for them now."""
        found = []

        def there():
            new = self.inbox.to(person.email)[self.read.get(person.email, 0) :]
            found[:] = [mail for mail in (opened(one, person) for one in new) if mail.letter == letter]
            return found

        run.wait_until(there, 20, f"{letter} to {person.name}")
        self.read[person.email] = len(self.inbox.to(person.email))
        return found[-1]

    def settled(self) -> None:
        """The law holds."""
        assert invariants.broken() == []


@pytest.fixture
def stage(start_server, smtp, inbox, open_page):
    """The real server, with a real mail server behind it."""
    url = f"smtp://{smtp.hostname}:{smtp.port}"
    server = start_server(now=story.NOW.isoformat(), PARLOR_DEMO="1", PARLOR_SMTP_URL=url)
    database.connect(f"sqlite:///{server.home / 'parlor.db'}")
    world = story.build()
    Someone.update(demo="Of the tests").execute()
    yield Stage(server, world, inbox, open_page)
    database.close()


def picture(me: Person, name: str) -> None:
    """Leave a picture of this page, where pictures are wanted; nothing on it runs out of the window."""
    wide = me.page.evaluate("document.documentElement.scrollWidth") if me.scripts else 0
    assert wide <= DESK, f"{name} runs out of the window"
    if PICTURES:
        me.page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)


def crowd(stage: Stage) -> tuple[Study, list[Session]]:
    """The study in which three people have a conversation ahead, each of whom can come by a click."""
    found = story.crowd(stage.world)
    Someone.update(demo="Of the tests").execute()
    return found


def pick_first(me: Person, day: int) -> datetime:
    """Choose the first time of one of the days; gives it."""
    one = me.page.locator("fieldset.day").nth(day).locator("input[name=starts_at]").first
    me.tick(one)
    return datetime.fromisoformat(one.get_attribute("value"))


# ---- 1


def test_1_a_customer_cancels_one_late_and_then_all_that_is_pending(stage):
    study, talks = crowd(stage)
    stage.at(START - 3 * HOUR)
    ada = stage.desk(stage.world.ada)
    ada.go(page_of(talks[0]))
    ada.do("cancel")
    ada.reads("This would be a late change")
    ada.tick(ada.page.get_by_label("Something else came up at that time"))
    ada.push("See what would follow")
    ada.reads("€15.00 would be owed to amara.o.")
    picture(ada, "1-cancel-one")
    ada.do("cancel")
    ada.state("Canceled")
    assert entry(stage.mail(talks[0].contributor, "canceled").says("€15.00"))[0] == CANCEL
    amara = stage.phone(talks[0].contributor)
    amara.go(page_of(talks[0]))
    amara.state("Canceled")
    picture(amara, "1-canceled-phone")

    ada.go(f"/studies/{study.code}")
    ada.push_menu("Actions", "cancel_pending")
    ada.reads("Nothing has happened yet")
    ada.reads("Or tell them first")
    picture(ada, "1-cancel-all")
    ada.tick(ada.page.get_by_label("We are changing the study"))
    ada.push("Cancel 2 sessions")
    reload_until(ada.page, "canceled")
    picture(ada, "1-cancel-all-done")
    for talk in talks[1:]:
        assert stage.mail(talk.contributor, "canceled").method == CANCEL
        assert story.again(talk).state == "canceled"
    stage.settled()


# ---- 2


def test_2_the_same_contributor_is_asked_and_takes_the_proposed_time(stage):
    session = story.booked(stage.world)
    ada, cleo = stage.desk(stage.world.ada), stage.phone(stage.world.cleo)
    ada.go(page_of(session))
    ada.do("reschedule")
    ada.reads("The same contributor can not be guaranteed.")
    ada.tick(ada.page.get_by_label("The same contributor"))
    proposed = ada.page.locator("select[name=proposed]:visible").first
    proposed.select_option(index=8)
    start = datetime.fromisoformat(proposed.input_value())
    ada.write(ada.page.get_by_label("Anything to add?"), "Our ship is late.")
    ada.push("See what would follow")
    ada.reads("Nothing has happened yet")
    picture(ada, "2-reschedule-form")
    ada.do("reschedule")
    ada.state("Waiting for a new time")
    picture(ada, "2-rescheduling-desk")
    asks = stage.mail(stage.world.cleo, "pick_new_time")
    assert entry(asks)[0] == CANCEL
    cleo.go(asks.link("/sessions/"))
    cleo.reads("They propose")
    picture(cleo, "2-asked-phone")
    cleo.go(page_of(session))
    cleo.state("Waiting for a new time")
    picture(cleo, "2-asked-talk-phone")
    cleo.push("Take this time")
    cleo.state("Scheduled")
    picture(cleo, "2-rebooked-phone")
    for person in (stage.world.ada, stage.world.cleo):
        assert entry(stage.mail(person, "rebooked"))[0::3] == (REQUEST, start)
    ada.page.wait_for_load_state()
    ada.page.reload()
    ada.state("Scheduled")
    stage.settled()


def test_2_a_new_contributor_and_a_decline(stage):
    study = story.live_study(stage.world, places=2, invitees=[stage.world.cleo, stage.world.mallory])
    session = story.booked(stage.world, study)
    other = story.booked(stage.world, study, stage.world.mallory, starts_at=START + DAY)
    ada = stage.desk(stage.world.ada)
    ada.go(page_of(session))
    ada.do("reschedule")
    ada.tick(ada.page.get_by_label("A new contributor"))
    ada.do("reschedule")
    ada.state("Canceled")
    picture(ada, "2-somebody-else")
    stage.mail(stage.world.cleo, "canceled").says("They will talk with someone else at another time.")
    ada.go(page_of(other))
    ada.do("reschedule")
    ada.tick(ada.page.get_by_label("The same contributor"))
    ada.do("reschedule")
    ada.state("Waiting for a new time")
    mallory = stage.phone(stage.world.mallory)
    mallory.go(f"{page_of(other)}?as=contributor")
    picture(mallory, "2-decline-phone")
    mallory.do("decline")
    mallory.state("Canceled")
    assert stage.mail(stage.world.ada, "declined").method == CANCEL
    assert story.again(study).open_places == 2
    stage.settled()


# ---- 3


def test_3_a_contributor_moves_and_then_does_not_qualify_after_all(stage):
    session = story.booked(stage.world)
    cleo = stage.phone(stage.world.cleo)
    cleo.go(page_of(session))
    cleo.do("move")
    start = pick_first(cleo, 3)
    cleo.push("See what would follow")
    cleo.reads("Nothing has happened yet")
    picture(cleo, "3-move-phone")
    cleo.do("move")
    cleo.state("Scheduled")
    for person in (stage.world.ada, stage.world.cleo):
        assert entry(stage.mail(person, "moved"))[0::3] == (REQUEST, start)
    cleo.do("cancel")
    cleo.tick(cleo.page.get_by_label("I do not qualify after all"))
    cleo.push("See what would follow")
    picture(cleo, "3-cancel-phone")
    cleo.do("cancel")
    cleo.state("Canceled")
    stage.mail(stage.world.ada, "canceled").says("They found that they do not qualify after all.")
    ada = stage.desk(stage.world.ada)
    ada.go(page_of(session))
    ada.state("Canceled")
    picture(ada, "3-canceled-desk")
    stage.settled()


# ---- 4


def test_4_word_against_word_is_put_right_and_paid(stage):
    session = story.booked(stage.world)
    ada, cleo = stage.desk(stage.world.ada), stage.phone(stage.world.cleo)
    stage.at(END + MINUTE)
    for me, name in ((ada, "4-asked-desk"), (cleo, "4-asked-phone")):
        me.go(f"{page_of(session)}/join")
        me.tick(me.page.locator("input[name=says][value=they_absent]"))
        picture(me, name)
        me.do("answer")
    cleo.go(page_of(session))
    cleo.state("No show")
    picture(cleo, "4-no-show-phone")
    ada.go(page_of(session))
    ada.state("No show")
    picture(ada, "4-no-show-desk")
    olga = stage.desk(stage.world.olga)
    olga.go(f"/reports/{Report.get().code}")
    olga.do("dismiss")
    olga.write(olga.page.get_by_label("Why?"), "The chat shows it.")
    picture(olga, "4-dispute")
    olga.do("dismiss")
    olga.state("Dismissed")
    stage.mail(stage.world.cleo, "overturned")
    ada.go(f"/participants/{session.participant.code}")
    ada.state("Submitted")
    ada.do("complete")
    ada.state("Completed")
    cleo.go("/money")
    expect(cleo.page.locator(".bill li").first).to_contain_text("€60.00")
    stage.settled()


# ---- 5


def test_5_after_a_no_show_the_study_is_duplicated_for_that_person(stage):
    session = story.missed(stage.world)
    stage.mail(stage.world.cleo, "invitation")
    stage.at(END + HOUR)
    ada, cleo = stage.desk(stage.world.ada), stage.phone(stage.world.cleo)
    ada.go(page_of(session))
    ada.reads("Duplicate the study and choose Specific contributors")
    picture(ada, "5-dead-end")
    ada.follow("Duplicate the study")
    ada.reads("It asks one person: cleo.marchetti, by username.")
    picture(ada, "5-duplicate")
    ada.do("duplicate")
    copy = Study.select().order_by(Study.id.desc()).get()
    ada.go(f"/studies/{copy.code}")
    ada.do("launch")
    ada.state("Live")
    invited = stage.mail(stage.world.cleo, "invitation")
    cleo.go(invited.link("/participants/"))
    cleo.reads("You are invited to a conversation about")
    picture(cleo, "5-invited-again-phone")
    assert Participant.get(Participant.study == copy).person == stage.world.cleo
    stage.settled()


# ---- 6


def test_6_a_freed_place_is_offered_to_who_waits(stage):
    amara = story.contributor("amara.o")
    Someone.update(demo="Of the tests").execute()
    study = story.live_study(stage.world, places=1, reserves=2, invitees=[stage.world.cleo, amara])
    session = story.booked(stage.world, study)
    place = story.qualified(stage.world, study, amara)
    waits = stage.phone(amara)
    waits.go(f"/participants/{place.code}/times")
    picture(waits, "6-full-phone")
    waits.do("wait")
    waits.reads("You are on the waiting list")
    picture(waits, "6-waiting-phone")
    ada = stage.desk(stage.world.ada)
    ada.go(f"/studies/{study.code}/waiting")
    ada.reads("1 of 2 reserves wait")
    picture(ada, "6-list-desk")
    cleo = stage.phone(stage.world.cleo)
    cleo.go(page_of(session))
    cleo.do("cancel")
    cleo.tick(cleo.page.get_by_label("I am not available any more"))
    cleo.do("cancel")
    cleo.state("Canceled")
    called = stage.mail(amara, "called_up")
    waits.go(called.link("/participants/"))
    waits.reads("A place is free for you")
    picture(waits, "6-called-phone")
    ada.page.wait_for_load_state()
    ada.page.reload()
    ada.reads("A place is kept for")
    picture(ada, "6-kept-desk")
    waits.go(f"/participants/{place.code}/times")
    pick_first(waits, 2)
    waits.do("book")
    waits.state("Scheduled")
    assert stage.mail(stage.world.ada, "booked").method == REQUEST
    stage.settled()


# ---- 7 and 8


def test_7_and_8_the_plan_and_the_study(stage):
    study, talks = crowd(stage)
    studies.set_hours(stage.world.bo, stage.world.bo.zone, story.WEEKDAYS)
    ada = stage.desk(stage.world.ada)
    ada.go("/plan")
    ada.reads("90 reserved")
    ada.reads("Nothing about canceling uses a unit.")
    picture(ada, "7-plan")
    ada.go(f"/studies/{study.code}")
    ada.go(f"/studies/{study.code}/close")
    ada.reads("3 conversations to come")
    picture(ada, "8-close-refused")
    ada.go(f"/studies/{study.code}/pause")
    picture(ada, "8-pause")
    ada.do("pause")
    ada.state("Paused")
    amara = stage.phone(talks[0].contributor)
    amara.go(page_of(talks[0]))
    amara.state("Scheduled")
    ada.go(f"/studies/{study.code}/resume")
    ada.do("resume")
    ada.state("Live")
    ada.go(f"/studies/{study.code}/add_places")
    ada.write(ada.page.get_by_label("How many"), "2")
    ada.push("See what")
    ada.reads("60 units would be reserved.")
    picture(ada, "8-add-places")
    ada.do("add_places")
    ada.reads("of 5 taken")
    ada.go(f"/studies/{study.code}/cancel")
    ada.reads("A canceled study can not be opened again.")
    picture(ada, "8-cancel-study")
    ada.tick(ada.page.get_by_label("The audience is wrong"))
    ada.do("cancel")
    ada.state("Canceled")
    for talk in talks:
        assert stage.mail(talk.contributor, "canceled").method == CANCEL
    ada.go("/plan")
    ada.reads("0 reserved")
    ada.reads("500 available")
    picture(ada, "7-plan-after")
    stage.settled()
