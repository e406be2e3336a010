"""What is to leave after a commit: one row for each letter, instruction and message, and the letters as they were
composed."""

import peewee

from models.base import Data, Instant, Row
from models.journal import Entry


class Outgoing(Row):
    """Something to send: waiting, sent, dropped (it no longer holds, or is not wanted), dead (given up) or bounced (it
    was sent and came back). A channel writes its outcome here."""

    entry = peewee.ForeignKeyField(Entry, backref="outgoing", on_delete="RESTRICT")
    channel = peewee.CharField(max_length=8, default="mail")
    letter = peewee.CharField(max_length=24)
    recipient = peewee.BigIntegerField()
    thread = peewee.CharField(max_length=32)
    due_at = Instant()
    next_at = Instant()
    tries = peewee.IntegerField(default=0)
    state = peewee.CharField(max_length=8, default="waiting")
    sent_at = Instant(null=True)
    outcome = peewee.CharField(max_length=200, default="")
    answer = Data(null=True)

    class Meta:
        indexes = (
            (("entry", "letter", "recipient"), True),
            (("state", "next_at"), False),
            (("thread", "recipient"), False),
        )


# The drain asks for these first (outbox/drain.py); invitations by the thousand are not in it.
Outgoing.add_index(
    Outgoing.state,
    Outgoing.next_at,
    Outgoing.id,
    name="outgoing_awaited",
    where=Outgoing.letter.not_in(("invitation", "recruiting_invitation")),
)


# What is for machines is found without looking at 100,000 letters, where it is asked for in these very words.
FOR_MACHINES = Outgoing.channel != peewee.SQL("'mail'")
AWAITS = Outgoing.state == peewee.SQL("'waiting'")
Outgoing.add_index(Outgoing.channel, Outgoing.next_at, name="outgoing_called", where=FOR_MACHINES & AWAITS)
Outgoing.add_index(Outgoing.channel, Outgoing.recipient, Outgoing.id, name="outgoing_told", where=FOR_MACHINES)


class Letter(Row):
    """A letter as it was composed: kept for /outbox, emptied by retention and erasure."""

    outgoing = peewee.ForeignKeyField(Outgoing, unique=True, backref="letters")
    message_id = peewee.CharField(max_length=200)
    address = peewee.CharField(max_length=320)
    subject = peewee.TextField()
    text = peewee.TextField()
    html = peewee.TextField()
    calendar = peewee.TextField(default="")
    method = peewee.CharField(max_length=8, default="")
    at = Instant()


class Try(Row):
    """One attempt to deliver something to a machine: when, what it answered, and how long that took."""

    outgoing = peewee.ForeignKeyField(Outgoing, backref="attempts")
    at = Instant()
    status = peewee.IntegerField(null=True)
    milliseconds = peewee.IntegerField(default=0)
    answer = peewee.CharField(max_length=300, default="")
