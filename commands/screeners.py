"""Screeners: written as a whole while nobody was asked, and copied with their study or their recruiting project, both
of which keep questions of the same form."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from commands import studies
from commands.fire import fresh
from lifecycle.attempt import By, Refused
from models.database import writes
from models.recruiting import Project, ProjectChoice, ProjectQuestion
from models.studies import Choice, Question, Study
from rules.questions import END

CHOSEN = ("single", "multiple")


class Kept(NamedTuple):
    """Where the questions and answers of an owner are kept, and the field that says whose a question is."""

    question: type
    choice: type
    owner: str


KEPT = {Study: Kept(Question, Choice, "study"), Project: Kept(ProjectQuestion, ProjectChoice, "project")}


@writes
def write(
    study: Study, questions: list[dict], by: By, at: datetime, seen: int | None = None, one_page: bool | None = None
) -> Study:
    """The whole screener as it was typed, before the launch only. A question is what `described` gives; its choices
    lead to a later question by its place in the list. Saved untouched, an approved study stays approved."""
    if unchanged(study, questions, one_page):
        return studies.edit(study, by, at, seen)
    study = studies.opened(study, by, at, seen)
    if one_page is not None:
        Study.update(one_page=one_page).where(Study.id == study.id).execute()
    put(study, questions)
    return Study.get_by_id(study.id)


def unchanged(row: Study | Project, questions: list[dict], one_page: bool | None) -> bool:
    """Whether this is what stands there already."""
    return described(row) == [_whole(question) for question in questions] and one_page in (None, row.one_page)


@writes
def copy(old: Study, new: Study) -> None:
    """The same questions for another draft; where an answer leads, it leads to the copied question."""
    new = fresh(new)
    if new.state not in studies.BEFORE_LAUNCH:
        raise Refused(studies.FROZEN)
    Study.update(one_page=old.one_page).where(Study.id == new.id).execute()
    put(new, described(old))


def described(row: Study | Project) -> list[dict]:
    """The screener as plain values: what a choice leads to is the place of a question in this list, END, or None."""
    asked = row.asked()
    places = {question.id: place for place, question in enumerate(asked)}
    return [
        _whole(
            {
                **question._asdict(),
                "choices": [
                    {**choice._asdict(), "skip_to": places.get(choice.skip_to, choice.skip_to)}
                    for choice in question.choices
                ],
            }
        )
        for question in asked
    ]


def _whole(question: dict) -> dict:
    """Every value that a question has, and none that its kind has not."""
    asked = worded(question)
    choices = [_choice(one) for one in question.get("choices", ())] if asked["kind"] in CHOSEN else []
    return {**asked, "choices": choices}


def worded(question: dict) -> dict:
    """The same without its choices: what a question of a screener and one of what is done alone have in common."""
    kind = question.get("kind", "single")
    bound = kind != "single"
    return {
        "kind": kind,
        "text": question["text"],
        "required": question.get("required", True),
        "minimum": question.get("minimum") if bound else None,
        "maximum": question.get("maximum") if bound else None,
        "low_label": question.get("low_label", "") if kind == "scale" else "",
        "high_label": question.get("high_label", "") if kind == "scale" else "",
    }


def _choice(given: dict | Iterable) -> dict:
    """An answer with all its values; (text, verdict) will do."""
    if not isinstance(given, dict):
        text, verdict = given
        given = {"text": text, "verdict": verdict}
    return {
        "text": given["text"],
        "verdict": given.get("verdict", "may"),
        "skip_to": given.get("skip_to"),
        "quota": given.get("quota"),
    }


def put(row: Study | Project, questions: list[dict]) -> None:
    """In place of what was there: first the questions, then the answers, which name questions by their numbers. Their
    owner is locked, and decides whether they may still be written."""
    kept = KEPT[type(row)]
    own = getattr(kept.question, kept.owner)
    old = kept.question.select(kept.question.id).where(own == row.id)
    kept.choice.delete().where(kept.choice.question.in_(old)).execute()
    kept.question.delete().where(own == row.id).execute()
    whole = [_whole(question) for question in questions]
    rows = [
        kept.question.create(
            position=place, **{kept.owner: row}, **{key: value for key, value in one.items() if key != "choices"}
        )
        for place, one in enumerate(whole)
    ]
    for question, one in zip(rows, whole, strict=True):
        for place, choice in enumerate(one["choices"]):
            target = _target(choice["skip_to"], rows)
            kept.choice.create(question=question, position=place, **{**choice, "skip_to": target})


def _target(place: int | str | None, rows: list) -> int | None:
    """The number of the question's row that an answer leads to; 0 is the end. A place that is not there leads on."""
    if place == END:
        return 0
    return rows[place].id if isinstance(place, int) and 0 <= place < len(rows) else None
