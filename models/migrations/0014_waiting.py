"""What keeps the waiting lists quick: for whom a place is kept, who waits in which order, and when the clock last found
nobody whom it could call."""

from models.base import Instant

INDEXES = {
    "participant_offered": "participant (study_id, offer_ends_at) WHERE offer_ends_at IS NOT NULL",
    "participant_offer_ends": "participant (offer_ends_at) WHERE offer_ends_at IS NOT NULL",
    "participant_in_line": "participant (study_id, waiting_since, id) WHERE state = 'waitlisted'",
    "study_live": "study (id) WHERE state = 'live'",
}


def up(migrator, db):
    """A column and the indexes."""
    migrator.migrate(migrator.add_column("study", "called_at", Instant(null=True)))
    for name, what in INDEXES.items():
        db.execute_sql(f"CREATE INDEX {name} ON {what}")


def down(migrator, db):
    """Without them."""
    for name in INDEXES:
        db.execute_sql(f"DROP INDEX {name}")
    migrator.migrate(migrator.drop_column("study", "called_at"))
