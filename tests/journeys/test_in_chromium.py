"""The main story in a real Chromium on the real server: Ada at a desk and Cleo on a phone, from a draft to the money;
and Cleo's part without scripts, and with a keyboard alone."""

import csv
import re
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.journeys.people import answer_and_book, reload_until, sign_in, tab_to
from tests.services import server as servers

pytestmark = pytest.mark.browser
NOW = "2027-03-01T09:10:00+00:00"
TITLE = "Taking a bicycle on the night boat"
FERRY = "Buying a ferry ticket on your phone"
PHONE = {"width": 360, "locale": "en-GB", "timezone_id": "Europe/Lisbon", "has_touch": True}
MINUTE = timedelta(minutes=1)


@pytest.fixture
def demo(start_server):
    """The real server with the people of the demo, on a Monday morning."""
    server = start_server(now=NOW, PARLOR_DEMO="1")
    servers.parlor("demo", env=server.environment)
    return server


def write_study(page):
    """Ada writes a study with one question, looks at her hours, and launches."""
    page.get_by_role("link", name="New study").first.click()
    page.get_by_label("Title").fill(TITLE)
    page.get_by_role("button", name="Begin the draft").click()
    page.get_by_label("Reward for each person").fill("60")
    page.get_by_label("Link of the meeting").fill("https://meet.example/night-boat")
    page.get_by_label("Usernames").fill("cleo.marchetti")
    page.get_by_role("button", name="Add a question").click()
    page.get_by_label("Question", exact=True).fill("Do you own a bicycle?")
    expect(page.get_by_label("Reward for each person")).to_have_value(re.compile("60"))
    page.get_by_label("Answer 1", exact=True).fill("Yes")
    page.get_by_label("Answer 2", exact=True).fill("No")
    page.get_by_label("Means").nth(1).select_option(label="Does not fit")
    page.get_by_role("button", name="Save the draft").last.click()
    expect(page.locator("#said")).to_contain_text("Saved")


def give_hours(page):
    """Ada opens Wednesday afternoon until six."""
    page.get_by_role("link", name="Availability").first.click()
    wednesday = page.get_by_role("group", name="Wednesday")
    wednesday.get_by_label("To").nth(1).fill("18:00")
    page.get_by_role("button", name="Save the hours").click()
    expect(page.get_by_role("group", name="Wednesday").get_by_label("To").nth(1)).to_have_value("18:00")


def read_the_letter(page, server):
    """The letter to Ada can be read, with its calendar file."""
    page.goto(f"{server.url}/outbox")
    reload_until(page, "Booked with cleo.marchetti")
    page.get_by_role("link", name="Booked with cleo.marchetti").click()
    expect(page.frame_locator("iframe").locator("body")).to_contain_text(TITLE)
    expect(page.get_by_role("link", name="The calendar file")).to_be_visible()


def say_met(page):
    """Answer the question how it went."""
    page.reload()
    page.get_by_label("We talked").check()
    page.get_by_role("button", name="Send the answer").click()


def pay(page):
    """Ada signs in again, sends the payouts on their way, takes the file, and marks all of it as paid."""
    page.get_by_role("link", name="Payouts").first.click()
    page.locator("[data-event=pay_out_all]").click()
    expect(page.locator("h1")).to_have_text("Sign in once more")
    page.get_by_role("button", name="Sign in again as").click()
    page.locator("[data-event=pay_out_all]").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="File for the bank").click()
    with open(download.value.path(), encoding="utf-8-sig", newline="") as file:
        table = list(csv.reader(file))
    references = [row[0] for row in table[1:]]
    page.get_by_label("What was paid").fill("\n".join(f"{one}, Bank 7" for one in references))
    page.locator("[data-event=settle]").click()
    expect(page.locator("h1")).to_have_text("What became of each line")
    page.get_by_role("link", name="Back to the payouts").click()
    expect(page.get_by_role("row", name="cleo.marchetti")).to_contain_text("Paid")


def test_from_a_draft_to_the_money_on_both_sides(demo, open_page):
    ada = sign_in(open_page(width=1280), demo, "Ada Lindqvist")
    expect(ada.locator("h1")).to_have_text("Monday 1 March")
    give_hours(ada)
    ada.get_by_role("link", name="Studies").first.click()
    write_study(ada)
    if not ada.locator("[data-event=launch]").count():
        ada.get_by_role("link", name="Go back without saving").click()
    ada.locator("[data-event=launch]").click()
    expect(ada.locator(".state").first).to_have_text("Live")
    study = ada.url

    cleo = sign_in(open_page(**PHONE), demo, "Cleo Marchetti")
    begins = datetime.fromisoformat(answer_and_book(cleo, TITLE))
    talk = cleo.url
    expect(cleo.locator("main")).to_contain_text("Lisbon")
    read_the_letter(open_page(), demo)

    demo.now((begins - 5 * MINUTE).isoformat())
    cleo.reload()
    cleo.locator("#thumb [data-event=join]").click()
    expect(cleo.locator("#thumb [data-event=meet]")).to_have_attribute("href", "https://meet.example/night-boat")
    ada.goto(study)
    ada.get_by_role("link", name="cleo.marchetti").first.click()
    ada.get_by_role("link", name="Go to the join page").click()
    expect(ada.locator("[data-event=meet]")).to_have_attribute("href", "https://meet.example/night-boat")

    demo.now((begins + 61 * MINUTE).isoformat())
    say_met(cleo)
    expect(cleo.locator("main")).to_contain_text("We talked")
    say_met(ada)
    ada.goto(talk)
    expect(ada.locator(".state").first).to_have_text("Completed")
    ada.get_by_role("link", name="Everything about this person").click()
    expect(ada.locator(".state").first).to_have_text("Submitted")
    ada.locator("[data-event=complete]").click()
    expect(ada.locator(".state").first).to_have_text("Completed")
    pay(ada)
    cleo.goto(f"{demo.url}/money")
    expect(cleo.locator(".bill li", has_text=TITLE)).to_contain_text("Paid")


def test_a_contributor_needs_no_script(demo, open_page):
    cleo = sign_in(open_page(javascript=False, **PHONE), demo, "Cleo Marchetti")
    answer_and_book(cleo, FERRY)
    expect(cleo.locator("main")).to_contain_text("Ada Lindqvist")


def test_a_contributor_needs_no_mouse(demo, open_page):
    page = open_page(**PHONE)
    page.goto(f"{demo.url}/sign-in")
    tab_to(page, words="Cleo Marchetti")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Your conversations")
    tab_to(page, words=FERRY)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text(FERRY)
    tab_to(page, words="See if it suits you")
    page.keyboard.press("Enter")
    for number in ("Question 1 of 2", "Question 2 of 2"):
        expect(page.locator("main")).to_contain_text(number)
        tab_to(page, name="answer")
        page.keyboard.press("Space")
        tab_to(page, words="Next")
        page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("You will be on camera")
    tab_to(page, name="camera")
    page.keyboard.press("Space")
    tab_to(page, words="Finish")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("When would you like to talk?")
    tab_to(page, name="starts_at")
    page.keyboard.press("Space")
    tab_to(page, words="Take this time")
    page.keyboard.press("Enter")
    expect(page.locator(".state").first).to_have_text("Scheduled")
