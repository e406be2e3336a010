"""What a study that is done alone asks, and how somebody fares with it; a statement for its tasks, one for the
questions."""

import json

from models import lists
from rules.questions import Choice, Question
from rules.works import ALOUD, TASKED, Fared, Part, Taken, Task

NOBODY = 0
TASKS = """
SELECT task.id, task.title, task.text, task.url, task.done_when, task.screen, run.begun_at, run.ended_at, run.outcome,
    EXISTS (SELECT 1 FROM clip WHERE clip.task_id = task.id AND clip.participant_id = ? AND clip.ended_at IS NOT NULL
    AND clip.erased_at IS NULL AND clip.kind IN ('voice', 'words'))
    FROM task LEFT JOIN run ON run.task_id = task.id AND run.participant_id = ?
    WHERE task.study_id = ? ORDER BY task.position, task.id
"""
ITEMS = """
SELECT item.id, item.kind, item.text, item.required, item.minimum, item.maximum, item.low_label, item.high_label,
    option.id, option.text, item.task_id, item.page, reply.id, reply.value
    FROM item LEFT JOIN option ON option.item_id = item.id
    LEFT JOIN reply ON reply.item_id = item.id AND reply.participant_id = ?
    WHERE item.study_id = ? ORDER BY item.page, item.position, item.id, option.position, option.id
"""


def of(study: int, kind: str, participant: int = NOBODY) -> Taken:
    """The parts of a study, and one person's answers and runs."""
    found: dict[int, list[tuple]] = {}
    for row in lists.ask(ITEMS, participant, study):
        found.setdefault(row[0], []).append(row)
    answers = {number: _value(rows[0][13]) for number, rows in found.items() if rows[0][12] is not None}
    if kind not in TASKED:
        pages: dict[int, list[Question]] = {}
        for rows in found.values():
            if rows[0][10] is None:
                pages.setdefault(rows[0][11], []).append(_question(rows))
        return Taken(tuple(Part(None, tuple(items)) for items in pages.values()), answers)
    taken = _tasked(study, participant, found, answers)
    # Who only looks at a study is nobody's recording.
    return taken if kind in ALOUD and participant != NOBODY else taken._replace(silent=frozenset())


def _tasked(study: int, participant: int, found: dict[int, list[tuple]], answers: dict) -> Taken:
    """Tasks, each with its questions."""
    after: dict[int, list[Question]] = {}
    for rows in found.values():
        after.setdefault(rows[0][10], []).append(_question(rows))
    parts, runs, silent = [], {}, set()
    for number, *own, begun, ended, outcome, spoken in lists.ask(TASKS, participant, participant, study):
        task = Task(number, *own[:-1], bool(own[-1]))
        parts.append(Part(task, tuple(after.get(number, ()))))
        if begun is not None:
            runs[number] = Fared(begun, ended, outcome)
        if not spoken:
            silent.add(number)
    return Taken(tuple(parts), answers, runs, frozenset(silent))


def _value(stored: str | None):
    return None if stored is None else json.loads(stored)


def _question(rows: list[tuple]) -> Question:
    number, kind, text, required, *bounds = rows[0][:8]
    choices = tuple(Choice(row[8], row[9]) for row in rows if row[8] is not None)
    return Question(number, kind, text, bool(required), choices, *bounds)
