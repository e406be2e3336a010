"""People, however they come: customers, members of the network, guests of an Invite Network link, operators; and
how they sign in."""

import peewee

from models.base import Coded, Data, Instant, Row
from models.database import db, is_postgres
from models.journal import Entry


class Person(Coded):
    """Somebody. A guest came by a link and has no account; the e-mail address is theirs alone. Who unsubscribed gets
    no more invitations by mail; `bounced_at` is when their address last refused a letter; `declines` names the letters
    that they do not want. `practice_for` is who plays this person in a practice study."""

    email = peewee.CharField(max_length=254, unique=True, null=True)
    name = peewee.CharField(max_length=120, default="")
    username = peewee.CharField(max_length=40, unique=True, null=True)
    language = peewee.CharField(max_length=8, default="en")
    zone = peewee.CharField(max_length=64, default="UTC")
    guest = peewee.BooleanField(default=False)
    operator = peewee.BooleanField(default=False)
    unsubscribed_at = Instant(null=True)
    bounced_at = Instant(null=True)
    declines = Data(default=list)
    erasure_asked_at = Instant(null=True)
    erased_at = Instant(null=True)
    practice_for = peewee.BigIntegerField(null=True, index=True)
    demo = peewee.CharField(max_length=200, default="")
    created_at = Instant()

    @property
    def shown(self) -> str:
        """What the other side sees of a contributor: the username, never the name."""
        return self.username or f"{'guest' if self.erased_at is None else 'erased'}-{self.code[:4]}"

    @property
    def leaving(self) -> bool:
        """Whether they asked to be forgotten, or were."""
        return self.erasure_asked_at is not None or self.erased_at is not None


# Who waits to be forgotten: fewer still than those whom no study may ask.
Person.add_index(
    Person.id, name="person_leaving", where=Person.erasure_asked_at.is_null(False) & Person.erased_at.is_null()
)
# Whom no study may ask: few of all.
Person.add_index(
    Person.id,
    name="person_unasked",
    where=Person.unsubscribed_at.is_null(False)
    | Person.erasure_asked_at.is_null(False)
    | Person.erased_at.is_null(False)
    | Person.practice_for.is_null(False),
)


def by_username(usernames: list[str]) -> dict[str, Person]:
    """Those of these usernames that somebody has, as they were typed; large and small letters are one."""
    wanted = {*usernames, *(name.lower() for name in usernames)}
    rows = {person.username: person for person in Person.select().where(Person.username.in_(wanted or [""]))}
    there = ((name, rows.get(name) or rows.get(name.lower())) for name in usernames)
    return {name: person for name, person in there if person is not None}


def beginning(letters: str, most: int = 300) -> list[str]:
    """Usernames that begin with these letters, in order."""
    query = Person.select(Person.username).where(Person.username >= letters, Person.username < letters + "\U0010ffff")
    return [name for (name,) in query.order_by(Person.username).limit(most).tuples()]


def zones_of(*people: int) -> dict[int, str]:
    """Person id -> the zone they live in."""
    marks = ", ".join([db.obj.param] * len(people))
    return dict(db.execute_sql(f"SELECT id, zone FROM person WHERE id IN ({marks})", people).fetchall())


class SignIn(Row):
    """A browser that is signed in; ended here, it is signed out there. `playing` is the practice contributor whose
    pages it shows for now, `workspace` the one of several that its owner works in."""

    code = peewee.CharField(max_length=16, unique=True)
    secret = peewee.CharField(max_length=64, unique=True)
    person = peewee.ForeignKeyField(Person, backref="sign_ins")
    created_at = Instant()
    seen_at = Instant()
    fresh_at = Instant()
    ends_at = Instant()
    browser = peewee.CharField(max_length=200, default="")
    ended_at = Instant(null=True)
    playing = peewee.BigIntegerField(null=True)
    workspace = peewee.BigIntegerField(null=True)


class Asking(Row):
    """Somebody asked for a letter with a code in one browser, to sign in, to join or to change their address; also
    where the address is unknown, so that nothing tells the two apart."""

    code = peewee.CharField(max_length=16, unique=True)
    browser = peewee.CharField(max_length=64)
    email = peewee.CharField(max_length=254, index=True)
    person = peewee.ForeignKeyField(Person, null=True, backref="askings")
    next_page = peewee.CharField(max_length=300, default="")
    purpose = peewee.CharField(max_length=10, default="signin")
    created_at = Instant()
    tries = peewee.IntegerField(default=0)
    used_at = Instant(null=True)
    state = "asked"
    version = 0

    @classmethod
    def create(cls, **values):
        """A new one. SQLite gives the number of a row that is gone once more, and the journal still knows that row by
        it: so the next one after all that it has seen."""
        return super().create(**values, **({} if is_postgres() else {"id": cls._unused()}))

    @classmethod
    def _unused(cls) -> int:
        last = cls.select(peewee.fn.MAX(cls.id)).scalar() or 0
        seen = Entry.select(peewee.fn.MAX(Entry.subject)).where(Entry.noun == cls.lifecycle_name()).scalar() or 0
        return max(last, seen) + 1

    @classmethod
    def lifecycle_name(cls) -> str:
        """The journal's noun for it; asking has no machine of its own."""
        return "signin"


class Bucket(Row):
    """A rate limit: how much of it is used since when."""

    key = peewee.CharField(max_length=120, unique=True)
    used = peewee.IntegerField()
    since = Instant()


class UsedForm(Row):
    """A form key that was used: the second click gets the first one's answer."""

    key = peewee.CharField(max_length=64, unique=True)
    at = Instant()
    answer = peewee.CharField(max_length=300, default="")
