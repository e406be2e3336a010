"""A row together with those beside it that its page and its guards need anyway, in one fixed statement: the study, the
house, the people. What is read for such a row is read once; it lives as long as the page it was read for, and commands
read their rows again (commands.fire.fresh).
"""

from collections.abc import Iterator
from datetime import datetime
from functools import cache

from models import fixed
from models.base import Living
from models.lists import ask
from models.money import Payout
from models.openings import Availability, Feed
from models.participants import Participant
from models.people import Person, SignIn
from models.recruiting import Candidate, Project
from models.rights import LOOKED_THERE, LOOKED_TODAY, day_of, looks_in
from models.sessions import Session
from models.standing import Report, Standing
from models.studies import Study
from models.workspaces import Member, Workspace

# The rows that come along, as the way to each; whose facts come along is said in KNOWN.
NEAR: dict[type, tuple[str, ...]] = {
    Study: ("workspace", "host"),
    Session: ("study", "study.workspace", "study.host", "participant", "participant.candidate", "contributor", "host"),
    Participant: ("study", "study.workspace", "study.host", "person", "candidate"),
    Payout: (
        "workspace", "study", "study.workspace", "person", "participant", "participant.candidate", "candidate",
        "candidate.project",
    ),
    Report: ("study", "study.workspace", "person", "author", "participant", "session"),
    Candidate: ("project", "project.workspace", "project.study", "person"),
    Project: ("workspace", "study", "owner"),
    Standing: ("person",),
}
KNOWN: dict[type, tuple[str, ...]] = {
    Session: ("study",),
    Participant: ("study",),
    Payout: ("participant",),
    Report: ("study",),
}
# Ways that lead to a row which came along already.
SAME: dict[type, dict[str, str]] = {
    Session: {"participant.study": "study", "participant.person": "contributor"},
    Payout: {"participant.study": "study", "participant.person": "person"},
    Report: {"participant.study": "study", "session.study": "study", "session.participant": "participant"},
}


# Rows with something that a person told: the participant whose it is.
TOLD = {
    Session: "here.participant_id",
    Participant: "here.id",
    Candidate: "(SELECT paired.id FROM participant AS paired WHERE paired.candidate_id = here.id)",
}


def by_code(kind: type[Living], code: str, reader: int, at: datetime) -> Living | None:
    """The row with this address, and those beside it; what its reader looked at today already comes along too."""
    looked = {Candidate: 2}.get(kind, 1 if kind in TOLD else 0)
    found = ask(_text(kind, "code", kind in TOLD), *(reader, day_of(at)) * looked, code)
    if not found:
        return None
    row = _joined(kind, values := iter(found[0]))
    row.__dict__["looked"] = looks_in(next(values, 0))
    return row


def by_link(link: str) -> Study | None:
    """The study with this link."""
    return _one(Study, "link", link)


def paired(candidate: Candidate) -> Participant | None:
    """The same person in the study of this installation, with what belongs to them; `candidate.paired` from then on."""
    return candidate.once("paired", lambda: _one(Participant, "candidate_id", candidate.id))


def again(row: Living) -> Living:
    """The same as it is now."""
    return _one(type(row), "id", row.id)


def _one(kind: type[Living], by: str, value) -> Living | None:
    found = ask(_text(kind, by), value)
    return _joined(kind, iter(found[0])) if found else None


def _joined(kind: type[Living], values: Iterator) -> Living:
    """The rows out of one line, each where the others look for it."""
    rows: dict[str, Living | None] = {}
    for way, one in _ways(kind):
        rows[way] = row = _taken(one, values)
        if row is not None:
            row.__dict__["_kept"] = {}
            _beside(rows, way, row)
    for way, there in SAME.get(kind, {}).items():
        _beside(rows, way, rows[there])
    for way in ("", *KNOWN.get(kind, ())):
        names = _kind_at(kind, way).facts
        told = {name: next(values) for name in names}
        if rows[way] is not None:
            rows[way].__dict__["_facts"] = told
    return rows[""]


def _beside(rows: dict, way: str, row) -> None:
    """Put the row where the one before it on the way looks for it."""
    before, _dot, name = way.rpartition(".")
    if name and row is not None and (there := rows[before]) is not None and there.__data__.get(name) == row.id:
        there.__rel__[name] = row


def _taken(kind, values: Iterator):
    """The next row of the line; None where the join found nothing."""
    row = fixed.made(kind, [next(values) for _field in kind._meta.sorted_fields])
    return row if row.id is not None else None


@cache
def _ways(kind: type[Living]) -> tuple[tuple[str, type], ...]:
    return tuple((way, _kind_at(kind, way)) for way in ("", *NEAR[kind]))


def _kind_at(kind, way: str):
    for name in filter(None, way.split(".")):
        kind = kind._meta.fields[name].rel_model
    return kind


def _alias(way: str) -> str:
    return f"near_{way.replace('.', '_')}" if way else "here"


def _columns(alias: str, kind) -> str:
    return ", ".join(f'{alias}."{field.column_name}"' for field in kind._meta.sorted_fields)


@cache
def _text(kind: type[Living], by: str, looked: bool = False) -> str:
    columns = [_columns(_alias(way), one) for way, one in _ways(kind)]
    for way in ("", *KNOWN.get(kind, ())):
        columns += [f"({sql.format(row=_alias(way))})" for sql in _kind_at(kind, way).facts.values()]
    today = LOOKED_THERE if kind is Candidate else LOOKED_TODAY
    columns += [today.format(participant=TOLD[kind])] if looked else []
    joins = []
    for way in NEAR[kind]:
        before, _dot, name = way.rpartition(".")
        field = _kind_at(kind, before)._meta.fields[name]
        table, alias = field.rel_model._meta.table_name, _alias(way)
        joins.append(f'LEFT JOIN "{table}" AS {alias} ON {alias}."id" = {_alias(before)}."{field.column_name}"')
    return f'SELECT {", ".join(columns)} FROM "{kind._meta.table_name}" AS here {" ".join(joins)} WHERE here."{by}" = ?'


def sign_in(secret: str) -> SignIn | None:
    """The sign-in with this digest that nobody ended; its person, and `members`: the memberships with their
    workspaces, in the order of joining."""
    found = ask(_sign_in_text(), secret)
    if not found:
        return None
    signin, members = None, []
    for line in found:
        values = iter(line)
        signin, person = _taken(SignIn, values), _taken(Person, values)
        member, workspace = _taken(Member, values), _taken(Workspace, values)
        signin.person = person
        if member is not None:
            member.workspace, member.person = workspace, person
            members.append(member)
    signin._dirty.clear()
    signin.__dict__["members"] = members
    return signin


def team(workspace: int, code: str) -> tuple[list[Member], Availability | None, Feed | None]:
    """The members of a workspace with their persons, in the order of joining; and the hours and the other calendar of
    the one with this code."""
    found, hours, feed = [], None, None
    for line in ask(_team_text(), code, code, workspace):
        values = iter(line)
        member, member.person = _taken(Member, values), _taken(Person, values)
        found.append(member)
        hours, feed = _taken(Availability, values) or hours, _taken(Feed, values) or feed
    return found, hours, feed


@cache
def _team_text() -> str:
    columns = ", ".join(_columns(kind._meta.table_name, kind) for kind in (Member, Person, Availability, Feed))
    return (
        f"SELECT {columns} FROM member JOIN person ON person.id = member.person_id "
        "LEFT JOIN availability ON availability.host_id = person.id AND person.code = ? "
        "LEFT JOIN feed ON feed.host_id = person.id AND person.code = ? "
        "WHERE member.workspace_id = ? ORDER BY member.id"
    )


@cache
def _sign_in_text() -> str:
    columns = ", ".join(_columns(kind._meta.table_name, kind) for kind in (SignIn, Person, Member, Workspace))
    return (
        f"SELECT {columns} FROM sign_in JOIN person ON person.id = sign_in.person_id "
        "LEFT JOIN member ON member.person_id = person.id LEFT JOIN workspace ON workspace.id = member.workspace_id "
        "WHERE sign_in.secret = ? AND sign_in.ended_at IS NULL ORDER BY member.id"
    )
