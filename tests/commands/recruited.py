"""People who came by a recruiting project: of this installation, or of another one."""

from commands import participants
from commands.fire import begin, fire
from lifecycle.attempt import RECRUITER
from models import Candidate, Connection, Counterpart, Participant, Project, Study
from tests.world import NOW, World, customer, invited, live_study, themselves


def here(people: World) -> tuple[Study, Candidate]:
    """Ada's project sent Cleo into Ada's study: a candidate, Incomplete, and a participant, Invited."""
    study = live_study(people)
    project = begin(
        Project, "draft", customer(people.ada), NOW, workspace=people.halden, author=people.ada, owner=people.ada,
        study=study, title="Ferry users", screened=True, incentive=4500, currency="EUR", wanted=5, link_tested_at=NOW,
        owner_ticked=True, target_link="https://parlor.example/i/x", created_at=NOW,
    )  # fmt: skip
    project = fire(project, "launch", customer(people.ada), NOW)
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


def recruiter(people: World, study: Study) -> Connection:
    """An outside recruiter that sends people into a study of Ada's."""
    return Connection.create(
        workspace=people.halden, side="recruiter", study=study, name="Panel Ltd", key=f"key-{study.code}",
        secret="whsec_c2VjcmV0", owner=people.bo, created_by=people.ada, created_at=NOW,
    )  # fmt: skip


def tool(people: World, project: Project) -> Connection:
    """An outside tool to which a project of Ada's sends people."""
    return Connection.create(
        workspace=people.halden, side="tool", project=project, name="Tests Inc", key=f"key-{project.code}",
        secret="whsec_c2VjcmV0", link="https://tests.example/i/x", created_by=people.ada, created_at=NOW,
    )  # fmt: skip


def came_by(participant: Participant, connection: Connection) -> Participant:
    """They came by this connection."""
    _mark(participant, connection=connection)
    return Participant.get_by_id(participant.id)


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
