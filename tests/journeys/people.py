"""What a person does in a browser: sign in, find, press; with a mouse and a keyboard, or with a keyboard alone."""

import re

from playwright.sync_api import Page, expect

from tests.services import run
from tests.services import server as servers

FOCUS = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect();
  const ringed = (element) => {
    const style = getComputedStyle(element);
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  };
  const middle = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return {
    marked: ringed(one) || (one.closest('label') !== null && ringed(one.closest('label'))),
    seen: middle !== null && (one.contains(middle) || !!one.closest('label')?.contains(middle)),
    words: (one.closest('label') ?? one).textContent.trim().replace(/\\s+/g, ' '),
    name: one.getAttribute('name') ?? '', html: one.outerHTML.slice(0, 200),
  };
}"""


def sign_in(page: Page, server: servers.Server, name: str) -> Page:
    """One click on the sign-in page of the demo."""
    page.goto(f"{server.url}/sign-in")
    page.get_by_role("button", name=name, exact=True).click()
    expect(page).not_to_have_url(re.compile("sign-in"))
    return page


def reload_until(page: Page, words: str) -> None:
    """The server works on by itself; its page is loaded again until it says so."""

    def there():
        page.reload()
        return page.get_by_text(words).count()

    run.wait_until(there, 20, f"{words!r} on {page.url}")


def answer_and_book(page: Page, title: str) -> str:
    """A contributor reads the invitation, answers what fits, agrees to the camera and takes the first time; gives when
    it begins (ISO)."""
    page.get_by_role("link", name=title).first.click()
    expect(page.locator("h1")).to_contain_text(title)
    expect(page.locator(".facts")).to_contain_text("60 minutes")
    page.locator("#thumb [data-event=open_screener]").click()
    expect(page.locator("h1")).not_to_contain_text(title)
    while page.locator("input[name=answer]").count():
        heading = page.locator("h1").inner_text()
        page.locator("input[name=answer]").first.check()
        page.locator("#thumb button").click()
        expect(page.locator("h1")).not_to_have_text(heading)
    page.locator("input[name=camera]").check()
    page.locator("#thumb button").click()
    expect(page.locator("h1")).to_have_text("When would you like to talk?")
    page.locator("input[name=starts_at]").first.check()
    page.locator("#thumb [data-event=book]").click()
    expect(page.locator(".state").first).to_have_text("Scheduled")
    return page.locator("h1 time").first.get_attribute("datetime")


def tab_to(page: Page, words: str = "", name: str = "") -> None:
    """Press Tab until the control with these words, or of this name, has the focus; each stop on the way is marked and
    not covered by anything."""
    for _stop in range(120):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUS)
        if at["html"].startswith("<body"):
            continue
        assert at["marked"], f"the focus can not be seen on {page.url}: {at['html']}"
        assert at["seen"], f"what has the focus is covered on {page.url}: {at['html']}"
        if (words and words in at["words"]) or (name and at["name"] == name):
            return
    raise AssertionError(f"Tab does not lead to {words or name!r} on {page.url}")
