"""The waiting list: whoever has waited longest is offered the place that is free, for a day; an offer that nobody took
up goes to the next. The clock does it, one person in each transaction, so that nobody who books has to wait for it."""

from collections import Counter
from datetime import datetime

import peewee

from commands.fire import Stale, fire, fresh
from lifecycle.attempt import CLOCK, Attempt, NoSuchMove, Refused
from models import limits, waitlist
from models.database import writes
from models.participants import Participant
from models.studies import Study
from rules.waiting import SHORTEST, offer_ends, to_offer

# Of those over the quota so many are looked at in one study and one sweep.
OVER_MOST = 200
EVENTS = {"waitlisted": ("call_up",), "over_quota": ("call_up", "reopen")}


def call_some(number: int, at: datetime) -> Counter:
    """Offer the free places of a study to whoever is next, and ask those again who had not finished the questions; how
    often which of it was done."""
    study, fired = Study.get_by_id(number), Counter()
    starts = len(study.free_starts(at)) if study.kind == "live_conversation" else None
    # Whom a limit passes over is not looked at one by one; what is reached meanwhile is for the guards.
    passed = limits.without_room(study) if study.limits else frozenset()
    for one in (*waitlist.in_line(number), *waitlist.over_quota(number, OVER_MOST, at)):
        if room(number, starts) <= 0:
            break
        if one.id in passed:
            continue
        if event := next_for(one, study, at):
            fired[event] += 1
    if not fired:
        looked(study, at)
    return fired


def let_go(at: datetime) -> None:
    """An offer ends for who has begun too: they send it whenever they like, and the place is kept for them no longer.
    It is no move of theirs, and costs them no turn."""
    over = (Participant.offer_ends_at <= at) & (Participant.state == "started")
    if Participant.select().where(over).exists():  # nobody who writes waits for a look
        _let_go(over)


@writes
def _let_go(over: peewee.Expression) -> None:
    Participant.update(offer_ends_at=None).where(over).execute()


def room(number: int, starts: int | None) -> int:
    """How many more may be offered a place in this study now."""
    study = Study.get_by_id(number)
    return to_offer(study.open_places, waitlist.stands(number).offered, starts)


def next_for(one: waitlist.One, study: Study, at: datetime) -> str | None:
    """What was done for this person: called up, asked again, or nothing."""
    row = Participant.get_by_id(one.id)
    row.study = study
    for event in EVENTS[one.state]:
        if row.lifecycle.why_not(Attempt(row, event, CLOCK, at)) is None and timely(row, event, at):
            try:
                fire(row, event, CLOCK, at)
            except (Refused, Stale, NoSuchMove, peewee.IntegrityError):
                # Somebody else was faster: the next one is asked.
                return None
            return event
    return None


def timely(row: Participant, event: str, at: datetime) -> bool:
    """Whether there is something for them to choose, and an hour to do so: nobody is called up to an empty page."""
    if event == "reopen" or row.kind != "live_conversation":
        return True
    starts = row.offered_starts(at)
    return bool(starts) and offer_ends(at, starts, row.study.minimum_notice) - at >= SHORTEST


@writes
def looked(study: Study, at: datetime) -> None:
    """Nobody could be called: the study is left alone for a while."""
    study = fresh(study)
    study.called_at = at
    study.save()
