"""Which members of the network a study's filters fit."""

from collections.abc import Mapping
from typing import Any


def matches(person_facts: Mapping[str, Any], filters: Mapping[str, Any]) -> bool:
    """Whether a person fits every filter: one value or a list of accepted ones, or {"from": a, "to": b} with both ends
    counted. A fact may itself be a list, of which one must fit. What is not known about a person does not fit."""
    return all(_fits(person_facts.get(name), wanted) for name, wanted in filters.items())


def _fits(fact, wanted) -> bool:
    facts = [_plain(one) for one in _listed(fact) if one is not None]
    if isinstance(wanted, Mapping):
        low, high = wanted.get("from"), wanted.get("to")
        return any(_number(one) and (low is None or one >= low) and (high is None or one <= high) for one in facts)
    accepted = [_plain(one) for one in _listed(wanted)]
    return any(one in accepted for one in facts)


def _listed(value) -> list:
    return list(value) if isinstance(value, list | tuple | set | frozenset) else [value]


def _plain(value):
    return value.strip().casefold() if isinstance(value, str) else value


def _number(value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
