"""What machines said, what arrived by mistake, and what a team noted on the board goes after its days, not before."""

import pytest

from commands import arrivals, exclusions, leftovers, reconciling, retention, suspects
from commands.fire import fire
from models import Charge, Entry, Exclusion, Heard, Nonce, Outgoing, Suspect, Try
from rules.retention import RETENTION
from tests.commands import halves, sides
from tests.commands.test_retention import kept
from tests.world import DAY, NOW, World, customer


@pytest.fixture
def tool(people: World):
    """A project that sends people to an outside tool, with Cleo on her way there."""
    project, connection = halves.tool(people)
    return connection, halves.sent(project, people.cleo)


def night(days: int) -> None:
    """The night's work, so many days later."""
    retention.run(NOW + days * DAY)


def test_what_somebody_settled_goes_after_ninety_days_and_what_waits_stays(people, tool):
    connection, cleo = tool
    done = suspects.keep(NOW, "quality", connection=connection, outside_id=f"pp_{cleo.tail}")
    waits = suspects.keep(NOW, "forged", connection=connection)
    reconciling.settle(done, "mistake", "Cleo pressed twice, they say.", customer(people.ada), NOW)
    night(89)
    assert Suspect.select().count() == 2
    night(91)
    assert [row.id for row in Suspect.select()] == [waits.id]
    assert Entry.select().where(Entry.event == "suspect_settled").count() == 1
    nights = Entry.select().where(Entry.event == "retention", Entry.workspace.is_null()).order_by(Entry.id.desc())
    assert nights.first().details["suspects"] == 1


def test_the_answers_of_machines_go_and_that_they_were_asked_stays(people, tool, monkeypatch):
    monkeypatch.setattr(leftovers, "CHUNK", 2)
    told = Outgoing.select().first()
    for number in range(5):
        Try.create(outgoing=told, at=NOW, status=500, milliseconds=3, answer=f"Sorry, Cleo {number}")
    Try.create(outgoing=told, at=NOW + 60 * DAY, status=500, milliseconds=3, answer="Sorry, Cleo")
    night(89)
    assert Try.select().where(Try.answer == "").count() == 0
    night(91)
    assert Try.select().where(Try.answer == "", Try.status == 500).count() == 5
    assert Try.select().count() == 6


def test_calls_and_used_links_go_with_the_sweep(people, tool):
    connection, cleo = tool
    halves.moved(connection, f"i{cleo.tail}", "started", 1)
    Nonce.create(connection=connection, nonce="n" * 24, at=NOW + DAY)
    arrivals.prune(NOW + DAY)
    assert Heard.select().count() == Nonce.select().count() == 1
    arrivals.prune(NOW + 2 * DAY)
    assert (Heard.select().count(), Nonce.select().count()) == (1, 0)
    arrivals.prune(NOW + 91 * DAY)
    assert Heard.select().count() == 0


def test_what_stands_beside_an_id_goes_two_years_after_the_project(people, tool):
    connection, cleo = tool
    ada = customer(people.ada)
    reconciling.note(people.halden.id, f"pp_{cleo.tail}", "Speaks slowly.", ada, NOW)
    reconciling.note(people.halden.id, "pp_zzzzzz9", "Somebody of a project that goes on.", ada, NOW)
    fire(connection.project, "cancel", ada, NOW, reason="not_needed")
    limit = RETENTION["answers"].days
    night(limit - 1)
    assert Charge.select().where(Charge.note != "").count() == 2
    night(limit + 1)
    assert [row.outside_id for row in Charge.select().where(Charge.note != "")] == ["pp_zzzzzz9"]
    assert kept()["beside"] == 1


def test_what_stands_beside_somebody_of_a_recruiter_goes_two_years_after_the_study(people):
    ada, study = customer(people.ada), sides.survey(people)
    row = sides.from_outside(study, halves.recruiter(people, study), "pp_aaaaaa1", "sent.here")
    reconciling.note(people.halden.id, "pp_aaaaaa1", "Speaks slowly.", ada, NOW)
    reconciling.note(people.halden.id, "pp_aaaaaa2", "Somebody else.", ada, NOW)
    exclusions.exclude_in_order(row, "other", ada, NOW, "Spoke of a neighbour.")
    fire(study, "cancel", ada, NOW, reason="not_needed")

    def words() -> int:
        noted = Charge.select().where(Charge.note != "", Charge.outside_id == "pp_aaaaaa1").count()
        return noted + Exclusion.select().where(Exclusion.note != "").count()

    limit = RETENTION["answers"].days
    night(limit - 1)
    assert words() == 2
    night(limit + 1)
    assert words() == 0
    assert Charge.select().where(Charge.note != "").count() == Exclusion.select().count() == 1
