"""Whoever fits a live study of the network is invited by the clock: a few hundred at a time, each few whole or not at
all, on from where it was after a pause, a crash or a restart; who fits later is asked later."""

from datetime import datetime, timedelta

from commands import participants
from commands.fire import fresh
from lifecycle.attempt import CLOCK
from models import limits, matching
from models.database import lock, writes
from models.studies import Study
from models.workspaces import Workspace

CHUNK = 500
# So many chunks of one study in one sweep: what else is due must not wait for a large network.
CHUNKS = 4
# How long after everybody was asked the clock looks for people who fit by now.
AGAIN = timedelta(minutes=15)


def due(at: datetime) -> list[Study]:
    """The studies that may have somebody to ask."""
    waiting = Study.offering.is_null(False) | Study.offered_at.is_null() | (Study.offered_at <= at - AGAIN)
    live = (Study.state == "live") & (Study.audience == "network")
    rows = Study.select(Study, Workspace).join(Workspace).where(live, waiting, Study.taken < Study.places)
    return [row for row in rows.order_by(Study.id) if _may(row)]


def _may(study: Study) -> bool:
    """Whether anybody may be asked now: nobody is, for a place that is taken, or from somebody's practice."""
    return study.state == "live" and study.open_places > 0 and not study.workspace.practice


def offer_some(study: Study, at: datetime) -> int:
    """Invite the next people of a study, as many as one sweep may; how many."""
    invited = 0
    for _chunk in range(CHUNKS):
        invited += (now := offer(study, at))
        if now < CHUNK:
            break
    return invited


@writes
def offer(study: Study, at: datetime) -> int:
    """Invite the next people who fit, in the order in which they came to the network; how many."""
    study = fresh(study)
    # Two studies of one team do not ask the same person at the same moment.
    lock(Workspace.select().where(Workspace.id == study.workspace_id)).get()
    if not _may(study):
        return 0
    wanted = matching.asked_of(study)
    people = matching.after(study, wanted, at, study.offering or 0, CHUNK, limits.reached(study))
    participants.invite_all(study, people, CLOCK, at, source=wanted.pool)
    study.offering = people[-1] if len(people) == CHUNK else None
    study.offered_at = at
    study.save()
    return len(people)
