"""Limits on how many people with the same answer, or of whom the same is known, get a place, and how many have one."""

import json

from models import matching
from models.lists import ask
from models.network import Profile
from models.recruiting import SENT
from rules import quotas, screener
from rules.matching import OWN, Limit, concerned

# A place is held by an offer from the waiting list and by everything from the booking on. A no show gave it back.
HOLDING = (
    "(participant.state IN ('booked', 'started', 'submitted', 'completed', 'qualified') "
    "AND (participant.state <> 'qualified' OR participant.offer_ends_at IS NOT NULL))"
)

WAITING = "participant.state IN ('waitlisted', 'over_quota')"


def full(participant) -> quotas.Quota | None:
    """The first limit that this person falls under and that others have reached: on an answer, or on what is known."""
    return _full_answer(participant) or _full_fact(participant)


def reached(study) -> list[Limit]:
    """The limits on what is known of people that are reached in a study of the network."""
    limits = matching.asked_of(study).limits
    return [one for one, held in zip(limits, _holding(study, limits), strict=True) if held >= one.most]


def without_room(study) -> set[int]:
    """Who waits in a study, on its list or over its quota, and falls under a limit that others have reached; in a few
    statements, however many wait."""
    return _with_full_answer(study) | _with_full_fact(study)


def _with_full_answer(study) -> set[int]:
    found = limited(study.id)
    held = _held(study.id, 0, {question for question, _choice, _limit in found}) if found else {}
    counted = [quotas.Quota(*one, held.get(one[:2], 0)) for one in found]
    full = [one for one in counted if one.count >= one.limit]
    if not full:
        return set()
    answers: dict[int, dict] = {}
    for person, question, text in ask(
        "SELECT answer.participant_id, answer.question_id, answer.value FROM answer "
        f"JOIN participant ON participant.id = answer.participant_id WHERE participant.study_id = ? AND {WAITING} "
        "ORDER BY answer.id",
        study.id,
    ):
        answers.setdefault(person, {})[question] = None if text is None else json.loads(text)
    asked = study.asked()
    return {person for person, told in answers.items() if quotas.full_quota(full, screener.asked(asked, told), told)}


def _with_full_fact(study) -> set[int]:
    full = reached(study) if study.audience == "network" else []
    if not full:
        return set()
    parts = [matching.falls_under(one) for one in full]
    sql = (
        "SELECT participant.id FROM participant JOIN profile ON profile.person_id = participant.person_id "
        f"AND profile.scope = ? WHERE participant.study_id = ? AND {WAITING} "
        f"AND ({' OR '.join(f'({part.sql})' for part in parts)})"
    )
    return {person for (person,) in ask(sql, _scope(study), study.id, *(one for part in parts for one in part.values))}


def reached_there(project) -> list[Limit]:
    """The same of a project: whoever was sent on, and did not go away again, is counted."""
    limits = matching.asked_of(project).limits
    if not limits:
        return []
    among = (
        "candidate JOIN profile ON profile.person_id = candidate.person_id "
        f"AND profile.scope = ? WHERE candidate.project_id = ? AND {SENT}"
    )
    held = _counted(limits, among, _scope(project), project.id)
    return [one for one, number in zip(limits, held, strict=True) if number >= one.most]


def full_there(candidate) -> bool:
    """Whether a candidate falls under such a limit of their project that others have reached."""
    reached = reached_there(candidate.project)
    if not reached:
        return False
    scope = Profile.scope == _scope(candidate.project)
    return bool(concerned(reached, Profile.get_or_none(Profile.person == candidate.person_id, scope)))


def _full_fact(participant) -> quotas.Quota | None:
    """By what is known of them now; of whom it is not known, no limit stands in the way."""
    study = participant.study
    wanted = matching.asked_of(study)
    if study.audience != "network" or not wanted.limits:
        return None
    known = Profile.get_or_none(Profile.person == participant.person_id, Profile.scope == _scope(study))
    limits = concerned(wanted.limits, known)
    held = zip(limits, _holding(study, limits, participant.id), strict=True)
    counted = (quotas.Quota(one.fact, one.value, one.most, number) for one, number in held)
    return next((quota for quota in counted if quota.count >= quota.limit), None)


def _holding(study, limits, without: int = 0) -> list[int]:
    """How many (others) hold a place or have had their conversation, under each of these limits."""
    if not limits:
        return []
    among = (
        "participant JOIN profile ON profile.person_id = participant.person_id "
        f"AND profile.scope = ? WHERE participant.study_id = ? AND participant.id <> ? AND {HOLDING}"
    )
    return _counted(limits, among, _scope(study), study.id, without)


def _counted(limits, among: str, *given) -> list[int]:
    """How many of these people fall under each limit, in one statement."""
    parts = [matching.falls_under(one) for one in limits]
    columns = ", ".join(f"COUNT(CASE WHEN {part.sql} THEN 1 END)" for part in parts)
    values = [value for part in parts for value in part.values]
    return list(ask(f"SELECT {columns} FROM {among}", *values, *given)[0])


def _scope(study) -> int:
    """Whose word counts: the network's members' own, or the team's about its people."""
    return study.workspace_id if matching.asked_of(study).pool == OWN else matching.EVERYBODY


def _full_answer(participant) -> quotas.Quota | None:
    limits = limited(participant.study_id)
    if not limits:
        return None
    asked = screener.asked(participant.study.asked(), answers := participant.answered())
    held = _held(participant.study_id, participant.id, {question for question, _choice, _limit in limits})
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


def _held(study: int, without: int, limited_questions: set[int]) -> dict[tuple[int, int], int]:
    """(question, choice) -> how many (others) with this answer hold a place or have had their conversation."""
    rows = ask(
        "SELECT answer.question_id, answer.value FROM answer "
        "JOIN participant ON participant.id = answer.participant_id "
        f"WHERE participant.study_id = ? AND participant.id <> ? AND {HOLDING}",
        study,
        without,
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
