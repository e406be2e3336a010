"""What a plan shows: the unit ledger line by line with what is available after each, and the seats of a year; as fixed
statements."""

from typing import NamedTuple

from models.lists import ask
from models.people import Person
from models.workspaces import Seat

SHOWN = 40
CHUNK = 5000
STUDIES_MOST = 200
KINDS = ("buy", "reserve", "give_back", "use")
# What is available after a line comes from every line before it, whatever is shown of them.
LEDGER = """
WITH line AS (
    SELECT id, at, kind, study, entry, bought, reserved, used,
        SUM(bought - reserved - used) OVER (ORDER BY at, id) AS left_
    FROM unit_line WHERE workspace_id = ? AND (bought <> 0 OR reserved <> 0 OR used <> 0)
        AND (? = 0 OR (at, id) < (SELECT last.at, last.id FROM unit_line AS last WHERE last.id = ?))
)
SELECT line.id, line.at, line.kind, line.bought, line.reserved, line.used, line.left_,
    COALESCE(entry.noun, ''), COALESCE(entry.event, ''), COALESCE(entry.role, ''), COALESCE(person.name, ''),
    COALESCE(study.code, ''), COALESCE(study.title, ''), COALESCE(note.text, '')
FROM line LEFT JOIN entry ON entry.id = line.entry
    LEFT JOIN person ON person.id = entry.who AND entry.role = 'customer'
    LEFT JOIN study ON study.id = line.study
    LEFT JOIN note ON note.entry_id = line.entry AND line.kind = 'buy'
WHERE (? = '' OR line.kind = ?) AND (? = '' OR study.code = ?)
ORDER BY line.at DESC, line.id DESC LIMIT ?
"""
STUDIES = f"""
SELECT study.code, study.title FROM study WHERE study.workspace_id = ?
    AND EXISTS (SELECT 1 FROM unit_line WHERE unit_line.workspace_id = study.workspace_id
        AND unit_line.study = study.id) ORDER BY study.id DESC LIMIT {STUDIES_MOST}
"""


class Line(NamedTuple):
    """A line of the unit ledger: how it changed each sum, what was available after it, which move made it, who (a
    colleague's name only), for which study, and the reference of a purchase."""

    id: int
    at: int
    kind: str
    bought: int
    reserved: int
    used: int
    available: int
    noun: str
    event: str
    role: str
    by: str
    code: str
    title: str
    reference: str


def lines(workspace: int, kind: str, study: str, before: int | None, most: int = SHOWN + 1) -> list[Line]:
    """The newest lines, or those before the one with this number; of one kind and one study where they are given."""
    before = before or 0
    return [Line(*row) for row in ask(LEDGER, workspace, before, before, kind, kind, study, study, most)]


def every(workspace: int, kind: str, study: str):
    """All of them, in portions."""
    before = None
    while portion := lines(workspace, kind, study, before, CHUNK):
        yield from portion
        before = portion[-1].id


def studies(workspace: int) -> list[tuple[str, str]]:
    """(code, title) of the studies that have a line, newest first."""
    return ask(STUDIES, workspace)


def seats(workspace: int, year: int) -> list[Seat]:
    """The creator seats of a year with who holds them, in the order in which they were given."""
    held = Seat.select(Seat, Person).join(Person).where(Seat.workspace == workspace, Seat.year == year)
    return list(held.order_by(Seat.id))


LAUNCHES = """
SELECT entry.at, COALESCE(person.name, ''), study.code, study.title FROM entry
    JOIN study ON study.id = entry.subject LEFT JOIN person ON person.id = entry.who
WHERE entry.workspace = ? AND entry.noun = 'study' AND entry.event = 'launch' AND entry.at >= ? AND entry.at < ?
ORDER BY entry.id DESC LIMIT 200
"""


def launches(workspace: int, first: int, last: int) -> list[tuple[int, str, str, str]]:
    """(epoch, who, study's code, title) of what was launched between two epochs, newest first."""
    return ask(LAUNCHES, workspace, first, last)
