"""What the two halves of a recruiting effort keep of each other, as fixed statements: the list that one side shows the
other, and who of it is known here."""

from datetime import datetime
from typing import NamedTuple

from models.lists import ask
from models.outside import Connection, Counterpart
from models.participants import Participant
from models.recruiting import Candidate
from rules.times import from_epoch

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
    there = (Candidate.tail == outside_id.removeprefix("pp_")) & (Candidate.project == connection.project_id)
    return Candidate.select().where(there, Candidate.sent_at.is_null(False)).first()


def due(at: datetime, before: datetime, most: int) -> list[Connection]:
    """The connections whose other side is to be read: paired, not revoked, and not read since then."""
    ready = Connection.revoked_at.is_null() & (Connection.calls_url != "")
    stale = Connection.read_at.is_null() | (Connection.read_at <= before)
    tried = Connection.tried_at.is_null() | (Connection.tried_at <= before)
    return list(Connection.select().where(ready, stale, tried).order_by(Connection.id).limit(most))


def keep_word(connection: int, said: Listed, at: datetime, listed: bool | None) -> bool:
    """Keep what the other side says of somebody, unless it said something later before; whether it was news. `listed`
    is told by a whole list only."""
    mine = (Counterpart.connection == connection) & (Counterpart.outside_id == said.outside_id)
    fresh = {"state": said.state, "seq": said.seq, "since": said.since}
    again = {"heard_at": at, **({} if listed is None else {"listed": listed})}
    born = {"connection": connection, "outside_id": said.outside_id, **fresh, **again}
    if Counterpart.insert(born).on_conflict_ignore().as_rowcount().execute():
        return True
    if Counterpart.update(**fresh, **again).where(mine, Counterpart.seq < said.seq).execute():
        return True
    Counterpart.update(**again).where(mine).execute()
    return False


def word_of(connection: int, outside_id: str) -> Counterpart | None:
    """The last that was heard of somebody."""
    return Counterpart.get_or_none(Counterpart.connection == connection, Counterpart.outside_id == outside_id)


def unlist(connection: int, began: datetime) -> int:
    """Who was not in the whole list that was read since then is not on it."""
    gone = (Counterpart.connection == connection) & (Counterpart.heard_at < began) & Counterpart.listed
    return Counterpart.update(listed=False).where(gone).execute()
