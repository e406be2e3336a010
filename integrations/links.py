"""Signed links between two sides that know the same secret (docs/integration.md).

What is signed is where the link leads (host and path), a line break, and its query in the one way in which it can be
written: names in order, everything but letters, digits and - . _ ~ as %XX, and the signature at the very end. A query
that says the same in any other way is not that query; whoever changed it had no reason to."""

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import quote, unquote_to_bytes, urlsplit

OWN = frozenset({"exp", "key", "nonce", "sig"})
LONGEST_LIFE = timedelta(days=31)
LONGEST = 2000
_NONCE = re.compile(r"[A-Za-z0-9_-]{22,64}")
_KEY = re.compile(r"[A-Za-z0-9_-]{1,40}")
_EXPIRY = re.compile(r"[1-9][0-9]{0,11}")
_SIGNATURE = re.compile(r"[0-9a-f]{64}")
_PLAIN = re.compile(r"[A-Za-z0-9._~%-]*")


class Doubt(Exception):
    """A link that can not be believed; `kind`: unsigned, altered, expired, unknown_key, malformed. `key` is what it
    names itself by, where that can be read."""

    def __init__(self, kind: str, key: str = ""):
        super().__init__(kind)
        self.kind, self.key = kind, key


def signed(
    url: str, values: Mapping[str, str], key: str, secret: str, at: datetime, nonce: str, lasts: timedelta
) -> str:
    """The link with these values, which opens until `lasts` from now; what the address asks for itself is signed
    with it. ValueError where that can not be."""
    parts = urlsplit(url)
    asked = _read(parts.query) if parts.query else {}
    said = {"exp": str(int((at + lasts).timestamp())), "key": key, "nonce": nonce}
    if parts.fragment or not parts.netloc or "@" in parts.netloc or OWN & (asked.keys() | values.keys()):
        raise ValueError("this address can not be signed")
    if asked.keys() & values.keys() or not _KEY.fullmatch(key) or not _NONCE.fullmatch(nonce) or lasts > LONGEST_LIFE:
        raise ValueError("these values can not be signed")
    query = canonical(asked | dict(values) | said)
    where = f"{parts.netloc}{parts.path or '/'}"
    link = f"{parts.scheme}://{where}?{query}&sig={signature(secret, where, query)}"
    if len(link) > LONGEST:
        raise ValueError("this link would be too long")
    return link


def check(where: str, raw_query: str, secrets_of: Callable[[str], Iterable[str]], at: datetime) -> dict[str, str]:
    """What a link says, its own part (key, exp, nonce) among it, if it leads here (`where`: host and path) and is
    signed by who knows one of the secrets of its key. Whether it was used before is asked elsewhere."""
    body, mark, given = raw_query.rpartition("&sig=")
    try:
        said = _read(body if mark else raw_query)
    except ValueError:
        raise Doubt("malformed" if "sig=" in raw_query else "unsigned") from None
    if not mark:
        raise Doubt("malformed" if "sig" in said else "unsigned", said.get("key", "")[:40])
    return _proved(where, body, given, said, secrets_of, at)


def _proved(where, body, given, said, secrets_of, at) -> dict[str, str]:
    key = said.get("key", "")
    shaped = _KEY.fullmatch(key) and _NONCE.fullmatch(said.get("nonce", "")) and _EXPIRY.fullmatch(said.get("exp", ""))
    if not shaped or not _SIGNATURE.fullmatch(given) or "sig" in said or len(body) > LONGEST:
        raise Doubt("malformed", key if _KEY.fullmatch(key) else "")
    known = list(secrets_of(key))
    if not known:
        raise Doubt("unknown_key", key)
    # Every secret is tried, so that the time it takes says nothing.
    if not sum(hmac.compare_digest(signature(secret, where, body), given) for secret in known):
        raise Doubt("altered", key)
    # Compared as numbers: there are seconds beyond the last year that a calendar has.
    left = int(said["exp"]) - at.timestamp()
    if left <= 0:
        raise Doubt("expired", key)
    if left > LONGEST_LIFE.total_seconds():
        raise Doubt("malformed", key)
    return said


def signable(url: str, names: Iterable[str]) -> bool:
    """Whether a link to this address can be signed that says these things beside what stands in it."""
    try:
        signed(url, dict.fromkeys(names, ""), "k", "", datetime.fromtimestamp(0, UTC), "n" * 22, timedelta(days=1))
    except ValueError:
        return False
    return True


def is_key(text: str) -> bool:
    """Whether this may name a connection."""
    return bool(_KEY.fullmatch(text))


def canonical(values: Mapping[str, str]) -> str:
    """The one way to write these values as a query."""
    pairs = sorted((quote(name, safe=""), quote(value, safe="")) for name, value in values.items())
    return "&".join(f"{name}={value}" for name, value in pairs)


def signature(secret: str, where: str, query: str) -> str:
    """HMAC-SHA256 over the place and the query, as 64 hexadecimal digits."""
    host, slash, path = where.partition("/")
    said = f"{host.lower()}{slash}{path}\n{query}"
    return hmac.new(_bytes(secret), said.encode(), hashlib.sha256).hexdigest()


def _bytes(secret: str) -> bytes:
    """The secret as the Standard Webhooks write it: whsec_ and base64. Anything else is taken as it stands."""
    if secret.startswith("whsec_"):
        try:
            return base64.b64decode(secret.removeprefix("whsec_"), validate=True)
        except (binascii.Error, ValueError):
            pass
    return secret.encode()


def _read(query: str) -> dict[str, str]:
    """The values of a query that is written in the one way; ValueError for every other."""
    said = {}
    for pair in query.split("&"):
        name, mark, value = pair.partition("=")
        if not name or not mark or not _PLAIN.fullmatch(name) or not _PLAIN.fullmatch(value):
            raise ValueError("not written in the one way")
        plain = _decoded(name)
        if plain in said:
            raise ValueError("said twice")
        said[plain] = _decoded(value)
    if canonical(said) != query:
        raise ValueError("not written in the one way")
    return said


def _decoded(text: str) -> str:
    return unquote_to_bytes(text).decode()
