"""Something that somebody tries: who, what, when, with which details; and why it may be refused."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from lifecycle.words import Text, _


class By(NamedTuple):
    """Who acts: a role of the law (customer, contributor, operator, clock, recruiter, tester, room, provider) and,
    for people, the person's id."""

    role: str
    who: int | None = None


CLOCK, ROOM, RECRUITER, TESTER, PROVIDER = (By(role) for role in ("clock", "room", "recruiter", "tester", "provider"))


class Refusal(NamedTuple):
    """Why not: a code for machines, a sentence for people, and the name of a way on, if there is one."""

    code: str
    sentence: Text
    way_on: str | None = None
    hides: bool = False


class Refused(Exception):
    """The edge exists and a guard is not met."""

    def __init__(self, refusal: Refusal):
        super().__init__(refusal.code)
        self.refusal = refusal


class NoSuchMove(Refused):
    """No edge leads from this state, or not for this actor."""


class Invalid(Exception):
    """What was typed can not be used: field -> sentence."""

    def __init__(self, errors: Mapping[str, Text]):
        super().__init__(", ".join(errors))
        self.errors = dict(errors)


@dataclass(frozen=True)
class Attempt:
    """One try. Without details it is the question whether any input could pass (an offer)."""

    row: Any
    event: str
    by: By
    at: datetime
    details: Mapping[str, Any] | None = None
    joined: bool = False
    facts: dict = field(default_factory=dict, compare=False)

    @property
    def asking(self) -> bool:
        """Whether this only asks what is on offer."""
        return self.details is None

    def detail(self, name: str) -> Any:
        """What was given under that name, or None."""
        return (self.details or {}).get(name)


class Offer(NamedTuple):
    """A move as it is shown: its event, its label, and the refusal where it is not possible now."""

    event: str
    label: Text
    refusal: Refusal | None


Sentence = Text | Callable[[Attempt], Text]


def guard(sentence: Sentence, *, needs: str | None = None, way_on: str | None = None, hides: bool = False):
    """Give a plain test its sentence. `needs` names the field of a form guard (missing there is 422, not 409);
    `hides` marks what is not a person's choice, so that a button which could never be pressed is not drawn."""

    def mark(test: Callable[[Attempt], bool]):
        test.sentence, test.needs, test.way_on, test.hides = sentence, needs, way_on, hides
        return test

    return mark


def refusal_of(test, attempt: Attempt) -> Refusal:
    """The refusal that this guard gives this attempt."""
    words = test.sentence if isinstance(test.sentence, Text) else test.sentence(attempt)
    return Refusal(test.__name__, words, test.way_on, test.hides)


@guard(_("Please say why."), needs="reason")
def reason_given(attempt: Attempt) -> bool:
    """A reason was chosen (any would do, so the offer stands)."""
    return attempt.asking or bool(attempt.detail("reason"))
