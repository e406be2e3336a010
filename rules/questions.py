"""A screener's questions and the answers that can be chosen, as plain values."""

from typing import Any, NamedTuple

KINDS = ("single", "multiple", "scale", "text")
VERDICTS = ("accept", "may", "reject")
END = "end"


class Choice(NamedTuple):
    """One answer to choose; `skip_to` is the id of a later question, END, or None for the next one; at most `quota`
    people with this answer get a place."""

    id: Any
    text: str
    verdict: str = "may"
    skip_to: Any = None
    quota: int | None = None


class Question(NamedTuple):
    """One question; `minimum` and `maximum` bound the number of choices, the scale's ends, or the text's characters;
    the labels stand at the two ends of a scale."""

    id: Any
    kind: str
    text: str
    required: bool = True
    choices: tuple[Choice, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    low_label: str = ""
    high_label: str = ""
