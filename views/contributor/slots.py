"""Choosing a time: what can be booked now, by day and in the reader's zone, and a way to say that nothing suits."""

from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, g, redirect, request

from commands import holds, sessions
from lifecycle.attempt import Invalid, Refusal, Refused
from lifecycle.words import Hour, Text, _, ngettext, reader
from models.participants import Participant
from rules.times import city, from_epoch, local_date, show_day, to_epoch
from rules.typed import whole
from rules.zones import offset_at
from views import access, reply
from views.access import Reached, reach
from views.contributor import consents, waiting, withwhom
from views.contributor.cities import cities
from views.contributor.study import minutes, reward
from views.details import LONGEST, instant
from views.forms import worded
from views.offers import one
from views.reply import address

views = Blueprint("slots", __name__)
CHOOSE = _("Please choose a time.")
DAYS = 5  # on one page: a phone shows that much without getting lost
TOO_LONG = _("Please keep it below %(most)s characters.", most=LONGEST)


@views.get("/participants/<code>/times")
def times(code: str):
    """The times of now."""
    reached = reach("participant", code, "contributor")
    return elsewhere(reached.row) or page(reached)


@views.post("/participants/<code>/times")
def take(code: str):
    """Book the chosen time, or pass on that none suits."""
    reached = reach("participant", code, "contributor")
    if away := elsewhere(reached.row):
        return away
    try:
        if request.form.get("starts_at") == "none":
            return pass_on(reached)
        session = sessions.book(reached.row, chosen_time(), reached.by, g.at)
    except Invalid as problem:
        return page(reached, 422, problem.errors)
    except Refused as problem:
        fresh = access.again(reached)
        return elsewhere(fresh.row) or page(fresh, 409, refusal=problem.refusal)
    return redirect(address(session), 303)


@views.post("/participants/<code>/hold")
def keep(code: str):
    """A time was chosen: it is kept for as long as the form may take."""
    reached = reach("participant", code, "contributor")
    return elsewhere(reached.row) or held(reached.row, f"{address(reached.row)}/times", lambda: context(reached))


def held(row, action: str, listed: Callable[[], dict]):
    """Keep the chosen time of this row and say until when; where it is gone, the times of now (`listed`: the variables
    of the page). A form without a script has no use for it and is led to its page."""
    try:
        kept, status = keep_it(row), 200
    except Invalid as problem:
        kept, status = problem.errors["starts_at"], 422
    except Refused as problem:
        if problem.refusal.code == "slot_offered":
            return gone(action, listed(), problem.refusal)
        kept, status = problem.refusal.sentence, 409
    if not request.htmx:
        return reply.lead(action)
    return reply.page("contributor/slots/_kept.html", status, kept=kept)


def keep_it(row) -> Text | None:
    """Until when it is kept; None where none of the times was chosen, and nothing is kept any more."""
    if request.form.get("starts_at") == "none":
        return holds.let_go(row, g.at)
    until = holds.hold(row, chosen_time(), g.at)
    place = city(reader().zone, reader().language)
    return _("Kept for you until %(hour)s, %(city)s time.", hour=Hour(until), city=place)


def gone(action: str, variables: dict, refusal: Refusal):
    """The time was taken in between: the line says so, and the times of now stand in place of the old ones."""
    if not request.htmx or not variables["starts"]:
        return reply.lead(action)
    day = day_of(variables["starts"])
    variables |= {
        "kept": _("%(refused)s Here are the times that are free now.", refused=refusal.sentence),
        "chosen": None,
        "focus": day,
        "small": variables["small"] | {day: refusal.sentence},
    }
    return reply.page("contributor/slots/_held.html", 409, gone=True, **variables)


def day_of(starts: list[datetime]) -> str:
    """The heading of the day on which somebody wanted to talk; of the first day, where nothing is left on that one."""
    here, wanted = reader(), local_date(chosen_time(), reader().zone)
    start = next((one for one in starts if local_date(one, here.zone) == wanted), starts[0])
    return show_day(start, here.zone, here.language)


def elsewhere(row: Participant):
    """Whoever has a conversation already is led to it; whoever has nothing to choose, to their place in the study."""
    if row.live_session is not None:
        return reply.lead(address(row.live_session))
    return reply.lead(address(row)) if row.state != "qualified" else consents.once_more(row)


def chosen_time():
    """The time in the form; Invalid where there is none or it is no time."""
    typed = request.form.get("starts_at", "").strip()
    if not typed:
        raise Invalid({"starts_at": CHOOSE})
    try:
        return instant(typed)
    except ValueError as problem:
        raise Invalid({"starts_at": problem.args[0]}) from None


def pass_on(reached: Reached):
    """None of the times suit: the customer reads when would be better."""
    note = request.form.get("note", "")
    if len(note) > LONGEST:
        raise Invalid({"note": TOO_LONG})
    sessions.propose_nothing(reached.row, note, reached.by, g.at)
    return reply.lead(address(reached.row), "asked")


def page(reached: Reached, status: int = 200, errors: dict[str, Text] | None = None, refusal: Refusal | None = None):
    """Everything that can be booked now, with what was chosen where it is still there."""
    return reply.page("contributor/slots/times.html", status, **context(reached, errors, refusal))


def context(reached: Reached, errors: dict[str, Text] | None = None, refusal: Refusal | None = None) -> dict:
    """The variables of templates/contributor/slots/times.html."""
    row = reached.row
    closed = sessions.may_book(row, reached.by, g.at)
    starts = [] if closed else [from_epoch(start) for start in row.offered_starts(g.at)]
    return {
        "row": row,
        "study": row.study,
        "workspace_name": row.study.workspace.name,
        "branded": row.study.workspace,
        "minutes": minutes(row.study),
        "whom": withwhom.of_study(row.study),
        "reward": reward(row),
        "notice_hours": row.study.policy.notice_hours,
        "near": bool(starts) and starts[0] - g.at < row.study.policy.notice,
        "all_near": bool(starts) and starts[-1] - g.at < row.study.policy.notice,
        **spread(starts, f"{address(row)}/times", row.study.host.zone, f"{address(row)}/hold"),
        "choosing": True,
        "closed": closed.sentence if closed else None,
        "note": request.form.get("note", row.slot_note),
        "asks": row.study.asks,
        "wait": (wait := one(reached, "wait")),
        "line": waiting.chance(row) if wait and not wait.refusal else [],
        "until": row.offer_ends_at if row.offered else None,
        "back": address(row),
        "refusal": refusal,
        "errors": worded(errors),
    }


def spread(starts: list[datetime], action: str, there: str, hold: str) -> dict:
    """The times of one page with the ways to the others, both zones, and where a choice is kept: variables of
    templates/contributor/slots."""
    shown, number, last = leaf(starts)
    return {
        "starts": shown,
        "sooner": f"{action}?page={number - 1}" if number > 1 else None,
        "later": f"{action}?page={number + 1}" if number < last else None,
        "action": f"{action}?page={number}",
        "hold": f"{hold}?page={number}",
        "small": soon(shown),
        "there": there,
        "ahead": ahead(there, shown),
        "chosen": request.form.get("starts_at"),
        "cities": cities(),
    }


def soon(shown: list[datetime]) -> dict[str, Text]:
    """How far off the next days are, by the heading of each."""
    here = reader()
    today = local_date(g.at, here.zone)
    found = {}
    for start in shown:
        days = (local_date(start, here.zone) - today).days
        if days < 7:
            near = (_("today"), _("tomorrow"))
            words = near[days] if days < 2 else ngettext("in %(number)s day", "in %(number)s days", days)
            found[show_day(start, here.zone, here.language)] = words
    return found


def leaf(starts: list[datetime]) -> tuple[list[datetime], int, int]:
    """The times of a few days, which of the pages they are, and how many pages there are."""
    days: dict = {}
    for start in starts:
        days.setdefault(local_date(start, reader().zone), []).append(start)
    pages = batched(list(days.values()), DAYS)
    number = max(1, min(whole(request.args.get("page", ""), 3) or 1, len(pages)))
    return [start for day in pages[number - 1] for start in day] if pages else [], number, len(pages)


def batched(days: list, size: int) -> list[list]:
    """So many at a time."""
    return [days[first : first + size] for first in range(0, len(days), size)]


def ahead(there: str, starts: list[datetime]) -> Text | None:
    """How far the other side's clocks are from the reader's at these times; None where they agree, and where one side
    changes its clocks in between: each time says its hour there."""
    here = reader()
    found = {offset_at(one, there) - offset_at(one, here.zone) for one in map(to_epoch, starts or [g.at])}
    apart = found.pop() if len(found) == 1 else 0
    place, hours = city(there, here.language), abs(apart) // 3600
    if not apart:
        return None
    if apart % 3600:
        return _("%(place)s is %(time)s hours apart.", place=place, time=f"{hours}:{abs(apart) // 60 % 60:02}")
    if apart > 0:
        return ngettext(
            "%(place)s is %(number)s hour ahead.", "%(place)s is %(number)s hours ahead.", hours, place=place
        )
    return ngettext("%(place)s is %(number)s hour behind.", "%(place)s is %(number)s hours behind.", hours, place=place)
