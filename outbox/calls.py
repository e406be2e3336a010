"""What the two halves of one recruiting effort tell each other, server to server: how somebody stands, and the number
that tells later words from earlier ones. A call says the same at every try (docs/integration.md)."""

import json
from datetime import datetime

from models import exchange
from models.journal import Entry
from models.outgoing import Outgoing
from models.outside import Connection
from models.participants import Participant
from models.recruiting import Candidate
from outbox.compose import Unsendable
from outbox.delivery import Delivery, Tried, Unwanted
from rules.identifiers import other_side
from rules.times import plausible

ROWS = {"participant": Participant, "candidate": Candidate}


def compose(row: Outgoing, settings) -> Delivery:
    """The call of this row: where it goes, and what it says."""
    connection = Connection.get_or_none(Connection.id == -row.recipient)
    noun, _dash, number = row.thread.partition("-")
    about = ROWS[noun].get_or_none(ROWS[noun].id == int(number))
    if connection is None or about is None:
        raise Unsendable("there is nobody to call any more")
    if connection.revoked_at is not None:
        raise Unwanted("the connection is revoked")
    if not connection.calls_url:
        raise Unsendable("the other side takes no calls")
    if isinstance(about, Participant) and not about.outside_id:
        raise Unwanted("they were erased")
    body = json.dumps({"type": row.letter, **_said(row.entry, noun, about)}, separators=(",", ":"), sort_keys=True)
    return Delivery(connection.calls_url, tuple(connection.secrets(row.next_at)), body.encode())


def _said(entry: Entry, noun: str, about: Participant | Candidate) -> dict:
    """As it was with the move; or as it is, where somebody only asks for something."""
    moved = entry.noun == noun
    return {
        "id": own_id(about),
        "event": entry.event,
        "state": entry.target if moved else about.state,
        "seq": entry.seq if moved else about.version,
        "at": entry.at.isoformat(),
    }


def own_id(about: Participant | Candidate) -> str:
    """How this side writes the ID between the two machines, also once no page shows it any more."""
    if isinstance(about, Candidate):
        return f"pp_{about.tail}"
    return other_side(about.outside_id or "", about.study.kind)


def tried(row: Outgoing, found: Tried, at: datetime) -> None:
    """An answer says how the same person stands there by now; what it leads to, the next reading of their list does."""
    if found.state != "sent":
        return
    noun, _dash, number = row.thread.partition("-")
    about = ROWS[noun].get_or_none(ROWS[noun].id == int(number))
    connection = Connection.get_or_none(Connection.id == -row.recipient)
    try:
        said = json.loads(found.answer)
        state, seq, since = said["state"], said["seq"], datetime.fromisoformat(said["at"])
    except (ValueError, TypeError, KeyError):
        return
    sides = {"recruiter": Candidate, "tool": Participant}
    usable = about is not None and connection is not None and type(seq) is int and 0 <= seq < 2**62
    if usable and plausible(since) and isinstance(state, str) and state in sides[connection.side].lifecycle.states_map:
        pid = f"pp_{about.tail}" if isinstance(about, Candidate) else about.outside_id or ""
        exchange.keep_word(connection.id, exchange.Listed(0, pid, state, seq, since), at, None)
