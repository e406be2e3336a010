"""Usernames: what customers see in place of a name. Large and small letters are one; they are kept small."""

import re
import unicodedata

from rules.identifiers import is_candidate_id

SHORTEST, LONGEST = 3, 40
# What would look like somebody of the house, or like somebody who has no username.
KEPT_BACK = frozenset(
    ("admin", "administrator", "help", "moderator", "operator", "parlor", "root", "security", "support", "system")
)
GUEST = "guest-"
_SIGNS = ".-_"
_FIRST = (
    "amber", "bright", "calm", "clear", "early", "fair", "gentle", "golden", "green", "happy", "kind", "light",
    "lively", "lucky", "neat", "open", "patient", "plain", "quick", "quiet", "round", "silver", "soft", "steady",
    "still", "sunny", "warm", "wise",
)  # fmt: skip
_SECOND = (
    "badger", "beech", "birch", "brook", "cedar", "clover", "crane", "dove", "elm", "fern", "finch", "fox", "hare",
    "harbor", "hazel", "heron", "lark", "linden", "maple", "meadow", "otter", "owl", "pebble", "plover", "reed",
    "robin", "rowan", "seal", "sparrow", "swan", "tern", "willow", "wren",
)  # fmt: skip


def kept(typed: str) -> str:
    """A username as it is kept and compared."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", typed.strip()).lower())


def fault(name: str) -> str:
    """What is wrong with a username as it is kept: short, long, signs, reserved, an_id; "" where nothing is."""
    if len(name) < SHORTEST:
        return "short"
    if len(name) > LONGEST:
        return "long"
    if not all(_letter(sign) or sign in _SIGNS for sign in name) or not any(_letter(sign) for sign in name):
        return "signs"
    if name[0] in _SIGNS or name[-1] in _SIGNS or re.search(r"[.\-_]{2}", name):
        return "signs"
    if is_candidate_id(name):
        return "an_id"
    return "reserved" if name in KEPT_BACK or name.startswith(GUEST) else ""


def _letter(sign: str) -> bool:
    """A letter or a digit of any script, or a mark that belongs to the letter before it."""
    return unicodedata.category(sign)[0] in "LM" or (sign.isdecimal() and sign.isascii())


def proposed(number: int) -> str:
    """A username for this number, such as quiet-heron-41; neighbours look unlike each other."""
    number, tail = divmod(number, 90)
    second, first = divmod(number, len(_FIRST))
    return f"{_FIRST[first]}-{_SECOND[second % len(_SECOND)]}-{tail + 10}"
