"""Finds whom none of the times suited without looking at everybody who ever took part."""

NOTED = "CREATE INDEX participant_noted ON participant (study_id, state) WHERE slot_note <> ''"


def up(migrator, db):
    """The index."""
    db.execute_sql(NOTED)


def down(migrator, db):
    """Without it."""
    migrator.migrate(migrator.drop_index("participant", "participant_noted"))
