"""Studies that are done alone: their tasks and questions, how somebody fared, and what they said aloud."""

import peewee

from models.asking import AskedRow
from models.base import Coded, Data, Instant, Row
from models.participants import Participant
from models.studies import Study


class Task(Row):
    """Something to do at an address, in words; `done_when` says how they know that they succeeded. In think-out-loud
    studies they speak while they do it; `screen` asks for the screen too, where the device can."""

    study = peewee.ForeignKeyField(Study, backref="tasks")
    position = peewee.IntegerField()
    title = peewee.CharField(max_length=120, default="")
    text = peewee.TextField(default="")
    url = peewee.CharField(max_length=500, default="")
    done_when = peewee.TextField(default="")
    screen = peewee.BooleanField(default=False)

    class Meta:
        indexes = ((("study", "position"), False),)


class Item(AskedRow):
    """A question of a survey (on its page), or one that follows a task; never part of the screener."""

    study = peewee.ForeignKeyField(Study, backref="items")
    task = peewee.ForeignKeyField(Task, null=True, backref="items")
    page = peewee.IntegerField(default=0)

    class Meta:
        indexes = ((("study", "position"), False),)


class Option(Row):
    """An answer of such a question to choose from."""

    item = peewee.ForeignKeyField(Item, backref="options")
    position = peewee.IntegerField()
    text = peewee.TextField()


class Reply(Row):
    """What somebody answered: an option's id, a list of them, a number or a text."""

    participant = peewee.ForeignKeyField(Participant, backref="replies")
    item = peewee.ForeignKeyField(Item, backref="replies")
    value = Data(null=True)
    at = Instant()

    class Meta:
        indexes = ((("participant", "item"), True),)


class Run(Row):
    """How somebody fared with a task: `done`, `gave_up`, or nothing yet; its seconds are from begun to ended."""

    participant = peewee.ForeignKeyField(Participant, backref="runs")
    task = peewee.ForeignKeyField(Task, backref="runs")
    begun_at = Instant()
    ended_at = Instant(null=True)
    outcome = peewee.CharField(max_length=8, default="")

    class Meta:
        indexes = ((("participant", "task"), True),)


class Clip(Coded):
    """A recording of a voice or a screen during a task, in numbered pieces; whole once `pieces` of them are there.
    `milliseconds` is how long it is, as the browser counted; `erased_at` is when its pieces went. Of kind `words` there
    is none: `note` says why somebody could not record."""

    participant = peewee.ForeignKeyField(Participant, backref="clips")
    task = peewee.ForeignKeyField(Task, backref="clips")
    kind = peewee.CharField(max_length=6)
    mime = peewee.CharField(max_length=80)
    begun_at = Instant()
    ended_at = Instant(null=True)
    pieces = peewee.IntegerField(null=True)
    size = peewee.BigIntegerField(default=0)
    milliseconds = peewee.IntegerField(null=True)
    note = peewee.TextField(default="")
    erased_at = Instant(null=True)

    class Meta:
        indexes = ((("participant", "task"), False),)

    @property
    def ending(self) -> str:
        """How a file with it ends."""
        return self.mime.partition(";")[0].partition("/")[2] or "webm"


class Piece(Row):
    """One numbered piece of a recording, and the fingerprint by which a second sending of it is known."""

    clip = peewee.ForeignKeyField(Clip, backref="parts")
    number = peewee.IntegerField()
    data = peewee.BlobField()
    digest = peewee.CharField(max_length=64)
    at = Instant()

    class Meta:
        indexes = ((("clip", "number"), True),)
