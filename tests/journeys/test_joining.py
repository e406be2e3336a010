"""Somebody new: from the front door to the first conversation that is booked; over HTTP on both databases, and on a
phone in a real Chromium, with scripts and without."""

import re
from datetime import datetime

import pytest
from playwright.sync_api import expect

from commands import screeners, studies
from commands.fire import fire
from lifecycle.attempt import By
from models import Asking, Participant, Session, Study, database
from models import Person as Someone
from outbox.drain import drain
from outbox.secrets import sign_in_code
from tests import invariants
from tests import world as story
from tests.journeys import contributor_steps
from tests.journeys.people import Person, Plain, reload_until
from tests.services import chromium as browsers
from tests.services import server as servers
from tests.views.app import SECRET, app_at, hands_of

EMAIL, NAME = "robin.reed@mail.example", "patient-robin"
NOW = "2027-03-01T09:10:00+00:00"
PHONE = 360
TITLE = "The last boat of the day"
ASKS = [{"text": "Do you take the last boat?", "choices": [("Yes", "accept"), ("No", "reject")]}]


# ---- Over HTTP, on both databases


@pytest.fixture
def place(database_url, tmp_path):
    """The app and its people."""
    app, clock = app_at(database_url, story.NOW, tmp_path)
    yield app, clock, story.build()
    database.close()


def asked_to(world, name: str) -> Study:
    """Ada asks who is called so."""
    study = story.draft_study(world, title=TITLE)
    studies.name_invitees(study, [name])
    return fire(study, "launch", story.customer(world.ada), story.NOW)


def test_from_the_front_door_to_the_first_booking(place):
    app, clock, world = place
    hands = hands_of(app).open("/sign-in").follow("Join")
    hands.send(hands.form("ask"), event="ask", email=EMAIL, zone="Europe/Lisbon")
    hands.send(hands.form(holds="code"), code=sign_in_code(SECRET.encode(), Asking.get().code))
    hands.press("agree").press("name", username=NAME).press("tell", country="PT", languages=["pt"])
    hands.see("Nothing here yet")
    study = asked_to(world, NAME)
    drain(app.config["SETTINGS"], clock.now)
    hands.open("/me").see(TITLE).follow(TITLE).press("open_screener")
    question = study.asked()[0]
    hands.send(hands.form(holds="shown"), **{f"q{question.id}": str(question.choices[0].id)})
    hands.send(hands.form(holds="camera"), camera="1")
    form = hands.form(holds="starts_at")
    wanted = next(value for value in form.choices["starts_at"] if value != "none")
    hands.send(form, event="book", starts_at=wanted).see("Scheduled").see("Lisbon")
    session = Session.get()
    assert (session.contributor.username, session.contributor.guest) == (NAME, False)
    assert Participant.get().state == "booked"
    assert invariants.broken() == []
    ada = hands_of(app, world.ada).open(f"/sessions/{session.code}").see(NAME)
    assert EMAIL not in ada.html


# ---- On a phone


@pytest.fixture
def demo(start_server):
    """The real server with the people of the demo, on a Monday morning."""
    server = start_server(now=NOW, PARLOR_DEMO="1")
    servers.parlor("demo", env=server.environment)
    return server


def code_of(me: Person, subject: str) -> str:
    """The eight digits of the newest letter called so, read in a tab of its own."""
    mail = me.page.context.new_page()
    mail.goto(f"{me.server.url}/outbox")
    reload_until(mail, subject)
    mail.get_by_role("link", name=subject).first.click()
    text = mail.frame_locator("iframe").locator("h1").inner_text()
    mail.close()
    return re.search(r"\d{4}\s\d{4}", text).group()


def fits(me: Person) -> None:
    """Nothing stands out of the phone, and axe, which is a script, finds nothing."""
    me.page.wait_for_load_state()
    assert me.page.evaluate("document.documentElement.scrollWidth") <= PHONE
    assert not me.scripts or browsers.accessibility(me.page) == []


def join(me: Person) -> None:
    """From the front door to one's own home, with a look at every step."""
    me.go("/sign-in")
    me.follow("Join")
    me.write(me.page.get_by_label("Your e-mail address"), EMAIL)
    me.do("ask")
    me.titled("Look into your mail")
    fits(me)
    me.write(me.page.get_by_label("Eight digits"), code_of(me, "Your code to sign in"))
    me.push("Sign in")
    me.titled("What you agree to")
    fits(me)
    me.do("agree")
    me.titled("Your username")
    fits(me)
    me.write(me.page.get_by_label("Username"), NAME)
    me.do("name")
    me.titled("About you")
    fits(me)
    me.pick(me.page.get_by_label("Country you live in"), "Portugal")
    me.pick(me.page.get_by_label("Language 1"), "Portuguese")
    me.tick(me.page.get_by_label("iPhone"))
    me.do("tell")
    me.titled("Your conversations")
    me.reads("You told 3 of 11 facts")
    fits(me)


def invited(server: servers.Server) -> None:
    """The new member is asked to a study."""
    now = datetime.fromisoformat(NOW)
    database.connect(f"sqlite:///{server.home / 'parlor.db'}")
    ada = Someone.get(Someone.name == "Ada Lindqvist")
    by = By("customer", ada.id)
    study = studies.draft(ada.memberships.get().workspace, ada, now, title=TITLE, length=30, reward=3000, places=2,
                          meeting_link="https://meet.example/last-boat", about="We talk, you show.")  # fmt: skip
    studies.name_invitees(study, [NAME])
    fire(screeners.write(study, ASKS, by, now), "launch", by, now)
    database.close()


def another_address(me: Person) -> None:
    """Letters go elsewhere from now on, and what is booked stays."""
    me.go("/me/account")
    fits(me)
    me.do("change_address")
    fits(me)
    me.write(me.page.get_by_label("Your new e-mail address"), "robin@elsewhere.example")
    me.do("ask")
    fits(me)
    me.write(me.page.get_by_label("Eight digits"), code_of(me, "Your code for this address"))
    me.do("change_address")
    me.reads("robin@elsewhere.example")
    me.go("/me")
    expect(me.page.get_by_role("region", name="Conversations ahead")).to_contain_text(TITLE)


@pytest.mark.browser
@pytest.mark.parametrize("way", [Person, Plain], ids=["scripts", "plain"])
def test_somebody_new_books_a_first_conversation_on_a_phone(demo, open_page, way):
    page = open_page(width=PHONE, javascript=way.scripts, timezone_id="Europe/Lisbon", has_touch=True)
    me = way(page, demo)
    join(me)
    invited(demo)
    contributor_steps.take_part(me, TITLE)
    another_address(me)
