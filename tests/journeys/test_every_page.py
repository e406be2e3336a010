"""Every page there is, opened by the right person in a real Chromium: what axe says of it, light and dark, narrow and
wide; that nothing stands out of it; and how much it weighs."""

import gzip
import sqlite3

import pytest

from tests.journeys import rounds
from tests.services import chromium as browsers

pytestmark = pytest.mark.browser
KB = 1024
SMALL, WIDE = 320, 1280
REST = [pytest.param(name, marks=pytest.mark.slow) for name in rounds.PAGES if name not in rounds.FEW]


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """The demo with somebody at every step."""
    with rounds.house(tmp_path_factory.mktemp("house")) as everybody:
        yield everybody


def answered(house, chromium, open_page, name: str, **options):
    """(the page opened by the right person, every answer it took); the page is the one that was meant."""
    signed = house.signed_in(chromium, rounds.PAGES[name][0])
    page = open_page(reduced_motion="reduce", **signed, **options)
    answers = []
    page.on("response", lambda answer: answers.append(answer))
    first = page.goto(house.address(name), wait_until="networkidle")
    assert first.status == (404 if name == "404" else 200)
    assert name == "404" or page.url == house.address(name)
    return page, answers


@pytest.mark.parametrize("name", [*rounds.FEW, *REST])
def test_a_page_is_light_axe_finds_nothing_and_nothing_stands_out(house, chromium, open_page, name):
    page, answers = answered(house, chromium, open_page, name)
    is_light(answers)
    for width in (SMALL, WIDE):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert browsers.accessibility(page) == [], f"{width} {scheme}"


def test_the_board_unfolds_on_a_phone_and_each_cell_says_what_it_is(house, chromium, open_page):
    page, _answers = answered(house, chromium, open_page, "board")
    table = page.locator("table.spread")
    for width, unfolded in ((SMALL, True), (WIDE, False)):
        page.set_viewport_size({"width": width, "height": 800})
        drawn = table.locator("tbody tr").first.evaluate("it => getComputedStyle(it).display")
        assert (drawn == "grid") is unfolded
        assert not unfolded or table.evaluate("it => it.parentElement.scrollWidth <= it.parentElement.clientWidth")
    labels = table.locator("tbody tr").first.locator("td[data-label]")
    shown = ["ID", "Recruiting side", "Compare", "ID", "Study", "Reward", "Owner"]
    assert [one.get_attribute("data-label") for one in labels.all()] == shown


@pytest.fixture(scope="module")
def german(tmp_path_factory):
    """The same, with everybody reading German."""
    home = tmp_path_factory.mktemp("german")
    with rounds.house(home) as everybody:
        with sqlite3.connect(home / "parlor.db") as connection:
            connection.execute("UPDATE person SET language = 'de'")
        yield everybody


@pytest.mark.slow
@pytest.mark.parametrize("name", rounds.PAGES)
def test_german_has_room_too(german, chromium, open_page, name):
    page, _answers = answered(german, chromium, open_page, name, locale="de-DE")
    assert page.locator("html").get_attribute("lang") == "de"
    for width in (SMALL, WIDE):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert browsers.accessibility(page) == []


def is_light(answers) -> None:
    """So few answers of so few bytes."""
    # The icon is for the tab of the browser, which asks for it when it likes
    own = [one for one in answers if one.request.method == "GET" and "favicon" not in one.url]
    assert len(own) <= 8, [one.url for one in own]
    assert weight(own, "text/html") <= 30 * KB
    assert weight(own, "text/css") <= 20 * KB
    assert weight(own, "javascript") <= 40 * KB


def weight(answers, kind: str) -> int:
    """The bytes of all answers of a kind, gzipped."""
    found = [one for one in answers if kind in one.headers.get("content-type", "")]
    assert found
    return sum(len(gzip.compress(one.body())) for one in found)
