"""What somebody answered, in words, for the people who talk with them."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from lifecycle.words import Text, _
from models.participants import Participant
from rules import screener
from rules.questions import Question

NOT_ANSWERED, NOT_ASKED = _("Not answered"), _("Not asked, because of another answer")


class Answered(NamedTuple):
    """A question, what was answered in words, and whether the answers led to it."""

    question: str
    words: Text | str
    asked: bool


def of(participant: Participant) -> list[Answered]:
    """Every question of the screener in order, in one statement."""
    if not participant.study.asks:
        return []
    return told(*participant.study.sheet(participant.id), participant.judgement != "incomplete")


def told(questions: Sequence[Question], answers: Mapping, whole: bool) -> list[Answered]:
    """These questions with what was answered; `whole` once the last answer is there."""
    way = {question.id for question in screener.asked(questions, answers)}
    return [one_of(question, answers.get(question.id), question.id in way, whole) for question in questions]


def one_of(question: Question, value, asked: bool, whole: bool = True) -> Answered:
    """One of them. Before the last answer nobody knows where the way leads: what lies ahead is not answered yet."""
    if not asked and whole:
        return Answered(question.text, NOT_ASKED, False)
    return Answered(question.text, words(question, value) if asked else NOT_ANSWERED, asked)


def words(question: Question, value) -> Text | str:
    """An answer as it is read: the chosen answers, the number between its ends, the text."""
    if value is None or value == []:
        return NOT_ANSWERED
    if question.kind in ("single", "multiple"):
        return "; ".join(choice.text for choice in screener.chosen(question, value)) or NOT_ANSWERED
    return _scale(question, value) if question.kind == "scale" else str(value)


def _scale(question: Question, value) -> Text | str:
    low, high = question.low_label or question.minimum, question.high_label or question.maximum
    if not question.low_label and not question.high_label:
        return _("%(value)s, from %(low)s to %(high)s", value=value, low=low, high=high)
    return _(
        "%(value)s, from %(first)s (%(low)s) to %(last)s (%(high)s)",
        value=value, first=question.minimum, low=low, last=question.maximum, high=high,
    )  # fmt: skip


def pairs(participant: Participant) -> list[tuple]:
    """The same as (question, words), for a list of both."""
    return [(one.question, one.words) for one in of(participant)]


def any_told(found: list[tuple]) -> bool:
    """Whether anything was answered at all."""
    return any(words not in (NOT_ANSWERED, NOT_ASKED) for _question, words in found)
