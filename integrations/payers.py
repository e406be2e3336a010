"""What every payment provider says, in one small shape; and how a message of theirs is known to be theirs.

A provider has `send(key, amount, currency, to, note) -> Said`, `look_up(key) -> Said | None` (None: not known there),
`read(body) -> Told` for what it tells by itself, and `verify(headers, body, secret)`, which raises Forged.
"""

import hashlib
import hmac
from collections.abc import Mapping
from typing import NamedTuple

KINDS = ("sent", "paid", "failed", "unknown")
# Nobody answered, or the server was in trouble: what became of it has to be looked up.
NO_ANSWER = ("timeout", "unreachable", "server_error")


class Said(NamedTuple):
    """What a provider says of one payment. `sent`: accepted and on its way; `paid`: it is with them; `failed`, with a
    reason, and `retryable` unless this key was refused for good; `unknown`: nobody knows. `raw` is their own word."""

    kind: str
    reference: str = ""
    reason: str = ""
    retryable: bool = True
    raw: str = ""


class Told(NamedTuple):
    """What a provider told by itself: the number of its message, the key or the reference of the payment, what it says,
    and when it was said there (epoch milliseconds): what is older than the last that was applied changes nothing."""

    event: str
    about: str
    said: Said
    order: int


class Forged(Exception):
    """It is not theirs, or not as they sent it."""


def signature(body: bytes, secret: str) -> str:
    """What stands in the header of a message with these very bytes."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def check(headers: Mapping[str, str], name: str, body: bytes, secret: str) -> None:
    """Forged, unless this header signs these very bytes; without a secret nothing is believed."""
    given = headers.get(name) or ""
    if not secret or not hmac.compare_digest(given.strip().encode(), signature(body, secret).encode()):
        raise Forged
