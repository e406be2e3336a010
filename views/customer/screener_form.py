"""The screener as a form: questions and answers as fields, with buttons that work without JavaScript. Every question
has a key of its own, so that an answer that leads somewhere still leads there when questions change places."""

import re
from collections.abc import Mapping

from commands import screeners
from lifecycle.words import Text, _
from models.recruiting import Project
from models.studies import Study
from rules.questions import END, KINDS, VERDICTS
from rules.screener import TEXT_MOST
from rules.typed import whole

MOST_QUESTIONS, MOST_CHOICES, LONGEST, LABEL_MOST, SCALE_MOST, QUOTA_MOST = 20, 20, 500, 60, 10, 1000
KEY = re.compile(r"k[0-9]{1,4}")
BOUNDS = {"scale": ("1", "5")}
CHOSEN = ("single", "multiple")
FIELDS = {"text": "", "minimum": "min", "maximum": "max", "low_label": "low", "high_label": "high"}


def of(row: Study | Project) -> list[dict]:
    """The questions of a study or a project as the form holds them."""
    found = screeners.described(row)
    for place, question in enumerate(found):
        question.update(key=f"k{place}", was=question["kind"])
        for name in ("minimum", "maximum"):
            question[name] = "" if question[name] is None else str(question[name])
        for choice in question["choices"]:
            target = choice["skip_to"]
            choice["skip_to"] = f"k{target}" if isinstance(target, int) else target or ""
            choice["quota"] = "" if choice["quota"] is None else str(choice["quota"])
    return found


# Reading what was typed ---------------------------------------------------------------------------------------------


def read(form: Mapping[str, str]) -> list[dict]:
    """The questions as they were typed: q<n> and its fields, q<n>a<m> and its own. A kind that was changed has the
    bounds that are usual for it."""
    found: list[dict] = []
    for number in range(MOST_QUESTIONS):
        if f"q{number}" not in form:
            break
        found.append(_question(form, number, {one["key"] for one in found}))
    return found


def _question(form: Mapping[str, str], number: int, taken: set[str]) -> dict:
    own = f"q{number}"
    question: dict = {name: form.get(own + short, "").strip() for name, short in FIELDS.items()}
    question["text"] = " ".join(question["text"].split())
    kind, was, key = (form.get(own + name, "") for name in ("kind", "was", "key"))
    question["kind"] = kind if kind in KINDS else "single"
    question["was"] = was if was in KINDS else question["kind"]
    if question["was"] != question["kind"]:
        question["minimum"], question["maximum"] = BOUNDS.get(question["kind"], ("", ""))
    question["key"] = key if KEY.fullmatch(key) and key not in taken else _new_key(taken)
    question["required"] = f"{own}required" in form
    question["choices"] = []
    for place in range(MOST_CHOICES):
        if f"{own}a{place}" not in form:
            break
        question["choices"].append(_choice(form, own, place))
    return question


def _choice(form: Mapping[str, str], own: str, place: int) -> dict:
    verdict, target = form.get(f"{own}v{place}", ""), form.get(f"{own}s{place}", "")
    return {
        "text": form[f"{own}a{place}"].strip(),
        "verdict": verdict if verdict in VERDICTS else "may",
        "skip_to": target if target == END or KEY.fullmatch(target) else "",
        "quota": form.get(f"{own}l{place}", "").strip(),
    }


def _new_key(taken: set[str]) -> str:
    return f"k{max((int(key[1:]) for key in taken), default=-1) + 1}"


def values(questions: list[dict]) -> list[dict]:
    """The questions as the command takes them."""
    places: dict = {question["key"]: place for place, question in enumerate(questions)}
    places |= {END: END, "": None}
    found = []
    for question in questions:
        bounds = {name: whole(question[name], 6) for name in ("minimum", "maximum")}
        choices = [
            {**choice, "skip_to": places.get(choice["skip_to"]), "quota": whole(choice["quota"], 6)}
            for choice in question["choices"]
        ]
        found.append({**question, **bounds, "choices": choices})
    return found


# The buttons --------------------------------------------------------------------------------------------------------


def changed(questions: list[dict], what: str) -> tuple[list[dict], str]:
    """The questions after a press, and the id of what is looked at next. `what` is question, answer:<n>, less:<n>:<m>,
    drop:<n>, copy:<n>, up:<n>, down:<n>, move:<n>:<m>, or kind (the kind that was chosen gets its fields)."""
    name, *numbers = what.split(":")
    places = [-1 if (place := whole(number, 3)) is None else place for number in numbers]
    questions = [{**question, "was": question["kind"]} for question in questions]
    if name == "question":
        return _added(questions, len(questions), _fresh())
    if not places or not 0 <= places[0] < len(questions) or name not in CHANGES:
        return questions, ""
    return CHANGES[name](questions, *places[:2])


def _fresh() -> dict:
    blank = {"text": "", "verdict": "may", "skip_to": "", "quota": ""}
    return {
        "kind": "single", "was": "single", "text": "", "required": True, "minimum": "", "maximum": "",
        "low_label": "", "high_label": "", "choices": [{**blank, "verdict": "accept"}, {**blank, "verdict": "reject"}],
    }  # fmt: skip


def _added(questions: list[dict], place: int, question: dict) -> tuple[list[dict], str]:
    if len(questions) >= MOST_QUESTIONS:
        return questions, "screener-add"
    question = {**question, "key": _new_key({one["key"] for one in questions})}
    return [*questions[:place], question, *questions[place:]], f"f-q{place}"


def _kind(questions: list[dict], place: int, *_more) -> tuple[list[dict], str]:
    return questions, f"f-q{place}kind"


def _answer(questions: list[dict], place: int, *_more) -> tuple[list[dict], str]:
    choices = questions[place]["choices"]
    if len(choices) < MOST_CHOICES:
        choices = [*choices, {"text": "", "verdict": "may", "skip_to": "", "quota": ""}]
    questions[place] = {**questions[place], "choices": choices}
    return questions, f"f-q{place}a{len(choices) - 1}"


def _less(questions: list[dict], place: int, choice: int = -1) -> tuple[list[dict], str]:
    choices = [one for number, one in enumerate(questions[place]["choices"]) if number != choice]
    questions[place] = {**questions[place], "choices": choices}
    return questions, f"f-q{place}a{min(choice, len(choices) - 1)}" if choices else f"f-q{place}"


def _drop(questions: list[dict], place: int, *_more) -> tuple[list[dict], str]:
    left = questions[:place] + questions[place + 1 :]
    return left, f"card-{min(place, len(left) - 1)}" if left else "screener-add"


def _copy(questions: list[dict], place: int, *_more) -> tuple[list[dict], str]:
    return _added(questions, place + 1, questions[place])


def _up(questions: list[dict], place: int, *_more) -> tuple[list[dict], str]:
    return _move(questions, place, place - 1)


def _down(questions: list[dict], place: int, *_more) -> tuple[list[dict], str]:
    return _move(questions, place, place + 1)


def _move(questions: list[dict], place: int, to: int = -1) -> tuple[list[dict], str]:
    if not 0 <= to < len(questions):
        return questions, f"card-{place}"
    questions.insert(to, questions.pop(place))
    return questions, f"card-{to}"


CHANGES = {
    "kind": _kind, "answer": _answer, "less": _less, "drop": _drop, "copy": _copy, "up": _up, "down": _down,
    "move": _move,
}  # fmt: skip


# What is wrong ------------------------------------------------------------------------------------------------------


def errors(questions: list[dict]) -> dict[str, Text]:
    """What is wrong, by field."""
    found: dict[str, Text] = {}
    for number, question in enumerate(questions):
        own = f"q{number}"
        if words := _wording(question["text"], _("Please write the question, or remove it.")):
            found[own] = words
        if question["kind"] in CHOSEN:
            _choices(own, question, found)
        _bounds(own, question, found)
    return found | skips(questions)


def skips(questions: list[dict]) -> dict[str, Text]:
    """Answers that lead to a question that now comes before theirs, or is gone."""
    places = {question["key"]: place for place, question in enumerate(questions)}
    found: dict[str, Text] = {}
    for number, question in enumerate(questions):
        for place, choice in enumerate(question["choices"] if question["kind"] in CHOSEN else ()):
            target = choice["skip_to"]
            if target in ("", END):
                continue
            if target not in places:
                found[f"q{number}s{place}"] = _("The question it led to is gone. Please choose where it goes on.")
            elif places[target] <= number:
                found[f"q{number}s{place}"] = _(
                    "Question %(number)s no longer comes after this one. Please choose where it goes on.",
                    number=places[target] + 1,
                )
    return found


def _wording(text: str, missing: Text) -> Text | None:
    if not text:
        return missing
    return _("Please keep it below %(most)s characters.", most=LONGEST) if len(text) > LONGEST else None


def _choices(own: str, question: dict, found: dict[str, Text]) -> None:
    seen: set[str] = set()
    for place, choice in enumerate(question["choices"]):
        words = _wording(choice["text"], _("Please write the answer, or remove it."))
        if choice["text"] in seen:
            words = words or _("This answer stands there already.")
        if words:
            found[f"{own}a{place}"] = words
        seen.add(choice["text"])
        if choice["quota"] and not 1 <= (whole(choice["quota"], 6) or 0) <= QUOTA_MOST:
            found[f"{own}l{place}"] = _range(1, QUOTA_MOST)
    if len(question["choices"]) < 2:
        found.setdefault(own, _("A question needs at least two answers."))
    elif all(choice["verdict"] == "reject" for choice in question["choices"]):
        found.setdefault(own, _("Nobody could fit: every answer says that they do not."))


def _range(low: int, high: int) -> Text:
    return _("Please type a number from %(first)s to %(last)s.", first=low, last=high)


def _limits(question: dict) -> tuple[int, int]:
    """The smallest and the largest number that a bound of this question can be."""
    if question["kind"] == "scale":
        return 0, SCALE_MOST
    if question["kind"] == "text":
        return 1, TEXT_MOST
    return 1, max(sum(choice["verdict"] != "reject" for choice in question["choices"]), 1)


def _bounds(own: str, question: dict, found: dict[str, Text]) -> None:
    if question["kind"] == "single":
        return
    low, high = _limits(question)
    most = len(question["choices"]) if question["kind"] == "multiple" else high
    needed = question["kind"] == "scale"
    for name, short, last in (("minimum", "min", high), ("maximum", "max", most)):
        number = whole(question[name], 6)
        if (question[name] or needed) and (number is None or not low <= number <= max(last, low)):
            found[own + short] = _range(low, max(last, low))
    smallest, largest = whole(question["minimum"], 6), whole(question["maximum"], 6)
    if None not in (smallest, largest) and (smallest > largest or (needed and smallest == largest)):
        found.setdefault(f"{own}max", _("Please type a larger number than the smallest one."))
    for name, short in (("low_label", "low"), ("high_label", "high")):
        if len(question[name]) > LABEL_MOST:
            found[own + short] = _("Please keep it below %(most)s characters.", most=LABEL_MOST)
