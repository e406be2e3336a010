"""Recruiting projects: the list, a new one, the duplicate of an old one, and what may change while one is live."""

from typing import NamedTuple
from urllib.parse import urlsplit

from flask import Blueprint, g, redirect, render_template, request
from werkzeug.datastructures import MultiDict

from commands import projects
from commands.fire import Stale
from commands.once import once
from lifecycle.attempt import Invalid, Refused
from lifecycle.project import ProjectLifecycle
from lifecycle.words import Text, _, ngettext, reader
from models import projects as found
from models.people import Person
from rules import money
from views import filters, reply
from views.access import MAY, TOO_LOW, Reached, membership, reach
from views.access import now as again
from views.customer import build, network_words, project_form, study_form
from views.customer.amended import Frozen
from views.forms import kept_key, new_key, sent_key, worded

views = Blueprint("projects", __name__)
GROUPS = {"running": _("Live and paused"), "before": _("Not launched yet"), "over": _("Closed and canceled")}


class Line(NamedTuple):
    """A project in the list, in words."""

    shelf: found.Shelf
    label: Text
    incentive: str
    steps: list[tuple]
    waits: Text | None


@views.get("/projects")
def index():
    """The projects of the workspace, newest first."""
    member = membership()
    group = request.args.get("state", "")
    group = group if group in found.GROUPS else ""
    rows = found.shelves(member.workspace_id, filters.number("before"), group)
    older = rows[found.SHOWN - 1].id if len(rows) > found.SHOWN else None
    here = f"{request.script_root}/projects"
    return render_template(
        "customer/project/index.html",
        lines=[line(row) for row in rows[: found.SHOWN]],
        older=filters.same(here, before=older) if older else None,
        newest=filters.same(here, before=None) if "before" in request.args else None,
        group=group,
        groups=list(GROUPS.items()),
        may="launch" in MAY[member.role],
    )


def line(row: found.Shelf) -> Line:
    """One of them, with how far its people came and what waits for the team."""
    waiting = row.people.get("submitted", 0)
    words = ngettext("%(number)s waits for you", "%(number)s wait for you", waiting)
    incentive = money.show(row.incentive, row.currency, reader().language) if row.incentive else ""
    return Line(row, ProjectLifecycle.label(row.state), incentive, far(row), words if waiting else None)


def far(row: found.Shelf) -> list[tuple]:
    """How far people came: each number counts everybody who came at least that far."""
    counts = row.people
    done = counts.get("completed", 0)
    submitted = counts.get("submitted", 0) + done
    return [
        (_("Invited"), sum(counts.values())),
        (_("Sent on"), f"{row.sent} / {row.wanted}"),
        (_("Submitted"), submitted),
        (_("Completed"), done),
    ]


@views.get("/projects/new")
def new():
    """The first question of a new project: its title."""
    if "launch" not in MAY[membership().role]:
        return reply.forbidden(TOO_LOW)
    return render_template("customer/project/new.html", errors={}, typed=MultiDict(), once=new_key())


@views.post("/projects/new")
def create():
    """A draft with this title; a second click leads to the same draft."""
    member = membership()
    if "launch" not in MAY[member.role]:
        return reply.forbidden(TOO_LOW)
    title = " ".join(request.form.get("title", "").split())
    if errors := study_form.title_errors(title):
        return reply.invalid("customer/project/new.html", errors, typed=request.form, once=kept_key())

    def begin() -> str:
        return f"{reply.address(projects.draft(member.workspace, member.person, g.at, title=title))}/edit/details"

    return redirect(once(sent_key(), g.at, begin), 303)


@views.get("/projects/<code>/duplicate")
def look_at_duplicate(code: str):
    """What a duplicate takes along."""
    reached = reach("project", code, "customer")
    if not reached.allows("launch"):
        return reply.forbidden(TOO_LOW)
    return render_template("customer/project/duplicate.html", row=reached.row, once=new_key())


@views.post("/projects/<code>/duplicate")
def duplicate(code: str):
    """A new draft with everything but people."""
    reached = reach("project", code, "customer")
    if not reached.allows("launch"):
        return reply.forbidden(TOO_LOW)

    def copy() -> str:
        return f"{reply.address(projects.duplicate(reached.row, g.me, g.at))}/edit"

    return redirect(once(sent_key(), g.at, copy), 303)


# While it is live ---------------------------------------------------------------------------------------------------


@views.get("/projects/<code>/change")
def look_at_change(code: str):
    """What may still change, and what is frozen."""
    reached = reach("project", code, "customer")
    if not reached.allows("launch"):
        return reply.forbidden(TOO_LOW)
    if reached.row.state == "draft":
        return redirect(f"{reply.address(reached.row)}/edit", 303)
    return change_page(reached)


@views.post("/projects/<code>/change")
def change(code: str):
    """Words, budget and how many are wanted; or, by its own button, who reconciles."""
    reached = reach("project", code, "customer")
    if not reached.allows("launch"):
        return reply.forbidden(TOO_LOW)
    try:
        if "give" in request.form:
            person = Person.get_or_none(Person.code == request.form.get("owner", ""))
            projects.give_to(reached.row, person, reached.by, g.at)
        else:
            save(reached)
    except Invalid as problem:
        return change_page(reached, 422, worded(problem.errors))
    except Stale:
        return change_page(reached, 409, stale=True)
    except Refused as problem:
        return reply.refused(reached, problem.refusal)
    return reply.lead(reply.address(reached.row), "saved")


def save(reached: Reached) -> None:
    """What the form says."""
    row = reached.row
    values, errors = project_form.amended(request.form, row.currency, g.reader.language)
    number, wrong = project_form.wanted(request.form)
    if errors | wrong:
        raise Invalid(errors | wrong)
    projects.change(row, number["wanted"], reached.by, g.at, build.seen(), **values)


def change_page(reached: Reached, status: int = 200, errors=None, stale: bool = False):
    """The form of a launched project."""
    row = again(reached).row
    saved = project_form.typed(row, g.reader.language)
    typed = saved | dict(request.form.items()) if request.method == "POST" else saved
    return reply.page(
        "customer/project/change.html",
        status,
        row=row,
        typed=typed,
        saved=saved,
        errors=errors or {},
        stale=stale,
        sent=row.sent,
        able=found.able(row.workspace_id),
        over=row.state not in projects.GOING,
        frozen=frozen(row),
    )


def frozen(row) -> list[Frozen]:
    """What stays as it was at the launch, and why."""
    asked = "\n".join(f"{label}: {words}" for label, words in network_words.lines(row))
    questions = len(row.asked())
    return [
        Frozen(
            _("Incentive for each person"),
            money.show(row.incentive, row.currency, g.reader.language),
            _("It was promised in the invitation, to everybody the same."),
        ),
        Frozen(_("Who is asked"), asked, _("That is how people were asked.")),
        Frozen(
            _("Screener"),
            ngettext("%(number)s question", "%(number)s questions", questions),
            _("Everybody has to be measured by the same questions."),
            f"{reply.address(row)}/edit/screener",
        ),
        Frozen(
            _("Integration"),
            row.study.title if row.study_id else urlsplit(row.target_link).hostname or "",
            _("People are on their way there."),
            f"{reply.address(row)}/integration",
        ),
    ]
