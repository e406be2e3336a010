"""Whether a cancel-all is under way, so that the clock finds those few studies among all that ever had one."""

import peewee

CALLING = "CREATE INDEX study_calling ON study (id) WHERE calling"


def up(migrator, db):
    """The column and the index."""
    migrator.migrate(migrator.add_column("study", "calling", peewee.BooleanField(default=False)))
    db.execute_sql(CALLING)


def down(migrator, db):
    """Without them."""
    db.execute_sql("DROP INDEX study_calling")
    migrator.migrate(migrator.drop_column("study", "calling"))
