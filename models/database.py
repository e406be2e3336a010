"""The database: one address for SQLite and PostgreSQL, one kept connection a thread, and the writer gate."""

import contextlib
import fcntl
import functools
import pathlib
import random
import threading
import time
from collections.abc import Iterator
from urllib.parse import unquote, urlparse

import peewee

db = peewee.DatabaseProxy()
# What is emptied is overwritten in the file too (secure_delete).
PRAGMAS = {"synchronous": 2, "foreign_keys": 1, "recursive_triggers": 1, "cache_size": -16000, "secure_delete": 1}
TRIES = 5
_thread_line, _thread_gate = threading.Lock(), threading.RLock()


def connect(url: str) -> peewee.Database:
    """Point all rows at this address (sqlite:///file or postgresql://...); opens lazily, one connection a thread."""
    address = urlparse(url)
    if address.scheme.startswith("postgres"):
        found = peewee.PostgresqlDatabase(url, prefer_psycopg3=True)
    else:
        path = pathlib.Path(unquote(address.path)[1:] if address.path.startswith("/") else address.path)
        path.parent.mkdir(parents=True, exist_ok=True)
        found = peewee.SqliteDatabase(str(path), pragmas=PRAGMAS, timeout=10)
        if not path.exists():
            found.execute_sql("PRAGMA journal_mode=WAL")
    db.initialize(found)
    return found


def close() -> None:
    """Let this thread's connection go."""
    if db.obj is not None and not db.is_closed():
        db.close()


def is_postgres() -> bool:
    """Whether the rows live in PostgreSQL."""
    return isinstance(db.obj, peewee.PostgresqlDatabase)


@contextlib.contextmanager
def writer_gate() -> Iterator[None]:
    """Let writers of all threads and processes in one after the other: SQLite's own waiting is neither fair nor prompt.
    Whoever is next waits alone before the gate, so that one who just wrote, and wants to go on, does not overtake."""
    if is_postgres() or db.database == ":memory:":
        with _thread_gate:
            yield
        return
    with contextlib.ExitStack() as inside:
        with _thread_line, _alone(f"{db.database}.line"):
            inside.enter_context(_thread_gate)
            inside.enter_context(_alone(f"{db.database}.gate"))
        yield


@contextlib.contextmanager
def _alone(path: str) -> Iterator[None]:
    with open(path, "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def write_tx() -> Iterator[None]:
    """One write transaction, all or nothing; inside another one it is part of that one."""
    if db.in_transaction():
        yield
    elif is_postgres():
        with db.atomic():
            yield
    else:
        with writer_gate(), db.atomic("IMMEDIATE"):
            yield


def conflict(problem: Exception) -> bool:
    """Whether PostgreSQL asks for the transaction to be tried again (serialization failure or deadlock)."""
    cause = problem.__cause__ or problem.__context__ or problem
    return getattr(cause, "sqlstate", None) in ("40001", "40P01")


def writes(command):
    """A command whose rows change whole or not at all, tried again where PostgreSQL asks for it."""

    @functools.wraps(command)
    def run(*args, **details):
        if db.in_transaction():
            return command(*args, **details)
        for attempt in range(1, TRIES):
            try:
                with write_tx():
                    return command(*args, **details)
            except peewee.OperationalError as problem:
                if not conflict(problem):
                    raise
                time.sleep(random.uniform(0, 0.02 * 2**attempt))
        with write_tx():
            return command(*args, **details)

    return run


def lock_installation() -> None:
    """Let nobody else write about the installation as a whole until the end of the transaction."""
    if is_postgres():
        db.execute_sql("SELECT pg_advisory_xact_lock(0)")


def lock(query):
    """The query with its rows locked until the end of the transaction (SQLite has the whole file locked already)."""
    return query.for_update() if is_postgres() else query
