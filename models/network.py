"""The contributor network and a team's own people: what is known about whom, and the lists that a team keeps."""

import peewee

from models.base import Coded, Instant, Row
from models.people import Person
from models.workspaces import Workspace

NETWORK = 0


class Profile(Row):
    """The facts that filters use. `scope` is NETWORK for what members say about themselves, else the number of the
    workspace that says it about its own people. Several values of one fact stand as ",de,en,"; "" is not told."""

    person = peewee.ForeignKeyField(Person, backref="profiles")
    scope = peewee.BigIntegerField(default=NETWORK)
    country = peewee.CharField(max_length=2, default="")
    birth_year = peewee.IntegerField(null=True)
    gender = peewee.CharField(max_length=16, default="")
    languages = peewee.CharField(max_length=200, default="")
    employment = peewee.CharField(max_length=16, default="")
    industry = peewee.CharField(max_length=24, default="")
    company_size = peewee.CharField(max_length=16, default="")
    job_level = peewee.CharField(max_length=16, default="")
    income = peewee.CharField(max_length=16, default="")
    devices = peewee.CharField(max_length=200, default="")
    web_use = peewee.CharField(max_length=16, default="")
    updated_at = Instant()

    class Meta:
        indexes = (
            (("person", "scope"), True),
            (("scope", "id"), False),
            (("scope", "person"), False),
            # What is asked most often is counted from the index alone.
            (("scope", "country", "birth_year", "gender", "languages", "person"), False),
        )


class Enrolled(Coded):
    """One of a team's own people, beside the platform's network. Name, address and note are what the team said: the
    person's own may be others, and are not the team's to see. Who left is not enrolled again."""

    workspace = peewee.ForeignKeyField(Workspace, backref="enrolled")
    person = peewee.ForeignKeyField(Person, backref="enrolled_by")
    email = peewee.CharField(max_length=254, default="")
    name = peewee.CharField(max_length=120, default="")
    note = peewee.TextField(default="")
    by = peewee.ForeignKeyField(Person)
    at = Instant()
    left_at = Instant(null=True)

    class Meta:
        indexes = ((("workspace", "person"), True), (("workspace", "email"), False))


class Shortlist(Coded):
    """A list of people that a team keeps; one of them holds its favourites."""

    workspace = peewee.ForeignKeyField(Workspace, backref="shortlists")
    name = peewee.CharField(max_length=80)
    favourites = peewee.BooleanField(default=False)
    at = Instant()

    class Meta:
        indexes = ((("workspace", "name"), True),)


class Listed(Row):
    """Somebody on a list, and who put them there: as one of the team's own people (by name), or else by username. The
    same person may stand there as both, and nothing tells the team that they are one."""

    shortlist = peewee.ForeignKeyField(Shortlist, backref="people")
    person = peewee.ForeignKeyField(Person)
    own = peewee.BooleanField(default=False)
    by = peewee.ForeignKeyField(Person)
    at = Instant()

    class Meta:
        indexes = ((("shortlist", "person", "own"), True),)
