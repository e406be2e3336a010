"""What is wrong with a screener, as sentences that name the question by its number."""

from collections.abc import Sequence

from lifecycle.words import Text, _
from rules import wellformed, works
from rules.questions import Question

WORDS = {
    "repeated_question": _("it stands there twice."),
    "unknown_kind": _("this kind of question is not known here."),
    "no_text": _("the question itself is missing."),
    "no_choices": _("there are no answers to choose from."),
    "choice_without_text": _("an answer has no words."),
    "repeated_choice": _("the same answer stands there twice."),
    "unknown_verdict": _("it is not said of an answer whether it fits."),
    "all_reject": _("nobody could fit: every answer says that they do not."),
    "bad_quota": _("a limit of people has to be at least 1."),
    "bad_bounds": _("its smallest and largest number do not go together."),
    "skips_nowhere": _("an answer leads to a question that is not there."),
    "skips_back": _("an answer leads back instead of forward."),
}


OF_WORK = {
    "no_items": _("Ask at least one question."),
    "no_tasks": _("Add at least one task."),
}
OF_TASK = {
    "no_title": _("it needs a name."),
    "no_address": _("it needs the address where it is done."),
    "bad_address": _("its address has to begin with https:// or http://."),
}


def of_work(kind: str, parts: Sequence[works.Part]) -> list[Text]:
    """What is wrong with what is asked of those who do it alone, in order."""
    return [_of_work(code, values) for code, values in works.faults(kind, parts)]


def _of_work(code: str, values: dict) -> Text:
    if code in OF_WORK:
        return OF_WORK[code]
    part, number = values.get("part"), values.get("number")
    if code in OF_TASK:
        return _("Task %(task)s: %(fault)s", task=part, fault=OF_TASK[code])
    if part is None:
        return _("Question %(number)s: %(fault)s", number=number, fault=WORDS[code])
    return _("Task %(task)s, question %(number)s: %(fault)s", task=part, number=number, fault=WORDS[code])


def sentences(questions: Sequence[Question]) -> list[Text]:
    """One sentence for each thing that is wrong, in the order of the questions."""
    return [
        _("Question %(number)s: %(fault)s", number=values["number"], fault=WORDS[code])
        for code, values in wellformed.faults(questions)
    ]
