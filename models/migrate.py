"""Bring a database up to date: the migrations in order, then the triggers of the law and of the search anew."""

import pathlib

from playhouse.migrations import Runner

from models import search, triggers
from models.database import db, write_tx

SCRIPTS = pathlib.Path(__file__).parent / "migrations"


def migrate() -> list[str]:
    """Apply what is pending; returns the names of the migrations that ran."""
    runner = Runner(db.obj, str(SCRIPTS))
    ran = runner.up()
    with write_tx():
        triggers.install()
        search.install()
    return [str(name) for name in ran or ()]


def pending() -> list[str]:
    """The migrations that have not run yet."""
    return [step.name for step in Runner(db.obj, str(SCRIPTS)).status() if not step.applied]
