"""Accounts and workspaces as they begin, and the language and zone that somebody reads in."""

from datetime import datetime

from models.database import writes
from models.people import Person
from models.workspaces import Member, Workspace


@writes
def set_reading(person: Person, language: str | None = None, zone: str | None = None) -> None:
    """The language they read in and the zone in which they are shown times."""
    values = {name: value for name, value in (("language", language), ("zone", zone)) if value}
    if values:
        Person.update(values).where(Person.id == person.id).execute()


@writes
def make_operator(email: str, name: str, at: datetime) -> Person:
    """An operator with this address; an account that exists keeps everything else."""
    person = Person.get_or_none(Person.email == email.strip().lower())
    if person is None:
        return Person.create(email=email.strip().lower(), name=name, operator=True, created_at=at)
    Person.update(operator=True).where(Person.id == person.id).execute()
    return Person.get_by_id(person.id)


@writes
def add_person(email: str, name: str, zone: str, at: datetime, **values) -> Person:
    """Somebody new."""
    return Person.create(email=email, name=name, zone=zone, created_at=at, **values)


@writes
def add_workspace(name: str, zone: str, at: datetime, members: list[tuple[Person, str]], **values) -> Workspace:
    """A workspace with its first members, each with a role."""
    workspace = Workspace.create(name=name, zone=zone, created_at=at, **values)
    for person, role in members:
        Member.create(workspace=workspace, person=person, role=role)
    return workspace
