"""The last step of a recruiting project: everything on one page, what launching will do, and the launch itself."""

from flask import Blueprint, g

from commands import projects
from lifecycle.study import KINDS
from lifecycle.words import Text, _, ngettext
from models import matching
from models.recruiting import Project
from views.access import Reached, now
from views.customer import budget, build, network_words, reviewed
from views.customer.reviewed import NONE
from views.offers import offers

views = Blueprint("project_review", __name__)


@views.get("/projects/<code>/edit/review")
def look(code: str):
    """Everything that was written."""
    reached, instead = build.draft_of(code, "project")
    return instead or page(reached)


@views.post("/projects/<code>/edit/review")
def foresee(code: str):
    """What launching would do now: the launch itself, run and taken back, and whom the clock would ask then."""
    reached, instead = build.draft_of(code, "project")
    return instead or reviewed.foresee(reached, projects.launch, page, follows)


def follows(row: Project) -> list[Text]:
    """Whom the clock would ask after the launch, what it will cost at most, and what goes on by itself."""
    wanted = matching.asked_of(row)
    return [
        network_words.how_many(wanted, matching.count(row, wanted, g.at)),
        _("They would be invited to the questions by and by, who has been there longest first."),
        ngettext(
            "The first %(number)s person who passes is sent on to the study at once. Then nobody else is invited.",
            "The first %(number)s people who pass are sent on to the study at once. Then nobody else is invited.",
            row.wanted,
        ),
        _("At most %(amount)s would be owed, one incentive for each Completed that your team sets.", amount=most(row)),
        _("No units are used by a project."),
    ]


def most(row: Project) -> str:
    """What it will cost at most."""
    return budget.amount(row.incentive * row.wanted, row)


def page(reached: Reached, status: int = 200, **more):
    """The review, with what the asker may do now."""
    reached = now(reached)
    figured = {"figures": figures(reached.row), "remarks": remarks(reached.row)}
    return reviewed.show(reached, status, LINES, offers(reached, also=("launch",)), others=[], **figured, **more)


def details(row: Project) -> list[tuple]:
    """What people are asked to do."""
    return [
        (_("Title"), row.title or NONE),
        (_("What it is about"), row.about or NONE),
        (_("Incentive for each person"), budget.amount(row.incentive, row) if row.incentive else NONE),
        (_("Budget"), budget.amount(row.budget, row) if row.budget else _("No limit")),
    ]


def people(row: Project) -> list[tuple]:
    """Whom it asks, and how many are wanted."""
    return [(_("How many people are wanted"), row.wanted or NONE), *network_words.lines(row)]


def screener(row: Project) -> list[tuple]:
    """What is asked before."""
    return reviewed.asked(row) or [(_("Questions"), NONE)]


def integration(row: Project) -> list[tuple]:
    """Where people are sent on to."""
    there = row.study.title if row.study_id else _("At another host")
    led = [(_("The study"), there), (_("Kind of study"), KINDS[row.kind])] if row.link_tested_at else []
    return [(_("Invite Network link"), row.target_link or NONE), *led]


def owner(row: Project) -> list[tuple]:
    """Who sets Completed."""
    return [(_("Who reconciles"), row.owner.name if row.owner else NONE)]


LINES = {"details": details, "people": people, "screener": screener, "integration": integration, "owner": owner}


def figures(row: Project) -> list[tuple]:
    """What it may come to."""
    said = ngettext(
        "when %(number)s person is Completed", "when all %(number)s people are Completed", row.wanted
    )  # fmt: skip
    return [(_("Incentives in total, at most"), most(row), said), (_("Units"), _("none"), None)]


def remarks(row: Project) -> list[Text]:
    """What does not keep a launch away and yet may surprise."""
    found = []
    if row.budget and row.budget < row.incentive * row.wanted:
        found.append(_("The budget does not cover the incentives of everybody wanted. Payouts beyond it wait for you."))
    if row.study_id and row.study.open_places < row.wanted:
        found.append(
            ngettext(
                "The study has %(number)s open place, fewer than you want to send on.",
                "The study has %(number)s open places, fewer than you want to send on.",
                row.study.open_places,
            )
        )
    return found
