"""The lists of several other halves are read at once: who hangs holds up nobody else, and is named."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from commands import calls, connections
from integrations import webhooks
from models import Candidate, Connection, Project
from tests import world as story
from tests.commands import halves

NAMES = ("one", "two", "three")
HERE = frozenset({"127.0.0.1"})


@contextmanager
def lists(parties: int):
    """A host that gives an empty list to each of `parties` once all of them have asked, and lets /hangs wait."""
    together, over = threading.Barrier(parties), threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            if self.path == "/hangs":
                over.wait(20)
            else:
                together.wait(20)
            body = json.dumps({"rows": [], "next": None}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        over.set()
        server.shutdown()
        server.server_close()


@pytest.fixture
def study(people):
    return halves.open_study(people)


def recruiter(people, study, name: str, where: str) -> Connection:
    made = halves.recruiter(people, study)
    values = {"name": name, "calls_url": where, "secret": webhooks.new_secret(), "read_at": None, "tried_at": None}
    Connection.update(values).where(Connection.id == made.id).execute()
    return Connection.get_by_id(made.id)


def test_several_are_asked_at_the_same_time(people, study):
    with lists(len(NAMES)) as url:
        rows = [recruiter(people, study, name, f"{url}/{name}") for name in NAMES]
        assert calls.read_some(rows, story.NOW, HERE)
        assert [row.read_at for row in Connection.select()] == [story.NOW] * 3


def test_the_worker_asks_several_at_the_same_time_too(people, study):
    with lists(len(NAMES)) as url:
        for name in NAMES:
            recruiter(people, study, name, f"{url}/{name}")
        assert calls.read_due(story.NOW, "http://127.0.0.1:1", HERE) == 3
        assert [row.read_at for row in Connection.select()] == [story.NOW] * 3
        assert calls.read_due(story.NOW, "http://127.0.0.1:1", HERE) == 0


def test_who_hangs_holds_up_nobody_and_is_named(people, study, monkeypatch):
    monkeypatch.setattr(calls, "SOON", 2.0)
    with lists(2) as url:
        rows = [recruiter(people, study, name, f"{url}/{name}") for name in ("hangs", "one", "two")]
        assert not calls.read_some(rows, story.NOW, HERE)
        found = {row.name: (row.read_at, row.read_fault) for row in Connection.select()}
        assert found == {"hangs": (None, "slow"), "one": (story.NOW, ""), "two": (story.NOW, "")}
        assert Connection.get(Connection.name == "hangs").tried_at is None  # the worker asks it as ever


def test_nothing_is_believed_of_who_was_revoked_while_they_were_asked(people, monkeypatch):
    project, tool = halves.tool(people)
    sent = halves.sent(project, people.cleo)
    line = {"id": f"pp_{sent.tail}", "state": "submitted", "seq": 9, "at": story.NOW.isoformat()}

    def revoked_meanwhile(*_given):
        connections.revoke(tool, story.customer(people.ada), story.NOW)
        return calls.Answer([line], "interaction", met=True)

    monkeypatch.setattr(calls, "_whole", revoked_meanwhile)
    assert not calls.read(Connection.get_by_id(tool.id), story.NOW, HERE)
    assert (Candidate.get_by_id(sent.id).state, Project.get_by_id(project.id).kind) == ("incomplete", "survey")


def test_a_list_that_can_not_be_followed_loses_no_other(people, study, monkeypatch):
    follow = calls._done

    def stumbles(connection, at):
        if connection.name == "one":
            raise RuntimeError("a fault of ours")
        follow(connection, at)

    monkeypatch.setattr(calls, "_done", stumbles)
    with lists(len(NAMES)) as url:
        for name in NAMES:
            recruiter(people, study, name, f"{url}/{name}")
        calls.read_due(story.NOW, "http://127.0.0.1:1", HERE)
    assert {row.name: row.read_at for row in Connection.select()} == {
        "one": None, "two": story.NOW, "three": story.NOW
    }  # fmt: skip


def test_who_hangs_keeps_no_process_from_ending(people, study, monkeypatch):
    monkeypatch.setattr(calls, "SOON", 0.5)
    with lists(1) as url:
        calls.read_some([recruiter(people, study, "hangs", f"{url}/hangs")], story.NOW, HERE)
        asking = [one for one in threading.enumerate() if one.name == "parlor-asking"]
        assert asking
        assert all(one.daemon for one in asking)
