"""What came of a study that is done alone, added up by the database: who began and sent it, what was answered how
often, how tasks went; and one line a person for a file."""

from collections.abc import Iterator
from typing import NamedTuple

from models import called, lists

SHOWN = 5
PAGE = 50
CHUNK = 500
# Whose answers count: those who sent it; those who were completed; everybody who began and is still in it.
GROUPS = {
    "sent": ("submitted", "completed"),
    "completed": ("completed",),
    "all": ("started", "submitted", "completed"),
}
SEATS = 3


def _states(group: str) -> tuple[str, ...]:
    """The states of a group, as many as there are places for them."""
    states = GROUPS[group]
    return states + (states[0],) * (SEATS - len(states))


THEIRS = "participant.study_id = ? AND participant.state IN (?, ?, ?)"
BEGUN = (
    "(SELECT MAX(entry.at) FROM entry WHERE entry.noun = 'participant' AND entry.subject = participant.id "
    "AND entry.event = 'start')"
)
# The middle one, or the mean of the two in the middle; a quarter from either end.
MIDDLE = (
    "AVG(CASE WHEN place IN ((number + 1) / 2, (number + 2) / 2) THEN took END), "
    "MIN(CASE WHEN place = (number + 3) / 4 THEN took END), "
    "MIN(CASE WHEN place = (3 * number + 3) / 4 THEN took END), MAX(took)"
)
HEAD = f"""
WITH mine AS (SELECT participant.id, participant.state, participant.submitted_at, {BEGUN} AS begun FROM participant
        WHERE participant.study_id = ?),
    times AS (SELECT submitted_at - begun AS took, ROW_NUMBER() OVER (ORDER BY submitted_at - begun) AS place,
        COUNT(*) OVER () AS number FROM mine
        WHERE begun IS NOT NULL AND submitted_at IS NOT NULL AND mine.state IN (?, ?, ?))
SELECT (SELECT COUNT(*) FROM mine WHERE begun IS NOT NULL),
    (SELECT COUNT(*) FROM mine WHERE mine.state IN ('submitted', 'completed')),
    (SELECT COUNT(*) FROM mine WHERE mine.state = 'completed'),
    (SELECT COUNT(*) FROM mine WHERE mine.state IN (?, ?, ?)),
    (SELECT AVG(took) FROM times WHERE place IN ((number + 1) / 2, (number + 2) / 2))
"""
COUNTED = f"""
SELECT reply.item_id, CASE WHEN item.kind = 'text' AND reply.value IS NOT NULL THEN '""' ELSE reply.value END AS told,
    COUNT(*) FROM reply JOIN item ON item.id = reply.item_id JOIN participant ON participant.id = reply.participant_id
    WHERE {THEIRS} GROUP BY reply.item_id, told
"""
TEXTS = f"""
SELECT item, who, code, name, value FROM (
    SELECT reply.item_id AS item, participant.code AS code, participant.id AS who, reply.value AS value,
        {called.CALLED} AS name,
        ROW_NUMBER() OVER (PARTITION BY reply.item_id ORDER BY reply.id DESC) AS place
    FROM reply JOIN item ON item.id = reply.item_id AND item.kind = 'text'
    JOIN participant ON participant.id = reply.participant_id JOIN person ON person.id = participant.person_id
    WHERE reply.value IS NOT NULL AND {THEIRS}) AS told
    WHERE place <= ? ORDER BY item, place
"""
TEXTS_OF = f"""
SELECT reply.id, participant.id, participant.code, {called.CALLED}, reply.value FROM reply
    JOIN participant ON participant.id = reply.participant_id JOIN person ON person.id = participant.person_id
    WHERE reply.item_id = ? AND reply.value IS NOT NULL AND reply.id < ? AND {THEIRS} ORDER BY reply.id DESC LIMIT ?
"""
RUNS = f"""
WITH times AS (SELECT run.task_id AS task, run.outcome AS outcome, run.ended_at - run.begun_at AS took,
        ROW_NUMBER() OVER (PARTITION BY run.task_id ORDER BY run.ended_at - run.begun_at) AS place,
        COUNT(*) OVER (PARTITION BY run.task_id) AS number
    FROM run JOIN participant ON participant.id = run.participant_id
    WHERE run.ended_at IS NOT NULL AND {THEIRS})
SELECT task, number, SUM(CASE WHEN outcome = 'done' THEN 1 ELSE 0 END), {MIDDLE} FROM times GROUP BY task, number
"""
PEOPLE = f"""
SELECT participant.id, participant.code, {called.CALLED}, participant.state, {BEGUN}, participant.submitted_at,
    COALESCE('pp_' || candidate.tail, participant.outside_id, '')
    FROM participant JOIN person ON person.id = participant.person_id
    LEFT JOIN candidate ON candidate.id = participant.candidate_id
    WHERE {THEIRS} AND participant.id > ? ORDER BY participant.id LIMIT ?
"""
REPLIES = f"""
SELECT reply.participant_id, reply.item_id, reply.value FROM reply
    JOIN participant ON participant.id = reply.participant_id WHERE {THEIRS} AND participant.id BETWEEN ? AND ?
"""
FARED = f"""
SELECT run.participant_id, run.task_id, run.outcome, run.ended_at - run.begun_at FROM run
    JOIN participant ON participant.id = run.participant_id
    WHERE run.ended_at IS NOT NULL AND {THEIRS} AND participant.id BETWEEN ? AND ?
"""


class Head(NamedTuple):
    """How many began, sent it, and were completed; whose answers are counted here, and how long half of them took."""

    started: int
    sent: int
    completed: int
    counted: int
    median: int | None


class Went(NamedTuple):
    """How a task went: how many ended it, how many did it; seconds: the middle, a quarter from either end, the
    longest."""

    ended: int
    done: int
    median: int
    low: int
    high: int
    longest: int


class Line(NamedTuple):
    """One person of the file."""

    id: int
    code: str
    who: str
    state: str
    begun: int | None
    sent: int | None
    recruiter_id: str
    answers: dict
    runs: dict


def head(study: int, group: str) -> Head:
    """The numbers on top."""
    [row] = lists.ask(HEAD, study, *_states(group), *_states(group))
    return Head(*row[:4], None if row[4] is None else round(row[4]))


def counted(study: int, group: str) -> dict[int, dict[str | None, int]]:
    """item -> answer as it is stored -> how many; texts are counted under one answer."""
    found: dict[int, dict[str | None, int]] = {}
    for item, told, number in lists.ask(COUNTED, study, *_states(group)):
        found.setdefault(item, {})[told] = number
    return found


def texts(study: int, group: str) -> dict[int, list[tuple[int, str, str, str]]]:
    """item -> the last few texts, as (participant's number, code and name, stored value)."""
    found: dict[int, list[tuple[int, str, str, str]]] = {}
    for item, *told in lists.ask(TEXTS, study, *_states(group), SHOWN):
        found.setdefault(item, []).append(tuple(told))
    return found


def texts_of(item: int, study: int, group: str, before: int | None) -> list[tuple[int, int, str, str, str]]:
    """A page of the texts of one question, newest first, and one more where there are more: (number, participant's
    number, code and name, stored value)."""
    return lists.ask(TEXTS_OF, item, before or 2**62, study, *_states(group), PAGE + 1)


def runs(study: int, group: str) -> dict[int, Went]:
    """task -> how it went."""
    return {row[0]: Went(*(round(value) for value in row[1:])) for row in lists.ask(RUNS, study, *_states(group))}


def people(study: int, group: str) -> Iterator[Line]:
    """Everybody of a group, a portion at a time."""
    after, states = 0, _states(group)
    while found := lists.ask(PEOPLE, study, *states, after, CHUNK):
        first, after = found[0][0], found[-1][0]
        answers: dict[int, dict] = {}
        fared: dict[int, dict] = {}
        for who, item, value in lists.ask(REPLIES, study, *states, first, after):
            answers.setdefault(who, {})[item] = value
        for who, task, outcome, took in lists.ask(FARED, study, *states, first, after):
            fared.setdefault(who, {})[task] = (outcome, took)
        yield from (Line(*row, answers.get(row[0], {}), fared.get(row[0], {})) for row in found)
