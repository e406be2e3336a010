"""Completed, or removal, for many candidates at once: looked at first, then for all of them or for none."""

from flask import Blueprint, g, redirect, render_template, request

from commands import candidates, projects
from commands.fire import Stale, fire
from commands.once import once
from lifecycle.attempt import Invalid, Refusal, Refused
from lifecycle.reasons import EXCLUSION
from lifecycle.words import Text, _, ngettext
from models import purses
from models.recruiting import Candidate, Project
from views import looks, reply
from views.access import TOO_LOW, Reached, reach
from views.customer import purse
from views.customer.ticked import Ticked, sorted_out, ticks, tried
from views.forms import new_key, sent_key, worded

views = Blueprint("project_bulk", __name__)
MOST = 100
NOBODY = Refusal("nobody", _("Check somebody first: everybody with whom something can be done has a box."))
TOO_MANY = Refusal("too_many", _("Please check at most %(most)s people at once.", most=MOST))
# What can be done at once, and the word that is left for the page behind it.
WHATS = {"complete": "completed_all", "remove": "removed_all"}


@views.get("/projects/<code>/checked")
def again(code: str):
    """Whoever comes back to the preview's address finds the list."""
    return redirect(f"{reply.address(reach('project', code, 'customer').row)}#list", 303)


@views.post("/projects/<code>/checked")
def checked(code: str):
    """What it would do with everybody checked, and then exactly that: all of them, or none."""
    reached = reach("project", code, "customer")
    what = request.form.get("what", "")
    if not all(reached.allows(one) for one in WHATS):
        return reply.forbidden(TOO_LOW)
    wanted = ticks(MOST) if what in WHATS else {}
    if not wanted or len(wanted) > MOST:
        return reply.show(reached, 422, TOO_MANY if wanted else NOBODY)
    rows = list(Candidate.select().where(Candidate.project == reached.row, Candidate.code.in_(list(wanted))))
    if not rows:
        return reply.show(reached, 422, NOBODY)
    try:
        if "confirm" in request.form:
            return reply.lead(done(reached, what, rows, wanted), WHATS[what])
        looks.count()
        moved = any(row.version != wanted[row.code] for row in rows)
        return looked(reached, what, rows, 409 if moved else 200, Stale(reached.row).refusal if moved else None)
    except Invalid as problem:
        return looked(reached, what, rows, 422, errors=worded(problem.errors))
    except (Refused, Stale) as problem:
        return looked(reached, what, rows, 409, problem.refusal)


def done(reached: Reached, what: str, rows: list[Candidate], wanted: dict[str, int]) -> str:
    """Do it with all of them; a second click leads to the same place."""
    seen = {row.id: wanted[row.code] for row in rows}
    reason, note = request.form.get("reason", ""), request.form.get("note", "").strip()[:2000]
    if what == "remove" and reason not in EXCLUSION:
        raise Invalid({"reason": _("Please say why.")})

    def act() -> str:
        if what == "complete":
            projects.complete_all(rows, reached.by, g.at, seen)
        else:
            projects.remove_all(rows, reason, reached.by, g.at, seen, note)
        return f"{reply.address(reached.row)}?state={'completed' if what == 'complete' else 'removed'}#list"

    return once(sent_key(), g.at, act)


def looked(reached: Reached, what: str, rows: list[Candidate], status: int = 200, refusal=None, errors=None):
    """With whom it would be done, what that owes, and with whom it can not be and why."""
    found = sorted_out(tried_on(row, what, reached) for row in rows)
    context = {
        "row": reached.row,
        "what": what,
        "refusal": refusal,
        "errors": errors or {},
        "typed": request.form,
        "reasons": list(EXCLUSION.items()),
        **found,
        "press": press(what, len(found["good"])),
        "budget": budget_after(reached.row, found["good"]) if what == "complete" else None,
        "once": new_key(),
    }
    return render_template("customer/project/checked.html", **context), status


def budget_after(row: Project, good: list[Ticked]) -> Text | None:
    """What is to be said of the budget once all of them are completed."""
    _people, place = purses.of_project(row)
    more = sum(owed.amount for one in good for owed in one.owed if owed.currency == place.currency)
    return purse.budget_words(place._replace(owed=place.owed + more))


def press(what: str, number: int) -> Text:
    """What the button says."""
    if what == "complete":
        return ngettext("Complete %(number)s person", "Complete %(number)s people", number)
    return ngettext("Remove %(number)s person", "Remove %(number)s people", number)


def tried_on(row: Candidate, what: str, reached: Reached) -> Ticked:
    """What it would do with one of them."""
    if what == "complete":
        return tried(candidates.complete, row, reached.by, g.at)
    return tried(fire, row, "remove", reached.by, g.at, reason="other")
