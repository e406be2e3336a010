"""Studies: the list, a new one, and the form of a draft."""

import secrets
from types import SimpleNamespace

from flask import Blueprint, abort, g, redirect, render_template, request
from werkzeug.datastructures import MultiDict

from commands import studies
from commands.once import once
from lifecycle.attempt import Invalid
from lifecycle.study import AUDIENCES
from lifecycle.words import _
from models.participants import Participant
from models.studies import LENGTHS, Study
from rules import money
from rules.compensation import suggested_reward
from views import reply
from views.access import MAY, TOO_LOW, membership, reach, signed_in
from views.customer import desk, screener_form, shelf, study_form

views = Blueprint("studies", __name__)


@views.get("/studies")
def index():
    """The studies of the workspace, newest first."""
    member = desk.home()
    before = request.args.get("before", "")
    number = int(before) if before.isascii() and before.isdigit() and len(before) < 18 else None
    rows = shelf.of_workspace(member.workspace_id, number)
    older = rows[shelf.SHOWN - 1].id if len(rows) > shelf.SHOWN else None
    return render_template(
        "customer/study/index.html",
        rows=shelf.drawn(rows[: shelf.SHOWN], request.script_root),
        older=f"{request.script_root}/studies?before={older}" if older else None,
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
    return render_template("customer/study/new.html", errors={}, typed=MultiDict(), once=secrets.token_urlsafe(16))


@views.post("/studies/new")
def create():
    """A draft with this title; a second click leads to the same draft."""
    member = author()
    if member is None:
        return reply.forbidden(TOO_LOW)
    title = " ".join(request.form.get("title", "").split())
    errors = study_form.title_errors(title)
    key = request.form.get("once", "")
    if errors:
        return reply.invalid("customer/study/new.html", errors, typed=request.form, once=key)

    def begin() -> str:
        draft = studies.draft(member.workspace, member.person, g.at, title=title, reward=suggested(member, 60))
        return f"{reply.address(draft)}/edit"

    return redirect(once(f"{g.me.id}:{key}" if key else "", g.at, begin), 303)


def suggested(member, minutes: int) -> int:
    """A fair reward for that length, or nothing where we know no figure."""
    return suggested_reward(minutes, member.workspace.currency) or 0


@views.get("/studies/<code>")
def show(code: str):
    """The page of a study: for a member of its workspace in few statements, for everybody else as any row."""
    signed_in()
    reached = desk.reach(code) if request.args.get("as") in (None, "customer") else None
    return reply.show(reached or reach("study", code, request.args.get("as")))


def draft_of(code: str):
    """The draft behind an address, or None with the reply that stands in its place."""
    reached = reach("study", code, "customer")
    if not reached.allows("launch"):
        return None, reply.forbidden(TOO_LOW)
    if reached.row.state not in studies.BEFORE_LAUNCH:
        return None, reply.refused(reached, studies.FROZEN)
    return reached.row, None


@views.get("/studies/<code>/edit")
def edit(code: str):
    """The form of a draft, with what is in it."""
    row, instead = draft_of(code)
    return instead or form(row, study_form.typed(row, g.reader.language), screener_form.of(row))


def form(row: Study, typed, questions, errors=None, status: int = 200):
    """The form, with everything typed kept."""
    context = {
        "row": row,
        "typed": typed,
        "questions": questions,
        "errors": errors or {},
        "lengths": [(minutes, _("%(n)s minutes", n=minutes)) for minutes in LENGTHS],
        "audiences": [(key, AUDIENCES[key]) for key in ("specific", "invite")],
        "verdicts": screener_form.VERDICTS,
        "choices": study_form.CHOICES,
        "unready": [str(sentence) for sentence in row.unready(g.at)],
        "estimate": SimpleNamespace(units=row.units_needed, left=row.units_available) if row.plan == "flex" else None,
        "figures": figures(row.currency),
    }
    return render_template("customer/study/edit.html", **context), status


def figures(currency: str) -> str:
    """A fair reward for each length, where we can stand behind one."""
    found = [(minutes, suggested_reward(minutes, currency)) for minutes in LENGTHS]
    shown = [
        _("%(n)s minutes %(amount)s", n=n, amount=money.show(fair, currency, g.reader.language))
        for n, fair in found
        if fair
    ]
    return ", ".join(map(str, shown)) or "-"


@views.post("/studies/<code>/edit")
def save(code: str):
    """Save the draft; the buttons of the screener only change the form."""
    row, instead = draft_of(code)
    if instead:
        return instead
    questions = screener_form.read(request.form)
    if "change" in request.form:
        return form(row, request.form, screener_form.changed(questions, request.form["change"]))
    values, errors = study_form.parse(request.form, row.currency, g.reader.language)
    errors |= screener_form.errors(questions)
    if errors:
        return form(row, request.form, questions, {name: str(words) for name, words in errors.items()}, 422)
    try:
        studies.write(
            row, reach("study", code, "customer").by, g.at, values, study_form.usernames(request.form), questions
        )
    except Invalid as problem:
        return form(row, request.form, questions, {name: str(words) for name, words in problem.errors.items()}, 422)
    return reply.lead(reply.address(row), "saved")


@views.get("/studies/<code>/duplicate")
def look_at_duplicate(code: str):
    """What a duplicate takes along, and whom it would ask."""
    row, person = _original(code)
    return render_template("customer/study/duplicate.html", row=row, person=person, once=secrets.token_urlsafe(16))


def _original(code: str):
    reached = reach("study", code, "customer")
    if not reached.allows("launch"):
        abort(403)
    wanted = request.values.get("with", "")
    person = (
        Participant.get_or_none(Participant.code == wanted, Participant.study == reached.row.id) if wanted else None
    )
    return reached.row, person


@views.post("/studies/<code>/duplicate")
def duplicate(code: str):
    """A new draft with everything but people and times; from a person's page it asks that person."""
    row, person = _original(code)
    key = request.form.get("once", "")

    def copy() -> str:
        return f"{reply.address(studies.duplicate(row, g.me, g.at, person.person if person else None))}/edit"

    return redirect(once(f"{g.me.id}:{key}" if key else "", g.at, copy), 303)
