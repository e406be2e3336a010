"""A screener as a form: what is asked now, what was typed, and a sentence beside each answer that is still due. The
contributor's page and the customer's preview are both made of it."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from werkzeug.datastructures import MultiDict

from lifecycle.words import Text, _, ngettext
from models.studies import Study
from rules import screener
from rules.questions import Question
from rules.typed import whole
from views.forms import worded

CHOOSE = _("Please choose the answer that is most true for you.")
WHOLE = re.compile(r"-?[0-9]{1,9}")


class Asked(NamedTuple):
    """One question as the templates draw it; `options` are (value, label)."""

    question: Question
    name: str
    options: list[tuple]
    value: object
    hint: Text | None
    error: str | None


class Sheet(NamedTuple):
    """What one page asks: the questions on it, where that is on the way, and `about` when the way may still change.
    `carried` are answers of other pages as (name, value), where nothing is kept between two pages."""

    asked: list[Asked]
    number: int
    of: int
    about: bool
    one_page: bool
    shown: str
    carried: list[tuple]


def name_of(question: Question) -> str:
    """The name of its field."""
    return f"q{question.id}"


# Where somebody is on the way --------------------------------------------------------------------------------------


def place(study: Study, answers: Mapping, wanted: str = "") -> int | None:
    """Which question, from 0: the wanted one, but none beyond the first that waits for its answer; without a wish
    where they left. None: nothing is asked any more."""
    way = screener.asked(study.asked(), answers)
    due = next((number for number, one in enumerate(way) if screener.lacking(one, answers.get(one.id))), len(way))
    left = max((number + 1 for number, one in enumerate(way) if one.id in answers), default=0)
    page = whole(wanted, 4)
    number = max(0, min(left if page is None else page - 1, due))
    return number if number < len(way) else None


def sheet(
    study: Study, answers: Mapping, number: int, errors: Mapping[str, Text] | None = None, carry: bool = False
) -> Sheet:
    """The page with that question on it: the whole way as far as it is known, or the one question."""
    questions = study.asked()
    way = screener.asked(questions, answers)
    number = max(0, min(number, len(way) - 1))
    now = way if study.one_page else way[number : number + 1]
    left = len(questions) - 1 - next((at for at, one in enumerate(questions) if way and one.id == way[-1].id), -1)
    unsure = bool(way) and screener.branches(way[-1]) and screener.lacking(way[-1], answers.get(way[-1].id))
    ahead = way if study.one_page else way[number:]
    found = worded(errors)
    others = [one for one in questions if one.id in answers and one not in now] if carry else []
    return Sheet(
        asked=[drawn(one, answers.get(one.id), found.get(name_of(one))) for one in now],
        number=number + 1,
        of=len(way) + (left if unsure else 0),
        about=any(screener.branches(one) for one in ahead),
        one_page=study.one_page,
        shown=",".join(str(one.id) for one in now),
        carried=[(name_of(one), value) for one in others for value in _several(answers[one.id])],
    )


def drawn(question: Question, value, error: str | None) -> Asked:
    """A question with what stands chosen or written."""
    options = [(choice.id, choice.text) for choice in question.choices]
    if question.kind == "scale":
        options = _steps(question)
    return Asked(question, name_of(question), options, value, hint(question), error)


def _steps(question: Question) -> list[tuple]:
    """(number, the word that stands at this end)."""
    first, last = question.minimum or 0, question.maximum or 0
    ends = {first: question.low_label, last: question.high_label}
    return [(number, ends.get(number, "")) for number in range(first, last + 1)]


# What can be answered ----------------------------------------------------------------------------------------------


def hint(question: Question) -> Text | None:
    """How much is wanted."""
    if question.kind == "multiple":
        return _how_many(question)
    if question.kind == "text" and question.maximum:
        return ngettext("At most %(number)s character.", "At most %(number)s characters.", question.maximum)
    return None


def _how_many(question: Question) -> Text:
    low, high = question.minimum or 0, question.maximum or len(question.choices)
    if low > 1 and low == high:
        return ngettext("Choose %(number)s answer.", "Choose %(number)s answers.", low)
    if low > 1 and high < len(question.choices):
        return _("Choose %(low)s to %(high)s answers.", low=low, high=high)
    if high < len(question.choices):
        return ngettext("Choose at most %(number)s answer.", "Choose at most %(number)s answers.", high)
    if low > 1:
        return ngettext("Choose at least %(number)s answer.", "Choose at least %(number)s answers.", low)
    return _("Choose all that are true for you.")


def on(form: MultiDict, study: Study) -> list[Question]:
    """The questions that stood on the page that was sent."""
    shown = form.get("shown", "").split(",")
    return [question for question in study.asked() if str(question.id) in shown]


def read(form: MultiDict, questions: Sequence[Question]) -> dict:
    """Question -> what was answered, None where nothing was."""
    return {question.id: _read(form, question) for question in questions}


def _read(form: MultiDict, question: Question):
    given = [one.replace("\r\n", "\n") for one in form.getlist(name_of(question))]
    if question.kind == "multiple":
        return [_number(one) for one in given] or None
    if question.kind == "text":
        return (given[0] if given else "").strip() or None
    return _number(given[0]) if given and given[0] else None


def _number(text: str) -> int | str:
    return int(text) if WHOLE.fullmatch(text) else text


def _several(value) -> list:
    return value if isinstance(value, list) else [value]


def fitting(questions: Sequence[Question], values: Mapping) -> dict:
    """Those of the values that can be kept: nothing, or an answer to the question."""
    return {
        one.id: values[one.id] for one in questions if values[one.id] is None or screener.fitting(one, values[one.id])
    }


def errors(questions: Sequence[Question], values: Mapping) -> dict[str, Text]:
    """A sentence for each answer that is still due."""
    lacking = [question for question in questions if screener.lacking(question, values.get(question.id))]
    return {name_of(question): sentence(question, values.get(question.id)) for question in lacking}


def sentence(question: Question, value) -> Text:
    """What is still due here."""
    match question.kind:
        case "multiple":
            return _too_few_or_many(question, value)
        case "scale":
            return _("Please choose a number from %(low)s to %(high)s.", low=question.minimum, high=question.maximum)
        case "text":
            return _too_short_or_long(question, value)
    return CHOOSE


def _too_few_or_many(question: Question, value) -> Text:
    low, high = max(question.minimum or 1, 1), question.maximum
    if high is not None and len(_several(value)) > high:
        return ngettext("Please choose at most %(number)s answer.", "Please choose at most %(number)s answers.", high)
    return ngettext("Please choose at least %(number)s answer.", "Please choose at least %(number)s answers.", low)


def _too_short_or_long(question: Question, value) -> Text:
    if not value:
        return _("Please write your answer.")
    most = question.maximum or screener.TEXT_MOST
    if len(str(value)) > most:
        return ngettext("Please keep it to %(number)s character.", "Please keep it to %(number)s characters.", most)
    low = question.minimum or 1
    return ngettext("Please write at least %(number)s character.", "Please write at least %(number)s characters.", low)
