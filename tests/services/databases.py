"""Fresh, migrated databases in a moment: copies of one template per run, on SQLite and on PostgreSQL."""

import itertools
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from tests.services import postgres, run

KINDS = ("sqlite", "postgres")
MIGRATE = """
import sys
from models import database, migrate
database.connect(sys.argv[1])
migrate.migrate()
database.close()
"""
_numbers = itertools.count(1)


def fresh(kind: str, place: Path) -> str:
    """The URL of a new migrated database of this kind; an SQLite file is made in the folder `place`."""
    return _fresh_sqlite(place) if kind == "sqlite" else _fresh_postgres()


def discard(url: str) -> None:
    """Drops a PostgreSQL database that `fresh` made; an SQLite file goes with its folder."""
    if url.startswith("postgres"):
        _administer(f'DROP DATABASE IF EXISTS "{_name(url)}" WITH (FORCE)')


def keep(url: str) -> str:
    """A copy of this database as it is now, with nobody connected to it; `put_back` takes it."""
    if not url.startswith("postgres"):
        file = Path(urlsplit(url).path[1:])
        _settle(file)
        return str(shutil.copyfile(file, file.with_suffix(".kept")))
    copy = f"{_prefix()}_{run.worker()}_{next(_numbers)}"
    _copy(_name(url), copy)
    return copy


def put_back(url: str, copy: str) -> None:
    """The database is as it was when it was kept."""
    if not url.startswith("postgres"):
        file = Path(urlsplit(url).path[1:])
        for beside in ("-wal", "-shm"):
            file.with_name(file.name + beside).unlink(missing_ok=True)
        shutil.copyfile(copy, file)
        return
    discard(url)
    _copy(copy, _name(url))


def _settle(file: Path) -> None:
    """What an SQLite database keeps in its log goes into its file."""
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def discard_all() -> None:
    """Drops what this run made on a server that outlives the run."""
    if os.environ.get(postgres.GIVEN) and run.owns():
        names = _administer("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", _prefix())
        for (name,) in names:
            _administer(f'ALTER DATABASE "{name}" IS_TEMPLATE false')
            _administer(f'DROP DATABASE "{name}" WITH (FORCE)')


def _fresh_sqlite(place: Path) -> str:
    with run.once("template.db") as template:
        if not template.exists():
            draft = template.with_name("draft.db")
            _migrate(f"sqlite:///{draft}")
            draft.rename(template)
    copy = place / "parlor.db"
    shutil.copyfile(template, copy)
    return f"sqlite:///{copy}"


def _fresh_postgres() -> str:
    template = f"{_prefix()}_template"
    with run.once("template.postgres") as made:
        if not made.exists():
            _administer(f'CREATE DATABASE "{template}"')
            _migrate(_url(template))
            _administer(f'ALTER DATABASE "{template}" IS_TEMPLATE true')
            made.touch()
    name = f"{_prefix()}_{run.worker()}_{next(_numbers)}"
    _copy(template, name)
    return _url(name)


def _copy(template: str, name: str) -> None:
    """A new database, file by file where the server can (from 15 on; older ones know nothing else): through the log,
    which is the default, takes four times as long."""
    import psycopg

    with psycopg.connect(postgres.server(), autocommit=True) as connection:
        how = "STRATEGY FILE_COPY" if connection.info.server_version >= 150000 else ""
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" {how}')


def _migrate(url: str) -> None:
    # In a process of its own, because this one may already be at work on another database.
    done = subprocess.run([sys.executable, "-c", MIGRATE, url], cwd=run.ROOT, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError("the migrations failed:\n" + done.stderr[-3000:])


def _administer(statement: str, *values) -> list[tuple]:
    import psycopg

    with psycopg.connect(postgres.server(), autocommit=True) as connection:
        cursor = connection.execute(statement, values or None)
        return cursor.fetchall() if cursor.description else []


def _prefix() -> str:
    return "parlor_" + run.folder().name.removeprefix("parlor-tests-").lower()


def _url(name: str) -> str:
    return urlunsplit(urlsplit(postgres.server())._replace(path="/" + name))


def _name(url: str) -> str:
    return urlsplit(url).path.lstrip("/")
