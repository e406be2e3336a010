"""What changes of plan need: how many may wait beyond the places, a cancel-all that is under way, and the one time that
a customer proposed."""

import peewee

from models.base import Data, Instant


def up(migrator, db):
    """The columns."""
    migrator.migrate(
        migrator.add_column("study", "reserves", peewee.IntegerField(default=0)),
        migrator.add_column("study", "calling_off", Data(null=True)),
        migrator.add_column("session", "proposed_at", Instant(null=True)),
    )


def down(migrator, db):
    """Without them."""
    migrator.migrate(
        migrator.drop_column("session", "proposed_at"),
        migrator.drop_column("study", "calling_off"),
        migrator.drop_column("study", "reserves"),
    )
