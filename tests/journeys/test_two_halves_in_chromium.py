"""The article on the recruiting integration by hand, in a real Chromium: the study in one Parlor, the project in
another, and nothing between them but the network. Ada at her desk on both sides, the people who take part on a phone;
every call is made by the servers' own workers.

With PARLOR_TEST_PICTURES=<folder> each stop leaves a picture there.
"""

import os
import re

import pytest
from playwright.sync_api import expect

from models import Person as Someone
from models import database
from tests import world as story
from tests.journeys.people import Keys, Person, Plain, reload_until

pytestmark = pytest.mark.browser
PHONE, DESK = 360, 1280
PICTURES = os.environ.get("PARLOR_TEST_PICTURES")
PEOPLE = ("Cleo Marchetti", "Dana Reis")
ASKED = "How easy was it to find a crossing?"
HANDED = {"link": "link", "key": "key", "calls_url": "calls", "secret": "secret"}  # field there -> what is shown here


class Slowly(Keys):
    """Keys alone, and a look at the page before going on: Enter does not wait for where it leads."""

    def press(self, target) -> None:
        super().press(target)
        self.page.wait_for_timeout(400)
        self.page.wait_for_load_state()


class TwoSides:
    """Two installations that know nothing of each other: `study` has the test, `project` the people."""

    def __init__(self, start_server, open_page, way=Person, desk=DESK):
        given = {"now": story.NOW.isoformat(), "PARLOR_DEMO": "1", "PARLOR_TARGET_HOSTS": "127.0.0.1,localhost"}
        # Two names of one machine, so that a browser keeps the two sign-ins apart.
        self.study, self.project = (start_server(host=host, **given) for host in ("127.0.0.1", "localhost"))
        for server in (self.study, self.project):
            database.connect(f"sqlite:///{server.home / 'parlor.db'}")
            for person in (story.build().cleo, story.contributor("dana.reis")):
                story.known(person)
            Someone.update(demo="Of the tests").execute()
            database.close()
        self.open_page, self.way, self.desk = open_page, way, desk
        self.tester, self.recruiter = (self.ada(server) for server in (self.study, self.project))

    def ada(self, server) -> Person:
        """Ada at her desk, on one of the two sides."""
        page = self.open_page(width=self.desk, timezone_id="Europe/Oslo", javascript=self.way.scripts)
        return self.way(page, server).come("Ada Lind")

    def phone(self, name: str) -> Person:
        """Somebody of the recruiting side's network, with a phone that knows neither side yet."""
        page = self.open_page(
            width=PHONE, timezone_id="Europe/Lisbon", has_touch=True, javascript=self.way.scripts
        )
        return self.way(page, self.project).come(name)

    def boards(self, pid: str, *seen: str, tester: str = "open", recruiter: str = "open") -> None:
        """Both boards say so of this person, as soon as the calls have been made: (recruiting side, how they compare,
        study); under which tab of the study's side and of the recruiting side."""
        for me, tab in ((self.tester, tester), (self.recruiter, recruiter)):
            me.go(f"/board?q={pid}&show={tab}")
            states = me.page.locator("tbody tr .state")
            for _try in range(80):
                if states.all_inner_texts()[:3] == list(seen):
                    break
                me.page.wait_for_timeout(100)
                me.page.reload()
            assert states.all_inner_texts()[:3] == list(seen)


def picture(me: Person, name: str) -> None:
    """Leave a picture of this page, where pictures are wanted; nothing on it runs out of the window."""
    me.page.wait_for_load_state()
    wide, there = me.page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert wide <= there, f"{name} runs out of the window"
    if PICTURES:
        me.page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)


def type_in(me: Person, **fields: str) -> None:
    """Put these into the fields of these names."""
    for name, text in fields.items():
        me.write(me.page.locator(f"[name={name}]:visible").first, text)


def part_one(ada: Person) -> dict[str, str]:
    """The test as usual, with the Invite Network link as its audience; launched, the recruiter added. Gives what is
    handed over: the link of the study's own page, as the article says, and what the connection shows."""
    page = ada.go("/studies/new").page
    type_in(ada, title="Finding a crossing")
    ada.tick(page.locator("[name=kind][value=survey]"))
    ada.press(page.locator("main [type=submit]").first)
    ada.tick(page.locator("[name=length][value='15']"))
    type_in(ada, reward="5")
    ada.do("save")
    ada.tick(page.locator("[name=audience][value=invite]"))
    type_in(ada, places="10")
    ada.do("save")
    ada.titled("Screener")
    ada.do("save")
    type_in(ada, q0=ASKED, q0a0="Easy", q0a1="Hard")
    ada.do("save")
    ada.do("launch")
    ada.state("Live")
    picture(ada, "1-study")
    link = page.locator("input[readonly]").first.input_value()
    ada.follow("Outside recruiters")
    ada.reads("Nobody sends people from outside yet")
    type_in(ada, name="Northern Recruiting and Fieldwork Association of the Upper Coast")
    ada.do("recruiter_connected")
    ada.reads("Waits for its hello")
    ada.follow("Show the secret")
    picture(ada, "1-hand-over")
    return {name: page.locator(f"#its-{shown}").input_value() for name, shown in HANDED.items()} | {"link": link}


def part_two(ada: Person, handed: dict[str, str]) -> None:
    """The screener, the Integration page, and who reconciles."""
    page = ada.go("/projects").page
    ada.reads("No projects yet")
    ada.follow("New project")
    type_in(ada, title="Ferry users")
    ada.press(page.locator("main [type=submit]").first)
    type_in(ada, about="A short survey.", incentive="45")
    ada.do("save")
    type_in(ada, wanted="5")
    ada.do("save")
    ada.do("add_question")
    type_in(ada, q0="How often do you take a ferry?", q0a0="Every week", q0a1="Never")
    ada.do("save")
    type_in(ada, link=handed["link"])
    ada.do("test_link")
    ada.reads("This study is at another host")
    picture(ada, "2-link-alone")
    type_in(ada, **handed)
    ada.pick(page.locator("[name=kind]"), "Survey")
    ada.do("test_link")
    ada.reads("Both sides know each other")
    picture(ada, "2-link-tested")
    ada.do("save")
    ada.pick(page.locator("[name=owner]"), "Ada Lind")
    ada.tick(page.locator("[name=owner_ticked]"))
    ada.do("save")


def part_three(ada: Person) -> None:
    """Launched, and people are invited by themselves."""
    ada.do("launch")
    ada.state("Live")
    picture(ada, "3-launched")
    reload_until(ada.page, "2 people were invited so far")
    picture(ada, "3-invited")


def sent_on(sides: TwoSides, name: str) -> tuple[Person, str]:
    """They answer the screener and are in the study with the very answer; their phone, and their ID."""
    me = sides.phone(name)
    me.go("/me")
    me.press(me.page.get_by_role("link", name="Ferry users").first)
    me.titled("Ferry users")
    picture(me, "4-invitation")
    me.do("open_screener")
    me.tick(me.page.get_by_label("Every week"))
    me.do("answer")
    me.page.wait_for_url(f"{sides.study.url}/**")
    me.reads("You come from Northern Recruiting")
    picture(me, "4-arrived")
    pid = re.search(r"pid=(pp_\w+)", me.page.url)[1]
    me.do("arrive")
    me.state("Qualified")
    picture(me, "4-begin")
    return me, pid


def finished(sides: TwoSides, me: Person, pid: str) -> None:
    """They take the survey, send it, and come back by the signed link."""
    me.do("start")
    sides.boards(pid, "Incomplete", "Match", "Started", tester="matched", recruiter="matched")
    me.tick(me.page.get_by_label("Easy", exact=True))
    me.do("answer")
    me.reads("Ready to send")
    me.do("submit")
    me.state("Complete (test finished)")
    picture(me, "5-sent")
    me.do("way_back")
    me.page.wait_for_url(f"{sides.project.url}/back/**")
    me.titled("Thank you, that was it")
    picture(me, "5-back")
    me.follow("Go to my page")
    reload_until(me.page, "Now it is their turn")
    me.state("Submitted")
    picture(me, "5-submitted")


def completed_by_hand(sides: TwoSides, me: Person, pid: str) -> None:
    """Completed is said once, by a person at the recruiting side; the incentive is due once, the study follows."""
    ada, there = sides.recruiter, sides.tester
    sides.boards(pid, "Submitted", "Match", "Complete (test finished)")
    picture(there, "6-board-of-the-study")
    ada.do("complete")
    ada.reads("Nothing has happened yet")
    ada.reads("€45.00 is owed in total")
    picture(ada, "6-look")
    ada.push("Complete and release €45.00")
    ada.reads("They are completed.")
    picture(ada, "6-completed")
    sides.boards(pid, "Completed", "Match", "Completed", tester="settled", recruiter="owed")
    ada.go("/payouts")
    expect(ada.page.locator("tbody tr")).to_have_count(1)
    ada.reads("1 payout is due: €45.00")
    picture(ada, "6-payouts")
    me.page.reload()
    me.state("Completed")
    picture(me, "6-told")


def excluded_in_order(sides: TwoSides, me: Person, pid: str) -> None:
    """Asked for at the study, it waits; removed at the recruiting side, they are excluded at the study by itself."""
    ada, there = sides.recruiter, sides.tester
    sides.boards(pid, "Submitted", "Match", "Complete (test finished)")
    # The wrong order is not possible, and the page says why.
    there.follow(pid.replace("pp_", "i"))
    there.reads("Remove them at the recruiting side first")
    expect(there.page.locator("button[data-event=exclude]")).to_have_attribute("aria-disabled", "true")
    picture(there, "7-person")
    there.do("exclude_in_order")
    there.reads("Only your team reads this")
    picture(there, "7-asking")
    there.tick(there.page.locator("[name=reason]").first)
    there.do("exclude")
    there.reads("The exclusion waits for the recruiting side")
    expect(there.page.locator("body")).to_contain_text("The recruiting side is asked to remove them.")
    there.state("Complete (test finished)")
    picture(there, "7-waits")
    ada.go(f"/board?q={pid}")
    reload_until(ada.page, "Exclusion asked for")
    picture(ada, "7-asked")
    ada.follow(pid)
    picture(ada, "7-candidate")
    ada.do("remove")
    picture(ada, "7-removing")
    ada.tick(ada.page.locator("[name=reason]").first)
    ada.do("remove")
    ada.state("Removed")
    picture(ada, "7-removed")
    reload_until(there.page, "Excluded")
    there.state("Excluded")
    picture(there, "7-excluded")
    for side in (ada, there):
        assert pid.removeprefix("pp_") not in side.page.reload().text()
        side.go(f"/board?q={pid}")
        side.reads("Nobody found")
    picture(there, "7-hidden")
    me.page.reload()
    picture(me, "7-told")


def test_the_article_between_two_installations(start_server, open_page):
    played(TwoSides(start_server, open_page))


@pytest.mark.slow
@pytest.mark.parametrize(("way", "desk"), [(Plain, PHONE), (Slowly, DESK)])
def test_the_same_without_scripts_on_a_phone_and_by_keyboard_alone(start_server, open_page, way, desk):
    played(TwoSides(start_server, open_page, way, desk))


def played(sides: TwoSides) -> None:
    """The whole article."""
    part_two(sides.recruiter, part_one(sides.tester))
    part_three(sides.recruiter)
    cleo, pid = sent_on(sides, PEOPLE[0])
    finished(sides, cleo, pid)
    completed_by_hand(sides, cleo, pid)
    dana, pid = sent_on(sides, PEOPLE[1])
    finished(sides, dana, pid)
    excluded_in_order(sides, dana, pid)
