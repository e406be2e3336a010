"""Who may ask for what: one line for every route and method. The tests are made from this table, and docs/access.md.

python -m tests.views.matrix            # write docs/access.md
python -m tests.views.matrix --check    # exit 1 when it is stale

A line says who may: `anybody`, `signed in`, `operators`, `team` (every role of the workspace), `team: admin creator`
(these roles; the others are told that theirs is too low), `themselves` (the contributor whose row it is), `the law`
(lifecycle says it for each move), `nobody` (only there in the demo), `network` (its members), or several with ` + `
between. Whoever is not named finds nothing (404), and who is not signed in is asked who they are. Where an address
names no row, a stranger is the administrator of a team of their own; in `own team` the form names the team.
"""

import pathlib
import re
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from models import NOUNS
from views.access import FOR_OPERATORS, MAY, PLURALS

ROLES = ("admin", "creator", "reviewer", "viewer")
PEOPLE = ("nobody", *ROLES, "themselves", "another", "stranger", "operator")
YES, ASKED, LOW, NONE = "yes", "sign in", "403", "404"
# Whose rows belong to a contributor, beside their team's.
OF_SOMEBODY = ("session", "participant", "candidate", "payout", "report", "standing")

# Somebody who is not among these people.
ELSEWHERE = ("nobody", "the browser that asked", "who plays them")
WRITERS = "team: admin creator"
ADMINS = "team: admin"

TABLE = {
    # The house
    "GET /": "anybody",
    "GET /favicon.ico": "anybody",
    "GET /static/<path:filename>": "anybody",
    "GET /health": "anybody",
    "GET /ready": "anybody",
    "POST /hooks/<provider>": "anybody",
    "GET /rules": "anybody",
    "GET /rules/<noun>": "anybody",
    "GET /help": "anybody",
    "GET /help/<topic>": "anybody",
    "GET /help/search": "anybody",
    "GET /terms": "anybody",
    "GET /terms/<dated>": "anybody",
    "GET /terms/network": "anybody",
    "GET /terms/network/<dated>": "anybody",
    "GET /terms/camera": "anybody",
    "GET /terms/camera/<dated>": "anybody",
    "GET /terms/recording": "anybody",
    "GET /terms/recording/<dated>": "anybody",
    "POST /language": "anybody",
    "POST /zone": "anybody",
    "GET /demo": "nobody",
    "POST /demo/clock": "nobody",
    # Signing in
    "GET, POST /sign-in": "anybody",
    "GET, POST /sign-in/<code>": "anybody",
    "GET /sign-in/<code>/<token>": "anybody",
    "GET, POST /sign-in/again": "signed in",
    "POST /sign-in/demo": "nobody",
    "GET /sign-ins": "signed in",
    "POST /sign-ins/<code>/end": "themselves",
    "POST /sign-ins/end-others": "signed in",
    "POST /sign-out": "anybody",
    # A contributor
    "GET /me": "signed in",
    "GET /me/history": "signed in",
    "POST /me/address": "signed in",
    "POST /me/invitations": "signed in",
    "GET, POST /join": "anybody",
    "POST /join/later": "signed in",
    "GET, POST /join/name": "signed in",
    "GET, POST /join/profile": "signed in",
    "GET, POST /join/terms": "signed in",
    "GET, POST /me/account": "signed in",
    "GET, POST /me/email": "signed in",
    "GET, POST /me/email/<code>": "the browser that asked",
    "POST /me/letters": "signed in",
    "GET, POST /me/profile": "signed in",
    "GET /me/data": "signed in",
    "GET, POST /me/data/erase": "signed in",
    "POST /me/data/erase/back": "signed in",
    "POST /me/data/take": "signed in",
    "POST /me/data/teams/<code>/leave": "themselves",
    "GET /erased": "anybody",
    "GET, POST /standing/appeal": "network",
    "GET /money": "signed in",
    "GET /standing": "signed in",
    "GET, POST /i/<link>": "anybody",
    "GET, POST /r/<link>": "anybody",
    "GET /back/<key>": "anybody",
    "POST /calls/<side>/<key>": "anybody",  # who signs with its secret
    "GET, POST /unsubscribe/<code>/<token>": "anybody",
    "POST /unsubscribe/<code>/<token>/again": "anybody",
    # One person in one study
    "GET /participants/<code>": "team + themselves",
    "GET, POST /participants/<code>/<event>": "the law",
    "GET, POST /participants/<code>/camera": "themselves",
    "POST /participants/<code>/clips": "themselves",
    "GET, POST /participants/<code>/recording": "themselves",
    "GET, POST /participants/<code>/recording/end": "themselves",
    "GET /participants/<code>/recordings": "team + themselves",
    "POST /participants/<code>/unrecorded": "themselves",
    "GET /participants/<code>/exclude_in_order": WRITERS,
    "GET, POST /participants/<code>/completed_there": WRITERS,
    "GET, POST /participants/<code>/removed_there": WRITERS,
    "POST /participants/<code>/hold": "themselves",
    "POST /participants/<code>/open_screener": "themselves",
    "GET, POST /participants/<code>/questions": "themselves",
    "POST /participants/<code>/start": "themselves",
    "POST /participants/<code>/submit": "themselves",
    "GET, POST /participants/<code>/tasks": "themselves",
    "GET, POST /participants/<code>/terms": "themselves",
    "GET, POST /participants/<code>/times": "themselves",
    "GET, POST /participants/<code>/report": f"{WRITERS} + themselves",
    "GET /clips/<code>": "team + themselves",
    "GET /clips/<code>/pieces": "themselves",
    "PUT /clips/<code>/pieces/<int:number>": "themselves",
    "POST /clips/<code>/finish": "themselves",
    # A conversation
    "GET /sessions/<code>": "team + themselves + operators",
    "GET, POST /sessions/<code>/<event>": "the law",
    "GET /sessions/<code>/answer": f"{WRITERS} + themselves",
    "POST /sessions/<code>/answer": f"{WRITERS} + themselves",
    "GET /sessions/<code>/calendar.ics": "team + themselves + operators",
    "GET /sessions/<code>/camera": f"{WRITERS} + themselves",
    "POST /sessions/<code>/here": f"{WRITERS} + themselves",
    "POST /sessions/<code>/hold": "themselves",
    "GET /sessions/<code>/join": f"{WRITERS} + themselves",
    "GET /sessions/<code>/messages": f"{WRITERS} + themselves",
    "POST /sessions/<code>/messages": f"{WRITERS} + themselves",
    "GET, POST /sessions/<code>/move": "themselves",
    "GET /sessions/<code>/notes": "team: admin creator reviewer",
    "POST /sessions/<code>/notes": "team: admin creator reviewer",
    "GET, POST /sessions/<code>/notes/<int:number>": "team: admin creator reviewer",  # one's own
    "GET /sessions/<code>/quality": "team: admin creator reviewer",
    "POST /sessions/<code>/quality": "team: admin creator reviewer",
    "GET /sessions/<code>/read": f"{WRITERS} + themselves",
    "POST /sessions/<code>/read": f"{WRITERS} + themselves",
    "GET, POST /sessions/<code>/rebook": "themselves",
    "GET, POST /sessions/<code>/report": f"{WRITERS} + themselves",
    "GET, POST /sessions/<code>/reschedule": WRITERS,
    # The team's day
    "GET /today": "team",
    "GET /search": "team",
    "GET /availability": "team",
    "POST /availability": WRITERS,
    "POST /availability/days": WRITERS,
    "POST /availability/days/remove": WRITERS,
    "POST /availability/feed": WRITERS,
    "GET /board": "team",
    "GET /board/file": WRITERS,
    "POST /board/give": WRITERS,
    "GET, POST /board/import": WRITERS,
    "POST /board/link": WRITERS,
    "GET, POST /board/look": WRITERS,  # opened, it leads back to the board
    "POST /board/read": WRITERS,
    "GET /board/suspects": "team",
    "GET /board/suspects/<code>": "team",
    "POST /board/suspects/<code>/settle": WRITERS,
    "POST /board/tell": WRITERS,
    "GET /payouts": "team",
    "POST /payouts/file.csv": WRITERS,
    "POST /payouts/paid": WRITERS,
    "POST /payouts/ledger.csv": WRITERS,
    "GET, POST /payouts/<code>/address": f"{WRITERS} + themselves",
    "GET, POST /participants/<code>/bonus": WRITERS,
    "GET, POST /candidates/<code>/bonus": WRITERS,
    "GET, POST /settings/payments": ADMINS,
    "POST /payouts/pay-out-due": WRITERS,
    "GET /plan": "team",
    "GET /plan/units.csv": "team",
    "POST /plan/overage": ADMINS,
    "GET, POST /practice": "team + operators",
    "POST /practice/anew": "team + operators",
    "POST /practice/leave": "team + operators",
    "POST /practice/outside": "team + operators",
    "POST /practice/play/<code>": "who plays them",
    "POST /practice/stop": "signed in",
    # The team, its people, its settings
    "GET /team": "team",
    "POST /team/invite": ADMINS,
    "POST /team/invites/<code>/again": ADMINS,
    "POST /team/invites/<code>/take-back": ADMINS,
    "GET /team/<code>": ADMINS,
    "POST /team/<code>/role": ADMINS,
    "POST /team/<code>/remove": ADMINS,
    "GET, POST /team-invites/<code>": "whom it asks",
    "POST /workspaces/current": "own team",
    "GET /audit": ADMINS,
    "POST /audit/file.csv": ADMINS,
    "GET /settings": "team",
    "POST /settings": ADMINS,
    "POST /settings/logo": ADMINS,
    "GET, POST /settings/webhooks": ADMINS,
    "GET, POST /settings/webhooks/<code>": ADMINS,
    "POST /settings/webhooks/<code>/again": ADMINS,
    "POST /settings/webhooks/<code>/off": ADMINS,
    "POST /settings/webhooks/<code>/on": ADMINS,
    "POST /settings/webhooks/<code>/remove": ADMINS,
    "POST /settings/webhooks/<code>/rotate": ADMINS,
    "GET /settings/webhooks/<code>/secret": ADMINS,
    "POST /settings/webhooks/<code>/test": ADMINS,
    "GET /settings/webhooks/<code>/<int:number>": ADMINS,
    "POST /settings/webhooks/<code>/<int:number>/again": ADMINS,
    "GET /brand/<code>.css": "anybody",
    "GET /brand/<code>/logo": "anybody",
    "GET /people": "team",
    "GET /people/<code>": "team",
    "POST /people/<code>/amend": WRITERS,
    "POST /people/<code>/ask": WRITERS,
    "POST /people/<code>/favourite": WRITERS,
    "POST /people/<code>/lists": WRITERS,
    "POST /people/<code>/unenrol": WRITERS,
    "GET, POST /people/enrol": WRITERS,
    "GET, POST /people/import": WRITERS,
    "POST /people/own.csv": WRITERS,
    "POST /people/lists": WRITERS,
    "POST /people/lists/<code>/add": WRITERS,
    "POST /people/lists/<code>/delete": WRITERS,
    "POST /people/lists/<code>/rename": WRITERS,
    "GET /reports": "team + operators",
    "GET /standings": "operators",
    # Studies
    "GET /studies": "team",
    "GET, POST /studies/new": WRITERS,
    "GET /studies/<code>": "team + operators",
    "GET, POST /studies/<code>/<event>": "the law",
    "GET, POST /studies/<code>/add_places": WRITERS,
    "GET, POST /studies/<code>/budget": WRITERS,
    "GET, POST /studies/<code>/pause": "the law",
    "GET, POST /studies/<code>/resume": "the law",
    "GET, POST /studies/<code>/close": "the law",
    "GET, POST /studies/<code>/cancel": "the law",
    "GET, POST /studies/<code>/cancel_pending": WRITERS,
    "GET /studies/<code>/complete_all": "team",  # leads back to the list
    "POST /studies/<code>/complete_all": WRITERS,
    "GET, POST /studies/<code>/duplicate": WRITERS,
    "GET, POST /studies/<code>/edit": WRITERS,
    "GET, POST /studies/<code>/edit/<any(details, audience, times):step>": WRITERS,
    "GET /studies/<code>/edit/items": "team",
    "POST /studies/<code>/edit/items": WRITERS,
    "GET, POST /studies/<code>/edit/preview": "team",
    "GET, POST /studies/<code>/edit/review": WRITERS,
    "GET /studies/<code>/edit/screener": "team",
    "POST /studies/<code>/edit/screener": WRITERS,
    "POST /studies/<code>/edit/matching": WRITERS,
    "POST /studies/<code>/edit/usernames": WRITERS,
    "GET, POST /studies/<code>/message": WRITERS,
    "GET /studies/<code>/participants": "team",
    "GET /studies/<code>/recruiters": "team",
    "POST /studies/<code>/recruiters": WRITERS,
    "GET /connections/<code>": "team",
    "GET /connections/<code>/secret": WRITERS,
    "POST /connections/<code>/owner": WRITERS,
    "POST /connections/<code>/read": WRITERS,
    "POST /connections/<code>/revoke": WRITERS,
    "POST /connections/<code>/rotate": WRITERS,
    "GET /studies/<code>/results": "team",
    "GET /studies/<code>/results/<int:item>": "team",
    "GET, POST /studies/<code>/results.csv": "team",
    "GET /studies/<code>/waiting": "team",
    "GET /studies/<code>/review": "team",
    # Other rows of the law
    "GET /candidates/<code>": "team + themselves",
    "GET, POST /candidates/<code>/<event>": "the law",
    "GET /candidates/<code>/onward": "themselves",
    "POST /candidates/<code>/open_screener": "themselves",
    "GET, POST /candidates/<code>/questions": "themselves",
    "POST /candidates/<code>/redirect": "themselves",
    "GET /payouts/<code>": "team + themselves + operators",
    "GET, POST /payouts/<code>/<event>": "the law",
    "GET /projects": "team",
    "GET, POST /projects/new": WRITERS,
    "GET /projects/<code>": "team",
    "GET, POST /projects/<code>/change": WRITERS,
    "GET /projects/<code>/checked": "team",  # leads back to the list
    "POST /projects/<code>/checked": WRITERS,
    "GET, POST /projects/<code>/duplicate": WRITERS,
    "GET /projects/<code>/edit": WRITERS,
    "GET, POST /projects/<code>/edit/<any(details, people, owner):step>": WRITERS,
    "GET, POST /projects/<code>/edit/integration": WRITERS,
    "POST /projects/<code>/edit/matching": WRITERS,
    "GET, POST /projects/<code>/edit/preview": "team",
    "GET, POST /projects/<code>/edit/review": WRITERS,
    "GET /projects/<code>/edit/screener": WRITERS,  # of a draft; once it is launched the whole team reads it
    "POST /projects/<code>/edit/screener": WRITERS,
    "GET /projects/<code>/integration": "team",
    "POST /projects/<code>/integration": WRITERS,
    "GET, POST /projects/<code>/<event>": "the law",
    "GET /reports/<code>": "team + themselves + operators",
    "GET, POST /reports/<code>/uphold": "the law",
    "GET, POST /reports/<code>/dismiss": "the law",
    "GET, POST /reports/<code>/appeal": "the law",
    "GET, POST /reports/<code>/withdraw_report": "the law",
    "GET /reports/<code>/reply": "team + themselves",
    "POST /reports/<code>/reply": f"{WRITERS} + themselves",
    "GET /standings/<code>": "themselves + operators",
    "GET, POST /standings/<code>/<event>": "the law",
    "GET, POST /standings/<code>/reinstate": "the law",
    "GET, POST /standings/<code>/remove": "the law",
    "GET, POST /standings/<code>/keep_removed": "operators",
    # Letters
    "GET /outbox": "operators",
    "GET /outbox/<int:number>": "operators",
    "GET /outbox/<int:number>/html": "operators",
    "GET /outbox/<int:number>/invite.ics": "operators",
    "POST /outbox/<int:number>/again": "operators",
    # The operator's desk
    "GET /operator": "operators",
    "GET /operator/audit": "operators",
    "POST /operator/audit/file.csv": "operators",
    "GET /operator/failed": "operators",
    "GET /operator/health": "operators",
    "GET /operator/members": "operators",
    "GET /operator/members/<code>": "operators",
    'GET /operator/members/<code>/<any("sign-ins", address):part>': "operators",
    "POST /operator/members/<code>/sign-ins": "operators",
    "POST /operator/members/<code>/address": "operators",
    "GET, POST /operator/members/<code>/erase": "operators",
    "GET /operator/workspaces": "operators",
    "GET, POST /operator/workspaces/new": "operators",
    "GET /operator/workspaces/<code>": "operators",
    "GET /operator/workspaces/<code>/<any(units, overage, plan, seats, help, invite):part>": "operators",
    "POST /operator/workspaces/<code>/units": "operators",
    "POST /operator/workspaces/<code>/overage": "operators",
    "POST /operator/workspaces/<code>/plan": "operators",
    "POST /operator/workspaces/<code>/seats": "operators",
    "POST /operator/workspaces/<code>/help": "operators",
    "POST /operator/workspaces/<code>/invite": "operators",
}

PAGE = pathlib.Path(__file__).parent.parent.parent / "docs" / "access.md"
STALE = "docs/access.md is stale. Write it anew with: python -m tests.views.matrix"
MISSING = "{key} has no line in tests/views/matrix.py: say there who may ask for it"
PLURAL = re.compile(r"^/<any\(([^)]*)\):plural>")


class Route(NamedTuple):
    """One method of one route, with the words that an address can have for `any`; `event` of the law, `noun` of it."""

    method: str
    rule: str
    path: str
    noun: str = ""
    event: str = ""

    @property
    def key(self) -> str:
        return f"{self.method} {self.rule}"

    @property
    def scoped(self) -> bool:
        """Whether it names something that is somebody's."""
        return "<" in self.path


@cache
def lines() -> dict[str, str]:
    """ "GET /rule" -> who may; each method has its own."""
    found = {}
    for key, who in TABLE.items():
        methods, _space, rule = key.rpartition(" /")
        for method in methods.split(", "):
            assert f"{method} /{rule}" not in found, f"{method} /{rule} has two lines"
            found[f"{method} /{rule}"] = who
    return found


def routes(app) -> list[Route]:
    """Every method of every route that the app has; the moves of the law one by one."""
    found = [
        Route(method, *one)
        for rule in app.url_map.iter_rules()
        for one in _named(rule.rule)
        for method in sorted(rule.methods & {"GET", "POST", "PUT", "PATCH", "DELETE"})
    ]
    moves = [move for one in found if one.rule.endswith("/<code>/<event>") for move in _moves(app, one)]
    rest = [_of_the_law(one) for one in found if not one.rule.endswith("/<code>/<event>")]
    return sorted({*rest, *moves}, key=lambda one: (one.path.split("/")[1], one.path, one.method))


def route_to(app, path: str, method: str) -> Route:
    """The route that an address leads to."""
    found, values = app.url_map.bind("").match(path, method, return_rule=True)
    noun = PLURALS.get(values.get("plural", ""), "")
    plain = PLURAL.sub(f"/{values.get('plural')}", found.rule)
    if noun and "event" in values:
        return Route(method, plain, plain.replace("<event>", values["event"]), noun, values["event"])
    return _of_the_law(Route(method, plain, plain, noun or _noun(found.rule)))


def _named(rule: str) -> Iterator[tuple]:
    """(rule, path, noun) for each noun that a row's route is about, else the route itself."""
    several = PLURAL.match(rule)
    if several is None:
        yield rule, rule, _noun(rule)
        return
    for plural in several.group(1).split(","):
        one = PLURAL.sub(f"/{plural.strip()}", rule)
        yield one, one, PLURALS[plural.strip()]


def _noun(rule: str) -> str:
    """The noun whose row a rule names."""
    plural = rule.split("/")[1]
    return PLURALS.get(plural, "") if rule.startswith(f"/{plural}/<code>") else ""


def _of_the_law(one: Route) -> Route:
    """A move that has a route of its own is one all the same, where its line says so."""
    return one._replace(event=one.path.rsplit("/", 1)[1]) if lines().get(one.key) == "the law" else one


def _moves(app, one: Route) -> Iterator[Route]:
    """The moves of a noun, but for those that have a route of their own."""
    adapter = app.url_map.bind("")
    for event in NOUNS[one.noun].lifecycle.names():
        path = one.path.replace("<event>", event)
        endpoint, _values = adapter.match(path.replace("<code>", "abc"), one.method)
        if endpoint.startswith("rows."):
            yield one._replace(path=path, event=event)


def who_may(route: Route, table: dict[str, str] | None = None) -> dict[str, str]:
    """Person -> yes, sign in, 403 or 404."""
    who = (table or lines()).get(route.key)
    assert who is not None, MISSING.format(key=route.key)
    if who == "the law":
        return {person: _by_law(route, person) for person in PEOPLE}
    found = dict.fromkeys(PEOPLE, NONE) | {"nobody": NONE if who == "nobody" else ASKED}
    for group in who.split(" + "):
        found |= _group(group, route.scoped)
    return found


def _group(group: str, scoped: bool) -> dict[str, str]:
    if group in ("anybody", "signed in"):
        return {person: YES for person in PEOPLE if group == "anybody" or person != "nobody"}
    if group in ELSEWHERE:
        return {}
    if group == "whom it asks":
        return {person: LOW for person in PEOPLE if person != "nobody"}
    if group == "network":
        return dict.fromkeys(("themselves", "another", "stranger"), YES)
    if group in ("operators", "themselves"):
        return {"operator" if group == "operators" else group: YES}
    name, _colon, roles = group.partition(":")
    assert name in ("team", "own team"), f"nobody is called {group!r}"
    may = roles.split() or ROLES
    return {role: YES if role in may else LOW for role in ROLES} | (
        {} if scoped or name == "own team" else {"stranger": YES}
    )


def _by_law(route: Route, person: str) -> str:
    """What lifecycle/ and the roles of a workspace say about a move."""
    machine = NOUNS[route.noun].lifecycle
    actors = machine.who.get(route.event, set())
    if person == "nobody":
        return ASKED
    if person in ROLES and route.noun != "standing" and "customer" in actors:
        return YES if route.event in MAY[person] else LOW
    if person == "themselves" and route.noun in OF_SOMEBODY and "contributor" in actors:
        return YES
    if person == "operator" and route.noun in FOR_OPERATORS and "operator" in actors:
        return YES
    return NONE


def joined(route: Route) -> bool:
    """Whether it is a move that only another one brings about: asked for alone it is nowhere."""
    return bool(route.event) and route.event in NOUNS[route.noun].lifecycle.joined


HEAD = """# Who may do what

Written by `python -m tests.views.matrix` from the app's own routes and the table in `tests/views/matrix.py`; do not
edit it.
`tests/views/test_matrix.py` asks every route as every one of these people, with a row that is not theirs, and holds the
answers against this page. A route without a line there fails the tests.

Four roles belong to the workspace whose row it is. *Concerned* is the contributor whose row it is, *another* some other
contributor; the *stranger* is an administrator of another workspace and a contributor too. The *operator* runs the
installation.

● may · **403** is told that their role is too low, and sees no button for it · – finds nothing there (404) · → is asked
to sign in. Where an address names no row, everybody sees what is their own. Moves (`/<event>`) follow
[what may happen](lifecycle.md): here stands who may try."""
MARKS = {YES: "●", ASKED: "→", LOW: "**403**", NONE: "–"}
COLUMNS = ("Nobody", "Admin", "Creator", "Reviewer", "Viewer", "Concerned", "Another", "Stranger", "Operator")


def page(app) -> str:
    """The whole page."""
    table, parts = lines(), {}
    for route in routes(app):
        if not joined(route):
            parts.setdefault(route.path.split("/")[1] or "the door", []).append(route)
    blocks = [HEAD]
    for part in sorted(parts):
        rows = _merged((route, tuple(MARKS[one] for one in who_may(route, table).values())) for route in parts[part])
        blocks += [f"## {part}", _drawn(rows)]
    return "\n\n".join(blocks) + "\n"


def _merged(rows) -> list[tuple]:
    """GET and POST of one path on one line, where the same people may."""
    found: dict[tuple, list[str]] = {}
    for route, marks in rows:
        found.setdefault((route.path, marks), []).append(route.method)
    return [(f"{', '.join(methods)} `{path}`", *marks) for (path, marks), methods in found.items()]


def _drawn(rows: list[tuple]) -> str:
    lines = [("Route", *COLUMNS), ("---", *(":-:" for _one in COLUMNS)), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def whole_app():
    """The app with all its routes, to look at only; the database that is in use stays the one that is in use."""
    from app import create_app
    from models import database
    from views.settings import read

    in_use = database.db.obj
    with tempfile.TemporaryDirectory(prefix="parlor-matrix-") as home:
        app = create_app(read({"PARLOR_HOME": home, "PARLOR_SECRET": "of no use", "PARLOR_TESTING": "1"}))
        database.close()
    database.db.initialize(in_use)
    return app


def main(arguments: list[str]) -> int:
    """Writes the page, or with --check says whether it is stale."""
    text = page(whole_app())
    if "--check" not in arguments:
        PAGE.write_text(text, encoding="utf-8")
        return 0
    if PAGE.exists() and PAGE.read_text(encoding="utf-8") == text:
        return 0
    sys.stderr.write(f"{STALE}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
