"""A team's own people stand under the address and the name that the team gave, on lists too."""

from peewee import BooleanField, CharField


def up(migrator, db):
    """The columns and the indexes."""
    migrator.migrate(migrator.add_column("enrolled", "email", CharField(max_length=254, default="")))
    db.execute_sql("UPDATE enrolled SET email = COALESCE((SELECT email FROM person WHERE id = enrolled.person_id), '')")
    migrator.migrate(
        migrator.add_index("enrolled", ("workspace_id", "email")),
        migrator.add_column("listed", "own", BooleanField(default=False)),
        migrator.drop_index("listed", "listed_shortlist_id_person_id"),
        migrator.add_index("listed", ("shortlist_id", "person_id", "own"), True),
    )


def down(migrator, db):
    """As it was."""
    db.execute_sql("DELETE FROM listed WHERE own")
    migrator.migrate(
        migrator.drop_index("listed", "listed_shortlist_id_person_id_own"),
        migrator.drop_column("listed", "own"),
        migrator.add_index("listed", ("shortlist_id", "person_id"), True),
        migrator.drop_index("enrolled", "enrolled_workspace_id_email"),
        migrator.drop_column("enrolled", "email"),
    )
