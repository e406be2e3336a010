"""Makes the pictures of this folder anew, from the real server with the people of the demo and a real Chromium:
`python docs/screens/make.py` in the checkout, with everything installed that the tests need."""

import base64
import os
import struct
import sys
import tempfile
import zlib
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent.parent))
os.environ["PARLOR_TESTING"] = "1"

from playwright.sync_api import sync_playwright  # noqa: E402

from tests.journeys import contributor_steps, customer_steps, rounds  # noqa: E402
from tests.journeys.people import Person  # noqa: E402
from tests.services import chromium, run  # noqa: E402

DESK, PHONE = {"width": 1280, "height": 760}, {"width": 360, "height": 740}
# file: (page of the rounds, the window, light or dark, what is scrolled to)
SINGLE = {
    "customer-today": ("today", DESK, "light", None),
    "customer-today-dark": ("today", DESK, "dark", None),
    "customer-study": ("study", DESK, "light", None),
    "customer-week": ("study-week", DESK, "light", "#list"),
    "customer-people": ("participants", DESK, "light", None),
    "customer-session": ("session", DESK, "light", None),
    "customer-cancel-pending": ("cancel-pending", DESK, "light", None),
    "customer-availability": ("availability", DESK, "light", "[data-week]"),
    "customer-join": ("join-during-desk", DESK, "light", None),
    "contributor-home": ("me-busy", PHONE, "light", None),
    "contributor-invitation": ("invitation", PHONE, "light", None),
    "contributor-question": ("questions", PHONE, "light", None),
    "contributor-camera": ("camera", PHONE, "light", None),
    "contributor-times": ("times", PHONE, "light", None),
    "contributor-session": ("my-session", PHONE, "light", None),
    "contributor-session-dark": ("my-session", PHONE, "dark", None),
    "contributor-join": ("join-during", PHONE, "light", None),
    "contributor-money": ("money", PHONE, "light", None),
    "rules": ("rules", DESK, "light", None),
}
STEPS = ("details", "audience", "screener", "times", "review", "preview")
STORY = ("invitation", "times", "my-session", "join-during")
SHEET = """<!doctype html><meta charset="utf-8"><style>
body { margin: 0; padding: 24px; inline-size: 1080px; box-sizing: border-box; background: #d9d2c3; display: grid;
  gap: 20px; grid-template-columns: repeat(4, 1fr); }
img { display: block; inline-size: 100%; border-radius: 6px; box-shadow: 0 2px 12px #0003; }
img:first-child { grid-column: 1 / -1; }
</style>"""
# The colours of a picture, at most 256 (a rare one becomes the nearest frequent one), and which pixel has which.
COLOURS = """async (url) => {
  const image = new Image();
  image.src = url;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height), pen = canvas.getContext("2d");
  pen.drawImage(image, 0, 0);
  const pixels = new Uint32Array(pen.getImageData(0, 0, image.width, image.height).data.buffer);
  const count = new Map();
  for (const one of pixels) count.set(one, (count.get(one) ?? 0) + 1);
  const kept = [...count.keys()].sort((a, b) => count.get(b) - count.get(a) || a - b).slice(0, 256);
  const parts = (one) => [one & 255, (one >> 8) & 255, (one >> 16) & 255];
  const far = (a, b) => parts(a).reduce((sum, part, of) => sum + (part - parts(b)[of]) ** 2, 0);
  const place = new Map(kept.map((one, at) => [one, at]));
  const near = (one) => kept.reduce((best, of) => far(one, of) < far(one, best) ? of : best);
  for (const one of count.keys()) if (!place.has(one)) place.set(one, place.get(near(one)));
  return { width: image.width, height: image.height, colours: kept.map(parts).flat(),
           pixels: new Uint8Array(pixels.map((one) => place.get(one))).toBase64() };
}"""


def main() -> None:
    """All pictures, into this folder."""
    run.begin()
    try:
        with tempfile.TemporaryDirectory() as home, rounds.house(Path(home)) as house, sync_playwright() as playwright:
            browser = chromium.launch(playwright)
            studio = Studio(house, browser)
            for file, (name, window, scheme, to) in SINGLE.items():
                studio.keep(file, studio.picture(name, window, scheme, to))
            studio.keep("story", studio.story())
            studio.written_study()
            browser.close()
    finally:
        run.end()


class Studio:
    """The house with everybody in it, a browser, and the time at which every picture is taken."""

    def __init__(self, house: rounds.Rounds, browser):
        self.house, self.browser = house, browser
        self.now = (house.server.home / "now").read_text()

    def keep(self, file: str, taken: bytes) -> None:
        """Write a picture, with few colours and so in few bytes."""
        page = self.browser.new_page()
        found = page.evaluate(COLOURS, f"data:image/png;base64,{base64.b64encode(taken).decode()}")
        page.close()
        (FOLDER / f"{file}.png").write_bytes(png(**found))

    def picture(self, name: str, window: dict, scheme: str = "light", to: str | None = None) -> bytes:
        """One page as its person sees it, from its top or from what is scrolled to (PNG)."""
        signed = self.house.signed_in(self.browser, rounds.PAGES[name][0])
        page = self._page(window, color_scheme=scheme, **signed)
        self.house.server.now(self.now)
        page.goto(self.house.address(name), wait_until="networkidle")
        taken = self._shot(page, to)
        page.context.close()
        return taken

    def story(self) -> bytes:
        """The customer's day above four pages of a phone (PNG)."""
        taken = [self.picture("today", DESK), *(self.picture(name, PHONE) for name in STORY)]
        images = "".join(f'<img src="data:image/png;base64,{base64.b64encode(one).decode()}">' for one in taken)
        page = self.browser.new_page(viewport={"width": 1080, "height": 800})
        page.set_content(SHEET + images)
        page.wait_for_function("[...document.images].every(image => image.complete && image.naturalWidth)")
        return page.screenshot(full_page=True)

    def written_study(self) -> None:
        """A study as Ada writes it, step by step, and its questions on Cleo's phone."""
        self.house.server.now(self.now)
        ada = Person(self._page(DESK, **self.house.signed_in(self.browser, "ada")), self.house.server).go("/today")
        for step in ("new_study", "details", "audience", "screener", "preview", "times"):
            getattr(customer_steps, step)(ada)
        draft = ada.page.url.removesuffix("/edit/review")
        for step in STEPS:
            ada.go(f"{draft}/edit/{step}")
            self.keep(f"customer-{step}", self._shot(ada.page))
        ada.go(f"{draft}/edit/review")
        customer_steps.launch(ada)
        signed = self.house.signed_in(self.browser, "cleo.marchetti")
        cleo = Person(self._page(PHONE, **signed), self.house.server)
        contributor_steps.invitation(cleo, customer_steps.TITLE)
        cleo.tick(cleo.page.get_by_label("Yes"))
        cleo.page.get_by_label("What happened the last time?").wait_for()
        cleo.page.wait_for_load_state("networkidle")
        self.keep("contributor-questions", self._shot(cleo.page, "#asked"))

    def _page(self, window: dict, **options):
        return chromium.open_page(self.browser, [], viewport=window, reduced_motion="reduce", **options)

    @staticmethod
    def _shot(page, to: str | None = None) -> bytes:
        if to:
            page.locator(to).first.evaluate("(part) => scrollTo(0, part.getBoundingClientRect().top + scrollY - 24)")
        page.mouse.move(0, 0)
        return page.screenshot(animations="disabled", caret="hide")


def png(width: int, height: int, colours: list[int], pixels: str) -> bytes:
    """A picture of at most 256 colours."""
    rows = base64.b64decode(pixels)
    lines = b"".join(b"\0" + rows[at : at + width] for at in range(0, len(rows), width))
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
        (b"PLTE", bytes(colours)),
        (b"IDAT", zlib.compress(lines, 9)),
        (b"IEND", b""),
    )
    found = ((struct.pack(">I", len(data)), kind + data) for kind, data in parts)
    chunks = (size + body + struct.pack(">I", zlib.crc32(body)) for size, body in found)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


if __name__ == "__main__":
    main()
