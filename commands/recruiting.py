"""Whoever fits a live project is asked by the clock: hundreds at a time, each few whole or not at all, on from where it
was after a pause, a crash or a restart, until as many as are wanted were sent on. As commands/offering.py does it for
studies of the network."""

import secrets
from datetime import datetime

import peewee

from commands.fire import begin_set, fresh
from commands.offering import AGAIN, CHUNK, CHUNKS
from lifecycle.attempt import CLOCK
from models import limits, matching
from models.births import Born, Chosen
from models.database import db, lock, writes
from models.recruiting import Candidate, Project
from models.studies import Study
from models.workspaces import Workspace
from rules import identifiers

TRIES = 5


def due(at: datetime) -> list[Project]:
    """The projects that may have somebody to ask."""
    waiting = Project.offering.is_null(False) | Project.offered_at.is_null() | (Project.offered_at <= at - AGAIN)
    rows = Project.select(Project, Workspace, Study).join(Workspace).switch(Project).join(Study, peewee.JOIN.LEFT_OUTER)
    return [row for row in rows.where(Project.state == "live", waiting).order_by(Project.id) if may_ask(row)]


def may_ask(project: Project) -> bool:
    """Whether anybody may be asked now: nobody is where nobody more is wanted, for a study that takes nobody in, or
    from somebody's practice."""
    return project.state == "live" and project.leads_on and project.seeks and not project.workspace.practice


def offer_some(project: Project, at: datetime) -> int:
    """Ask the next people of a project, as many as one sweep may; how many."""
    asked = 0
    for _chunk in range(CHUNKS):
        asked += (now := offer(project, at))
        if now < CHUNK:
            break
    return asked


@writes
def offer(project: Project, at: datetime) -> int:
    """Ask the next people who fit, in the order in which they came to the network; how many."""
    project = fresh(project)
    # Two askers of one team do not ask the same person at the same moment.
    lock(Workspace.select().where(Workspace.id == project.workspace_id)).get()
    if not may_ask(project):
        return 0
    wanted = matching.asked_of(project)
    people = matching.following(project, wanted, at, project.offering or 0, CHUNK, limits.reached_there(project))
    asked = invite_all(project, Chosen(people, CHUNK), at)
    project.offering = asked.last if asked.count == CHUNK else None
    project.offered_at = at
    project.save()
    return asked.count


def invite_all(project: Project, chosen: Chosen, at: datetime) -> Born:
    """A candidate for each of these, with a tail of its own; a tail that somebody has already only asks for others."""
    for _try in range(TRIES - 1):
        try:
            with db.atomic():
                return _born(project, chosen, at)
        except peewee.IntegrityError:
            continue
    return _born(project, chosen, at)


def _born(project: Project, chosen: Chosen, at: datetime) -> Born:
    return begin_set(
        Candidate, "invite", CLOCK, at, each="person", chosen=chosen, owner="project", cut={"tail": tails(chosen.most)},
        project=project, created_at=at,
    )  # fmt: skip


def tails(number: int) -> bytes:
    """So many tails in a row, each another one."""
    found: dict[str, None] = {}
    while len(found) < number:
        found[identifiers.new_tail(secrets.token_bytes)] = None
    return "".join(found).encode()
