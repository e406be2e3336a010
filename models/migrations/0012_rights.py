"""Finds who waits to be forgotten without looking at everybody."""

LEAVING = "CREATE INDEX person_leaving ON person (id) WHERE erasure_asked_at IS NOT NULL AND erased_at IS NULL"


def up(migrator, db):
    """The index."""
    db.execute_sql(LEAVING)


def down(migrator, db):
    """Without it."""
    migrator.migrate(migrator.drop_index("person", "person_leaving"))
