"""What a contributor does, step by step; each takes a Person (people.py), whatever their way of working."""

from contextlib import nullcontext
from datetime import datetime, timedelta

from playwright.sync_api import Locator, expect

from tests.journeys.people import Person, reload_until

MINUTE = timedelta(minutes=1)


def take_part(me: Person, title: str) -> datetime:
    """From the invitation to a conversation that is booked; gives when it begins."""
    invitation(me, title)
    questions(me)
    camera(me)
    return choose_time(me)


def invitation(me: Person, title: str) -> None:
    """What it is about, how long, for how much; then the questions."""
    me.go("/me")
    me.follow(title)
    me.titled(title)
    expect(me.page.locator(".facts")).to_contain_text("minutes")
    me.do("open_screener")
    expect(me.page.locator("input[name=shown]")).to_be_attached()


def questions(me: Person) -> None:
    """Every question that the answers lead to, whatever its kind, until the camera."""
    page = me.page
    for _page in range(9):
        shown = page.locator("input[name=shown]")
        if not shown.count():
            break
        before = page.url
        _answer(me)
        me.do("answer")
        expect(page).not_to_have_url(before)
    me.titled("Can we see and hear you?")


def _answer(me: Person) -> None:
    """The first answer of each question on the page, also of those that an answer brings; with scripts each is kept at
    once."""
    asked = me.page.locator("#asked")
    while (blank := asked.locator("fieldset:not(:has(:checked))")).count():
        answer = blank.first.locator("input").first
        name, value = (answer.get_attribute(of) for of in ("name", "value"))
        with me.page.expect_response("**/questions") if me.scripts else nullcontext():
            me.tick(asked.locator(f"input[name='{name}'][value='{value}']"))
        if me.scripts:
            expect(me.page.locator("#kept")).to_contain_text("Saved")
    for area in asked.locator("textarea").all():
        me.write(area, "They had no room for it.")


def camera(me: Person) -> None:
    """With scripts a look at oneself; in any case the tick that agrees."""
    page = me.page
    if me.scripts:
        me.do("try_camera")
        for part, words in (("camera", "Works"), ("microphone", "We hear you")):
            expect(page.locator(f"[data-part={part}] [data-phase]:not([hidden]) .state").first).to_have_text(words)
    me.tick(page.locator("input[name=camera]"))
    me.do("finish")
    me.titled("When would you like to talk?")


def choose_time(me: Person) -> datetime:
    """The first time of the third day: with scripts it is held while the form is open; then it is booked."""
    expect(me.page.locator("#f-starts_at")).to_contain_text("in Oslo")
    me.tick(first_of_day(me, 2))
    if me.scripts:
        expect(me.page.locator("#kept")).not_to_be_empty()
    me.do("book")
    me.state("Scheduled")
    return begins(me)


def first_of_day(me: Person, number: int) -> Locator:
    """The first time of one of the days that are offered."""
    return me.page.locator("fieldset.day").nth(number).locator("input[name=starts_at]").first


def begins(me: Person) -> datetime:
    """When the conversation of this page begins."""
    return datetime.fromisoformat(me.page.locator("h1 time").first.get_attribute("datetime"))


def calendar_letter(me: Person, title: str) -> None:
    """The letter that says it is booked is there, with the calendar file (read in a tab of its own)."""
    mail = me.page.context.new_page()
    mail.goto(f"{me.server.url}/outbox")
    reload_until(mail, "Booked with cleo.marchetti")
    mail.get_by_role("link", name="Booked with cleo.marchetti").first.click()
    expect(mail.frame_locator("iframe").locator("body")).to_contain_text(title)
    expect(mail.get_by_role("link", name="The calendar file")).to_be_visible()
    mail.close()


def message(me: Person) -> None:
    """A few words to the other side."""
    me.write(me.page.get_by_label("Write a message"), "I come with my bicycle.")
    me.push("Send")
    expect(me.page.get_by_role("region", name="Messages").locator(".thread")).to_contain_text("with my bicycle")


def move(me: Person, booked: datetime) -> datetime:
    """Another time, after a look at what follows; gives it."""
    me.do("move")
    me.tick(first_of_day(me, 3))
    me.push("See what would follow")
    me.reads("Nothing has happened yet")
    me.do("move")
    me.state("Scheduled")
    assert begins(me) > booked
    return begins(me)


def home(me: Person, title: str) -> None:
    """The page of their own conversations says when it is."""
    me.go("/me")
    expect(me.page.get_by_role("region", name="Conversations ahead")).to_contain_text(title)
    me.press(me.page.get_by_role("region", name="Conversations ahead").get_by_role("link", name=title))
    me.state("Scheduled")


def join(me: Person, at: datetime, link: str) -> None:
    """Five minutes before the beginning the door is open."""
    me.server.now((at - 5 * MINUTE).isoformat())
    me.page.reload()
    me.do("join")
    expect(me.page.locator("#thumb [data-event=meet]")).to_have_attribute("href", link)
    me.reads("Before you share your screen")


def say_met(me: Person) -> None:
    """Answer the question how it went."""
    me.page.reload()
    me.tick(me.page.get_by_label("We talked"))
    me.do("answer")
    me.reads("We talked")


def money(me: Person) -> None:
    """What is owed: nothing yet, and the page says when."""
    me.go("/me")
    me.follow("See your money")
    me.titled("Your money")
    me.reads("After a conversation the customer marks it as Completed")
