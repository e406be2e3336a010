"""Where the network's members, the teams and everybody's rights are kept."""

from peewee import (
    BigAutoField,
    BigIntegerField,
    BlobField,
    BooleanField,
    CharField,
    ForeignKeyField,
    IntegerField,
    Model,
    PostgresqlDatabase,
    TextField,
)

from models.base import Data, Instant

COLUMNS = (
    ("person", "declines", Data(default=list)),
    ("person", "erasure_asked_at", Instant(null=True)),
    ("person", "erased_at", Instant(null=True)),
    ("person", "practice_for", BigIntegerField(index=True, null=True)),
    ("workspace", "brand", CharField(max_length=7, default="")),
    ("workspace", "retention", Data(default=dict)),
    ("workspace", "cooldown", IntegerField(default=0)),
    ("workspace", "edited", IntegerField(default=0)),
    ("workspace", "practice", BooleanField(default=False)),
    ("study", "filters", Data(default=dict)),
    ("study", "offering", BigIntegerField(null=True)),
    ("asking", "purpose", CharField(max_length=10, default="signin")),
    ("entry", "workspace", BigIntegerField(null=True)),
    ("member", "joined_at", Instant(null=True)),
    ("sign_in", "playing", BigIntegerField(null=True)),
    ("sign_in", "workspace", BigIntegerField(null=True)),
    ("standing", "appealed_at", Instant(null=True)),
    ("standing", "appeal", TextField(default="")),
)
# Whose rows the journal has been about so far; from now on each entry says it itself.
OWNERS = {
    "study": "SELECT workspace_id FROM study WHERE study.id = entry.subject",
    "project": "SELECT workspace_id FROM project WHERE project.id = entry.subject",
    "payout": "SELECT workspace_id FROM payout WHERE payout.id = entry.subject",
    "session": "SELECT workspace_id FROM study JOIN session ON session.study_id = study.id "
    "WHERE session.id = entry.subject",
    "participant": "SELECT workspace_id FROM study JOIN participant ON participant.study_id = study.id "
    "WHERE participant.id = entry.subject",
    "report": "SELECT workspace_id FROM study JOIN report ON report.study_id = study.id "
    "WHERE report.id = entry.subject",
    "candidate": "SELECT workspace_id FROM project JOIN candidate ON candidate.project_id = project.id "
    "WHERE candidate.id = entry.subject",
    "message": "SELECT workspace_id FROM study JOIN session ON session.study_id = study.id "
    "JOIN message ON message.session_id = session.id WHERE message.id = entry.subject",
}
TABLES = ("accepted", "enrolled", "erased", "shortlist", "listed", "logo", "look", "profile", "team_invite")


def up(migrator, db):
    """The tables, the columns, and the journal's owners."""

    class Participant(Model):
        id = BigAutoField()

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "participant"

    class Person(Model):
        id = BigAutoField()

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "person"

    class Workspace(Model):
        id = BigAutoField()

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "workspace"

    class Accepted(Model):
        id = BigAutoField()
        person = ForeignKeyField(Person)
        kind = CharField(max_length=12)
        version = CharField(max_length=10)
        at = Instant()

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "accepted"
            indexes = ((("person", "kind", "version"), True),)

    db.create_tables([Accepted])

    class Enrolled(Model):
        id = BigAutoField()
        code = CharField(unique=True, max_length=16)
        workspace = ForeignKeyField(Workspace)
        person = ForeignKeyField(Person)
        name = CharField(max_length=120, default="")
        note = TextField(default="")
        by = ForeignKeyField(Person)
        at = Instant()
        left_at = Instant(null=True)

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "enrolled"
            indexes = ((("workspace", "person"), True),)

    db.create_tables([Enrolled])

    class Erased(Model):
        id = BigAutoField()
        person = BigIntegerField(unique=True)
        asked_at = Instant()
        at = Instant()

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "erased"

    db.create_tables([Erased])

    class Shortlist(Model):
        id = BigAutoField()
        code = CharField(unique=True, max_length=16)
        workspace = ForeignKeyField(Workspace)
        name = CharField(max_length=80)
        favourites = BooleanField(default=False)
        at = Instant()

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "shortlist"
            indexes = ((("workspace", "name"), True),)

    db.create_tables([Shortlist])

    class Listed(Model):
        id = BigAutoField()
        shortlist = ForeignKeyField(Shortlist)
        person = ForeignKeyField(Person)
        by = ForeignKeyField(Person)
        at = Instant()

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "listed"
            indexes = ((("shortlist", "person"), True),)

    db.create_tables([Listed])

    class Logo(Model):
        id = BigAutoField()
        workspace = ForeignKeyField(Workspace, unique=True)
        kind = CharField(max_length=20)
        data = BlobField()
        at = Instant()

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "logo"

    db.create_tables([Logo])

    class Look(Model):
        id = BigAutoField()
        workspace = BigIntegerField()
        who = ForeignKeyField(Person)
        participant = ForeignKeyField(Participant)
        what = CharField(max_length=12)
        day = IntegerField()
        at = Instant()

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "look"
            indexes = ((("who", "participant", "what", "day"), True), (("workspace", "id"), False))

    db.create_tables([Look])

    class Profile(Model):
        id = BigAutoField()
        person = ForeignKeyField(Person)
        scope = BigIntegerField(default=0)
        country = CharField(max_length=2, default="")
        birth_year = IntegerField(null=True)
        gender = CharField(max_length=16, default="")
        languages = CharField(max_length=200, default="")
        employment = CharField(max_length=16, default="")
        industry = CharField(max_length=24, default="")
        company_size = CharField(max_length=16, default="")
        job_level = CharField(max_length=16, default="")
        income = CharField(max_length=16, default="")
        devices = CharField(max_length=200, default="")
        web_use = CharField(max_length=16, default="")
        updated_at = Instant()

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "profile"
            indexes = ((("person", "scope"), True), (("scope", "id"), False), (("scope", "country"), False))

    db.create_tables([Profile])

    class TeamInvite(Model):
        id = BigAutoField()
        code = CharField(unique=True, max_length=16)
        workspace = ForeignKeyField(Workspace)
        email = CharField(index=True, max_length=254)
        role = CharField(max_length=10)
        asked_by = ForeignKeyField(Person)
        at = Instant()
        ends_at = Instant()
        accepted_at = Instant(null=True)
        revoked_at = Instant(null=True)
        version = IntegerField(default=0)

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "team_invite"

    db.create_tables([TeamInvite])

    for table, column, field in COLUMNS:
        migrator.migrate(migrator.add_column(table, column, field))
    migrator.migrate(migrator.add_index("entry", ("workspace", "id")))
    # The journal is append-only by a trigger; every migrate ends by making the triggers anew.
    on = " ON entry" if isinstance(db, PostgresqlDatabase) else ""
    db.execute_sql(f"DROP TRIGGER IF EXISTS law_entry_fixed{on}")
    for noun, owner in OWNERS.items():
        db.execute_sql(f"UPDATE entry SET workspace = ({owner}) WHERE noun = '{noun}'")


def down(migrator, db):
    """As it was."""
    migrator.migrate(migrator.drop_index("entry", "entry_workspace_id"))
    migrator.migrate(migrator.drop_index("person", "person_practice_for"))
    for table, column, _field in reversed(COLUMNS):
        migrator.migrate(migrator.drop_column(table, column))
    for table in reversed(TABLES):
        migrator.migrate(migrator.drop_table(table))
