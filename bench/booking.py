"""A booking, whole: guards, times, claims, both moves, journal and letters, against the same statements in raw sqlite3.

One set of bookings is recorded first; the floor executes exactly the recorded statements with their values on a copy of
the database as it was before, with the same settings (WAL, synchronous FULL, foreign keys), and fetches what they give.
"""

import shutil
import sqlite3
from collections.abc import Callable
from functools import partial
from pathlib import Path

from bench import measure
from commands import sessions
from models import Participant, database, migrate
from rules.times import from_epoch
from tests import world

BOOKINGS = 160
ROUNDS = 16
GOAL = 6
PEEWEE, RULES, LETTERS = "peewee: building SQL, reading rows", "slots and other rules", "journal and letters"
PLACES = {
    "statemachine": "the state machine", "playhouse": PEEWEE, "peewee.py": PEEWEE, "rules/": RULES,
    "openings.py": RULES, "lifecycle/": "guards", "outbox/": LETTERS, "recorder.py": LETTERS, "claims.py": "claims",
    "models/": "rows", "commands/": "commands",
}  # fmt: skip
Statements = list[tuple[str, tuple]]


def run() -> measure.Result:
    """Measure it in a folder of its own."""
    return measure.in_a_folder(_run)


def _run(folder: Path) -> measure.Result:
    begun = folder / "begun.db"
    open_database(begun)
    migrate.migrate()
    chosen = _prepare()
    database.close()
    names = {name: folder / f"{name}.db" for name in ("recorded", "measured", "floor", "profiled")}
    for path in names.values():
        shutil.copyfile(begun, path)

    recorded = record(_bookings(names["recorded"], chosen))
    database.close()
    floor_of = raw(names["floor"])
    floor = [partial(replay, floor_of, statements) for statements in recorded]
    measured, least = measure.in_turn(_bookings(names["measured"], chosen), floor, ROUNDS)
    assert floor_of.execute("SELECT COUNT(*) FROM session").fetchone()[0] == BOOKINGS
    floor_of.close()
    parts = measure.shares(_bookings(names["profiled"], chosen), place_of)
    facts = {"bookings": str(BOOKINGS), "statements a booking": str(len(recorded[-1]) + 2)}
    return measure.Result("booking", measured, least, GOAL, "the same statements in raw sqlite3", facts, parts)


def open_database(path: Path) -> None:
    """Open it as Parlor does."""
    database.connect(f"sqlite:///{path}")
    database.db.execute_sql("PRAGMA journal_mode=WAL")


def _prepare() -> list[tuple[int, int]]:
    """A launched study; (participant, start) for each booking to come."""
    return ready(world.build(units_bought=100_000), BOOKINGS)


def ready(everybody: world.World, number: int) -> list[tuple[int, int]]:
    """(participant, start) for so many bookings in one study."""
    people = [world.contributor(f"person.{one}") for one in range(number)]
    study = world.live_study(everybody, invitees=people, places=number, horizon=90, gap=0)
    qualified = [world.qualified(everybody, study, person) for person in people]
    starts = qualified[0].offered_starts(world.NOW)[::2]
    return [(one.id, start) for one, start in zip(qualified, starts, strict=False)]


def _bookings(path: Path, chosen: list[tuple[int, int]]) -> list[measure.Step]:
    open_database(path)
    loaded = [(Participant.get_by_id(number), from_epoch(start)) for number, start in chosen]
    return [partial(sessions.book, one, start, world.themselves(one.person), world.NOW) for one, start in loaded]


def record(steps: list[measure.Step]) -> list[Statements]:
    """The statements of each step, with their values."""
    found = []
    for step in steps:
        statements: Statements = []

        def hear(query, statements=statements):
            statements.append((query.sql, tuple(query.params or ())))

        database.db.query_hooks.append(hear)
        step()
        database.db.query_hooks.remove(hear)
        found.append(statements)
    return found


def raw(path: Path) -> sqlite3.Connection:
    """Open it without Parlor, with the same settings."""
    connection = sqlite3.connect(path, isolation_level=None)
    for name, value in database.PRAGMAS.items():
        connection.execute(f"PRAGMA {name} = {value}")
    return connection


def replay(connection: sqlite3.Connection, statements: Statements) -> None:
    """The same statements in one transaction."""
    run: Callable = connection.execute
    run("BEGIN IMMEDIATE")
    for sql, values in statements:
        run(sql, values).fetchall()
    run("COMMIT")


def place_of(path: str, name: str) -> str:
    """Where time goes: the place of a function, by its file."""
    if path == "~":
        return "SQLite itself" if "sqlite3" in name else ""
    return next((place for part, place in PLACES.items() if part in path), "other")
