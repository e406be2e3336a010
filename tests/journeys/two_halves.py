"""Two real Parlors that are each other's other half, with a network between them that can not be relied on.

The servers are processes of their own, each with its own database; every call between them passes a proxy that loses,
doubles, delays and reorders as its dice say. The test plays the people, and both workers: so it decides when."""

import http.client
import random
import threading
import urllib.error
import urllib.request
from contextlib import contextmanager
from datetime import datetime, timedelta
from http.cookiejar import CookieJar
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlencode, urlsplit

from commands import calls, connections, exclusions, taking
from commands.fire import fire
from models import Candidate, Connection, Heard, Outgoing, Participant, board, database
from outbox import machines
from rules import reconcile
from tests import world as story
from tests.commands import halves, routed
from tests.journeys.hands import Page
from tests.services import databases
from tests.services import server as servers
from views.settings import read

NOW = story.NOW
SIGNED = ("Webhook-Id", "Webhook-Timestamp", "Webhook-Signature", "Content-Type")


class Network(ThreadingHTTPServer):
    """Stands before one server; `bad` says whether calls go wrong. Everything but a call passes."""

    daemon_threads = True

    def __init__(self, dice: random.Random):
        super().__init__(("127.0.0.1", 0), Passing)
        self.dice, self.bad, self.target = dice, False, ""
        self.late: list[tuple[str, bytes, dict]] = []
        self.fates: dict[str, int] = {}
        self.url = f"http://127.0.0.1:{self.server_port}"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def fate(self) -> str:
        """What becomes of the next call."""
        odds = {"passes": 45, "lost": 15, "answer lost": 12, "doubled": 12, "late": 10, "broken": 6}
        found = self.dice.choices(list(odds), list(odds.values()))[0] if self.bad else "passes"
        self.fates[found] = self.fates.get(found, 0) + 1
        return found

    def forward(self, path: str, body: bytes, headers: dict) -> tuple[int, bytes]:
        """On to the server behind."""
        line = http.client.HTTPConnection(urlsplit(self.target).netloc, timeout=10)
        line.request("POST", path, body, headers)
        answer = line.getresponse()
        found = answer.status, answer.read()
        line.close()
        return found

    def deliver_late(self) -> None:
        """What was kept arrives now, in any order."""
        waiting, self.late = self.late, []
        self.dice.shuffle(waiting)
        for one in waiting:
            self.forward(*one)


class Passing(BaseHTTPRequestHandler):
    """One call on its way."""

    protocol_version = "HTTP/1.1"

    def do_POST(self):
        """By its fate."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name: self.headers[name] for name in SIGNED if self.headers.get(name)}
        fate, net = self.server.fate(), self.server
        if fate == "late":
            net.late.append((self.path, body, headers))
        if fate == "doubled":
            net.forward(self.path, body, headers)
        if fate in ("passes", "doubled", "answer lost"):
            answer = net.forward(self.path, body, headers)
        if fate in ("lost", "late", "answer lost"):
            self.close_connection = True
            return
        status, text = answer if fate != "broken" else (502, b"bad gateway")
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_words):
        """Nothing."""


class Half:
    """One installation: its server, its database, its settings, and the network before it."""

    def __init__(self, home, dice: random.Random, kind: str = "sqlite", worker: bool = False):
        self.net = Network(dice)
        self.url = databases.fresh(kind, home)
        self.server = servers.start(
            home, now=NOW.isoformat(), PARLOR_DATABASE_URL=self.url, PARLOR_BASE_URL=self.net.url,
            PARLOR_TARGET_HOSTS="127.0.0.1", PARLOR_WORKER="1" if worker else "0",
        )  # fmt: skip
        self.net.target = self.server.url
        self.settings = read({**self.server.environment, "PARLOR_HOME": str(home)})
        self.db = database.connect(self.url)

    @contextmanager
    def inside(self):
        """Commands work on this half's database."""
        database.db.initialize(self.db)
        yield self

    def stop(self) -> None:
        """Everything of it ends."""
        servers.stop(self.server)
        self.net.shutdown()
        self.net.server_close()
        with self.inside():
            database.close()
        databases.discard(self.url)


class Guest:
    """A browser over the real network, with cookies and without JavaScript."""

    def __init__(self, at: "TwoHalves"):
        self.jar = CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        self.at = at

    def open(self, link: str, data: dict | None = None) -> tuple[int, str]:
        """Ask for a page (or send a form) of the server behind this link's host."""
        there = next(half for half in (self.at.recruiting, self.at.testing) if link.startswith(half.net.url))
        link = link.replace(there.net.url, there.server.url)
        body = urlencode(data).encode() if data is not None else None
        try:
            with self.opener.open(link, body, timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as problem:
            return problem.code, problem.read().decode()

    def arrive(self, link: str) -> int:
        """Open the signed link and press its button."""
        status, html = self.open(link)
        form = next((one for one in Page(html).forms if any(b[2] == "arrive" for b in one.buttons)), None)
        if form is None:
            return status
        return self.open(link, dict(form.fields))[0]


class TwoHalves:
    """A project in one, its study in the other, and everybody's story, by one pair of dice."""

    def __init__(
        self, homes, seed: int, people: int = 34, kind: str = "survey", database_kind: str = "sqlite",
        worker: bool = False,
    ):  # fmt: skip
        self.dice = random.Random(seed)
        self.at: datetime = NOW
        self.guests: dict[str, Guest] = {}
        self.recruiting = Half(homes[0], random.Random(seed + 1), database_kind, worker)
        self.testing = Half(homes[1], random.Random(seed + 2), database_kind, worker)
        with self.testing.inside():
            self.house = story.build(units_bought=2000)
            self.study = halves.open_study(self.house, kind, places=people)
            self.recruiter = connections.make(self.study, "The other Parlor", story.customer(self.house.ada), NOW)
        with self.recruiting.inside():
            self.team = story.build()
            self.project = routed.project(self.team, kind=kind, wanted=people + 10)
            net, key = self.testing.net.url, self.recruiter.key
            self.tool = connections.join_tool(
                self.project, f"{net}/r/{self.study.link}", key, self.recruiter.secret, f"{net}/calls/recruiter/{key}",
                story.customer(self.team.ada), NOW,
            )  # fmt: skip
            self.waiting = [story.contributor(f"walker.{number}") for number in range(people)]

    def stop(self) -> None:
        """Both end."""
        self.recruiting.stop()
        self.testing.stop()

    def bad(self, bad: bool) -> None:
        """From now on the network is so."""
        self.recruiting.net.bad = self.testing.net.bad = bad

    def later(self, span: timedelta) -> None:
        """Time goes on, on both sides."""
        self.at += span
        for half in (self.recruiting, self.testing):
            half.server.now(self.at.isoformat())

    def greet(self) -> None:
        """The two are paired, however often it takes."""
        with self.recruiting.inside():
            hosts = self.recruiting.settings.target_hosts
            for _try in range(60):
                tool = Connection.get_by_id(self.tool.id)
                if calls.greet(tool, self.recruiting.net.url, self.at, hosts):
                    return
        raise AssertionError("they never met")

    def call_out(self) -> None:
        """Both workers make the calls that are due; what was kept on the way arrives afterwards."""
        for half in self._shuffled():
            with half.inside():
                machines.drain(half.settings, lambda: self.at)
        for half in self._shuffled():
            half.net.deliver_late()

    def _shuffled(self) -> list[Half]:
        both = [self.recruiting, self.testing]
        self.dice.shuffle(both)
        return both

    def read(self) -> None:
        """Both read each other's whole list, until it is got through, and what follows from it too."""
        for half, row in (
            (self.recruiting, self.tool), (self.testing, self.recruiter), (self.recruiting, self.tool),
            (self.testing, self.recruiter),
        ):  # fmt: skip
            with half.inside():
                for _try in range(80):
                    if calls.read(Connection.get_by_id(row.id), self.at, half.settings.target_hosts):
                        break
                else:
                    raise AssertionError("the list never came through")

    def step(self) -> None:
        """Somebody does something."""
        options = [self.newcomer] * 3 + [self.guest_moves] * 6 + [self.team_decides] * 3 + [self.study_decides] * 2
        self.dice.choice(options)()

    def newcomer(self) -> None:
        """The next person passes the screener and is sent on; some press twice, and some not at all."""
        if not self.waiting:
            return
        with self.recruiting.inside():
            row = halves.sent(self.project, self.waiting.pop())
            links = [connections.way_on(row, self.at) for _time in range(2)]
        guest = self.guests[row.tail] = Guest(self)
        for link in links[: self.dice.choice((1, 1, 1, 2, 0))]:
            assert guest.arrive(link) == 200

    def guest_moves(self) -> None:
        """Somebody in the study goes on, or leaves."""
        with self.testing.inside():
            rows = list(Participant.select().where(Participant.state.in_(("qualified", "started"))))
            if not rows:
                return
            row = self.dice.choice(rows)
            ways = ["start"] * 3 + ["withdraw"] if row.state == "qualified" else ["submit"] * 4 + ["withdraw"]
            way = self.dice.choice(ways)
            if way == "submit":
                self.do_tasks(row)
            row = fire(row, way, story.themselves(row.person), self.at)
            back = connections.back_from(row, self.at)
        if back and self.dice.random() < 0.6:
            assert self.guests[row.outside_id.removeprefix("pp_")].open(back)[0] == 200

    def do_tasks(self, row: Participant) -> None:
        """Everything that has to be done before it can be sent."""
        for part in row.taken().parts:
            if part.task is not None:
                taking.begin(row, part.task.id, self.at)
                taking.end(row, part.task.id, "done", self.at)

    def team_decides(self) -> None:
        """The recruiting team completes somebody who is Submitted, or removes somebody as the study asked."""
        with self.recruiting.inside():
            by = story.customer(self.team.ada)
            if asked := self.asked_away():
                fire(self.dice.choice(asked), "remove", by, self.at, reason="other")
                return
            rows = list(Candidate.select().where(Candidate.state == "submitted"))
            if rows and self.dice.random() < 0.9:
                fire(self.dice.choice(rows), "complete", by, self.at)
            elif rows:  # nobody asked for that: the study's team has to look at it
                fire(self.dice.choice(rows), "remove", by, self.at, reason="other")

    def asked_away(self) -> list[Candidate]:
        """Whom the study asked to remove, as far as it was heard."""
        told = Heard.select(Heard.outside_id).where(Heard.kind == "participant.remove_asked")
        tails = [row.outside_id.removeprefix("i") for row in told]
        there = Candidate.tail.in_(tails or [""]) & Candidate.state.not_in(("removed", "completed"))
        return list(Candidate.select().where(there))

    def study_decides(self) -> None:
        """The study's team lets somebody in again, or asks for somebody to be excluded."""
        with self.testing.inside():
            by = story.customer(self.house.ada)
            gone = list(Participant.select().where(Participant.state == "withdrawn"))
            if gone and self.dice.random() < 0.6:
                fire(self.dice.choice(gone), "readmit", by, self.at)
                return
            rows = list(Participant.select().where(Participant.state.in_(("submitted", "withdrawn"))))
            if rows and self.dice.random() < 0.4:
                exclusions.exclude_in_order(self.dice.choice(rows), "other", by, self.at)

    def truth(self) -> dict[str, str]:
        """ID -> what both databases say together, of everybody about whom they do not say the same."""
        with self.recruiting.inside():
            sent = Candidate.select(Candidate.tail, Candidate.state).where(Candidate.sent_at.is_null(False))
            there = dict(sent.tuples())
        with self.testing.inside():
            known = Participant.select(Participant.outside_id, Participant.state).tuples()
            here = {pid.removeprefix("pp_"): state for pid, state in known}
        found = {tail: reconcile.pairing(there.get(tail), here.get(tail)) for tail in {*there, *here}}
        return {tail: pair for tail, pair in found.items() if pair != reconcile.MATCHED}

    def boards(self) -> list[dict[str, str]]:
        """The same as each of the two boards has it."""
        found = []
        for half, house in ((self.recruiting, self.team.halden), (self.testing, self.house.halden)):
            with half.inside():
                rows = [
                    row
                    for show in ("disagreeing", "only_here", "only_there", "telling")
                    for row in board.lines(house.id, self.at, board.Sieve(show), most=None)
                ]
                found.append({row.pair: row.pairing for row in rows})
        return found

    def calls_left(self) -> int:
        """How many calls are still to be made on both sides."""
        left = 0
        for half in (self.recruiting, self.testing):
            with half.inside():
                left += Outgoing.select().where(Outgoing.channel == "call", Outgoing.state == "waiting").count()
        return left

    def settle(self) -> None:
        """The network is whole again: waits pass until every call has arrived, people do what is theirs to do, and who
        had not come comes."""
        self.bad(False)
        for _round in range(40):
            self.later(timedelta(hours=7))
            self.call_out()
            self.do_the_rest()
            if not self.calls_left():
                return
        raise AssertionError(f"{self.calls_left()} calls never arrived")

    def do_the_rest(self) -> None:
        """Who was asked away is removed, who was removed is excluded, and who never came comes."""
        with self.recruiting.inside():
            for row in self.asked_away():
                fire(row, "remove", story.customer(self.team.ada), self.at, reason="other")
            sent = list(Candidate.select().where(Candidate.state == "incomplete"))
            links = {row.tail: connections.way_on(row, self.at) for row in sent}
        with self.testing.inside():
            there = (Participant.removed_there_at.is_null(False)) & Participant.state.not_in(("excluded", "completed"))
            for row in list(Participant.select().where(there)):
                exclusions.exclude_in_order(row, "other", story.customer(self.house.ada), self.at)
            came = {row.outside_id.removeprefix("pp_") for row in Participant.select()}
        for tail in sorted(links.keys() - came):
            assert self.guests[tail].arrive(links[tail]) == 200


