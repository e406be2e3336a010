"""Asking another machine by HTTP, without becoming a way into the network that Parlor runs in.

The name is looked up once, every address behind it has to be a public one, and the connection goes to the very address
that was looked at: a name that answers differently the second time changes nothing. Nothing is followed to anywhere
else, and whoever drips is cut off. Addresses may be secrets: nothing here logs one or puts one into an exception.
"""

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

FAULTS = ("unreachable", "forbidden_address", "not_https", "too_large", "redirected")
MOST_BYTES = 1 << 20
PATIENCE = 6.0  # seconds for one answer of the other side
DEADLINE = 10.0  # seconds for one request, whatever drips in
LONGEST = 2000
REDIRECTS = (301, 302, 303, 307, 308)
TO_V4 = ipaddress.ip_network("64:ff9b::/96")
LookUp = Callable[..., list]


class Fault(Exception):
    """It could not be asked; `code` is one of FAULTS."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


class Answered(NamedTuple):
    """What the other side said, whatever it was, and how long that took."""

    status: int
    body: bytes
    milliseconds: int


def send(
    method: str, url: str, body: bytes = b"", headers: Mapping[str, str] = {}, allowed: Collection[str] = frozenset(),
    look_up: LookUp = socket.getaddrinfo,
) -> Answered:  # fmt: skip
    """Ask this address once. `allowed` are the names of hosts that may be asked without encryption, and inside the own
    network. Fault says why there is no answer."""
    parts = checked(url, allowed)
    began = time.monotonic()
    with speaking(parts, looked_up(parts, allowed, look_up), DEADLINE) as line:
        line.request(method, where_of(parts), body=body or None, headers=_headers(method, body, headers))
        response = line.getresponse()
        if response.status in REDIRECTS:
            raise Fault("redirected")
        found = response.read(MOST_BYTES + 1)
        if len(found) > MOST_BYTES:
            raise Fault("too_large")
        if response.length:
            raise Fault("unreachable")  # less came than was said
    return Answered(response.status, found, round((time.monotonic() - began) * 1000))


def check(url: str, allowed: Collection[str] = frozenset(), look_up: LookUp = socket.getaddrinfo) -> None:
    """Fault, if this address is none that may be asked; nothing is sent."""
    looked_up(checked(url, allowed), allowed, look_up)


def checked(url: str, allowed: Collection[str]) -> SplitResult:
    """The address in parts, if it is one that may be asked at all."""
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        raise Fault("forbidden_address") from None
    plain = any(ord(one) <= 32 or ord(one) > 126 for one in url)
    if not host or plain or len(url) > LONGEST or parts.scheme not in ("http", "https"):
        raise Fault("forbidden_address")
    if parts.scheme == "http" and host not in allowed:
        raise Fault("not_https")
    return parts


def looked_up(parts: SplitResult, allowed: Collection[str], look_up: LookUp = socket.getaddrinfo) -> list[tuple]:
    """(family, socket address) of every address behind the name; all of them have to be allowed."""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    found = [(one[0], one[4]) for one in _patiently(lambda: look_up(parts.hostname, port, type=socket.SOCK_STREAM))]
    if not found:
        raise Fault("unreachable")
    if parts.hostname not in allowed and any(is_forbidden(place[0]) for _family, place in found):
        raise Fault("forbidden_address")
    return found


def _patiently(asked: Callable[[], list]) -> list:
    """What a name server says, where it says it in time; nothing otherwise: the look-up itself knows no end."""
    said: list = []

    def ask() -> None:
        with contextlib.suppress(OSError, UnicodeError):
            said.extend(asked())

    asking = threading.Thread(target=ask, name="parlor-look-up", daemon=True)
    asking.start()
    asking.join(PATIENCE)
    return [] if asking.is_alive() else said


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


def where_of(parts: SplitResult) -> str:
    """What is asked for at the host."""
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _headers(method: str, body: bytes, given: Mapping[str, str]) -> dict[str, str]:
    always = {"Accept": "*/*", "Accept-Encoding": "identity", "User-Agent": "Parlor", "Connection": "close"}
    length = {"Content-Length": str(len(body))} if body or method not in ("GET", "HEAD") else {}
    return always | length | dict(given)


@contextlib.contextmanager
def speaking(parts: SplitResult, places: Iterable[tuple], deadline: float) -> Iterator["Line"]:
    """A line to one of these places, cut when the time is over; what goes wrong on it is "unreachable"."""
    line = Line(parts, places)
    clock = threading.Timer(deadline, line.cut)
    clock.daemon = True
    clock.start()
    try:
        yield line
        if line.late:
            raise Fault("unreachable")
    except (OSError, http.client.HTTPException, ValueError):
        raise Fault("unreachable") from None
    finally:
        clock.cancel()
        line.close()


class Line(http.client.HTTPConnection):
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
            if self.late:
                break
            self.raw = socket.socket(family, socket.SOCK_STREAM)
            self.raw.settimeout(PATIENCE)
            try:
                self.raw.connect(place)
            except OSError as found:
                self.raw.close()
                problem = found
            else:
                self._take()
                return
        raise problem

    def _take(self) -> None:
        self.sock = self.raw
        if self.encrypted:
            context = ssl.create_default_context()
            self.raw = context.wrap_socket(self.raw, server_hostname=self.host, do_handshake_on_connect=False)
            self.sock = self.raw
            self.raw.do_handshake()

    def cut(self) -> None:
        """The time is over: whatever waits on this line ends."""
        self.late = True
        with contextlib.suppress(OSError, AttributeError, TypeError):
            socket.socket.shutdown(self.raw, socket.SHUT_RDWR)
