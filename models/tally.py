"""How many rows of a study are in which state, kept by triggers, so that no page ever counts."""

import peewee

from models.database import db


class Tally(peewee.Model):
    """The count of one noun (session, participant) in one state within one study."""

    noun = peewee.CharField(max_length=12)
    study = peewee.BigIntegerField()
    state = peewee.CharField(max_length=16)
    count = peewee.IntegerField(default=0)

    class Meta:
        database = db
        legacy_table_names = False
        primary_key = peewee.CompositeKey("noun", "study", "state")
