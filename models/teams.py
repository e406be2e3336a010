"""A team as its pages and its commands need it: who is in it, who is asked in, and what somebody of it holds."""

from datetime import datetime
from typing import NamedTuple

from models.called import told
from models.people import Person
from models.sessions import Session, SessionHost
from models.studies import CoHost, Study
from models.workspaces import Member, TeamInvite, Workspace

OPEN = ("scheduled", "rescheduling", "in_progress")
BEFORE, GOING = ("draft", "in_review", "approved"), ("live", "paused")
MOST = 100


class Held(NamedTuple):
    """What somebody of a team holds: conversations that are theirs and not over, those that they hold together with
    others and that have not begun, launched studies that only their hours make bookable, and how many drafts."""

    talks: list[Session]
    together: list[Session]
    studies: list[Study]
    drafts: int


def members(workspace: int) -> list[Member]:
    """Everybody in a workspace with their person, in the order of joining."""
    rows = Member.select(Member, Person).join(Person).where(Member.workspace == workspace)
    return list(rows.order_by(Member.id))


def member(workspace: int, code: str) -> Member | None:
    """The one of a workspace whose person has this code."""
    rows = Member.select(Member, Person).join(Person)
    return rows.where(Member.workspace == workspace, Person.code == code).first()


def invites(workspace: int) -> list[TeamInvite]:
    """Who is asked in and has neither come nor been taken back, the newest first; also where its days are over."""
    waiting = TeamInvite.accepted_at.is_null() & TeamInvite.revoked_at.is_null()
    rows = TeamInvite.select(TeamInvite, Person).join(Person, on=(TeamInvite.asked_by == Person.id))
    return list(rows.where(TeamInvite.workspace == workspace, waiting).order_by(TeamInvite.id.desc()).limit(MOST))


def invite(code: str) -> TeamInvite | None:
    """The invitation with this code, and its workspace."""
    rows = TeamInvite.select(TeamInvite, Workspace).join(Workspace)
    return rows.where(TeamInvite.code == code).first()


def held(workspace: int, person: int, at: datetime) -> Held:
    """What this person holds in this workspace."""
    return Held(talks(workspace, person), together(workspace, person, at), *_studies(workspace, person))


def talks(workspace: int, person: int) -> list[Session]:
    """The conversations that this person holds and that are not over."""
    return told(_of(workspace).where(Session.host == person).order_by(Session.starts_at, Session.id))


def together(workspace: int, person: int, at: datetime) -> list[Session]:
    """The conversations ahead that this person holds together with their host."""
    rows = _of(workspace).join_from(Session, SessionHost, on=(SessionHost.session == Session.id))
    ahead = (SessionHost.person == person) & ((Session.state == "rescheduling") | (Session.starts_at > at))
    return told(rows.where(ahead).order_by(Session.starts_at, Session.id))


def _of(workspace: int):
    rows = Session.select(Session, Study, Person).join(Study).join_from(Session, Person, on=Session.contributor)
    return rows.where(Study.workspace == workspace, Session.state.in_(OPEN))


def _studies(workspace: int, person: int) -> tuple[list[Study], int]:
    """(launched studies that nobody can book without this person's hours, how many drafts name them)."""
    colleague = Study.id.in_(CoHost.select(CoHost.study).where(CoHost.person == person))
    rows = Study.select().where(Study.workspace == workspace, (Study.host == person) | colleague)
    found = list(rows.where(Study.state.in_((*BEFORE, *GOING))).order_by(Study.id.desc()))
    alone = [one for one in found if one.state in GOING and one.host_id == person and one.hosting != "any"]
    return alone, sum(one.state in BEFORE for one in found)
