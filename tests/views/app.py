"""The real app on a database of the test, at a time that the test moves, and hands that are signed in."""

import pathlib
from datetime import datetime

from flask import Flask
from jinja2 import BytecodeCache
from werkzeug.routing import Rule

from app import create_app
from commands import signin
from models.people import Person
from tests.journeys.hands import Hands
from views.clock import Clock
from views.settings import read

SECRET = "a secret that only the tests know"


class Routes(Rule):
    """A route that is compiled once per process: nearly every test makes an app, each with the same hundreds."""

    made: dict = {}

    def _compile_builder(self, append_unknown=True):
        if self.defaults:
            return super()._compile_builder(append_unknown)
        known = self.rule, tuple(self._trace), append_unknown
        if known not in self.made:
            self.made[known] = super()._compile_builder(append_unknown)
        return self.made[known]


class Templates(BytecodeCache):
    """Templates, compiled once per process and not for each app; Jinja compares the source with what was compiled."""

    def __init__(self):
        self.made: dict = {}

    def load_bytecode(self, bucket):
        checksum, code = self.made.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket):
        self.made[bucket.key] = bucket.checksum, bucket.code


Flask.url_rule_class = Routes
TEMPLATES = Templates()


class Still(Clock):
    """A clock that stands where the test puts it."""

    def __init__(self, at: datetime):
        super().__init__()
        self.at = at

    def now(self) -> datetime:
        return self.at


def app_at(url: str, at: datetime, home: pathlib.Path, **settings: str):
    """(the app, its clock)."""
    clock = Still(at)
    environment = {"PARLOR_HOME": str(home), "PARLOR_DATABASE_URL": url, "PARLOR_SECRET": SECRET, "PARLOR_TESTING": "1"}
    app = create_app(read({**environment, **settings}), clock)
    app.jinja_env.bytecode_cache = TEMPLATES
    return app, clock


def hands_of(app, person: Person | None = None) -> Hands:
    """A browser without JavaScript; signed in as this person."""
    hands = Hands(app)
    if person is not None:
        _row, secret = signin.sign_in(person, app.config["CLOCK"].now(), "Hands")
        hands.client.set_cookie("signin", secret)
    return hands
