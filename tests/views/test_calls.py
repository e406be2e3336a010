"""Where the other half calls: only who knows the secret is heard, and every other answer is a problem for a machine."""

import json
from datetime import timedelta

import pytest

from commands import connections
from integrations import webhooks
from models import Bucket, Connection, Heard, Suspect
from tests.commands import halves
from tests.views.foreign import contents
from tests.world import NOW, again, customer

MINUTE = timedelta(minutes=1)


@pytest.fixture
def tool(place):
    """A project that sends people to an outside tool, with Cleo on her way there."""
    project, connection = halves.tool(place.world)
    return connection, halves.sent(project, place.world.cleo)


def post(place, connection, body=b"{}", at=NOW, secret="", side="", key="", **headers):
    """One call, signed as the other half signs it, or with other headers."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    signed = webhooks.sign([secret or connection.secret], "msg_1", at, raw) | {"Content-Type": "application/json"}
    there = f"/calls/{side or connection.side}/{key or connection.key}"
    return place.app.test_client().post(there, data=raw, headers=signed | headers)


def told(candidate, state="submitted", seq=3):
    return {"type": "participant.moved", "id": f"i{candidate.tail}", "state": state, "seq": seq, "at": NOW.isoformat()}


def test_a_signed_call_is_heard_once_and_answered_with_how_it_stands(place, tool):
    connection, cleo = tool
    first = post(place, connection, told(cleo))
    assert (first.status_code, first.json["outcome"], first.json["state"]) == (200, "submitted", "submitted")
    second = post(place, connection, told(cleo))
    assert (second.json["outcome"], second.json["state"]) == ("heard_before", "submitted")
    assert Heard.select().count() == 1
    assert Connection.get_by_id(connection.id).heard_at == NOW
    assert "Set-Cookie" not in first.headers or "signin" not in first.headers["Set-Cookie"]


WRONG = {
    "another secret": {"secret": "whsec_" + "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE="},
    "an old time": {"at": NOW - 6 * MINUTE},
    "a time to come": {"at": NOW + 6 * MINUTE},
    "no number": {"webhook-id": ""},
    "another number": {"webhook-id": "msg_2"},
    "another time": {"webhook-timestamp": str(int((NOW + MINUTE).timestamp()))},
    "no signature": {"webhook-signature": ""},
    "a strange signature": {"webhook-signature": "v1,AAAA v2,BBBB"},
}


@pytest.mark.parametrize("how", WRONG)
def test_a_call_that_is_not_theirs_changes_nothing_and_is_a_suspect(place, tool, how):
    connection, cleo = tool
    before = contents()
    answer = post(place, connection, told(cleo), **WRONG[how])
    assert answer.status_code == 401
    assert answer.content_type == "application/problem+json"
    assert answer.json["code"] == "forged"
    after = contents()
    assert {table for table in before if before[table] != after[table]} == {"suspect"}
    assert Suspect.get().kind == "forged"


def test_a_body_that_was_touched_is_not_theirs(place, tool):
    connection, cleo = tool
    raw = json.dumps(told(cleo, "withdrawn")).encode()
    signed = webhooks.sign([connection.secret], "msg_1", NOW, raw)
    answer = place.app.test_client().post(
        f"/calls/tool/{connection.key}", data=raw.replace(b"withdrawn", b"submitted"), headers=signed
    )
    assert answer.status_code == 401
    assert again(cleo).state == "incomplete"


def test_the_other_sides_address_is_nobodys(place, tool):
    connection, cleo = tool
    assert post(place, connection, told(cleo), side="recruiter").status_code == 404
    assert post(place, connection, told(cleo), side="nobody").json["code"] == "unknown_key"
    assert post(place, connection, told(cleo), key="another").status_code == 404


def test_a_revoked_connection_is_told_that_it_is_over(place, tool):
    connection, cleo = tool
    connections.revoke(connection, customer(place.world.ada), NOW)
    assert (post(place, connection, told(cleo)).status_code, again(cleo).state) == (410, "incomplete")


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"type":"x"}', b"null"])
def test_a_signed_call_that_can_not_be_read_is_a_problem(place, tool, body):
    answer = post(place, tool[0], body)
    assert answer.status_code in (400, 422)
    assert answer.json["status"] == answer.status_code


def test_more_than_a_megabyte_is_not_read(place, tool):
    answer = post(place, tool[0], b"x" * (1024 * 1024 + 1))
    assert (answer.status_code, answer.json["code"]) == (413, "too_large")
    assert not Suspect.select().exists()


def test_too_many_are_asked_to_wait(place, tool):
    connection, cleo = tool
    Bucket.create(key=f"calls:{connection.id}", used=6000, since=NOW)
    answer = post(place, connection, told(cleo))
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "3600")
    Bucket.create(key="forged:127.0.0.1", used=300, since=NOW)
    assert post(place, connection, told(cleo), **WRONG["no number"]).status_code == 429
    assert not Heard.select().exists()


def test_while_a_secret_is_changed_both_are_heard(place):
    study = halves.open_study(place.world)
    old = halves.recruiter(place.world, study)
    new = connections.rotate(old, customer(place.world.ada), NOW)
    for connection in (old, new):
        assert post(place, connection, {"type": "list"}).status_code == 200
    connections.rotate(new, customer(place.world.ada), NOW, overlap=False)
    assert post(place, new, {"type": "list"}).status_code == 401


def test_a_browser_finds_nothing_there(place, tool):
    assert place.nobody().open(f"/calls/tool/{tool[0].key}").status == 404
