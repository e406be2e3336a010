"""Recruiting projects in numbers and lists, as fixed statements: how far people came, who is in one, and whom the clock
may still ask. What a page shows of thousands of candidates is read by a key, and never counted one by one."""

from datetime import datetime, timedelta
from typing import NamedTuple

from models.called import OWN_NAME
from models.lists import WHO, ask
from models.recruiting import SENT_ON
from models.studies import Study
from rules import identifiers
from rules.matching import OWN
from rules.times import to_epoch

SHOWN = 25
IDLE = timedelta(days=30)
COLUMNS = (
    "project.id, project.code, project.title, project.state, project.version, project.incentive, project.currency, "
    "project.wanted"
)
# Who has been sent on and not gone again (models/recruiting.py).
SENT = SENT_ON


class Shelf(NamedTuple):
    """A project in a list: what it is, who owns its reconciliation, and how many are in which state."""

    id: int
    code: str
    title: str
    state: str
    version: int
    incentive: int
    currency: str
    wanted: int
    owner: str
    people: dict[str, int]

    @property
    def sent(self) -> int:
        """How many were sent on and are not out again."""
        return sum(self.people.get(state, 0) for state in SENT)


class Face(NamedTuple):
    """One candidate in a list; `since` is an epoch, `study` the state in the study here, where they are in one."""

    id: int
    code: str
    version: int
    tail: str
    state: str
    who: str
    since: int
    study: str | None
    place: str | None


GROUPS = {
    "running": "project.state IN ('live', 'paused')",
    "before": "project.state = 'draft'",
    "over": "project.state IN ('closed', 'canceled')",
}
LISTED = f"""
WITH chosen AS (SELECT {COLUMNS}, COALESCE(person.name, '') AS owner FROM project
    LEFT JOIN person ON person.id = project.owner_id WHERE {{where}} ORDER BY project.id DESC LIMIT {SHOWN + 1})
SELECT chosen.*, candidate.state, COUNT(candidate.id) FROM chosen
LEFT JOIN candidate ON candidate.project_id = chosen.id
GROUP BY chosen.id, chosen.code, chosen.title, chosen.state, chosen.version, chosen.incentive, chosen.currency,
    chosen.wanted, chosen.owner, candidate.state ORDER BY chosen.id DESC
"""


def shelves(workspace: int, before: int | None = None, group: str = "") -> list[Shelf]:
    """The projects of a team, the newest first, from a number on; one more than a page shows."""
    where, values = ["project.workspace_id = ?"], [workspace]
    if group in GROUPS:
        where.append(GROUPS[group])
    if before:
        where.append("project.id < ?")
        values.append(before)
    found: dict[int, Shelf] = {}
    for *row, state, count in ask(LISTED.format(where=" AND ".join(where)), *values):
        one = found.setdefault(row[0], Shelf(*row, {}))
        if state is not None:
            one.people[state] = count
    return list(found.values())


FACES = f"""
SELECT candidate.id, candidate.code, candidate.version, candidate.tail, candidate.state, {{who}}, candidate.created_at,
    (SELECT participant.state FROM participant WHERE participant.candidate_id = candidate.id LIMIT 1),
    (SELECT participant.code FROM participant WHERE participant.candidate_id = candidate.id LIMIT 1)
FROM candidate JOIN person ON person.id = candidate.person_id
WHERE candidate.project_id = ?{{narrow}} ORDER BY candidate.id DESC LIMIT {SHOWN + 1}
"""


def faces(project, state: str = "", find: str = "", before: int | None = None) -> list[Face]:
    """The candidates of a project, the newest first, from a number on; one more than a page shows. `find` is an ID in
    either spelling, or a part of a name."""
    who = OWN_NAME if project.criteria.get("pool") == OWN else WHO
    narrow, values = "", []
    if state:
        narrow += " AND candidate.state = ?"
        values.append(state)
    if find:
        sql, found = _found(find, who)
        narrow += sql
        values += found
    if before:
        narrow += " AND candidate.id < ?"
        values.append(before)
    return [Face(*row) for row in ask(FACES.format(who=who, narrow=narrow), project.id, *values)]


def _found(typed: str, who: str) -> tuple[str, list]:
    """A part of a name, or an ID in either spelling: those of who was removed are hidden."""
    plain = typed.lower().replace("!", "!!").replace("%", "!%").replace("_", "!_")
    named, pattern = f"LOWER({who}) LIKE ? ESCAPE '!'", f"%{plain}%"
    if tail := identifiers.tail_of(typed.strip().lower()):
        return f" AND ((candidate.tail = ? AND candidate.state <> 'removed') OR {named})", [tail, pattern]
    return f" AND {named}", [pattern]


def able(workspace: int) -> list[tuple[str, str]]:
    """(code, name) of everybody in the team who may mark people as Completed, by name."""
    sql = (
        "SELECT person.code, person.name FROM member JOIN person ON person.id = member.person_id "
        "WHERE member.workspace_id = ? AND member.role IN ('admin', 'creator') ORDER BY person.name, person.id"
    )
    return ask(sql, workspace)


def study_behind(link: str) -> Study | None:
    """The study of this installation that an Invite Network link leads to."""
    return Study.get_or_none(Study.link == link)


IDLE_ONES = (
    "SELECT project.id FROM project WHERE project.state IN ('live', 'paused') AND project.created_at <= ? "
    "AND NOT EXISTS (SELECT 1 FROM entry WHERE entry.noun = 'project' AND entry.subject = project.id AND entry.at > ?) "
    "AND NOT EXISTS (SELECT 1 FROM candidate JOIN entry ON entry.noun = 'candidate' AND entry.subject = candidate.id "
    "AND entry.at > ? WHERE candidate.project_id = project.id) "
    "AND NOT EXISTS (SELECT 1 FROM participant JOIN candidate ON candidate.id = participant.candidate_id "
    "WHERE candidate.project_id = project.id AND participant.state IN ('booked', 'started', 'submitted'))"
)


def idle(at: datetime) -> list[int]:
    """The projects in which nothing happened for 30 days, to themselves or to anybody in them."""
    end = to_epoch(at - IDLE)
    return [number for (number,) in ask(IDLE_ONES, end, end, end)]
