"""The thread in a real Chromium on the real server: writing swaps it in, and showing it marks it as read."""

import pytest
from playwright.sync_api import expect

from tests.journeys.people import sign_in
from tests.services import run
from tests.services import server as servers
from tests.views.room.test_here_in_chromium import NOW, rows

pytestmark = pytest.mark.browser


@pytest.fixture
def talk(start_server):
    """(the demo on a real server, the address of Amara's conversation)."""
    server = start_server(now=NOW, PARLOR_DEMO="1")
    servers.parlor("demo", env=server.environment)
    hers = "FROM session JOIN person ON contributor_id = person.id WHERE username LIKE 'amara%'"
    ((code,),) = rows(server, f"SELECT session.code {hers}")
    return server, f"{server.url}/sessions/{code}"


def test_it_is_written_in_place_and_read_when_it_is_shown(talk, open_page):
    server, address = talk
    amara = sign_in(open_page(width=360), server, "Amara Okonkwo")
    amara.goto(address)
    amara.get_by_label("Write a message").fill("Running late.\nTen minutes.")
    amara.locator("[data-event=write]").click()
    expect(amara.locator(".thread")).to_contain_text("Ten minutes.")
    expect(amara.locator("[data-event=write]")).to_be_focused()
    expect(amara.get_by_label("Write a message")).to_have_value("")
    amara.locator("[data-event=write]").click()
    expect(amara.get_by_label("Write a message")).to_be_focused()
    expect(amara.locator(".field .error")).to_contain_text("Please write something first.")

    ada = sign_in(open_page(width=1280), server, "Ada Lindqvist")
    ada.goto(address)
    unread = "SELECT COUNT(*) FROM message WHERE read_at IS NULL"
    assert rows(server, unread) == [(1,)]
    ada.locator("#unread").scroll_into_view_if_needed()
    run.wait_until(lambda: rows(server, unread) == [(0,)], 10, "what was shown is read")
    expect(ada.locator("#unread")).to_have_count(0)
    assert ada.evaluate("document.activeElement.tagName") == "BODY"
    assert rows(server, "SELECT state FROM outgoing WHERE letter = 'message'") == [("dropped",)]


def test_on_paper_nothing_is_left_to_press(talk, open_page):
    server, address = talk
    ada = sign_in(open_page(width=700), server, "Ada Lindqvist")
    ada.goto(address)
    ada.emulate_media(media="print", color_scheme="dark")
    for gone in (".rail", ".button", "form", ".crumbs"):
        assert ada.locator(gone).locator("visible=true").count() == 0, gone
    assert ada.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    assert ada.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(0, 0, 0)"
    expect(ada.locator(".timeline")).to_be_visible()
