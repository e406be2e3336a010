"""People who were checked in a list, to do one thing with all of them: it is tried with each first, by the very command
that would do it, and taken back."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from flask import request

from commands.preview import preview
from lifecycle.attempt import Refusal, Refused
from lifecycle.words import reader
from models.money import Money
from models.participants import Participant
from models.recruiting import Candidate
from rules import money
from rules.typed import whole


class Ticked(NamedTuple):
    """Somebody who was checked: what it would owe them, or why it is not possible."""

    row: Participant | Candidate
    owed: tuple[Money, ...]
    refusal: Refusal | None

    @property
    def value(self) -> str:
        """What the form sends for them: who, and as of which version."""
        return f"{self.row.code}.{self.row.version}"


def ticks(most: int) -> dict[str, int]:
    """Who was checked, and the version that the page had shown: code -> version; one more than `most` is enough to see
    that they are too many."""
    pairs = (value.partition(".") for value in request.form.getlist("who")[: most + 1])
    found = {code: whole(number, 9) for code, _dot, number in pairs if code}
    return {code: version for code, version in found.items() if version is not None}


def tried(command: Callable, row: Participant | Candidate, *given, **details) -> Ticked:
    """The real command with one of them, as their row is now, taken back."""
    row = type(row).get_by_id(row.id)
    try:
        seen = preview(command, row, *given, **details)
    except Refused as problem:
        return Ticked(row, (), problem.refusal)
    return Ticked(row, tuple(Money(amount, currency) for _purpose, amount, currency, _person in seen.money), None)


def sorted_out(checked: Iterable[Ticked]) -> dict:
    """For the page: with whom it can be done, what that owes in all, and who stays as they are."""
    checked = list(checked)
    good = [one for one in checked if one.refusal is None]
    totals: dict[str, int] = {}
    for owed in (owed for one in good for owed in one.owed):
        totals[owed.currency] = totals.get(owed.currency, 0) + owed.amount
    return {
        "good": good,
        "bad": [one for one in checked if one.refusal is not None],
        "totals": ", ".join(money.show(amount, currency, reader().language) for currency, amount in totals.items()),
    }
