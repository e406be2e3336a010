"""Choosing a time: what can be booked now, by day and in the reader's zone, and a way to say that nothing suits."""

from datetime import datetime

from flask import Blueprint, g, redirect, request

from commands import sessions
from lifecycle.attempt import Invalid, Refusal, Refused
from lifecycle.words import Text, _, ngettext, reader
from models.participants import Participant
from models.sessions import Session
from rules.times import city, from_epoch, local_date, to_epoch
from rules.zones import offset_at
from views import reply
from views.access import Reached, reach
from views.contributor.cities import cities
from views.contributor.pages import LIVE
from views.contributor.study import minutes
from views.details import LONGEST, instant
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
        fresh = reached._replace(row=Participant.get_by_id(reached.row.id))
        return elsewhere(fresh.row) or page(fresh, 409, refusal=problem.refusal)
    return redirect(address(session), 303)


def elsewhere(row: Participant):
    """Whoever has a conversation already is led to it; whoever has nothing to choose, to their place in the study."""
    session = Session.get_or_none(Session.participant == row.id, Session.state.in_(LIVE))
    if session is not None:
        return reply.lead(address(session))
    return reply.lead(address(row)) if row.state != "qualified" else None


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
    row = reached.row
    closed = sessions.may_book(row, reached.by, g.at)
    starts = [] if closed else [from_epoch(start) for start in row.offered_starts(g.at)]
    return reply.page(
        "contributor/slots/times.html",
        status,
        row=row,
        study=row.study,
        workspace_name=row.study.workspace.name,
        minutes=minutes(row.study),
        notice_hours=row.study.policy.notice_hours,
        **spread(starts, f"{address(row)}/times", row.study.host.zone),
        closed=closed.sentence if closed else None,
        note=request.form.get("note", row.slot_note),
        asks=row.study.questions.exists(),
        wait=one(reached, "wait"),
        back=address(row),
        refusal=refusal,
        errors={name: str(words) for name, words in (errors or {}).items()},
    )


def spread(starts: list[datetime], action: str, there: str) -> dict:
    """The times of one page with the ways to the others, and both zones: variables of templates/contributor/slots."""
    shown, number, last = leaf(starts)
    return {
        "starts": shown,
        "sooner": f"{action}?page={number - 1}" if number > 1 else None,
        "later": f"{action}?page={number + 1}" if number < last else None,
        "action": f"{action}?page={number}",
        "there": there,
        "ahead": ahead(there),
        "chosen": request.form.get("starts_at"),
        "cities": cities(),
    }


def leaf(starts: list[datetime]) -> tuple[list[datetime], int, int]:
    """The times of a few days, which of the pages they are, and how many pages there are."""
    days: dict = {}
    for start in starts:
        days.setdefault(local_date(start, reader().zone), []).append(start)
    pages = batched(list(days.values()), DAYS)
    wanted = request.args.get("page", "")
    number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 4 else 1
    number = max(1, min(number, len(pages)))
    return [start for day in pages[number - 1] for start in day] if pages else [], number, len(pages)


def batched(days: list, size: int) -> list[list]:
    """So many at a time."""
    return [days[first : first + size] for first in range(0, len(days), size)]


def ahead(there: str) -> Text | None:
    """How far the other side's clocks are from the reader's now; None where they agree."""
    now, here = to_epoch(g.at), reader()
    apart = offset_at(now, there) - offset_at(now, here.zone)
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
