"""The usual week painted in a real Chromium: with the mouse, with a finger, with the keyboard, and without scripts."""

import pytest
from playwright.sync_api import expect

from tests.journeys.people import sign_in
from tests.services import server as servers

pytestmark = pytest.mark.browser
NOW = "2027-03-01T09:10:00+00:00"
TICKED = "() => [...document.querySelectorAll('input[name=h]:checked')].map((one) => one.value)"


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The real server with the people of the demo, on a Monday morning."""
    server = servers.start(tmp_path_factory.mktemp("home"), now=NOW, PARLOR_DEMO="1")
    servers.parlor("demo", env=server.environment)
    yield server
    servers.stop(server)


@pytest.fixture
def week(demo, open_page):
    """Opens Mei's week, with nothing ticked."""

    def open_week(**options):
        page = sign_in(open_page(**options), demo, "Mei Tan")
        page.goto(f"{demo.url}/availability")
        page.evaluate("for (const one of document.querySelectorAll('input[name=h]')) one.checked = false")
        return page

    return open_week


def middle(page, value):
    """Where on the screen a half hour is."""
    page.locator(f"input[value='{value}']").scroll_into_view_if_needed()
    box = page.locator(f"input[value='{value}']").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def ticked(page):
    """The half hours that are ticked."""
    return set(page.evaluate(TICKED))


def block(days, slots):
    """Half hours as the grid names them."""
    return {f"{day}-{slot}" for day in days for slot in slots}


def test_with_the_mouse(week):
    page = week(viewport={"width": 1280, "height": 1600})
    page.mouse.move(*middle(page, "1-20"))
    page.mouse.down()
    page.mouse.move(*middle(page, "3-25"), steps=8)
    assert ticked(page) == block(range(1, 4), range(20, 26))
    page.mouse.move(*middle(page, "2-23"), steps=4)
    page.mouse.up()
    assert ticked(page) == block(range(1, 3), range(20, 24))
    expect(page.locator("#live")).to_have_text("Tuesday to Wednesday, 10:00 to 12:00: offered")
    page.locator("input[value='2-21']").click()
    assert ticked(page) == block(range(1, 3), range(20, 24)) - {"2-21"}
    expect(page.get_by_text("Not saved yet", exact=True)).to_be_visible()
    page.get_by_role("button", name="Save the hours").last.click()
    expect(page.locator("#said")).to_contain_text("Saved.")
    assert ticked(page) == block(range(1, 3), range(20, 24)) - {"2-21"}


def touch(client, kind, *point):
    """One event of a finger."""
    points = [{"x": point[0], "y": point[1]}] if point else []
    client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def test_with_a_finger(week):
    page = week(viewport={"width": 360, "height": 1400}, has_touch=True)
    client = page.context.new_cdp_session(page)
    page.locator("input[value='0-30']").scroll_into_view_if_needed()
    begin, end = middle(page, "0-22"), middle(page, "0-27")
    scrolled = page.evaluate("scrollY")
    touch(client, "touchStart", *begin)
    page.wait_for_timeout(400)
    assert ticked(page) == {"0-22"}
    for part in range(1, 6):
        touch(client, "touchMove", begin[0], begin[1] + (end[1] - begin[1]) * part / 5)
    touch(client, "touchEnd")
    assert ticked(page) == block([0], range(22, 28))
    assert page.evaluate("scrollY") == scrolled
    expect(page.locator("#live")).to_have_text("Monday, 11:00 to 14:00: offered")
    page.wait_for_timeout(500)
    # A tap is one half hour; a finger that moves at once scrolls and paints nothing.
    page.touchscreen.tap(*middle(page, "4-24"))
    assert ticked(page) == block([0], range(22, 28)) | {"4-24"}
    touch(client, "touchStart", *middle(page, "5-30"))
    touch(client, "touchMove", *middle(page, "5-26"))
    page.wait_for_timeout(400)
    touch(client, "touchEnd")
    assert ticked(page) == block([0], range(22, 28)) | {"4-24"}


def test_with_the_keyboard(week):
    page = week(viewport={"width": 1280, "height": 1200})
    page.locator("input[value='2-40']").focus()
    assert page.locator("[data-paint] input[tabindex='0']").count() == 3
    page.keyboard.press("Space")
    for key in ("ArrowUp", "ArrowUp", "ArrowRight"):
        page.keyboard.press(f"Shift+{key}")
    assert ticked(page) == block([2, 3], [38, 39, 40])
    page.keyboard.down("Shift")
    page.keyboard.press("ArrowLeft")
    page.keyboard.up("Shift")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Home")
    page.keyboard.press("Space")
    page.keyboard.press("End")
    assert page.evaluate("document.activeElement.value") == "6-39"
    assert "0-39" in ticked(page)
    # Down through the end of the table: the later hours open.
    for _step in range(3):
        page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.value") == "6-42"
    expect(page.locator("input[value='6-42']")).to_be_focused()
    expect(page.get_by_role("gridcell").get_by_role("checkbox", name="Sunday, 21:00 to 21:30")).to_be_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") != "h"


def test_what_shift_carried_is_said_when_it_is_let_go(week):
    page = week(viewport={"width": 1280, "height": 1200})
    page.locator("input[value='1-20']").focus()
    page.keyboard.press("Space")
    page.keyboard.down("Shift")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.up("Shift")
    assert ticked(page) == block([1], [20, 21])
    expect(page.locator("#live")).to_have_text("Tuesday, 10:00 to 11:00: offered")


def test_from_right_to_left_the_arrows_follow_the_eye(week):
    page = week(viewport={"width": 1280, "height": 1200})
    page.evaluate("document.documentElement.dir = 'rtl'")
    page.locator("input[value='2-20']").focus()
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("document.activeElement.value") == "3-20"


def test_without_scripts_the_boxes_are_boxes(demo, open_page):
    page = sign_in(open_page(width=360, javascript=False), demo, "Bo Aasen")
    page.goto(f"{demo.url}/availability")
    page.locator("input[value='5-20']").check()
    page.get_by_role("button", name="Save the hours").last.click()
    expect(page.locator("#said")).to_contain_text("Saved.")
    expect(page.locator("input[value='5-20']")).to_be_checked()
    page.get_by_role("button", name="Monday's hours until Friday").click()
    expect(page.locator("input[value='4-20']")).to_be_checked()


def test_with_letters_twice_as_large_nothing_is_pressed_into_a_narrow_column(week):
    page = week(width=1280)
    beside = "(all) => all.map((one) => Math.round(one.getBoundingClientRect().width))"
    assert page.locator(".main-aside > *").evaluate_all(beside) == [640, 320]
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert min(page.locator(".main-aside > *").evaluate_all(beside)) > 700
