"""Becoming a member of the contributor network: the terms are agreed to in a dated version, and with that there is an
account; later versions are agreed to once more."""

import secrets as chance
from datetime import datetime

import peewee

from commands import reports
from commands.consents import CHANGED
from lifecycle.attempt import Invalid, Refused
from lifecycle.words import Text, _
from models.database import db, lock, writes
from models.network import NETWORK, Profile
from models.people import Person
from models.rights import Accepted
from rules import consents, usernames

TERMS = consents.NETWORK
UNREAD = _("Please say that you agree to the version that stands here.")
TAKEN = _("Somebody else is called that already. Please choose another name; %(other)s is free.")
FAULTS: dict[str, Text] = {
    "short": _("Please use at least %(least)s letters or digits.", least=usernames.SHORTEST),
    "long": _("Please keep it to %(most)s letters and digits.", most=usernames.LONGEST),
    "signs": _("Please use letters and digits, with single dots, dashes or underscores between them."),
    "an_id": _("This looks like an ID, which is for matching only. Please choose another one."),
    "reserved": _("This name could be mistaken for somebody who runs Parlor. Please choose another one."),
}


@writes
def join(person: Person, version: str, at: datetime) -> Person:
    """They agree to the terms that hold now, and are a member: in good standing, with a username and an empty profile.
    A guest keeps what is booked. Asked again it stays as it was."""
    accept(person, version, at)
    person = lock(Person.select().where(Person.id == person.id)).get()
    name = person.username or propose()
    Person.update(guest=False, username=name).where(Person.id == person.id).execute()
    Profile.insert(person=person.id, scope=NETWORK, updated_at=at).on_conflict_ignore().execute()
    reports.join_network(person, at)
    return Person.get_by_id(person.id)


@writes
def accept(person: Person, version: str, at: datetime) -> None:
    """They agree to the terms of the network; `version` is what they had before them."""
    if version != consents.current(TERMS):
        raise Refused(CHANGED) if consents.known(TERMS, version) else Invalid({"terms": UNREAD})
    Accepted.insert(person=person.id, kind=TERMS, version=version, at=at).on_conflict_ignore().execute()


def propose() -> str:
    """A username that nobody has."""
    while True:
        name = usernames.proposed(chance.randbelow(10**6))
        if not Person.select().where(Person.username == name).exists():
            return name


@writes
def be_called(person: Person, typed: str) -> str:
    """They choose their username; Invalid where it can not be one or somebody has it. Gives it as it is kept."""
    name = usernames.kept(typed)
    if name == person.username:
        return name
    if fault := usernames.fault(name):
        raise Invalid({"username": FAULTS[fault]})
    if Person.select().where(Person.username == name, Person.id != person.id).exists():
        raise Invalid({"username": Text(TAKEN.text, {"other": propose()})})
    try:
        with db.atomic():
            Person.update(username=name).where(Person.id == person.id).execute()
    except peewee.IntegrityError:
        raise Invalid({"username": Text(TAKEN.text, {"other": propose()})}) from None
    return name
