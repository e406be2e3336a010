"""People in a study: asked, screened, and, when a person says so, completed."""

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime

from commands import answering, consents, money, telling, tombstones  # noqa: F401 (telling hears of every move)
from commands.exclusions import close, exclude_in_order  # noqa: F401 (asked for here since before it had a module)
from commands.fire import begin, begin_set, effect, fire, fresh
from lifecycle.attempt import Attempt, By, Refusal, Refused
from lifecycle.words import _
from models.births import Born, Chosen
from models.database import writes
from models.journal import Entry
from models.participants import Participant
from models.people import Person
from models.place import place_of
from models.recruiting import Candidate, Project
from models.studies import Study
from rules import identifiers
from rules.consents import CAMERA, TERMS
from rules.waiting import offer_ends

ASKED_ALREADY = Refusal("asked_already", _("This person is in the study already."))
FOR_PRACTICE = Refusal(
    "for_practice", _("Only sample people take part in a practice study, and they take part in nothing else.")
)
FORGOTTEN = Refusal("forgotten", _("This person asked to be forgotten, and is invited to nothing any more."))
LEAVING = Refusal("leaving", _("You asked to be forgotten. Take that back first if you would like to take part."))


@writes
def invite(study: Study, person: Person, by: By, at: datetime, source: str = "specific", **values) -> Participant:
    """Ask somebody into a study; one row per person and study."""
    study = fresh(study)
    if Participant.get_or_none(Participant.study == study, Participant.person == person):
        raise Refused(ASKED_ALREADY)
    refuse_mixing(study, person)
    if person.leaving:
        raise Refused(FORGOTTEN)
    return begin(Participant, "invite", by, at, study=study, person=person, source=source, created_at=at, **values)


def refuse_mixing(study: Study, person: Person) -> None:
    """Nobody real is drawn into somebody's practice, and nobody of a practice into anything real."""
    if study.workspace.practice != (person.practice_for is not None):
        raise Refused(FOR_PRACTICE)


@writes
def invite_all(study: Study, chosen: Chosen, by: By, at: datetime, source: str) -> Born:
    """Ask all of these, who may be asked and are not in the study, at once; their numbers stay in the database. The
    rows are those of as many `invite`."""
    return begin_set(
        Participant, "invite", by, at, each="person", chosen=chosen, study=study, source=source, created_at=at
    )


@writes
def arrive(study: Study, person: Person, by: By, at: datetime, **values) -> Participant:
    """Somebody came by an Invite Network link and accepted its terms; an old link leads to the row that is there."""
    study = fresh(study)
    existing = place_of(study.id, person.id)
    if existing:
        return existing
    refuse_mixing(study, person)
    if person.leaving:
        raise Refused(LEAVING)
    made = {"source": "invite", **values}
    row = begin(Participant, "arrive", by, at, study=study, person=person, created_at=at, terms_at=at, **made)
    return consents.agree(row, TERMS, at)


@writes
def come_in(study: Study, person: Person, by: By, at: datetime, version: str | None = None) -> Participant:
    """One press on the page behind a link: the terms are agreed to, and the questions open; who has a place keeps it as
    it is."""
    row = arrive(study, person, by, at)
    return consents.open_screener(row, by, at, version) if row.state == "invited" else row


@writes
def agree_to_camera(participant: Participant, at: datetime) -> Participant:
    """A conversation is held on camera, and that is fine with them."""
    return consents.agree(participant, CAMERA, at)


@writes
def save_answer(participant: Participant, question: int, value, at: datetime) -> Participant:
    """Keep one answer while they are answering; an answer that was given stays editable until the screener is
    finished."""
    return save_answers(participant, {question: value}, at)


@writes
def save_answers(participant: Participant, values: dict, at: datetime) -> Participant:
    """Keep these answers, question -> value, as `answering.keep` does."""
    participant = fresh(participant)
    answering.keep(participant, participant.study.asked(), values, at)
    return participant


@writes
def finish_screener(participant: Participant, by: By, at: datetime) -> Participant:
    """The last answer: they fit, they do not, or there is no room for them (a limit on an answer is reached, as many
    wait as the study asked for, or it is over). One attempt; where only the places are taken they can join the waiting
    list."""
    participant = fresh(participant)
    participant.judgement = answering.judged(participant, participant.study.asked(), participant.answered())
    participant.save()
    if participant.judgement == "screened_out":
        return fire(participant, "screen_out", by, at)
    # The study's row is locked: nobody else takes the last place of a limit between this look and the move.
    over = participant.study_state in ("closed", "canceled")
    full = participant.study_state == "live" and (participant.full_quota or participant.no_reserve_left)
    if over or full:
        return fire(participant, "fill", by, at)
    return fire(participant, "qualify", by, at)


@effect("participant", "wait")
def waits(attempt: Attempt, target: str) -> dict:
    """In line from now on, or from when they first waited; an offer that they had is over. Who let it go by stands at
    the end, unless the study was paused, so that they could not take it up."""
    row = attempt.row
    went_by = attempt.by.role == "clock" and row.study_state == "live"
    if attempt.by.role == "clock" and not went_by:
        attempt.details["paused"] = True
    return {"waiting_since": attempt.at if went_by else row.waiting_since or attempt.at, "offer_ends_at": None}


@effect("participant", "call_up")
def called_up(attempt: Attempt, target: str) -> dict:
    """The offer expires."""
    row, at = attempt.row, attempt.at
    starts = row.offered_starts(at) if row.kind == "live_conversation" else []
    return {"offer_ends_at": offer_ends(at, starts, row.study.minimum_notice)}


@effect("participant", "fill")
def filled(attempt: Attempt, target: str) -> dict:
    """Out of the line, and no place is kept for them."""
    return {"waiting_since": None, "offer_ends_at": None}


@effect("participant", "book", "withdraw")
def takes_up(attempt: Attempt, target: str) -> dict:
    """An offer from the waiting list is answered with that: who qualifies again later does not lose it by its date.
    So is a note that none of the times suited."""
    return {"offer_ends_at": None, "slot_note": "", "slot_noted_at": None}


@effect("participant", "submit", "recover")
def submitted(attempt: Attempt, target: str) -> dict:
    """From now on a person has to decide; a place that was kept for them is theirs."""
    return {"submitted_at": attempt.at, "offer_ends_at": None}


@effect("participant", "complete", then=True)
def release_reward(attempt: Attempt, entry: Entry) -> None:
    """The only edge that creates a payout for work done. Who came from a recruiter is paid there, once; a removal that
    was asked for there came too late."""
    participant, study = attempt.row, attempt.row.study
    if participant.from_recruiter:
        close(participant, attempt.at)
    else:
        money.owe(participant, "reward", study.reward, study.currency, attempt.by, attempt.at)


@effect("candidate", "redirect")
def sent_on(attempt: Attempt, target: str) -> dict:
    """On their way to the study."""
    return {"sent_at": attempt.at}


@effect("candidate", "submit")
def finished_there(attempt: Attempt, target: str) -> dict:
    """From now on a person has to decide."""
    return {"submitted_at": attempt.at}


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
def complete_all(
    participants: Iterable[Participant], by: By, at: datetime, seen: Mapping[int, int] | None = None
) -> list[Participant]:
    """All of them, or none; `seen` holds the version of each that the page had shown."""
    return [complete(participant, by, at, (seen or {}).get(participant.id)) for participant in participants]


@effect("candidate", "remove", then=True)
def exclude_too(attempt: Attempt, entry: Entry) -> None:
    """Both sides here: removed there, excluded here, in one transaction. The pair of IDs is kept for the audit."""
    tombstones.of_candidate(attempt.row, attempt.by, attempt.at)
    paired = attempt.row.participants.first()
    if paired is not None and not paired.lifecycle.states_map[paired.state].final:
        reason, note = attempt.detail("reason"), attempt.detail("note") or ""
        fire(paired, "exclude", attempt.by, attempt.at, reason=reason, note=note)


@effect("participant", "exclude", then=True)
def keep_pair(attempt: Attempt, entry: Entry) -> None:
    """Their IDs are hidden from now on; the pair is kept for the audit."""
    tombstones.of_participant(attempt.row, attempt.by, attempt.at)


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
