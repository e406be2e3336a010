"""The house of the changes of plan: the app on both databases, and a real mail server behind it."""

import pytest

from models import database
from tests import world as story
from tests.journeys.plan_steps import House
from tests.views.app import app_at


@pytest.fixture
def house(database_url, tmp_path, smtp, inbox):
    """Everybody on a Monday morning; letters go through a real mail server, and are read as they arrived."""
    url = f"smtp://{smtp.hostname}:{smtp.port}"
    app, clock = app_at(database_url, story.NOW, tmp_path, PARLOR_SMTP_URL=url)
    yield House(app, clock, story.build(), inbox)
    database.close()
