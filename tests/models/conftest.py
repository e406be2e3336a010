"""A row of every noun, on both databases."""

import pytest

from commands import participants, reports
from tests import world
from tests.commands import recruited


@pytest.fixture
def people(database):
    """Everybody (`tests.world`)."""
    return world.build()


@pytest.fixture
def rows(people):
    """noun -> a row of it, as the story left them."""
    study, candidate = recruited.here(people)
    session = world.held(people, world.booked(people, study))
    participant = participants.complete(session.participant, world.customer(people.ada), world.END)
    report = reports.report_contributor(participant, "not_qualified", world.customer(people.ada), world.END)
    found = {"study": study, "candidate": candidate, "session": session, "participant": participant, "report": report}
    found |= {"project": candidate.project, "payout": candidate.payouts.get(), "standing": people.cleo.standings.get()}
    return {noun: world.again(row) for noun, row in found.items()}
