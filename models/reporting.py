"""Reports in lists: those that wait for a decision, those that are decided, what is known of both sides, and which of
them holds somebody's money."""

from datetime import datetime
from typing import NamedTuple

from models import called, fixed, lists
from models.standing import Report
from rules.presence import Spell
from rules.times import from_epoch

PAGE = 50
# A report's version is the number of its last entry: since then it is in its state. Which ones are listed (`which`) is
# filled in below; how whoever they are about is called (`whom`) depends on who reads the list.
LISTED = """
SELECT report.id, report.code, report.state, report.reason, report.about, report.author_role, study.title,
    workspace.name, CASE report.about WHEN 'contributor' THEN {whom} WHEN 'customer' THEN person.name ELSE '' END,
    entry.at
FROM report JOIN study ON study.id = report.study_id JOIN workspace ON workspace.id = study.workspace_id
    JOIN entry ON entry.noun = 'report' AND entry.subject = report.id AND entry.seq = report.version
    LEFT JOIN person ON person.id = report.person_id
    LEFT JOIN participant ON participant.id = report.participant_id
WHERE {which} AND (workspace.id = ? OR (? = 0 AND NOT workspace.practice))
"""
WAITS = LISTED.format(
    which="report.state IN ('open', 'appealed') AND (entry.at > ? OR (entry.at = ? AND report.id > ?))",
    whom="{whom}",
)
OVER = LISTED.format(which="report.state IN ('upheld', 'dismissed') AND report.id < ?", whom="{whom}")
EVERYBODY = 0
LAST = 2**62


class Line(NamedTuple):
    """A report in a list; `whom` is the name of whom it is about, `since` when it came into its state."""

    id: int
    code: str
    state: str
    reason: str
    about: str
    author_role: str
    title: str
    team: str
    whom: str
    since: datetime


def whom(house: int) -> str:
    """Whom a report is about, as a team knows them, or as an operator does."""
    return lists.WHO if house == EVERYBODY else called.CALLED


def waiting(house: int = EVERYBODY, after: tuple[int, int] = (0, 0), most: int = PAGE + 1) -> list[Line]:
    """What waits for a decision, the longest first; of one team, or of all."""
    since, number = after
    sql = f"{WAITS.format(whom=whom(house))} ORDER BY entry.at, report.id LIMIT ?"
    return [_line(row) for row in lists.ask(sql, since, since, number, house, house, most)]


def decided(house: int = EVERYBODY, before: int | None = None, most: int = PAGE + 1) -> list[Line]:
    """What was decided, the newest first."""
    sql = f"{OVER.format(whom=whom(house))} ORDER BY report.id DESC LIMIT ?"
    return [_line(row) for row in lists.ask(sql, before or LAST, house, house, most)]


def _line(row: tuple) -> Line:
    return Line(*row[:-1], from_epoch(row[-1]))


class Known(NamedTuple):
    """How many other reports there are, and what became of them."""

    all: int = 0
    upheld: int = 0
    dismissed: int = 0


class Around(NamedTuple):
    """What a decision about a report reads: the other reports by the same author and about the same; (event, when,
    text) of what was written with its moves; and who was there."""

    author: Known
    concerned: Known
    words: list[tuple[str, datetime, str]]
    spells: list[Spell]


AROUND = """
SELECT 'author', state, '', COUNT(*), CAST(NULL AS BIGINT), 0, 0 FROM report
    WHERE author_id = ? AND author_role = ? AND id <> ? GROUP BY state
UNION ALL SELECT 'about', state, '', COUNT(*), NULL, 0, 0 FROM report WHERE {about} = ? AND about = ? AND id <> ?
    GROUP BY state
UNION ALL SELECT 'word', entry.event, note.text, entry.at, NULL, 0, note.id FROM entry
    JOIN note ON note.entry_id = entry.id WHERE entry.noun = 'report' AND entry.subject = ?
UNION ALL SELECT 'spell', presence.seat, presence.place, presence.since, presence.until, presence.person_id,
    presence.id FROM presence WHERE presence.session_id = ?
ORDER BY 1, 4, 7
"""


def around(report: Report) -> Around:
    """All of it, in one statement."""
    about, number = ("study_id", report.study_id) if report.about == "study" else ("person_id", report.person_id)
    by, whom_about = (report.author_id, report.author_role, report.id), (number, report.about, report.id)
    found: dict[str, list] = {"author": [], "about": [], "word": [], "spell": []}
    for which, *values in lists.ask(AROUND.format(about=about), *by, *whom_about, report.id, report.session_id or 0):
        found[which].append(values)
    words = [(event, from_epoch(at), text) for event, text, at, *_rest in found["word"] if text]
    spells = [
        Spell(seat, who, place, from_epoch(since), from_epoch(until) if until is not None else None)
        for seat, place, since, until, who, _id in found["spell"]
    ]
    return Around(_known(found["author"]), _known(found["about"]), words, spells)


def _known(rows: list) -> Known:
    counts = {state: count for state, _place, count, *_rest in rows}
    return Known(sum(counts.values()), counts.get("upheld", 0), counts.get("dismissed", 0))


HOLDS = """
SELECT payout.id, {columns} FROM payout
    JOIN participant ON participant.id = payout.participant_id
        OR (payout.candidate_id IS NOT NULL AND participant.candidate_id = payout.candidate_id)
    JOIN report ON report.participant_id = participant.id
WHERE payout.id IN ({places}) AND report.about = 'contributor' AND report.state IN ('open', 'appealed', 'upheld')
ORDER BY report.id
"""


def holding(payouts: list[int]) -> dict[int, Report]:
    """Payout -> the report that stands in its way; of several the last."""
    if not payouts:
        return {}
    columns = ", ".join(f'report."{field.column_name}"' for field in Report._meta.sorted_fields)
    sql = HOLDS.format(columns=columns, places=", ".join("?" * len(payouts)))
    return {row[0]: fixed.made(Report, row[1:]) for row in lists.ask(sql, *payouts)}


class Member(NamedTuple):
    """A member of the network in a list: marks that were not struck within 180 days, reports about them, and since
    when they wait."""

    id: int
    code: str
    state: str
    who: str
    marks: int
    reports: int
    since: datetime
    appealed: bool


WHICH = {
    "waiting": "(standing.state = 'under_review' OR (standing.state = 'removed' AND standing.appealed_at IS NOT NULL "
    "AND standing.answered_at IS NULL))",
    "removed": "standing.state = 'removed'",
    "good": "standing.state = 'good'",
}
MEMBERS = f"""
SELECT standing.id, standing.code, standing.state, {lists.WHO},
    (SELECT COUNT(*) FROM mark WHERE mark.person_id = standing.person_id AND mark.struck_at IS NULL),
    (SELECT COUNT(*) FROM report WHERE report.person_id = standing.person_id AND report.about = 'contributor'),
    COALESCE(standing.appealed_at, entry.at), standing.appealed_at IS NOT NULL AND standing.answered_at IS NULL
FROM standing JOIN person ON person.id = standing.person_id
    JOIN entry ON entry.noun = 'standing' AND entry.subject = standing.id AND entry.seq = standing.version
WHERE {{which}} AND standing.id < ? ORDER BY standing.id DESC LIMIT ?
"""


def members(which: str, before: int | None = None, most: int = PAGE + 1) -> list[Member]:
    """The members who wait for a decision, who were removed, or the others; the newest first."""
    found = lists.ask(MEMBERS.format(which=WHICH[which]), before or LAST, most)
    return [Member(*row[:6], from_epoch(row[6]), bool(row[7])) for row in found]


ABOUT = LISTED.format(which="report.person_id = ? AND report.about = 'contributor'", whom=lists.WHO)


def about(person: int, most: int = PAGE) -> list[Line]:
    """The reports about a contributor, the newest first."""
    sql = f"{ABOUT} ORDER BY report.id DESC LIMIT ?"
    return [_line(row) for row in lists.ask(sql, person, EVERYBODY, EVERYBODY, most)]


MEETING = (
    "SELECT COUNT(DISTINCT study.workspace_id), COUNT(*) FROM session JOIN study ON study.id = session.study_id "
    "WHERE session.contributor_id = ? AND session.state IN ('scheduled', 'rescheduling')"
)


def meeting(person: int) -> tuple[int, int]:
    """(how many teams, how many conversations) somebody still has ahead."""
    return lists.ask(MEETING, person)[0]


def dispute(session: int) -> Report | None:
    """The report that opened because both sides remember this conversation differently."""
    return (
        Report.select()
        .where(Report.session == session, Report.reason == "disputed", Report.about == "contributor")
        .order_by(Report.id.desc())
        .first()
    )
