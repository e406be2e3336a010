"""What the other half says of somebody, read strictly, and ours gone along with it.

What is told is how somebody stands, with a number that grows. Ours goes along by the law's edges for a tester until it
stands where it was told, so that any order, any loss and any repetition come to the same."""

from collections.abc import Mapping
from datetime import UTC, datetime

from commands import exclusions, settling, suspects
from commands.fire import fire, fresh
from lifecycle.attempt import TESTER, Attempt
from models import exchange
from models.exchange import Listed
from models.outside import Connection
from models.recruiting import Candidate
from rules.identifiers import is_candidate_id, to_recruiter_form
from rules.reconcile import UNDER_WAY
from rules.times import plausible

# What the study says -> where our candidate goes along to; who is excluded there stays as a person decided here.
STANDS = {
    **dict.fromkeys(UNDER_WAY, "incomplete"),
    "screened_out": "screened_out",
    "over_quota": "over_quota",
    "submitted": "submitted",
    "completed": "submitted",
    "no_show": "left",
    "withdrawn": "left",
}
PARTICIPANTS = frozenset(STANDS) | {"excluded"}
CANDIDATES = frozenset(Candidate.lifecycle.states_map)
LONGEST_ID = 80
WALKS = ("submit", "leave", "screen_out", "fill", "reopen")


class Unusable(Exception):
    """A call that can not be understood; the code says why."""


def follow(connection: Connection, said: Listed, at: datetime) -> str:
    """What a recruiter decided of one of our people, done here as far as it can be; a word for what came of it."""
    row = exchange.participant_of(connection, said.outside_id)
    if row is None:
        return "not_here"
    if said.state == "completed" and row.completed_there_at is None:
        return settling.completed_there(row, at).state
    if said.state == "removed" and row.removed_there_at is None:
        return exclusions.confirmed(row, at).state
    return "as_told"


def converge(
    candidate: Candidate, told: str, at: datetime, connection: Connection, reversal: bool = False
) -> str:
    """Walk a candidate of ours to where the study says that they stand; a word for what came of it. What no edge leads
    to is not forced: it is a row of the board."""
    candidate = fresh(candidate)
    aim = STANDS.get(told)
    if aim is None or candidate.state == aim or candidate.lifecycle.states_map[candidate.state].final:
        return "as_told"
    if candidate.state == "qualified" and aim == "incomplete":
        return "as_told"  # on their way
    way = _way(candidate, aim)
    if way is None:
        return "no_way"
    if candidate.state == "submitted" and not reversal:
        suspects.keep(at, "backwards", connection=connection, outside_id=f"pp_{candidate.tail}")
        return "backwards"
    # Only the first step can be refused: whoever the tester may take back may go on from there.
    if (why := candidate.lifecycle.why_not(Attempt(candidate, way[0], TESTER, at))) is not None:
        return why.code
    for event in way:
        candidate = fire(candidate, event, TESTER, at)
    return candidate.state


def _way(candidate: Candidate, aim: str) -> list[str] | None:
    """The fewest moves of a tester from here to there."""
    graph, only = candidate.lifecycle.graph(), candidate.lifecycle.only
    ways: list[tuple[str, list[str]]] = [(candidate.state, [])]
    seen = {candidate.state}
    for state, events in ways:
        for event in WALKS:
            for target, _guards in graph.get((state, event), ()):
                lawful = "tester" in only.get(event, {}).get(state, {"tester"})
                if lawful and target == aim:
                    return [*events, event]
                if lawful and target not in seen:
                    seen.add(target)
                    ways.append((target, [*events, event]))
    return None


def word(body: Mapping, connection: Connection, states: frozenset[str]) -> Listed:
    """What a call or a line of a list says of one person; Unusable where it says nothing that could be."""
    pid, state = pid_of(body, connection), body.get("state")
    if not isinstance(state, str) or state not in states:
        raise Unusable("unknown_state")
    since = instant(body.get("at"))
    if since is None:
        raise Unusable("unusable")
    return Listed(0, pid, state, number(body.get("seq")), since)


def pid_of(body: Mapping, connection: Connection) -> str:
    """The ID as the recruiting side writes it; each side names people in its own way, and any other is refused."""
    pid = body.get("id")
    try:
        if connection.side == "tool":
            return to_recruiter_form(pid, connection.project.leads_to)
    except ValueError:
        pid = None
    if not is_candidate_id(pid):
        raise Unusable("unknown_id")
    return pid


def number(given) -> int:
    """The number by which later words are told from earlier ones."""
    if not isinstance(given, int) or isinstance(given, bool) or not 0 <= given < 2**62:
        raise Unusable("unusable")
    return given


def instant(given) -> datetime | None:
    """An instant with its zone, as others write it."""
    try:
        found = datetime.fromisoformat(given)
        return found.astimezone(UTC) if plausible(found) else None
    except (TypeError, ValueError, OverflowError):
        return None


def plain(given) -> str:
    """What somebody calls an ID, as it can be kept and shown."""
    text = given if isinstance(given, str) else ""
    return "".join(one for one in text[:LONGEST_ID] if one.isascii() and one.isprintable())
