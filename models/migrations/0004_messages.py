"""Finds what nobody has read yet without looking at every message."""


def up(migrator, db):
    """The index."""
    migrator.migrate(migrator.add_index("message", ("read_at",), False))


def down(migrator, db):
    """Without it."""
    migrator.migrate(migrator.drop_index("message", "message_read_at"))
