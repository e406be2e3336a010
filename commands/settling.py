"""Completed at an outside recruiter: their word, or somebody's recorded statement. Who came from a recruiter is paid
there, so that nothing of this ever creates money here."""

from datetime import datetime

from commands import trail
from commands.fire import fire, fresh
from lifecycle.attempt import Attempt, By, Refusal, Refused
from lifecycle.words import _
from models.database import writes
from models.participants import Participant

NOT_OUTSIDE = Refusal("not_outside", _("The recruiting side of this person is here: complete them, and both follow."))
NOT_YET = Refusal("not_submitted", _("They are not Submitted yet, so there is nothing to complete."))
OVER = Refusal("completed_already", _("They are Completed already."))


@writes
def completed_there(participant: Participant, at: datetime) -> Participant:
    """The recruiting side says Completed: the study follows at once where it can; else that is kept, and a person
    completes it here later. Said late or twice it harms nothing."""
    participant = _noted(fresh(participant), at)
    return _follow(participant, By("recruiter"), at)


@writes
def state_completed(participant: Participant, by: By, at: datetime) -> Participant:
    """Somebody of the team says that they completed them at the recruiting side; their name and the time are kept."""
    participant = fresh(participant)
    if participant.recruiter != "outside":
        raise Refused(NOT_OUTSIDE)
    if participant.state == "completed":
        raise Refused(OVER)
    if participant.state != "submitted":
        raise Refused(NOT_YET)
    stated = participant.completed_there_at is None
    participant = _noted(participant, at)
    after = fire(participant, "complete", by, at)  # Refused by a report: then nothing is kept either.
    if stated:
        trail.keep(participant.study.workspace_id, "completion_stated", by, at, participant=participant.id)
    return after


def _noted(participant: Participant, at: datetime) -> Participant:
    if participant.completed_there_at is None and participant.recruiter == "outside":
        Participant.update(completed_there_at=at).where(Participant.id == participant.id).execute()
        participant.completed_there_at = at
    return participant


def _follow(participant: Participant, by: By, at: datetime) -> Participant:
    if participant.lifecycle.why_not(Attempt(participant, "complete", by, at)) is not None:
        return participant
    return fire(participant, "complete", by, at)
