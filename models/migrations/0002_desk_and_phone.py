"""What the study builder, several hosts, calendar feeds, consents, notes and messages are kept in."""

from peewee import (
    BigAutoField,
    BigIntegerField,
    BooleanField,
    CharField,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)

from models.base import Data, Instant

COLUMNS = (
    ("person", "unsubscribed_at", Instant(null=True)),
    ("person", "bounced_at", Instant(null=True)),
    ("study", "one_page", BooleanField(default=True)),
    ("study", "hosting", CharField(max_length=3, default="one")),
    ("study", "edited", IntegerField(default=0)),
    ("question", "minimum", IntegerField(null=True)),
    ("question", "maximum", IntegerField(null=True)),
    ("question", "low_label", CharField(max_length=60, default="")),
    ("question", "high_label", CharField(max_length=60, default="")),
    ("choice", "skip_to", BigIntegerField(null=True)),
    ("choice", "quota", IntegerField(null=True)),
    ("session", "quality", CharField(max_length=8, default="")),
    ("session", "quality_by", BigIntegerField(null=True)),
    ("session", "quality_at", Instant(null=True)),
)


def up(migrator, db):
    """What the builder, several hosts, messages and notes need."""

    for table, column, field in COLUMNS:
        migrator.migrate(migrator.add_column(table, column, field))

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

    class Session(Model):
        id = BigAutoField()

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "session"

    class Study(Model):
        id = BigAutoField()

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "study"

    class CoHost(Model):
        id = BigAutoField()
        study = ForeignKeyField(Study)
        person = ForeignKeyField(Person)

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "co_host"
            indexes = ((("study", "person"), True),)

    db.create_tables([CoHost])

    class Consent(Model):
        id = BigAutoField()
        participant = ForeignKeyField(Participant)
        kind = CharField(max_length=12)
        version = CharField(max_length=10)
        at = Instant()
        withdrawn_at = Instant(null=True)

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "consent"
            indexes = ((("participant", "kind", "version"), True),)

    db.create_tables([Consent])

    class Feed(Model):
        id = BigAutoField()
        host = ForeignKeyField(Person, unique=True)
        address = TextField()
        busy = Data(default=list)
        tag = CharField(max_length=200, default="")
        fault = CharField(max_length=24, default="")
        read_at = Instant(null=True)
        tried_at = Instant(null=True)
        next_at = Instant(index=True)

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "feed"

    db.create_tables([Feed])

    class Message(Model):
        id = BigAutoField()
        code = CharField(unique=True, max_length=16)
        session = ForeignKeyField(Session)
        author = ForeignKeyField(Person)
        role = CharField(max_length=12)
        text = TextField()
        at = Instant()
        read_at = Instant(null=True)

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "message"
            indexes = ((("session", "at"), False),)

    db.create_tables([Message])

    class Remark(Model):
        id = BigAutoField()
        session = ForeignKeyField(Session)
        author = ForeignKeyField(Person)
        text = TextField()
        at = Instant()

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "remark"

    db.create_tables([Remark])

    class SessionHost(Model):
        id = BigAutoField()
        session = ForeignKeyField(Session)
        person = ForeignKeyField(Person)

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "session_host"
            indexes = ((("session", "person"), True),)

    db.create_tables([SessionHost])


def down(migrator, db):
    """As it was."""
    for table, column, _field in reversed(COLUMNS):
        migrator.migrate(migrator.drop_column(table, column))
    migrator.migrate(migrator.drop_table("session_host"))
    migrator.migrate(migrator.drop_table("remark"))
    migrator.migrate(migrator.drop_table("message"))
    migrator.migrate(migrator.drop_table("feed"))
    migrator.migrate(migrator.drop_table("consent"))
    migrator.migrate(migrator.drop_table("co_host"))
