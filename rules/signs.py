"""Signs that what somebody sent deserves a look: they took very little time, wrote very little, gave the same answer
throughout, or wrote what somebody else wrote. A sign decides nothing: each can have a good reason. (The words for it
stand in lifecycle/signwords.py.)"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from rules.questions import Question

# Below a third of the middle of all it is too fast, once so many have sent it.
PART, ENOUGH = 3, 5
SHORT, WRITTEN = 15, 2
SAME = 5
# A shorter text can well be the same by chance.
LONG_ENOUGH = 20


class Sign(NamedTuple):
    """What was noticed (fast, short, same_scale, same_place, copied), and the number that its sentence says."""

    code: str
    number: int = 0


class Sent(NamedTuple):
    """What one person sent: the seconds from Start to Send, and item -> answer."""

    seconds: int | None
    answers: Mapping[Any, Any]


class Others(NamedTuple):
    """What is known of all who sent it: the middle of their seconds and how many they are; a text as `plain` gives it
    -> how many wrote it, this person too."""

    median: float | None = None
    count: int = 0
    texts: Mapping[str, int] = {}


def of(items: Sequence[Question], sent: Sent, others: Others) -> list[Sign]:
    """Every sign of one person, in a fixed order."""
    written = [str(sent.answers[item.id]) for item in items if item.kind == "text" and sent.answers.get(item.id)]
    found = [_fast(sent, others), _short(written), _same(items, sent.answers), _copied(written, others)]
    return [sign for sign in found if sign is not None]


def plain(text: str) -> str:
    """A text as it is compared: without case, punctuation, and the number of its spaces."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def _fast(sent: Sent, others: Others) -> Sign | None:
    if sent.seconds is None or not others.median or others.count < ENOUGH or sent.seconds * PART >= others.median:
        return None
    return Sign("fast", sent.seconds)


def _short(written: Sequence[str]) -> Sign | None:
    if len(written) < WRITTEN or any(len(plain(text)) > SHORT for text in written):
        return None
    return Sign("short")


def _same(items: Sequence[Question], answers: Mapping) -> Sign | None:
    """Scales and single choices, answered with the same step or the same place throughout."""
    for kind in ("scale", "single"):
        given = [_place(item, answers[item.id]) for item in items if item.kind == kind and answers.get(item.id)]
        if len(given) >= SAME and len(set(given)) == 1:
            return Sign("same_scale" if kind == "scale" else "same_place", len(given))
    return None


def _place(item: Question, answer) -> Any:
    if item.kind == "scale":
        return int(answer)
    return next((place for place, choice in enumerate(item.choices) if str(choice.id) == str(answer)), -1)


def _copied(written: Sequence[str], others: Others) -> Sign | None:
    for text in map(plain, written):
        if len(text) >= LONG_ENOUGH and others.texts.get(text, 0) > 1:
            return Sign("copied")
    return None
