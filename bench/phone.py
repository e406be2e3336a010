"""How soon a contributor on a slow phone sees the main thing of a page: the largest contentful paint, in Chromium, at
1.6 Mbit/s with 150 ms on the way and a quarter of this machine's speed, with nothing kept from an earlier visit.

The floor is a page of the same app that only says that nothing is there, under the same conditions: what is left of
it is what the page itself adds.
"""

import tempfile
from pathlib import Path
from statistics import median

from bench import measure
from tests.journeys import rounds
from tests.services import chromium as browsers

PAGES = ("invitation", "questions", "times", "my-session", "me", "join-during")
BARE = "404"
TIMES = 5
LATENCY, DOWN, UP, SLOWER = 150, 1_600_000 // 8, 750_000 // 8, 4
MOST = 1500
PAINTED = """() => new Promise((done) => {
  new PerformanceObserver((list) => done(list.getEntries().at(-1).startTime))
    .observe({ type: "largest-contentful-paint", buffered: true });
})"""


def run() -> list[measure.Result]:
    """Measure it with the demo at every step of the story."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, rounds.house(Path(folder)) as house, sync_playwright() as playwright:
        browser = browsers.launch(playwright)
        try:
            floor = seen(house, browser, BARE)
            return [_result(name, seen(house, browser, name), floor) for name in PAGES]
        finally:
            browser.close()


def seen(house: rounds.Rounds, browser, name: str) -> float:
    """The median, in milliseconds, of when the main thing of a page is there."""
    signed = house.signed_in(browser, rounds.PAGES[name][0])
    return median(_once(house.address(name), browser, signed) for _number in range(TIMES))


def _once(address: str, browser, signed: dict) -> float:
    page = browsers.open_page(browser, [], width=360, **signed)
    try:
        devtools = page.context.new_cdp_session(page)
        devtools.send("Network.enable")
        devtools.send(
            "Network.emulateNetworkConditions",
            {"offline": False, "latency": LATENCY, "downloadThroughput": DOWN, "uploadThroughput": UP},
        )
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.goto(address, wait_until="networkidle")
        return page.evaluate(PAINTED)
    finally:
        page.context.close()


def _result(name: str, measured: float, floor: float) -> measure.Result:
    facts = {"goal": f"{MOST} ms", "median of": str(TIMES)}
    words = f"the main thing of {name} on a slow phone"
    bare = "a page that only says that nothing is there"
    return measure.Result(words, measured, floor, round(MOST / floor, 2), bare, facts, {}, "ms until it is painted")
