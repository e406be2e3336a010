"""Who holds the conversations of a study, and when they can, in a line each."""

from collections.abc import Mapping
from typing import NamedTuple

from babel.dates import get_day_names
from flask import g

from lifecycle.words import Text, _
from models import openings
from models.people import Person
from models.studies import HOLDERS, Study
from models.workspaces import Member
from rules.slots import Plan
from rules.times import city
from views.customer.hours_form import clock

HOSTING = {
    "one": _("One person"),
    "any": _("Any of several: whoever is free"),
    "all": _("Several together: all of them come"),
}


class Hours(NamedTuple):
    """A host, and their weekly hours in words; None where there are none."""

    name: str
    mine: bool
    line: Text | None


def able(row: Study) -> list[tuple[str, str]]:
    """(code, name) of everybody in the workspace who may hold a conversation, by name."""
    query = Person.select(Person.code, Person.name).join(Member, on=Member.person == Person.id)
    return list(
        query.where(Member.workspace == row.workspace_id, Member.role.in_(HOLDERS)).order_by(Person.name).tuples()
    )


def read(form) -> dict:
    """What the form says, as `set_hosts` takes it; an unknown code is nobody, and said to be so there."""
    codes = [form.get("host", ""), *form.getlist("colleagues")]
    people = {person.code: person for person in Person.select().where(Person.code.in_(codes))}
    return {
        "hosting": form.get("hosting", ""),
        "host": people.get(codes[0]),
        "colleagues": [people.get(code) for code in codes[1:]],
    }


def hours(row: Study) -> list[Hours]:
    """The hours of everybody who holds conversations."""
    names = {person.id: person.name for person in row.hosts}
    return [
        Hours(names[one.host], one.host == g.me.id, in_words(one.plan, g.reader.language))
        for one in openings.calendars(row, g.at)
        if one.host in names
    ]


def in_words(hours: Plan | None, language: str) -> Text | None:
    """Weekly hours in a line: days with the same hours stand together."""
    if hours is None or not hours.windows:
        return None
    days: Mapping = get_day_names("abbreviated", locale=language)
    spans: dict[int, list[str]] = {}
    for day, start, end in sorted(map(tuple, hours.windows)):
        spans.setdefault(day, []).append(f"{clock(start)}–{clock(end)}")
    groups: list[tuple[int, int, str]] = []
    for day, words in spans.items():
        first, last, before = groups[-1] if groups else (day, -2, "")
        if last == day - 1 and before == ", ".join(words):
            groups[-1] = (first, day, before)
        else:
            groups.append((day, day, ", ".join(words)))
    lines = (f"{days[a]}{f'–{days[b]}' if b > a else ''} {words}" for a, b, words in groups)
    return _("%(hours)s, %(city)s time", hours="; ".join(lines), city=city(hours.zone, language))
