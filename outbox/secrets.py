"""What a sign-in letter carries: eight digits and a link's token.

Both are worked out from the installation's secret whenever they are needed, and stored nowhere.
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


def spaced(code: str) -> str:
    """A code as people read it, "1234 5678"."""
    return f"{code[:4]} {code[4:]}"
