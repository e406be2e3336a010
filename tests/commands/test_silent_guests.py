"""An address that somebody typed and nobody answered for is not kept; whoever has anything at all stays."""

import itertools

import peewee
import pytest

from commands import retention, signin, teams
from models import Asking, Entry, Outgoing, Person, SignIn, TeamInvite
from models.base import Row, new_code
from models.database import db
from models.guests import references
from outbox.drain import drain
from outbox.secrets import sign_in_code
from tests import world
from tests.outbox.post import Clock, Settings
from tests.world import DAY, HOUR, NOW, customer

EMAIL = "typed@mail.example"
NUMBERS = itertools.count(1000)


def typed(email: str = EMAIL) -> Person:
    """Somebody typed this address into a link's page."""
    asking = signin.ask(email, "a browser", "192.0.2.1", NOW, guest=True)
    return Person.get_by_id(asking.person_id)


def there(person: Person) -> bool:
    return Person.select().where(Person.id == person.id).exists()


@pytest.mark.promise("P44")
def test_an_address_whose_code_was_never_typed_goes_after_a_week(people):
    guest, last = typed(), typed("last@mail.example")
    Outgoing.update(state="bounced", outcome="no such user").where(Outgoing.recipient == guest.id).execute()
    before = Person.select().count()
    retention.run(NOW + 7 * DAY - HOUR)
    assert there(guest)
    gone = retention.run(NOW + 7 * DAY + HOUR)
    assert (there(guest), Person.select().count(), gone["guests"]) == (False, before - 1, 2)
    # The last of all is emptied, and goes once there is another one: nobody gets the letters of a number before theirs.
    assert (world.again(last).email, there(last)) == (None, True)
    assert [row.state for row in Outgoing.select().where(Outgoing.recipient == guest.id)] == ["dropped"]
    assert Entry.get(Entry.event == "retention", Entry.at == NOW + 7 * DAY + HOUR).details["guests"] == 2
    assert typed().id > last.id
    retention.run(NOW + 9 * DAY)
    assert not there(last)


def test_who_signed_in_is_asked_again_or_is_asked_into_a_team_stays(people):
    settings = Settings()
    came, again, wanted = typed("came@mail.example"), typed("again@mail.example"), None
    asking = Asking.get(Asking.person == came)
    signin.confirm(asking, sign_in_code(settings.secret, asking.code), "a browser", settings.secret, NOW)
    invite = teams.invite(people.halden, "wanted@mail.example", "viewer", customer(people.ada), NOW)
    wanted = Person.get(Person.email == invite.email)
    drain(settings, Clock(NOW + HOUR / 60))
    signin.ask(again.email, "a browser", "192.0.2.1", NOW + 8 * DAY)
    retention.run(NOW + 8 * DAY + HOUR)
    assert there(came)
    assert there(again)
    assert there(wanted)
    SignIn.update(ended_at=NOW).execute()
    teams.take_back(TeamInvite.get(), customer(people.ada), NOW + 9 * DAY)
    retention.run(NOW + 10 * DAY)
    assert not there(again)
    assert world.again(wanted).email is None
    assert there(came)  # a browser in which they were signed in is kept for 90 days


@pytest.mark.parametrize(
    "values",
    [{"username": "somebody"}, {"operator": True}, {"demo": "Dag. A guest"}, {"practice_for": 1}, {"guest": False},
     {"erasure_asked_at": NOW}, {"erased_at": NOW, "email": None}],
)  # fmt: skip
def test_who_is_more_than_a_guest_stays(people, values):
    guest = typed()
    Person.update(**values).where(Person.id == guest.id).execute()
    retention.run(NOW + 30 * DAY)
    assert there(guest)


def test_everything_that_can_name_a_person_is_looked_at(people):
    tables = {model for model in subclasses(Row) if model._meta.database is not None}
    named = {
        (model, field)
        for model in tables
        for field in model._meta.sorted_fields
        if isinstance(field, peewee.ForeignKeyField) and field.rel_model is Person
    }
    assert named <= set(references())
    assert len(named) > 20


def subclasses(kind: type) -> set[type]:
    """All of them, that of the tests excluded."""
    found = {one for one in kind.__subclasses__() if one.__module__.startswith("models.")}
    return found.union(*(subclasses(one) for one in found)) if found else set()


def test_a_guest_whom_any_row_names_stays(database):
    world.build()
    unguarded()
    guests = {}
    for number, (model, column) in enumerate(references()):
        guest = Person.create(email=f"guest-{number}@mail.example", guest=True, created_at=NOW)
        planted(model, column, guest)
        guests[f"{model.__name__}.{column.name}"] = guest
    alone = Person.create(email="alone@mail.example", guest=True, created_at=NOW)
    Person.create(name="The last", created_at=NOW)
    assert retention.guests(NOW + 8 * DAY) == {"guests": 1}
    assert not there(alone)
    assert [name for name, guest in guests.items() if not there(guest)] == []


def planted(model: type[Row], column: peewee.Field, guest: Person) -> None:
    """A row of this table that names the guest, whatever else would have to be there for it."""
    values = {
        field.column_name: filler(field)
        for field in model._meta.sorted_fields
        if not isinstance(field, peewee.AutoField | peewee.BigAutoField)
    } | {column.column_name: guest.id}
    names = ", ".join(f'"{name}"' for name in values)
    marks = ", ".join([db.obj.param] * len(values))
    unguarded()
    db.execute_sql(f'INSERT INTO "{model._meta.table_name}" ({names}) VALUES ({marks})', tuple(values.values()))


def unguarded() -> None:
    """Neither keys nor triggers hold from now on: every row stands for itself."""
    if isinstance(db.obj, peewee.PostgresqlDatabase):
        db.execute_sql("SET session_replication_role = replica")
        return
    db.execute_sql("PRAGMA foreign_keys = 0")
    for (name,) in db.execute_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        db.execute_sql(f'DROP TRIGGER "{name}"')


def filler(field: peewee.Field):
    """Any value that the column takes."""
    if isinstance(field, peewee.ForeignKeyField):
        return None if field.null else next(NUMBERS)
    if field.default is not None:
        value = field.default() if callable(field.default) else field.default
        return field.db_value(value)
    if field.null:
        return None
    if isinstance(field, peewee.BooleanField):
        return False
    if isinstance(field, peewee.IntegerField | peewee.BigIntegerField):
        return next(NUMBERS)
    if isinstance(field, peewee.CharField):
        return new_code()[: field.max_length]
    return new_code() if isinstance(field, peewee.TextField) else field.db_value({})
