"""The answers that people give to the questions before a study, or before a recruiting project: kept as they come,
until the last is sent. Both keep them in tables of the same form."""

from datetime import datetime
from typing import NamedTuple

import peewee

from lifecycle.attempt import Invalid, Refusal, Refused
from lifecycle.words import Text, _
from models.given import Answer
from models.participants import Participant
from models.recruiting import Candidate, CandidateAnswer
from rules import screener
from rules.questions import Question

ANSWERED = Refusal("answered_already", _("Your answers are in already. There is one attempt."))
UNANSWERED = _("Please answer this question.")
UNFITTING = _("This can not be an answer to this question.")


class Kept(NamedTuple):
    """Where the answers of a place are kept, the field that says whose they are, and what is said of a question that is
    not theirs."""

    table: type
    whose: peewee.Field
    not_asked: Text


KEPT = {
    Participant: Kept(Answer, Answer.participant, _("That question is not part of this study.")),
    Candidate: Kept(CandidateAnswer, CandidateAnswer.candidate, _("That question is not part of this project.")),
}


def keep(row: Participant | Candidate, asked: tuple[Question, ...], values: dict, at: datetime) -> None:
    """Keep these answers of a locked row, question -> value; nothing (None, no choice, no words) takes an answer back.
    What is too short or too little yet is kept too: the end asks for the rest."""
    if row.state != "screening":
        raise Refused(ANSWERED)
    kept = KEPT[type(row)]
    questions = {question.id: question for question in asked}
    if not values.keys() <= questions.keys():
        raise Invalid({"": kept.not_asked})
    for number, value in values.items():
        if value in (None, "", []):
            kept.table.delete().where(kept.whose == row.id, kept.table.question == number).execute()
            continue
        if not screener.fitting(questions[number], value):
            raise Invalid({f"q{number}": UNFITTING})
        kept.table.insert({kept.whose: row.id, "question": number, "value": value, "at": at}).on_conflict(
            conflict_target=(kept.whose, kept.table.question), preserve=(kept.table.value, kept.table.at)
        ).execute()


def judged(row: Participant | Candidate, asked: tuple[Question, ...], answers: dict) -> str:
    """What the answers say of them, once all are given. What was answered on a way that the answers no longer lead
    along does not count and is not kept."""
    found = screener.judge(asked, answers)
    if found.outcome == "incomplete":
        raise Invalid({f"q{question}": UNANSWERED for question in found.missing})
    kept = KEPT[type(row)]
    way = [question.id for question in screener.asked(asked, answers)]
    if not answers.keys() <= set(way):
        kept.table.delete().where(kept.whose == row.id, kept.table.question.not_in(way or [0])).execute()
    return found.outcome
