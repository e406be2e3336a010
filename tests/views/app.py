"""The real app on a database of the test, at a time that the test moves, and hands that are signed in."""

import pathlib
from datetime import datetime

from app import create_app
from commands import signin
from models.people import Person
from tests.journeys.hands import Hands
from views.clock import Clock
from views.settings import read

SECRET = "a secret that only the tests know"


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
    return create_app(read({**environment, **settings}), clock), clock


def hands_of(app, person: Person | None = None) -> Hands:
    """A browser without JavaScript; signed in as this person."""
    hands = Hands(app)
    if person is not None:
        _row, secret = signin.sign_in(person, app.config["CLOCK"].now(), "Hands")
        hands.client.set_cookie("signin", secret)
    return hands
