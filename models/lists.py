"""The hot lists and counts, as fixed statements: what a page shows of many rows, without building a row for each."""

from datetime import datetime
from functools import cache

from models.database import db
from rules.times import to_epoch


@cache
def _worded(sql: str, mark: str) -> str:
    return sql.replace("?", mark)


def ask(sql: str, *values) -> list[tuple]:
    """The rows of a fixed statement; its places are question marks on both databases."""
    return db.execute_sql(_worded(sql, db.obj.param), values).fetchall()


def tallies(study: int) -> dict[str, dict[str, int]]:
    """How many sessions and participants of a study are in which state: noun -> state -> count."""
    found: dict[str, dict[str, int]] = {"session": {}, "participant": {}}
    for noun, state, count in ask("SELECT noun, state, count FROM tally WHERE study = ? AND count > 0", study):
        found[noun][state] = count
    return found


def payouts_open(study: int) -> int:
    """Payouts of a study that are neither paid nor written off."""
    sql = "SELECT COUNT(*) FROM payout WHERE study_id = ? AND state NOT IN ('paid', 'void')"
    return ask(sql, study)[0][0]


def begun_undecided(study: int, at: datetime) -> bool:
    """Whether a conversation of a study is going on, or past its start without a verdict."""
    begun = "state = 'in_progress' OR (state = 'scheduled' AND starts_at <= ?)"
    return bool(ask(f"SELECT 1 FROM session WHERE study_id = ? AND ({begun}) LIMIT 1", study, to_epoch(at)))


def role_in(workspace: int, person: int) -> str | None:
    """The person's role in a workspace."""
    found = ask("SELECT role FROM member WHERE workspace_id = ? AND person_id = ?", workspace, person)
    return found[0][0] if found else None


def workspaces_of(person: int) -> list[tuple[int, str, str]]:
    """(workspace, its name, role) of each membership, in the order of joining."""
    return ask(
        "SELECT member.workspace_id, workspace.name, member.role FROM member "
        "JOIN workspace ON workspace.id = member.workspace_id WHERE member.person_id = ? ORDER BY member.id", person,
    )  # fmt: skip
