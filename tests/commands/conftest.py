"""The people of every test of the commands, on both databases; after each test the law's invariants must hold."""

import pytest

from tests import invariants, world


@pytest.fixture
def people(database):
    """Everybody (`tests.world`); what a test leaves behind is held against the invariants."""
    yield world.build()
    assert invariants.broken() == []
