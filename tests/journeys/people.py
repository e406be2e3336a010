"""What a person does at a browser: find, press, type, tick; with a mouse, without scripts, or with a keyboard alone.

A journey is written once, in steps that take a Person; the three ways of working differ here and nowhere else.
"""

import re

from playwright.sync_api import Locator, Page, expect

from tests.services import run
from tests.services import server as servers

# What has the focus: whether it is marked and not covered, and, for an element that somebody wants to reach, whether it
# is there (or at another radio button of its group) and whether the way to it is back.
FOCUS = """(wanted) => {
  const one = document.activeElement;
  const ringed = (element) => {
    const style = getComputedStyle(element);
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  };
  // Words that run over two lines have a box for each.
  const seen = [...one.getClientRects()].some((box) => {
    const middle = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return middle !== null && (one.contains(middle) || !!one.closest('label')?.contains(middle));
  });
  const group = (element) => element?.type === 'radio' && element.name;
  return {
    marked: ringed(one) || (one.closest('label') !== null && ringed(one.closest('label'))),
    seen,
    words: (one.closest('label') ?? one).textContent.trim().replace(/\\s+/g, ' '),
    name: one.getAttribute('name') ?? '', html: one.outerHTML.slice(0, 200),
    here: !!wanted && (one === wanted || (!!group(one) && group(one) === group(wanted) && one.form === wanted.form)),
    back: !!wanted && one !== document.body && !!(one.compareDocumentPosition(wanted) & 2),  // it comes before
  };
}"""
STOPS = 200


class Person:
    """Somebody with scripts, who points and types."""

    scripts = True

    def __init__(self, page: Page, server: servers.Server):
        self.page, self.server = page, server

    def press(self, target: Locator) -> None:
        """Press a button or follow a link."""
        target.click()

    def write(self, target: Locator, text: str) -> None:
        """Put this into a field, in place of what stands there."""
        target.fill(text)

    def tick(self, target: Locator) -> None:
        """Choose this answer, or tick this box."""
        target.check()

    def pick(self, target: Locator, word: str) -> None:
        """Choose from a list that opens."""
        target.select_option(label=word)

    def paint(self, first: str, last: str) -> None:
        """Offer the half hours of the week from this one to that, drawn with the mouse."""
        self._middle(first)
        self.page.mouse.move(*self._middle(first))
        self.page.mouse.down()
        self.page.mouse.move(*self._middle(last), steps=4)
        self.page.mouse.up()

    def _middle(self, value: str) -> tuple[float, float]:
        box = self.page.locator(f"input[name=h][value='{value}']")
        box.scroll_into_view_if_needed()
        found = box.bounding_box()
        return found["x"] + found["width"] / 2, found["y"] + found["height"] / 2

    # ---- What is the same however somebody works

    def come(self, name: str) -> "Person":
        """Sign in as one of the people of the demo."""
        self.go("/sign-in")
        self.press(self.page.get_by_role("button", name=name, exact=True))
        expect(self.page).not_to_have_url(re.compile("sign-in"))
        return self

    def go(self, path: str) -> "Person":
        """Type an address, or take it from a letter."""
        self.page.goto(path if path.startswith("http") else self.server.url + path)
        return self

    def follow(self, words: str) -> None:
        """Follow the link with these words."""
        self.press(self.page.get_by_role("link", name=words).first)

    def push(self, words: str) -> None:
        """Press the button with these words."""
        self.press(self.page.get_by_role("button", name=words).first)

    def do(self, event: str) -> None:
        """Make this move: the button or the link that names it."""
        self.press(self.page.locator(f"[data-event={event}]:visible").first)

    def push_menu(self, words: str, event: str) -> None:
        """Make a move that stands folded behind this button."""
        self.press(self.page.locator("summary", has_text=words))
        self.do(event)

    def way(self, words: str) -> None:
        """Go by the ways of the house: beside the page, or folded under Menu where it is narrow."""
        menu = self.page.get_by_role("banner").get_by_text("Menu", exact=True)
        if menu.is_visible():
            self.press(menu)
        self.press(self.page.get_by_role("banner").get_by_role("link", name=words).filter(visible=True).first)

    def reads(self, words: str) -> None:
        """These words stand on the page."""
        expect(self.page.locator("main")).to_contain_text(words)

    def titled(self, words: str) -> None:
        """The page is called like this."""
        expect(self.page.locator("h1")).to_contain_text(words)

    def state(self, words: str) -> None:
        """What the page is about is in this state."""
        expect(self.page.locator(".state").first).to_have_text(words)


class Plain(Person):
    """Somebody whose browser runs no scripts."""

    scripts = False

    def paint(self, first: str, last: str) -> None:
        """Offer the half hours from this one to that, one box after the other."""
        for value in _between(first, last):
            self.tick(self.page.locator(f"input[name=h][value='{value}']"))


class Keys(Person):
    """Somebody with scripts and a keyboard, and nothing to point with."""

    def press(self, target: Locator) -> None:
        """Go there and press Enter."""
        self.reach(target)
        self.page.keyboard.press("Enter")

    def write(self, target: Locator, text: str) -> None:
        """Go there and type over what stands there."""
        self.reach(target)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def tick(self, target: Locator) -> None:
        """Go there, with the arrows within a group of answers, and press Space unless that chose it already."""
        self.reach(target)
        for _answer in range(60):
            if target.evaluate("(one) => one === document.activeElement"):
                break
            self.page.keyboard.press("ArrowDown")
        if not target.is_checked():
            self.page.keyboard.press("Space")
        expect(target).to_be_checked()

    def pick(self, target: Locator, word: str) -> None:
        """Go there, open the list, take the line with the arrows."""
        self.reach(target)
        lines = [line.strip() for line in target.locator("option").all_text_contents()]
        steps = lines.index(word) - target.evaluate("(one) => one.selectedIndex")
        self.page.keyboard.press("Alt+ArrowDown")
        for _line in range(abs(steps)):
            self.page.keyboard.press("ArrowDown" if steps > 0 else "ArrowUp")
        self.page.keyboard.press("Enter")

    def paint(self, first: str, last: str) -> None:
        """Offer the half hours from this one to that: arrows, Space, and Shift with the arrows."""
        (day, slot), (_day, end) = (map(int, value.split("-")) for value in (first, last))
        start = self.page.locator("[data-paint] input[tabindex='0']:visible").first
        self.reach(start)
        at_day, at_slot = map(int, start.get_attribute("value").split("-"))
        for key, steps in (("ArrowRight", day - at_day), ("ArrowDown", slot - at_slot)):
            for _step in range(steps):
                self.page.keyboard.press(key)
        self.page.keyboard.press("Space")
        for _step in range(end - slot):
            self.page.keyboard.press("Shift+ArrowDown")

    def reach(self, target: Locator) -> None:
        """Press Tab, or Shift and Tab, until the target has the focus; every stop on the way can be seen."""
        at = target.evaluate(FOCUS)
        for _stop in range(STOPS):
            if at["here"]:
                return
            self.page.keyboard.press("Shift+Tab" if at["back"] else "Tab")
            at = target.evaluate(FOCUS)
            can_be_seen(self.page, at)
        raise AssertionError(f"Tab does not lead to {target} on {self.page.url}")


def _between(first: str, last: str) -> list[str]:
    """The half hours of one day from this one to that."""
    (day, slot), (_day, end) = (map(int, value.split("-")) for value in (first, last))
    return [f"{day}-{one}" for one in range(slot, end + 1)]


def can_be_seen(page: Page, at: dict) -> None:
    """What has the focus (as FOCUS told) is marked and not covered by anything."""
    if not at["html"].startswith("<body"):
        assert at["marked"], f"the focus can not be seen on {page.url}: {at['html']}"
        assert at["seen"], f"what has the focus is covered on {page.url}: {at['html']}"


def sign_in(page: Page, server: servers.Server, name: str) -> Page:
    """One click on the sign-in page of the demo."""
    return Person(page, server).come(name).page


def reload_until(page: Page, words: str) -> None:
    """The server works on by itself; its page is loaded again until it says so."""

    def there():
        page.reload()
        return page.get_by_text(words).count()

    run.wait_until(there, 20, f"{words!r} on {page.url}")


def tab_to(page: Page, words: str = "", name: str = "") -> None:
    """Press Tab until the control with these words, or of this name, has the focus; each stop on the way is marked and
    not covered by anything."""
    for _stop in range(STOPS):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUS)
        can_be_seen(page, at)
        if (words and words in at["words"]) or (name and at["name"] == name):
            return
    raise AssertionError(f"Tab does not lead to {words or name!r} on {page.url}")
