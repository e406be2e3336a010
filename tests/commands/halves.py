"""The other half of a recruiting effort as a test plays it: its connection, its links, its calls."""

import json
import secrets
from datetime import datetime, timedelta

from commands import connections, hearing
from integrations import links
from models import Candidate, Connection, Participant, Project, Study
from tests.commands import routed
from tests.world import NOW, World, live_study

BASE = "http://127.0.0.1:8000"
DAY = timedelta(days=1)


def open_study(world: World, kind: str = "survey", **changes) -> Study:
    """Ada's live study to which recruiters send people."""
    return live_study(world, **{"kind": kind, "asks": [], "audience": "invite", "places": 5} | changes)


def recruiter(world: World, study: Study, paired: bool = True) -> Connection:
    """An outside recruiter of this study, who has said hello."""
    made = routed.recruiter(world, study)
    if paired:
        connections.met(made, "https://recruiter.example/calls/tool/k", "https://recruiter.example/back/k", NOW)
    return Connection.get_by_id(made.id)


def link(
    study: Study, connection: Connection, pid: str = "pp_9exh736", at: datetime = NOW, path: str = "", **changes
) -> str:
    """A link of this recruiter into the study, as a browser asks for it here."""
    given = {"key": connection.key, "secret": connection.secret, "nonce": secrets.token_urlsafe(18), "lasts": DAY}
    where = f"{BASE}{path or f'/r/{study.link}'}"
    return links.signed(where, {"pid": pid}, at=at, **given | changes).removeprefix(BASE)


def tool(world: World, kind: str = "survey") -> tuple[Project, Connection]:
    """Ada's live project that sends people to an outside tool of this kind."""
    made = routed.project(world, kind=kind)
    return made, routed.tool(world, made, calls="https://tool.example/calls")


def sent(project: Project, person) -> Candidate:
    """They passed the screener and were sent on."""
    return routed.finished(routed.candidate(project, person))


def back(connection: Connection, pid: str, outcome: str = "complete", at: datetime = NOW, **changes) -> str:
    """A way back of this tool, as a browser asks for it here."""
    given = {"key": connection.key, "secret": connection.secret, "nonce": secrets.token_urlsafe(18), "lasts": DAY}
    values = {"pid": pid, "outcome": outcome}
    return links.signed(f"{BASE}/back/{connection.key}", values, at=at, **given | changes).removeprefix(BASE)


def call(connection: Connection, now: datetime = NOW, number: str = "", /, **body) -> hearing.Said:
    """This half heard a call of the other one."""
    number = number or f"msg_{secrets.token_hex(8)}"
    return hearing.hear(Connection.get_by_id(connection.id), number, json.dumps(body).encode(), now)


def moved(connection: Connection, pid: str, state: str, seq: int, at: datetime = NOW, number: str = "") -> hearing.Said:
    """The study says how somebody stands."""
    told = {"type": "participant.moved", "id": pid, "event": "x", "state": state, "seq": seq, "at": at.isoformat()}
    return call(connection, at, number, **told)


def decided(connection: Connection, pid: str, state: str, seq: int = 9, at: datetime = NOW) -> hearing.Said:
    """The recruiter says what a person decided."""
    told = {"type": f"candidate.{state}", "id": pid, "state": state, "seq": seq, "at": at.isoformat()}
    return call(connection, at, **told)


def only(study: Study) -> Participant:
    """The one who takes part in it."""
    return Participant.get(Participant.study == study.id)
