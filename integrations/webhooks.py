"""Standard Webhooks: what one machine tells another, signed with a secret that both know.

While a secret is changed two of them are good: whoever sends signs with both, and whoever hears believes either.
"""

import base64
import binascii
import hmac
import re
import secrets as chance
from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta

from standardwebhooks import Webhook

PREFIX = "whsec_"
TOLERANCE = timedelta(minutes=5)
ID, STAMP, SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"
SIZES = range(24, 65)  # bytes of a secret
BYTES = 32


class Forged(Exception):
    """It is not believed: nobody who knows a secret signed it, or not now."""


def new_secret() -> str:
    """A secret that nobody has yet."""
    return PREFIX + base64.b64encode(chance.token_bytes(BYTES)).decode()


def is_secret(text: str) -> bool:
    """Whether this is a secret as others write theirs."""
    try:
        return text.startswith(PREFIX) and len(base64.b64decode(text[len(PREFIX) :], validate=True)) in SIZES
    except (binascii.Error, ValueError):
        return False


def sign(secrets: Collection[str], message_id: str, at: datetime, body: bytes) -> dict[str, str]:
    """The headers that go with this body now, signed with each of the secrets."""
    at = at.astimezone(UTC)
    given = " ".join(Webhook(secret).sign(message_id, at, body.decode()) for secret in secrets)
    return {ID: message_id, STAMP: str(int(at.timestamp())), SIGNATURE: given}


def verify(secrets: Collection[str], headers: Mapping[str, str], body: bytes, at: datetime) -> str:
    """The number of a message that somebody signed who knows one of the secrets, within five minutes of now; else
    Forged. The body is the very bytes that came."""
    said = {name.lower(): value for name, value in headers.items() if value}
    number, stamp, given = (said.get(name, "") for name in (ID, STAMP, SIGNATURE))
    if not re.fullmatch(r"[\x21-\x7e]{1,80}", number) or not re.fullmatch(r"[0-9]{1,11}", stamp):
        raise Forged("headers")
    sent = datetime.fromtimestamp(int(stamp), UTC)
    if abs(at - sent) > TOLERANCE:
        raise Forged("time")
    if not _signed(secrets, number, sent, given, _text(body)):
        raise Forged("signature")
    return number


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise Forged("body") from None


def _signed(secrets: Collection[str], number: str, sent: datetime, given: str, text: str) -> bool:
    """Whether one of the signatures is good by one of the secrets; every pair is tried, for its time tells nothing."""
    ours = [Webhook(secret).sign(number, sent, text).encode() for secret in secrets]
    theirs = [one.encode("ascii", "replace") for one in given.split(" ")[:10]]
    return sum(hmac.compare_digest(one, other) for one in ours for other in theirs) > 0
