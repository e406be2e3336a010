"""Who asks from which workspace, and a study as its page needs it, each read in one fixed statement: the row, the
house, the role, how many people and conversations are in which state, and what is still open."""

from dataclasses import dataclass
from functools import cache
from types import SimpleNamespace

from flask import abort, g

from lifecycle.attempt import By
from lifecycle.words import Text, ngettext
from models.lists import ask
from models.studies import Study
from models.workspaces import Member, Workspace
from rules.times import to_epoch
from views.access import Reached, signed_in

GOING = ("scheduled", "rescheduling", "in_progress")
OWED = "SELECT COUNT(*) FROM payout WHERE payout.study_id = study.id AND payout.state NOT IN ('paid', 'void')"
BEGUN = (
    "SELECT 1 FROM session WHERE session.study_id = study.id AND "
    "(session.state = 'in_progress' OR (session.state = 'scheduled' AND session.starts_at <= ?))"
)


@dataclass(frozen=True)
class Desk:
    """What the page knows beside the study's own columns; `people` and `talks` are state -> how many."""

    host: str
    people: dict[str, int]
    talks: dict[str, int]
    owed: int
    begun: bool


class Known:
    """A study whose open things are counted already, so that asking what is on offer asks the database no more."""

    def __init__(self, study: Study, desk: Desk):
        self.study, self.desk = study, desk

    def __getattr__(self, name: str):
        return getattr(self.study, name)

    @property
    def open_things(self) -> list[Text]:
        """What keeps the study from closing, as `Study.open_things` words it."""
        going = sum(self.desk.talks.get(state, 0) for state in GOING)
        undecided, owed = self.desk.people.get("submitted", 0), self.desk.owed
        counted = (
            (going, ngettext("%(number)s conversation", "%(number)s conversations", going)),
            (undecided, ngettext("%(number)s person Submitted", "%(number)s people Submitted", undecided)),
            (owed, ngettext("%(number)s payout", "%(number)s payouts", owed)),
        )
        return [words for number, words in counted if number]

    @property
    def open_list(self) -> str:
        """The same in one line."""
        return ", ".join(map(str, self.open_things))

    def begun_undecided(self, at) -> bool:
        """Whether a conversation is going on, or past its start without a verdict."""
        return self.desk.begun


@cache
def _columns(*kinds) -> str:
    return ", ".join(
        f'{kind._meta.table_name}."{field.column_name}" AS {kind._meta.table_name}_{field.column_name}'
        for kind in kinds
        for field in kind._meta.sorted_fields
    )


def _made(kind, values):
    row = kind(__no_default__=True)
    for field, value in zip(kind._meta.sorted_fields, values, strict=True):
        row.__data__[field.name] = field.python_value(value)
    return row


@cache
def _study_sql() -> str:
    return (
        f"WITH one AS MATERIALIZED (SELECT {_columns(Study, Workspace)}, member.role AS role, person.name AS host, "
        f"({OWED}) AS owed, EXISTS ({BEGUN}) AS begun FROM study "
        "JOIN workspace ON workspace.id = study.workspace_id "
        "JOIN member ON member.workspace_id = study.workspace_id AND member.person_id = ? "
        "JOIN person ON person.id = study.host_id WHERE study.code = ?) "
        "SELECT one.*, tally.noun, tally.state, tally.count FROM one "
        "LEFT JOIN tally ON tally.study = one.study_id AND tally.count > 0"
    )


def reach(code: str) -> Reached | None:
    """The study behind an address, as a member of its workspace; None for everybody else."""
    me = signed_in()
    rows = ask(_study_sql(), to_epoch(g.at), me.id, code)
    if not rows:
        return None
    first, wide = rows[0], len(Study._meta.sorted_fields)
    more = wide + len(Workspace._meta.sorted_fields)
    study, workspace = _made(Study, first[:wide]), _made(Workspace, first[wide:more])
    role, host, owed, begun = first[more : more + 4]
    counts: dict[str | None, dict] = {"participant": {}, "session": {}, None: {}}
    for noun, state, count in (row[-3:] for row in rows):
        counts[noun][state] = count
    study.workspace = workspace
    study.__dict__["_desk"] = Desk(host, counts["participant"], counts["session"], owed, bool(begun))
    _remember(workspace, role)
    return Reached(study, "customer", By("customer", me.id), role)


def of(study: Study) -> Desk:
    """What the page knows of this study; read now, where the row came here by another way."""
    if "_desk" not in study.__dict__:
        read = reach(study.code).row
        study.__dict__["_desk"], study.workspace = read.__dict__["_desk"], read.workspace
    return study.__dict__["_desk"]


def home() -> Member:
    """The asker's membership with its workspace, the first they joined; 404 for who is in none."""
    me = signed_in()
    sql = (
        f"SELECT {_columns(Member, Workspace)} FROM member JOIN workspace ON workspace.id = member.workspace_id "
        "WHERE member.person_id = ? ORDER BY member.id LIMIT 1"
    )
    found = ask(sql, me.id)
    if not found:
        abort(404)
    wide = len(Member._meta.sorted_fields)
    member, member.workspace = _made(Member, found[0][:wide]), _made(Workspace, found[0][wide:])
    _remember(member.workspace, member.role)
    return member


def _remember(workspace: Workspace, role: str) -> None:
    """The rail prints the workspace at hand, and has nothing to look up (views/shown.py: person)."""
    me = g.me
    g.shown_person = SimpleNamespace(
        name=me.name or me.shown, workspace_name=workspace.name, zone=me.zone, language=me.language, roles=[role],
        operator=me.operator, code=me.code, email=me.email,
    )  # fmt: skip
