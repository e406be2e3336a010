"""What the other half hears, where it is not here: a row in the outbox with every move that concerns it, written in the
transaction of the move. Each carries how things stand, so that it does not matter which of them arrive, or when
(docs/integration.md)."""

from datetime import datetime

from commands import exclusions, fire, recorder
from lifecycle.attempt import Attempt
from models.journal import Entry
from models.outgoing import Outgoing
from models.outside import Connection
from models.participants import Participant
from models.recruiting import Candidate

CHANNEL = "call"
MOVED, REMOVE_ASKED = "participant.moved", "participant.remove_asked"
DECISIONS = {"complete": "candidate.completed", "remove": "candidate.removed"}


def plan(connection: Connection, letter: str, row, entry: Entry, at: datetime) -> None:
    """One call about this row, if there is somebody to hear it. Who is not paired yet reads the whole list later."""
    if connection.revoked_at is not None or not connection.calls_url:
        return
    # Below zero, because people are numbered from one: what is somebody's own is found by that number.
    Outgoing.create(
        entry=entry, channel=CHANNEL, letter=letter, recipient=-connection.id, thread=recorder.thread_of(row),
        due_at=at, next_at=at,
    )  # fmt: skip
    recorder.wake()


def participant_moved(attempt: Attempt, entry: Entry) -> None:
    """The study tells an outside recruiter how each of its people stands."""
    row: Participant = attempt.row
    if row.connection_id is not None:
        plan(row.connection, MOVED, row, entry, attempt.at)


def candidate_decided(attempt: Attempt, entry: Entry) -> None:
    """A project tells an outside tool what a person decided of somebody who was sent there."""
    row: Candidate = attempt.row
    if entry.event in DECISIONS and row.sent_at is not None:
        for connection in tools_of(row.project_id):
            plan(connection, DECISIONS[entry.event], row, entry, attempt.at)


def ask_removal(participant: Participant, entry: Entry, at: datetime) -> None:
    """The study asks an outside recruiter to remove somebody there, the first step of an exclusion."""
    if participant.connection_id is not None:
        plan(participant.connection, REMOVE_ASKED, participant, entry, at)


def tell_again(row: Participant | Candidate, entry: Entry, at: datetime) -> bool:
    """Once more how somebody stands, because a person asks for it; whether there is anybody to tell. `entry` is that of
    the asking."""
    if isinstance(row, Participant):
        heard = [row.connection] if row.connection_id is not None else []
        letter = MOVED
    else:
        heard = tools_of(row.project_id)
        letter = {"completed": "candidate.completed", "removed": "candidate.removed"}.get(row.state, "")
    for connection in heard if letter else ():
        plan(connection, letter, row, entry, at)
    return bool(heard and letter)


def tools_of(project: int) -> list[Connection]:
    """The outside tools that a project sends people to."""
    rows = Connection.select().where(Connection.project == project, Connection.revoked_at.is_null())
    return list(rows.order_by(Connection.id))


fire.always |= {"participant": participant_moved, "candidate": candidate_decided}
exclusions.tellers.append(ask_removal)
