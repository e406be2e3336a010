"""What arrived and could not be trusted: kept for the team to look at, and changing nothing.

Whoever sends nonsense could send it a million times. So the same thing is one row with a count, only so much of a kind
is kept in an hour, and beyond a number of open rows everything new of a kind is counted in one. Each kind has its own
numbers: who knows no secret can not hide what the other side really says."""

from datetime import datetime, timedelta

from commands.signin import draw
from lifecycle.attempt import Refused
from models.database import writes
from models.outside import Connection, Heard, Suspect
from models.recruiting import Candidate, Project
from models.studies import Study

KINDS = ("unsigned", "altered", "expired", "unknown_key", "malformed", "replayed", "unknown_id", "forged", "swapped",
         "backwards", "quality", "error", "ghost")  # fmt: skip
AN_HOUR = 200
MOST_OPEN = 500
PATIENCE = timedelta(hours=2)
# A way back that said "complete" and waits for the word of the server (views/returning.py).
HINT = "back.complete"


@writes
def keep(
    at: datetime, kind: str, *, connection: Connection | None = None, study: Study | None = None,
    project: Project | None = None, outside_id: str = "", text: str = "",
) -> Suspect | None:  # fmt: skip
    """Keep it with whom it concerns, once, with how often it came; nothing where too much came already."""
    study = study or (connection.study if connection else None)
    project = project or (connection.project if connection else None)
    house = (study or project).workspace_id
    try:
        draw(f"suspect:{house}:{study.id if study else ''}:{project.id if project else ''}:{kind}", AN_HOUR, at)
    except Refused:
        return None
    there = {"study": study, "project": project, "connection": connection, "kind": kind}
    outside_id = "".join(one for one in outside_id[:80] if one.isascii() and one.isprintable())
    if found := _same(there, outside_id) or _crowded(there, house):
        Suspect.update(times=Suspect.times + 1, at=at).where(Suspect.id == found.id).execute()
        return Suspect.get_by_id(found.id)
    return Suspect.create(workspace=house, outside_id=outside_id, text=text[:500], at=at, **there)


def _same(there: dict, outside_id: str) -> Suspect | None:
    """The open row about the same thing."""
    return _open(there).where(Suspect.outside_id == outside_id).first()


def _crowded(there: dict, house: int) -> Suspect | None:
    """Where very many of a kind are open: any one of them, to count with."""
    same = (Suspect.workspace == house) & (Suspect.kind == there["kind"]) & Suspect.settled_at.is_null()
    if Suspect.select().where(same).count() < MOST_OPEN:
        return None
    return _open(there).order_by(Suspect.id).first()


def _open(there: dict):
    query = Suspect.select().where(Suspect.settled_at.is_null())
    for name, value in there.items():
        field = getattr(Suspect, name)
        query = query.where(field.is_null() if value is None else field == value)
    return query


def ghosts(at: datetime) -> int:
    """Ways back that said "complete" a while ago, and for which no word of the server followed; how many."""
    waits = Heard.select().where(Heard.kind == HINT, Heard.outcome == "", Heard.at <= at - PATIENCE)
    return sum(_look(row, at) for row in list(waits.order_by(Heard.id).limit(200)))


@writes
def _look(row: Heard, at: datetime) -> bool:
    candidate = Candidate.get_or_none(
        Candidate.tail == row.outside_id.removeprefix("pp_"), Candidate.project == row.connection.project_id
    )
    ghost = candidate is not None and candidate.state not in ("submitted", "completed", "removed")
    mine = Heard.update(outcome="ghost" if ghost else "confirmed").where(Heard.id == row.id, Heard.outcome == "")
    if not mine.execute() or not ghost:
        return False
    keep(at, "ghost", connection=row.connection, outside_id=row.outside_id)
    return True
