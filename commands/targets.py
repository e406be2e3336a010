"""Whether an address can be one that is called: how it is written, and what its name leads to."""

import re

from integrations import wire
from lifecycle.words import Text, _

LONGEST = 500
BEGIN = re.compile(r"[a-z]+://")
FAULTS: dict[str, Text] = {
    "not_https": _("Only an https address: what is said there is about people."),
    "forbidden_address": _("That is no public address. Nothing inside a network is called from here."),
    "unreachable": _("No machine by this name can be found. Please look at how it is written."),
}
NO_ADDRESS = _("Please type the whole address, such as https://hooks.example.org/parlor.")


def misspelt(url: str, allowed=frozenset()) -> Text | None:
    """What is wrong with how an address is written; nobody is asked."""
    try:
        parts = wire.checked(url, allowed)
    except wire.Fault as problem:
        return FAULTS["not_https"] if problem.code == "not_https" else NO_ADDRESS
    return NO_ADDRESS if len(url) > LONGEST or parts.username is not None else None


def unsuited(url: str, allowed=frozenset()) -> Text | None:
    """Why this address can not be called, as it is written or by what its name leads to. Names are looked up, so no
    transaction may be open."""
    if words := misspelt(url, allowed):
        return words
    try:
        wire.check(url, allowed)
    except wire.Fault as problem:
        return fault_words(problem.code)
    return None


def fault_words(code: str) -> Text:
    """Why an address can not be called."""
    return FAULTS.get(code, FAULTS["unreachable"])


def tidy(url: str) -> str:
    """The address as it is kept: https where nothing else is said."""
    url = url.strip()
    return url if not url or BEGIN.match(url.lower()) else f"https://{url}"
