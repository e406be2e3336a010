"""The builder of studies and recruiting projects: steps, each a page of its own that can be left and resumed; what is
done is read from the draft and not from having been there. A study that is done alone has its questions or tasks where
a conversation has its times."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from flask import g, make_response, redirect, render_template, request

from commands import projects, studies
from commands.fire import Stale
from lifecycle.attempt import Invalid, Refusal
from lifecycle.words import Text, _, ngettext
from models.recruiting import Project
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
ALONE = ("details", "audience", "screener", "items")
ITEMS = {"survey": _("Questions"), "interaction": _("Tasks"), "think_out_loud": _("Tasks")}


PROJECT = {
    "details": _("Details"),
    "people": _("Who is asked"),
    "screener": _("Screener"),
    "integration": _("Integration"),
    "owner": _("Who reconciles"),
    "review": _("Review and launch"),
}
OF_PROJECT = tuple(PROJECT)[:-1]


class House(NamedTuple):
    """What the pages of one builder share: in which states a row is a draft, why it is none any more, where the rail
    is, where its list is, and what its steps are called together."""

    drafts: tuple[str, ...]
    frozen: Refusal
    here: str
    listed: Text
    steps: Text
    unnamed: Text


HOUSES = {
    "study": House(
        studies.BEFORE_LAUNCH, studies.FROZEN, "studies", _("Studies"), _("Steps of the study"), _("Untitled study")
    ),
    "project": House(
        ("draft",), projects.FROZEN, "projects", _("Recruiting"), _("Steps of the project"), _("Untitled project")
    ),
}
# Steps that are the same for both.
SHARED = ("screener", "review")
Built = Study | Project


class Step(NamedTuple):
    """One line of the list of steps."""

    key: str
    label: Text
    url: str
    here: bool
    mark: str  # done, lacks or open
    word: Text


def written(row: Built) -> tuple[str, ...]:
    """The steps that this study or project is written in."""
    if isinstance(row, Project):
        return OF_PROJECT
    return ALONE if row.kind in ITEMS else WRITTEN


def labels(row: Built) -> dict[str, Text]:
    """Every step, in order, with what it is called."""
    if isinstance(row, Project):
        return PROJECT
    if row.kind not in ITEMS:
        return STEPS
    return {key: ITEMS[row.kind] if key == "items" else STEPS[key] for key in (*ALONE, "review")}


def house(row: Built) -> House:
    """Whose builder it is."""
    return HOUSES[row.lifecycle_name()]


def draft_of(code: str, noun: str = "study"):
    """(the draft behind an address, None), or (None, the reply that stands in its place)."""
    reached = reach(noun, code, "customer")
    if not reached.allows("launch"):
        return None, reply.forbidden(TOO_LOW)
    if reached.row.state in HOUSES[noun].drafts:
        return reached, None
    if request.method == "GET":
        return None, redirect(f"{reply.address(reached.row)}/edit", 303)
    return None, reply.refused(reached, HOUSES[noun].frozen)


def lacks(row: Built) -> dict[str, list[Text]]:
    """What a launch still lacks, by the step where it is added."""
    found: dict[str, list[Text]] = {step: [] for step in written(row)}
    for step, sentence in (*row.unwritten(), *(row.too_few(g.at) if isinstance(row, Study) else ())):
        found[step].append(sentence)
    return found


def steps(row: Built, here: str, missing: Mapping[str, list]) -> list[Step]:
    """The list of the steps, with what is done and what lacks."""
    found = []
    for key, label in labels(row).items():
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


def first_unfinished(row: Built) -> str:
    """The first step where something lacks; the review, when nothing does."""
    missing = lacks(row)
    return next((step for step in written(row) if missing[step]), "review")


def show(reached: Reached, step: str, status: int = 200, *, errors=None, stale=None, **context):
    """A step as a page: templates/customer/<noun>/build/<step>.html in the layout of the builder. `stale` lists what
    somebody else saved meanwhile: pairs of a label and the value that stands now."""
    row = access.now(reached).row
    missing = lacks(row)
    order = list(labels(row))
    back = order[order.index(step) - 1] if step != order[0] else None
    folder = "study" if step in SHARED else reached.noun
    html = render_template(
        f"customer/{folder}/build/{step}.html",
        row=row,
        house=house(row),
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


def saved(reached: Reached, step: str, save: Callable, page: Callable, differences: Callable):
    """Saves the step with `save`, and goes on or away; else the `page` as it was typed. `differences` says what
    somebody else saved meanwhile."""
    try:
        save(reached)
    except Invalid as problem:
        return page(reached, step, request.form, 422, errors=problem.errors)
    except Stale as problem:
        changed = differences(problem.row, step)
        if changed:
            return page(reached, step, request.form, 409, stale=changed)
        # Somebody saved another step: here stands what is saved already.
    return went_on(reached.row, step)


def went_on(row: Built, step: str):
    """Saved: on to the next step, or away, as the pressed button says."""
    if request.form.get("then") == "leave":
        return reply.lead(reply.address(row), "saved")
    order = list(labels(row))
    return reply.lead(f"{reply.address(row)}/edit/{order[order.index(step) + 1]}", "saved")
