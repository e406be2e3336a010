"""The hours in the form of another plan: whose they are and who may add some, what was typed, and the times that come
of them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from flask import g

from lifecycle.words import Text, reader
from models.openings import Availability
from models.people import Person
from models.studies import CoHost
from rules.slots import by_local_day
from rules.times import from_epoch, show_day, show_hour
from views.access import MAY, Reached
from views.customer import days_form, hours_form

DAYS, HOURS = 5, 6
VALUE = "%Y-%m-%dT%H:%M:%SZ"


class Holder(NamedTuple):
    """Somebody whose hours decide which times there are, and whether the asker may change them."""

    person: Person
    zone: str
    may: bool


def holders(reached: Reached) -> list[Holder]:
    """Whose hours they are: the host's, or those of all who share the study."""
    row, study = reached.row, reached.row.study
    people = [row.host_id] if study.hosting == "one" else [row.host_id, study.host_id]
    named = Person.id.in_(people)
    if study.hosting != "one":
        named |= Person.id.in_(CoHost.select(CoHost.person).where(CoHost.study == study.id))
    found = Person.select(Person, Availability.zone.alias("clock")).left_outer_join(Availability).where(named)
    return [
        Holder(person, person.clock or person.zone, may_change(reached, person))
        for person in found.order_by(Person.id).objects()
    ]


def may_change(reached: Reached, person: Person) -> bool:
    """One's own hours; an administrator also a colleague's."""
    return "launch" in MAY[reached.role] if person.id == g.me.id else reached.role == "admin"


def typed_hours(typed: Mapping[str, str], today: date) -> tuple[date | None, tuple | None, dict[str, Text]]:
    """(the day, its hours, errors by field)."""
    day, errors = days_form.day_of(typed.get("day", "")), {}
    wrong = days_form.range_errors(day, day, today) if day else {"first": days_form.NO_DATE}
    if wrong:
        errors["day"] = next(iter(wrong.values()))
    span = hours_form.stretch(typed.get("from0", ""), typed.get("to0", ""))
    if not isinstance(span, tuple):
        errors["from0"] = span or hours_form.FORMAT
    return day, span, errors


def by_day(starts: list[datetime]) -> list[tuple[str, str, int]]:
    """The next days with their first hours, and how many more there are on each."""
    here = reader()
    found = []
    for _day, epochs in by_local_day([int(start.timestamp()) for start in starts], here.zone)[:DAYS]:
        there = [from_epoch(epoch) for epoch in epochs]
        hour_words = ", ".join(show_hour(one, here.zone, here.language) for one in there[:HOURS])
        found.append((show_day(there[0], here.zone, here.language), hour_words, max(0, len(there) - HOURS)))
    return found


def choosable(starts: list[datetime]) -> list[tuple[str, str]]:
    """The times to propose one of: (value, day and hour)."""
    here = reader()
    return [
        (
            f"{start:{VALUE}}",
            f"{show_day(start, here.zone, here.language)}, {show_hour(start, here.zone, here.language)}",
        )
        for start in starts
    ]
