"""The people of every test of the commands, on both databases; after each test the law's invariants must hold."""

import pytest

from tests import invariants, world
from tests.commands.crowd import Crowd


@pytest.fixture
def people(database):
    """Everybody (`tests.world`); what a test leaves behind is held against the invariants."""
    yield world.build()
    assert invariants.broken() == []


@pytest.fixture
def start_crowd(database_url, people):
    """Starts a crowd: `start_crowd(10)`."""
    crowds = []

    def start(size: int, **how) -> Crowd:
        crowds.append(Crowd(database_url, size, **how))
        return crowds[-1]

    yield start
    for one in crowds:
        one.leave()
