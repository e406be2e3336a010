"""Both sides of the book: everybody whom a workspace's recruiting sent on or took in, as the two sides see them, joined
by the pair of IDs, in one statement. What the two say together is worked out by the tables of rules/reconcile.py."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from models.board_sql import COLUMNS, FILTERS, GLANCED, JUDGED, NO_TEXT, judged_sql
from models.lists import ask
from rules.reconcile import TOLD_WITHIN, Limits
from rules.times import to_epoch

SHOWN = 25
# What a row's number is made of: a candidate, a participant of an outside recruiter, or only their word.
KINDS = ("candidate", "participant", "counterpart")


class Line(NamedTuple):
    """One person on the board: `r` and `s` are what the recruiting side and the study say (nothing: not known there),
    `tail` what both IDs share ("" once it is hidden), instants are epochs."""

    number: int
    place: str
    r: str | None
    s: str | None
    r_since: int | None
    s_since: int | None
    submitted: int | None
    tail: str
    kind: str
    candidate: str | None
    c_version: int | None
    participant: str | None
    p_version: int | None
    seq: int | None
    project_title: str | None
    study_title: str | None
    owner: int | None
    owner_name: str | None
    amount: int | None
    currency: str | None
    payout: str | None
    paid: str | None
    connection: str | None
    asked_at: int | None
    pairing: str
    waits: str
    owed: int
    suspect: int
    here: int
    over: int
    since: int
    pair: str
    project: int | None
    study: int | None
    person: int | None
    note: str = ""
    place_id: int | None = None
    telling: int = 0

    @property
    def value(self) -> str:
        """What a form sends for this row: which, and as of which state of both sides."""
        return f"{self.number}.{self.c_version or 0}-{self.p_version or 0}-{self.seq or 0}"

    @property
    def row_kind(self) -> str:
        """What is ours of it: candidate, participant, or nothing but their word (counterpart)."""
        return KINDS[self.number % 3]

    @property
    def row_id(self) -> int:
        """Its number in its own table."""
        return self.number // 3


class Sieve(NamedTuple):
    """What the board is narrowed to: a tab, a project's or a study's number, whose (0: nobody's), the characters both
    IDs share."""

    show: str = "open"
    project: int | None = None
    study: int | None = None
    owner: int | None = None
    tail: str = ""

    def parts(self) -> tuple[str, list]:
        """The conditions of everything but the tab, and their values."""
        wanted = (
            (self.project is not None, " AND project = ?", [self.project]),
            (self.study is not None, " AND study = ?", [self.study]),
            (bool(self.owner), " AND owner = ?", [self.owner]),
            (self.owner == 0, " AND owner IS NULL", []),
            (bool(self.tail), " AND tail = ?", [self.tail]),
        )
        return "".join(sql for use, sql, _v in wanted if use), [v for use, _sql, vs in wanted if use for v in vs]


def _given(workspace: int, at: datetime, limits: Limits, wanted: Sequence[Sequence[int]] = ((), (), ())) -> list[int]:
    """The values of the places in JUDGED; `wanted` are the numbers of the rows of each kind, where it is narrowed."""
    overdue, due = to_epoch(at - limits.overdue), to_epoch(at - limits.due)
    kinds = [value for numbers in wanted for value in (workspace, *numbers)]
    return [*kinds, overdue, due, workspace, workspace, to_epoch(at - TOLD_WITHIN)]


class Counts(NamedTuple):
    """How many rows each tab has; what is overdue in all by currency, and since when the longest waits."""

    tabs: dict[str, int]
    overdue: dict[str, int]
    longest: int | None


SUMS = ", ".join(f"SUM(CASE WHEN {condition} THEN 1 ELSE 0 END)" for condition in FILTERS.values())
TALLY = (
    f"SELECT {SUMS}, MIN(CASE WHEN waits = 'overdue' THEN since END), currency, "
    "SUM(CASE WHEN waits = 'overdue' AND place <> 'recruiter' THEN amount ELSE 0 END) FROM judged WHERE 1 = 1{more} "
    "GROUP BY currency"
)
# The numbers of the first rows behind a tab, in the same shape; their tally is none.
FIRST = (
    f"SELECT keys.number, {', '.join('0' for _name in list(FILTERS)[1:])}, keys.since, {NO_TEXT}, -1 FROM ("
    "SELECT number, since FROM judged WHERE {show}{more}{further} ORDER BY since, number LIMIT {most}) AS keys"
)
OF_A_ROW = -1


def counts(workspace: int, at: datetime, sieve: Sieve = Sieve(), limits: Limits = Limits()) -> Counts:  # noqa: B008
    """The numbers over the board, narrowed by everything but the tab."""
    more, values = sieve.parts()
    return _counted(ask(GLANCED + TALLY.format(more=more), *_given(workspace, at, limits), *values))


def _counted(rows: list[tuple]) -> Counts:
    tabs = dict.fromkeys(FILTERS, 0)
    longest, overdue = None, {}
    for *numbers, first, currency, amount in rows:
        for name, number in zip(FILTERS, numbers, strict=True):
            tabs[name] += int(number or 0)
        longest = min((one for one in (longest, first) if one is not None), default=None)
        if currency and amount:
            overdue[currency] = int(amount)
    return Counts(tabs, overdue, longest)


def page(
    workspace: int, at: datetime, sieve: Sieve = Sieve(), limits: Limits = Limits(),  # noqa: B008
    after: tuple[int, int] | None = None,
) -> tuple[Counts, list[Line]]:  # fmt: skip
    """The numbers and the rows of one page, as `counts` and `lines` give them: everybody is judged once, and everything
    is read of those only that are shown."""
    more, values = sieve.parts()
    further = " AND (since, number) > (?, ?)" if after else ""
    first = FIRST.format(show=FILTERS[sieve.show], more=more, further=further, most=SHOWN + 1)
    sql = f"{GLANCED}{TALLY.format(more=more)} UNION ALL {first}"
    rows = ask(sql, *_given(workspace, at, limits), *values, *values, *(after or ()))
    tally = [row for row in rows if row[-1] != OF_A_ROW]
    return _counted(tally), chosen(workspace, [row[0] for row in rows if row[-1] == OF_A_ROW], at, limits)


def lines(
    workspace: int, at: datetime, sieve: Sieve = Sieve(), limits: Limits = Limits(),  # noqa: B008
    after: tuple[int, int] | None = None, most: int | None = SHOWN + 1,
) -> list[Line]:  # fmt: skip
    """The rows behind a tab, the longest waiting first, from a key (since, number) on; one more than a page shows."""
    more, values = sieve.parts()
    further = " AND (since, number) > (?, ?)" if after else ""
    limit = f" LIMIT {most}" if most else ""
    sql = (
        f"{JUDGED} SELECT {COLUMNS} FROM judged LEFT JOIN person AS keeper ON keeper.id = judged.owner "
        f"WHERE {FILTERS[sieve.show]}{more}{further} ORDER BY since, number{limit}"
    )
    return [Line(*row) for row in ask(sql, *_given(workspace, at, limits), *values, *(after or ()))]


def chosen(
    workspace: int, numbers: Sequence[int], at: datetime, limits: Limits = Limits()  # noqa: B008
) -> list[Line]:
    """These rows of the board, however they are settled."""
    if not numbers:
        return []
    wanted = tuple([number // 3 for number in numbers if number % 3 == kind] for kind in range(3))
    narrowed = tuple(
        f" AND {kind}.id IN ({', '.join('?' * len(those))})" if those else " AND 1 = 0"
        for kind, those in zip(KINDS, wanted, strict=True)
    )
    sql = (
        f"{judged_sql(narrowed)} SELECT {COLUMNS} FROM judged LEFT JOIN person AS keeper ON keeper.id = judged.owner "
        "ORDER BY since, number"
    )
    return [Line(*row) for row in ask(sql, *_given(workspace, at, limits, wanted))]


def limits_of(policy) -> Limits:
    """When Submitted is due and overdue, by a workspace's policy."""
    return Limits(timedelta(days=policy.due_days), timedelta(days=policy.overdue_days))


KNOWN = """
SELECT 'project', project.code, project.title, project.id, 0 FROM project
    WHERE project.workspace_id = ? AND project.state <> 'draft'
UNION ALL SELECT 'study', study.code, study.title, study.id, 0 FROM study WHERE study.workspace_id = ?
    AND EXISTS (SELECT 1 FROM connection WHERE connection.study_id = study.id)
UNION ALL SELECT 'owner', person.code, person.name, person.id,
    CASE WHEN member.role IN ('admin', 'creator') THEN 1 ELSE 0 END
    FROM member JOIN person ON person.id = member.person_id WHERE member.workspace_id = ?
UNION ALL SELECT 'connection', connection.read_fault, connection.name, connection.id, COALESCE(connection.read_at, 0)
    FROM connection WHERE connection.workspace_id = ? AND connection.revoked_at IS NULL
    AND connection.calls_url <> ''
UNION ALL SELECT 'suspects', '', '', 0, COUNT(*) FROM suspect WHERE suspect.workspace_id = ?
    AND suspect.settled_at IS NULL
"""


class Known(NamedTuple):
    """Something that the board can be narrowed to, or that is read for it: code, name, number; `extra` is whether a
    colleague may decide, since when a connection was not read, how many suspects wait."""

    what: str
    code: str
    name: str
    number: int
    extra: int


def known(workspace: int) -> list[Known]:
    """Projects, studies, colleagues and connections of a workspace, and how many suspects wait, in one statement."""
    return [Known(*row) for row in ask(KNOWN, workspace, workspace, workspace, workspace, workspace)]
