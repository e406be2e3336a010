"""Two moves between the halves of a recruiting effort, whole, each against the same statements in raw sqlite3 (as
bench/booking.py does): a candidate's last answer, which sends them on and makes their place in the study in the same
transaction; and a call of an outside tool that says somebody has submitted."""

import json
import shutil
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from bench import booking, measure
from commands import candidates, hearing
from models import Candidate, Connection, Participant, database, migrate
from tests import world
from tests.commands import halves, routed

STEPS = 160
ROUNDS = 16
# A booking is two moves of the machines; a routing is four, each with its guards, journal and letters.
GOAL = 10
FLOOR = "the same statements in raw sqlite3"


def run() -> list[measure.Result]:
    """Measure both, each in a folder of its own."""
    return [
        _measured("routing a candidate into the study", _answering, _finishes, _arrived),
        _measured("a heard call", _sent_on, _heard, _told),
    ]


def _measured(name: str, prepare: Callable, steps_of: Callable, done: Callable) -> measure.Result:
    with tempfile.TemporaryDirectory() as folder:
        try:
            return _of(Path(folder), name, prepare, steps_of, done)
        finally:
            database.close()


def _of(folder: Path, name: str, prepare: Callable, steps_of: Callable, done: Callable) -> measure.Result:
    begun = folder / "begun.db"
    booking.open_database(begun)
    migrate.migrate()
    people = world.build(units_bought=100_000)
    prepare(people, [world.contributor(f"person.{number}") for number in range(STEPS)])
    database.close()
    paths = {one: folder / f"{one}.db" for one in ("recorded", "measured", "floor", "profiled")}
    for path in paths.values():
        shutil.copyfile(begun, path)

    booking.open_database(paths["recorded"])
    recorded = booking.record(steps_of())
    assert done() == STEPS
    database.close()
    raw = booking.raw(paths["floor"])
    floor = [partial(booking.replay, raw, statements) for statements in recorded]
    booking.open_database(paths["measured"])
    measured, least = measure.in_turn(steps_of(), floor, ROUNDS)
    raw.close()
    database.close()
    booking.open_database(paths["profiled"])
    parts = measure.shares(steps_of(), booking.place_of)
    facts = {"of them": str(STEPS), "statements each": str(len(recorded[-1]) + 2)}
    return measure.Result(name, measured, least, GOAL, FLOOR, facts, parts)


# A candidate's last answer -------------------------------------------------------------------------------------------


def _answering(people: world.World, persons: list) -> None:
    """Everybody has answered, in a project that leads to a survey here; the last page is not sent yet."""
    project = routed.project(people, halves.open_study(people, places=STEPS), wanted=STEPS)
    for person in persons:
        routed.answering(routed.candidate(project, person))


def _finishes() -> list[measure.Step]:
    rows = Candidate.select().order_by(Candidate.id)
    return [partial(candidates.finish_screener, row, world.themselves(row.person), world.NOW) for row in rows]


def _arrived() -> int:
    return Participant.select().where(Participant.candidate.is_null(False), Participant.state == "qualified").count()


# A call --------------------------------------------------------------------------------------------------------------


def _sent_on(people: world.World, persons: list) -> None:
    """Everybody is on their way to an outside tool."""
    project = routed.project(people, wanted=STEPS)
    routed.tool(people, project)
    for person in persons:
        routed.finished(routed.candidate(project, person))


def _heard() -> list[measure.Step]:
    connection = Connection.get()
    rows = Candidate.select().order_by(Candidate.id)
    return [partial(hearing.hear, connection, f"msg_{row.id}", _call(row), world.NOW) for row in rows]


def _call(row: Candidate) -> bytes:
    """What the study says of them."""
    told = {"type": "participant.moved", "id": f"i{row.tail}", "event": "submit", "state": "submitted", "seq": 3,
            "at": world.NOW.isoformat()}  # fmt: skip
    return json.dumps(told).encode()


def _told() -> int:
    return Candidate.select().where(Candidate.state == "submitted").count()
