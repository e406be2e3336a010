"""The screener inside the study form: questions and answers as fields, with buttons that work without JavaScript."""

from collections.abc import Mapping

from lifecycle.words import Text, _
from models.studies import Study

VERDICTS = [("accept", _("Fits")), ("may", _("Either way")), ("reject", _("Does not fit"))]
MOST_QUESTIONS, MOST_CHOICES, LONGEST = 20, 20, 500


def of(row: Study) -> list[dict]:
    """The questions of a study as the form holds them."""
    found = []
    for question in row.asked():
        choices = [(choice.text, choice.verdict) for choice in question.choices]
        found.append({"text": question.text, "choices": choices})
    return found


def read(form: Mapping[str, str]) -> list[dict]:
    """The questions as they were typed: q<n>, and q<n>a<m> with q<n>v<m>."""
    found = []
    for number in range(MOST_QUESTIONS):
        if f"q{number}" not in form:
            break
        choices = []
        for place in range(MOST_CHOICES):
            if f"q{number}a{place}" not in form:
                break
            verdict = form.get(f"q{number}v{place}", "may")
            known = verdict if verdict in ("accept", "may", "reject") else "may"
            choices.append((form[f"q{number}a{place}"].strip(), known))
        found.append({"text": form[f"q{number}"].strip(), "choices": choices})
    return found


def changed(questions: list[dict], what: str) -> list[dict]:
    """After a press of one of the screener's buttons: question, answer:<n>, drop:<n>, up:<n>, less:<n>:<m>."""
    name, *numbers = what.split(":")
    places = [int(number) if number.isascii() and number.isdigit() else -1 for number in numbers]
    if name == "question" and len(questions) < MOST_QUESTIONS:
        return [*questions, {"text": "", "choices": [("", "accept"), ("", "reject")]}]
    if not places or not 0 <= places[0] < len(questions):
        return questions
    return CHANGES.get(name, lambda all_, *_places: all_)(list(questions), *places)


def _answer(questions: list[dict], place: int, *_more) -> list[dict]:
    if len(questions[place]["choices"]) < MOST_CHOICES:
        questions[place] = {**questions[place], "choices": [*questions[place]["choices"], ("", "may")]}
    return questions


def _drop(questions: list[dict], place: int, *_more) -> list[dict]:
    return questions[:place] + questions[place + 1 :]


def _up(questions: list[dict], place: int, *_more) -> list[dict]:
    if place:
        questions[place - 1], questions[place] = questions[place], questions[place - 1]
    return questions


def _less(questions: list[dict], place: int, choice: int = -1, *_more) -> list[dict]:
    choices = [one for number, one in enumerate(questions[place]["choices"]) if number != choice]
    questions[place] = {**questions[place], "choices": choices}
    return questions


CHANGES = {"answer": _answer, "drop": _drop, "up": _up, "less": _less}


def errors(questions: list[dict]) -> dict[str, Text]:
    """What is wrong, by field; what only keeps a launch from happening is said there."""
    found: dict[str, Text] = {}
    for number, question in enumerate(questions):
        if not question["text"]:
            found[f"q{number}"] = _("Please write the question, or remove it.")
        elif len(question["text"]) > LONGEST:
            found[f"q{number}"] = _("Please keep it below %(most)s characters.", most=LONGEST)
        for place, (text, _verdict) in enumerate(question["choices"]):
            if not text:
                found[f"q{number}a{place}"] = _("Please write the answer, or remove it.")
            elif len(text) > LONGEST:
                found[f"q{number}a{place}"] = _("Please keep it below %(most)s characters.", most=LONGEST)
        if len(question["choices"]) < 2:
            found.setdefault(f"q{number}", _("A question needs at least two answers."))
        elif all(verdict == "reject" for _text, verdict in question["choices"]):
            found.setdefault(f"q{number}", _("Nobody could fit: every answer says that they do not."))
    return found
