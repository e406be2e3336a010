"""What the other half last said of one candidate, where the study is elsewhere."""

from typing import NamedTuple

from models.lists import ask
from models.recruiting import Candidate

SAID = (
    "SELECT counterpart.state, counterpart.heard_at, (SELECT MAX(heard.at) FROM heard "
    "WHERE heard.connection_id = connection.id AND heard.kind = 'participant.remove_asked' "
    "AND heard.outside_id IN (?, ?)) FROM counterpart "
    "JOIN connection ON connection.id = counterpart.connection_id "
    "WHERE connection.project_id = ? AND counterpart.outside_id = ? ORDER BY counterpart.heard_at DESC LIMIT 1"
)


class Word(NamedTuple):
    """The state there, when it was heard, and when the study asked to remove them (None: never), as epochs."""

    state: str
    heard: int
    asked: int | None


def said_of(candidate: Candidate) -> Word | None:
    """The last word; None where nothing was heard."""
    pid = f"pp_{candidate.tail}"
    found = ask(SAID, f"i{candidate.tail}", pid, candidate.project_id, pid)
    return Word(*found[0]) if found else None
