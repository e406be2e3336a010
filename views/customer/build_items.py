"""The step of the study builder for what is done alone: pages of questions, or tasks with theirs, as cards."""

from flask import Blueprint, g, redirect, request

from commands import items, studies
from commands.fire import Stale
from lifecycle.words import Text, _, ngettext
from models.studies import Study
from rules.works import ADDRESSED, TASKED
from views import reply
from views.access import TOO_LOW, Reached, reach
from views.customer import build, items_form, screener_form
from views.customer.screener_step import KINDS

views = Blueprint("build_items", __name__)


@views.get("/studies/<code>/edit/items")
def look(code: str):
    """What a draft asks, as cards; of a launched study as it is, and why it stays so."""
    reached = reach("study", code, "customer")
    if reached.row.state not in studies.BEFORE_LAUNCH:
        return frozen(reached)
    if not reached.allows("launch"):
        return reply.forbidden(TOO_LOW)
    if "items" not in build.written(reached.row):
        return redirect(f"{reply.address(reached.row)}/edit/times", 303)
    return show(reached, items_form.of(reached.row))


@views.post("/studies/<code>/edit/items")
def save(code: str):
    """Save the cards; the buttons at them only change the form."""
    reached, instead = build.draft_of(code)
    if instead:
        return instead
    typed, kind = items_form.read(request.form), reached.row.kind
    if "change" in request.form:
        return change(reached, typed, request.form["change"])
    if errors := items_form.errors(kind, typed):
        return show(reached, typed, 422, errors=errors)
    try:
        row = items.write(reached.row, items_form.values(kind, typed), reached.by, g.at, build.seen())
    except Stale:
        return show(reached, typed, 409, stale=now_saved(reached.row))
    return build.went_on(row, "items")


def change(reached: Reached, typed: list[dict], what: str):
    """The form after one of its buttons: nothing is saved yet. htmx gets the cards only."""
    after, focus = items_form.changed(typed, what)
    if not request.htmx:
        return show(reached, after, focus=focus)
    action = f"{reply.address(reached.row)}/edit/items"
    return reply.page(
        "customer/study/build/_items.html", row=reached.row, action=action, errors={}, said=moved(what, focus),
        **drawn(reached.row, after, focus),
    )  # fmt: skip


def moved(what: str, focus: str) -> Text | None:
    """What is read out after a press that changed the order."""
    name, number = what.split(":")[0], focus.removeprefix("card-")
    if name == "drop":
        return _("It is removed. Nothing is saved yet.")
    if name in ("up", "down", "move") and number.isdigit():
        return _("It stands at place %(number)s now.", number=int(number) + 1)
    return None


def show(reached: Reached, typed: list[dict], status: int = 200, *, errors=None, stale=None, focus: str = ""):
    """The step with these cards in it."""
    return build.show(
        reached, "items", status, errors=errors, stale=stale, said=None, **drawn(reached.row, typed, focus)
    )


def drawn(row: Study, typed: list[dict], focus: str) -> dict:
    """What the cards are drawn from; each with its number among its like."""
    heads, asked, cards = 0 if row.kind in TASKED else 1, 0, []
    for card in typed:
        heads, asked = heads + card["head"], asked + (not card["head"])
        cards.append({**card, "number": heads if card["head"] else asked})
    return {
        "cards": cards,
        "focus": focus,
        "kinds": list(KINDS.items()),
        "tasked": row.kind in TASKED,
        "aloud": row.kind == "think_out_loud",
        "addressed": row.kind in ADDRESSED,
        "full": len(typed) >= items_form.MOST,
        "most": screener_form.MOST_CHOICES,
    }


def now_saved(row: Study) -> list[tuple]:
    """What somebody else saved meanwhile."""
    parts = items.described(Study.get_by_id(row.id))
    return lines(row.kind, parts)


def lines(kind: str, parts: list[dict]) -> list[tuple]:
    """(label, words) of everything that is asked, in short."""
    if kind not in TASKED:
        asked = [item["text"] for part in parts for item in part["items"]]
        pages = ngettext("%(number)s page", "%(number)s pages", len(parts))
        head = [(_("Pages"), pages)] if parts else []
        return head + [(_("Question %(number)s", number=number), text) for number, text in enumerate(asked, 1)]
    return [
        (_("Task %(number)s", number=number), part["title"], part["url"] or None)
        for number, part in enumerate(parts, 1)
    ]


# After the launch ---------------------------------------------------------------------------------------------------


def frozen(reached: Reached):
    """What everybody is asked."""
    row = reached.row
    return reply.page(
        "customer/study/build/items_frozen.html",
        row=row,
        label=build.labels(row).get("items", build.STEPS["times"]),
        parts=row.work(),
        kinds=KINDS,
        may_copy=reached.allows("launch"),
    )
