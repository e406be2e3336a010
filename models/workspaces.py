"""Workspaces: a team, its plan, its members, its seats and its units."""

import peewee

from models.base import Coded, Data, Instant, Row
from models.people import Person
from rules import policy as policies
from rules.policy import Policy

ROLES = ("admin", "creator", "reviewer", "viewer")


class Workspace(Coded):
    """A team. `bought`, `used` and `reserved` are units of a Flex plan and always the sums of its unit lines."""

    name = peewee.CharField(max_length=120)
    zone = peewee.CharField(max_length=64, default="UTC")
    language = peewee.CharField(max_length=8, default="en")
    currency = peewee.CharField(max_length=3, default="EUR")
    help_contact = peewee.CharField(max_length=254, default="")
    plan = peewee.CharField(max_length=4, default="flex")
    overage = peewee.BooleanField(default=False)
    bought = peewee.IntegerField(default=0)
    used = peewee.IntegerField(default=0)
    reserved = peewee.IntegerField(default=0)
    asks_review = peewee.BooleanField(default=False)
    numbers = Data(default=dict)
    provider = peewee.CharField(max_length=12, default="manual")
    created_at = Instant()

    @property
    def policy(self) -> Policy:
        """The policy numbers that a launch copies."""
        return policies.from_dict(self.numbers)

    @property
    def available(self) -> int:
        """Units that are neither used nor reserved; below zero only by what was held already."""
        return self.bought - self.used - self.reserved


class Member(Row):
    """A person in a workspace, with a role."""

    workspace = peewee.ForeignKeyField(Workspace, backref="members")
    person = peewee.ForeignKeyField(Person, backref="memberships")
    role = peewee.CharField(max_length=10, choices=[(role, role) for role in ROLES])

    class Meta:
        indexes = ((("workspace", "person"), True),)


class Seat(Row):
    """A creator seat of a Seat plan and how many studies it launched in a year; no `yearly` means as many as wanted."""

    workspace = peewee.ForeignKeyField(Workspace, backref="seats")
    person = peewee.ForeignKeyField(Person)
    year = peewee.IntegerField()
    yearly = peewee.IntegerField(null=True)
    launched = peewee.IntegerField(default=0)

    class Meta:
        indexes = ((("workspace", "person", "year"), True),)


class UnitLine(Row):
    """A line of the unit ledger, append-only: buy, reserve, give_back or use; how it changed each of the three sums."""

    workspace = peewee.ForeignKeyField(Workspace, backref="unit_lines")
    entry = peewee.BigIntegerField(null=True)
    kind = peewee.CharField(max_length=10)
    study = peewee.BigIntegerField(null=True)
    bought = peewee.IntegerField(default=0)
    reserved = peewee.IntegerField(default=0)
    used = peewee.IntegerField(default=0)
    at = Instant()
