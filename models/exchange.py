"""What the two halves of a recruiting effort keep of each other, as fixed statements: the list that one side shows the
other, and who of it is known here."""

from datetime import datetime
from typing import NamedTuple

from models import fixed
from models.lists import ask, run
from models.outside import Connection, Counterpart
from models.participants import Participant
from models.recruiting import Candidate
from rules.times import from_epoch, to_epoch

PAGE = 500
SINCE = "(SELECT MAX(entry.at) FROM entry WHERE entry.noun = '{noun}' AND entry.subject = {noun}.id)"
PARTICIPANTS = (
    f"SELECT participant.id, participant.outside_id, participant.state, participant.version, "
    f"{SINCE.format(noun='participant')} FROM participant WHERE participant.connection_id = ? "
    # Who was erased has no ID any more.
    "AND participant.outside_id IS NOT NULL "
)
CANDIDATES = (
    f"SELECT candidate.id, 'pp_' || candidate.tail, candidate.state, candidate.version, "
    f"{SINCE.format(noun='candidate')} FROM candidate WHERE candidate.project_id = ? AND candidate.sent_at IS NOT NULL "
)
NEXT = f"AND {{noun}}.id > ? ORDER BY {{noun}}.id LIMIT {PAGE}"

# What every call and every line of a list asks and writes; made anew each time it would cost more than it does.
SENT_THERE = "SELECT id FROM candidate WHERE tail = ? AND project_id = ? AND sent_at IS NOT NULL"
WORD = "SELECT state, seq FROM counterpart WHERE connection_id = ? AND outside_id = ?"
WORD_BORN = (
    "INSERT INTO counterpart (connection_id, outside_id, state, seq, since, heard_at, listed) "
    "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
)
WORD_NEWER = (
    "UPDATE counterpart SET state = ?, seq = ?, since = ?, heard_at = ?{also} "
    "WHERE connection_id = ? AND outside_id = ? AND seq < ?"
)
WORD_AGAIN = "UPDATE counterpart SET heard_at = ?{also} WHERE connection_id = ? AND outside_id = ?"
HEARD_BORN = (
    "INSERT INTO heard (connection_id, message, kind, outside_id, body, at, outcome) "
    "VALUES (?, ?, ?, '', '', ?, '') ON CONFLICT DO NOTHING"
)
HEARD_DONE = "UPDATE heard SET outside_id = ?, body = ?, outcome = ? WHERE connection_id = ? AND message = ?"


class Listed(NamedTuple):
    """One person as this side has them: a number to go on after, the recruiting side's ID, the state, the number of
    its last entry, and when that was."""

    number: int
    outside_id: str
    state: str
    seq: int
    since: datetime


def shown_to(connection: Connection, after: int) -> list[Listed]:
    """The next people of whom the other side of this connection may know, in the order in which they came."""
    found = (
        ask(PARTICIPANTS + NEXT.format(noun="participant"), connection.id, after)
        if connection.side == "recruiter"
        else ask(CANDIDATES + NEXT.format(noun="candidate"), connection.project_id, after)
    )
    return [_listed(row) for row in found]


def _listed(row: tuple) -> Listed:
    return Listed(*row[:4], from_epoch(row[4]))


def standing(connection: Connection, outside_id: str) -> Listed | None:
    """How this one person stands here, of whom the other side may know."""
    found = (
        ask(f"{PARTICIPANTS}AND participant.outside_id = ?", connection.id, outside_id)
        if connection.side == "recruiter"
        else ask(f"{CANDIDATES}AND candidate.tail = ?", connection.project_id, outside_id.removeprefix("pp_"))
    )
    return _listed(found[0]) if found else None


def participant_of(connection: Connection, outside_id: str) -> Participant | None:
    """Who came by this connection with this ID."""
    mine = (Participant.connection == connection.id) & (Participant.outside_id == outside_id)
    return Participant.select().where(mine).order_by(Participant.id).first()


def candidate_of(connection: Connection, outside_id: str) -> Candidate | None:
    """Whom the project of this connection knows by this ID and sent on."""
    found = ask(SENT_THERE, outside_id.removeprefix("pp_"), connection.project_id)
    return fixed.one(Candidate, found[0][0]) if found else None


def due(before: datetime, most: int) -> list[Connection]:
    """The connections whose other side is to be read: paired, not revoked, and not read since then."""
    ready = Connection.revoked_at.is_null() & (Connection.calls_url != "")
    stale = Connection.read_at.is_null() | (Connection.read_at <= before)
    tried = Connection.tried_at.is_null() | (Connection.tried_at <= before)
    return list(Connection.select().where(ready, stale, tried).order_by(Connection.id).limit(most))


def keep_word(connection: int, said: Listed, at: datetime, listed: bool | None) -> bool:
    """Keep what the other side says of somebody, unless it said something later before; whether it was news. `listed`
    is told by a whole list only."""
    mine, now = (connection, said.outside_id), to_epoch(at)
    fresh = (said.state, said.seq, to_epoch(said.since))
    if run(WORD_BORN, *mine, *fresh, now, True if listed is None else listed):
        return True
    told = () if listed is None else (listed,)
    also = ", listed = ?" if told else ""
    if run(WORD_NEWER.format(also=also), *fresh, now, *told, *mine, said.seq):
        return True
    run(WORD_AGAIN.format(also=also), now, *told, *mine)
    return False


class Word(NamedTuple):
    """The last that was heard of somebody."""

    state: str
    seq: int


def word_of(connection: int, outside_id: str) -> Word | None:
    """The last that was heard of somebody."""
    found = ask(WORD, connection, outside_id)
    return Word(*found[0]) if found else None


def heard(connection: int, at: datetime) -> None:
    """The other side called."""
    run("UPDATE connection SET heard_at = ? WHERE id = ?", to_epoch(at), connection)


def first_heard(connection: int, message: str, kind: str, at: datetime) -> bool:
    """Keep that a call with this number came; whether it had not come before."""
    return run(HEARD_BORN, connection, message, kind, to_epoch(at)) > 0


def keep_heard(connection: int, message: str, outside_id: str, body: str, outcome: str) -> None:
    """Whom it was about, what was in it, and what came of it."""
    run(HEARD_DONE, outside_id, body, outcome, connection, message)


def unlist(connection: int, began: datetime) -> int:
    """Who was not in the whole list that was read since then is not on it."""
    gone = (Counterpart.connection == connection) & (Counterpart.heard_at < began) & Counterpart.listed
    return Counterpart.update(listed=False).where(gone).execute()
