"""The mailbox that letters come from, and the server that takes them, as the settings name them."""

from email.errors import MessageError
from email.headerregistry import Address
from email.utils import parseaddr
from typing import NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

LOOPBACK = ("localhost", "127.0.0.1", "::1")
PORTS = {"smtp": 25, "smtps": 465}
SUBMISSION = 587  # where STARTTLS is the rule (RFC 6409)


class Server(NamedTuple):
    """A mail server: `tls` is "" (none), "starttls" or "implicit"."""

    host: str
    port: int
    tls: str
    user: str
    password: str


def addressed(address: str, name: str = "") -> Address:
    """Name and address as a header takes them. ValueError where it is no address, whatever this Python raises then."""
    try:
        return Address(name, addr_spec=address)
    except (IndexError, TypeError, MessageError) as problem:
        raise ValueError("no address") from problem


def mailbox(settings) -> tuple[str, str]:
    """(name, address) of PARLOR_MAIL_FROM. ValueError where it is no address."""
    name, address = parseaddr(settings.mail_from)
    try:
        if not settings.mail_from.isprintable():
            raise ValueError("a line break")
        return name or "Parlor", addressed(address).addr_spec
    except ValueError as problem:
        raise ValueError("PARLOR_MAIL_FROM is not an address such as “Parlor <parlor@example.org>”.") from problem


def server_of(url: str) -> Server | None:
    """The server of PARLOR_SMTP_URL (smtp://user:password@host?starttls=1, or smtps://...; port 587 means STARTTLS by
    itself); None while there is none. ValueError, with a sentence that holds no secret, for anything else and for a
    sign-in that would travel in clear."""
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise ValueError("PARLOR_SMTP_URL has to begin with smtp:// or smtps:// and name a host.")
    try:
        asked, port = parse_qs(parts.query).get("starttls", [""])[-1], parts.port
    except ValueError:
        raise ValueError("PARLOR_SMTP_URL names a port that is none.") from None
    starts = asked == "1" or (not asked and port == SUBMISSION)
    tls = "implicit" if parts.scheme == "smtps" else "starttls" if starts else ""
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if user and not tls and parts.hostname not in LOOPBACK:
        raise ValueError("PARLOR_SMTP_URL has a sign-in but no encryption: add ?starttls=1, or use smtps://.")
    usual = SUBMISSION if tls == "starttls" else PORTS[parts.scheme]
    return Server(parts.hostname, port or usual, tls, user, password)
