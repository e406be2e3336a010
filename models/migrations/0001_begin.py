"""The first schema, frozen: written once from the rows, and no longer tied to them."""

from peewee import (
    BigAutoField,
    BigIntegerField,
    BooleanField,
    CharField,
    CompositeKey,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)

from models.base import Data, Instant


def up(migrator, db):  # noqa: PLR0915 (one statement for each table)
    """Every table."""

    class Workspace(Model):
        id = BigAutoField()
        code = CharField(unique=True, max_length=16)
        name = CharField(max_length=120)
        zone = CharField(max_length=64, default="UTC")
        language = CharField(max_length=8, default="en")
        currency = CharField(max_length=3, default="EUR")
        help_contact = CharField(max_length=254, default="")
        plan = CharField(max_length=4, default="flex")
        overage = BooleanField(default=False)
        bought = IntegerField(default=0)
        used = IntegerField(default=0)
        reserved = IntegerField(default=0)
        asks_review = BooleanField(default=False)
        numbers = Data(default=dict)
        provider = CharField(max_length=12, default="manual")
        created_at = Instant()

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "workspace"

    db.create_tables([Workspace])

    class Person(Model):
        id = BigAutoField()
        code = CharField(unique=True, max_length=16)
        email = CharField(unique=True, null=True, max_length=254)
        name = CharField(max_length=120, default="")
        username = CharField(unique=True, null=True, max_length=40)
        language = CharField(max_length=8, default="en")
        zone = CharField(max_length=64, default="UTC")
        guest = BooleanField(default=False)
        operator = BooleanField(default=False)
        demo = CharField(max_length=200, default="")
        created_at = Instant()

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "person"

    db.create_tables([Person])

    class Study(Model):
        id = BigAutoField()
        code = CharField(unique=True, max_length=16)
        state = CharField(max_length=16)
        version = IntegerField(default=0)
        workspace = ForeignKeyField(Workspace)
        author = ForeignKeyField(Person)
        host = ForeignKeyField(Person)
        title = CharField(max_length=120, default="")
        about = TextField(default="")
        kind = CharField(max_length=20, default="live_conversation")
        audience = CharField(max_length=10, default="specific")
        link = CharField(unique=True, null=True, max_length=40)
        length = IntegerField(default=60)
        reward = IntegerField(default=0)
        currency = CharField(max_length=3, default="EUR")
        budget = IntegerField(null=True)
        places = IntegerField(default=1)
        taken = IntegerField(default=0)
        unit_price = IntegerField(default=0)
        gap = IntegerField(default=15)
        step = IntegerField(default=30)
        minimum_notice = IntegerField(default=120)
        horizon = IntegerField(default=28)
        most_per_day = IntegerField(null=True)
        presence = CharField(max_length=8, default="claimed")
        meeting_link = CharField(max_length=500, default="")
        numbers = Data(default=dict)
        launched_at = Instant(null=True)
        created_at = Instant()

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "study"
            indexes = ((("workspace", "state"), False),)

    db.create_tables([Study])

    class Project(Model):
        id = BigAutoField()
        code = CharField(unique=True, max_length=16)
        state = CharField(max_length=16)
        version = IntegerField(default=0)
        workspace = ForeignKeyField(Workspace)
        author = ForeignKeyField(Person)
        study = ForeignKeyField(Study, null=True)
        title = CharField(max_length=120, default="")
        screened = BooleanField(default=False)
        incentive = IntegerField(default=0)
        currency = CharField(max_length=3, default="EUR")
        wanted = IntegerField(default=0)
        target_link = CharField(max_length=500, default="")
        link_tested_at = Instant(null=True)
        owner = ForeignKeyField(Person, null=True)
        owner_ticked = BooleanField(default=False)
        created_at = Instant()

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "project"

    db.create_tables([Project])

    class Candidate(Model):
        id = BigAutoField()
        code = CharField(unique=True, max_length=16)
        state = CharField(max_length=16)
        version = IntegerField(default=0)
        project = ForeignKeyField(Project)
        person = ForeignKeyField(Person)
        tail = CharField(unique=True, max_length=7)
        created_at = Instant()

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "candidate"
            indexes = ((("project", "person"), True),)

    db.create_tables([Candidate])

    class Participant(Model):
        id = BigAutoField()
        code = CharField(unique=True, max_length=16)
        state = CharField(max_length=16)
        version = IntegerField(default=0)
        study = ForeignKeyField(Study)
        person = ForeignKeyField(Person)
        source = CharField(max_length=10, default="specific")
        recruiter = CharField(max_length=8, default="")
        candidate = ForeignKeyField(Candidate, null=True)
        outside_id = CharField(null=True, max_length=80)
        judgement = CharField(max_length=12, default="incomplete")
        camera_at = Instant(null=True)
        terms_at = Instant(null=True)
        submitted_at = Instant(null=True)
        waiting_since = Instant(null=True)
        offer_ends_at = Instant(null=True)
        completed_there_at = Instant(null=True)
        removed_there_at = Instant(null=True)
        slot_note = TextField(default="")
        created_at = Instant()

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "participant"
            indexes = ((("study", "person"), True), (("study", "state", "id"), False), (("person", "id"), False))

    db.create_tables([Participant])

    class Question(Model):
        id = BigAutoField()
        study = ForeignKeyField(Study)
        position = IntegerField()
        kind = CharField(max_length=10, default="single")
        text = TextField()
        required = BooleanField(default=True)

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "question"

    db.create_tables([Question])

    class Answer(Model):
        id = BigAutoField()
        participant = ForeignKeyField(Participant)
        question = ForeignKeyField(Question)
        value = Data(null=True)
        at = Instant()

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "answer"
            indexes = ((("participant", "question"), True),)

    db.create_tables([Answer])

    class Asking(Model):
        id = BigAutoField()
        code = CharField(unique=True, max_length=16)
        browser = CharField(max_length=64)
        email = CharField(index=True, max_length=254)
        person = ForeignKeyField(Person, null=True)
        next_page = CharField(max_length=300, default="")
        created_at = Instant()
        tries = IntegerField(default=0)
        used_at = Instant(null=True)

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "asking"

    db.create_tables([Asking])

    class Availability(Model):
        id = BigAutoField()
        host = ForeignKeyField(Person, unique=True)
        zone = CharField(max_length=64)
        windows = Data(default=list)
        exceptions = Data(default=dict)

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "availability"

    db.create_tables([Availability])

    class Bucket(Model):
        id = BigAutoField()
        key = CharField(unique=True, max_length=120)
        used = IntegerField()
        since = Instant()

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "bucket"

    db.create_tables([Bucket])

    class Choice(Model):
        id = BigAutoField()
        question = ForeignKeyField(Question)
        position = IntegerField()
        text = TextField()
        verdict = CharField(max_length=8, default="may")

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "choice"

    db.create_tables([Choice])

    class Session(Model):
        id = BigAutoField()
        code = CharField(unique=True, max_length=16)
        state = CharField(max_length=16)
        version = IntegerField(default=0)
        study = ForeignKeyField(Study)
        participant = ForeignKeyField(Participant)
        host = ForeignKeyField(Person)
        contributor = ForeignKeyField(Person)
        starts_at = Instant()
        ends_at = Instant()
        zone = CharField(max_length=64)
        host_zone = CharField(max_length=64)
        gap = IntegerField(default=0)
        presence = CharField(max_length=8, default="claimed")
        uid = CharField(unique=True, max_length=64)
        sequence = IntegerField(default=0)
        moves = IntegerField(default=0)
        asked_at = Instant(null=True)
        late = BooleanField(default=False)
        started_at = Instant(null=True)
        ended_at = Instant(null=True)
        technical = BooleanField(default=False)
        disputed = BooleanField(default=False)
        silent_since = Instant(null=True)
        customer_says = CharField(null=True, max_length=12)
        contributor_says = CharField(null=True, max_length=12)

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "session"
            indexes = (
                (("study", "state", "starts_at"), False),
                (("host", "state", "ends_at"), False),
                (("contributor", "state", "ends_at"), False),
                (("state", "starts_at", "id"), False),
            )

    db.create_tables([Session])

    class Claim(Model):
        calendar = BigIntegerField()
        tick = BigIntegerField()
        session = ForeignKeyField(Session, null=True)
        holder = CharField(null=True, max_length=16)
        expires_at = Instant(null=True)

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "claim"
            primary_key = CompositeKey("calendar", "tick")

    db.create_tables([Claim])

    class Entry(Model):
        id = BigAutoField()
        noun = CharField(max_length=12)
        subject = BigIntegerField()
        seq = IntegerField()
        event = CharField(max_length=24)
        source = CharField(null=True, max_length=16)
        target = CharField(max_length=16)
        role = CharField(max_length=12)
        who = BigIntegerField(null=True)
        at = Instant()
        details = Data(default=dict)

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "entry"
            indexes = ((("noun", "subject", "seq"), True), (("at",), False))

    db.create_tables([Entry])

    class Exclusion(Model):
        id = BigAutoField()
        participant_id = BigIntegerField(unique=True)
        asked_by = ForeignKeyField(Person)
        asked_at = Instant()
        confirmed_at = Instant(null=True)
        stated_by = ForeignKeyField(Person, null=True)
        done_at = Instant(null=True)

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "exclusion"

    db.create_tables([Exclusion])

    class Payout(Model):
        id = BigAutoField()
        code = CharField(unique=True, max_length=16)
        state = CharField(max_length=16)
        version = IntegerField(default=0)
        workspace = ForeignKeyField(Workspace)
        study = ForeignKeyField(Study, null=True)
        person = ForeignKeyField(Person)
        participant = ForeignKeyField(Participant, null=True)
        candidate = ForeignKeyField(Candidate, null=True)
        owner = CharField(max_length=32)
        purpose = CharField(max_length=12)
        occasion = CharField(max_length=24, default="")
        amount = BigIntegerField()
        currency = CharField(max_length=3)
        provider = CharField(max_length=12, default="manual")
        failure = CharField(max_length=200, default="")
        retryable = BooleanField(default=True)
        proof = CharField(max_length=200, default="")
        due_at = Instant()

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "payout"
            indexes = (
                (("owner", "purpose", "occasion"), True),
                (("workspace", "state", "id"), False),
                (("person", "id"), False),
            )

    db.create_tables([Payout])

    class Instruction(Model):
        id = BigAutoField()
        payout = ForeignKeyField(Payout)
        generation = IntegerField(default=1)
        key = CharField(unique=True, max_length=48)
        at = Instant()

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "instruction"
            indexes = ((("payout", "generation"), True),)

    db.create_tables([Instruction])

    class Invitee(Model):
        id = BigAutoField()
        study = ForeignKeyField(Study)
        person = ForeignKeyField(Person)

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "invitee"
            indexes = ((("study", "person"), True),)

    db.create_tables([Invitee])

    class LedgerLine(Model):
        id = BigAutoField()
        payout = ForeignKeyField(Payout)
        entry = BigIntegerField()
        kind = CharField(max_length=12)
        amount = BigIntegerField()
        currency = CharField(max_length=3)
        at = Instant()

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "ledger_line"

    db.create_tables([LedgerLine])

    class Outgoing(Model):
        id = BigAutoField()
        entry = ForeignKeyField(Entry, on_delete="RESTRICT")
        channel = CharField(max_length=8, default="mail")
        letter = CharField(max_length=24)
        recipient = BigIntegerField()
        thread = CharField(max_length=32)
        due_at = Instant()
        next_at = Instant()
        tries = IntegerField(default=0)
        state = CharField(max_length=8, default="waiting")
        sent_at = Instant(null=True)
        outcome = CharField(max_length=200, default="")

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "outgoing"
            indexes = (
                (("entry", "letter", "recipient"), True),
                (("state", "next_at"), False),
                (("thread", "recipient"), False),
            )

    db.create_tables([Outgoing])

    class Letter(Model):
        id = BigAutoField()
        outgoing = ForeignKeyField(Outgoing, unique=True)
        message_id = CharField(max_length=200)
        address = CharField(max_length=320)
        subject = TextField()
        text = TextField()
        html = TextField()
        calendar = TextField(default="")
        method = CharField(max_length=8, default="")
        at = Instant()

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "letter"

    db.create_tables([Letter])

    class Report(Model):
        id = BigAutoField()
        code = CharField(unique=True, max_length=16)
        state = CharField(max_length=16)
        version = IntegerField(default=0)
        study = ForeignKeyField(Study)
        participant = ForeignKeyField(Participant, null=True)
        session = ForeignKeyField(Session, null=True)
        about = CharField(max_length=12, default="contributor")
        person = ForeignKeyField(Person, null=True)
        author = ForeignKeyField(Person)
        author_role = CharField(max_length=12)
        reason = CharField(max_length=20)
        decided_by = BigIntegerField(null=True)
        decided_at = Instant(null=True)
        was_appealed = BooleanField(default=False)
        created_at = Instant()

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "report"
            indexes = ((("participant", "about", "state"), False),)

    db.create_tables([Report])

    class Mark(Model):
        id = BigAutoField()
        person = ForeignKeyField(Person)
        kind = CharField(max_length=16)
        severe = BooleanField(default=False)
        session = ForeignKeyField(Session, null=True)
        report = ForeignKeyField(Report, null=True)
        entry = BigIntegerField()
        at = Instant()
        struck_at = Instant(null=True)

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "mark"

    db.create_tables([Mark])

    class Member(Model):
        id = BigAutoField()
        workspace = ForeignKeyField(Workspace)
        person = ForeignKeyField(Person)
        role = CharField(max_length=10)

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "member"
            indexes = ((("workspace", "person"), True),)

    db.create_tables([Member])

    class Note(Model):
        id = BigAutoField()
        entry = ForeignKeyField(Entry)
        text = TextField()

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "note"

    db.create_tables([Note])

    class Presence(Model):
        id = BigAutoField()
        session = ForeignKeyField(Session)
        person = ForeignKeyField(Person)
        seat = CharField(max_length=12)
        place = CharField(max_length=6)
        since = Instant()
        until = Instant(null=True)
        beat_at = Instant()

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "presence"
            indexes = ((("session", "since"), False),)

    db.create_tables([Presence])

    class Seat(Model):
        id = BigAutoField()
        workspace = ForeignKeyField(Workspace)
        person = ForeignKeyField(Person)
        year = IntegerField()
        yearly = IntegerField(null=True)
        launched = IntegerField(default=0)

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "seat"
            indexes = ((("workspace", "person", "year"), True),)

    db.create_tables([Seat])

    class SignIn(Model):
        id = BigAutoField()
        code = CharField(unique=True, max_length=16)
        secret = CharField(unique=True, max_length=64)
        person = ForeignKeyField(Person)
        created_at = Instant()
        seen_at = Instant()
        fresh_at = Instant()
        ends_at = Instant()
        browser = CharField(max_length=200, default="")
        ended_at = Instant(null=True)

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "sign_in"

    db.create_tables([SignIn])

    class Standing(Model):
        id = BigAutoField()
        code = CharField(unique=True, max_length=16)
        state = CharField(max_length=16)
        version = IntegerField(default=0)
        person = ForeignKeyField(Person, unique=True)
        cleared_at = Instant(null=True)

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "standing"

    db.create_tables([Standing])

    class Tally(Model):
        noun = CharField(max_length=12)
        study = BigIntegerField()
        state = CharField(max_length=16)
        count = IntegerField(default=0)

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "tally"
            primary_key = CompositeKey("noun", "study", "state")

    db.create_tables([Tally])

    class UnitLine(Model):
        id = BigAutoField()
        workspace = ForeignKeyField(Workspace)
        entry = BigIntegerField(null=True)
        kind = CharField(max_length=10)
        study = BigIntegerField(null=True)
        bought = IntegerField(default=0)
        reserved = IntegerField(default=0)
        used = IntegerField(default=0)
        at = Instant()

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "unit_line"

    db.create_tables([UnitLine])

    class UsedForm(Model):
        id = BigAutoField()
        key = CharField(unique=True, max_length=64)
        at = Instant()
        answer = CharField(max_length=300, default="")

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "used_form"

    db.create_tables([UsedForm])


def down(migrator, db):
    """None of them."""
    migrator.migrate(migrator.drop_table("used_form"))
    migrator.migrate(migrator.drop_table("unit_line"))
    migrator.migrate(migrator.drop_table("tally"))
    migrator.migrate(migrator.drop_table("standing"))
    migrator.migrate(migrator.drop_table("sign_in"))
    migrator.migrate(migrator.drop_table("seat"))
    migrator.migrate(migrator.drop_table("presence"))
    migrator.migrate(migrator.drop_table("note"))
    migrator.migrate(migrator.drop_table("member"))
    migrator.migrate(migrator.drop_table("mark"))
    migrator.migrate(migrator.drop_table("report"))
    migrator.migrate(migrator.drop_table("letter"))
    migrator.migrate(migrator.drop_table("outgoing"))
    migrator.migrate(migrator.drop_table("ledger_line"))
    migrator.migrate(migrator.drop_table("invitee"))
    migrator.migrate(migrator.drop_table("instruction"))
    migrator.migrate(migrator.drop_table("payout"))
    migrator.migrate(migrator.drop_table("exclusion"))
    migrator.migrate(migrator.drop_table("entry"))
    migrator.migrate(migrator.drop_table("claim"))
    migrator.migrate(migrator.drop_table("session"))
    migrator.migrate(migrator.drop_table("choice"))
    migrator.migrate(migrator.drop_table("bucket"))
    migrator.migrate(migrator.drop_table("availability"))
    migrator.migrate(migrator.drop_table("asking"))
    migrator.migrate(migrator.drop_table("answer"))
    migrator.migrate(migrator.drop_table("question"))
    migrator.migrate(migrator.drop_table("participant"))
    migrator.migrate(migrator.drop_table("candidate"))
    migrator.migrate(migrator.drop_table("project"))
    migrator.migrate(migrator.drop_table("study"))
    migrator.migrate(migrator.drop_table("person"))
    migrator.migrate(migrator.drop_table("workspace"))
