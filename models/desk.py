"""What an operator reads over all teams: what waits, the numbers, teams, money that got stuck. Practice teams are left
out everywhere; models/members.py has the people."""

from datetime import datetime, timedelta
from typing import NamedTuple

import peewee

from models.database import is_postgres
from models.feeds import PATIENCE
from models.lists import WHO, ask
from models.people import Person
from models.workspaces import Member, Seat, TeamInvite, Workspace
from rules.times import to_epoch

SHOWN = 40
# Money that is owed and on nobody's way for so long is overdue.
OVERDUE = timedelta(days=7)
# A letter that is later than this waits for something that is broken.
LATE = timedelta(minutes=15)

LATE_MONEY = "payout.state IN ('due', 'sending', 'sent') AND payout.due_at < ?"
BROKEN_FEED = "feed.fault <> '' AND (feed.read_at IS NULL OR feed.read_at <= ?)"
MOVED = "(SELECT MAX(entry.at) FROM entry WHERE entry.noun = '{noun}' AND entry.subject = {noun}.id)"
REAL = "JOIN workspace ON workspace.id = {of}.workspace_id AND NOT workspace.practice"

WAITING = f"""
SELECT 'reports', COUNT(*), MIN({MOVED.format(noun="report")}) FROM report JOIN study ON study.id = report.study_id
    {REAL.format(of="study")} WHERE report.state IN ('open', 'appealed')
UNION ALL SELECT 'standings', COUNT(*), MIN({MOVED.format(noun="standing")}) FROM standing
    WHERE standing.state = 'under_review'
UNION ALL SELECT 'appeals', COUNT(*), MIN(standing.appealed_at) FROM standing
    WHERE standing.state = 'removed' AND standing.appealed_at IS NOT NULL AND standing.answered_at IS NULL
UNION ALL SELECT payout.state, COUNT(*), MIN(payout.due_at) FROM payout {REAL.format(of="payout")}
    WHERE payout.state IN ('failed', 'unknown') GROUP BY payout.state
UNION ALL SELECT 'overdue', COUNT(*), MIN(payout.due_at) FROM payout {REAL.format(of="payout")} WHERE {LATE_MONEY}
UNION ALL SELECT 'letters', COUNT(*), MIN(outgoing.due_at) FROM outgoing
    WHERE outgoing.channel = 'mail' AND outgoing.state IN ('dead', 'bounced')
UNION ALL SELECT 'feeds', COUNT(*), MIN(feed.read_at) FROM feed WHERE {BROKEN_FEED}
"""


class Waiting(NamedTuple):
    """Something that waits: how many, and since when the oldest does (epoch)."""

    kind: str
    count: int
    since: int | None


def waiting(at: datetime) -> dict[str, Waiting]:
    """Kind -> what waits of it, where anything does."""
    rows = ask(WAITING, to_epoch(at - OVERDUE), to_epoch(at - PATIENCE))
    return {kind: Waiting(kind, count, since) for kind, count, since in rows if count}


NUMBERS = f"""
SELECT (SELECT COUNT(*) FROM standing WHERE standing.state <> 'removed'),
    (SELECT COUNT(*) FROM workspace WHERE NOT workspace.practice),
    (SELECT COUNT(*) FROM study {REAL.format(of="study")} WHERE study.state = 'live'),
    (SELECT COUNT(*) FROM session JOIN study ON study.id = session.study_id {REAL.format(of="study")}
        WHERE session.starts_at >= ? AND session.starts_at < ?
        AND session.state IN ('scheduled', 'in_progress', 'completed'))
"""


class Numbers(NamedTuple):
    """The installation in numbers."""

    members: int
    workspaces: int
    studies: int
    talks: int


def numbers(begin: int, end: int) -> Numbers:
    """The numbers of now; conversations of the day between these two epochs."""
    return Numbers(*ask(NUMBERS, begin, end)[0])


HEALTH = f"""
SELECT (SELECT COUNT(*) FROM outgoing WHERE outgoing.channel = 'mail' AND outgoing.state = 'waiting'
        AND outgoing.due_at < ?),
    (SELECT COUNT(*) FROM outgoing WHERE outgoing.channel = 'mail' AND outgoing.state IN ('dead', 'bounced')),
    (SELECT COUNT(*) FROM person WHERE person.operator), (SELECT COUNT(*) FROM feed WHERE {BROKEN_FEED}),
    (SELECT COUNT(*) FROM endpoint WHERE endpoint.removed_at IS NULL AND endpoint.failing_since <= ?),
    (SELECT beat.at FROM beat WHERE beat.name = 'sweep'), (SELECT beat.at FROM beat WHERE beat.name = 'drain')
"""


class Health(NamedTuple):
    """What can be counted of how well it runs; the last rounds as epochs."""

    late: int
    dead: int
    operators: int
    feeds: int
    endpoints: int
    swept: int | None
    drained: int | None


def health(at: datetime) -> Health:
    """How it runs now."""
    day = to_epoch(at - PATIENCE)
    return Health(*ask(HEALTH, to_epoch(at - LATE), day, day)[0])


def operators() -> list[Person]:
    """Who runs this installation."""
    return list(Person.select().where(Person.operator).order_by(Person.id))


def about() -> tuple[int, str]:
    """How many bytes the database takes, and its own name and version."""
    if is_postgres():
        sql = "SELECT pg_database_size(current_database()), current_setting('server_version')"
    else:
        sql = "SELECT page_count * page_size, sqlite_version() FROM pragma_page_count(), pragma_page_size()"
    size, version = ask(sql)[0]
    return size, f"{'PostgreSQL' if is_postgres() else 'SQLite'} {version}"


TEAMS = f"""
SELECT workspace.id, workspace.code, workspace.name, workspace.plan, workspace.bought, workspace.used,
    workspace.reserved, (SELECT COUNT(*) FROM member WHERE member.workspace_id = workspace.id),
    (SELECT COUNT(*) FROM study WHERE study.workspace_id = workspace.id AND study.state = 'live')
FROM workspace WHERE NOT workspace.practice AND LOWER(workspace.name) LIKE ? ESCAPE '!' AND workspace.id < ?
ORDER BY workspace.id DESC LIMIT {SHOWN + 1}
"""
LARGEST = 2**62


class Team(NamedTuple):
    """A workspace in the list."""

    id: int
    code: str
    name: str
    plan: str
    bought: int
    used: int
    reserved: int
    members: int
    live: int

    @property
    def available(self) -> int:
        return self.bought - self.used - self.reserved


def teams(words: str, before: int | None) -> list[Team]:
    """The workspaces with these words in their name, newest first, one more than a page shows."""
    return [Team(*row) for row in ask(TEAMS, _within(words), before or LARGEST)]


def _within(words: str) -> str:
    """What LIKE asks for these words anywhere; signs of its own count as themselves."""
    plain = "".join(f"!{one}" if one in "%_!" else one for one in words.lower())
    return f"%{plain}%"


def team(code: str) -> Workspace | None:
    """A workspace that is nobody's practice; `running` says whether a study of theirs is live or paused."""
    sql = "EXISTS (SELECT 1 FROM study WHERE study.workspace_id = house.id AND study.state IN ('live', 'paused'))"
    busy = peewee.SQL(sql).alias("running")
    house = Workspace.alias("house")
    return house.select(house, busy).where(house.code == code, ~house.practice).first()


def crew(workspace: int, year: int) -> list[Member]:
    """The members of a workspace in the order of joining, each with their `place`: the seat of the year, or none."""
    held = (Seat.person == Member.person) & (Seat.workspace == workspace) & (Seat.year == year)
    query = Member.select(Member, Person, Seat).join(Person).switch(Member)
    query = query.join(Seat, peewee.JOIN.LEFT_OUTER, on=held, attr="place")
    return list(query.where(Member.workspace == workspace).order_by(Member.id))


def asked_in(workspace: int, at: datetime) -> list[TeamInvite]:
    """Whom a workspace waits for."""
    still = TeamInvite.accepted_at.is_null() & TeamInvite.revoked_at.is_null() & (TeamInvite.ends_at > at)
    return list(TeamInvite.select().where(TeamInvite.workspace == workspace, still).order_by(TeamInvite.id))


# What was bought, with the reference that came with it (the note of its entry).
BOUGHT = """
SELECT unit_line.at, unit_line.bought, COALESCE(note.text, ''), COALESCE(person.name, '') FROM unit_line
    LEFT JOIN entry ON entry.id = unit_line.entry LEFT JOIN note ON note.entry_id = entry.id
    LEFT JOIN person ON person.id = entry.who
WHERE unit_line.workspace_id = ? AND unit_line.kind = 'buy' ORDER BY unit_line.id DESC LIMIT 20
"""


def bought(workspace: int) -> list[tuple[int, int, str, str]]:
    """(epoch, units, reference, who) of what was bought last, the newest first."""
    return ask(BOUGHT, workspace)


def running(workspace: int) -> bool:
    """Whether a study of theirs is live or paused, and so holds what its plan gave it."""
    sql = "SELECT COUNT(*) FROM study WHERE study.workspace_id = ? AND study.state IN ('live', 'paused')"
    return ask(sql, workspace)[0][0] > 0


STUCK = f"""
SELECT payout.id, payout.code, payout.state, payout.amount, payout.currency, payout.failure, payout.due_at,
    {WHO}, COALESCE(study.title, ''), workspace.code,
    workspace.name, COALESCE(owner.name, '')
FROM payout {REAL.format(of="payout")} JOIN person ON person.id = payout.person_id
    LEFT JOIN study ON study.id = payout.study_id LEFT JOIN person AS owner ON owner.id = study.author_id
WHERE {{which}} AND payout.id < ? ORDER BY payout.id DESC LIMIT {SHOWN + 1}
"""


class Stuck(NamedTuple):
    """A payout that did not arrive, whose it is, and who of the team looks after it."""

    id: int
    code: str
    state: str
    amount: int
    currency: str
    failure: str
    due_at: int
    who: str
    study: str
    team_code: str
    team: str
    owner: str


def stuck(kind: str, at: datetime, before: int | None) -> list[Stuck]:
    """The payouts of one kind (failed, unknown, overdue), newest first, one more than a page shows."""
    if kind == "overdue":
        return [Stuck(*row) for row in ask(STUCK.format(which=LATE_MONEY), to_epoch(at - OVERDUE), before or LARGEST)]
    return [Stuck(*row) for row in ask(STUCK.format(which="payout.state = ?"), kind, before or LARGEST)]
