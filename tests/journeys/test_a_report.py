"""A report from the first word to the last: Ada reports Cleo, the reward is on hold, Olga upholds it, Cleo appeals,
Otto dismisses it, and Cleo is paid after all. Over HTTP on both databases; in Chromium with scripts and without."""

from datetime import datetime

import pytest
from playwright.sync_api import expect

from commands.people import add_person
from models import Mark, Outgoing, Payout, Report, Session, database
from models import Person as Someone
from outbox.drain import drain
from tests import world as story
from tests.journeys.people import Person, Plain
from tests.journeys.test_in_chromium import DESK, NOW, PHONE, ways
from tests.services import server as servers
from tests.views.app import app_at, hands_of

WHY = "They said that they take a ferry every week, and had never been on one."
SIDE = "I take the small one at Cacilhas. Nobody asked me about that one."
AGAIN = "Here are my tickets of May."


@pytest.fixture
def place(database_url, tmp_path):
    """The app with everybody in it, and a second operator."""
    app, clock = app_at(database_url, story.NOW, tmp_path)
    world = story.build()
    otto = Someone.create(email="otto@parlor.example", name="Otto Berg", operator=True, created_at=story.NOW)
    story.completed(world)
    clock.at = story.END + 2 * story.HOUR
    yield app, clock, world, otto
    database.close()


def test_reported_held_upheld_appealed_dismissed_and_paid(place):
    app, clock, world, otto = place
    report = held(app, world)
    clock.at += story.HOUR
    decided(app, world, report)
    clock.at += story.DAY
    answered_back(app, world, report)

    clock.at += story.DAY
    hands = hands_of(app, otto).open("/reports").follow("Did not seem qualified")
    hands.press("dismiss", note="The tickets settle it.").see("It is decided")
    cleo = hands_of(app, world.cleo).open(report).see("The tickets settle it.").see("This was decided on appeal")
    cleo.open("/standing").see("0 marks count now.").see("It no longer counts.")
    cleo.open("/money").see("The customer will send it.")

    ada = hands_of(app, world.ada).open(f"/payouts/{Payout.get().code}")
    ada.press("pay_out")
    ada.press("settle", proof="Bank 7")
    cleo.open("/money").see("It was paid.")
    drain(app.config["SETTINGS"], clock.now)
    letters = [row.letter for row in _letters(world.cleo)]
    assert [name for name in letters if name.startswith("report")] == [
        "reported", "report_upheld", "report_appealed", "report_dismissed",
    ]  # fmt: skip
    assert letters[-1] == "paid"


def held(app, world) -> str:
    """Ada reports, the money is on hold, and Cleo tells her side; where the report is."""
    ada, cleo, talk = hands_of(app, world.ada), hands_of(app, world.cleo), Session.get()
    ada.open(f"/sessions/{talk.code}").press("report", reason="not_qualified", note=WHY)
    ada.see("Your report has arrived.").see("€60.00 is on hold.")
    report = f"/reports/{Report.get().code}"
    cleo.open("/money").see("On hold because a report is open. An operator decides.").follow("Read the report")
    cleo.see(WHY).see("Halden Ferries").press("reply", note=SIDE)
    ada.open(report).see(SIDE)
    ada.open(f"/payouts/{Payout.get().code}").see("On hold because a report is open.")
    ada.open(f"/sessions/{talk.code}").follow("See the report")
    assert ada.url == report
    return report


def decided(app, world, report) -> None:
    """Olga upholds it: a mark, and the money waits for the time to appeal."""
    olga, cleo = hands_of(app, world.olga), hands_of(app, world.cleo)
    olga.open("/operator").follow("Decide")
    olga.see("cleo.marchetti").see("due by").follow("Did not seem qualified")
    olga.see(WHY).see(SIDE).press("uphold", note="The ferry of the study is another one.")
    olga.see("It is decided")
    assert not Mark.get().struck_at
    cleo.open("/standing").see("A report about you was upheld").see("1 mark counts now.").see("It counts until")
    cleo.open("/money").see("You can appeal until Thursday 10 December, 17:00 (Lisbon).")


def answered_back(app, world, report) -> None:
    """Cleo appeals, and Olga can not decide that."""
    cleo = hands_of(app, world.cleo).open("/standing").follow("Appeal, until")
    cleo.send(cleo.form(event="appeal"), event="appeal", note=AGAIN)
    cleo.see("Your appeal has arrived.")
    assert not cleo.offers("appeal")
    hands_of(app, world.olga).open(report).see(AGAIN).see("Another operator decides an appeal.")
    hands_of(app, world.ada).open(f"/payouts/{Payout.get().code}").see("On hold because a report was appealed.")


def _letters(person):
    """The letters to somebody that were sent, in their order."""
    return Outgoing.select().where(Outgoing.recipient == person.id, Outgoing.state != "dropped").order_by(Outgoing.id)


# ---- In Chromium


@pytest.fixture
def demo(start_server):
    """The real server with the people of the demo, and a second operator."""
    server = start_server(now=NOW, PARLOR_DEMO="1")
    servers.parlor("demo", env=server.environment)
    database.connect(f"sqlite:///{server.home / 'parlor.db'}")
    now = datetime.fromisoformat(NOW)
    add_person("otto@parlor.example", "Otto Berg", "Europe/Madrid", now, demo="Operator", operator=True)
    database.close()
    return server


@pytest.mark.browser
@ways((Person, DESK), (Plain, PHONE), slow=((Person, PHONE), (Plain, DESK)))
def test_the_same_in_chromium(demo, open_page, way, width):
    def come(name: str) -> Person:
        page = open_page(width=width, javascript=way.scripts, timezone_id="Europe/Oslo", has_touch=width == PHONE)
        return way(page, demo).come(name)

    ada, mika, olga, otto = (come(name) for name in ("Ada Lindqvist", "Mika Halonen", "Olga Ruiz", "Otto Berg"))
    person = completed(ada)
    report = reported(ada)
    upheld(olga, report)
    appealed(mika)
    olga.go(report)
    olga.reads("Another operator decides an appeal.")
    dismissed(otto, report)
    ada.go(person)
    ada.press(ada.page.locator(".bill li", has_text="€60.00").get_by_role("link", name="See the payout"))
    ada.do("pay_out")
    ada.do("settle")
    ada.do("settle")
    ada.state("Paid")
    mika.go("/money")
    expect(mika.page.locator(".bill li", has_text="€60.00").first).to_contain_text("Paid")


def completed(ada: Person) -> str:
    """She marks Mika as Completed; where that page is."""
    ada.go("/studies")
    ada.press(ada.page.get_by_role("link", name="Buying a ferry").first)
    ada.page.wait_for_url("**/studies/*")
    ada.go(f"{ada.page.url.split('?')[0]}/participants?state=submitted")
    ada.press(ada.page.get_by_role("link", name="mika_h").first)
    ada.page.wait_for_url("**/participants/*")
    ada.do("complete")
    ada.state("Completed")
    return ada.page.url


def reported(ada: Person) -> str:
    """She reports Mika, having read what follows; where the report is."""
    ada.do("report")
    ada.reads("goes on hold until it is decided.")
    ada.tick(ada.page.get_by_label("Did not seem qualified"))
    ada.write(ada.page.get_by_label("What happened?"), WHY)
    ada.do("report")
    ada.reads("Your report has arrived.")
    return ada.page.url


def upheld(olga: Person, report: str) -> None:
    """She decides, and not without words."""
    olga.go(report)
    olga.do("uphold")
    olga.reads("One mark is added to their standing.")
    olga.do("uphold")
    olga.reads("Please say why, in a few words.")
    olga.write(olga.page.get_by_label("Why?"), "The answers do not fit.")
    olga.do("uphold")
    olga.state("Upheld")


def appealed(mika: Person) -> None:
    """They read of it beside their money, and appeal."""
    mika.go("/money")
    mika.reads("On hold because an operator upheld a report")
    mika.follow("Read the report")
    mika.do("appeal")
    mika.write(mika.page.get_by_label("Why do you see it differently?"), AGAIN)
    mika.do("appeal")
    mika.state("Appealed")


def dismissed(otto: Person, report: str) -> None:
    """Somebody else decides the other way."""
    otto.go(report)
    otto.do("dismiss")
    otto.reads("is free again.")
    otto.write(otto.page.get_by_label("Why?"), "The tickets settle it.")
    otto.do("dismiss")
    otto.state("Dismissed")
