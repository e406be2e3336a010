"""Lists of conversations, drawn fast: one fixed statement, and rows whose markup is kept by every value they show."""

from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup, escape

from lifecycle.session import SessionLifecycle
from lifecycle.words import reader, reading
from models.database import db
from rules import times

SHOWN = 25
COLUMNS = (
    "session.id, session.code, session.starts_at, session.zone, session.state, "
    "COALESCE(person.username, 'guest-' || SUBSTR(person.code, 1, 4)), study.title"
)
TABLES = "session JOIN person ON person.id = session.contributor_id JOIN study ON study.id = session.study_id"


class Line(NamedTuple):
    """One conversation in a list."""

    id: int
    code: str
    starts_at: int
    zone: str
    state: str
    who: str
    title: str


def of_study(study: int, after: tuple[int, int] | None = None) -> list[Line]:
    """The conversations of a study, latest first, from a key (starts_at, id) on; one more than a page shows."""
    where, values = "session.study_id = ?", [study]
    if after:
        where, values = f"{where} AND (session.starts_at, session.id) < (?, ?)", [*values, *after]
    return _lines(f"{where} ORDER BY session.starts_at DESC, session.id DESC LIMIT {SHOWN + 1}", values)


def of_workspace(workspace: int, first: datetime, last: datetime) -> list[Line]:
    """The conversations of a workspace that begin in this stretch, in order."""
    where = "study.workspace_id = ? AND session.starts_at >= ? AND session.starts_at < ?"
    values = [workspace, times.to_epoch(first), times.to_epoch(last)]
    return _lines(f"{where} ORDER BY session.starts_at, session.id LIMIT 100", values)


def _lines(rest: str, values: list) -> list[Line]:
    sql = f"SELECT {COLUMNS} FROM {TABLES} WHERE {rest}".replace("?", db.obj.param)
    return [Line(*row) for row in db.execute_sql(sql, values).fetchall()]


def rows(lines: list[Line], prefix: str = "") -> Markup:
    """The lines as rows of a table, for the reader of now."""
    who = reader()
    return Markup("").join(row(line, who.language, who.zone, prefix) for line in lines)


@lru_cache(maxsize=4096)
def row(line: Line, language: str, zone: str, prefix: str) -> Markup:
    """One row; the same values give the same markup, so nothing has to be thrown away when something changes."""
    with reading(language, zone):
        label = str(SessionLifecycle.label(line.state))
    there = ""
    if times.show_hour(line.starts_at, line.zone, language) != times.show_hour(line.starts_at, zone, language):
        there = f"{times.show_hour(line.starts_at, line.zone, language)} {times.city(line.zone, language)}"
    when = f"{times.show_date(line.starts_at, zone, language)}, {times.show_hour(line.starts_at, zone, language)}"
    return Markup(
        '<tr><th scope="row"><a class="link" href="{prefix}/sessions/{code}"><bdi>{who}</bdi></a></th>'
        '<td class="nowrap">{when}<small>{there}</small></td>'
        '<td><span class="state" data-state="{state}">{label}</span></td></tr>\n'
    ).format(prefix=prefix, code=line.code, who=line.who, when=when, there=there, state=line.state, label=escape(label))
