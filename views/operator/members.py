"""The members of the network for who runs it: who they are, how they stand, and what can be done for them. What they
answered anywhere is not shown."""

from flask import Blueprint, abort, g, redirect, render_template, request

from commands import desk as doing
from commands import erasure
from lifecycle.attempt import Refused
from lifecycle.reasons import REPORTED
from lifecycle.report import ReportLifecycle
from lifecycle.standing import StandingLifecycle
from lifecycle.words import _
from models import members
from models.people import Person
from models.rights import open_things
from models.standing import marks_of
from rules.times import from_epoch
from views import filters, reply
from views.fresh import not_fresh
from views.operator.asked import acting, operator
from views.report_words import MARKS

views = Blueprint("operator_members", __name__)
HERE = "/operator/members"


@views.get(HERE)
def index():
    """The members, newest first; by the beginning of a username, or whoever has an address."""
    operator()
    typed, state = filters.text("q"), request.args.get("state", "")
    state = state if state in StandingLifecycle.states_map else ""
    found = members.addressed(typed) if "@" in typed else members.listed(typed, state, filters.number("before"))
    older = found[members.SHOWN - 1].id if len(found) > members.SHOWN else None
    here = f"{request.script_root}{HERE}"
    return render_template(
        "operator/members.html",
        rows=found[: members.SHOWN],
        typed=typed,
        wanted=state,
        tabs=tabs(here, state, counted=not typed),
        labels={one.value: one.name for one in StandingLifecycle.states},
        here_url=here,
        older=filters.same(here, before=older) if older else None,
        newest=filters.same(here, before=None) if "before" in request.args else None,
    )


def tabs(here: str, state: str, counted: bool) -> list[dict]:
    """The standings as tabs, each with how many members are in it; without the numbers among those who were found."""
    counts = members.standings() if counted else None
    found = [("", _("All"), sum(counts.values()) if counted else None)]
    found += [(one.value, one.name, counts.get(one.value, 0) if counted else None) for one in StandingLifecycle.states]
    return [
        {"url": filters.same(here, state=key, before=None), "label": label, "count": count, "here": key == state}
        for key, label, count in found
    ]


def one(code: str) -> tuple:
    """Somebody and their standing, or 404."""
    operator()
    return members.member(code) or abort(404)


def path(person: Person) -> str:
    """Where an operator finds somebody."""
    return f"{request.script_root}{HERE}/{person.code}"


@views.get(f"{HERE}/<code>")
def show(code: str):
    """Somebody; that an operator looked is noted."""
    person, standing = one(code)
    doing.seen(person, acting(), g.at)
    return page(person, standing)


def page(person: Person, standing, status: int = 200, refusal=None):
    """The page of somebody."""
    found = members.known(person.id, g.at)
    html = render_template(
        "operator/member.html",
        person=person,
        standing=standing,
        here_url=path(person),
        facts=facts(person, found),
        found=found,
        marks=[(one.mark, MARKS[one.mark.kind], one.title, one.team) for one in marks_of(person.id)],
        reports=[reported(row) for row in members.reports(person.id)],
        refusal=refusal,
    )
    return html, status


def facts(person: Person, found: members.Known) -> list[tuple]:
    """In short: since when, how reachable, how much."""
    return [
        (_("Since"), person.created_at),
        (_("E-mail address"), person.email or _("None")),
        (_("Studies"), found.parts),
        (_("Conversations held"), found.talks),
        (_("Browsers signed in"), found.browsers),
    ]


def reported(row: tuple) -> dict:
    """A report as it is listed."""
    code, state, reason, at, about, study = row
    return {
        "url": f"{request.script_root}/reports/{code}?as=operator",
        "state": state,
        "label": ReportLifecycle.label(state),
        "reason": REPORTED.get(reason, reason),
        "at": from_epoch(at),
        "mine": about != "contributor",
        "study": study,
    }


@views.get(f'{HERE}/<code>/<any("sign-ins", address):part>')
def back(code: str, part: str):
    """What was open when a fresh sign-in was asked for stands on their page."""
    person, _standing = one(code)
    return redirect(path(person), 303)


@views.post(f"{HERE}/<code>/sign-ins")
def end_sign_ins(code: str):
    """Sign them out everywhere."""
    person, _standing = one(code)
    if instead := not_fresh(f"{HERE}/{code}"):
        return instead
    doing.end_sign_ins(person, acting(), g.at)
    return reply.lead(path(person), "signed_out_there")


@views.post(f"{HERE}/<code>/address")
def address_works(code: str):
    """Their address takes letters again."""
    person, _standing = one(code)
    if instead := not_fresh(f"{HERE}/{code}"):
        return instead
    doing.address_works(person, acting(), g.at)
    return reply.lead(path(person), "saved")


@views.get(f"{HERE}/<code>/erase")
def look_at_erasure(code: str):
    """What an erasure does, and what it would wait for."""
    person, _standing = one(code)
    return erasure_page(person)


def erasure_page(person: Person, status: int = 200):
    """The form for an erasure that somebody asked for."""
    html = render_template(
        "operator/erase.html",
        person=person,
        here_url=path(person),
        refusal=erasure.why_not(person),
        waits=open_things(person, g.at),
    )
    return html, status


@views.post(f"{HERE}/<code>/erase")
def erase(code: str):
    """Ask for it in their name."""
    person, _standing = one(code)
    if instead := not_fresh(f"{HERE}/{code}/erase"):
        return instead
    try:
        erasure.ask_for(person, acting(), g.at)
    except Refused:
        return erasure_page(person, 409)
    return reply.lead(path(person), "erasure_asked")
