"""Another plan for one conversation, as the customer makes it: first the hours that are offered, then the same person
at another time, or somebody else. One form; each way says what follows from it, and can be tried before it is done."""

from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, g, request

from commands import hours, replan
from commands.fire import Stale
from lifecycle.attempt import Invalid, Refusal, Refused
from lifecycle.words import _
from rules.times import from_epoch, local_date
from views import access, details, foresight, looks, reply
from views.access import TOO_LOW, Reached, reach
from views.customer import replan_ways
from views.customer.replan_hours import VALUE, by_day, choosable, holders, typed_hours
from views.customer.replan_ways import NEW, OWN, SAME, not_theirs, refusal_of_same, way_of, ways
from views.fire import refusal_of, version
from views.forms import worded
from views.reply import address

views = Blueprint("replan", __name__)
CHOOSABLE = 200
TRY = "propose_look"
NOT_YOURS = _("Hours of colleagues are changed by themselves, or by an administrator of your team.")
CHOOSE = _("Please choose with whom you want to talk.")
NOTE = details.NOTE._replace(hint=_("They read this."))
KEPT = ("add", "look", "day", "from0", "to0")


@views.get("/sessions/<code>/reschedule")
def ask(code: str):
    """The hours and the ways; or, where there is none, how it stands now with the reason."""
    reached = reach("session", code, "customer")
    if not reached.allows("reschedule"):
        return reply.forbidden(TOO_LOW)
    return stuck(reached) or page(reached)


@views.post("/sessions/<code>/reschedule")
def choose(code: str):
    """More hours, a look at what would follow, or one of the ways."""
    reached = reach("session", code, "customer")
    if not reached.allows("reschedule"):
        return reply.forbidden(TOO_LOW)
    if pressed("add", "day", "from0", "to0"):
        return stuck(reached) or add(reached)
    try:
        if "propose" in request.form or TRY in request.form:
            return propose(reached)
        do = wanted(reached)
        if pressed("look"):
            said = [*foresight.lines(looks.take(do), reached), *replan_ways.besides(reached)]
            return page(access.again(reached), foreseen=said)
        return reply.done(reached, do())
    except Invalid as problem:
        return stuck(reached) or page(reached, 422, problem.errors)
    except Stale as problem:
        return reply.refused(reached, problem.refusal)
    except Refused as problem:
        return refused(reached, problem.refusal)


def pressed(button: str, *of: str) -> bool:
    """Whether that button was pressed; the Enter key adds the hours that were typed (`of`), or else looks."""
    return button in request.form or ("enter" in request.form and (not of or any(map(request.form.get, of))))


def refused(reached: Reached, refusal: Refusal):
    """What is not possible now, over the other ways where there are some; everything typed is kept."""
    fresh = access.again(reached)
    return reply.refused(reached, refusal) if stuck(fresh) else page(fresh, 409, refusal=refusal)


def stuck(reached: Reached):
    """How it stands now with the reason, where neither way is open; else None."""
    again = refusal_of_same(reached)
    return reply.refused(reached, again) if again and refusal_of(reached, "cancel") else None


def wanted(reached: Reached) -> Callable:
    """The command of the chosen way, with what was typed; Invalid names what can not be used."""
    row, how = reached.row, request.form.get("how", "")
    errors = {} if how in {way_of(row), NEW} else {"how": not_theirs(row) if how in (SAME, OWN) else CHOOSE}
    given = proposed = None
    try:
        given = details.parse((NOTE,), request.form)
    except Invalid as problem:
        errors |= problem.errors
    try:
        proposed = one_time()
    except Invalid as problem:
        errors |= problem.errors
    if errors:
        raise Invalid(errors)
    more = {"note": given["note"] or "", "seen_version": version()}
    if how == NEW:
        return lambda: replan.somebody_else(row, reached.by, g.at, **more)
    return lambda: replan.same_person(row, reached.by, g.at, proposed=proposed, **more)


def one_time() -> datetime | None:
    """The time to propose, if one was chosen; Invalid where it is none."""
    try:
        return details.instant(request.form["proposed"]) if request.form.get("proposed") else None
    except ValueError as problem:
        raise Invalid({"proposed": problem.args[0]}) from None


def propose(reached: Reached):
    """While they are asked: another proposal, or none any more; or a look at what that would do."""
    starts_at = one_time()
    given = reached.row, starts_at, reached.by, g.at
    if TRY in request.form:
        seen = looks.take(replan.propose, *given, seen_version=version())
        return page(access.again(reached), foreseen=replan_ways.after_proposal(seen, reached, starts_at))
    replan.propose(*given, seen_version=version())
    return reply.lead(address(reached.row))


def add(reached: Reached):
    """More hours on one day: kept at once, and the times of now with everything that was typed."""
    able = [one for one in holders(reached) if one.may]
    one = next((one for one in able if one.person.code == request.form.get("host")), None)
    if not able:
        return reply.forbidden(TOO_LOW._replace(sentence=NOT_YOURS))
    if one is None:
        return page(reached, 422, {"host": details.MISSING["colleague"]})
    day, span, errors = typed_hours(request.form, local_date(g.at, one.zone))
    if errors:
        return page(reached, 422, errors)
    before = len(reached.row.offered_starts(g.at))
    hours.add_hours(one.person, one.zone, day, span, g.at)
    fresh = access.again(reached)
    return page(fresh, added=len(fresh.row.offered_starts(g.at)) - before)


def page(reached: Reached, status: int = 200, errors=None, refusal: Refusal | None = None, foreseen=None, added=None):
    """The form, with everything typed kept; `added` is how many times more there are than before."""
    row = reached.row
    starts = [from_epoch(start) for start in row.offered_starts(g.at)]
    shown = ways(reached)
    open_ones = [way.value for way in shown if not way.refusal]
    typed = {name: value for name, value in request.form.items() if added is None or name not in KEPT}
    asked_for = typed.get("how") or request.args.get("how", "")
    return reply.page(
        "customer/session/reschedule.html", status,
        row=row,
        ways=shown,
        # Nobody is canceled on because the other way was closed: that one has to be chosen.
        how=asked_for if asked_for in open_ones else next((one for one in open_ones if one != NEW), ""),
        holders=(there := holders(reached)),
        editable=[one for one in there if one.may],
        count=len(starts),
        days=by_day(starts),
        times=choosable(starts[:CHOOSABLE]),
        left_out=max(0, len(starts) - CHOOSABLE),
        waiting=row.state == "rescheduling",
        proposed=f"{row.proposed_at:{VALUE}}" if row.proposed_at else "",
        added=added,
        typed=typed,
        errors=worded(errors),
        refusal=refusal,
        foreseen=foreseen,
        action=f"{address(row)}/reschedule",
        back=address(row),
    )  # fmt: skip
