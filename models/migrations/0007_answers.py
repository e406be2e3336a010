"""Where people answer back: the side of whom a report is about, and what became of the appeal against a removal."""

from peewee import TextField

from models.base import Instant

COLUMNS = (
    ("report", "replied_at", Instant(null=True)),
    ("report", "reply", TextField(default="")),
    ("standing", "answered_at", Instant(null=True)),
    ("standing", "answer", TextField(default="")),
)


def up(migrator, db):
    """The columns."""
    for table, column, field in COLUMNS:
        migrator.migrate(migrator.add_column(table, column, field))


def down(migrator, db):
    """Without them."""
    for table, column, _field in reversed(COLUMNS):
        migrator.migrate(migrator.drop_column(table, column))
