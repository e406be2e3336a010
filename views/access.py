"""Which rows somebody can reach and as whom: everything else does not exist for them (404). A role too low is told
so (403)."""

from typing import NamedTuple

from flask import abort, g, request

from lifecycle.attempt import By, Refusal
from lifecycle.words import _
from models import (
    NOUNS,
    Candidate,
    Member,
    Participant,
    Payout,
    Project,
    Report,
    Session,
    Standing,
    Study,
    loaded,
)
from models.base import Living

PLURALS = {f"{noun}s" if not noun.endswith("y") else f"{noun[:-1]}ies": noun for noun in NOUNS}
# What a team does about a session that is no move of the law: writing to the other side, keeping notes,
# reporting, enrolling people of its own, and keeping lists.
BESIDE = frozenset({"message", "remark", "report", "enrol", "shortlist"})
EVERYTHING = BESIDE | frozenset(event for row in NOUNS.values() for event in row.lifecycle.names())
# What only an administrator does: who is in the team, and its settings.
FOR_ADMINS = frozenset({"members", "settings", "audit"})
MAY = {
    "admin": EVERYTHING | FOR_ADMINS,
    "creator": EVERYTHING,
    "reviewer": frozenset({"approve", "send_back", "remark"}),
    "viewer": frozenset(),
}
TOO_LOW = Refusal(
    "role_too_low", _("Your role in this workspace does not allow this. Ask an administrator of your team.")
)
FOR_OPERATORS = ("payout", "report", "standing", "study", "session")


class Reached(NamedTuple):
    """A row, as whom it was reached (customer, contributor, operator), and the role in its workspace, if any."""

    row: Living
    audience: str
    by: By
    role: str | None

    @property
    def noun(self) -> str:
        return self.row.lifecycle_name()

    def allows(self, event: str) -> bool:
        """Whether this role may do that; the law decides the rest."""
        return self.audience != "customer" or event in MAY[self.role]


def signed_in():
    """The person asking; who is not signed in is asked who they are."""
    if g.me is None:
        abort(401)
    return g.me


def reach(noun: str, code: str, wanted: str | None = None) -> Reached:
    """The row behind an address, in the asker's own scope; 404 for everybody else."""
    me = signed_in()
    row = loaded.by_code(NOUNS[noun], code, me.id, g.at)
    if row is None:
        abort(404)
    ways = [way for way in (as_customer(row, me), as_contributor(row, me), as_operator(row, me)) if way is not None]
    return next((way for way in ways if wanted in (None, way.audience)), None) or abort(404)


def again(reached: Reached) -> Reached:
    """The same row as it is now."""
    return reached._replace(row=loaded.again(reached.row))


def now(reached: Reached) -> Reached:
    """The same where the page is only looked at; where something was tried on the row, it is read again."""
    return reached if request.method == "GET" else again(reached)


def as_customer(row: Living, me) -> Reached | None:
    """As a member of the workspace that owns the row."""
    workspace = workspace_of(row)
    role = next((member.role for member in memberships() if member.workspace_id == workspace), None)
    return Reached(row, "customer", By("customer", me.id), role) if role else None


def as_contributor(row: Living, me) -> Reached | None:
    """As the person the row belongs to; a report belongs to its author and to whom it is about."""
    return Reached(row, "contributor", By("contributor", me.id), None) if me.id in people_of(row) else None


def as_operator(row: Living, me) -> Reached | None:
    """As who runs the installation, for what an operator decides."""
    return (
        Reached(row, "operator", By("operator", me.id), None)
        if me.operator and row.lifecycle_name() in FOR_OPERATORS
        else None
    )


def workspace_of(row: Living) -> int | None:
    """The workspace that owns a row; a standing belongs to none."""
    if isinstance(row, Study | Project | Payout):
        return row.workspace_id
    if isinstance(row, Session | Participant | Report):
        return row.study.workspace_id
    return row.project.workspace_id if isinstance(row, Candidate) else None


def people_of(row: Living) -> tuple:
    """The contributors a row belongs to."""
    if isinstance(row, Session):
        return (row.contributor_id,)
    if isinstance(row, Report):
        return (
            row.person_id if row.about == "contributor" else None,
            row.author_id if row.author_role == "contributor" else None,
        )
    return (row.person_id,) if isinstance(row, Participant | Candidate | Payout | Standing) else ()


def memberships() -> list[Member]:
    """The workspaces of who is asking, in the order in which they joined; they came along with the sign-in."""
    signed_in()
    return g.signin.members


def membership() -> Member:
    """The asker's workspace, of several the one that they work in now; 404 for who is in none."""
    return current() or abort(404)


def current() -> Member | None:
    """The same, or nothing for who is in none."""
    found = memberships()
    chosen = g.signin.workspace
    return next((member for member in found if member.workspace_id == chosen), found[0] if found else None)


def may(action: str) -> bool:
    """Whether the asker's role in the workspace that they work in now allows this."""
    return action in MAY[membership().role]
