"""One person, two spellings: a candidate is pp_ and seven characters; surveys and interaction tests write i and the
same seven, live and think-out-loud studies keep pp_. Total, reversible, and nothing else gets through. LIFECYCLES
section 3, "Identifiers"."""

import re
from collections.abc import Callable

SHORTENED = frozenset({"survey", "interaction"})
KEPT = frozenset({"live_conversation", "think_out_loud"})
TAIL_LENGTH = 7
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
_TAIL = re.compile(r"[a-z0-9]{7}")
_FAIR = 256 - 256 % len(_LETTERS)
_ROUNDS = 100


def to_study_form(candidate_id: str, kind: str) -> str:
    """The recruiting side's ID as a study of this kind writes it. Anything else: ValueError."""
    return _prefix(kind) + _tail(candidate_id, "pp_")


def to_recruiter_form(study_id: str, kind: str) -> str:
    """A study's ID as the recruiting side writes it. Anything else: ValueError."""
    return "pp_" + _tail(study_id, _prefix(kind))


def is_candidate_id(text) -> bool:
    """Whether this is a well-formed ID of the recruiting side."""
    return isinstance(text, str) and text.startswith("pp_") and bool(_TAIL.fullmatch(text[3:]))


def other_side(candidate_id: str, kind: str) -> str:
    """The same as a page shows it: nothing where there is nothing, and what is no ID of ours as it is."""
    return to_study_form(candidate_id, kind) if is_candidate_id(candidate_id) else candidate_id


def tail_of(text) -> str | None:
    """The seven characters behind pp_ or i, whichever side's ID somebody typed; None for anything else."""
    if is_candidate_id(text):
        return text[3:]
    return text[1:] if isinstance(text, str) and text[:1] == "i" and _TAIL.fullmatch(text[1:]) else None


def new_tail(random_bytes: Callable[[int], bytes]) -> str:
    """Seven characters, each as likely as any other, from a source of random bytes such as `secrets.token_bytes`."""
    tail = ""
    for _ in range(_ROUNDS):
        # Bytes above the last whole round of 36 are thrown away, else the first letters would come more often.
        tail += "".join(_LETTERS[byte % len(_LETTERS)] for byte in random_bytes(TAIL_LENGTH) if byte < _FAIR)
        if len(tail) >= TAIL_LENGTH:
            return tail[:TAIL_LENGTH]
    raise ValueError("this source of random bytes is not one")


def _prefix(kind: str) -> str:
    if kind in SHORTENED:
        return "i"
    if kind in KEPT:
        return "pp_"
    raise ValueError("unknown kind of study")


def _tail(identifier: str, prefix: str) -> str:
    if not isinstance(identifier, str) or not identifier.startswith(prefix):
        raise ValueError("not an identifier of this side")
    tail = identifier[len(prefix):]
    if not _TAIL.fullmatch(tail):
        raise ValueError("an identifier ends in seven lower-case letters and digits")
    return tail
