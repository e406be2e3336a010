"""The money of a workspace, as its lists, files and budgets ask for it."""

from typing import NamedTuple

from models.called import CALLED, OWN_NAME
from models.lists import ask
from rules.matching import OWN

SHOWN = 50
# A project that asks the team's own people says so in its criteria, which are kept as JSON without blanks.
ASKS_OWN = f"""REPLACE(project.criteria, '"pool":"{OWN}"', '') <> project.criteria"""
WHO = f"CASE WHEN candidate.id IS NOT NULL AND {ASKS_OWN} THEN {OWN_NAME} ELSE {CALLED} END"
TABLES = (
    "FROM payout JOIN person ON person.id = payout.person_id LEFT JOIN study ON study.id = payout.study_id "
    "LEFT JOIN participant ON participant.id = payout.participant_id "
    "LEFT JOIN candidate ON candidate.id = payout.candidate_id LEFT JOIN project ON project.id = candidate.project_id"
)
ROWS = (
    "SELECT payout.id, payout.code, payout.state, payout.amount, payout.currency, payout.purpose, payout.failure, "
    f"{WHO}, COALESCE(project.title, study.title, '') {TABLES}"
)
# The address that was named for it; else, of one of the team's own people, the one that the team typed; of who left it
# is theirs, or nobody could pay what is owed to them.
PAID_TO = (
    f"SELECT payout.id, {WHO}, COALESCE(NULLIF(send_to.address, ''), NULLIF(enrolled.email, ''), person.email, '') "
    f"{TABLES} LEFT JOIN send_to ON send_to.payout_id = payout.id "
    f"LEFT JOIN enrolled ON (participant.source = '{OWN}' OR (candidate.id IS NOT NULL AND {ASKS_OWN})) "
    "AND enrolled.workspace_id = payout.workspace_id "
    "AND enrolled.person_id = payout.person_id WHERE payout.workspace_id = ? AND payout.state = ?"
)
SUMS = (
    "SELECT state, CASE WHEN provider = 'manual' THEN 1 ELSE 0 END, COUNT(*), SUM(amount), currency FROM payout "
    "WHERE workspace_id = ? GROUP BY 1, 2, currency ORDER BY 1, 2, currency"
)
SPENT = "SUM(CASE WHEN payout.state IN ('sending', 'unknown', 'sent', 'paid') THEN payout.amount ELSE 0 END)"
OWED = "SUM(CASE WHEN payout.state IN ('due', 'on_hold', 'failed') THEN payout.amount ELSE 0 END)"
PLACES = f"""
SELECT 'study', study.code, study.title, study.budget, study.currency, {SPENT}, {OWED} FROM payout
    JOIN study ON study.id = payout.study_id AND study.currency = payout.currency WHERE payout.workspace_id = ?
    GROUP BY study.id, study.code, study.title, study.budget, study.currency
UNION ALL
SELECT 'project', project.code, project.title, project.budget, project.currency, {SPENT}, {OWED} FROM payout
    JOIN candidate ON candidate.id = payout.candidate_id JOIN project ON project.id = candidate.project_id
    AND project.currency = payout.currency WHERE payout.workspace_id = ?
    GROUP BY project.id, project.code, project.title, project.budget, project.currency
"""
# How the recruiting side names whoever came from it; nothing once they are removed there or excluded here.
PAIRED_ID = """CASE WHEN participant.state = 'excluded' OR 'removed' IN (came.state, candidate.state) OR EXISTS (
        SELECT 1 FROM participant AS there WHERE there.candidate_id = candidate.id AND there.state = 'excluded')
    THEN '' ELSE COALESCE('pp_' || COALESCE(candidate.tail, came.tail), participant.outside_id, '') END"""
# How many candidates are in which state, and what is spent and owed, in one statement.
OF_PROJECT = " UNION ALL ".join((
    "SELECT state, COUNT(*) FROM candidate WHERE project_id = ? GROUP BY state",
    *(
        f"SELECT '{name}', COALESCE({amount}, 0) FROM payout JOIN candidate ON candidate.id = payout.candidate_id "
        "WHERE candidate.project_id = ? AND payout.currency = ?"
        for name, amount in (("", SPENT), ("+", OWED))
    ),
))  # fmt: skip
LEDGER = f"""
SELECT ledger_line.id, ledger_line.at, payout.code, {WHO}, payout.purpose, COALESCE(study.title, ''),
    COALESCE(project.title, ''), ledger_line.kind, ledger_line.amount, ledger_line.currency, {PAIRED_ID},
    COALESCE(study.kind, leads_to.kind, project.kind, '')
{TABLES} JOIN ledger_line ON ledger_line.payout_id = payout.id
    LEFT JOIN candidate AS came ON came.id = participant.candidate_id
    LEFT JOIN study AS leads_to ON leads_to.id = project.study_id
WHERE payout.workspace_id = ? AND ledger_line.id > ? ORDER BY ledger_line.id LIMIT 1000
"""
INSTRUCTIONS = """
SELECT instruction.generation, instruction.key, instruction.reference, instruction.answer, instruction.at,
    instruction.asked_at, send_to.address, (SELECT COUNT(*) FROM try JOIN outgoing ON outgoing.id = try.outgoing_id
    JOIN entry ON entry.id = outgoing.entry_id WHERE outgoing.channel = 'payout' AND entry.noun = 'payout'
    AND entry.subject = payout.id)
FROM payout LEFT JOIN instruction ON instruction.payout_id = payout.id
    LEFT JOIN send_to ON send_to.payout_id = payout.id
WHERE payout.id = ? ORDER BY instruction.generation DESC
"""


class Line(NamedTuple):
    """A payout in a list."""

    id: int
    code: str
    state: str
    amount: int
    currency: str
    purpose: str
    failure: str
    who: str
    study: str


class Place(NamedTuple):
    """A study or a project that pays: its budget (none is no limit), what is spent or on its way, and what is owed."""

    kind: str
    code: str
    title: str
    budget: int | None
    currency: str
    spent: int
    owed: int


class Booked(NamedTuple):
    """A line of the ledger, with what it is about; `at` is an epoch, `paired` the ID of who came from a recruiter, and
    `study_kind` says how the study writes it."""

    id: int
    at: int
    code: str
    who: str
    purpose: str
    study: str
    project: str
    kind: str
    amount: int
    currency: str
    paired: str
    study_kind: str


class Told(NamedTuple):
    """An instruction: what went to a provider, and what it last said; instants are epochs."""

    generation: int
    key: str
    reference: str
    answer: str
    at: int
    asked_at: int | None


def sums(workspace: int) -> list[tuple]:
    """(state, whether by hand, how many, how much, currency)."""
    return ask(SUMS, workspace)


def lines(
    workspace: int, state: str, before: int | None, study: str = "", project: str = "", provider: str = ""
) -> list[Line]:
    """The payouts of a workspace, newest first, in one state or in all (""), of one study, project or provider or of
    all, one more than a page shows."""
    wanted = {
        "payout.state = ?": state, "study.code = ?": study, "project.code = ?": project,
        "payout.provider = ?": provider, "payout.id < ?": before,
    }  # fmt: skip
    given = {sql: value for sql, value in wanted.items() if value}
    where = " AND ".join(["payout.workspace_id = ?", *given])
    sql = f"{ROWS} WHERE {where} ORDER BY payout.id DESC LIMIT {SHOWN + 1}"
    return [Line(*row) for row in ask(sql, workspace, *given.values())]


def paid_to(workspace: int, state: str) -> dict[int, tuple[str, str]]:
    """Payout -> whom the team owes it to, and their address: all payouts of a workspace in one state."""
    return {number: (who, address) for number, who, address in ask(PAID_TO, workspace, state)}


def places(workspace: int) -> list[Place]:
    """The studies and projects of a workspace that pay."""
    return [Place(*row[:5], int(row[5]), int(row[6])) for row in ask(PLACES, workspace, workspace)]


def of_project(row) -> tuple[dict[str, int], Place]:
    """How many candidates of a recruiting project are in which state; and what it pays, also where nothing was owed
    yet."""
    people = {state: int(number) for state, number in ask(OF_PROJECT, row.id, *(row.id, row.currency) * 2)}
    spent, owed = people.pop(""), people.pop("+")
    return people, Place("project", row.code, row.title, row.budget, row.currency, spent, owed)


def ledger(workspace: int, last: int) -> list[Booked]:
    """The next lines of a workspace's ledger after this one."""
    return [Booked(*row) for row in ask(LEDGER, workspace, last)]


def told(payout: int) -> tuple[list[Told], str, int]:
    """(what went to providers, the newest first; the address that was named for it; how often a provider was asked)."""
    rows = ask(INSTRUCTIONS, payout)
    return [Told(*row[:6]) for row in rows if row[1]], rows[0][6] or "", rows[0][7]
