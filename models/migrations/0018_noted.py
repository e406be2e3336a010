"""Since when a note stands that none of the times suited; and who looked at a candidate who is in no study yet."""

from peewee import BigAutoField, ForeignKeyField, Model

from models.base import Instant

LOOKS = ("look_candidate_id", "look_who_id_candidate_id_what_day")


def up(migrator, db):
    """A column; of the notes that are there it is not known, and their people's first day stands for it."""
    migrator.migrate(migrator.add_column("participant", "slot_noted_at", Instant(null=True)))

    class Candidate(Model):
        id = BigAutoField()

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "candidate"

    migrator.migrate(
        migrator.drop_not_null("look", "participant_id"),
        migrator.add_column("look", "candidate_id", ForeignKeyField(Candidate, null=True, field=Candidate.id)),
        migrator.add_index("look", ("who_id", "candidate_id", "what", "day"), unique=True),
    )


def down(migrator, db):
    """Without both."""
    db.execute_sql("DELETE FROM look WHERE participant_id IS NULL")
    migrator.migrate(
        *(migrator.drop_index("look", name) for name in LOOKS),
        migrator.drop_column("look", "candidate_id"),
        migrator.add_not_null("look", "participant_id"),
    )
    migrator.migrate(migrator.drop_column("participant", "slot_noted_at"))
