"""The workspaces of the installation: a list, a new one, and what an operator sets for one: its plan, units, seats and
help contact."""

from collections.abc import Callable

from flask import Blueprint, abort, g, redirect, render_template, request
from werkzeug.datastructures import MultiDict

from commands import desk as doing
from commands import opening
from commands.once import once
from lifecycle.attempt import Invalid, Refused
from lifecycle.roles import ROLES
from lifecycle.words import LANGUAGES, _
from models import desk
from models.workspaces import Workspace
from rules.money import CURRENCIES
from rules.times import from_epoch
from views import filters, reply
from views.contributor.cities import cities
from views.forms import kept_key, new_key, sent_key, worded
from views.fresh import not_fresh
from views.operator.asked import acting, operator

views = Blueprint("operator_workspaces", __name__)
PLANS = {"flex": _("Flex: units"), "seat": _("Seats: studies a year")}
HERE = "/operator/workspaces"


@views.get(HERE)
def index():
    """The workspaces, newest first; a part of a name narrows them."""
    operator()
    words = filters.text("q")
    found = desk.teams(words, filters.number("before"))
    older = found[desk.SHOWN - 1].id if len(found) > desk.SHOWN else None
    here = f"{request.script_root}{HERE}"
    return render_template(
        "operator/workspaces.html",
        rows=found[: desk.SHOWN],
        words=words,
        plans=PLANS,
        here_url=here,
        older=filters.same(here, before=older) if older else None,
        newest=filters.same(here, before=None) if "before" in request.args else None,
    )


@views.get(f"{HERE}/new")
def new():
    """What a new workspace needs."""
    operator()
    return form(MultiDict({"zone": g.me.zone, "currency": "EUR", "plan": "flex", "language": g.me.language}))


def form(typed, errors=None):
    """The form of a new workspace, with everything typed kept."""
    html = render_template(
        "operator/workspace_new.html",
        typed=typed,
        errors=worded(errors),
        once=kept_key(),
        cities=cities(),
        currencies=[(code, code) for code in CURRENCIES],
        languages_known=list(LANGUAGES.items()),
        plans=list(PLANS.items()),
    )
    return html, 422 if errors else 200


@views.post(f"{HERE}/new")
def create():
    """A new workspace; a second click leads to the same one."""
    by = acting()
    if instead := not_fresh(f"{HERE}/new"):
        return instead

    def begin() -> str:
        return path(opening.open_workspace(request.form, by, g.at))

    try:
        where = once(sent_key(), g.at, begin)
    except Invalid as problem:
        return form(request.form, problem.errors)
    return reply.lead(where, "workspace_opened")


def path(house: Workspace) -> str:
    """Where an operator finds a workspace."""
    return f"{request.script_root}{HERE}/{house.code}"


def one(code: str) -> Workspace:
    """The workspace behind an address."""
    operator()
    return desk.team(code) or abort(404)


@views.get(f"{HERE}/<code>")
def show(code: str):
    """A workspace, and what can be set for it."""
    return page(one(code))


def page(house: Workspace, status: int = 200, errors=None, refusal=None):
    """The page of a workspace, with everything typed kept."""
    flex = house.plan == "flex"
    years = (g.at.year, g.at.year + 1)
    year = filters.number("year") if filters.number("year") in years else g.at.year
    crew = desk.crew(house.id, year)
    html = render_template(
        "operator/workspace.html",
        house=house,
        here_url=path(house),
        running=house.running,
        plans=PLANS,
        roles=ROLES,
        crew=crew,
        invites=desk.asked_in(house.id, g.at),
        bought=[(from_epoch(at), *rest) for at, *rest in desk.bought(house.id)] if flex else [],
        year=year,
        years=[(one, one) for one in years],
        other_year=next(one for one in years if one != year),
        typed=request.form if request.method == "POST" else MultiDict(),
        errors=worded(errors),
        refusal=refusal,
        once=new_key(),
    )
    return html, status


def change(code: str, command: Callable, said: str = "saved"):
    """Make one change to a workspace, and show it as it is then."""
    house, by = one(code), acting()
    if instead := not_fresh(f"{HERE}/{house.code}"):
        return instead

    def make() -> str:
        command(house, by)
        # A seat of the next year is looked at in the list of the next year.
        year = request.form.get("year", "")
        return f"{path(house)}?year={year}" if year == str(g.at.year + 1) else path(house)

    # Each form of the page may be sent once.
    part = request.path.rsplit("/", 1)[-1]
    try:
        where = once(sent_key(part), g.at, make)
    except Invalid as problem:
        return page(house, 422, problem.errors)
    except Refused as problem:
        return page(desk.team(code), 409, refusal=problem.refusal)
    return reply.lead(where, said)


@views.get(f"{HERE}/<code>/<any(units, overage, plan, seats, help, invite):part>")
def back(code: str, part: str):
    """What was open when a fresh sign-in was asked for stands on the workspace's page."""
    return redirect(f"{path(one(code))}#{part}", 303)


@views.post(f"{HERE}/<code>/units")
def buy(code: str):
    """Units that were paid for somewhere."""
    typed = request.form
    return change(
        code, lambda house, by: doing.buy_units(house, typed.get("units", ""), typed.get("reference", ""), by, g.at)
    )


@views.post(f"{HERE}/<code>/overage")
def overage(code: str):
    """Whether they may go on when no units are left."""
    on = request.form.get("overage") == "1"
    return change(code, lambda house, by: doing.set_overage(house, on, by, g.at))


@views.post(f"{HERE}/<code>/plan")
def plan(code: str):
    """Another plan."""
    wanted = request.form.get("plan", "")
    return change(code, lambda house, by: doing.change_plan(house, wanted, by, g.at))


@views.post(f"{HERE}/<code>/seats")
def seat(code: str):
    """A seat for somebody of the team."""
    typed = request.form
    return change(
        code,
        lambda house, by: doing.give_seat(
            house, typed.get("member", ""), typed.get("yearly", ""), by, g.at, typed.get("year", "")
        ),
    )


@views.post(f"{HERE}/<code>/help")
def help_contact(code: str):
    """Whom this team's contributors can ask."""
    contact = request.form.get("help_contact", "")
    return change(code, lambda house, by: doing.set_help_contact(house, contact, by, g.at))


@views.post(f"{HERE}/<code>/invite")
def invite(code: str):
    """One more administrator, or the same letter again."""
    email = request.form.get("email", "")
    return change(code, lambda house, by: opening.ask_in(house, email, by, g.at), "asked_in")
