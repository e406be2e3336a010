"""What a channel to a machine hands over, and what came of trying.

A channel is a module with `compose(row, settings) -> Delivery`; it reads rows, and raises Unsendable where there is
nobody to send to for good, or Unwanted where nobody wants it any more. It may have, besides:

- `send(delivery, settings, at) -> Tried`, where a signed POST by the Standard Webhooks rules is not its way; it runs
  beside others, touches no row, and what `compose` gave may be anything then
- `tried(row, found, at)`, which notes the outcome in rows of its own, in the transaction of the outcome
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from integrations import webhooks, wire

EXCERPT = 300


class Unwanted(Exception):
    """Nobody wants it any more; why."""


@dataclass(frozen=True)
class Delivery:
    """A call that is ready: where it goes, what it says, and the secrets that sign it. `number` is the message's own,
    the same at every try; one is made where it has none."""

    url: str
    secrets: tuple[str, ...]
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    number: str = ""


@dataclass(frozen=True)
class Tried:
    """What came of one try: the state it leads to (sent, waiting for the next one, dead), a word about it, what the
    other side answered, and what the row is to keep of that (Outgoing.answer)."""

    state: str
    text: str = ""
    status: int | None = None
    milliseconds: int = 0
    answer: str = ""
    kept: Any = None


def number_of(row: int, settings) -> str:
    """The number of a message, the same at every try, and of no other installation."""
    return "msg_" + hmac.new(settings.secret, f"message {row}".encode(), hashlib.sha256).hexdigest()[:24]


def post(delivery: Delivery, settings, at: datetime) -> Tried:
    """Sign it now and call; 2xx is sent."""
    headers = {"Content-Type": "application/json", **delivery.headers}
    headers |= webhooks.sign(delivery.secrets, delivery.number, at, delivery.body)
    try:
        found = wire.send("POST", delivery.url, delivery.body, headers, settings.target_hosts)
    except wire.Fault as problem:
        return Tried("waiting", problem.code)
    good = 200 <= found.status < 300
    answer = excerpt(found.body)
    return Tried("sent" if good else "waiting", "" if good else str(found.status), found.status, found.milliseconds,
                 answer)  # fmt: skip


def excerpt(body: bytes) -> str:
    """The first words of an answer, as they can be shown."""
    text = body[: 4 * EXCERPT].decode("utf-8", "replace")
    return "".join(one if one.isprintable() else " " for one in text).strip()[:EXCERPT]
