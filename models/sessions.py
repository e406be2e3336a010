"""Sessions, the claims that keep two of them apart, and the presence log."""

from datetime import datetime, timedelta

import peewee

from lifecycle.session import SessionLifecycle
from models import called, openings
from models.base import Coded, Instant, Living, Row
from models.openings import Feed
from models.participants import Participant
from models.people import Person
from models.studies import HOLDERS, Study
from models.workspaces import Member
from rules.policy import Policy
from rules.presence import Spell
from rules.slots import ticks
from rules.times import to_epoch


class Session(Living):
    """One live conversation at one time. Zone names of both sides are kept beside the promise; `proposed_at` is the one
    new time that the customer proposed, while there is no answer."""

    lifecycle = SessionLifecycle
    facts = {
        "marked": "EXISTS (SELECT 1 FROM mark WHERE mark.session_id = {row}.id)",
        "noted": "EXISTS (SELECT 1 FROM remark WHERE remark.session_id = {row}.id)",
        "written": "EXISTS (SELECT 1 FROM message WHERE message.session_id = {row}.id)",
        "called": called.OF_ROW,
    }
    study = peewee.ForeignKeyField(Study, backref="sessions")
    participant = peewee.ForeignKeyField(Participant, backref="sessions")
    host = peewee.ForeignKeyField(Person, backref="hosting")
    contributor = peewee.ForeignKeyField(Person, backref="conversations")
    starts_at = Instant()
    ends_at = Instant()
    zone = peewee.CharField(max_length=64)
    host_zone = peewee.CharField(max_length=64)
    gap = peewee.IntegerField(default=0)
    presence = peewee.CharField(max_length=8, default="claimed")
    uid = peewee.CharField(max_length=64, unique=True)
    sequence = peewee.IntegerField(default=0)
    moves = peewee.IntegerField(default=0)
    asked_at = Instant(null=True)
    proposed_at = Instant(null=True)
    late = peewee.BooleanField(default=False)
    started_at = Instant(null=True)
    ended_at = Instant(null=True)
    technical = peewee.BooleanField(default=False)
    disputed = peewee.BooleanField(default=False)
    silent_since = Instant(null=True)
    customer_says = peewee.CharField(max_length=12, null=True)
    contributor_says = peewee.CharField(max_length=12, null=True)
    quality = peewee.CharField(max_length=8, default="")
    quality_by = peewee.BigIntegerField(null=True)
    quality_at = Instant(null=True)

    class Meta:
        indexes = (
            (("study", "state", "starts_at"), False),
            (("host", "state", "ends_at"), False),
            (("contributor", "state", "ends_at"), False),
            (("state", "starts_at", "id"), False),
        )

    @property
    def time_gone(self) -> bool:
        """Whether the old time no longer holds, and there is no new one yet."""
        return self.state == "rescheduling"

    @property
    def shown(self) -> str:
        """What the team sees of whom it is with."""
        return self.fact("called") or self.contributor.shown

    @property
    def policy(self) -> Policy:
        return self.study.policy

    @property
    def marked(self) -> bool:
        """Whether it left a mark, struck or not."""
        return bool(self.fact("marked"))

    @property
    def answers(self) -> tuple[str | None, str | None]:
        """What both sides say became of it (claimed presence)."""
        return self.customer_says, self.contributor_says

    @property
    def participant_state(self) -> str:
        return self.participant.state

    @property
    def spells(self) -> list[Spell]:
        """The presence log, oldest first; read once for each loaded row."""
        if "_spells" not in self.__dict__:
            rows = Presence.select().where(Presence.session == self.id).order_by(Presence.since, Presence.id)
            self.__dict__["_spells"] = [Spell(row.seat, row.person_id, row.place, row.since, row.until) for row in rows]
        return self.__dict__["_spells"]

    def offered_starts(self, at: datetime) -> list[int]:
        """Epochs of the other starts that this conversation could take: never the one that was agreed before."""
        found = self.once(("free", at), lambda: openings.free(self.study, at, self.contributor_id, self))
        own = to_epoch(self.starts_at)
        return [start for start in found if start != own]

    def is_offered(self, start: datetime | None, at: datetime) -> bool:
        """Whether that very start can be taken now, and is another one."""
        same = start == self.starts_at
        return start is not None and not same and bool(self.hosts_free(start, at))

    def hosts_free(self, start: datetime, at: datetime) -> list[int]:
        """Who could hold it at that start, the present host first; worked out once for each loaded row."""
        if self.__dict__.get("_hosts_free", (None,))[0] != (start, at):
            found = openings.hosts_free(self.study, start, at, self.contributor_id, self)
            self.__dict__["_hosts_free"] = (start, at), found
        return self.__dict__["_hosts_free"][1]

    @property
    def others(self) -> list[int]:
        """Ids of the colleagues who hold it together with the host; read once for each loaded row."""
        if "_others" not in self.__dict__:
            rows = SessionHost.select().where(SessionHost.session == self.id).order_by(SessionHost.id)
            self.__dict__["_others"] = [row.person_id for row in rows] if self.study.hosting == "all" else []
        return self.__dict__["_others"]

    @property
    def hosts(self) -> list[Person]:
        """Who holds it: the host, then the colleagues who do so together with them."""
        people = (
            {person.id: person for person in Person.select().where(Person.id.in_(self.others))} if self.others else {}
        )
        return [self.host, *(people[number] for number in self.others)]

    def free_colleagues(self, at: datetime) -> list[int]:
        """Ids of colleagues who may hold it and whose calendars, here and elsewhere, are clear at that time."""
        able = (
            Member.select(Member.person, Feed.busy.alias("elsewhere"))
            .left_outer_join(Feed, on=(Feed.host == Member.person))
            .where(
                Member.workspace == self.study.workspace_id,
                Member.role.in_(HOLDERS),
                Member.person.not_in([self.host_id, *self.others]),
            )
        )
        wanted = ticks(to_epoch(self.starts_at), self.length + self.gap)
        busy = Claim.select(Claim.calendar).where(
            Claim.tick.in_(list(wanted)), (Claim.expires_at.is_null()) | (Claim.expires_at > at)
        )
        begin, end = to_epoch(self.starts_at), to_epoch(self.ends_at) + self.gap * 60
        return [
            person
            for person, elsewhere in able.where(Member.person.not_in(busy)).tuples()
            if not any(start < end and begin < stop for start, stop in elsewhere or ())
        ]

    @property
    def length(self) -> int:
        """Minutes booked."""
        return int((self.ends_at - self.starts_at) / timedelta(minutes=1))


class SessionHost(Row):
    """A colleague who holds a session together with its host; their calendar is claimed for it as well."""

    session = peewee.ForeignKeyField(Session, backref="cohosts")
    person = peewee.ForeignKeyField(Person)

    class Meta:
        indexes = ((("session", "person"), True),)


class Remark(Row):
    """What a colleague noted about a session, for the team alone."""

    session = peewee.ForeignKeyField(Session, backref="remarks")
    author = peewee.ForeignKeyField(Person)
    text = peewee.TextField()
    at = Instant()


class Message(Coded):
    """What one side wrote to the other about a session; `role` says which side. The letter for whoever is away belongs
    to the message's one journal entry."""

    session = peewee.ForeignKeyField(Session, backref="messages")
    author = peewee.ForeignKeyField(Person)
    role = peewee.CharField(max_length=12)
    text = peewee.TextField()
    at = Instant()
    read_at = Instant(null=True)
    state = "written"
    version = 0

    class Meta:
        indexes = ((("session", "at"), False), (("read_at",), False))

    @classmethod
    def lifecycle_name(cls) -> str:
        """The journal's noun for it; a message has no machine of its own."""
        return "message"


class Claim(peewee.Model):
    """A quarter of an hour of one person's calendar (tick = epoch // 900): taken by a session, or held for a moment."""

    calendar = peewee.BigIntegerField()
    tick = peewee.BigIntegerField()
    session = peewee.ForeignKeyField(Session, null=True, backref="claims")
    holder = peewee.CharField(max_length=16, null=True)
    expires_at = Instant(null=True)

    class Meta:
        database = Session._meta.database
        legacy_table_names = False
        primary_key = peewee.CompositeKey("calendar", "tick")


class Presence(Row):
    """Somebody in the room or its lobby, from when to when; `beat_at` is the last sign of life."""

    session = peewee.ForeignKeyField(Session, backref="log")
    person = peewee.ForeignKeyField(Person)
    seat = peewee.CharField(max_length=12)
    place = peewee.CharField(max_length=6)
    since = Instant()
    until = Instant(null=True)
    beat_at = Instant()

    class Meta:
        indexes = ((("session", "since"), False),)
