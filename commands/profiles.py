"""What somebody tells about themselves, and which letters they want."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from commands.joining import be_called
from lifecycle.attempt import Invalid
from lifecycle.profilewords import understood
from lifecycle.words import _
from models.database import writes
from models.network import NETWORK, Profile
from models.people import Person
from outbox.letters import DECLINABLE

LONGEST_NAME = 120
NAME_TOO_LONG = _("Please keep it below %(most)s letters.", most=LONGEST_NAME)


@writes
def tell(person: Person, typed: Mapping[str, Any], at: datetime) -> None:
    """Facts about themselves, of which those that were not asked for stay; Invalid with a sentence for each that was
    not understood, and then nothing is kept."""
    values = understood(typed, at.year)
    Profile.insert(person=person.id, scope=NETWORK, updated_at=at).on_conflict_ignore().execute()
    mine = (Profile.person == person.id) & (Profile.scope == NETWORK)
    Profile.update({**values, "updated_at": at}).where(mine).execute()


@writes
def be_named(person: Person, typed: str) -> None:
    """How letters address them; "" is no name."""
    name = " ".join(sign for sign in typed.split() if sign.isprintable())
    if len(name) > LONGEST_NAME:
        raise Invalid({"name": NAME_TOO_LONG})
    Person.update(name=name).where(Person.id == person.id).execute()


@writes
def write(person: Person, typed: Mapping[str, Any], at: datetime) -> None:
    """The whole profile at once: `username`, `name` and the facts; Invalid with everything that can not be used, and
    then nothing is kept."""
    errors: dict = {}
    for one, value in ((be_called, typed["username"]), (be_named, typed["name"])):
        try:
            one(person, value)
        except Invalid as problem:
            errors |= problem.errors
    try:
        tell(person, typed, at)
    except Invalid as problem:
        errors |= problem.errors
    if errors:
        raise Invalid(errors)


@writes
def choose_letters(person: Person, wanted: Iterable[str]) -> None:
    """Of the letters that can be turned off, only these are sent."""
    kept = set(wanted)
    Person.update(declines=[name for name in DECLINABLE if name not in kept]).where(Person.id == person.id).execute()
