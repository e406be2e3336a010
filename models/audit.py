"""The audit log: everything that was done in a workspace, or in the whole installation, and who looked at answers; read
by key, newest first, as fixed statements."""

import json
from typing import NamedTuple

from models.called import CALLED, WRITTEN
from models.lists import WHO, ask
from models.rights import BY_OPERATOR
from rules.matching import OWN

SHOWN = 40
CHUNK = 1000
# Where the row of an entry lives: the way to its address for each noun; a message lives in its conversation.
ROWS = ("session", "participant", "candidate", "payout", "study", "project", "report", "standing")
# What is kept about a row beside its own moves.
BESIDE = {"participant": "'participant', 'recording'"}
JOINS = " ".join(
    f"LEFT JOIN {noun} ON entry.noun IN ({BESIDE.get(noun, repr(noun))}) AND {noun}.id = entry.subject" for noun in ROWS
)
CODE = f"COALESCE({', '.join(f'{noun}.code' for noun in ROWS)}, talk.code)"
TITLES = " ".join(
    f"LEFT JOIN {table} AS {alias} ON {alias}.id = {number}"
    for table, alias, number in (
        ("message", "message", "CASE WHEN entry.noun = 'message' THEN entry.subject END"),
        ("session", "talk", "message.session_id"),
        (
            "study",
            "about",
            "COALESCE(session.study_id, participant.study_id, payout.study_id, report.study_id, study.id, "
            "talk.study_id)",
        ),
        ("project", "effort", "COALESCE(project.id, candidate.project_id)"),
        (
            "participant",
            "place",
            "COALESCE(participant.id, session.participant_id, talk.participant_id, payout.participant_id, "
            "report.participant_id)",
        ),
    )
)
# A team learns neither who reported it, nor which operator decided, nor which account left its own people.
TEAM = (
    "CASE WHEN entry.role = 'operator' OR (entry.noun = 'report' AND entry.role = 'contributor' "
    "AND report.about <> 'contributor') OR (entry.noun = 'workspace' AND entry.role = 'contributor') THEN '' "
    f"WHEN entry.role = 'contributor' AND place.source = '{OWN}' THEN {WRITTEN.format(place='place')} "
    f"WHEN entry.role = 'contributor' THEN {WHO} ELSE COALESCE(NULLIF(person.name, ''), {WHO}, '') END"
)
EVERYBODY = f"CASE WHEN entry.role = 'contributor' THEN {WHO} ELSE COALESCE(NULLIF(person.name, ''), {WHO}, '') END"
ENTRIES = (
    "SELECT entry.id, entry.noun, entry.event, entry.role, entry.at, entry.details, {by}, "
    f"{CODE}, COALESCE(about.title, effort.title), workspace.name, workspace.code FROM entry {JOINS} {TITLES} "
    "LEFT JOIN person ON person.id = entry.who LEFT JOIN workspace ON workspace.id = entry.workspace "
    "WHERE {wanted} ORDER BY entry.id DESC LIMIT ?"
)
FIND = " UNION ALL ".join(f"SELECT '{noun}', {noun}.id FROM {noun} WHERE {noun}.code = ?" for noun in ROWS)
# Which operator looked, because of a report, the team does not learn.
VIEWER = (
    f"CASE WHEN {BY_OPERATOR} THEN '' "
    "ELSE COALESCE(NULLIF(viewer.name, ''), 'erased-' || SUBSTR(viewer.code, 1, 4)) END"
)
TAIL = "CASE WHEN candidate.state = 'removed' THEN '' ELSE 'pp_' || candidate.tail END"
LOOKS = (
    f"SELECT look.id, look.at, {VIEWER}, look.what, "
    # A candidate who is in no study here goes by the ID.
    f"CASE WHEN participant.id IS NULL THEN {TAIL} ELSE {CALLED} END, "
    "COALESCE(participant.code, candidate.code), COALESCE(study.title, project.title), "
    "CASE WHEN participant.id IS NULL THEN 'candidates' ELSE 'participants' END "
    "FROM look JOIN person AS viewer ON viewer.id = look.who_id "
    "LEFT JOIN participant ON participant.id = look.participant_id "
    "LEFT JOIN person ON person.id = participant.person_id LEFT JOIN study ON study.id = participant.study_id "
    "LEFT JOIN candidate ON candidate.id = look.candidate_id LEFT JOIN project ON project.id = candidate.project_id "
    "WHERE {wanted} ORDER BY look.id DESC LIMIT ?"
)


# Changes of a team that are about somebody.
ABOUT = ("invite_member", "invite_again", "take_back_invite", "change_role", "remove_member", "seat_given",
         "places_added", "budget_set")  # fmt: skip
# Which detail of such a change names whom or what it is about.
NAMED = {"member": "member", "person": "member", "invite": "invite", "study": "study"}
ABOUT_WHOM = (
    "SELECT 'member', id, name, 0 FROM person WHERE id IN ({}) "
    "UNION ALL SELECT 'invite', id, email, at FROM team_invite WHERE id IN ({}) "
    "UNION ALL SELECT 'study', id, title, 0 FROM study WHERE id IN ({})"
)


class Wanted(NamedTuple):
    """What is asked for: of a workspace (None: of all), below a number, by somebody, a noun, an event, between two
    epochs, and of one row."""

    workspace: int | None
    who: str = ""
    noun: str = ""
    event: str = ""
    first: int | None = None
    last: int | None = None
    row: tuple[str, int] | None = None

    def parts(self, before: int | None, by: str) -> tuple[str, list]:
        """The conditions, and their values."""
        noun, number = self.row or ("", 0)
        wanted = (
            (self.workspace is not None, "entry.workspace = ?", [self.workspace]),
            (before, "entry.id < ?", [before]),
            (self.noun, "entry.noun = ?", [self.noun]),
            (self.event, "entry.event = ?", [self.event]),
            (self.first, "entry.at >= ?", [self.first]),
            (self.last, "entry.at < ?", [self.last]),
            (self.row, "entry.noun = ? AND entry.subject = ?", [noun, number]),
            (self.who, f"LOWER({by}) LIKE ? ESCAPE '!'", [like(self.who)]),
        )
        used = [(sql, values) for use, sql, values in wanted if use]
        return " AND ".join(sql for sql, _values in used) or "1 = 1", [one for _sql, values in used for one in values]


class Line(NamedTuple):
    """An entry of the log; `by` is empty where no name is shown, `at` an epoch, `details` JSON."""

    id: int
    noun: str
    event: str
    role: str
    at: int
    details: str
    by: str | None
    code: str | None
    title: str | None
    team: str | None
    team_code: str | None


class Looked(NamedTuple):
    """Somebody of the team looked at what a person had told."""

    id: int
    at: int
    by: str
    what: str
    who: str
    code: str
    title: str
    where: str


def like(typed: str) -> str:
    """A pattern that finds this text anywhere, whatever signs are in it (with ESCAPE '!')."""
    plain = typed.lower().replace("!", "!!").replace("%", "!%").replace("_", "!_")
    return f"%{plain}%"


def lines(wanted: Wanted, before: int | None = None, most: int = SHOWN + 1) -> list[Line]:
    """The newest entries below this number that are asked for."""
    by = EVERYBODY if wanted.workspace is None else TEAM
    conditions, values = wanted.parts(before, by)
    return [Line(*row) for row in ask(ENTRIES.format(by=by, wanted=conditions), *values, most)]


def whom(found: list[Line]) -> dict[int, tuple[str, str]]:
    """Line's number -> (name, address or title, role) of whom or what these changes of a team were about: a name as
    long as there is one, an address as long as its invitation is kept."""
    told = {line.id: (line, json.loads(line.details or "{}")) for line in found if line.event in ABOUT}
    asked: dict[str, set] = {"member": set(), "invite": set(), "study": set()}
    for _line, details in told.values():
        for name in NAMED.keys() & details.keys():
            asked[NAMED[name]].add(details[name])
    if not any(asked.values()):
        return {}
    sql = ABOUT_WHOM.format(*(", ".join("?" * len(numbers)) or "NULL" for numbers in asked.values()))
    values = [number for numbers in asked.values() for number in numbers]
    known = {(kind, number): (word, since) for kind, number, word, since in ask(sql, *values)}
    shown = {}
    for number, (line, details) in told.items():
        name = next((one for one in NAMED if one in details), "invite")
        kind = NAMED[name]
        # SQLite gives the number of an invitation that is gone once more.
        word, since = known.get((kind, details.get(name)), ("", 0))
        shown[number] = (word if since <= line.at else "", details.get("role", "") if kind == "invite" else "")
    return shown


def every(wanted: Wanted):
    """All of them, in portions, so that a long log neither fills the memory nor holds a cursor."""
    before = None
    while portion := lines(wanted, before, CHUNK):
        yield portion
        before = portion[-1].id


def row_of(code: str) -> tuple[str, int] | None:
    """(noun, number) of the row with this address."""
    found = ask(FIND, *[code] * len(ROWS))
    return tuple(found[0]) if found else None


def looks(wanted: Wanted, before: int | None = None) -> list[Looked]:
    """The newest looks below this number: by somebody, between two epochs."""
    used = [("look.workspace = ?", wanted.workspace), ("look.id < ?", before), ("look.at >= ?", wanted.first),
            ("look.at < ?", wanted.last), (f"LOWER({VIEWER}) LIKE ? ESCAPE '!'", like(wanted.who)
             if wanted.who else None)]  # fmt: skip
    used = [(sql, value) for sql, value in used if value is not None]
    conditions = " AND ".join(sql for sql, _value in used)
    sql = LOOKS.format(wanted=conditions)
    return [Looked(*row) for row in ask(sql, *(value for _sql, value in used), SHOWN + 1)]
