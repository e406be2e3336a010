"""The clock as an actor: everything that time itself does, as of an instant. Safe to run at any time, any number of
times."""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import islice

import peewee

from commands import (
    arrivals,
    calling_off,
    claims,
    connections,
    endpoints,
    erasure,
    exclusions,
    offering,
    presence,
    providers,
    recruiting,
    retention,
    suspects,
    waiting,
)
from commands.fire import Stale, fire, fresh
from lifecycle.attempt import CLOCK, Attempt, Refused
from models import journal, projects, search, waitlist
from models.database import writes
from models.money import Payout
from models.participants import Participant
from models.recruiting import Project
from models.sessions import Session
from models.standing import Mark, Report, Standing
from models.studies import Study

BATCH = 200
# So many people of studies that are over, offers that are over, and people for whom there is no room, in one sweep.
MOST = 1000
log = logging.getLogger("parlor.sweep")
IDLE = timedelta(days=30)
# In this order: what the evidence shows comes before "nothing was recorded".
SESSION_EVENTS = {
    "scheduled": ("mark_no_show", "mark_host_absent", "lapse"),
    "rescheduling": ("lapse",),
    "in_progress": ("complete",),
}


def sweep(at: datetime) -> dict[str, int]:
    """Fire everything that is due at this instant; how often each event was fired."""
    fired: dict[str, int] = {}
    for row, events in due(at):
        event = settle(row, at) or try_events(row, events, at)
        if event:
            fired[event] = fired.get(event, 0) + 1
    for event, times in providers.sweep(at).items():
        fired[event] = fired.get(event, 0) + times
    for study in calling_off.due():
        _quietly(lambda study=study: calling_off.go_on(study, at, calling_off.A_SWEEP))
    for event, times in in_turn(at):
        fired[event] = fired.get(event, 0) + times
    claims.prune(at)
    tidy()
    _quietly(lambda: endpoints.sweep(at))
    _quietly(lambda: connections.forget(at))
    _quietly(lambda: suspects.ghosts(at))
    _quietly(lambda: arrivals.prune(at))
    _quietly(lambda: erasure.sweep(at))
    _quietly(lambda: retention.nightly(at))
    return fired


def in_turn(at: datetime) -> Iterator[tuple[str, int]]:
    """Who is called up, who is asked, and whose exclusion had waited: each event, and how often it was fired."""
    _quietly(lambda: waiting.let_go(at))
    for study in waitlist.due(at):
        yield from (_quietly(lambda study=study: waiting.call_some(study, at)) or {}).items()
    for asker, rows in ((offering, offering.due(at)), (recruiting, recruiting.due(at))):
        for row in rows:
            if offered := _quietly(lambda asker=asker, row=row: asker.offer_some(row, at)):
                yield "invite", offered
    for number in exclusions.due():
        if _quietly(lambda number=number: exclusions.carry_out(number, at)):
            yield "exclude", 1


@writes
def tidy() -> None:
    """A little of the housekeeping that nobody waits for."""
    search.tidy()


def due(at: datetime) -> Iterator[tuple[object, tuple[str, ...]]]:
    """The rows for which something may be due, with the events to try on each."""
    for state, events in SESSION_EVENTS.items():
        query = Session.select().where(Session.state == state)
        if state == "scheduled":
            query = query.where(Session.starts_at <= at)
        elif state == "in_progress":
            query = query.where(Session.ends_at <= at)
        yield from ((row, events) for row in _each(query))
    over = Study.select(Study.id).where(Study.state.in_(("closed", "canceled")))
    left = Participant.state.in_(("invited", "screening", "qualified", "waitlisted")) & Participant.study.in_(over)
    # What is over these is for the next sweep, some seconds later: 100,000 were asked where one study ends.
    yield from ((row, ("fill",)) for row in islice(_each(Participant.select().where(left)), MOST))
    yield from ((Participant.get_by_id(number), ("wait",)) for number in waitlist.expired(at, MOST))
    yield from ((Participant.get_by_id(number), ("fill",)) for number in waitlist.surplus(MOST))
    marked = Mark.select(Mark.person).where(Mark.struck_at.is_null(), Mark.at > at - timedelta(days=180))
    yield from (
        (row, ("review",))
        for row in _each(Standing.select().where(Standing.state == "good", Standing.person.in_(marked)))
    )
    yield from ((row, ("write_off",)) for row in _each(_reported_money()))
    old = Study.select().where(Study.state.in_(("live", "paused")), Study.launched_at <= at - IDLE)
    yield from ((row, ("close",)) for row in _each(old))
    yield from ((Project.get_by_id(number), ("close",)) for number in projects.idle(at))
    reported = Report.select(Report.study).where(Report.about == "study", Report.state != "dismissed")
    yield from ((row, ("pause",)) for row in _each(Study.select().where(Study.state == "live", Study.id.in_(reported))))


def _reported_money() -> peewee.Query:
    """What an upheld report stands in the way of, here or at the recruiting side; also what was on its way when it
    should have been held."""
    upheld = Report.select(Report.participant).where(Report.state == "upheld", Report.about == "contributor")
    candidates = Participant.select(Participant.candidate).where(
        Participant.id.in_(upheld), Participant.candidate.is_null(False)
    )
    unsent = Payout.state.in_(("due", "on_hold", "failed"))
    return Payout.select().where(unsent, Payout.participant.in_(upheld) | Payout.candidate.in_(candidates))


def settle(row, at: datetime) -> str | None:
    """Claimed presence: what both answers settle by now."""
    if not isinstance(row, Session) or row.state != "scheduled" or row.presence != "claimed":
        return None
    return _quietly(lambda: _settle(row, at))


@writes
def _settle(row: Session, at: datetime) -> str | None:
    """The event that both answers led to now, if nobody else was faster."""
    if fresh(row).version != row.version:
        return None
    after = presence.settle(row, CLOCK, at)
    return journal.of(after)[-1].event if after.version != row.version else None


def try_events(row, events: tuple[str, ...], at: datetime) -> str | None:
    """The first of these events that the law accepts now."""
    for event in events:
        if (
            row.lifecycle.why_not(Attempt(row, event, CLOCK, at)) is None
            and _quietly(lambda event=event: fire(row, event, CLOCK, at)) is not None
        ):
            return event
    return None


def _quietly(command: Callable):
    """Somebody else may have been faster, and one row in trouble keeps no other waiting: the next sweep looks again."""
    try:
        return command()
    except (Refused, Stale, peewee.IntegrityError):
        return None
    except Exception:
        log.exception("time could not do what was due")
        return None


def _each(query) -> Iterator:
    """The rows in batches by number, so that a long list neither fills the memory nor holds a cursor over writes."""
    last = 0
    kind = query.model
    while batch := list(query.where(kind.id > last).order_by(kind.id).limit(BATCH)):
        yield from batch
        last = batch[-1].id
