"""Whoever fits a live study of the network is invited by the clock: hundreds at a time by one INSERT … SELECT for each
table, each few whole or not at all, on from where it was after a pause, a crash or a restart; who fits later is asked
later."""

from datetime import datetime, timedelta

from commands import participants
from commands.fire import fresh
from lifecycle.attempt import CLOCK
from models import limits, matching
from models.births import Chosen
from models.database import lock, writes
from models.studies import Study
from models.workspaces import Workspace

# By measurement (bench/inviting.py): some 13 ms, and a booking waits for one of them at most.
CHUNK = 500
# So many chunks of one study in one sweep: what else is due must not wait for a large network.
CHUNKS = 20
# How long after everybody was asked the clock looks for people who fit by now.
AGAIN = timedelta(minutes=15)


def due(at: datetime) -> list[Study]:
    """The studies that may have somebody to ask."""
    waiting = Study.offering.is_null(False) | Study.offered_at.is_null() | (Study.offered_at <= at - AGAIN)
    live = (Study.state == "live") & (Study.audience == "network")
    wanted = (Study.taken < Study.places) | (Study.reserves > 0)
    rows = Study.select(Study, Workspace).join(Workspace).where(live, waiting, wanted)
    return [row for row in rows.order_by(Study.id) if _may(row)]


def _may(study: Study) -> bool:
    """Whether anybody may be asked now: nobody is, for a place or a reserve that is taken, or from somebody's
    practice."""
    return study.state == "live" and study.seeks and not study.workspace.practice


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
    people = matching.following(study, wanted, at, study.offering or 0, CHUNK, limits.reached(study))
    asked = participants.invite_all(study, Chosen(people, CHUNK), CLOCK, at, source=wanted.pool)
    study.offering = asked.last if asked.count == CHUNK else None
    study.offered_at = at
    study.save()
    return asked.count
