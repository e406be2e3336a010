"""Asking the other half of a recruiting effort: hello, and its whole list, read again and again, which makes up for
every call that was lost. No transaction is open while somebody is asked."""

import json
import logging
import secrets as chance
import time
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from commands import at_once, suspects
from commands.following import CANDIDATES, PARTICIPANTS, Unusable, converge, follow, plain, word
from integrations import webhooks, wire
from models import exchange
from models.database import writes
from models.outside import Connection
from models.recruiting import Project
from rules.identifiers import KEPT, SHORTENED

EVERY = timedelta(minutes=10)
BATCH, CHUNK, MOST_LISTED = 20, 100, 20_000
# A whole list: so many pages, so many seconds. Whoever has more or is slower keeps everybody else waiting.
MOST_PAGES, PATIENCE = 400, 60.0
# Whoever pressed a button waits no longer than this for all of it.
SOON = 15.0
SLOW = "slow"
log = logging.getLogger(__name__)


class Silent(Exception):
    """The other side gave no list that could be read; the code says why."""


class Answer(NamedTuple):
    """What one side answered: the lines of its list, of which kind its study is, and whether it took our hello; or the
    fault that it gave no list with."""

    rows: list[dict]
    kind: str = ""
    met: bool = False
    fault: str = ""


def read(
    connection: Connection, at: datetime, allowed: Collection[str] = frozenset(), patience: float = PATIENCE
) -> bool:
    """Ask the other side for its whole list, outside of any transaction, and go along with it; whether it answered."""
    if connection.revoked_at is not None or not connection.calls_url:
        return False
    return _written(connection, _whole(connection, "", at, allowed, patience), at)


def read_some(rows: Iterable[Connection], at: datetime, allowed: Collection[str] = frozenset()) -> bool:
    """Ask several sides at once for somebody who waits; whether all of them answered. Who is slow is named as such, and
    left to the worker."""
    ends, heard = time.monotonic() + SOON, True

    def ask_one(row: Connection) -> Answer:
        left = ends - time.monotonic()
        return _whole(row, "", at, allowed, left) if left > 0 else Answer([], fault=SLOW)

    callable_ones = [row for row in rows if row.revoked_at is None and row.calls_url]
    for row, answer in at_once.each(callable_ones, ask_one, SOON):
        heard = _written(row, answer or Answer([], fault=SLOW), at) and heard
    return heard


def _whole(connection: Connection, base: str, at: datetime, allowed: Collection[str], patience: float) -> Answer:
    """Hello, where `base` says that it is due, and the whole list; nothing of ours is read or written here."""
    met, kind = False, ""
    try:
        if base:
            kind, met = _hello(connection, base, at, allowed), True
        rows, told = _asked(connection, at, allowed, patience)
    except (Silent, wire.Fault) as problem:
        return Answer([], kind, met, str(problem) or SLOW)
    return Answer(rows, told or kind, met)


def _written(connection: Connection, answer: Answer, at: datetime) -> bool:
    """Go along with what a side answered; whether that was its list. Nothing is believed of one that was revoked while
    it was asked."""
    if _revoked(connection):
        return False
    if answer.met:
        _greeted(connection, at)
    learn_kind(connection, answer.kind)
    if answer.fault:
        _silent(connection, answer.fault, at)
        return False
    connection = Connection.get_by_id(connection.id)
    for first in range(0, len(answer.rows), CHUNK):
        _keep(connection, answer.rows[first : first + CHUNK], at)
    _done(connection, at)
    return True


def _revoked(connection: Connection) -> bool:
    return not Connection.select().where(Connection.id == connection.id, Connection.revoked_at.is_null()).exists()


def _asked(connection: Connection, at: datetime, allowed: Collection[str], patience: float) -> tuple[list[dict], str]:
    """Every page of the list, and of which kind the study is where that side knows."""
    rows: list[dict] = []
    after: int | None = 0
    kind, pages, began = "", 0, time.monotonic()
    while after is not None:
        pages += 1
        if pages > MOST_PAGES or time.monotonic() - began > patience:
            raise Silent("unusable" if pages > MOST_PAGES else "unreachable")
        page = ask(connection, {"type": "list", "after": after}, at, allowed)
        found, further = page.get("rows"), page.get("next")
        grows = further is None or (isinstance(further, int) and further > after)
        if not isinstance(found, list) or not grows or len(rows) + len(found) > MOST_LISTED:
            raise Silent("unusable")
        rows += [row for row in found if isinstance(row, dict)]
        after, kind = further, str(page.get("kind", ""))
    return rows, kind


def ask(connection: Connection, body: dict, at: datetime, allowed: Collection[str]) -> dict:
    """One question to the other side, signed, and its answer; no transaction is open meanwhile."""
    raw = json.dumps(body, separators=(",", ":"), sort_keys=True).encode()
    headers = webhooks.sign(connection.secrets(at), f"ask_{chance.token_hex(12)}", at, raw)
    found = wire.send("POST", connection.calls_url, raw, {"Content-Type": "application/json", **headers}, allowed)
    if found.status != 200:
        raise Silent(f"status_{found.status}")
    try:
        answer = json.loads(found.body)
    except (ValueError, RecursionError):
        raise Silent("unusable") from None
    if not isinstance(answer, dict):
        raise Silent("unusable")
    return answer


@writes
def _keep(connection: Connection, rows: list[dict], at: datetime) -> None:
    """Some lines of the list, each followed as far as it can be."""
    states = PARTICIPANTS if connection.side == "tool" else CANDIDATES
    for row in rows:
        try:
            said = word(row, connection, states)
        except Unusable as problem:
            if str(problem) == "unknown_id":
                suspects.keep(at, "unknown_id", connection=connection, outside_id=plain(row.get("id")))
            continue
        exchange.keep_word(connection.id, said, at, True)
        # What was heard meanwhile may be newer than this list.
        heard = exchange.word_of(connection.id, said.outside_id)
        last = said._replace(state=heard.state, seq=heard.seq)
        if connection.side == "recruiter":
            follow(connection, last, at)
        elif (candidate := exchange.candidate_of(connection, said.outside_id)) is not None:
            converge(candidate, last.state, at, connection)


@writes
def _done(connection: Connection, at: datetime) -> None:
    exchange.unlist(connection.id, at)
    values = {"read_at": at, "tried_at": at, "read_fault": ""}
    Connection.update(values).where(Connection.id == connection.id).execute()


@writes
def _silent(connection: Connection, fault: str, at: datetime) -> None:
    # Who was only too slow for somebody who waited is asked again by the worker as ever.
    tried = {} if fault == SLOW else {"tried_at": at}
    Connection.update(read_fault=fault[:40], **tried).where(Connection.id == connection.id).execute()


def greet(connection: Connection, base: str, at: datetime, allowed: Collection[str] = frozenset()) -> bool:
    """Say hello to the tool's side: where calls to us go, and people who are done; whether it heard."""
    try:
        kind = _hello(connection, base, at, allowed)
    except (Silent, wire.Fault) as problem:
        _silent(connection, str(problem), at)
        return False
    learn_kind(connection, kind)
    _greeted(connection, at)
    return True


def _hello(connection: Connection, base: str, at: datetime, allowed: Collection[str]) -> str:
    """Of which kind the study is, says the other side to our hello."""
    where = {"calls_url": f"{base}/calls/tool/{connection.key}", "return_url": f"{base}/back/{connection.key}"}
    return str(ask(connection, {"type": "hello", **where}, at, allowed).get("kind", ""))


@writes
def _greeted(connection: Connection, at: datetime) -> None:
    values = {"greeted_at": at, "read_fault": ""}
    Connection.update(values).where(Connection.id == connection.id).execute()


def read_due(at: datetime, base: str, allowed: Collection[str] = frozenset(), most: int = BATCH) -> int:
    """Greet and read every other half whose turn it is, some at once; how many were tried."""
    rows = exchange.due(at - EVERY, most)

    def ask_one(row: Connection) -> Answer:
        new = row.side == "tool" and row.greeted_at is None
        return _whole(row, base if new else "", at, allowed, PATIENCE)

    for row, answer in at_once.each([row for row in rows if _take(row, at)], ask_one):
        try:
            _written(row, answer or Answer([], fault="unusable"), at)
        except Exception:  # what the others answered is not lost with it
            log.exception("the list of connection %s could not be followed", row.id)
    return len(rows)


@writes
def _take(connection: Connection, at: datetime) -> bool:
    """Whether this process has this one: several may look at once."""
    before = connection.tried_at
    same = Connection.tried_at.is_null() if before is None else Connection.tried_at == before
    return Connection.update(tried_at=at).where(Connection.id == connection.id, same).execute() == 1


@writes
def learn_kind(connection: Connection, kind: str) -> None:
    """The study says of which kind it is, and so how it writes IDs."""
    known = kind in SHORTENED | KEPT
    if known and connection.side == "tool":
        Project.update(kind=kind).where(Project.id == connection.project_id, Project.kind != kind).execute()
