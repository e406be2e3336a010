"""People who came by a recruiting project: of this installation, or of another one."""

from commands import participants
from commands.fire import begin, fire
from lifecycle.attempt import RECRUITER
from models import Candidate, Participant, Project, Study
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
