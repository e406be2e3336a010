"""The facts about oneself as fields of a form: what each is called, why it is asked, and what was typed."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from flask import request

from lifecycle import profilewords
from lifecycle.words import Text
from rules import profile

FEWEST_LANGUAGES = 3


class Field(NamedTuple):
    """One fact on the form; `values` is what stands there, a list where several are possible."""

    name: str
    kind: str
    label: Text
    why: Text
    options: list
    value: Any
    places: int


def fields(typed: Mapping[str, Any]) -> list[Field]:
    """Every fact, with what was typed."""
    return [_field(fact, typed.get(fact.name)) for fact in profile.FACTS.values()]


def _field(fact: profile.Fact, value: Any) -> Field:
    values = list(value or ()) if fact.several else "" if value is None else value
    places = min(profile.MOST, max(FEWEST_LANGUAGES, len(values) + 1)) if fact.name == "languages" else 0
    label, why = profilewords.label(fact.name), profilewords.why(fact.name)
    return Field(fact.name, fact.kind, label, why, profilewords.options(fact.name), values, places)


def of_row(row) -> dict[str, Any]:
    """What a profile says, as it is typed; nothing where there is none."""
    if row is None:
        return {}
    kept = {name: getattr(row, name) for name in profile.FACTS}
    return {
        name: list(profile.unpacked(value)) if profile.FACTS[name].several else value for name, value in kept.items()
    }


def sent() -> dict[str, Any]:
    """What was sent with this request."""
    return {
        name: request.form.getlist(name) if fact.several else request.form.get(name, "")
        for name, fact in profile.FACTS.items()
    }
