"""The steps that a recruiting project is written in: details, who is asked, and who reconciles. (The screener's and the
integration's are their own modules.)"""

from flask import Blueprint, g, redirect, request

from commands import projects
from lifecycle.attempt import Invalid
from lifecycle.words import Text, _
from models import projects as found
from models.people import Person
from models.recruiting import Project
from rules import matching
from views import reply
from views.access import TOO_LOW, Reached, reach
from views.customer import budget, build, build_network, network_words, project_form

views = Blueprint("project_steps", __name__)
LABELS = {
    "title": _("Title"),
    "about": _("What it is about"),
    "incentive": _("Incentive for each person"),
    "budget": _("Budget"),
    "wanted": _("How many people are wanted"),
    "criteria": _("Whom of the network"),
    "owner": _("Who reconciles"),
    "owner_ticked": _("The tick"),
}
FIELDS = {"details": ("title", "about", "incentive", "budget"), "people": ("wanted",), "owner": ("owner",)}


@views.get("/projects/<code>/edit")
def begin(code: str):
    """A draft: its first unfinished step. A launched project: what may still change."""
    reached = reach("project", code, "customer")
    if not reached.allows("launch"):
        return reply.forbidden(TOO_LOW)
    if reached.row.state == "draft":
        return redirect(f"{reply.address(reached.row)}/edit/{build.first_unfinished(reached.row)}", 303)
    return redirect(f"{reply.address(reached.row)}/change", 303)


@views.get("/projects/<code>/edit/<any(details, people, owner):step>")
def look(code: str, step: str):
    """One step, with what the draft holds."""
    reached, instead = build.draft_of(code, "project")
    return instead or page(reached, step, project_form.typed(reached.row, g.reader.language))


def page(reached: Reached, step: str, typed, status: int = 200, **more):
    """The step with these words in its fields."""
    return build.show(reached, step, status, typed=typed, labels=LABELS, **SHOWN[step](reached.row, typed), **more)


@views.post("/projects/<code>/edit/<any(details, people, owner):step>")
def save(code: str, step: str):
    """Save the step, and go on or away."""
    reached, instead = build.draft_of(code, "project")
    if instead:
        return instead
    if step == "people" and "count" in request.form:
        return counted(reached)
    return build.saved(reached, step, SAVES[step], page, differences)


def counted(reached: Reached):
    """The criteria as they were typed, with how many people fit."""
    faults = build_network.understood(reached.row, request.form.getlist).faults
    return page(reached, "people", request.form, 422 if faults else 200, errors=network_words.errors(faults))


def differences(row: Project, step: str) -> list[tuple[Text, str]]:
    """(label, what is saved now) of every field of the step in which the form says something else."""
    now = project_form.typed(row, g.reader.language)
    changed = []
    for name in FIELDS[step]:
        if str(now[name]) != request.form.get(name, "").replace("\r\n", "\n").strip():
            changed.append((LABELS[name], said(row, name, now[name])))
    if step == "people":
        wanted = build_network.understood(row, request.form.getlist).wanted
        if matching.kept(wanted) != row.criteria:
            changed += network_words.lines(row)
    return changed


def said(row: Project, name: str, value) -> str:
    """A saved value as people read it."""
    if name in ("incentive", "budget"):
        amount = getattr(row, name)
        return budget.amount(amount, row) if amount else str(_("none"))
    if name == "owner":
        return row.owner.name if row.owner else str(_("none"))
    return " ".join(str(value).split()) or str(_("none"))


def save_details(reached: Reached) -> None:
    """The first step."""
    values, errors = project_form.details(request.form, reached.row.currency, g.reader.language)
    if errors:
        raise Invalid(errors)
    projects.edit(reached.row, reached.by, g.at, build.seen(), **values)


def save_people(reached: Reached) -> None:
    """Whom of the network, and how many."""
    values, errors = project_form.wanted(request.form)
    parsed = build_network.understood(reached.row, request.form.getlist)
    errors |= network_words.errors(parsed.faults)
    if errors:
        raise Invalid(errors)
    projects.edit(reached.row, reached.by, g.at, build.seen(), criteria=matching.kept(parsed.wanted), **values)


def save_owner(reached: Reached) -> None:
    """Who sets Completed, and that everybody knows it."""
    person = Person.get_or_none(Person.code == request.form.get("owner", ""))
    ticked = request.form.get("owner_ticked") == "1"
    projects.name_owner(reached.row, person, ticked, reached.by, g.at, build.seen())


def show_people(row: Project, typed) -> dict:
    """The fields of whom it asks, and how many people fit."""
    return {"net": build_network.fields(row, typed if hasattr(typed, "getlist") else None, True)}


def show_owner(row: Project, typed) -> dict:
    """Everybody who may set Completed."""
    return {"able": found.able(row.workspace_id), "mine": g.me.code}


SHOWN = {"details": lambda row, typed: {}, "people": show_people, "owner": show_owner}
SAVES = {"details": save_details, "people": save_people, "owner": save_owner}
