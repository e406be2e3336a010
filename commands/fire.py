"""The one door: every change of a state goes through `fire`, every birth through `begin`, whole or not at all."""

from collections.abc import Callable, Mapping
from datetime import datetime

from commands import recorder
from lifecycle.attempt import Attempt, By, Refusal
from lifecycle.words import _
from models import births, fixed
from models.base import Living
from models.births import Born, Chosen
from models.database import writes
from models.studies import Study


class Stale(Exception):
    """The page was older than the row: what was pressed is not done, and the present truth is shown."""

    def __init__(self, row: Living):
        super().__init__(row.state)
        self.row = row
        self.refusal = Refusal("stale", _("This changed while your page was open. Here is how it stands now."))


Effect = Callable[[Attempt, str], dict]
# (noun, event) -> what the move sets on the row, and does beside it, before the row is written.
before: dict[tuple[str, str], Effect] = {}
# (noun, event) -> what follows once the row is written and its entry exists.
after: dict[tuple[str, str], Callable] = {}
# noun -> what hears of every move and birth of such a row (commands/telling.py).
always: dict[str, Callable] = {}


def effect(noun: str, *events: str, then: bool = False):
    """Mark a function as what these moves do: it gets the attempt and the target (or the entry), and returns what
    to set."""

    def mark(function):
        for event in events:
            (after if then else before)[noun, event] = function
        return function

    return mark


@writes
def fire(
    row: Living,
    event: str,
    by: By,
    at: datetime,
    /,
    *,
    joined: bool = False,
    seen_version: int | None = None,
    **details,
) -> Living:
    """Make this move now, with everything that moves with it; raises NoSuchMove, Refused, Invalid or Stale and
    changes nothing."""
    row = fresh(row)
    if seen_version is not None and seen_version != row.version:
        raise Stale(row)
    attempt = Attempt(row, event, by, at, details, joined)
    source = row.state
    target = row.lifecycle.fire(attempt)
    key = row.lifecycle_name(), event
    write(row, source, target, before[key](attempt, target) if key in before else {})
    entry = recorder.record(row, event, source, by, at, details)
    if key in after:
        after[key](attempt, entry)
    if key[0] in always:
        always[key[0]](attempt, entry)
    return row


@writes
def begin(kind: type[Living], event: str, by: By, at: datetime, details: dict | None = None, /, **values) -> Living:
    """A birth in the initial state, with its entry and its letters."""
    row = kind.create(state=kind.lifecycle.initial(), version=0, **values)
    details = details or {}
    entry = recorder.record(row, event, None, by, at, details)
    noun = row.lifecycle_name()
    for then in (after.get((noun, event)), always.get(noun)):
        if then is not None:
            then(Attempt(row, event, by, at, details), entry)
    return row


@writes
def begin_set(
    kind: type[Living], event: str, by: By, at: datetime, /, *, each: str, chosen: Chosen, owner: str = "study",
    cut: Mapping[str, bytes] = {}, **values,
) -> Born:  # fmt: skip
    """A birth for each number that was chosen (`each` is the field that holds it), with its entry and its letters: a
    few statements, however many they are. The owner is locked; `cut` is what models.births.bear makes of it."""
    if (kind.lifecycle_name(), event) in after:
        raise NotImplementedError(f"what follows from {event} is done for one row at a time")
    like = {"state": kind.lifecycle.initial(), "version": 0, **values}
    born = births.bear(kind, each, chosen, like, owner, cut)
    if born.count:
        recorder.record_births(kind(**like), each, born, event, by, at)
    return born


def fresh(row: Living) -> Living:
    """The row as it is now, locked; its study first, so that two commands never wait for each other."""
    kind = type(row)
    study = fixed.one(Study, row.study_id, locked=True) if "study" in kind._meta.fields and row.study_id else None
    again = fixed.one(kind, row.id, locked=True)
    if study is not None:
        again.study = study
    return again


def write(row: Living, source: str, target: str, values: dict) -> None:
    """Compare and set: exactly the row that was read, one version on."""
    if not fixed.step(row, source, target, values):
        raise Stale(row)
    for name, value in {**values, "state": target, "version": row.version + 1}.items():
        setattr(row, name, value)
    row._dirty.clear()
