"""Studies that are done alone: their pages and tasks in order, where somebody is on the way, and what still lacks."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlparse

from rules import screener, wellformed
from rules.questions import Question

TASKED = ("interaction", "think_out_loud")
# Kinds whose tasks are done at an address.
ADDRESSED = ("interaction",)
# Kinds whose tasks are done aloud, and recorded.
ALOUD = ("think_out_loud",)
OUTCOMES = ("done", "gave_up")
Fault = tuple[str, dict]


class Task(NamedTuple):
    """Something to do at an address."""

    id: Any
    title: str = ""
    text: str = ""
    url: str = ""
    done_when: str = ""
    screen: bool = False


class Part(NamedTuple):
    """A page of a survey, or a task with the questions that follow it."""

    task: Task | None
    items: tuple[Question, ...]


class Fared(NamedTuple):
    """How somebody fared with a task; epochs. Nothing yet: no end and no outcome."""

    begun_at: int
    ended_at: int | None = None
    outcome: str = ""


class Step(NamedTuple):
    """One page of the way: the questions of a part, or (`doing`) its task."""

    part: Part
    doing: bool


class Lack(NamedTuple):
    """What is missing: on which step (from 1), and which question; the task itself where there is none."""

    step: int
    item: Question | None


class Taken(NamedTuple):
    """A study as one person has it: its parts, item -> answer (None: seen and left out), task -> how they fared, and
    the tasks of which a recording lacks."""

    parts: tuple[Part, ...]
    answers: Mapping = {}
    runs: Mapping = {}
    silent: frozenset = frozenset()


def is_web_address(url: str) -> bool:
    """Whether it is an address that a browser opens."""
    try:
        there = urlparse(url)
        host = there.hostname
    except ValueError:
        return False
    plain = url.isprintable() and " " not in url and len(url) <= 500
    return plain and there.scheme in ("https", "http") and bool(host) and "@" not in there.netloc


# Whether it can be put before people ----------------------------------------------------------------------------


def faults(kind: str, parts: Sequence[Part]) -> list[Fault]:
    """What is wrong, as (code, values) with `part` and, where it is about a question, `number`, both from 1; nothing
    is asked at all: no_items (survey) or no_tasks."""
    if kind not in TASKED:
        items = [item for part in parts for item in part.items]
        return [("no_items", {})] if not items else _about(None, items)
    found: list[Fault] = [] if parts else [("no_tasks", {})]
    for number, part in enumerate(parts, 1):
        found += [(code, {"part": number}) for code in _of_task(kind, part.task)]
        found += _about(number, part.items)
    return found


def _about(part: int | None, items: Sequence[Question]) -> list[Fault]:
    return [(code, {**values, "part": part}) for code, values in wellformed.faults(items)]


def _of_task(kind: str, task: Task | None) -> list[str]:
    if task is None:
        return ["no_title"]
    codes = [] if task.title.strip() else ["no_title"]
    if not task.url:
        return [*codes, "no_address"] if kind in ADDRESSED else codes
    return codes if is_web_address(task.url) else [*codes, "bad_address"]


# Somebody on the way ---------------------------------------------------------------------------------------------


def steps(parts: Sequence[Part]) -> list[Step]:
    """Every page of the way, in order: a task, then its questions."""
    found = []
    for part in parts:
        if part.task is not None:
            found.append(Step(part, True))
        if part.items:
            found.append(Step(part, False))
    return found


def lacks(taken: Taken) -> list[Lack]:
    """What is still to be done or answered before it can be sent."""
    found = []
    for number, step in enumerate(steps(taken.parts), 1):
        if step.doing:
            whole = ended(step.part.task, taken.runs) and step.part.task.id not in taken.silent
            found += [] if whole else [Lack(number, None)]
        else:
            found += [
                Lack(number, item) for item in step.part.items if screener.lacking(item, taken.answers.get(item.id))
            ]
    return found


def ended(task: Task, runs: Mapping) -> bool:
    """Whether they said that they did it, or could not."""
    return task.id in runs and runs[task.id].ended_at is not None


def seen(step: Step, taken: Taken) -> bool:
    """Whether they have been through this page: the task ended, the questions answered or left out."""
    if step.doing:
        return ended(step.part.task, taken.runs)
    return all(item.id in taken.answers for item in step.part.items)


def reached(taken: Taken) -> int:
    """How many pages they have been through without leaving out what is needed: where they go on, from 0."""
    lacking = {lack.step for lack in lacks(taken)}
    way = steps(taken.parts)
    return next(
        (at for at, step in enumerate(way) if at + 1 in lacking or not seen(step, taken)),
        len(way),
    )


def place(taken: Taken, wanted: int | None) -> int:
    """Which page, from 0: the wanted one, but none beyond where they go on; as many as there are means the end."""
    at = reached(taken)
    return at if wanted is None else max(0, min(wanted - 1, at))


def done(taken: Taken) -> bool:
    """Every question that needs an answer has one, and every task ended."""
    return not lacks(taken)


def seconds(fared: Fared) -> int | None:
    """From begun to ended."""
    return None if fared.ended_at is None else max(fared.ended_at - fared.begun_at, 0)
