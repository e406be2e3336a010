"""The app and its people, for tests of pages."""

import pytest

from models import database
from tests import world
from tests.views.app import app_at, hands_of


class Place:
    """An app, its clock, and who is there."""

    def __init__(self, app, clock, people):
        self.app, self.clock, self.world = app, clock, people

    def as_(self, person):
        """This person's browser."""
        return hands_of(self.app, person)

    def nobody(self):
        """A browser in which nobody is signed in."""
        return hands_of(self.app)


@pytest.fixture
def place(database_url, tmp_path):
    """The app on a fresh database with everybody in it; the test runs once on SQLite and once on PostgreSQL."""
    app, clock = app_at(database_url, world.NOW, tmp_path)
    yield Place(app, clock, world.build())
    database.close()
