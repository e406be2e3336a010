"""Reading somebody's calendar from its address, without becoming a way into the network that Parlor runs in.

The name is looked up once, every address behind it has to be a public one, and the connection goes to the very address
that was looked at: a name that answers differently the second time changes nothing. The same holds for each redirect.
Addresses are secrets: nothing here logs one or puts one into an exception.
"""

import base64
import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from integrations import busy

FAULTS = ("unreachable", "refused", "not_a_calendar", "too_large", "forbidden_address", "gone")
MOST_BYTES = 5 << 20
MOST_REDIRECTS = 3
PATIENCE = 6.0    # seconds for one answer of the other side
DEADLINE = 12.0   # seconds for one request, whatever drips in
LONGEST = 2000
TO_V4 = ipaddress.ip_network("64:ff9b::/96")
STATUS_FAULTS = {401: "refused", 403: "refused", 404: "gone", 410: "gone", 413: "too_large"}


class Fault(Exception):
    """It could not be read; `code` is one of FAULTS."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


class Answer(NamedTuple):
    """What the other side gave: the body (None: unchanged since the tag) and its tag."""

    body: bytes | None
    tag: str


class Reading(NamedTuple):
    """The busy times (None: unchanged), and the tag to ask with the next time."""

    busy: list[list[int]] | None
    tag: str


def read(
    address: str, tag: str, zone: str, first: int, last: int, allowed: Collection[str] = (), own: str = "",
    look_up: Callable = socket.getaddrinfo,
) -> Reading:  # fmt: skip
    """The busy times of the calendar at this address between two epochs. `allowed` are the names of hosts that may be
    asked without encryption, and inside the own network. Fault says what went wrong."""
    answer = fetch(address, tag, allowed, look_up)
    if answer.body is None:
        return Reading(None, answer.tag)
    try:
        return Reading(busy.read(answer.body, zone, first, last, own), answer.tag)
    except busy.TooMuch:
        raise Fault("too_large") from None
    except ValueError:
        raise Fault("not_a_calendar") from None


def fetch(address: str, tag: str = "", allowed: Collection[str] = (), look_up: Callable = socket.getaddrinfo) -> Answer:
    """What stands at this address, after at most three redirects."""
    url = tidy(address)
    first = _allowed_parts(url, allowed)
    secret, home = _sign_in_of(first), _place(first)
    for _hop in range(MOST_REDIRECTS + 1):
        parts = _allowed_parts(url, allowed)
        answer, onwards = _ask(parts, tag, secret if _place(parts) == home else "", allowed, look_up)
        if answer is not None:
            return answer
        url = urljoin(url, onwards)
    raise Fault("unreachable")


def tidy(address: str) -> str:
    """The address as it is asked: calendars' own scheme is https by another name."""
    address = address.strip()
    scheme, mark, rest = address.partition("://")
    return f"https://{rest}" if mark and scheme.lower() in ("webcal", "webcals") else address


def is_forbidden(host: str) -> bool:
    """Whether this network address is none of the public Internet, or only a disguise of one that is not."""
    found = ipaddress.ip_address(host.split("%")[0])
    inner = _inner(found) if found.version == 6 else None
    if inner is not None:
        return is_forbidden(str(inner))
    # Site-local addresses are private by another, older name, which Python counts among the global ones.
    if found.version == 6 and found.is_site_local:
        return True
    return not found.is_global or found.is_multicast or found.is_reserved or found.is_unspecified


def _inner(found: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if found in TO_V4:
        return ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
    return found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)


def _allowed_parts(url: str, allowed: Collection[str]) -> SplitResult:
    """The address in parts, if it is one that may be asked at all."""
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        raise Fault("forbidden_address") from None
    plain = any(ord(one) <= 32 or ord(one) > 126 for one in url)
    known = parts.scheme == "https" or (parts.scheme == "http" and host in allowed)
    if not host or not known or plain or len(url) > LONGEST:
        raise Fault("forbidden_address")
    return parts


def _place(parts: SplitResult) -> tuple:
    return parts.scheme, parts.hostname, parts.port


def _sign_in_of(parts: SplitResult) -> str:
    """A name and a password in the address, as the header that carries them; only its own host gets it."""
    if parts.username is None:
        return ""
    both = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    return "Basic " + base64.b64encode(both.encode()).decode()


def _looked_up(parts: SplitResult, allowed: Collection[str], look_up: Callable) -> list[tuple]:
    """(family, socket address) of every address behind the name; all of them have to be allowed."""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        found = [(one[0], one[4]) for one in look_up(parts.hostname, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError):
        raise Fault("unreachable") from None
    if parts.hostname not in allowed and any(is_forbidden(place[0]) for _family, place in found):
        raise Fault("forbidden_address")
    return found


class _Line(http.client.HTTPConnection):
    """A connection to the very addresses that were looked at, whatever the name says by now."""

    def __init__(self, parts: SplitResult, places: Iterable[tuple]):
        super().__init__(parts.hostname, parts.port or (443 if parts.scheme == "https" else 80), timeout=PATIENCE)
        self.places, self.encrypted = list(places)[:4], parts.scheme == "https"
        self.default_port = 443 if self.encrypted else 80
        self.raw, self.late = None, False

    def connect(self) -> None:
        """The first address that answers."""
        problem: OSError = OSError("no address")
        for family, place in self.places:
            self.raw = socket.socket(family, socket.SOCK_STREAM)
            self.raw.settimeout(PATIENCE)
            try:
                self.raw.connect(place)
            except OSError as found:
                self.raw.close()
                problem = found
            else:
                self.sock = self.raw
                if self.encrypted:
                    context = ssl.create_default_context()
                    self.raw = context.wrap_socket(self.raw, server_hostname=self.host, do_handshake_on_connect=False)
                    self.sock = self.raw
                    self.raw.do_handshake()
                return
        raise problem

    def cut(self) -> None:
        """The time is over: whatever waits on this line ends."""
        self.late = True
        with contextlib.suppress(OSError, AttributeError, TypeError):
            socket.socket.shutdown(self.raw, socket.SHUT_RDWR)


def _ask(parts: SplitResult, tag: str, secret: str, allowed, look_up) -> tuple[Answer | None, str]:
    """(the answer, "") or (None, where it is said to be)."""
    line = _Line(parts, _looked_up(parts, allowed, look_up))
    clock = threading.Timer(DEADLINE, line.cut)
    clock.daemon = True
    clock.start()
    try:
        where = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        line.request("GET", where, headers=_headers(tag, secret))
        found = _answer(line.getresponse(), tag)
        if line.late:
            raise Fault("unreachable")
        return found
    except (OSError, http.client.HTTPException, ValueError):
        raise Fault("unreachable") from None
    finally:
        clock.cancel()
        line.close()


def _headers(tag: str, secret: str) -> dict[str, str]:
    given = {"If-None-Match": tag, "Authorization": secret}
    always = {"Accept": "text/calendar, */*;q=0.1", "Accept-Encoding": "identity", "User-Agent": "Parlor"}
    return always | {name: value for name, value in given.items() if value}


def _answer(response: http.client.HTTPResponse, tag: str) -> tuple[Answer | None, str]:
    if response.status == 304 and tag:
        return Answer(None, tag), ""
    if response.status in (301, 302, 303, 307, 308):
        return None, response.headers.get("Location") or ""
    if response.status != 200:
        raise Fault(STATUS_FAULTS.get(response.status, "unreachable"))
    body = response.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise Fault("too_large")
    if response.length:
        raise Fault("unreachable")  # less came than was said
    return Answer(body, _tag_of(response)), ""


def _tag_of(response: http.client.HTTPResponse) -> str:
    """Its tag, if it is one that can be kept and asked with."""
    tag = response.headers.get("ETag") or ""
    return tag if len(tag) <= 200 and tag.isascii() and tag.isprintable() else ""
