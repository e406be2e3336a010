"""What forms have in common: a key that makes two clicks one, and sentences at their fields."""

import secrets
from collections.abc import Mapping

from flask import g, request

from lifecycle.words import Text

LONGEST_KEY = 32


def new_key() -> str:
    """A key for a form that is shown anew."""
    return secrets.token_urlsafe(16)


def kept_key() -> str:
    """The key that came with the form, else a new one: for a form that is shown again."""
    return request.form.get("once") or new_key()


def sent_key(*parts) -> str:
    """The key that came with the form, theirs alone who sent it; `parts` tell the forms of one page apart. Without a
    key nothing is the same click."""
    typed = request.form.get("once", "")[:LONGEST_KEY]
    return ":".join(map(str, (g.me.id, *parts, typed))) if typed else ""


def worded(errors: Mapping[str, Text] | None) -> dict[str, str]:
    """The sentence at each field, in the reader's language."""
    return {name: str(words) for name, words in (errors or {}).items()}
