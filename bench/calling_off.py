"""Ten thousand conversations called off, a few at a time: against the same statements, row by row, in raw sqlite3; and
how long somebody who books in the meantime is held up at worst (bench/waits.py).

The chunks are recorded once; the floor executes exactly the recorded statements with their values, in the same
transactions, on a copy of the database as it was before.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from bench import booking, measure, past, waits
from commands import calling_off
from commands.sessions import book
from models import Participant, Session, Study, database, lists, migrate
from models.database import db
from rules.times import from_epoch
from tests import world

SESSIONS, BOOKINGS = 10_000, 120
OTHERS = SESSIONS - 1  # like the one that was booked
ROUNDS, PROFILED = 25, 20
GOAL = 40
FLOOR = "the same statements, row by row, in raw sqlite3"
DAY = 86400
REMINDERS = ("reminder_day", "reminder_soon")


def run() -> list[measure.Result]:
    """Measure both in a folder of their own."""
    return measure.in_a_folder(_run)


def _run(folder: Path) -> list[measure.Result]:
    begun = folder / "begun.db"
    booking.open_database(begun)
    migrate.migrate()
    study, chosen = _prepare()
    database.close()
    names = {name: folder / f"{name}.db" for name in ("recorded", "measured", "floor", "profiled", "booked")}
    for path in names.values():
        shutil.copyfile(begun, path)
    with _by_number():
        cost = _cost(names, study)
    return [cost, waits.on_sqlite(names["booked"], study, chosen), waits.on_postgres(_prepare)]


# What is there ----------------------------------------------------------------------------------------------------


def _prepare() -> tuple[int, list[tuple[int, int]]]:
    """A live study with so many conversations ahead, months from now, and (participant, start) of who is about to book
    in it."""
    everybody = world.build(units_bought=10_000_000)
    chosen = booking.ready(everybody, BOOKINGS + 1)
    number, start = chosen.pop()
    sample = _booked(number, start)
    study = sample.study
    with database.write_tx():
        past.people(0, OTHERS, 0)
        _participants(sample)
        _sessions(sample)
        past.do("UPDATE study SET places = places + ?, taken = taken + ? WHERE id = ?", OTHERS, OTHERS, study.id)
        past.do("UPDATE workspace SET reserved = reserved + ?", OTHERS * study.unit_price)
    db.execute_sql("ANALYZE")
    return study.id, chosen


def _booked(number: int, start: int) -> Session:
    one = Participant.get_by_id(number)
    return book(one, from_epoch(start), world.themselves(one.person), world.NOW)


def _participants(sample: Session) -> None:
    values = past.columns(sample.participant) | {"state": "invited", "version": 0}
    past.insert("participant", values, {"code": "person.code", "person_id": "person.id"}, 0, OTHERS)
    for source, target in (("invited", "qualified"), ("qualified", "booked")):
        past.do("UPDATE participant SET state = ?, version = version + 1 WHERE code LIKE 'past%' AND state = ?",
                  target, source)  # fmt: skip


def _sessions(sample: Session) -> None:
    """Each with its first entry, its letters, and the quarter hours in both calendars."""
    begin = int(world.NOW.timestamp()) + 120 * DAY
    at = f"{begin} + CAST(SUBSTR(person.code, 5) AS INTEGER) * 3600"
    own = {
        "code": "person.code", "uid": "person.code", "contributor_id": "person.id", "starts_at": at,
        "ends_at": f"{at} + 3600",
        "participant_id": "(SELECT id FROM participant WHERE participant.code = person.code)",
    }  # fmt: skip
    past.insert("session", past.columns(sample) | {"state": "scheduled", "version": 0}, own, 0, OTHERS)
    mine = "FROM session WHERE session.code LIKE 'past%'"
    house = sample.study.workspace_id
    past.do(
        "INSERT INTO entry (noun, subject, seq, event, target, role, who, at, details, workspace) SELECT 'session', "
        f"id, 0, 'book', 'scheduled', 'contributor', contributor_id, ?, '{{}}', ? {mine}",
        int(world.NOW.timestamp()), house,
    )  # fmt: skip
    for whose in ("contributor_id", "host_id"):
        for number in range(4):
            past.do(
                f"INSERT INTO claim (calendar, tick, session_id) SELECT {whose}, starts_at / 900 + ?, id {mine}", number
            )
        for letter in ("booked", *REMINDERS):
            state = "waiting" if letter in REMINDERS else "sent"
            past.do(
                "INSERT INTO outgoing (entry_id, channel, letter, recipient, thread, due_at, next_at, tries, state, "
                f"outcome) SELECT entry.id, 'mail', ?, session.{whose}, 'session-' || session.id, session.starts_at, "
                "session.starts_at, 0, ?, '' FROM session JOIN entry ON entry.noun = 'session' AND "
                "entry.subject = session.id AND entry.seq = 0 WHERE session.code LIKE 'past%'",
                letter, state,
            )  # fmt: skip


# What it costs ----------------------------------------------------------------------------------------------------


@contextmanager
def _by_number() -> Iterator[None]:
    """Each transaction takes its number, however long that lasts: the floor executes the same ones."""
    longest, calling_off.LONGEST = calling_off.LONGEST, 60.0
    try:
        yield
    finally:
        calling_off.LONGEST = longest


def _cost(names: dict[str, Path], study: int) -> measure.Result:
    recorded = _record(_chunks(names["recorded"], study))
    raw = booking.raw(names["floor"])
    floor = [partial(booking.replay, raw, statements) for statements in recorded]
    measured, least = measure.in_turn(_chunks(names["measured"], study), floor, ROUNDS)
    left = "SELECT COUNT(*) FROM session WHERE state = 'scheduled'"
    assert raw.execute(left).fetchone()[0] == lists.ask(left)[0][0] == 0
    raw.close()
    parts = measure.shares(_chunks(names["profiled"], study)[:PROFILED], booking.place_of)
    each = calling_off.CHUNK
    facts = {
        "conversations": f"{SESSIONS:,}",
        "in one transaction": str(each),
        "statements a conversation": f"{len(recorded[1]) / each:.1f}",
        "all of them": f"{measured * SESSIONS / each / 1000:.0f} s of CPU",
    }
    name = f"{each} of {SESSIONS:,} conversations called off"
    return measure.Result(name, measured, least, GOAL, FLOOR, facts, parts)


def _chunks(path: Path, study: int) -> list[measure.Step]:
    """The chunks of a cancel-all that was just asked for."""
    booking.open_database(path)
    row = Study.get_by_id(study)
    row = calling_off.begin(row, "technical", world.customer(row.author), world.NOW, "We are sorry.")
    return [partial(calling_off.step, row, world.NOW)] * (SESSIONS // calling_off.CHUNK + 1)


def _record(steps: list[measure.Step]) -> list[booking.Statements]:
    found = []
    for step in steps:
        statements: booking.Statements = []

        def hear(query, statements=statements):
            statements.append((query.sql, tuple(query.params or ())))

        db.query_hooks.append(hear)
        step()
        db.query_hooks.remove(hear)
        found.append(statements)
    database.close()
    return found
