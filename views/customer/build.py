"""The study builder: five steps, each a page of its own that can be left and resumed; what is done is read from the
draft and not from having been there."""

from collections.abc import Mapping
from typing import NamedTuple

from flask import g, make_response, redirect, render_template, request

from commands import studies
from lifecycle.words import Text, _, ngettext
from models.studies import Study
from rules.typed import whole
from views import access, reply
from views.access import TOO_LOW, Reached, reach
from views.forms import worded

STEPS = {
    "details": _("Details"),
    "audience": _("Audience"),
    "screener": _("Screener"),
    "times": _("Times"),
    "review": _("Review and launch"),
}
WRITTEN = ("details", "audience", "screener", "times")


class Step(NamedTuple):
    """One line of the list of steps."""

    key: str
    label: Text
    url: str
    here: bool
    mark: str  # done, lacks or open
    word: Text


def draft_of(code: str):
    """(the draft behind an address, None), or (None, the reply that stands in its place)."""
    reached = reach("study", code, "customer")
    if not reached.allows("launch"):
        return None, reply.forbidden(TOO_LOW)
    if reached.row.state in studies.BEFORE_LAUNCH:
        return reached, None
    if request.method == "GET":
        return None, redirect(f"{reply.address(reached.row)}/edit", 303)
    return None, reply.refused(reached, studies.FROZEN)


def lacks(row: Study) -> dict[str, list[Text]]:
    """What a launch still lacks, by the step where it is added."""
    found: dict[str, list[Text]] = {step: [] for step in WRITTEN}
    for step, sentence in (*row.unwritten(), *row.too_few(g.at)):
        found[step].append(sentence)
    return found


def steps(row: Study, here: str, missing: Mapping[str, list]) -> list[Step]:
    """The list of the steps, with what is done and what lacks."""
    found = []
    for key, label in STEPS.items():
        mark, word = "open", _("Not yet")
        if missing.get(key):
            number = len(missing[key])
            mark, word = "lacks", ngettext("%(number)s thing is missing", "%(number)s things are missing", number)
        elif key == "screener" and not row.asks:
            word = _("No questions")
        elif key != "review":
            mark, word = "done", _("Filled in")
        elif not any(missing.values()):
            word = _("Ready")
        found.append(Step(key, label, f"{reply.address(row)}/edit/{key}", key == here, mark, word))
    return found


def first_unfinished(row: Study) -> str:
    """The first step where something lacks; the review, when nothing does."""
    missing = lacks(row)
    return next((step for step in WRITTEN if missing[step]), "review")


def show(reached: Reached, step: str, status: int = 200, *, errors=None, stale=None, **context):
    """A step as a page: templates/customer/study/build/<step>.html in the layout of the builder. `stale` lists what
    somebody else saved meanwhile: pairs of a label and the value that stands now."""
    row = access.now(reached).row
    missing = lacks(row)
    order = list(STEPS)
    back = order[order.index(step) - 1] if step != order[0] else None
    html = render_template(
        f"customer/study/build/{step}.html",
        row=row,
        reached=reached._replace(row=row),
        step=step,
        steps=steps(row, step, missing),
        missing=missing.get(step, []),
        errors=worded(errors),
        stale=stale,
        back=f"{reply.address(row)}/edit/{back}" if back else None,
        action=f"{reply.address(row)}/edit/{step}",
        **context,
    )
    return make_response(html, status)


def seen() -> int | None:
    """Which save of the draft the form was made from (hidden field `edited`)."""
    return whole(request.form.get("edited", ""), 9)


def went_on(row: Study, step: str):
    """Saved: on to the next step, or away, as the pressed button says."""
    if request.form.get("then") == "leave":
        return reply.lead(reply.address(row), "saved")
    order = list(STEPS)
    return reply.lead(f"{reply.address(row)}/edit/{order[order.index(step) + 1]}", "saved")
