"""Guests of whom nothing came: somebody typed an address, and whoever has it never answered. No row of anything names
them; every table that could is looked at, so that a new one is too."""

from datetime import datetime

import peewee

from models.base import Row
from models.database import lock
from models.outgoing import Outgoing
from models.people import Person
from models.sessions import Claim
from models.workspaces import TeamInvite

GONE = ("waiting", "dead", "bounced")


def references() -> list[tuple[type[Row], peewee.Field]]:
    """(table, column) of everything that names a person."""
    keys = [(model, field) for field, model in Person._meta.backrefs.items()]
    return sorted([*keys, (Claim, Claim.calendar)], key=lambda one: (one[0]._meta.table_name, one[1].name))


def silent(after: int, until: datetime, most: int) -> list[Person]:
    """Guests from before that time, in order of their numbers, locked; nobody who is leaving, practises or is of the
    demo."""
    untouched = (
        Person.guest & (Person.username.is_null()) & Person.erasure_asked_at.is_null() & Person.erased_at.is_null()
    )
    plain = untouched & Person.practice_for.is_null() & (Person.demo == "") & ~Person.operator
    rows = Person.select().where(plain, Person.created_at <= until, Person.id > after).order_by(Person.id)
    return list(lock(rows.limit(most)))


def with_nothing(people: list[Person]) -> list[int]:
    """The numbers of those whom no row names and whom no team waits for."""
    left = {person.id: person.email for person in people}
    for model, column in references():
        if not left:
            return []
        for (number,) in model.select(column).where(column.in_(list(left))).distinct().tuples():
            left.pop(number, None)
    waiting = TeamInvite.accepted_at.is_null() & TeamInvite.revoked_at.is_null()
    emails = [email for email in left.values() if email]
    asked = TeamInvite.select(TeamInvite.email).where(TeamInvite.email.in_(emails or [""]), waiting)
    awaited = {email for (email,) in asked.tuples()}
    return [number for number, email in left.items() if email not in awaited]


def remove(numbers: list[int]) -> int:
    """Take them out, and let no letter wait for them or be counted as stuck; how many addresses went. The last person
    of all stays as an empty row: SQLite would give its number to the next one, and with it the letters that were
    sent."""
    stuck = (Outgoing.channel == "mail") & Outgoing.recipient.in_(numbers) & Outgoing.state.in_(GONE)
    Outgoing.update(state="dropped", outcome="").where(stuck).execute()
    last = Person.select(peewee.fn.MAX(Person.id)).scalar()
    told = Person.id.in_(numbers) & Person.email.is_null(False)
    count = Person.select().where(told).count()
    Person.update(email=None).where(told, Person.id == last).execute()
    Person.delete().where(Person.id.in_(numbers), Person.id != last).execute()
    return count
