"""People who came by a recruiting project: of this installation, or of another one."""

from commands import participants
from commands.fire import fire
from lifecycle.attempt import RECRUITER
from models import Candidate, Connection, Counterpart, Participant, Study
from tests.commands import routed
from tests.world import NOW, World, invited, live_study, themselves


def here(people: World) -> tuple[Study, Candidate]:
    """Ada's project sent Cleo into Ada's study: a candidate, Incomplete, and a participant, Invited."""
    study = live_study(people)
    project = routed.project(people, study, asks=())
    candidate = participants.new_candidate(project, people.cleo, themselves(people.cleo), NOW)
    for event, by in (
        ("open_screener", themselves(people.cleo)),
        ("qualify", RECRUITER),
        ("redirect", themselves(people.cleo)),
    ):
        candidate = fire(candidate, event, by, NOW)
    _mark(invited(people, study), candidate=candidate, recruiter="here")
    return study, candidate


def outside(people: World) -> Participant:
    """Cleo was sent by another installation's project."""
    participant = invited(people)
    _mark(participant, recruiter="outside", outside_id="pp_abc1234")
    return Participant.get_by_id(participant.id)


def _mark(participant: Participant, **values) -> None:
    Participant.update(**values).where(Participant.id == participant.id).execute()


def said(connection: Connection, outside_id: str, state: str, at=NOW) -> Counterpart:
    """What the other side says of somebody."""
    Counterpart.insert(
        connection=connection, outside_id=outside_id, state=state, seq=1, since=at, heard_at=at
    ).on_conflict(
        conflict_target=(Counterpart.connection, Counterpart.outside_id),
        preserve=(Counterpart.state, Counterpart.since, Counterpart.heard_at),
        update={Counterpart.seq: Counterpart.seq + 1},
    ).execute()  # fmt: skip
    return Counterpart.get(Counterpart.connection == connection, Counterpart.outside_id == outside_id)
