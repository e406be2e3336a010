"""Plain lists of the rows that have no screens of their own yet: projects, candidates, reports, standings, the team."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from flask import Blueprint, abort, g, render_template

from commands.letters import STUCK
from lifecycle.words import Text, _
from models.money import Payout
from models.outgoing import Outgoing
from models.participants import Participant
from models.people import Person
from models.recruiting import Candidate, Exclusion, Project
from models.standing import Report, Standing
from models.studies import Study
from models.workspaces import Member, Workspace
from views import reply
from views.access import memberships, signed_in
from views.generic import heading

views = Blueprint("index", __name__)
MOST = 200
ROLES = {"admin": _("Administrator"), "creator": _("Creator"), "reviewer": _("Reviewer"), "viewer": _("Viewer")}


class Line(NamedTuple):
    """A row in a list: where it leads, what it is called, what stands below, its state and label."""

    url: str
    name: str
    below: str
    state: str
    label: Text


class Listed(NamedTuple):
    """A list: its heading, what it is, its lines, and what an empty one teaches."""

    heading: Text
    lead: Text
    lines: list[Line]
    empty: Text


def line(row, below: str = "") -> Line:
    """A row of the law as a line."""
    return Line(reply.address(row), heading(row), below, row.state, row.label)


def workspaces() -> list[int]:
    """The asker's workspaces; 404 for who is in none."""
    return [member.workspace_id for member in memberships()] or abort(404)


def projects() -> Listed:
    """The recruiting projects of the team."""
    rows = Project.select().where(Project.workspace.in_(workspaces())).order_by(Project.id.desc()).limit(MOST)
    return Listed(
        _("Recruiting"),
        _("A project finds people, asks them first, and sends those who fit on to a study."),
        [line(row) for row in rows],
        _("No projects yet."),
    )


def candidates() -> Listed:
    """The people in the team's projects."""
    mine = Project.select(Project.id).where(Project.workspace.in_(workspaces()))
    rows = Candidate.select(Candidate, Person, Project).join(Person).switch(Candidate).join(Project)
    rows = rows.where(Candidate.project.in_(mine)).order_by(Candidate.id.desc()).limit(MOST)
    return Listed(
        _("Candidates"),
        _("People in your recruiting projects. Completed is yours to set, and releases the incentive."),
        [line(row, row.project.title) for row in rows],
        _("Nobody yet."),
    )


def reports() -> Listed:
    """For operators all reports, for a team those about its studies."""
    rows = Report.select(Report, Study).join(Study).order_by(Report.id.desc()).limit(MOST)
    if not g.me.operator:
        mine = Study.select(Study.id).where(Study.workspace.in_(workspaces()))
        rows = rows.where(Report.study.in_(mine))
    return Listed(
        _("Reports"),
        _("Who reported whom or what. An operator decides, and the person concerned can appeal once."),
        [line(row, row.study.title) for row in rows],
        _("Nobody has reported anything."),
    )


def standings() -> Listed:
    """For operators: the members of the network, those under review first."""
    if not g.me.operator:
        abort(404)
    order = Standing.state.desc(), Standing.id.desc()
    rows = Standing.select(Standing, Person).join(Person).order_by(*order).limit(MOST)
    return Listed(
        _("Standing"),
        _("The members of the network. Three marks within 180 days, or a severe one, lead to a review."),
        [line(row) for row in rows],
        _("The network has no members yet."),
    )


LISTS: dict[str, Callable[[], Listed]] = {
    "projects": projects,
    "candidates": candidates,
    "reports": reports,
    "standings": standings,
}


@views.get(f"/<any({','.join(LISTS)}):plural>")
def listed(plural: str):
    """One of the lists."""
    signed_in()
    found = LISTS[plural]()
    return render_template(
        "generic/list.html", here=plural, listed=found, exclusions=waiting() if plural == "projects" else []
    )


def waiting() -> list[tuple[Participant, Exclusion]]:
    """Exclusions of the team's studies that wait for a recruiting side."""
    asker = Person.alias()
    asked = Participant.select(Participant, Person, Study, Exclusion, asker).join(Person).switch(Participant)
    asked = asked.join(Study).join_from(
        Participant, Exclusion, on=(Exclusion.participant_id == Participant.id), attr="exclusion"
    )
    rows = asked.join(asker, on=(Exclusion.asked_by == asker.id), attr="asked_by").where(
        Study.workspace.in_(workspaces()), Exclusion.done_at.is_null(), Exclusion.confirmed_at.is_null()
    )
    return [(row, row.exclusion) for row in rows.order_by(Exclusion.id).limit(MOST)]


@views.get("/team")
def team():
    """Who is in the workspace, and with which role."""
    team = Member.select(Member, Person, Workspace).join(Person).switch(Member).join(Workspace)
    members = list(team.where(Member.workspace.in_(workspaces())).order_by(Member.id))
    return render_template("generic/team.html", members=members, roles=ROLES)


@views.get("/operator")
def operator():
    """What waits for the one who runs the installation."""
    if not signed_in().operator:
        abort(404)
    return render_template("generic/operator.html", waiting=list(_counted()))


def _counted() -> Iterable[tuple[int, Text, str]]:
    open_reports = Report.select().where(Report.state.in_(("open", "appealed")))
    yield open_reports.count(), _("Reports to decide"), "/reports"
    yield Standing.select().where(Standing.state == "under_review").count(), _("Members under review"), "/standings"
    yield Payout.select().where(Payout.state == "failed").count(), _("Payouts that failed"), "/operator"
    yield Outgoing.select().where(Outgoing.state.in_(STUCK)).count(), _("Letters that did not arrive"), "/outbox"
