"""A real Chromium for the tests, and pages that are watched: whatever a browser complains about fails the test."""

import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = "no Chromium: install one (on Debian: apt-get install chromium), or name one in PARLOR_CHROMIUM"
ARGUMENTS = (
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream", "--allow-loopback-in-peer-connection",
)  # fmt: skip
LOCAL = ("127.0.0.1", "localhost")


def find() -> str | None:
    """The path of a Chromium: the one named in PARLOR_CHROMIUM, one on the PATH, or Playwright's own."""
    if named := os.environ.get("PARLOR_CHROMIUM"):
        return shutil.which(named)
    on_path = next(filter(None, map(shutil.which, NAMES)), None)
    return on_path or _downloaded()


def _downloaded() -> str | None:
    from playwright.sync_api import sync_playwright

    with suppress(Exception), sync_playwright() as playwright:
        path = playwright.chromium.executable_path
        return path if Path(path).exists() else None
    return None


def launch(playwright, *more: str):
    """Starts the browser; names other than this machine's lead nowhere in it. RuntimeError when there is none."""
    path = find()
    if not path:
        raise RuntimeError(MISSING)
    nowhere = "--host-resolver-rules=MAP * ~NOTFOUND, " + ", ".join(f"EXCLUDE {name}" for name in LOCAL)
    # Without its sandbox (Playwright's default), which root and most containers can not have; it sees our pages only.
    return playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS, nowhere, *more])


def open_page(browser, problems: list[str], *, width: int = 1280, javascript: bool = True, hosts=LOCAL, **options):
    """A page in a context of its own (`options` as new_context takes them), whose complaints go to `problems`."""
    options.setdefault("viewport", {"width": width, "height": 800})
    options.setdefault("locale", "en-GB")
    options.setdefault("timezone_id", "Europe/Berlin")
    context = browser.new_context(java_script_enabled=javascript, **options)
    context.set_default_timeout(10_000)
    watch(context, problems, hosts)
    return context.new_page()


def watch(context, problems: list[str], hosts=LOCAL) -> None:
    """Notes every page error, console error (a violated CSP is one) and request to a host not among `hosts`."""

    def on_request(request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob", "about") and address.hostname not in hosts:
            problems.append(f"foreign host: {request.method} {request.url}")

    def on_console(message) -> None:
        # A refused form is answered with 409 or 422, which Chromium calls an error of the page.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            problems.append(f"console: {message.text}")

    context.on("request", on_request)
    context.on("console", on_console)
    context.on("weberror", lambda event: problems.append(f"page error: {event.error}"))


def accessibility(page, **options) -> list[str]:
    """What axe finds wrong on the page, one line each; an empty list is good. Needs JavaScript."""
    from axe_playwright_python.base import AXE_SCRIPT

    # Half a megabyte to read: once a document, however often it is looked at
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    seen = "options => axe.run(options).then(found => found.violations)"
    found = page.evaluate(seen, {"resultTypes": ["violations"], **options})
    return [f"{rule['id']} ({rule['impact']}): {node['html'][:160]}" for rule in found for node in rule["nodes"]]


if __name__ == "__main__":
    sys.exit(0 if find() else 1)
