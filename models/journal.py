"""The journal: one entry for each birth and each move, append-only; free text lives beside it so that erasure can
empty it."""

import peewee

from models.base import Data, Instant, Row


class Entry(Row):
    """Who moved which row from where to where, when; `details` holds ids, codes, times and amounts only.
    `workspace` is the number of the team whose row it is."""

    noun = peewee.CharField(max_length=12)
    subject = peewee.BigIntegerField()
    seq = peewee.IntegerField()
    event = peewee.CharField(max_length=24)
    source = peewee.CharField(max_length=16, null=True)
    target = peewee.CharField(max_length=16)
    role = peewee.CharField(max_length=12)
    who = peewee.BigIntegerField(null=True)
    at = Instant()
    details = Data(default=dict)
    workspace = peewee.BigIntegerField(null=True)

    class Meta:
        indexes = ((("noun", "subject", "seq"), True), (("at",), False), (("workspace", "id"), False))


class Note(Row):
    """Free text that came with an entry."""

    entry = peewee.ForeignKeyField(Entry, backref="notes", index=True)
    text = peewee.TextField()


def of(row) -> list[Entry]:
    """The entries of a row, oldest first."""
    return list(Entry.select().where(Entry.noun == row.lifecycle_name(), Entry.subject == row.id).order_by(Entry.seq))
