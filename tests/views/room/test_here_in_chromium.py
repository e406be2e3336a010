"""The join page in a real Chromium on the real server: while it is open, it says that one is there."""

import sqlite3
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.journeys.people import sign_in
from tests.services import run
from tests.services import server as servers

pytestmark = pytest.mark.browser
NOW = "2027-03-01T09:10:00+00:00"


@pytest.fixture
def talk(start_server):
    """(the demo on a real server, the code of Amara's conversation), five minutes before it begins."""
    server = start_server(now=NOW, PARLOR_DEMO="1")
    servers.parlor("demo", env=server.environment)
    hers = "FROM session JOIN person ON contributor_id = person.id WHERE username LIKE 'amara%'"
    ((code, starts_at),) = rows(server, f"SELECT session.code, starts_at {hers}")
    server.now((datetime.fromtimestamp(starts_at, UTC) - timedelta(minutes=5)).isoformat())
    return server, code


def rows(server, sql: str) -> list:
    """What the server's database has."""
    with sqlite3.connect(server.home / "parlor.db") as connection:
        return connection.execute(sql).fetchall()


def test_while_the_page_is_open_it_says_that_one_is_here(talk, open_page):
    server, code = talk
    page = sign_in(open_page(width=360), server, "Amara Okonkwo")
    page.goto(f"{server.url}/sessions/{code}/join")
    seats = run.wait_until(lambda: rows(server, "SELECT seat, place FROM presence"), 10, "a sign of life arrived")
    assert seats == [("contributor", "room")]
    expect(page.locator("[data-beat-lost]")).to_be_hidden()
    expect(page.locator("[data-event=here]")).to_have_count(0)
    meeting = page.locator("#thumb [data-event=meet]")
    assert (meeting.get_attribute("target"), meeting.get_attribute("rel")) == ("_blank", "noopener")


def test_without_scripts_a_button_says_it(talk, open_page):
    server, code = talk
    page = sign_in(open_page(width=360, javascript=False), server, "Amara Okonkwo")
    page.goto(f"{server.url}/sessions/{code}/join")
    page.locator("[data-event=here]").click()
    assert "We know that you are here." in page.content()
    assert rows(server, "SELECT count(*) FROM presence") == [(1,)]
