"""What a study may pay out: what its places promise, what is spent and owed, what is left, and the form that changes
the budget."""

from typing import NamedTuple

from flask import Blueprint, g, render_template, request
from werkzeug.datastructures import MultiDict

from commands import studies
from commands.fire import Stale
from lifecycle.attempt import Refusal, Refused
from lifecycle.words import Text, _, ngettext, reader
from models.lists import Counted
from models.money import SPENT
from models.studies import Study
from rules import money
from views import reply
from views.access import TOO_LOW, Reached, now, reach
from views.customer import build, study_form
from views.forms import worded

views = Blueprint("budget", __name__)
OWED = ("due", "on_hold", "failed")


class Purse(NamedTuple):
    """The money of a study in minor units; `budget` none is no limit. `ahead` is what the places that are not
    completed yet may still cost."""

    budget: int | None
    promised: int
    spent: int
    owed: int
    ahead: int

    @property
    def left(self) -> int | None:
        """What the budget leaves beside what is spent and owed."""
        return None if self.budget is None else self.budget - self.spent - self.owed

    def lacks(self, more: int = 0) -> int:
        """How much the budget is short of everything that may still come, with so much more."""
        return 0 if self.left is None else max(self.ahead + more - self.left, 0)


def purse_of(row: Study, known: Counted) -> Purse:
    """The money of a study as it stands."""
    ahead = max(row.places - known.people.get("completed", 0), 0)
    return Purse(
        row.budget,
        row.reward * row.places,
        sum(known.money.get(state, 0) for state in SPENT),
        sum(known.money.get(state, 0) for state in OWED),
        row.reward * ahead,
    )


def amount(minor: int, row: Study) -> str:
    """An amount in the reader's words."""
    return money.show(minor, row.currency, reader().language)


def figures(row: Study, purse: Purse) -> list[dict]:
    """The four numbers, each with what it means."""
    left = _("No limit") if purse.left is None else amount(purse.left, row)
    said = _("The study has no budget.") if purse.budget is None else _("of %(all)s", all=amount(purse.budget, row))
    each = ngettext("%(number)s place, %(reward)s each", "%(number)s places, %(reward)s each", row.places,
                    reward=amount(row.reward, row))  # fmt: skip
    return [
        {"number": amount(purse.promised, row), "label": _("Promised"), "say": each},
        {"number": amount(purse.spent, row), "label": _("Spent"), "say": _("Paid, or on its way")},
        {"number": amount(purse.owed, row), "label": _("Owed"), "say": _("Due, on hold, or failed")},
        {"number": left, "label": _("Still left"), "say": said},
    ]


def short(row: Study, known: Counted, more: int = 0) -> Text | None:
    """The warning where the budget does not cover the places, with so many more."""
    lacking = purse_of(row, known).lacks(row.reward * more)
    if not lacking:
        return None
    return _(
        "The budget is %(amount)s short of the rewards of every place. Payouts beyond it wait until you raise it.",
        amount=amount(lacking, row),
    )


@views.get("/studies/<code>/budget")
def look(code: str):
    """What there is, and the form."""
    reached = reach("study", code, "customer")
    if not reached.allows("launch"):
        return reply.forbidden(TOO_LOW)
    if reached.row.state in studies.BEFORE_LAUNCH:
        return reply.lead(f"{reply.address(reached.row)}/edit/details")
    return reply.refused(reached, studies.OVER) if over(reached.row) else page(reached)


def over(row: Study) -> bool:
    """Whether nothing of it is paid any more."""
    return row.launched_at is None or row.state == "closed"


@views.post("/studies/<code>/budget")
def save(code: str):
    """Another budget, or none."""
    reached = reach("study", code, "customer")
    if not reached.allows("launch"):
        return reply.forbidden(TOO_LOW)
    row = reached.row
    values, errors = study_form.budget(request.form, row.currency, g.reader.language)
    if errors:
        return page(reached, 422, errors=worded(errors))
    try:
        studies.set_budget(row, values["budget"], reached.by, g.at, build.seen())
    except Stale as problem:
        return page(reached, 409, refusal=problem.refusal)
    except Refused as problem:
        return reply.refused(reached, problem.refusal)
    return reply.lead(reply.address(row), "saved")


def page(reached: Reached, status: int = 200, errors=None, refusal: Refusal | None = None):
    """The form, with everything typed kept."""
    row = now(reached).row
    known = row.counted(g.at)
    typed = request.form if request.method == "POST" else MultiDict(study_form.typed(row, g.reader.language))
    context = {
        "row": row,
        "figures": figures(row, purse_of(row, known)),
        "short": short(row, known),
        "typed": typed,
        "errors": errors or {},
        "refusal": refusal,
    }
    return render_template("customer/study/budget.html", **context), status
