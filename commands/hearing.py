"""The calls of the other half of a recruiting effort: heard once, and followed."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from commands import connections, suspects
from commands.following import (
    CANDIDATES,
    PARTICIPANTS,
    Unusable,
    converge,
    follow,
    instant,
    number,
    pid_of,
    plain,
    word,
)
from models import exchange
from models.database import writes
from models.exchange import PAGE, Listed
from models.outside import Connection
from rules.identifiers import other_side

# The outcomes of a tool that is no Parlor -> what they say in our words; the other two only make somebody look.
OUTCOMES = {"complete": "submitted", "screenout": "screened_out", "overquota": "over_quota", "reversal": "started"}
LOOK = ("quality", "error")


class Said(NamedTuple):
    """The answer to a call: its status, and a code or what was asked for."""

    status: int
    what: str
    more: Mapping[str, Any] = {}


@writes
def hear(connection: Connection, message: str, raw: bytes, at: datetime) -> Said:
    """A call that was signed with this connection's secret. Heard again it is answered, and nothing else happens."""
    exchange.heard(connection.id, at)
    try:
        body = json.loads(raw)
        kind = body["type"] if isinstance(body, dict) and isinstance(body.get("type"), str) else ""
    except (ValueError, RecursionError):
        return Said(400, "not_json")
    if kind in ASKED:
        return ASKED[kind](connection, body, at)
    if kind not in TOLD[connection.side]:
        return Said(422, "unknown_type")
    if not exchange.first_heard(connection.id, message, kind, at):
        return Said(200, "heard_before", _standing(connection, body))
    said = _told(connection, kind, body, at)
    pid = plain(body.get("id"))
    kept = json.dumps({name: body[name] for name in KEPT if name in body})[:1000]
    exchange.keep_heard(connection.id, message, pid, kept, said.what[:80])
    return said._replace(more=_standing(connection, body)) if said.status == 200 else said


KEPT = ("type", "id", "event", "state", "seq", "at", "outcome")


def _standing(connection: Connection, body: dict) -> dict:
    """How the one whom a call is about stands here by now: with the answer the caller knows."""
    try:
        found = exchange.standing(connection, pid_of(body, connection))
    except Unusable:
        return {}
    return {"state": found.state, "seq": found.seq, "at": found.since.isoformat()} if found is not None else {}


def _told(connection: Connection, kind: str, body: dict, at: datetime) -> Said:
    try:
        return TOLD[connection.side][kind](connection, body, at)
    except Unusable as problem:
        if str(problem) == "unknown_id":
            suspects.keep(at, "unknown_id", connection=connection, outside_id=plain(body.get("id")))
        return Said(422, str(problem))


def hello(connection: Connection, body: dict, at: datetime) -> Said:
    """The other half says where it takes calls and people; ours says of which kind the study is."""
    given = [body.get(name, "") for name in ("calls_url", "return_url")]
    if not all(isinstance(one, str) for one in given) or connection.side != "recruiter":
        return Said(422, "unusable")
    if not connections.met(connection, *given, at):
        return Said(422, "unusable")
    return Said(200, "met", {"kind": connection.study.kind})


def listed(connection: Connection, body: dict, at: datetime) -> Said:
    """The whole list, a page of it: everybody of whom the other side may know, as they stand."""
    after = body.get("after", 0)
    if not isinstance(after, int) or isinstance(after, bool) or not 0 <= after < 2**62:
        return Said(422, "unusable")
    rows = exchange.shown_to(connection, after)
    kind = connection.study.kind if connection.side == "recruiter" else ""
    people = [
        {
            "id": other_side(row.outside_id, kind) if kind else row.outside_id,
            "state": row.state, "seq": row.seq, "at": row.since.isoformat(),
        }
        for row in rows
    ]  # fmt: skip
    further = rows[-1].number if len(rows) == PAGE else None
    return Said(200, "list", {"rows": people, "next": further, **({"kind": kind} if kind else {})})


def moved(connection: Connection, body: dict, at: datetime) -> Said:
    """The study tells how somebody stands."""
    said = word(body, connection, PARTICIPANTS)
    candidate = exchange.candidate_of(connection, said.outside_id)
    if candidate is None:
        raise Unusable("unknown_id")
    last, older = _last(connection, said, at)
    came = converge(candidate, last.state, at, connection)
    return Said(200, "older" if older else came)


def _last(connection: Connection, said: Listed, at: datetime) -> tuple[Listed, bool]:
    """The last word about somebody, which may be another one than this; it is followed in any case, because it may have
    come with an answer, which moves nobody."""
    exchange.keep_word(connection.id, said, at, None)
    last = exchange.word_of(connection.id, said.outside_id)
    return said._replace(state=last.state, seq=last.seq), last.seq > said.seq


def outcome(connection: Connection, body: dict, at: datetime) -> Said:
    """An outside tool tells what came of somebody, in the words of its trade."""
    told = body.get("outcome")
    if not isinstance(told, str) or told not in (*OUTCOMES, *LOOK):
        raise Unusable("unknown_outcome")
    pid = pid_of(body, connection)
    candidate = exchange.candidate_of(connection, pid)
    if candidate is None:
        raise Unusable("unknown_id")
    if told in LOOK:
        suspects.keep(at, told, connection=connection, outside_id=pid)
        return Said(200, "suspect")
    since = instant(body.get("at")) or at
    seq = number(body.get("seq")) if "seq" in body else int(since.timestamp() * 1000)
    said = Listed(0, pid, OUTCOMES[told], seq, since)
    if not exchange.keep_word(connection.id, said, at, None):
        return Said(200, "older")
    return Said(200, converge(candidate, said.state, at, connection, reversal=told == "reversal"))


def remove_asked(connection: Connection, body: dict, at: datetime) -> Said:
    """The study asks for somebody to be removed here first; a person decides that."""
    pid = pid_of(body, connection)
    if exchange.candidate_of(connection, pid) is None:
        raise Unusable("unknown_id")
    return Said(200, "asked")


def decided(connection: Connection, body: dict, at: datetime) -> Said:
    """The recruiter completed or removed somebody."""
    said = word(body, connection, CANDIDATES)
    row = exchange.participant_of(connection, said.outside_id)
    if row is None:
        raise Unusable("unknown_id")
    last, older = _last(connection, said, at)
    came = follow(connection, last, at)
    return Said(200, "older" if older else came)


# What is asked has an answer every time; what is told is heard once.
ASKED = {"hello": hello, "list": listed}
TOLD = {
    "tool": {"participant.moved": moved, "participant.remove_asked": remove_asked, "outcome": outcome},
    "recruiter": {"candidate.completed": decided, "candidate.removed": decided},
}
