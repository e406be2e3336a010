"""More places in a study that is live: how many, what that reserves, and why not."""

from flask import Blueprint, g, render_template, request
from werkzeug.datastructures import MultiDict

from commands import studies
from commands.fire import Stale
from commands.once import once
from commands.recorder import Seen
from lifecycle.attempt import Invalid, Refusal, Refused
from lifecycle.words import Text, _, ngettext
from models.studies import Study
from views import looks, reply
from views.access import TOO_LOW, Reached, now, reach
from views.customer import budget
from views.forms import kept_key, sent_key, worded

views = Blueprint("places", __name__)
MOST = 1000


@views.get("/studies/<code>/add_places")
def form(code: str):
    """How many more."""
    reached = reach("study", code, "customer")
    if not reached.allows("launch"):
        return reply.forbidden(TOO_LOW)
    if reached.row.state not in studies.GOING:
        return reply.refused(reached, studies.NOT_LIVE)
    return page(reached)


@views.post("/studies/<code>/add_places")
def add(code: str):
    """Add them, or look at what that would reserve; a second click adds nothing."""
    reached = reach("study", code, "customer")
    if not reached.allows("launch"):
        return reply.forbidden(TOO_LOW)
    study = reached.row
    try:
        number = count_of(request.form.get("places", ""), study.places)
        if "look" in request.form:
            seen = looks.take(studies.add_places, study, number, reached.by, g.at)
            return page(reached, foreseen=seen, number=number)

        def more() -> str:
            return reply.address(studies.add_places(study, number, reached.by, g.at, places_seen()))

        where = once(sent_key(), g.at, more)
    except Invalid as problem:
        return page(reached, 422, errors=worded(problem.errors))
    except (Refused, Stale) as problem:
        return page(reached, 409, refusal=problem.refusal)
    return reply.lead(where, "places_added")


def places_seen() -> int | None:
    """How many places the page had shown."""
    typed = request.form.get("seen", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else None


def count_of(typed: str, places: int) -> int:
    """How many more places; Invalid where that is no such number."""
    typed = typed.strip()
    if not (typed.isascii() and typed.isdigit() and len(typed) < 6 and 1 <= int(typed) <= MOST - places):
        words = _("Please type a number from 1 to %(most)s.", most=max(MOST - places, 1))
        raise Invalid({"places": words if places < MOST else _("A study has at most 1000 places.")})
    return int(typed)


def follows(study: Study, seen: Seen, number: int) -> list[Text]:
    """What so many more would change."""
    found: list[Text] = [
        ngettext("The study would have %(number)s place.", "The study would have %(number)s places.",
                 study.places + number)
    ]  # fmt: skip
    if reserved := sum(reserved for _kind, _bought, reserved, _used in seen.units):
        found += [
            ngettext("%(number)s unit would be reserved.", "%(number)s units would be reserved.", reserved),
            ngettext("%(number)s unit would be left.", "%(number)s units would be left.",
                     study.units_available - reserved),
        ]  # fmt: skip
    if study.state == "paused":
        found.append(_("The study is paused: nobody gets a place before you resume it."))
    return found


def page(reached: Reached, status: int = 200, refusal: Refusal | None = None, errors=None, foreseen=None, number=0):
    """The form, with everything typed kept."""
    study = now(reached).row
    flex = study.plan == "flex"
    context = {
        "row": study,
        "typed": request.form if request.method == "POST" else MultiDict(),
        "once": kept_key(),
        "errors": errors or {},
        "refusal": refusal,
        "price": ngettext("Each place reserves %(number)s unit.", "Each place reserves %(number)s units.",
                          study.unit_price) if flex else None,
        "left": ngettext("%(number)s unit is left.", "%(number)s units are left.",
                         study.units_available) if flex else None,
        "follows": follows(study, foreseen, number) if foreseen is not None else None,
        "short": budget.short(study, study.counted(g.at), number),
    }  # fmt: skip
    return render_template("customer/study/add_places.html", **context), status
