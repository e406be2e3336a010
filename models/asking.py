"""A screener as the rules read it, with what one person answered: of a study, or of a recruiting project. Both keep
theirs in tables of the same form, and one statement reads either."""

import json
from typing import NamedTuple

import peewee

from models.base import Row
from models.lists import ask
from rules import questions

NOBODY = 0


class AskedRow(Row):
    """A question, whoever asks it. `minimum` and `maximum` bound the choices, the scale's ends or a text's characters;
    the labels stand at the two ends of a scale."""

    position = peewee.IntegerField()
    kind = peewee.CharField(max_length=10, default="single")
    text = peewee.TextField()
    required = peewee.BooleanField(default=True)
    minimum = peewee.IntegerField(null=True)
    maximum = peewee.IntegerField(null=True)
    low_label = peewee.CharField(max_length=60, default="")
    high_label = peewee.CharField(max_length=60, default="")


class ChosenRow(Row):
    """An answer to choose in a screener, and what it means: accept, may or reject. `skip_to` is the number of a later
    question's row, 0 the end of the screener; at most `quota` people with this answer get a place."""

    position = peewee.IntegerField()
    text = peewee.TextField()
    verdict = peewee.CharField(max_length=8, default="may")
    skip_to = peewee.BigIntegerField(null=True)
    quota = peewee.IntegerField(null=True)


class Tables(NamedTuple):
    """Where the questions, their choices and the answers stand, and the columns that say whose they are."""

    question: str
    choice: str
    answer: str
    owner: str
    who: str


STUDY = Tables("question", "choice", "answer", "study_id", "participant_id")
PROJECT = Tables("project_question", "project_choice", "candidate_answer", "project_id", "candidate_id")
ASKED = (
    "SELECT asked.id, asked.kind, asked.text, asked.required, asked.minimum, asked.maximum, asked.low_label, "
    "asked.high_label, chosen.id, chosen.text, chosen.verdict, chosen.skip_to, chosen.quota, answered.value "
    "FROM {question} AS asked LEFT JOIN {choice} AS chosen ON chosen.question_id = asked.id "
    "LEFT JOIN {answer} AS answered ON answered.question_id = asked.id AND answered.{who} = ? "
    "WHERE asked.{owner} = ? ORDER BY asked.position, asked.id, chosen.position"
)
TEXTS = {tables: ASKED.format(**tables._asdict()) for tables in (STUDY, PROJECT)}


def sheet(tables: Tables, owner: int, who: int = NOBODY) -> tuple[tuple[questions.Question, ...], dict]:
    """The screener of this owner with what one person answered (question's id -> answer), in one statement."""
    found: dict[int, list] = {}
    for row in ask(TEXTS[tables], who, owner):
        found.setdefault(row[0], []).append(row)
    answers = {number: json.loads(rows[0][-1]) for number, rows in found.items() if rows[0][-1] is not None}
    return tuple(_question(rows) for rows in found.values()), answers


def _question(rows: list[tuple]) -> questions.Question:
    """One question with its answers; 0 is written where an answer leads to the end."""
    number, kind, text, required, *bounds = rows[0][:8]
    choices = (row[8:13] for row in rows if row[8] is not None)
    return questions.Question(
        number,
        kind,
        text,
        bool(required),
        tuple(
            questions.Choice(one, words, verdict, questions.END if target == 0 else target, quota)
            for one, words, verdict, target, quota in choices
        ),
        *bounds,
    )
