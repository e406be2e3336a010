"""Whoever is removed or excluded loses their IDs on every page; the pair stays in the audit log, once for each team."""

from datetime import datetime

from commands import trail
from lifecycle.attempt import By
from models.participants import Participant
from models.recruiting import Candidate
from rules.identifiers import other_side

EVENT = "tombstone"


def of_candidate(candidate: Candidate, by: By, at: datetime) -> None:
    """The recruiting side removes somebody."""
    project, own = candidate.project, f"pp_{candidate.tail}"
    _keep(project.workspace_id, own, other_side(own, project.leads_to), by, at, candidate=candidate.id)


def of_participant(participant: Participant, by: By, at: datetime) -> None:
    """The study excludes somebody who came from a recruiter; where that one is of the same team, it has kept the pair
    with the removal."""
    candidate, study = participant.candidate, participant.study
    if candidate is not None and candidate.project.workspace_id == study.workspace_id:
        return
    own = f"pp_{candidate.tail}" if candidate is not None else participant.outside_id
    if own:
        _keep(study.workspace_id, own, other_side(own, study.kind), by, at, participant=participant.id)


def _keep(house: int, own: str, there: str, by: By, at: datetime, **whose: int) -> None:
    trail.keep(house, EVENT, by, at, recruiter_id=own, study_side_id=there, **whose)
