"""What makes it quick to find the letters that somebody waits for, among 100,000 invitations."""

AWAITED = "CREATE INDEX outgoing_awaited ON outgoing (state, next_at, id) WHERE letter NOT IN ('invitation')"


def up(migrator, db):
    """The index."""
    db.execute_sql(AWAITED)


def down(migrator, db):
    """Without it."""
    db.execute_sql("DROP INDEX outgoing_awaited")
