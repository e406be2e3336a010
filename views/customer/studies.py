"""Studies: the list, a new one, and the duplicate of an old one."""

from types import SimpleNamespace

from flask import Blueprint, abort, g, redirect, render_template, request
from werkzeug.datastructures import MultiDict

from commands import drafts, studies
from commands.once import once
from commands.preview import preview
from lifecycle.attempt import Refusal, Refused
from lifecycle.study import KINDS
from lifecycle.words import _
from models.participants import Participant
from models.people import Person
from models.studies import Study
from rules.compensation import suggested_reward
from rules.matching import OWN
from views import filters, looks, reply
from views.access import MAY, TOO_LOW, membership, reach
from views.customer import build_steps, shelf, study_form
from views.forms import kept_key, new_key, sent_key

views = Blueprint("studies", __name__)
# What a study that is done alone takes, until somebody says otherwise.
SHORT = 15
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
    return render_template("customer/study/new.html", errors={}, typed=MultiDict(), kinds=kinds(), once=new_key())


@views.post("/studies/new")
def create():
    """A draft with this title; a second click leads to the same draft."""
    member = author()
    if member is None:
        return reply.forbidden(TOO_LOW)
    title = " ".join(request.form.get("title", "").split())
    errors = study_form.title_errors(title)
    if errors:
        return reply.invalid("customer/study/new.html", errors, typed=request.form, kinds=kinds(), once=kept_key())
    kind = study_form.kind_of(request.form)
    alone = {"kind": kind, "length": SHORT} if kind != "live_conversation" else {"reward": suggested(member, 60)}

    def begin() -> str:
        draft = studies.draft(member.workspace, member.person, g.at, title=title, **alone)
        return f"{reply.address(draft)}/edit/details"

    return redirect(once(sent_key(), g.at, begin), 303)


def kinds() -> list[SimpleNamespace]:
    """What a study can be."""
    hints = build_steps.KIND_HINTS
    return [SimpleNamespace(value=key, label=KINDS[key], hint=hint) for key, hint in hints.items()]


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
    looks.count()
    refusal = person and drafts.not_again(person.person, person.source == OWN)
    return page_of_duplicate(row, person, refusal)


def page_of_duplicate(row: Study, person: Participant | None, refusal: Refusal | None, status: int = 200):
    """What a duplicate takes along, and what its draft would still miss: worked out by making it and taking it back."""
    missing: list = []

    def tried() -> None:
        copy = _copied(row, None if refusal else person)
        missing.extend(copy.unready(g.at))

    preview(tried)
    context = {"row": row, "person": person, "refusal": refusal, "missing": missing, "once": new_key()}
    return render_template("customer/study/duplicate.html", **context), status


def _copied(row: Study, person: Participant | None) -> Study:
    """The draft. One of the team's own people gets a link: asking them by username, or not, would tell whether they
    have an account."""
    asked = person.person if person else None
    return drafts.duplicate(row, g.me, g.at, asked, bool(person) and person.source == OWN)


def _original(code: str):
    reached = reach("study", code, "customer")
    if not reached.allows("launch"):
        abort(reply.forbidden(TOO_LOW))
    wanted = request.values.get("with", "")
    those = Participant.select(Participant, Person).join(Person, on=Participant.person)
    person = those.where(Participant.code == wanted, Participant.study == reached.row.id).first() if wanted else None
    return reached.row, person


@views.post("/studies/<code>/duplicate")
def duplicate(code: str):
    """A new draft with everything but people and times; from a person's page it asks that person."""
    row, person = _original(code)

    def copy() -> str:
        return f"{reply.address(_copied(row, person))}/edit"

    try:
        return redirect(once(sent_key(), g.at, copy), 303)
    except Refused as problem:
        return page_of_duplicate(row, person, problem.refusal, 409)
