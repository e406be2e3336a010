"""One view for every row and one for every move: GET shows, GET .../<event> asks, POST .../<event> does it."""

from collections.abc import Callable

from flask import Blueprint, abort, g, redirect, render_template, request
from werkzeug.datastructures import MultiDict

from commands import candidates, participants, projects, reviews, studies
from commands.fire import Stale, fire
from lifecycle.attempt import Attempt, Invalid, Refused
from models.people import Person
from models.recruiting import Candidate, Project
from models.studies import Study
from rules.times import from_epoch
from rules.typed import whole
from views import details, foresight, looks, plan_words, reply, stakes, whom
from views.access import PLURALS, TOO_LOW, Reached, reach
from views.forms import worded
from views.fresh import not_fresh
from views.offers import TONES, fields_of

rows = Blueprint("rows", __name__)
MONEY = ("payout",)
HIDDEN = ("wrong_actor", "joined")
# Moves that are more than one: the command that does them.
COMMANDS: dict[tuple[str, str], Callable] = {
    ("participant", "complete"): lambda row, by, at, seen_version=None: participants.complete(
        row, by, at, seen_version
    ),
    ("candidate", "complete"): lambda row, by, at, seen_version=None: candidates.complete(row, by, at, seen_version),
    ("participant", "exclude"): lambda row, by, at, seen_version=None, **given: participants.exclude_in_order(
        row, given.get("reason") or "", by, at, given.get("note") or "", seen_version
    ),
    ("study", "launch"): lambda row, by, at, seen_version=None: studies.launch(
        row, by, at, seen_version, counted("edited")
    ),
    ("project", "launch"): lambda row, by, at, seen_version=None: projects.launch(
        row, by, at, seen_version, counted("edited")
    ),
    ("study", "request_review"): lambda row, by, at, seen_version=None, **given: reviews.request_review(
        row, by, at, given.get("note") or "", seen_version
    ),
    ("study", "approve"): lambda row, by, at, seen_version=None, **given: reviews.approve(
        row, by, at, given.get("note") or "", seen_version
    ),
    ("study", "send_back"): lambda row, by, at, seen_version=None, **given: reviews.send_back(
        row, by, at, given.get("note") or "", seen_version
    ),
    ("study", "cancel"): lambda row, by, at, seen_version=None, **given: studies.cancel(
        row, given.get("reason"), by, at, given.get("note") or "", seen_version
    ),
}


def noun_of(plural: str) -> str:
    """The noun behind the first word of an address."""
    return PLURALS.get(plural) or abort(404)


@rows.get(f"/<any({','.join(PLURALS)}):plural>/<code>")
def show(plural: str, code: str):
    """The row as it stands now."""
    return reply.show(reach(noun_of(plural), code, request.args.get("as")))


@rows.get(f"/<any({','.join(PLURALS)}):plural>/<code>/<event>")
def ask(plural: str, code: str, event: str):
    """The form that a move needs; a refused move answers with its sentence, one without a form with the page."""
    reached = reach(noun_of(plural), code, request.args.get("as"))
    known(reached, event)
    fields = fields_of(reached, event)
    if refusal := refusal_of(reached, event):
        return reply.refused(reached, refusal)
    if before(reached, event):
        return look(reached, event, fields, {})
    if not fields:
        return redirect(reply.address(reached.row), 303)
    return form_page(reached, event, fields)


def before(reached: Reached, event: str) -> bool:
    """Whether this button has a page that says what would follow."""
    return (reached.noun, event) in foresight.BUTTONS


def look(reached: Reached, event: str, fields, given: dict):
    """What would follow, worked out by doing it and taking it back."""
    try:
        return form_page(reached, event, fields, foreseen=looks.take(act, reached, event, given))
    except (Refused, Stale) as problem:
        if problem.refusal.code in HIDDEN:
            abort(404)
        return reply.refused(reached, problem.refusal)


@rows.post(f"/<any({','.join(PLURALS)}):plural>/<code>/<event>")
def do(plural: str, code: str, event: str):
    """Make the move, or look at what it would do (the button "look")."""
    reached = reach(noun_of(plural), code, request.args.get("as"))
    known(reached, event)
    if not reached.allows(event):
        return reply.forbidden(TOO_LOW)
    if reached.noun in MONEY and (instead := not_fresh(f"/{plural}/{code}")):
        return instead
    fields = fields_of(reached, event)
    try:
        given = details.parse(fields, request.form)
        if "look" in request.form:
            return look(reached, event, fields, given)
        return answered(reached, event, act(reached, event, given))
    except Invalid as problem:
        if not fields:
            return reply.show(reached, 422)
        return form_page(reached, event, fields, errors=problem.errors)
    except Refused as problem:
        if problem.refusal.code in HIDDEN:
            abort(404)
        return reply.refused(reached, problem.refusal)
    except Stale as problem:
        return reply.refused(reached, problem.refusal)


def answered(reached: Reached, event: str, row):
    """The row as it stands now; where an exclusion only asked the recruiting side, nothing moved yet."""
    if (reached.noun, event) == ("participant", "exclude") and row.state != "excluded" and row.recruiter == "outside":
        return reply.lead(reply.address(row), "removal_asked")
    return reply.done(reached, row)


def known(reached: Reached, event: str) -> None:
    """404 for a word that is no move of this noun, or never this actor's."""
    machine = reached.row.lifecycle
    if event not in machine.who or (reached.by.role not in machine.who[event] and event not in machine.joined):
        abort(404)


def refusal_of(reached: Reached, event: str):
    """Why this move is not possible now, whatever the details."""
    if not reached.allows(event):
        return TOO_LOW
    refusal = reached.row.lifecycle.why_not(Attempt(reached.row, event, reached.by, g.at))
    if refusal and refusal.code in HIDDEN:
        abort(404)
    return refusal


def act(reached: Reached, event: str, given: dict):
    """The command behind a move; returns the row after it."""
    command = COMMANDS.get((reached.noun, event))
    if command is None:
        return fire(reached.row, event, reached.by, g.at, seen_version=version(), **given)
    return command(reached.row, reached.by, g.at, seen_version=version(), **given)


def version() -> int | None:
    """The version of the row that the form was made for."""
    return counted("version")


def counted(field: str) -> int | None:
    """A count that stands hidden in the form."""
    return whole(request.form.get(field, ""), 9)


def form_page(reached: Reached, event: str, fields, errors=None, foreseen=None):
    """The form of a move, with everything typed kept, and what would follow where that was asked."""
    row = reached.row
    kinds = {field.kind for field in fields}
    context = {
        "row": row,
        "reached": reached,
        "event": event,
        "label": row.lifecycle.labels[event],
        "subject": subject_of(row),
        "who": who(reached),
        "tone": tone(event, bool(foreseen)),
        "warning": stakes.warning(reached, event),
        "plan_word": plan_word(reached, event),
        "fields": fields,
        "foreseen": foresight.lines(foreseen, reached) if foreseen else None,
        "typed": request.form if request.method == "POST" else MultiDict({"reason": request.args.get("reason", "")}),
        "weighed": lambda field: stakes.weighed(reached, event, field.options),
        "errors": worded(errors),
        "back": reply.address(row),
        "action": f"{reply.address(row)}/{event}",
        "starts": [from_epoch(start) for start in row.offered_starts(g.at)] if "slot" in kinds else [],
        "there": row.host_zone if "slot" in kinds else None,
        "colleagues": colleagues(row) if "colleague" in kinds else [],
    }
    return render_template("generic/event.html", **context), 422 if errors else 200


def plan_word(reached: Reached, event: str):
    """What a cancel does to the team's plan: nothing."""
    if event != "cancel" or reached.audience != "customer" or reached.noun != "session":
        return None
    return plan_words.of_canceling(reached.row.study)


def tone(event: str, seen: bool) -> str:
    """How the pressing button looks: a move that ends something is only outlined until its consequences were seen."""
    if TONES.get(event) != "stop":
        return "primary"
    return "sure" if seen else "stop"


def colleagues(row) -> list[tuple[str, str]]:
    """Who could hold the conversation: (code, name)."""
    return [(person.code, person.name) for person in Person.select().where(Person.id.in_(row.free_colleagues(g.at)))]


def who(reached: Reached) -> str:
    """Whom the move is about, for the team."""
    return whom.of(reached) if reached.audience == "customer" else ""


def subject_of(row) -> str:
    """What the move is about, over the heading of its form."""
    if isinstance(row, (Project, Candidate)):
        return (row if isinstance(row, Project) else row.project).title
    study = row if isinstance(row, Study) else getattr(row, "study", None)
    return study.title if study is not None else ""
