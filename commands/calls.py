"""Asking the other half of a recruiting effort: hello, and its whole list, read again and again, which makes up for
every call that was lost. No transaction is open while somebody is asked."""

import json
import secrets as chance
import time
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from commands import suspects
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


class Silent(Exception):
    """The other side gave no list that could be read; the code says why."""


def read(
    connection: Connection, at: datetime, allowed: Collection[str] = frozenset(), patience: float = PATIENCE
) -> bool:
    """Ask the other side for its whole list, outside of any transaction, and go along with it; whether it answered."""
    if connection.revoked_at is not None or not connection.calls_url:
        return False
    try:
        rows, kind = _asked(connection, at, allowed, patience)
    except (Silent, wire.Fault) as problem:
        _silent(connection, str(problem), at)
        return False
    learn_kind(connection, kind)
    connection = Connection.get_by_id(connection.id)
    for first in range(0, len(rows), CHUNK):
        _keep(connection, rows[first : first + CHUNK], at)
    _done(connection, at)
    return True


def read_some(rows: Iterable[Connection], at: datetime, allowed: Collection[str] = frozenset()) -> bool:
    """Ask several sides for somebody who waits; whether all of them answered. Who is slow is left to the worker."""
    ends, heard = time.monotonic() + SOON, True
    for row in rows:
        left = ends - time.monotonic()
        heard = left > 0 and read(row, at, allowed, left) and heard
    return heard


def _asked(
    connection: Connection, at: datetime, allowed: Collection[str], patience: float
) -> tuple[list[dict], str]:
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
    Connection.update(tried_at=at, read_fault=fault[:40]).where(Connection.id == connection.id).execute()


def greet(connection: Connection, base: str, at: datetime, allowed: Collection[str] = frozenset()) -> bool:
    """Say hello to the tool's side: where calls to us go, and people who are done; whether it heard."""
    where = {"calls_url": f"{base}/calls/tool/{connection.key}", "return_url": f"{base}/back/{connection.key}"}
    try:
        answer = ask(connection, {"type": "hello", **where}, at, allowed)
    except (Silent, wire.Fault) as problem:
        _silent(connection, str(problem), at)
        return False
    learn_kind(connection, str(answer.get("kind", "")))
    _greeted(connection, at)
    return True


@writes
def _greeted(connection: Connection, at: datetime) -> None:
    values = {"greeted_at": at, "read_fault": ""}
    Connection.update(values).where(Connection.id == connection.id).execute()


def read_due(at: datetime, base: str, allowed: Collection[str] = frozenset(), most: int = BATCH) -> int:
    """Greet and read every other half whose turn it is; how many were tried."""
    rows = exchange.due(at, at - EVERY, most)
    for row in rows:
        if _take(row, at) and (row.side != "tool" or row.greeted_at is not None or greet(row, base, at, allowed)):
            read(row, at, allowed)
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
