"""How long somebody who books is held up while ten thousand conversations are called off a few at a time, on SQLite and
on PostgreSQL: the time until the booking has its turn to write, beyond what that takes when nobody disturbs it.

Those who book are another thread of the same process, as in the server. PostgreSQL writes to the disk for good, as it
does for an installation (the one of the tests does not).
"""

import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import NamedTuple

from bench import booking, measure
from commands import calling_off, sessions
from models import Participant, Study, database, migrate
from rules.times import from_epoch
from tests import world
from tests.services import postgres

UNDISTURBED, PAUSE = 40, 0.05
MOST = 100.0  # milliseconds that a booking may be held up
LASTING = ("fsync=on", "synchronous_commit=on", "full_page_writes=on", "autovacuum=on")
Chosen = list[tuple[int, int]]


class Booked(NamedTuple):
    """Milliseconds of one booking: until it had its turn, and as a whole."""

    turn: float
    whole: float


def on_sqlite(path: Path, study: int, chosen: Chosen) -> measure.Result:
    """In this file, which is prepared."""
    booking.open_database(path)
    try:
        return _measured("SQLite", study, chosen)
    finally:
        database.close()


def on_postgres(prepare: Callable[[], tuple[int, Chosen]]) -> measure.Result:
    """In a PostgreSQL of its own."""
    with _server() as url:
        database.connect(url)
        try:
            migrate.migrate()
            return _measured("PostgreSQL", *prepare())
        finally:
            database.close()


@contextmanager
def _server() -> Iterator[str]:
    place = Path(tempfile.mkdtemp())
    place.chmod(0o711)  # it may run as another user, who has to pass through
    try:
        home = place / "postgres"
        home.mkdir()
        process, url = postgres.start(home, postgres.binaries(), LASTING)
        try:
            yield url
        finally:
            postgres.stop(process)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _measured(name: str, study: int, chosen: Chosen) -> measure.Result:
    """Everybody books while the conversations are called off; the first of them before that."""
    with _listening() as turns:
        calm = [_booked(one, turns) for one in chosen[:UNDISTURBED]]
        row = Study.get_by_id(study)
        row = calling_off.begin(row, "technical", world.customer(row.author), world.NOW, "We are sorry.")
        chunks, over = [], threading.Event()
        worker = threading.Thread(target=_call_off, args=(row, chunks, over))
        worker.start()
        busy = []
        for one in chosen[UNDISTURBED:]:
            busy.append(_booked(one, turns))
            time.sleep(PAUSE)
        over.set()
        worker.join()
    row = Study.get_by_id(study)
    assert calling_off.under_way(row), "it was over before everybody had booked"
    usual = median(one.turn for one in calm)
    held = [max(one.turn - usual, 0.0) for one in busy]
    facts = {
        "bookings meanwhile": str(len(busy)),
        "half of them were held up for less than": f"{median(held):.0f} ms",
        "the whole booking": f"{median(one.whole for one in busy):.0f} ms, at worst "
        f"{max(one.whole for one in busy):.0f} ms; undisturbed {median(one.whole for one in calm):.0f} ms, at worst "
        f"{max(one.whole for one in calm):.0f} ms",
        "conversations called off meanwhile": str(row.calling_off["done"]),
        "a chunk took, with its wait for the lock": f"{median(chunks):.0f} ms, at worst {max(chunks):.0f} ms",
    }
    return measure.Result(f"a booking held up at worst while conversations are called off, {name}", max(held), MOST, 1,
                          "how long it may be held up", facts, {}, "ms")  # fmt: skip


@contextmanager
def _listening() -> Iterator[list[float]]:
    """When each booking of this thread had its turn: its study is locked, and it reads."""
    turns: list[float] = []
    real = sessions.fresh

    def heard(row):
        found = real(row)
        turns.append(time.perf_counter())
        return found

    sessions.fresh = heard
    try:
        yield turns
    finally:
        sessions.fresh = real


def _booked(one: tuple[int, int], turns: list[float]) -> Booked:
    number, start = one
    participant = Participant.get_by_id(number)
    begun = time.perf_counter()
    sessions.book(participant, from_epoch(start), world.themselves(participant.person), world.NOW)
    whole = time.perf_counter() - begun
    return Booked((turns[-1] - begun) * 1000, whole * 1000)


def _call_off(study: Study, chunks: list[float], over: threading.Event) -> None:
    while not over.is_set():
        begun = time.perf_counter()
        calling_off.step(study, world.NOW)
        chunks.append((time.perf_counter() - begun) * 1000)
        time.sleep(calling_off.BREATH)
    database.close()
