"""People in a study: asked, screened, and, when a person says so, completed."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from commands import money
from commands.fire import begin, effect, fire, fresh
from lifecycle.attempt import Attempt, By, Invalid, Refusal, Refused
from lifecycle.words import _
from models.database import writes
from models.journal import Entry
from models.participants import Answer, Participant
from models.people import Person
from models.recruiting import Candidate, Exclusion, Project
from models.studies import Study
from rules import identifiers, screener

OFFER = timedelta(hours=48)
ASKED_ALREADY = Refusal("asked_already", _("This person is in the study already."))


@writes
def invite(study: Study, person: Person, by: By, at: datetime, source: str = "specific", **values) -> Participant:
    """Ask somebody into a study; one row per person and study."""
    study = fresh(study)
    if Participant.get_or_none(Participant.study == study, Participant.person == person):
        raise Refused(ASKED_ALREADY)
    return begin(Participant, "invite", by, at, study=study, person=person, source=source, created_at=at, **values)


@writes
def arrive(study: Study, person: Person, by: By, at: datetime, **values) -> Participant:
    """Somebody came by an Invite Network link and accepted its terms; an old link leads to the row that is there."""
    study = fresh(study)
    existing = Participant.get_or_none(Participant.study == study, Participant.person == person)
    if existing:
        return existing
    return begin(
        Participant,
        "arrive",
        by,
        at,
        study=study,
        person=person,
        created_at=at,
        terms_at=at,
        **{"source": "invite", **values},
    )


@writes
def agree_to_camera(participant: Participant, at: datetime) -> Participant:
    """A conversation is held on camera, and that is fine with them."""
    participant = fresh(participant)
    participant.camera_at = participant.camera_at or at
    participant.save()
    return participant


@writes
def save_answer(participant: Participant, question: int, value, at: datetime) -> Participant:
    """Keep one answer while they are answering; an answer that was given stays editable until the screener is
    finished."""
    participant = fresh(participant)
    if participant.state != "screening":
        raise Refused(Refusal("answered_already", _("Your answers are in already. There is one attempt.")))
    if question not in {asked.id for asked in participant.study.asked()}:
        raise Invalid({"": _("That question is not part of this study.")})
    Answer.insert(participant=participant, question=question, value=value, at=at).on_conflict(
        conflict_target=(Answer.participant, Answer.question), preserve=(Answer.value, Answer.at)
    ).execute()
    return participant


@writes
def finish_screener(participant: Participant, by: By, at: datetime) -> Participant:
    """The last answer: they fit, they do not, or the study is over. One attempt; where it is full they can join the
    waiting list."""
    participant = fresh(participant)
    judged = screener.judge(participant.study.asked(), participant.answered())
    if judged.outcome == "incomplete":
        raise Invalid({f"q{question}": _("Please answer this question.") for question in judged.missing})
    participant.judgement = judged.outcome
    participant.save()
    if judged.outcome == "screened_out":
        return fire(participant, "screen_out", by, at)
    if participant.study_state in ("closed", "canceled"):
        return fire(participant, "fill", by, at)
    return fire(participant, "qualify", by, at)


@effect("participant", "wait")
def waits(attempt: Attempt, target: str) -> dict:
    """In line from now on, or from when they first waited."""
    return {"waiting_since": attempt.row.waiting_since or attempt.at}


@effect("participant", "call_up")
def called_up(attempt: Attempt, target: str) -> dict:
    """The offer expires."""
    return {"offer_ends_at": attempt.at + OFFER}


@effect("participant", "submit", "recover")
def submitted(attempt: Attempt, target: str) -> dict:
    """From now on a person has to decide."""
    return {"submitted_at": attempt.at}


@effect("participant", "complete", then=True)
def release_reward(attempt: Attempt, entry: Entry) -> None:
    """The only edge that creates a payout for work done. Who came from a recruiter is paid there, once."""
    participant, study = attempt.row, attempt.row.study
    if not participant.from_recruiter:
        money.owe(participant, "reward", study.reward, study.currency, attempt.by, attempt.at)


@effect("candidate", "complete", then=True)
def release_incentive(attempt: Attempt, entry: Entry) -> None:
    """The recruiting side pays, once."""
    project = attempt.row.project
    money.owe(attempt.row, "reward", project.incentive, project.currency, attempt.by, attempt.at)


@writes
def complete(participant: Participant, by: By, at: datetime, seen_version: int | None = None) -> Participant:
    """Submitted to Completed: alone, or with the candidate first where the recruiting side is here."""
    participant = fresh(participant)
    candidate = participant.candidate
    if candidate is None or candidate.state == "completed":
        return fire(participant, "complete", by, at, seen_version=seen_version)
    fire(candidate, "complete", by, at)
    return fire(participant, "complete", By("recruiter", by.who), at, seen_version=seen_version)


@writes
def complete_all(participants: Iterable[Participant], by: By, at: datetime) -> list[Participant]:
    """All of them, or none."""
    return [complete(participant, by, at) for participant in participants]


@writes
def exclude_in_order(participant: Participant, reason: str, by: By, at: datetime, note: str = "") -> Participant:
    """One action, two ordered steps: recruiting side first, then the study. An outside recruiter's answer is waited
    for."""
    participant = fresh(participant)
    candidate = participant.candidate
    if candidate is not None and candidate.state not in ("removed", "completed"):
        fire(candidate, "remove", by, at, reason=reason, note=note)
        return Participant.get_by_id(participant.id)
    if participant.recruiter == "outside" and not participant.removed_at_recruiter:
        Exclusion.insert(participant_id=participant.id, asked_by=by.who, asked_at=at).on_conflict_ignore().execute()
        return participant
    return fire(participant, "exclude", by, at, reason=reason, note=note)


@effect("candidate", "remove", then=True)
def exclude_too(attempt: Attempt, entry: Entry) -> None:
    """Both sides here: removed there, excluded here, in one transaction."""
    paired = attempt.row.participants.first()
    if paired is not None and not paired.lifecycle.states_map[paired.state].final:
        reason, note = attempt.detail("reason"), attempt.detail("note") or ""
        fire(paired, "exclude", attempt.by, attempt.at, reason=reason, note=note)


@writes
def new_candidate(project: Project, person: Person, by: By, at: datetime) -> Candidate:
    """A candidate with a tail of its own."""
    return begin(
        Candidate,
        "invite",
        by,
        at,
        project=project,
        person=person,
        tail=identifiers.new_tail(secrets.token_bytes),
        created_at=at,
    )
