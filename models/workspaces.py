"""Workspaces: a team, its plan, its members, its seats and its units."""

import peewee

from models.base import Coded, Data, Instant, Row
from models.people import Person
from rules import policy as policies
from rules.policy import Policy

PLANS = ("flex", "seat")
ROLES = ("admin", "creator", "reviewer", "viewer")


class Workspace(Coded):
    """A team. `bought`, `used` and `reserved` are units of a Flex plan and always the sums of its unit lines.
    `cooldown` is the days between two invitations of the same person, `retention` the days that things are kept,
    `edited` counts the times its settings were saved, `logo_at` is when its picture came, where it has one; a practice
    workspace belongs to who learns in it."""

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
    brand = peewee.CharField(max_length=7, default="")
    retention = Data(default=dict)
    cooldown = peewee.IntegerField(default=0)
    edited = peewee.IntegerField(default=0)
    practice = peewee.BooleanField(default=False)
    logo_at = Instant(null=True)
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
    joined_at = Instant(null=True)

    class Meta:
        indexes = ((("workspace", "person"), True),)


class TeamInvite(Coded):
    """An address that is asked into a workspace, with a role; nothing of an account is touched before its owner, signed
    in with that very address, accepts."""

    workspace = peewee.ForeignKeyField(Workspace, backref="invites")
    email = peewee.CharField(max_length=254, index=True)
    role = peewee.CharField(max_length=10, choices=[(role, role) for role in ROLES])
    asked_by = peewee.ForeignKeyField(Person)
    at = Instant()
    ends_at = Instant()
    accepted_at = Instant(null=True)
    revoked_at = Instant(null=True)
    state = "asked"
    version = peewee.IntegerField(default=0)

    @classmethod
    def lifecycle_name(cls) -> str:
        """The journal's noun for it; it has no machine of its own."""
        return "teaminvite"


class Logo(Row):
    """The picture that a workspace shows beside its name."""

    workspace = peewee.ForeignKeyField(Workspace, unique=True, backref="logos")
    kind = peewee.CharField(max_length=20)
    data = peewee.BlobField()
    at = Instant()


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
