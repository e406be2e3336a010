"""Where the other half of a recruiting effort calls: a machine, without cookies; the signature of what it says is the
lock. Answers are problem+json where something is wrong."""

import json

from flask import Blueprint, Response, current_app, g, request

from commands import hearing, suspects
from commands.signin import draw
from integrations import webhooks
from lifecycle.attempt import Refused
from models.outside import Connection

views = Blueprint("calls", __name__)
MOST_BYTES = 1 << 20
AN_HOUR, FORGED_AN_HOUR = 6000, 300
SIDES = ("recruiter", "tool")
PROBLEMS = {
    "unknown_key": "No connection has this key.",
    "revoked": "This connection is revoked.",
    "too_large": "A call is one megabyte at most.",
    "too_many": "Too many calls in the last hour. Try again later.",
    "forged": "The signature, its time, or the headers of Standard Webhooks are not as they should be.",
    "not_json": "The body is not a JSON object.",
    "unknown_type": "This side does not take calls of this type.",
    "unknown_id": "Nobody has this ID here, or it is not written as your side writes it.",
    "unknown_state": "There is no such state.",
    "unknown_outcome": "There is no such outcome.",
    "unusable": "A field is missing, or can not be used.",
}


def where_of(path: str) -> str:
    """Host and path under which the world reaches this page: what a link to it is signed with."""
    base = current_app.config["SETTINGS"].base_url
    return f"{base.split('://', 1)[1]}{path}"


@views.post("/calls/<side>/<key>")
def told(side: str, key: str):
    """One call: believed, heard, followed and answered."""
    if (request.content_length or 0) > MOST_BYTES:
        return problem("too_large", 413)
    connection = Connection.get_or_none(Connection.side == side, Connection.key == key) if side in SIDES else None
    if connection is None:
        return problem("unknown_key", 404)
    if connection.revoked_at is not None:
        return problem("revoked", 410)
    raw = request.get_data(cache=False)
    if len(raw) > MOST_BYTES:
        return problem("too_large", 413)
    try:
        number = webhooks.verify(connection.secrets(g.at), request.headers, raw, g.at)
    except webhooks.Forged:
        return forged(connection)
    try:
        draw(f"calls:{connection.id}", AN_HOUR, g.at)
    except Refused:
        return problem("too_many", 429)
    said = hearing.hear(connection, number, raw, g.at)
    return answer(said) if said.status == 200 else problem(said.what, said.status)


def forged(connection: Connection):
    """Somebody who does not know the secret, or a clock that is far off."""
    try:
        draw(f"forged:{request.remote_addr or ''}", FORGED_AN_HOUR, g.at)
    except Refused:
        return problem("too_many", 429)
    suspects.keep(g.at, "forged", connection=connection)
    return problem("forged", 401)


def answer(said: hearing.Said) -> Response:
    """What came of it, or what was asked for."""
    return Response(json.dumps({"outcome": said.what, **said.more}), 200, content_type="application/json")


def problem(code: str, status: int) -> Response:
    """Why not, for a machine (RFC 9457)."""
    body = {"type": "about:blank", "title": PROBLEMS[code], "status": status, "code": code}
    found = Response(json.dumps(body), status, content_type="application/problem+json")
    if status == 429:
        found.headers["Retry-After"] = "3600"
    return found
