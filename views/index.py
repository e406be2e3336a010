"""Plain lists of the rows that have no screens of their own yet: projects and candidates."""

from collections.abc import Callable
from typing import NamedTuple

from flask import Blueprint, render_template

from lifecycle.words import Text, _
from models.participants import Participant
from models.people import Person
from models.recruiting import Candidate, Exclusion, Project
from models.studies import Study
from views import reply
from views.access import membership, signed_in
from views.generic import heading

views = Blueprint("index", __name__)
MOST = 200


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
    """The workspace that the asker works in now; 404 for who is in none."""
    return [membership().workspace_id]


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


LISTS: dict[str, Callable[[], Listed]] = {
    "projects": projects,
    "candidates": candidates,
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
