"""When the quiet half last did its rounds; and what an operator lists over all teams, without reading everything."""

from peewee import BigAutoField, CharField, Model

from models.base import Instant

INDEXES = (("payout", ("state", "id")), ("standing", ("state", "id")))


def up(migrator, db):
    """The table and the indexes."""

    class Beat(Model):
        id = BigAutoField()
        name = CharField(max_length=12, unique=True)
        at = Instant()

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "beat"

    db.create_tables([Beat])
    for table, columns in INDEXES:
        migrator.migrate(migrator.add_index(table, columns))


def down(migrator, db):
    """Without them."""
    for table, columns in INDEXES:
        migrator.migrate(migrator.drop_index(table, f"{table}_{'_'.join(columns)}"))
    migrator.migrate(migrator.drop_table("beat"))
