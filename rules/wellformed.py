"""Whether a screener can be put before people at all. Each fault is a code with the values for its sentence."""

from collections import Counter
from collections.abc import Iterator, Sequence

from rules.questions import END, KINDS, VERDICTS, Question

Fault = tuple[str, dict]


def faults(questions: Sequence[Question]) -> list[Fault]:
    """What is wrong, as (code, values) with the question's `number` from 1: repeated_question, unknown_kind, no_text,
    no_choices, choice_without_text, repeated_choice, unknown_verdict, all_reject, bad_quota, bad_bounds,
    skips_nowhere, skips_back. Nothing is wrong with no questions."""
    places = {question.id: place for place, question in enumerate(questions)}
    found = []
    for number, question in enumerate(questions, 1):
        codes = [*_wording(question), *_choices(question), *_bounds(question), *_skips(question, places)]
        if places[question.id] != number - 1:
            codes.append(("repeated_question", {}))
        found += [(code, {"number": number, **values}) for code, values in codes]
    return found


def _wording(question: Question) -> Iterator[Fault]:
    if question.kind not in KINDS:
        yield "unknown_kind", {"kind": question.kind}
    if not question.text.strip():
        yield "no_text", {}


def _choices(question: Question) -> Iterator[Fault]:
    if question.kind not in ("single", "multiple"):
        return
    if not question.choices:
        yield "no_choices", {}
        return
    if any(not choice.text.strip() for choice in question.choices):
        yield "choice_without_text", {}
    for text, times in Counter(choice.text.strip() for choice in question.choices).items():
        if text and times > 1:
            yield "repeated_choice", {"choice": text}
    if len({str(choice.id) for choice in question.choices}) < len(question.choices):
        yield "repeated_choice", {"choice": ""}
    yield from _meanings(question)


def _meanings(question: Question) -> Iterator[Fault]:
    for choice in question.choices:
        if choice.verdict not in VERDICTS:
            yield "unknown_verdict", {"choice": choice.text, "verdict": choice.verdict}
        if choice.quota is not None and choice.quota < 1:
            yield "bad_quota", {"choice": choice.text}
    if all(choice.verdict == "reject" for choice in question.choices):
        yield "all_reject", {}


def _bounds(question: Question) -> Iterator[Fault]:
    low, high = question.minimum, question.maximum
    if question.kind == "scale":
        sound = low is not None and high is not None and low < high
    elif question.kind == "multiple":
        allowed = sum(choice.verdict != "reject" for choice in question.choices)
        sound = (low or 0) >= 0 and (high is None or high >= max(low or 0, 1)) and (low or 0) <= max(allowed, 1)
    else:
        sound = (low or 0) >= 0 and (high is None or high >= max(low or 0, 1))
    if not sound:
        yield "bad_bounds", {"minimum": low, "maximum": high}


def _skips(question: Question, places: dict) -> Iterator[Fault]:
    for choice in question.choices:
        if choice.skip_to is None or choice.skip_to == END:
            continue
        if choice.skip_to not in places:
            yield "skips_nowhere", {"choice": choice.text}
        elif places[choice.skip_to] <= places[question.id]:
            yield "skips_back", {"choice": choice.text}
