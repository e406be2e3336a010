"""Studies: the list, a new one, and the duplicate of an old one."""

from flask import Blueprint, abort, g, redirect, render_template, request
from werkzeug.datastructures import MultiDict

from commands import drafts, studies
from commands.once import once
from lifecycle.words import _
from models.participants import Participant
from rules.compensation import suggested_reward
from rules.matching import OWN
from views import filters, reply
from views.access import MAY, TOO_LOW, membership, reach
from views.customer import shelf, study_form
from views.forms import kept_key, new_key, sent_key

views = Blueprint("studies", __name__)
GROUPS = {"running": _("Live and paused"), "before": _("Not launched yet"), "over": _("Closed and canceled")}


@views.get("/studies")
def index():
    """The studies of the workspace, newest first."""
    member = membership()
    group, title = request.args.get("state", ""), filters.text("title")
    mine = request.args.get("whose") == "mine"
    sieve = shelf.Sieve(group if group in shelf.GROUPS else "", g.me.id if mine else None, title)
    rows = shelf.of_workspace(member.workspace_id, filters.number("before"), sieve)
    older = rows[shelf.SHOWN - 1].id if len(rows) > shelf.SHOWN else None
    here = f"{request.script_root}/studies"
    return render_template(
        "customer/study/index.html",
        rows=shelf.drawn(rows[: shelf.SHOWN], request.script_root),
        older=filters.same(here, before=older) if older else None,
        newest=filters.same(here, before=None) if "before" in request.args else None,
        sieve=sieve,
        mine=mine,
        narrowed=any(sieve),
        groups=list(GROUPS.items()),
        may="launch" in MAY[member.role],
    )


def author():
    """The asker's membership, if their role may write studies."""
    member = membership()
    return member if "launch" in MAY[member.role] else None


@views.get("/studies/new")
def new():
    """The first question of a new study: its title."""
    if author() is None:
        return reply.forbidden(TOO_LOW)
    return render_template("customer/study/new.html", errors={}, typed=MultiDict(), once=new_key())


@views.post("/studies/new")
def create():
    """A draft with this title; a second click leads to the same draft."""
    member = author()
    if member is None:
        return reply.forbidden(TOO_LOW)
    title = " ".join(request.form.get("title", "").split())
    errors = study_form.title_errors(title)
    if errors:
        return reply.invalid("customer/study/new.html", errors, typed=request.form, once=kept_key())

    def begin() -> str:
        draft = studies.draft(member.workspace, member.person, g.at, title=title, reward=suggested(member, 60))
        return f"{reply.address(draft)}/edit/details"

    return redirect(once(sent_key(), g.at, begin), 303)


def suggested(member, minutes: int) -> int:
    """A fair reward for that length, or nothing where we know no figure."""
    return suggested_reward(minutes, member.workspace.currency) or 0


@views.get("/studies/<code>")
def show(code: str):
    """The page of a study."""
    return reply.show(reach("study", code, request.args.get("as")))


@views.get("/studies/<code>/duplicate")
def look_at_duplicate(code: str):
    """What a duplicate takes along, and whom it would ask."""
    row, person = _original(code)
    return render_template("customer/study/duplicate.html", row=row, person=person, once=new_key())


def _original(code: str):
    reached = reach("study", code, "customer")
    if not reached.allows("launch"):
        abort(reply.forbidden(TOO_LOW))
    wanted = request.values.get("with", "")
    person = (
        Participant.get_or_none(Participant.code == wanted, Participant.study == reached.row.id) if wanted else None
    )
    return reached.row, None if person and person.person.erased_at else person


@views.post("/studies/<code>/duplicate")
def duplicate(code: str):
    """A new draft with everything but people and times; from a person's page it asks that person, unless they are one
    of the team's own people: asking them by username, or not, would tell whether they have an account."""
    row, person = _original(code)
    asked = person.person if person and person.source != OWN else None

    def copy() -> str:
        return f"{reply.address(drafts.duplicate(row, g.me, g.at, asked))}/edit"

    return redirect(once(sent_key(), g.at, copy), 303)
