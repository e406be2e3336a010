"""100,000 members who match a study are invited by the real command, chunk after chunk, against copying the very same
rows (participants, journal, letters) chunk after chunk in raw sqlite3: INSERT … SELECT from a finished database into
the same tables, with the same settings, indices and triggers. Beside it, how long a booking of another process waits
while everybody is being invited."""

import multiprocessing
import shutil
import sqlite3
import time
from functools import partial
from itertools import pairwise
from pathlib import Path
from statistics import median

from bench import booking, matching, measure
from commands import offering, sessions
from models import Participant, Study, database, lists, migrate
from rules.times import from_epoch
from tests import world

MEMBERS = matching.MEMBERS
ROUNDS = 20
GOAL = 1.5
BOOKINGS, BREATH = 80, 0.02
TABLES = ("participant", "entry", "outgoing")
context = multiprocessing.get_context("forkserver")


def run() -> measure.Result:
    """Measure it in a folder of its own."""
    return measure.in_a_folder(_run)


def _run(folder: Path) -> measure.Result:
    begun = folder / "begun.db"
    booking.open_database(begun)
    migrate.migrate()
    study, bookings = _prepare()
    database.db.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    names = {name: folder / f"{name}.db" for name in ("finished", "measured", "floor", "shared")}
    for path in names.values():
        shutil.copyfile(begun, path)

    ends = _recorded(names["finished"], study)
    raw = booking.raw(names["floor"])
    raw.execute("ATTACH DATABASE ? AS finished", (str(names["finished"]),))
    floor = [partial(_copy, raw, before, end) for before, end in pairwise(ends)]
    booking.open_database(names["measured"])
    ours = [partial(_offer, study)] * len(floor)
    measured, least = measure.in_turn(ours, floor, ROUNDS)
    asked = Participant.select().where(Participant.study == study).count()
    [copied] = raw.execute("SELECT COUNT(*) FROM participant WHERE study_id = ?", (study,)).fetchone()
    assert asked == copied == MEMBERS
    raw.close()
    database.close()
    facts = {"members asked": f"{asked:,}", "at a time": f"{offering.CHUNK:,}"}
    facts |= _waits(names["shared"], study, bookings)
    return measure.Result("inviting 100,000 members, a chunk", measured, least, GOAL,
                          "INSERT … SELECT of the same finished rows in raw sqlite3", facts, {})  # fmt: skip


def _prepare() -> tuple[int, list[tuple[int, int]]]:
    """A study of the network that matches everybody; and (participant, start) of bookings in another one."""
    people = world.build(units_bought=100_000)
    ready = booking.ready(people, BOOKINGS * 2)
    with database.write_tx():
        matching.join(MEMBERS)
    database.db.execute_sql("ANALYZE")
    study = world.live_study(people, audience="network", filters={"facts": {"employment": ["full_time"]}})
    return study.id, ready


def _offer(study: int) -> int:
    return offering.offer(Study.get_by_id(study), world.NOW)


def _recorded(path: Path, study: int) -> list[list[int]]:
    """Invite everybody; the last number of each table before and after each chunk."""
    booking.open_database(path)
    ends = [_last()]
    while _offer(study):
        ends.append(_last())
    database.db.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return ends


def _last() -> list[int]:
    return [lists.ask(f"SELECT COALESCE(MAX(id), 0) FROM {table}")[0][0] for table in TABLES]


def _copy(raw: sqlite3.Connection, before: list[int], ends: list[int]) -> None:
    raw.execute("BEGIN IMMEDIATE")
    for table, first, last in zip(TABLES, before, ends, strict=True):
        raw.execute(
            f"INSERT INTO main.{table} SELECT * FROM finished.{table} WHERE id > ? AND id <= ? ORDER BY id",
            (first, last),
        )
    raw.execute("COMMIT")


# A booking beside it -----------------------------------------------------------------------------------------------


def _waits(path: Path, study: int, chosen: list[tuple[int, int]]) -> dict[str, str]:
    """How long another process's bookings take, by the wall clock: alone, and while everybody is invited."""
    booking.open_database(path)
    ours, theirs = context.Pipe()
    other = context.Process(target=_book, args=(str(path), theirs, chosen), daemon=True)
    other.start()
    try:
        alone = _during(other, ours, lambda: time.sleep(BREATH))
        beside = _during(other, ours, lambda: offering.offer_some(Study.get_by_id(study), world.NOW))
    finally:
        if other.is_alive():
            ours.send(None)
        other.join(10)
        database.close()
    (quiet, _none), (times, chunks) = zip(*alone, strict=True), zip(*beside, strict=True)
    return {
        "a booking alone, by the clock": f"{median(quiet):.0f} ms, at worst {max(quiet):.0f}",
        "beside it": f"{median(times):.0f} ms, at worst {max(times):.0f} (of {len(times)})",
        "chunks that it lets pass": f"{median(chunks):.0f}, at most {max(chunks)}",
    }


def _during(other, pipe, step) -> list[tuple[float, int]]:
    """The milliseconds of each of the other's bookings, while this goes on, and how many chunks passed it."""
    pipe.send(BOOKINGS)
    while not pipe.poll():
        assert other.is_alive(), "the other process is gone"
        step()
    return pipe.recv()


def _book(path: str, pipe, chosen: list[tuple[int, int]]) -> None:
    """The other process: so many bookings, with a breath between two, whenever it is told to."""
    booking.open_database(Path(path))
    left = iter(chosen)
    while number := pipe.recv():
        taken = []
        for participant, start in (next(left) for _number in range(number)):
            row = Participant.get_by_id(participant)
            before, begun = _last()[0], time.perf_counter()
            sessions.book(row, from_epoch(start), world.themselves(row.person), world.NOW)
            spent = (time.perf_counter() - begun) * 1000
            taken.append((spent, round((_last()[0] - before) / offering.CHUNK)))
            time.sleep(BREATH)
        pipe.send(taken)
    database.close()
