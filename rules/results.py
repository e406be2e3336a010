"""Answers that were counted, put into numbers: how often each choice, how far along a scale."""

import json
from collections.abc import Mapping
from typing import NamedTuple

from rules.questions import Question


class Bar(NamedTuple):
    """One answer, how many gave it, and of a hundred who answered how many."""

    label: str
    number: int
    percent: int


class Summary(NamedTuple):
    """A question in numbers: how many answered, how many left it out, its bars, and the mean of a scale."""

    answered: int
    left_out: int
    bars: tuple[Bar, ...] = ()
    mean: float | None = None


def summary(item: Question, counted: Mapping[str | None, int]) -> Summary:
    """`counted`: the answer as it is stored -> how many."""
    left_out = counted.get(None, 0)
    answered = sum(counted.values()) - left_out
    told = {json.loads(value): number for value, number in counted.items() if value is not None and value[:1] != "["}
    if item.kind == "scale":
        return Summary(answered, left_out, _scale(item, told, answered), _mean(told, answered))
    if item.kind == "text":
        return Summary(answered, left_out)
    for value, number in counted.items():
        for one in json.loads(value) if value is not None and value[:1] == "[" else ():
            told[one] = told.get(one, 0) + number
    return Summary(answered, left_out, _bars([(choice.id, choice.text) for choice in item.choices], told, answered))


def _scale(item: Question, told: Mapping, answered: int) -> tuple[Bar, ...]:
    first, last = item.minimum or 0, item.maximum or 0
    ends = {first: item.low_label, last: item.high_label}
    named = [(step, f"{step}: {ends[step]}" if ends.get(step) else str(step)) for step in range(first, last + 1)]
    return _bars(named, told, answered)


def _bars(named: list[tuple], told: Mapping, answered: int) -> tuple[Bar, ...]:
    """One bar for each (answer, label), in their order."""
    return tuple(Bar(label, told.get(key, 0), percent(told.get(key, 0), answered)) for key, label in named)


def _mean(told: Mapping, answered: int) -> float | None:
    return sum(step * number for step, number in told.items()) / answered if answered else None


def percent(part: int, whole: int) -> int:
    """Of a hundred, half up."""
    return (200 * part + whole) // (2 * whole) if whole else 0
