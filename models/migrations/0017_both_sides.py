"""The other half of a recruiting effort, studies that are done alone, and payment providers."""

from peewee import (
    BigAutoField,
    BigIntegerField,
    BlobField,
    BooleanField,
    CharField,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)

from models.base import Data, Instant

COLUMNS = (
    ("project", "about", TextField(default="")),
    ("project", "kind", CharField(max_length=20, default="survey")),
    ("project", "criteria", Data(default=dict)),
    ("project", "budget", IntegerField(null=True)),
    ("project", "one_page", BooleanField(default=True)),
    ("project", "edited", IntegerField(default=0)),
    ("project", "offering", BigIntegerField(null=True)),
    ("project", "offered_at", Instant(null=True)),
    ("candidate", "judgement", CharField(max_length=12, default="")),
    ("candidate", "sent_at", Instant(null=True)),
    ("candidate", "submitted_at", Instant(null=True)),
    ("instruction", "reference", CharField(max_length=80, index=True, default="")),
    ("instruction", "answer", CharField(max_length=200, default="")),
    ("instruction", "asked_at", Instant(null=True)),
    ("instruction", "seq", BigIntegerField(default=0)),
    ("exclusion", "reason", CharField(max_length=24, default="other")),
    ("exclusion", "note", TextField(default="")),
    ("outgoing", "answer", Data(null=True)),
)
# What is for machines is found without looking at 100,000 letters.
MACHINES = (
    ("outgoing_called", "channel, next_at", "channel <> 'mail' AND state = 'waiting'"),
    ("outgoing_told", "channel, recipient, id", "channel <> 'mail'"),
)
INDEXES = (("candidate", ("project_id", "state", "id")), ("participant", ("connection_id", "outside_id")))
TABLES = (
    "connection",
    "counterpart",
    "heard",
    "nonce",
    "suspect",
    "charge",
    "endpoint",
    "project_question",
    "project_choice",
    "candidate_answer",
    "try",
    "send_to",
    "provider_event",
    "task",
    "item",
    "option",
    "reply",
    "run",
    "clip",
    "piece",
)


# Invitations into projects go to crowds too: what somebody waits for is found among them.
AWAITED = "CREATE INDEX outgoing_awaited ON outgoing (state, next_at, id) WHERE letter NOT IN (%s)"
CROWDS = "'invitation', 'recruiting_invitation'"


def up(migrator, db):  # noqa: PLR0915 (one statement for each table)
    """The tables, then the columns."""

    class Candidate(Model):
        id = BigAutoField()

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "candidate"

    class Outgoing(Model):
        id = BigAutoField()

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "outgoing"

    class Participant(Model):
        id = BigAutoField()

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "participant"

    class Payout(Model):
        id = BigAutoField()

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "payout"

    class Person(Model):
        id = BigAutoField()

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "person"

    class Project(Model):
        id = BigAutoField()

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "project"

    class Study(Model):
        id = BigAutoField()

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "study"

    class Workspace(Model):
        id = BigAutoField()

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "workspace"

    class Connection(Model):
        id = BigAutoField()
        code = CharField(max_length=16, unique=True)
        workspace = ForeignKeyField(Workspace)
        side = CharField(max_length=9)
        study = ForeignKeyField(Study, null=True)
        project = ForeignKeyField(Project, null=True)
        name = CharField(max_length=120, default="")
        key = CharField(max_length=40)
        secret = CharField(max_length=120)
        old_secret = CharField(max_length=120, default="")
        old_until = Instant(null=True)
        link = CharField(max_length=500, default="")
        calls_url = CharField(max_length=500, default="")
        return_url = CharField(max_length=500, default="")
        owner = ForeignKeyField(Person, null=True)
        greeted_at = Instant(null=True)
        heard_at = Instant(null=True)
        read_at = Instant(null=True)
        tried_at = Instant(null=True)
        read_fault = CharField(max_length=40, default="")
        created_by = ForeignKeyField(Person)
        created_at = Instant()
        revoked_at = Instant(null=True)

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "connection"
            indexes = (
                (("side", "key"), True),
                (("study",), False),
                (("project",), False),
            )

    db.create_tables([Connection])

    class Counterpart(Model):
        id = BigAutoField()
        connection = ForeignKeyField(Connection)
        outside_id = CharField(max_length=80)
        state = CharField(max_length=16)
        seq = BigIntegerField(default=0)
        since = Instant(null=True)
        heard_at = Instant()
        listed = BooleanField(default=True)

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "counterpart"
            indexes = ((("connection", "outside_id"), True),)

    db.create_tables([Counterpart])

    class Heard(Model):
        id = BigAutoField()
        connection = ForeignKeyField(Connection)
        message = CharField(max_length=80)
        kind = CharField(max_length=40)
        outside_id = CharField(max_length=80, default="")
        body = TextField()
        at = Instant()
        outcome = CharField(max_length=80, default="")

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "heard"
            indexes = (
                (("connection", "message"), True),
                (("connection", "outside_id"), False),
            )

    db.create_tables([Heard])

    class Nonce(Model):
        id = BigAutoField()
        connection = ForeignKeyField(Connection)
        nonce = CharField(max_length=64)
        at = Instant()

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "nonce"
            indexes = (
                (("connection", "nonce"), True),
                (("at",), False),
            )

    db.create_tables([Nonce])

    class Suspect(Model):
        id = BigAutoField()
        code = CharField(max_length=16, unique=True)
        workspace = ForeignKeyField(Workspace)
        connection = ForeignKeyField(Connection, null=True)
        study = ForeignKeyField(Study, null=True)
        project = ForeignKeyField(Project, null=True)
        outside_id = CharField(max_length=80, default="")
        kind = CharField(max_length=16)
        text = TextField(default="")
        times = IntegerField(default=1)
        at = Instant()
        settled_at = Instant(null=True)
        settled_by = ForeignKeyField(Person, null=True)
        outcome = CharField(max_length=16, default="")
        word = TextField(default="")

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "suspect"
            indexes = (
                (("workspace", "settled_at", "id"), False),
                (("study", "outside_id"), False),
            )

    db.create_tables([Suspect])

    class Charge(Model):
        id = BigAutoField()
        workspace = ForeignKeyField(Workspace)
        outside_id = CharField(max_length=80)
        person = ForeignKeyField(Person, null=True)
        note = TextField(default="")
        by = ForeignKeyField(Person)
        at = Instant()

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "charge"
            indexes = ((("workspace", "outside_id"), True),)

    db.create_tables([Charge])

    class Endpoint(Model):
        id = BigAutoField()
        code = CharField(max_length=16, unique=True)
        workspace = ForeignKeyField(Workspace)
        url = CharField(max_length=500)
        secret = CharField(max_length=120)
        old_secret = CharField(max_length=120, default="")
        old_until = Instant(null=True)
        events = Data(default=list)
        enabled = BooleanField(default=True)
        failing_since = Instant(null=True)
        created_by = ForeignKeyField(Person)
        created_at = Instant()
        removed_at = Instant(null=True)

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "endpoint"

    db.create_tables([Endpoint])

    class ProjectQuestion(Model):
        id = BigAutoField()
        project = ForeignKeyField(Project)
        position = IntegerField()
        kind = CharField(max_length=10, default="single")
        text = TextField()
        required = BooleanField(default=True)
        minimum = IntegerField(null=True)
        maximum = IntegerField(null=True)
        low_label = CharField(max_length=60, default="")
        high_label = CharField(max_length=60, default="")

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "project_question"

    db.create_tables([ProjectQuestion])

    class ProjectChoice(Model):
        id = BigAutoField()
        question = ForeignKeyField(ProjectQuestion)
        position = IntegerField()
        text = TextField()
        verdict = CharField(max_length=8, default="may")
        skip_to = BigIntegerField(null=True)
        quota = IntegerField(null=True)

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "project_choice"

    db.create_tables([ProjectChoice])

    class CandidateAnswer(Model):
        id = BigAutoField()
        candidate = ForeignKeyField(Candidate)
        question = ForeignKeyField(ProjectQuestion)
        value = Data(null=True)
        at = Instant()

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "candidate_answer"
            indexes = ((("candidate", "question"), True),)

    db.create_tables([CandidateAnswer])

    class Try(Model):
        id = BigAutoField()
        outgoing = ForeignKeyField(Outgoing)
        at = Instant()
        status = IntegerField(null=True)
        milliseconds = IntegerField(default=0)
        answer = CharField(max_length=300, default="")

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "try"

    db.create_tables([Try])

    class SendTo(Model):
        id = BigAutoField()
        payout = ForeignKeyField(Payout, unique=True)
        address = CharField(max_length=254, default="")
        before = CharField(max_length=254, default="")
        by = ForeignKeyField(Person)
        at = Instant()

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "send_to"

    db.create_tables([SendTo])

    class ProviderEvent(Model):
        id = BigAutoField()
        provider = CharField(max_length=12)
        event = CharField(max_length=80)
        body = TextField()
        at = Instant()
        handled_at = Instant(null=True)
        outcome = CharField(max_length=80, default="")

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "provider_event"
            indexes = (
                (("provider", "event"), True),
                (("handled_at", "id"), False),
            )

    db.create_tables([ProviderEvent])

    class Task(Model):
        id = BigAutoField()
        study = ForeignKeyField(Study)
        position = IntegerField()
        title = CharField(max_length=120, default="")
        text = TextField(default="")
        url = CharField(max_length=500, default="")
        done_when = TextField(default="")
        screen = BooleanField(default=False)

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "task"
            indexes = ((("study", "position"), False),)

    db.create_tables([Task])

    class Item(Model):
        id = BigAutoField()
        study = ForeignKeyField(Study)
        task = ForeignKeyField(Task, null=True)
        page = IntegerField(default=0)
        position = IntegerField()
        kind = CharField(max_length=10, default="single")
        text = TextField()
        required = BooleanField(default=True)
        minimum = IntegerField(null=True)
        maximum = IntegerField(null=True)
        low_label = CharField(max_length=60, default="")
        high_label = CharField(max_length=60, default="")

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "item"
            indexes = ((("study", "position"), False),)

    db.create_tables([Item])

    class Option(Model):
        id = BigAutoField()
        item = ForeignKeyField(Item)
        position = IntegerField()
        text = TextField()

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "option"

    db.create_tables([Option])

    class Reply(Model):
        id = BigAutoField()
        participant = ForeignKeyField(Participant)
        item = ForeignKeyField(Item)
        value = Data(null=True)
        at = Instant()

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "reply"
            indexes = ((("participant", "item"), True),)

    db.create_tables([Reply])

    class Run(Model):
        id = BigAutoField()
        participant = ForeignKeyField(Participant)
        task = ForeignKeyField(Task)
        begun_at = Instant()
        ended_at = Instant(null=True)
        outcome = CharField(max_length=8, default="")

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "run"
            indexes = ((("participant", "task"), True),)

    db.create_tables([Run])

    class Clip(Model):
        id = BigAutoField()
        code = CharField(max_length=16, unique=True)
        participant = ForeignKeyField(Participant)
        task = ForeignKeyField(Task)
        kind = CharField(max_length=6)
        mime = CharField(max_length=80)
        begun_at = Instant()
        ended_at = Instant(null=True)
        pieces = IntegerField(null=True)
        size = BigIntegerField(default=0)
        milliseconds = IntegerField(null=True)
        note = TextField(default="")
        erased_at = Instant(null=True)

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "clip"
            indexes = ((("participant", "task"), False),)

    db.create_tables([Clip])

    class Piece(Model):
        id = BigAutoField()
        clip = ForeignKeyField(Clip)
        number = IntegerField()
        data = BlobField()
        digest = CharField(max_length=64)
        at = Instant()

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "piece"
            indexes = ((("clip", "number"), True),)

    db.create_tables([Piece])

    for table, column, field in COLUMNS:
        migrator.migrate(migrator.add_column(table, column, field))
    other = ForeignKeyField(Connection, null=True, field=Connection.id)
    migrator.migrate(migrator.add_column("participant", "connection_id", other))
    for table, columns in INDEXES:
        migrator.migrate(migrator.add_index(table, columns))
    db.execute_sql("DROP INDEX outgoing_awaited")
    db.execute_sql(AWAITED % CROWDS)
    for name, columns, where in MACHINES:
        db.execute_sql(f"CREATE INDEX {name} ON outgoing ({columns}) WHERE {where}")
    # Who came from a recruiter outside is few of all who ever took part.
    db.execute_sql("CREATE INDEX participant_outside ON participant (study_id) WHERE recruiter = 'outside'")


def down(migrator, db):
    """As it was."""
    db.execute_sql("DROP INDEX participant_outside")
    for name, _columns, _where in MACHINES:
        db.execute_sql(f"DROP INDEX {name}")
    db.execute_sql("DROP INDEX outgoing_awaited")
    db.execute_sql(AWAITED % "'invitation'")
    for table, columns in reversed(INDEXES):
        migrator.migrate(migrator.drop_index(table, f"{table}_{'_'.join(columns)}"))
    migrator.migrate(migrator.drop_column("participant", "connection_id"))
    for table, column, _field in reversed(COLUMNS):
        migrator.migrate(migrator.drop_column(table, column))
    for table in reversed(TABLES):
        migrator.migrate(migrator.drop_table(table))
