"""A payment provider that moves no money: for demos and tests. It keeps its own book in a file of its own, never pays a
key twice, and fails on demand.

How it behaves is said by the address (`ada+refused@example.org`) or by the cents of the amount (25.93):

- `timeout-before` (.91): no answer, and nothing was done; the second time it pays
- `timeout-after` (.92): no answer, but it did pay
- `refused` (.93): refused for good
- `refused-retryable` (.94): refused this time; the second time it pays
- `slow-paid-later` (.95): accepted, and paid when it is looked up for the second time
- `late-fail` (.96): accepted, and failed when it is looked up
- `5xx` (.97): its server is in trouble, and nothing was done; the second time it pays
- `unknown-value` (.98): a state that nobody has heard of; paid when it is looked up for the second time
- `silent` (.99): it never answers anything
- `wrong-address` (.90): the address does not take letters; another one does

Anything else is paid at once.
"""

import contextlib
import json
import pathlib
import re
import sqlite3
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from integrations import payers
from integrations.payers import Said, Told

HEADER = "Payfake-Signature"
MODES = {
    90: "wrong-address", 91: "timeout-before", 92: "timeout-after", 93: "refused", 94: "refused-retryable",
    95: "slow-paid-later", 96: "late-fail", 97: "5xx", 98: "unknown-value", 99: "silent",
}  # fmt: skip
TAG = re.compile(r"\+([a-z0-9-]+)@")
BOOK = """
CREATE TABLE IF NOT EXISTS book (key TEXT PRIMARY KEY, number INTEGER NOT NULL, amount INTEGER NOT NULL,
    currency TEXT NOT NULL, place TEXT NOT NULL, note TEXT NOT NULL, state TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL DEFAULT '', calls INTEGER NOT NULL DEFAULT 0, looks INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS moved (key TEXT PRIMARY KEY, amount INTEGER NOT NULL, currency TEXT NOT NULL,
    place TEXT NOT NULL);
"""
# How a payment that was asked for the first time goes: the state in the book, why, and what is said instead of it.
FIRST = {
    "timeout-before": ("", "", "timeout"),
    "timeout-after": ("paid", "", "timeout"),
    "refused": ("refused", "limit", ""),
    "refused-retryable": ("failed", "try_later", ""),
    "wrong-address": ("failed", "mailbox_unavailable", ""),
    "slow-paid-later": ("sent", "", ""),
    "late-fail": ("sent", "", ""),
    "5xx": ("", "", "server_error"),
    "unknown-value": ("under_a_cloud", "", ""),
    "silent": ("", "", "timeout"),
}
# How it goes when that key is asked for again, as long as it was not done.
AGAIN = {"silent": FIRST["silent"], "wrong-address": FIRST["wrong-address"]}
PAID = ("paid", "", "")
KIND = {"paid": "paid", "sent": "sent", "failed": "failed", "refused": "failed"}


class Line(NamedTuple):
    """A payment in the book."""

    key: str
    number: int
    amount: int
    currency: str
    place: str
    note: str
    state: str
    reason: str
    calls: int
    looks: int


def mode_of(to: str, amount: int) -> str:
    """How a payment of so much to this address behaves."""
    tag = TAG.search(to)
    if tag and tag.group(1) in FIRST:
        return tag.group(1)
    return MODES.get(amount % 100, "")


class Fake:
    """The provider, with its book in this folder."""

    def __init__(self, home: pathlib.Path):
        self.path = home / "payfake.db"

    @contextlib.contextmanager
    def _book(self) -> Iterator[sqlite3.Connection]:
        book = sqlite3.connect(self.path, timeout=20, isolation_level=None)
        try:
            book.executescript(BOOK)
            book.execute("BEGIN IMMEDIATE")
            yield book
            book.execute("COMMIT")
        finally:
            book.close()

    def send(self, key: str, amount: int, currency: str, to: str, note: str) -> Said:
        """Pay; the same key is never paid twice."""
        with self._book() as book:
            known = book.execute("SELECT COUNT(*) FROM book").fetchone()[0]
            book.execute(
                "INSERT OR IGNORE INTO book (key, number, amount, currency, place, note) VALUES (?, ?, ?, ?, ?, ?)",
                (key, known + 1, amount, currency, to, note),
            )
            book.execute("UPDATE book SET calls = calls + 1 WHERE key = ?", (key,))
            line = _line(book, key)
            mode = mode_of(to, line.amount)
            if line.state not in ("", "failed"):
                return said(line)
            state, reason, instead = FIRST.get(mode, PAID) if line.calls == 1 else AGAIN.get(mode, PAID)
            _set(book, key, state, reason, to)
            return Said("unknown", reason=instead) if instead else said(_line(book, key))

    def look_up(self, key: str) -> Said | None:
        """What became of it; None where this key never arrived."""
        with self._book() as book:
            if (line := _line(book, key)) is None:
                return None
            mode = mode_of(line.place, line.amount)
            if mode == "silent":
                return Said("unknown", reason="timeout")
            book.execute("UPDATE book SET looks = looks + 1 WHERE key = ?", (key,))
            if not line.state:
                return None
            if mode in ("slow-paid-later", "unknown-value") and line.looks >= 1:
                _set(book, key, "paid", "", line.place)
            if mode == "late-fail" and line.state == "sent":
                _set(book, key, "failed", "mailbox_unavailable", line.place)
            return said(_line(book, key))

    def settle(self, key: str) -> None:
        """It is paid after all, whatever was said before."""
        with self._book() as book:
            _set(book, key, "paid", "", _line(book, key).place)

    def tell(self, key: str, secret: str, order: int) -> tuple[dict[str, str], bytes]:
        """The message, headers and bytes, by which it tells how this payment stands."""
        with self._book() as book:
            line = _line(book, key)
        body = json.dumps(
            {"id": f"evt-{line.number}-{order}", "key": key, "state": line.state, "reason": line.reason, "at": order}
        ).encode()
        return {HEADER: payers.signature(body, secret)}, body

    def lines(self) -> list[Line]:
        """The book."""
        with self._book() as book:
            return [Line(*row) for row in book.execute("SELECT * FROM book ORDER BY number")]

    def moved(self) -> list[tuple]:
        """(key, amount, currency, address) of everything that was paid."""
        with self._book() as book:
            return book.execute("SELECT * FROM moved ORDER BY key").fetchall()

    verify = staticmethod(lambda headers, body, secret: payers.check(headers, HEADER, body, secret))
    read = staticmethod(lambda body: read(body))

    def event(self, headers: Mapping[str, str], body: bytes, secret: str) -> Told:
        """What it told, if it is really from there."""
        self.verify(headers, body, secret)
        return read(body)


def _line(book: sqlite3.Connection, key: str) -> Line | None:
    row = book.execute("SELECT * FROM book WHERE key = ?", (key,)).fetchone()
    return None if row is None else Line(*row)


def _set(book: sqlite3.Connection, key: str, state: str, reason: str, to: str) -> None:
    book.execute("UPDATE book SET state = ?, reason = ?, place = ? WHERE key = ?", (state, reason, to, key))
    if state == "paid":
        book.execute("INSERT INTO moved SELECT key, amount, currency, place FROM book WHERE key = ?", (key,))


def said(line: Line) -> Said:
    """How a line of the book is told."""
    kind = KIND.get(line.state, "unknown")
    reason = line.reason if kind != "unknown" else "unread"
    return Said(kind, f"fake-{line.number}", reason, line.state != "refused", line.state)


def read(body: bytes) -> Told:
    """What a message says. ValueError where it says nothing that can be read."""
    try:
        found = json.loads(body)
        kind = KIND.get(found["state"], "unknown")
        reason = str(found.get("reason", "")) if kind != "unknown" else "unread"
        told = Said(kind, "", reason, found["state"] != "refused", str(found["state"]))
        return Told(str(found["id"])[:80], str(found["key"]), told, int(found["at"]))
    except (KeyError, TypeError, AttributeError, UnicodeDecodeError) as problem:
        raise ValueError("nothing that can be read") from problem
