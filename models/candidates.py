"""Which limits on answers a project's screener has reached, counted over everybody who was sent on; and which words
are IDs of theirs."""

import json
from collections.abc import Iterable

from models.lists import ask
from models.recruiting import SENT
from rules import identifiers, quotas, screener

LIMITED = (
    "SELECT project_choice.question_id, project_choice.id, project_choice.quota FROM project_choice "
    "JOIN project_question ON project_question.id = project_choice.question_id "
    "WHERE project_question.project_id = ? AND project_choice.quota IS NOT NULL "
    "ORDER BY project_question.position, project_choice.position"
)
HELD = (
    "SELECT candidate_answer.question_id, candidate_answer.value FROM candidate_answer "
    "JOIN candidate ON candidate.id = candidate_answer.candidate_id "
    f"WHERE candidate.project_id = ? AND candidate.id <> ? AND {SENT}"
)


def full(candidate) -> quotas.Quota | None:
    """The limit on one of their answers that others have reached already."""
    limits = ask(LIMITED, candidate.project_id)
    if not limits:
        return None
    answers = candidate.answered()
    held = _held(candidate, {question for question, _choice, _limit in limits})
    counted = (
        quotas.Quota(question, choice, limit, held.get((question, choice), 0)) for question, choice, limit in limits
    )
    return quotas.full_quota(counted, screener.asked(candidate.project.asked(), answers), answers)


def _held(candidate, limited: set[int]) -> dict[tuple[int, int], int]:
    """(question, choice) -> how many others who were sent on gave this answer."""
    found: dict[tuple[int, int], int] = {}
    for question, text in ask(HELD, candidate.project_id, candidate.id):
        if question not in limited or text is None:
            continue
        value = json.loads(text)
        for choice in set(value) if isinstance(value, list) else [value]:
            found[question, choice] = found.get((question, choice), 0) + 1
    return found


KNOWN = """
SELECT candidate.tail FROM candidate JOIN project ON project.id = candidate.project_id
WHERE project.workspace_id = ? AND candidate.tail IN ({marks})
UNION SELECT SUBSTR(participant.outside_id, 4) FROM participant JOIN study ON study.id = participant.study_id
WHERE study.workspace_id = ? AND participant.outside_id IN ({marks})
"""


def ids_among(names: Iterable[str], workspace: int) -> set[str]:
    """Those of these words, which are nobody's username, that are IDs: of the recruiting side's form, or of a study's
    where this team knows somebody by it."""
    tails = {name: tail for name in names if (tail := identifiers.tail_of(name.lower())) is not None}
    if not tails:
        return set()
    wanted = sorted(set(tails.values()))
    sql = KNOWN.format(marks=", ".join("?" * len(wanted)))
    known = {tail for (tail,) in ask(sql, workspace, *wanted, workspace, *(f"pp_{tail}" for tail in wanted))}
    return {name for name, tail in tails.items() if tail in known or identifiers.is_candidate_id(name.lower())}
