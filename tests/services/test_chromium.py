"""The watched page is itself watched: whatever it should complain about is served to it here."""

import http.server
import threading

import pytest

from tests.services import chromium as browsers

pytestmark = pytest.mark.browser

POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src *; form-action 'self'"
HEAD = '<!doctype html><html lang="en"><head><title>A room</title><link rel="icon" href="/icon"></head>'
PAGES = {
    "/": HEAD + "<body><main><h1>Welcome</h1><noscript>plain</noscript><script src=/script.js></script></main>",
    "/script.js": "document.body.dataset.ran = 'yes';",
    "/inline": HEAD + "<body><h1>Inline</h1><script>document.title = 'bad'</script>",
    "/styled": HEAD + '<body><h1 style="color: red">Styled</h1>',
    "/broken": HEAD + "<body><h1>Broken</h1><script src=/throws.js></script>",
    "/throws.js": "throw new Error('on purpose');",
    "/away": HEAD + "<body><h1>Away</h1><script src=/away.js></script>",
    "/away.js": "fetch('http://elsewhere.example/').catch(() => { document.body.dataset.tried = 'yes'; });",
    "/unlabelled": HEAD + "<body><main><h1>Form</h1><form><input name=a></form></main>",
}


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = PAGES.get(self.path, "Not here").encode()
        self.send_response(200 if self.path in PAGES else 404)
        self.send_header("Content-Type", "text/javascript" if self.path.endswith(".js") else "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def site():
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def _taken(problems: list[str]) -> str:
    text = "\n".join(problems)
    problems.clear()
    return text


def test_a_good_page_is_shown_without_complaint(open_page, page_problems, site):
    page = open_page(width=360)
    page.goto(site)
    assert page.locator("body").get_attribute("data-ran") == "yes"
    assert page.evaluate("innerWidth") == 360
    assert browsers.accessibility(page) == []
    assert page_problems == []


def test_a_page_without_javascript_runs_none(open_page, site):
    page = open_page(javascript=False)
    page.goto(site)
    assert page.locator("body").get_attribute("data-ran") is None
    assert "plain" in page.locator("main").inner_text()  # get_by_text leaves <noscript> out


@pytest.mark.parametrize(("path", "javascript"), [("/inline", True), ("/styled", True), ("/styled", False)])
def test_what_the_policy_refuses_is_noticed(open_page, page_problems, site, path, javascript):
    page = open_page(javascript=javascript)
    page.goto(site + path)
    page.wait_for_timeout(100)
    assert "Content Security Policy" in _taken(page_problems)


def test_an_error_of_a_script_is_noticed(open_page, page_problems, site):
    page = open_page()
    page.goto(site + "/broken")
    page.wait_for_timeout(100)
    assert "page error: on purpose" in _taken(page_problems)


def test_a_request_to_another_host_is_noticed_and_leads_nowhere(open_page, page_problems, site):
    page = open_page()
    page.goto(site + "/away")
    page.locator("body[data-tried]").wait_for()
    assert "foreign host: GET http://elsewhere.example/" in _taken(page_problems)


def test_a_field_without_a_label_is_found(open_page, site):
    page = open_page()
    page.goto(site + "/unlabelled")
    assert any(line.startswith("label ") for line in browsers.accessibility(page))


def test_a_refused_form_is_no_complaint(open_page, page_problems, site):
    page = open_page()
    assert page.goto(site + "/nothing-here").status == 404
    page.wait_for_timeout(100)
    assert page_problems == []


def test_each_page_has_a_visitor_of_its_own(open_page, site):
    one, other = open_page(), open_page(timezone_id="Asia/Tokyo", locale="de-DE")
    one.goto(site)
    other.goto(site)
    one.evaluate("localStorage.setItem('who', 'Ada')")
    assert other.evaluate("localStorage.getItem('who')") is None
    assert other.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone + navigator.language") == "Asia/Tokyode-DE"
