"""Limits on how many people with the same answer get a place, and how many have one."""

import json

from models.lists import ask
from rules import quotas, screener

# A place is held by an offer from the waiting list and by everything from the booking on. A no show gave it back.
HOLDING = (
    "(participant.state IN ('booked', 'started', 'submitted', 'completed') "
    "OR (participant.state = 'qualified' AND participant.offer_ends_at IS NOT NULL))"
)


def full(participant) -> quotas.Quota | None:
    """The first limit that this person's answers fall into and that others have reached."""
    limits = limited(participant.study_id)
    if not limits:
        return None
    asked = screener.asked(participant.study.asked(), answers := participant.answered())
    held = _held(participant, {question for question, _choice, _limit in limits})
    counted = (
        quotas.Quota(question, choice, limit, held.get((question, choice), 0)) for question, choice, limit in limits
    )
    return quotas.full_quota(counted, asked, answers)


def limited(study: int) -> list[tuple[int, int, int]]:
    """(question, choice, most people) of each answer that only so many may have given."""
    return ask(
        "SELECT choice.question_id, choice.id, choice.quota FROM choice JOIN question "
        "ON question.id = choice.question_id WHERE question.study_id = ? AND choice.quota IS NOT NULL "
        "ORDER BY question.position, choice.position",
        study,
    )


def _held(participant, limited_questions: set[int]) -> dict[tuple[int, int], int]:
    """(question, choice) -> how many others with this answer hold a place or have had their conversation."""
    rows = ask(
        "SELECT answer.question_id, answer.value FROM answer "
        "JOIN participant ON participant.id = answer.participant_id "
        f"WHERE participant.study_id = ? AND participant.id <> ? AND {HOLDING}",
        participant.study_id,
        participant.id,
    )
    found: dict[tuple[int, int], int] = {}
    for question, text in rows:
        if question not in limited_questions or text is None:
            continue
        value = json.loads(text)
        # However often an answer stands there, it is one person's.
        for choice in set(value) if isinstance(value, list) else [value]:
            found[question, choice] = found.get((question, choice), 0) + 1
    return found
