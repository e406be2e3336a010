"""What every test may ask for: fresh databases, mail, a browser, the server. Nothing starts before a test asks."""

import os

import pytest

from tests.services import chromium as browsers
from tests.services import databases, run
from tests.services import server as servers
from tests.services import smtp as mail


def pytest_configure(config):
    # What a developer has set for an own Parlor must not reach the tests.
    for name in [name for name in os.environ if name.startswith("PARLOR_")]:
        if not name.startswith("PARLOR_TEST_") and name != "PARLOR_CHROMIUM":
            del os.environ[name]
    run.begin()


def pytest_unconfigure(config):
    databases.discard_all()
    run.end()


@pytest.fixture(params=databases.KINDS)
def database_url(request, tmp_path):
    """The URL of a fresh, migrated database; the test runs once on SQLite and once on PostgreSQL."""
    url = databases.fresh(request.param, tmp_path)
    yield url
    databases.discard(url)


@pytest.fixture
def database(database_url):
    """A fresh database, opened; the test runs once on SQLite and once on PostgreSQL."""
    from models import database as opened

    opened.connect(database_url)
    yield opened.db
    opened.close()


@pytest.fixture
def inbox():
    """Where a test's mail arrives, and the knobs to make it fail."""
    return mail.Inbox()


@pytest.fixture
def smtp(inbox):
    """A real SMTP server (`hostname`, `port`) without encryption, that puts everything into `inbox`."""
    server = mail.start(inbox)
    yield server
    server.stop()


@pytest.fixture
def start_smtp(inbox):
    """Starts an SMTP server with STARTTLS or sign-in: `start_smtp(tls=context, users={name: password})`."""
    started = []

    def start(**knobs):
        started.append(mail.start(inbox, **knobs))
        return started[-1]

    yield start
    for server in started:
        server.stop()


@pytest.fixture(scope="session")
def chromium():
    """The browser of this test process. Where there is none the test fails, because nobody would notice a skip."""
    from playwright.sync_api import sync_playwright

    if not browsers.find():
        pytest.fail(browsers.MISSING, pytrace=False)
    with sync_playwright() as playwright:
        browser = browsers.launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def page_problems():
    """What the test's pages complained about so far; a test that provokes a complaint looks here and clears it."""
    return []


@pytest.fixture
def open_page(chromium, page_problems):
    """Opens a watched page of its own context: `open_page(width=360, javascript=False, locale="de-DE")`."""
    contexts = []

    def open_one(**options):
        page = browsers.open_page(chromium, page_problems, **options)
        contexts.append(page.context)
        return page

    yield open_one
    for context in contexts:
        context.close()
    if page_problems:
        pytest.fail("the browser complained:\n" + "\n".join(page_problems), pytrace=False)


@pytest.fixture
def start_server(tmp_path_factory):
    """Starts the real server: `start_server(now="2027-03-01T09:00:00+00:00", PARLOR_DATABASE_URL=url)`."""
    started = []

    def start(**options):
        started.append(servers.start(tmp_path_factory.mktemp("home"), **options))
        return started[-1]

    yield start
    for server in started:
        servers.stop(server)


@pytest.fixture
def server(start_server, database_url):
    """The real server on a fresh database; the test runs once on SQLite and once on PostgreSQL."""
    return start_server(PARLOR_DATABASE_URL=database_url)
