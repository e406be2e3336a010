"""Who qualifies by their answers. One reject among the chosen answers screens a person out. In a question of several
answers that has an accept, at least one accept must be among the chosen; with a single answer, accept and may both
pass, since asking for the accept would turn every may into a reject. Scale and text never screen anybody out."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from rules.questions import END, Choice, Question
from rules.wellformed import faults

__all__ = [
    "END", "Choice", "Judgement", "Question", "asked", "branches", "chosen", "faults", "fitting", "judge", "lacking",
]  # fmt: skip

TEXT_MOST = 5000
_WHOLE = re.compile(r"-?[0-9]{1,9}")


class Judgement(NamedTuple):
    """`outcome` is qualified, screened_out or incomplete; `missing` names the questions still to be answered."""

    outcome: str
    missing: list


def judge(questions: Sequence[Question], answers: Mapping) -> Judgement:
    """The outcome of the answers: by question id a choice id, several of them, a whole number (also as typed), or a
    text. While one is missing or impossible nothing is judged, so that nobody learns which answer ended it."""
    asked_now = asked(questions, answers)
    missing = [question.id for question in asked_now if lacking(question, answers.get(question.id))]
    if missing:
        return Judgement("incomplete", missing)
    passed = all(_passes(question, chosen(question, answers.get(question.id))) for question in asked_now)
    return Judgement("qualified" if passed else "screened_out", [])


def asked(questions: Sequence[Question], answers: Mapping) -> list[Question]:
    """The questions that these answers lead through, in order; it ends where an answer that decides the way is due."""
    places = {question.id: place for place, question in enumerate(questions)}
    path, place = [], 0
    while place < len(questions):
        question = questions[place]
        path.append(question)
        answer = answers.get(question.id)
        if branches(question) and lacking(question, answer):
            break
        target = next((choice.skip_to for choice in chosen(question, answer) if choice.skip_to is not None), None)
        if target == END:
            break
        place = max(places.get(target, 0), place + 1)
    return path


def branches(question: Question) -> bool:
    """Whether some answer to this question leads elsewhere than to the next one."""
    return any(choice.skip_to is not None for choice in question.choices)


def chosen(question: Question, answer) -> list[Choice]:
    """The choices that an answer names, in the question's order."""
    if answer is None:
        return []
    named = {str(one) for one in (answer if question.kind == "multiple" and _several(answer) else [answer])}
    return [choice for choice in question.choices if str(choice.id) in named]


def _passes(question: Question, picked: list[Choice]) -> bool:
    verdicts = {choice.verdict for choice in picked}
    if "reject" in verdicts:
        return False
    must = question.kind == "multiple" and any(choice.verdict == "accept" for choice in question.choices)
    return not (must and picked) or "accept" in verdicts


def fitting(question: Question, answer) -> bool:
    """Whether this is an answer to this question at all, be it too short or too few yet: such a one can be kept."""
    match question.kind:
        case "single":
            return not _several(answer) and len(chosen(question, answer)) == 1
        case "multiple":
            return len(chosen(question, answer)) == _number_of(answer)
        case "scale":
            return bool(_WHOLE.fullmatch(str(answer))) and _within(question, int(answer))
    return isinstance(answer, str) and len(answer) <= TEXT_MOST


def _possible(question: Question, answer) -> bool:
    if not fitting(question, answer):
        return False
    if question.kind == "multiple":
        return _within(question, _number_of(answer))
    return question.kind != "text" or _within(question, len(answer.strip()))


def _number_of(answer) -> int:
    return len({str(one) for one in answer}) if _several(answer) else 1


def lacking(question: Question, answer) -> bool:
    """Whether an answer is still due: none where one is required, or one that this question can not have."""
    if answer is None or (_several(answer) and not answer) or (isinstance(answer, str) and not answer.strip()):
        return question.required
    return not _possible(question, answer)


def _within(question: Question, number: int) -> bool:
    return ((question.minimum is None or number >= question.minimum)
            and (question.maximum is None or number <= question.maximum))


def _several(answer) -> bool:
    return isinstance(answer, Collection) and not isinstance(answer, str | bytes)
