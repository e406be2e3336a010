"""Reading somebody's calendar from its address, without becoming a way into the network that Parlor runs in.

How it is asked without harm: integrations/wire.py; each redirect is looked at like an address. What went wrong is a
Fault, its code one of FAULTS. Addresses are secrets: nothing here logs one or puts one into an exception.
"""

import base64
import http.client
import socket
from collections.abc import Callable, Collection
from typing import NamedTuple
from urllib.parse import SplitResult, unquote, urljoin

from integrations import busy, wire
from integrations.wire import Fault

FAULTS = ("unreachable", "refused", "not_a_calendar", "too_large", "forbidden_address", "gone")
MOST_BYTES = 5 << 20
MOST_REDIRECTS = 3
DEADLINE = 12.0  # seconds for one request, whatever drips in
STATUS_FAULTS = {401: "refused", 403: "refused", 404: "gone", 410: "gone", 413: "too_large"}


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


def _allowed_parts(url: str, allowed: Collection[str]) -> SplitResult:
    """The address in parts, if it is one that may be asked at all."""
    try:
        return wire.checked(url, allowed)
    except Fault:
        raise Fault("forbidden_address") from None


def _place(parts: SplitResult) -> tuple:
    return parts.scheme, parts.hostname, parts.port


def _sign_in_of(parts: SplitResult) -> str:
    """A name and a password in the address, as the header that carries them; only its own host gets it."""
    if parts.username is None:
        return ""
    both = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    return "Basic " + base64.b64encode(both.encode()).decode()


def _ask(parts: SplitResult, tag: str, secret: str, allowed, look_up) -> tuple[Answer | None, str]:
    """(the answer, "") or (None, where it is said to be)."""
    with wire.speaking(parts, wire.looked_up(parts, allowed, look_up), DEADLINE) as line:
        line.request("GET", wire.where_of(parts), headers=_headers(tag, secret))
        return _answer(line.getresponse(), tag)


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
