"""What somebody in a study gave: their answers to its questions, and what they agreed to."""

import peewee

from models.base import Data, Instant, Row
from models.participants import Participant
from models.studies import Question


class Consent(Row):
    """What somebody agreed to in a study, in the words of a dated version."""

    participant = peewee.ForeignKeyField(Participant, backref="consents")
    kind = peewee.CharField(max_length=12)
    version = peewee.CharField(max_length=10)
    at = Instant()
    withdrawn_at = Instant(null=True)

    class Meta:
        indexes = ((("participant", "kind", "version"), True),)


class Answer(Row):
    """What somebody answered; a choice's id, a list of them, a number or a text."""

    participant = peewee.ForeignKeyField(Participant, backref="answers")
    question = peewee.ForeignKeyField(Question)
    value = Data(null=True)
    at = Instant()

    class Meta:
        indexes = ((("participant", "question"), True),)
