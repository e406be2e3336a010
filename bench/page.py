"""A study's page with 25 conversations, warm, against the same app's smallest page.

Both are asked for through WSGI itself, without a server, by the same signed-in customer; the floor is a page that says
hello in the same frame and nothing else, so that it shows what the app does for every page: clock, sign-in, reader,
navigation, headers.
"""

from collections.abc import Callable
from pathlib import Path

from flask import render_template
from jinja2 import ChoiceLoader, DictLoader
from werkzeug.test import create_environ

from app import create_app
from bench import measure
from commands import signin
from commands.fire import fire
from models import Study, database, migrate
from rules.times import from_epoch
from tests import world
from views.settings import read

SESSIONS = 25
WARM, REQUESTS, ROUNDS = 20, 400, 20
GOAL = 5
HELLO = '{% extends "layouts/desk.html" %}{% block content %}<h1>Hello</h1>{% endblock %}'
TEMPLATES, WORDS, FRAME = "templates", "dates and words", "Flask and Werkzeug"
PLACES = {
    "jinja2": TEMPLATES, "templates/": TEMPLATES, "markupsafe": TEMPLATES, "peewee.py": "peewee", "babel": WORDS,
    "rules/": WORDS, "words.py": WORDS, "lifecycle/": "offers", "models/": "rows", "views/": "views", "flask": FRAME,
    "werkzeug": FRAME,
}  # fmt: skip


def run() -> measure.Result:
    """Measure it in a folder of its own."""
    return measure.in_a_folder(_run)


def _run(folder: Path) -> measure.Result:
    app = create_app(read({"PARLOR_HOME": str(folder), "PARLOR_TESTING": "1", "PARLOR_NOW": world.NOW.isoformat()}))
    app.jinja_loader = ChoiceLoader([app.jinja_loader, DictLoader({"hello.html": HELLO})])
    app.add_url_rule("/hello", "hello", lambda: render_template("hello.html"))
    migrate.migrate()
    study, cookies = _prepare()
    page, hello = (asked(app, path, cookies) for path in (f"/studies/{study.code}", "/hello"))
    body = page()
    assert body.count("/sessions/") >= SESSIONS, "the page does not show every conversation"
    for _number in range(WARM):
        page(), hello()
    statements = count(page)
    measured, floor = measure.in_turn([page] * REQUESTS, [hello] * REQUESTS, ROUNDS)
    parts = measure.shares([page] * (REQUESTS // 8), _place)
    facts = {
        "conversations on it": str(SESSIONS),
        "size": f"{len(body.encode()) / 1024:.1f} KB",
        "statements": str(statements),
    }
    bare = "a page of the same app that says hello in the same frame"
    return measure.Result("study page", measured, floor, GOAL, bare, facts, parts)


def _prepare() -> tuple[Study, str]:
    """A live study with its conversations, a few of which wait for a new time; and the cookie of its author."""
    everybody = world.build(units_bought=10_000)
    people = [world.contributor(f"person.{number}") for number in range(SESSIONS)]
    study = world.live_study(everybody, invitees=people, places=SESSIONS)
    starts = world.qualified(everybody, study, people[0]).offered_starts(world.NOW)[40::3]
    for number, person in enumerate(people):
        ready = world.invited(everybody, study, person) if number == 0 else world.qualified(everybody, study, person)
        session = world.sessions.book(ready, from_epoch(starts[number]), world.themselves(person), world.NOW)
        if number % 5 == 4:
            fire(session, "reschedule", world.customer(everybody.ada), world.NOW)
    _row, secret = signin.sign_in(everybody.ada, world.NOW)
    return study, f"signin={secret}; browser=bench"


def asked(app, path: str, cookies: str) -> Callable[[], str]:
    """Asks for this page once, and gives what it says."""
    environ = create_environ(path, "http://127.0.0.1:8000", headers={"Cookie": cookies})

    def ask() -> str:
        answer: list = []
        parts = app(dict(environ), lambda status, headers, *_more: answer.append(status))
        body = b"".join(parts)
        getattr(parts, "close", lambda: None)()
        assert answer[0].startswith("200"), f"{path} answered {answer[0]}"
        return body.decode()

    return ask


def count(page: Callable[[], str]) -> int:
    found: list = []
    database.db.query_hooks.append(found.append)
    page()
    database.db.query_hooks.remove(found.append)
    return len(found)


def _place(path: str, name: str) -> str:
    if path == "~":
        return "SQLite itself" if "sqlite3" in name else ""
    return next((place for part, place in PLACES.items() if part in path), "other")
