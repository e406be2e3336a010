"""Makes the pictures of this folder anew, from the real server with the people of the demo and a real Chromium:
`python docs/screens/make.py` in the checkout, with everything installed that the tests need."""

import base64
import os
import sys
import tempfile
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent.parent))
os.environ["PARLOR_TESTING"] = "1"

from playwright.sync_api import sync_playwright  # noqa: E402

from tests.journeys import rounds  # noqa: E402
from tests.services import chromium, run  # noqa: E402

DESK, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 780}
# file: (page of the rounds, the window, light or dark)
SINGLE = {
    "customer-today-light": ("today", DESK, "light"),
    "customer-study-light": ("study", DESK, "light"),
    "customer-session-light": ("session", DESK, "light"),
    "contributor-invitation": ("invitation", PHONE, "light"),
    "contributor-times": ("times", PHONE, "light"),
    "contributor-session-dark": ("my-session", PHONE, "dark"),
    "rules": ("rules", DESK, "light"),
}
STORY = ("invitation", "times", "my-session", "join-during")
SHEET = """<!doctype html><meta charset="utf-8"><style>
body { margin: 0; padding: 24px; inline-size: 1080px; box-sizing: border-box; background: #d9d2c3; display: grid;
  gap: 20px; grid-template-columns: repeat(4, 1fr); }
img { display: block; inline-size: 100%; border-radius: 6px; box-shadow: 0 2px 12px #0003; }
img:first-child { grid-column: 1 / -1; }
</style>"""


def main() -> None:
    """All pictures, into this folder."""
    run.begin()
    try:
        with tempfile.TemporaryDirectory() as home, rounds.house(Path(home)) as house, sync_playwright() as playwright:
            browser = chromium.launch(playwright)
            for file, (name, window, scheme) in SINGLE.items():
                (FOLDER / f"{file}.png").write_bytes(picture(house, browser, name, window, scheme))
            (FOLDER / "story.png").write_bytes(story(house, browser))
            browser.close()
    finally:
        run.end()


def picture(house: rounds.Rounds, browser, name: str, window: dict, scheme: str = "light") -> bytes:
    """One page as its person sees it, without scrolling (PNG)."""
    signed = house.signed_in(browser, rounds.PAGES[name][0])
    page = chromium.open_page(browser, [], viewport=window, color_scheme=scheme, reduced_motion="reduce", **signed)
    page.goto(house.address(name), wait_until="networkidle")
    taken = page.screenshot()
    page.context.close()
    return taken


def story(house: rounds.Rounds, browser) -> bytes:
    """The customer's day above four pages of a phone (PNG)."""
    taken = [picture(house, browser, "today", {"width": 1280, "height": 760})]
    taken += [picture(house, browser, name, PHONE) for name in STORY]
    images = "".join(f'<img src="data:image/png;base64,{base64.b64encode(one).decode()}">' for one in taken)
    page = browser.new_page(viewport={"width": 1080, "height": 800})
    page.set_content(SHEET + images)
    page.wait_for_function("[...document.images].every(image => image.complete && image.naturalWidth)")
    return page.screenshot(full_page=True)


if __name__ == "__main__":
    main()
