"""Candidates: screened by the project's questions, counted against the number wanted, and sent on to the study at
once."""

from datetime import datetime

from commands import answering, participants, trail
from commands.consents import CHANGED, UNKNOWN, agree
from commands.fire import Stale, fire, fresh
from lifecycle.attempt import RECRUITER, TESTER, Attempt, By, Invalid, Refusal, Refused
from lifecycle.words import _
from models import candidates as limits
from models.database import writes
from models.limits import full_there
from models.participants import Participant
from models.place import place_of
from models.recruiting import Candidate, Project
from rules import consents
from rules.matching import OWN

LEAVING = participants.LEAVING
PAUSED = Refusal("project_paused", _("The project is paused at the moment. Your answers are kept; come back later."))
STUDY_PAUSED = Refusal("study_live", _("The study is paused at the moment. Your place is kept; come back later."))
NOT_SENT = Refusal("not_sent", _("There is no study to go on to from here."))
OVER = ("closed", "canceled")


@writes
def open_screener(
    candidate: Candidate, by: By, at: datetime, terms: str | None = None, seen_version: int | None = None
) -> Candidate:
    """Yes, let us see: the questions open; `terms` is the version of the terms that stood on the page."""
    candidate = fresh(candidate)
    if candidate.person.leaving:
        raise Refused(LEAVING)
    _read(terms)
    return fire(candidate, "open_screener", by, at, seen_version=seen_version)


def _read(terms: str | None) -> None:
    """What holds now is what they had before them."""
    if terms is not None and terms != consents.current(consents.TERMS):
        known = consents.known(consents.TERMS, terms)
        raise Refused(CHANGED) if known else Invalid({consents.TERMS: UNKNOWN})


@writes
def save_answers(candidate: Candidate, values: dict, at: datetime) -> Candidate:
    """Keep these answers, question -> value, as `answering.keep` does."""
    candidate = fresh(candidate)
    answering.keep(candidate, candidate.project.asked(), values, at)
    return candidate


@writes
def finish_screener(candidate: Candidate, by: By, at: datetime, terms: str | None = None) -> Candidate:
    """The last answer: they fit and are sent on in the same transaction, they do not, or nobody more is wanted. The
    project's row is locked: nobody else takes the last place between this look and the move."""
    project = fresh(candidate.project)
    candidate = fresh(candidate)
    if candidate.state != "screening":
        raise Refused(answering.ANSWERED)
    if project.state == "paused":
        raise Refused(PAUSED)
    _read(terms)
    outcome = answering.judged(candidate, *project.sheet(candidate.id))
    Candidate.update(judgement=outcome).where(Candidate.id == candidate.id).execute()
    if outcome == "screened_out":
        return fire(candidate, "screen_out", RECRUITER, at)
    full = limits.full(candidate) or full_there(candidate)
    no_room = project.state in OVER or not project.seeks or full
    if no_room or not lets_in(project, candidate):
        return fire(candidate, "fill", RECRUITER, at)
    candidate = fire(candidate, "qualify", RECRUITER, at)
    return candidate if _study_paused(project) else _send(project, candidate, by, at)


@writes
def go_on(candidate: Candidate, by: By, at: datetime, seen_version: int | None = None) -> Candidate:
    """ "Continue to the study": who qualified goes on to it, also a second time. Where it takes nobody any more, the
    testing side says so."""
    project = fresh(candidate.project)
    candidate = fresh(candidate)
    if candidate.state not in ("qualified", "incomplete"):
        raise Refused(NOT_SENT)
    if candidate.state == "incomplete" and (project.study_id is None or candidate.paired is not None):
        return candidate
    if _study_paused(project):
        raise Refused(STUDY_PAUSED)
    if candidate.state == "qualified" and lets_in(project, candidate):
        return _send(project, candidate, by, at, seen_version)
    if candidate.state == "qualified":
        candidate = fire(candidate, "redirect", by, at, seen_version=seen_version)
    elif lets_in(project, candidate):
        _arrive(project, candidate, at)
        return candidate
    return fire(candidate, "fill", TESTER, at)


def _send(project: Project, candidate: Candidate, by: By, at: datetime, seen_version: int | None = None) -> Candidate:
    """On to the study: into it where it is of this installation; elsewhere the signed link is made when it is shown."""
    candidate = fire(candidate, "redirect", by, at, seen_version=seen_version)
    if project.study_id is not None:
        _arrive(project, candidate, at)
    return candidate


def _arrive(project: Project, candidate: Candidate, at: datetime) -> None:
    """Their place in the study: a new one, or the untouched one that they have; qualified at once, where nothing but
    the recruiting side's word is asked for."""
    there = place_of(project.study_id, candidate.person_id)
    if there is None:
        # One of the team's own people stays one: their username is not told with the name that the team wrote.
        source = OWN if _of_own_people(project) else "recruiter"
        pair = {"source": source, "recruiter": "here", "candidate": candidate}
        row = participants.arrive(project.study, candidate.person, RECRUITER, at, **pair)
    else:
        Participant.update(recruiter="here", candidate=candidate).where(Participant.id == there.id).execute()
        house = project.study.workspace_id
        trail.keep(house, "came_by_recruiter", RECRUITER, at, participant=there.id, candidate=candidate.id)
        row = agree(Participant.get_by_id(there.id), consents.TERMS, at)
    row = fresh(row)
    if row.lifecycle.why_not(Attempt(row, "qualify", RECRUITER, at)) is None:
        fire(row, "qualify", RECRUITER, at)


@writes
def complete(candidate: Candidate, by: By, at: datetime, seen_version: int | None = None) -> Candidate:
    """Submitted to Completed, and with it the same person in the study of this installation: one action."""
    candidate = fresh(candidate)
    paired = candidate.paired
    if paired is None or paired.state != "submitted":
        return fire(candidate, "complete", by, at, seen_version=seen_version)
    if seen_version is not None and seen_version != candidate.version:
        raise Stale(candidate)
    participants.complete(paired, by, at)
    return Candidate.get_by_id(candidate.id)


def _study_paused(project: Project) -> bool:
    return project.study_id is not None and project.study.state == "paused"


def lets_in(project: Project, candidate: Candidate) -> bool:
    """Whether the study behind the project takes this person; one elsewhere says so itself. Who has a place there
    already and has touched it stays there as who they are: nobody is paid twice for it."""
    if project.study_id is None:
        return True
    there = place_of(project.study_id, candidate.person_id)
    if there is not None and (there.state != "invited" or there.candidate_id not in (None, candidate.id)):
        return False
    # Whom the team knows in two ways is not shown to it as one person.
    if there is not None and (there.recruiter == "outside" or (there.source == OWN) != _of_own_people(project)):
        return False
    return project.study.state in ("live", "paused") and project.study.seeks


def _of_own_people(project: Project) -> bool:
    """Whether the team asks its own people into its own study."""
    return project.criteria.get("pool") == OWN and project.study.workspace_id == project.workspace_id
