"""Exclusion: one action, two ordered steps, the recruiting side first and then the study. Where both are here it is one
transaction; an outside recruiter is asked, and the second step waits for the answer or for somebody's statement."""

from collections.abc import Callable
from datetime import datetime

from commands import trail
from commands.fire import Stale, fire, fresh
from lifecycle.attempt import Attempt, By, Invalid, Refusal, Refused
from lifecycle.words import _
from models.database import writes
from models.journal import Entry
from models.participants import Participant
from models.recruiting import Exclusion

FIRST_THERE = "removed_at_recruiter_first"
NOT_OUTSIDE = Refusal("not_outside", _("The recruiting side of this person is here: exclude them, and both follow."))
OVER = Refusal("exclusion_over", _("They are excluded already."))
NOT_ASKED = Refusal(
    "not_asked", _("Ask the recruiting side first, with the reason. Then say here that you removed them there.")
)
LONGEST = 2000
# What a second step that came by itself followed; the journal keeps it.
CONFIRMED, STATED = "confirmed", "stated"
# What tells an outside recruiter that somebody is to be removed there: (participant, entry of the request, at).
tellers: list[Callable[[Participant, Entry, datetime], None]] = []


@writes
def exclude_in_order(
    participant: Participant, reason: str, by: By, at: datetime, note: str = "", seen_version: int | None = None
) -> Participant:
    """The one action: what can be done now is done in its order; where an outside recruiter comes first, they are
    asked."""
    participant = fresh(participant)
    if seen_version is not None and seen_version != participant.version:
        raise Stale(participant)
    candidate = participant.candidate
    if candidate is not None and candidate.state not in ("removed", "completed"):
        fire(candidate, "remove", by, at, reason=reason, note=note)
        return Participant.get_by_id(participant.id)
    if participant.recruiter == "outside" and not participant.removed_at_recruiter:
        return ask(participant, reason, by, at, note)
    done = fire(participant, "exclude", by, at, reason=reason, note=note)
    close(participant, at)
    return done


@writes
def ask(participant: Participant, reason: str, by: By, at: datetime, note: str = "") -> Participant:
    """The first step at an outside recruiter: they are asked to remove this person, and the exclusion waits. Asked
    again while it waits, the recruiting side is told again."""
    participant = fresh(participant)
    why = participant.lifecycle.why_not(Attempt(participant, "exclude", by, at))
    if why is not None and why.code != FIRST_THERE:
        raise Refused(why)
    if not reason:
        raise Invalid({"reason": _("Please say why.")})
    house = participant.study.workspace_id
    # The note stays beside the exclusion and goes into the journal with it: there it is emptied with the person's rows.
    entry = trail.keep(house, "removal_asked", by, at, participant=participant.id, reason=reason)
    values = {"asked_by": by.who, "asked_at": at, "reason": reason, "note": note[:LONGEST]}
    Exclusion.insert(participant_id=participant.id, **values).on_conflict_ignore().execute()
    for tell in tellers:
        tell(participant, entry, at)
    return participant


@writes
def confirmed(participant: Participant, at: datetime) -> Participant:
    """The recruiting side says that they are removed there: the second step follows at once where it was asked for, or
    once their conversation is over. Said late, twice, or unasked it harms nothing."""
    participant = fresh(participant)
    if participant.removed_there_at is None:
        Participant.update(removed_there_at=at).where(Participant.id == participant.id).execute()
        participant.removed_there_at = at
    asked = of(participant)
    if asked is None or asked.done_at is not None:
        return participant
    if asked.confirmed_at is None:
        Exclusion.update(confirmed_at=at).where(Exclusion.id == asked.id).execute()
    return _second(participant, asked, at)


@writes
def stated(participant: Participant, by: By, at: datetime) -> Participant:
    """Somebody of the team says that they removed them there themselves; their name and the time are kept."""
    participant = fresh(participant)
    if participant.recruiter != "outside":
        raise Refused(NOT_OUTSIDE)
    asked = of(participant)
    if participant.state == "excluded":
        raise Refused(OVER)
    if asked is None:
        raise Refused(NOT_ASKED)
    if asked.confirmed_at is None:
        Exclusion.update(confirmed_at=at, stated_by=by.who).where(Exclusion.id == asked.id).execute()
        trail.keep(participant.study.workspace_id, "removal_stated", by, at, participant=participant.id)
    if participant.removed_there_at is None:
        Participant.update(removed_there_at=at).where(Participant.id == participant.id).execute()
    return _second(fresh(participant), asked, at, by)


def _second(participant: Participant, asked: Exclusion, at: datetime, now: By | None = None) -> Participant:
    """The study's step, by whoever says now that the first is done, and else for whoever had asked for it: then it says
    what it followed (`after`); kept while something is in its way."""
    by, given = now or By("customer", asked.asked_by_id), {"reason": asked.reason, "note": asked.note}
    if now is None:
        given["after"] = CONFIRMED if asked.stated_by_id is None else STATED
    if participant.lifecycle.why_not(Attempt(participant, "exclude", by, at, given)) is not None:
        if participant.lifecycle.states_map[participant.state].final:
            close(participant, at)  # Completed meanwhile: nothing is left to exclude.
        return participant
    done = fire(participant, "exclude", by, at, **given)
    close(participant, at)
    return done


def close(participant: Participant, at: datetime) -> None:
    """Nothing is waited for any more."""
    waiting = (Exclusion.participant_id == participant.id) & Exclusion.done_at.is_null()
    Exclusion.update(done_at=at).where(waiting).execute()


def of(participant: Participant) -> Exclusion | None:
    """The exclusion of this person that was asked for, if there is one."""
    return Exclusion.get_or_none(Exclusion.participant_id == participant.id)


def due(most: int = 200) -> list[int]:
    """The people whose removal is confirmed and who are still in their study."""
    rows = Exclusion.select(Exclusion.participant_id).where(
        Exclusion.confirmed_at.is_null(False), Exclusion.done_at.is_null()
    )
    return [row.participant_id for row in rows.order_by(Exclusion.id).limit(most)]


@writes
def carry_out(number: int, at: datetime) -> bool:
    """The second step of one that was kept, now that nothing is in its way; whether it was done."""
    participant = Participant.get_or_none(Participant.id == number)
    if participant is None:
        return False
    participant = fresh(participant)
    asked = of(participant)
    if asked is None or asked.done_at is not None or asked.confirmed_at is None:
        return False
    return _second(participant, asked, at).state == "excluded"
