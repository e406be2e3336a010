"""What letters carry that only their reader may know: the eight digits and the token of a sign-in, and the token that
turns invitations off.

All are worked out from the installation's secret whenever they are needed, and stored nowhere.
"""

import hashlib
import hmac
from datetime import timedelta

SIGN_IN_LASTS = timedelta(minutes=10)


def _digest(secret: bytes, purpose: str, asking_code: str) -> bytes:
    return hmac.new(secret, f"{purpose}:{asking_code}".encode(), hashlib.sha256).digest()


def sign_in_code(secret: bytes, asking_code: str) -> str:
    """The eight digits of one request for a letter."""
    return f"{int.from_bytes(_digest(secret, 'code', asking_code), 'big') % 10**8:08}"


def sign_in_token(secret: bytes, asking_code: str) -> str:
    """The last part of the letter's link, 32 hexadecimal digits (128 bits)."""
    return _digest(secret, "token", asking_code).hex()[:32]


def unsubscribe_token(secret: bytes, person_code: str) -> str:
    """What turns a person's invitations by mail off and on, 32 hexadecimal digits, for as long as the secret lasts."""
    return _digest(secret, "unsubscribe", person_code).hex()[:32]


def unsubscribe_path(secret: bytes, person_code: str) -> str:
    """Where that is done."""
    return f"/unsubscribe/{person_code}/{unsubscribe_token(secret, person_code)}"


def spaced(code: str) -> str:
    """A code as people read it, "1234 5678"."""
    return f"{code[:4]} {code[4:]}"
