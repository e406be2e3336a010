"""What somebody agreed to, who looked at what they said, and who asked to be forgotten."""

import peewee

from models.base import Instant, Row
from models.participants import Participant
from models.people import Person


class Accepted(Row):
    """A dated version of terms that somebody accepted for the network itself."""

    person = peewee.ForeignKeyField(Person, backref="accepted")
    kind = peewee.CharField(max_length=12)
    version = peewee.CharField(max_length=10)
    at = Instant()

    class Meta:
        indexes = ((("person", "kind", "version"), True),)


class Look(Row):
    """Somebody of a team looked at what a person had told (answers, notes, a file); once a day for each."""

    workspace = peewee.BigIntegerField()
    who = peewee.ForeignKeyField(Person)
    participant = peewee.ForeignKeyField(Participant, backref="looks")
    what = peewee.CharField(max_length=12)
    day = peewee.IntegerField()
    at = Instant()

    class Meta:
        indexes = ((("who", "participant", "what", "day"), True), (("workspace", "id"), False))


class Erased(Row):
    """Somebody whose name and texts were emptied: a backup that is restored empties them again."""

    person = peewee.BigIntegerField(unique=True)
    asked_at = Instant()
    at = Instant()
