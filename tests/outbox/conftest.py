"""People on both databases, and the settings that the outbox needs."""

import pytest

from tests import world
from tests.outbox.post import Clock, Settings


@pytest.fixture
def people(database):
    """Everybody (`tests.world`)."""
    return world.build()


@pytest.fixture
def settings():
    """No mail server: letters are only shown."""
    return Settings()


@pytest.fixture
def with_smtp(smtp):
    """A mail server without encryption, on this machine."""
    return Settings(smtp_url=f"smtp://{smtp.hostname}:{smtp.port}")


@pytest.fixture
def clock():
    """Two minutes after everything began."""
    return Clock(world.NOW + 2 * world.MINUTE)
