"""The first schema."""

from models import ROWS


def up(migrator, db):
    """Create every table."""
    db.create_tables(ROWS)


def down(migrator, db):
    """Drop every table."""
    db.drop_tables(ROWS)
