"""The screener in a real Chromium on the real server: kept while it is filled in, and put in order by hand."""

import sqlite3

import pytest
from playwright.sync_api import expect

from tests.journeys.people import sign_in
from tests.services import run
from tests.services import server as servers

pytestmark = pytest.mark.browser
NOW = "2027-03-01T09:10:00+00:00"
THREE = ("How often?", "How far?", "How steep?")


@pytest.fixture
def demo(start_server):
    """The demo on a real server."""
    server = start_server(now=NOW, PARLOR_DEMO="1")
    servers.parlor("demo", env=server.environment)
    return server


def rows(server, sql: str) -> list:
    """What the server's database has."""
    with sqlite3.connect(server.home / "parlor.db") as connection:
        return connection.execute(sql).fetchall()


def test_a_change_is_kept_while_it_is_made_and_brings_what_follows(demo, open_page):
    page = sign_in(open_page(width=320), demo, "Amara Okonkwo")
    ((link,),) = rows(demo, "SELECT link FROM study WHERE title LIKE 'Wie Pendler%'")
    page.goto(f"{demo.url}/i/{link}")
    page.locator("#thumb [data-event]").first.click()
    page.get_by_label("Ja", exact=True).check()
    expect(page.locator("#kept")).to_have_text("Saved.")
    expect(page.locator("#live")).to_have_text("Saved.")
    page.locator(".scale label").nth(3).click()
    page.locator("#asked textarea").fill("Am Automaten.")
    kept = "SELECT count(*) FROM answer WHERE value IN ('4', '\"Am Automaten.\"')"
    run.wait_until(lambda: rows(demo, kept) == [(2,)], 10, "everything is kept")
    expect(page.locator("#asked textarea")).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    for label in page.locator(".scale label").all():
        box = label.bounding_box()
        assert min(box["width"], box["height"]) >= 44


def test_back_to_a_page_that_lacked_something_leads_to_its_question_and_not_to_a_lost_form(demo, open_page):
    page = sign_in(open_page(width=360), demo, "Cleo Marchetti")
    ((code,),) = rows(
        demo,
        "SELECT participant.code FROM participant JOIN person ON person.id = person_id "
        "JOIN study ON study.id = study_id WHERE username = 'cleo.marchetti' AND participant.state = 'invited' "
        "AND study.title LIKE '%on your phone'",
    )
    page.goto(f"{demo.url}/participants/{code}")
    page.locator("[data-event=open_screener]").click()
    page.locator("[data-event=answer]").click()
    expect(page.get_by_text("One answer needs another look")).to_be_visible()
    page.get_by_label("Twice a week or more").check()
    page.locator("[data-event=answer]").click()
    expect(page.locator("h1")).to_contain_text("on your phone")
    page.go_back()
    expect(page.get_by_label("Twice a week or more")).to_be_checked()
    page.reload()
    expect(page.get_by_label("Twice a week or more")).to_be_checked()


@pytest.fixture
def built(demo, open_page):
    """Ada's draft with three questions, not saved yet."""
    page = sign_in(open_page(), demo, "Ada Lindqvist")
    ((code,),) = rows(demo, "SELECT code FROM study WHERE title LIKE 'First crossing%'")
    page.goto(f"{demo.url}/studies/{code}/edit/screener")
    for number, text in enumerate(THREE):
        page.locator("[data-event=add_question]").click()
        expect(page.locator(f"#f-q{number}")).to_be_focused()
        page.keyboard.type(text)
        page.locator(f"#f-q{number}a0").fill("Much")
        page.locator(f"#f-q{number}a1").fill("Little")
    return page


def order(page) -> list[str]:
    """The questions from top to bottom."""
    return [page.locator(f"#f-q{number}").input_value() for number in range(len(THREE))]


def test_a_question_is_lifted_moved_and_dropped_by_keyboard(built):
    handle = built.locator("[data-handle]").nth(2)
    handle.focus()
    built.keyboard.press("Space")
    expect(handle).to_have_attribute("aria-pressed", "true")
    expect(built.locator("#live")).to_contain_text("Question 3 is lifted.")
    built.keyboard.press("ArrowUp")
    expect(built.locator("#live")).to_have_text("Place 2 of 3")
    built.keyboard.press("Space")
    expect(built.locator("#card-1")).to_be_focused()
    expect(built.locator("#live")).to_have_text("It is question 2 now.")
    assert order(built) == ["How often?", "How steep?", "How far?"]
    built.locator("[data-event=save_and_leave]").click()
    expect(built.locator("main")).to_contain_text("Saved.")


def test_what_was_lifted_is_put_back_by_escape(built):
    built.locator("[data-handle]").first.focus()
    for key in ("Space", "ArrowDown", "ArrowDown", "Escape"):
        built.keyboard.press(key)
    expect(built.locator("#live")).to_have_text("It is back where it was.")
    expect(built.locator("[data-handle]").first).to_be_focused()
    assert order(built) == list(THREE)


def test_a_question_is_dragged_to_its_place(built):
    handle, last = built.locator("[data-handle]").first, built.locator(".card").last
    handle.scroll_into_view_if_needed()
    start = handle.bounding_box()
    built.mouse.move(start["x"] + 10, start["y"] + 10)
    built.mouse.down()
    for number in (1, 2):
        box = built.locator(".card").nth(number).bounding_box()
        built.mouse.move(start["x"] + 10, box["y"] + box["height"] / 2, steps=8)
    expect(last).to_have_attribute("data-lifted", "")
    built.mouse.up()
    expect(built.locator("#card-2")).to_be_focused()
    assert order(built) == ["How far?", "How steep?", "How often?"]


def test_what_is_typed_while_another_kind_is_on_its_way_is_kept(built):
    built.route("**/edit/screener", lambda route: (built.wait_for_timeout(700), route.continue_()))
    built.get_by_label("Kind").first.select_option(label="Several answers")
    built.locator("#f-q1").fill("How far on foot?")
    expect(built.locator("#f-q0max, [name=q0max]").first).to_be_visible()
    expect(built.locator("#f-q1")).to_have_value("How far on foot?")
