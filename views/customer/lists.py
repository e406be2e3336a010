"""The lists of people that a team keeps: made, renamed, deleted, and filled by pasted usernames, each with its fate."""

from flask import Blueprint, abort, g, render_template, request

from commands import shortlists
from commands.names import look_up
from commands.once import once
from lifecycle.attempt import By, Invalid, Refused
from lifecycle.words import Text, _, ngettext
from models.network import Shortlist
from views import reply
from views.access import MAY, TOO_LOW, membership
from views.customer import known, study_form
from views.forms import sent_key, worded

views = Blueprint("lists", __name__)
FATES: dict[str, Text] = {
    shortlists.ADDED: _("Added"),
    shortlists.THERE: _("Was on the list already"),
    shortlists.NOBODY: _("Nobody has that username"),
    shortlists.GONE: _("No longer in the network"),
    shortlists.AN_ID: _("IDs are for matching only, and no way to ask or to write to anybody."),
}
TOO_MANY = _("Please add at most %(most)s usernames at once.", most=shortlists.MOST_NAMES)
NOTHING = _("Please type at least one username.")


def keeper():
    """The asker's membership, or the reply of who may not keep lists."""
    member = membership()
    return member, None if "shortlist" in MAY[member.role] else reply.forbidden(TOO_LOW)


def of_team(code: str, member) -> Shortlist:
    """A list of the asker's team; everybody else's does not exist."""
    return Shortlist.get_or_none(Shortlist.code == code, Shortlist.workspace == member.workspace_id) or abort(404)


def acting() -> By:
    """Whoever is asking, for their team."""
    return By("customer", g.me.id)


def of(code: str) -> str:
    """The address of a list."""
    return f"{request.script_root}/people?show={code}"


@views.post("/people/lists")
def create():
    """A new list; a second click leads to the same one."""
    member, instead = keeper()
    if instead:
        return instead

    def begin() -> str:
        return of(shortlists.begin(member.workspace, request.form.get("name", ""), acting(), g.at).code)

    try:
        return reply.lead(once(sent_key(), g.at, begin), "saved")
    except Invalid as problem:
        return again("", problem)


@views.post("/people/lists/<code>/rename")
def rename(code: str):
    """Another name for a list."""
    member, instead = keeper()
    row = of_team(code, member)
    if instead:
        return instead
    try:
        shortlists.rename(row, request.form.get("name", ""), acting(), g.at)
    except Invalid as problem:
        return again(code, problem, renaming=True)
    return reply.lead(of(code), "saved")


@views.post("/people/lists/<code>/delete")
def delete(code: str):
    """The list goes, the people stay."""
    member, instead = keeper()
    row = of_team(code, member)
    if instead:
        return instead
    shortlists.delete(row, acting(), g.at)
    return reply.lead(f"{request.script_root}/people", "list_deleted")


@views.post("/people/lists/<code>/add")
def add(code: str):
    """Everybody who is called so comes on the list; what became of each name is said."""
    member, instead = keeper()
    row = of_team(code, member)
    if instead:
        return instead
    names = study_form.usernames(request.form)
    if not names or len(names) > shortlists.MOST_NAMES:
        return again(code, Invalid({"usernames": TOO_MANY if names else NOTHING}))
    try:
        look_up(g.me.id, g.at)
    except Refused as problem:
        return again(code, Invalid({"usernames": problem.refusal.sentence}), 429)
    fates = shortlists.add_named(row, names, acting(), g.at)
    added = sum(fate == shortlists.ADDED for _name, fate in fates)
    held = known.crowds.Held(row.code, row.name, row.favourites, 0)
    return render_template(
        "customer/people/added.html",
        name=known.name_of(held),
        heading=ngettext("%(number)s person was added", "%(number)s people were added", added),
        back=of(code),
        fates=[(name, FATES[fate]) for name, fate in fates],
        ids=[name for name, fate in fates if fate == shortlists.AN_ID],
        unknown=" ".join(name for name, fate in fates if fate == shortlists.NOBODY),
    )


def again(code: str, problem: Invalid, status: int = 422, **more):
    """The page where it was typed, with everything typed and a sentence at the field."""
    errors = worded(problem.errors)
    return known.shown(code or known.KNOWN, status, errors=errors, typed=request.form, **more)
