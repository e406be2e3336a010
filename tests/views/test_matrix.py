"""Every route, asked by everybody: who may is let in, whose role is too low is told so, and for all others there is
nothing; and nobody is shown a button for what they may not do. Who may stands in tests/views/matrix.py."""

from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest

from models import database
from tests import world as story
from tests.services import databases
from tests.views import matrix
from tests.views.app import app_at
from tests.views.foreign import contents, furnish
from tests.views.matrix import ASKED, LOW, NONE, PEOPLE, ROLES, YES

REFUSED = "409"
# For whom there is nothing of the house at all.
OUTSIDE = ("nobody", "another", "stranger")
TYPED = {
    "reason": "other",
    "starts_at": "2026-11-26T13:00:00Z",
    "says": "met",
    "version": "0",
    "first": "2026-12-01",
    "last": "2026-12-01",
}


# Everybody on SQLite; on PostgreSQL those who must not get anywhere.
TURNED_AWAY = [("sqlite", person) for person in PEOPLE] + [("postgres", "stranger"), ("postgres", "viewer")]
LET_IN = [("sqlite", person) for person in PEOPLE]


@pytest.fixture(scope="module")
def house(request, tmp_path_factory):
    """The app with everybody and everything in it, once for all tests."""
    home = tmp_path_factory.mktemp("matrix")
    url = databases.fresh(request.param, home)
    app, _clock = app_at(url, story.NOW, home)
    yield furnish(app, story.build())
    database.close()
    databases.discard(url)


@pytest.fixture(scope="module")
def app():
    """The app as it is, on no database."""
    return matrix.whole_app()


def test_every_route_has_a_line(app):
    table, keys = matrix.lines(), {route.key for route in matrix.routes(app)}
    assert sorted(matrix.MISSING.format(key=key) for key in keys - set(table)) == []
    assert sorted(f"{key} is no route any more: take its line out" for key in set(table) - keys) == []


def test_a_route_without_a_line_is_told_how_to_get_one(app):
    route = matrix.Route("POST", "/vault", "/vault")
    with pytest.raises(AssertionError, match="POST /vault has no line"):
        matrix.who_may(route)
    assert len(matrix.routes(app)) > 250


@pytest.mark.parametrize(
    ("who", "may", "low"),
    [
        ("team: admin", {"admin"}, {"creator", "reviewer", "viewer"}),
        ("team + themselves", {"admin", "creator", "reviewer", "viewer", "themselves"}, set()),
        ("operators", {"operator"}, set()),
    ],
)
def test_a_line_says_who_may_whose_role_is_too_low_and_that_nobody_else_exists(who, may, low):
    route = matrix.Route("GET", "/x/<code>", "/x/<code>")
    found = matrix.who_may(route, {route.key: who})
    assert {person for person, answer in found.items() if answer == YES} == may
    assert {person for person, answer in found.items() if answer == LOW} == low
    assert found["nobody"] == ASKED


def ask(house, person: str, method: str, path: str):
    """One request from their browser as it was, with everything that a form of the page would have sent."""
    client, token = house.browser(person)
    if method == "GET":
        return client.get(path)
    data = {"form_token": token, "workspace": house.codes["/operator/workspaces/<code>"], **TYPED}
    return client.open(path, method=method, data=data, headers={"Sec-Fetch-Site": "same-origin"})


def what_came(answer, leaves: bool = False) -> str:
    """An answer in the words of the matrix; REFUSED is the row's own page with the reason why not."""
    there = urlsplit(answer.headers.get("Location", "")).path
    if answer.status_code == 303 and there == "/sign-in" and not leaves:
        return ASKED
    named = {403: LOW, 404: NONE, 409: REFUSED}
    return named.get(answer.status_code, str(answer.status_code) if answer.status_code >= 500 else YES)


def fits(route, wanted: str, came: str) -> bool:
    """Whether this is the answer that the matrix promises."""
    if wanted == YES:
        # Whether there is such a move at all is for the state to say.
        return came in (YES, REFUSED, NONE) if route.event else came in (YES, REFUSED)
    if matrix.joined(route):
        return came in (wanted, LOW, REFUSED)
    if route.event and wanted == LOW and route.method == "GET":
        return came in (LOW, REFUSED)
    return came == wanted


def put_to(house, person: str) -> list[tuple]:
    """(route, path, what is promised) of everything that this person can ask for."""
    table = matrix.lines()
    return [
        (route, path, matrix.who_may(route, table)[person])
        for route in matrix.routes(house.app)
        if route.key in table  # one that has no line yet fails a test of its own
        for path in house.address(route)
    ]


@pytest.mark.promise("P1")
@pytest.mark.promise("P2")
@pytest.mark.parametrize(("house", "person"), TURNED_AWAY, indirect=["house"])
def test_who_may_not_is_turned_away_and_changes_nothing(house, person):
    house.browser(person)
    wrong, before = [], watched(person)
    for route, path, wanted in put_to(house, person):
        if wanted == YES:
            continue
        came = what_came(ask(house, person, route.method, path))
        if not fits(route, wanted, came):
            wrong.append(f"{route.method} {path} ({route.rule}): {came} and not {wanted}")
        if route.method != "GET" and (after := watched(person)) != before:
            changed = [table for table in before if before[table] != after[table]]
            wrong.append(f"{route.method} {path} ({route.rule}): changed {changed}")
            before = after
    assert not wrong, "\n".join(["", *wrong])
    assert watched(person) == before


def watched(person: str) -> dict:
    """What this person must not change; who may see a row is noted for having looked at it."""
    return {table: rows for table, rows in contents().items() if person not in ROLES or table != "look"}


@pytest.mark.promise("P2")
@pytest.mark.parametrize(("house", "person"), LET_IN, indirect=["house"])
def test_who_may_is_let_in_and_sees_no_button_for_what_they_may_not(house, person):
    house.browser(person)
    wrong, table = [], matrix.lines()
    for route, path, wanted in put_to(house, person):
        if wanted != YES:
            continue
        # Whatever it does is taken back, so that the next one finds the house as it was.
        with database.db.atomic() as step:
            answer = ask(house, person, route.method, path)
            step.rollback()
        came = what_came(answer, leaves=route.path == "/sign-out" or person == "nobody")
        if not fits(route, wanted, came):
            wrong.append(f"{route.method} {path} ({route.rule}): {came}")
        elif person in OUTSIDE:
            wrong += [f"{path} shows {one} of others" for one in told(house, path, answer)]
        else:
            wrong += [f"{path} shows {one}" for one in pressed(house, person, answer, table)]
    assert not wrong, "\n".join(["", *wrong])


def told(house, path: str, answer) -> list[str]:
    """The rows of the house that stand on a page without having been named by who asked."""
    body = answer.get_data().decode(errors="replace")
    dressed = house.codes["/brand/<code>"]  # invitations come in the team's own colour
    return [code for code in house.own if code in body and code != dressed and code not in path]


def pressed(house, person: str, answer, table: dict) -> list[str]:
    """The controls of a page that lead where this person may not go."""
    if "html" not in (answer.content_type or ""):
        return []
    adapter, found = house.app.url_map.bind(""), []
    for method, address in Controls(answer.get_data(as_text=True)).found:
        path = urlsplit(address).path or "/"
        if not adapter.test(path, method):
            found.append(f"{method} {path}, which is no route")
            continue
        route = matrix.route_to(house.app, path, method)
        # A browser or an invitation of their own is nothing of the house.
        own = route.scoped and not route.noun and not any(code in path for code in house.own)
        if not own and matrix.who_may(route, table)[person] != YES:
            found.append(f"{method} {path}")
    return found


class Controls(HTMLParser):
    """What can be pressed on a page: (method, address) of each form with a button that works, and of each link that
    fires something."""

    def __init__(self, html: str):
        super().__init__()
        self.found, self.form = [], None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.form = (given.get("method", "get").upper(), given.get("action", ""))
        off = given.get("aria-disabled") == "true"
        if tag == "button" and self.form and given.get("type", "submit") == "submit" and not off:
            self.found.append(self.form)
        if tag == "a" and "data-event" in given and not off:
            self.found.append(("GET", given.get("href", "")))

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None


def test_the_page_for_people_is_what_the_table_says(app):
    assert matrix.page(app) == matrix.PAGE.read_text(encoding="utf-8"), matrix.STALE
