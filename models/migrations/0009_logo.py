"""When a workspace's picture was last changed: what its address says, and whether there is one."""

from models.base import Instant


def up(migrator, db):
    """The column."""
    migrator.migrate(migrator.add_column("workspace", "logo_at", Instant(null=True)))


def down(migrator, db):
    """Without it."""
    migrator.migrate(migrator.drop_column("workspace", "logo_at"))
