"""The components in a real Chromium under the content security policy: swaps, focus, words, two clicks, axe."""

import time

import pytest
from playwright.sync_api import expect

from tests.services.chromium import accessibility
from tests.views.sample_server import running

pytestmark = pytest.mark.browser
TOKENS = {"form_token": "token-1", "version": "4"}


@pytest.fixture(scope="module")
def house():
    """The address of the sample pages, and what was posted to them."""
    with running() as (address, posted):
        yield address, posted


@pytest.fixture
def posted(house):
    """What this test posted."""
    house[1].clear()
    return house[1]


@pytest.fixture
def visit(open_page, house, posted):
    """Open a sample page, watched."""

    def go(name, **options):
        page = open_page(**options)
        page.goto(f"{house[0]}/{name}")
        return page

    return go


def said(page) -> str:
    """What the polite region reads out."""
    expect(page.locator("#live")).not_to_be_empty()
    return page.locator("#live").inner_text()


def test_a_refused_move_that_is_pressed_brings_the_truth_and_takes_the_focus(visit, posted):
    page = visit("desk")
    page.locator("#thing-7 [data-event=mark_no_show]").click(force=True)
    notice = page.locator("#thing-7 .notice")
    expect(notice).to_contain_text("Absence counts from 14:40")
    expect(notice).to_be_focused()
    assert page.locator("#thing-7").count() == 1
    assert posted == [("mark_no_show", TOKENS)]


def test_a_refused_move_with_a_form_answers_in_place_too(visit):
    page = visit("desk")
    page.locator("#thing-7 [data-event=reschedule]").press("Enter")
    expect(page.locator("#thing-7 .notice")).to_be_focused()
    assert page.url.endswith("/desk")
    page.route("**/reschedule", lambda route: route.fulfill(body="<!doctype html><h1>Possible now</h1>"))
    page.locator("#thing-7 [data-event=reschedule]").press("Enter")
    expect(page.locator("h1")).to_have_text("Possible now")
    assert page.url.endswith("/things/7/reschedule")


def test_what_can_not_be_used_comes_back_with_everything_typed_and_the_focus_on_the_summary(visit, posted):
    page = visit("form_page")
    page.get_by_label("Title").fill("  Ferry <b>")
    page.get_by_label("A note").fill("\nsecond line")
    page.locator("[data-event=rename]").click()
    expect(page.get_by_role("alert")).to_be_focused()
    assert page.get_by_label("Title").input_value() == "  Ferry <b>"
    assert page.get_by_label("A note").input_value() == "\nsecond line"
    assert page.locator("#study-form").count() == 1
    page.get_by_role("link", name="A number, please.").click()
    expect(page.get_by_label("Places")).to_be_focused()
    sent = posted[0][1]
    assert (sent["form_token"], sent["version"], sent["once"]) == ("token-1", "3", "k-1")


def test_a_move_that_was_done_is_read_out_and_the_focus_stays_with_the_button(visit):
    page = visit("desk")
    page.locator("#thing-7 [data-event=pause]").focus()
    page.keyboard.press("Enter")
    assert said(page) == "It is paused"
    assert page.locator("#said").inner_text() == "It is paused"
    expect(page.locator("#thing-7 [data-event=pause]")).to_be_focused()


def test_where_the_pressed_button_is_gone_the_focus_goes_to_the_heading(visit):
    page = visit("desk")
    page.locator("#thing-7 [data-event=start]").click()
    expect(page.locator("#thing-7 h2")).to_be_focused()


@pytest.mark.promise("P17")
def test_two_clicks_on_a_move_are_one(visit, posted):
    page = visit("desk")
    button = page.locator("#thing-7 [data-event=start]")
    button.dblclick()
    expect(page.locator("#thing-7 h2")).to_be_focused()
    time.sleep(0.5)
    assert [event for event, _ in posted] == ["start"]


@pytest.mark.promise("P17")
def test_two_clicks_on_a_plain_form_are_one_and_the_button_can_be_pressed_again_later(visit, posted):
    page = visit("plain_form")
    button = page.locator("[data-event=book]")
    button.dblclick(no_wait_after=True)
    expect(page.locator("h1")).to_contain_text("13:30")
    assert [event for event, _ in posted if event != "beat"] == ["book"]
    page.go_back()
    expect(page.locator("form#plain")).not_to_have_attribute("aria-busy", "true")
    assert page.locator("[data-event=book]").get_attribute("aria-disabled") is None


def test_while_a_move_is_on_its_way_its_button_is_marked_and_then_freed(visit):
    page = visit("desk")
    page.locator(".next [data-event=start]").click()
    expect(page.locator(".next form")).to_have_attribute("aria-busy", "true")
    expect(page.locator(".next button")).to_have_attribute("aria-disabled", "true")
    expect(page.locator(".next form")).not_to_have_attribute("aria-busy", "true")
    assert page.locator(".next button").get_attribute("aria-disabled") is None


def test_a_whole_page_as_an_answer_stands_in_place_of_the_page(visit):
    page = visit("form_page")
    page.get_by_label("Title").fill("break")
    page.locator("[data-event=rename]").click()
    expect(page.locator("h1")).to_have_text("Something went wrong on our side")
    assert page.locator("main").count() == 1
    assert page.title() == "Something went wrong on our side · Parlor"
    assert page.locator("body").get_attribute("class") == "hand"


def test_when_the_server_can_not_be_reached_that_is_said_and_the_form_can_be_sent_again(visit, page_problems):
    page = visit("desk")
    page.context.set_offline(True)
    page.locator("#thing-7 [data-event=pause]").click()
    assert "could not reach" in said(page)
    expect(page.locator("#thing-7 [data-event=pause]")).to_be_visible()
    assert page.locator("#thing-7 form[aria-busy]").count() == 0
    page.context.set_offline(False)
    page.locator("#thing-7 [data-event=pause]").click()
    expect(page.locator("#said")).to_have_text("It is paused")
    page_problems.clear()


def test_everything_can_be_pressed_without_scripts(visit, posted):
    page = visit("desk", javascript=False)
    page.locator("#thing-7 [data-event=mark_no_show]").click(force=True)
    expect(page.locator(".notice")).to_contain_text("Absence counts from 14:40")
    assert posted == [("mark_no_show", TOKENS)]


def test_the_zone_is_guessed_where_none_was_chosen(visit):
    assert visit("form_page", timezone_id="Asia/Kathmandu").locator("#f-zone").input_value() == "Asia/Kathmandu"
    assert visit("form_page", timezone_id="Pacific/Chatham").locator("#f-zone").input_value() == ""


def test_the_join_page_says_i_am_here_every_half_minute(visit, posted):
    page = visit("nothing")
    page.clock.install()
    page.goto(page.url.replace("nothing", "hand"))
    expect(page.locator("[data-beat-lost]")).to_be_hidden()
    page.clock.run_for(61_000)
    page.wait_for_timeout(100)
    assert posted == [("beat", {"form_token": "token-1"})] * 3


def test_the_join_page_tells_when_it_is_not_heard(visit):
    page = visit("nothing")
    page.clock.install()
    # The first beat has its answer before the others get none.
    with page.expect_response("**/beat"):
        page.goto(page.url.replace("nothing", "hand"))
    page.route("**/beat", lambda route: route.abort())
    page.clock.run_for(31_000)
    expect(page.locator("[data-beat-lost]")).to_be_hidden()
    page.clock.run_for(31_000)
    expect(page.locator("[data-beat-lost]")).to_be_visible()


def test_escape_closes_a_menu_and_gives_the_focus_back(visit):
    page = visit("desk")
    page.locator("details.menu summary").click()
    page.locator("details.menu [data-event=pause]").focus()
    page.keyboard.press("Escape")
    expect(page.locator("details.menu summary")).to_be_focused()
    expect(page.locator("details.menu .sheet")).to_be_hidden()


def test_a_link_to_something_folded_unfolds_it(visit):
    page = visit("hand")
    page.locator("main a[href='#more']").click()
    expect(page.locator("#more p")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator("#more summary")).to_be_focused()


# Each width meets each scheme, in one direction or the other
@pytest.mark.parametrize(("width", "scheme", "direction"), [
    (320, "light", "ltr"), (320, "dark", "rtl"), (1280, "dark", "ltr"), (1280, "light", "rtl"),
])
@pytest.mark.parametrize("name", ["desk", "hand", "form_page", "errors/429"])
def test_axe_finds_nothing_and_nothing_stands_out_of_the_page(visit, name, direction, scheme, width):
    page = visit(f"{name}?dir={direction}", width=width, color_scheme=scheme)
    if name == "form_page":
        page.locator("[data-event=rename]").click()
        expect(page.get_by_role("alert")).to_be_focused()
    if name == "desk":
        page.locator("details.menu summary").click()
    assert accessibility(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_checks_of_this_file_can_find_something(visit, page_problems):
    page = visit("form_page")
    assert page.evaluate("document.adoptedStyleSheets.length") == 0
    page.evaluate("document.querySelector('label[for=f-title]').remove()")
    assert any(line.startswith("label ") for line in accessibility(page))
    page.evaluate("document.querySelector('main').setAttribute('style', 'color: red')")
    page.wait_for_timeout(100)
    assert "Content Security Policy" in page_problems.pop()
