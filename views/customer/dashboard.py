"""Today: the next thing to do first, the day's conversations, what needs a decision, and the studies."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flask import Blueprint, g, render_template, request
from markupsafe import Markup

from models import scarce
from rules.times import from_epoch, to_epoch
from views.access import MAY, signed_in
from views.customer import listing, shelf, waiting
from views.customer.listing import Talk

views = Blueprint("dashboard", __name__)
STUDIES_SHOWN = 6
SOON = timedelta(hours=1)
DAY = timedelta(days=1)


@views.get("/today")
def today():
    """The customer's front page."""
    prefix = request.script_root
    member, waits = waiting.at_home(signed_in().id, g.at, prefix)
    first, last = day_of(g.at, g.reader.zone)
    talks = listing.from_then_on(member.workspace_id, first - 86400)
    studies = shelf.first_of_workspace(member.workspace_id, STUDIES_SHOWN)
    waits = waiting.with_scarce(waits, scarce.of_workspace(member.workspace_id, g.at), prefix)
    ahead = upcoming(talks)
    if waits and ahead and ahead.starts_at >= last:
        ahead = None  # What waits comes before a conversation of another day.
    return render_template(
        "customer/dashboard/today.html",
        rows=bill([talk for talk in talks if first <= talk.starts_at < last], prefix),
        ahead=ahead,
        starts=from_epoch(ahead.starts_at) if ahead else None,
        minutes=(ahead.ends_at - ahead.starts_at) // 60 if ahead else 0,
        soon=ahead is not None and g.at >= from_epoch(ahead.starts_at) - SOON,
        waiting=waits,
        studies=shelf.drawn(studies[:STUDIES_SHOWN], prefix),
        more=len(studies) > STUDIES_SHOWN,
        may="launch" in MAY[member.role],
        decides="complete" in MAY[member.role],
        draft=begun(studies) if "launch" in MAY[member.role] else None,
    )


def begun(studies: list[shelf.Shelf]) -> shelf.Shelf | None:
    """The draft to go on with, where no study is past that yet; live ones stand first in the list."""
    return studies[0] if studies and studies[0].state == "draft" else None


def day_of(at: datetime, zone: str) -> tuple[int, int]:
    """The epochs between which this day lies in a zone, also where it has 23 or 25 hours."""
    day = at.astimezone(ZoneInfo(zone)).date()
    edges = (datetime.combine(one, datetime.min.time(), ZoneInfo(zone)) for one in (day, day + DAY))
    first, last = map(to_epoch, edges)
    return first, last


def upcoming(talks: list[Talk]) -> Talk | None:
    """The next conversation: going on, ahead, or one whose time has just begun."""
    now = to_epoch(g.at)
    open_ones = (talk for talk in talks if talk.state in ("scheduled", "in_progress") and talk.ends_at > now)
    return next(open_ones, None)


def bill(talks: list[Talk], prefix: str):
    """The day as a running order, with a line where it is now."""
    now = to_epoch(g.at)
    past, ahead = [one for one in talks if one.starts_at <= now], [one for one in talks if one.starts_at > now]
    line = listing.now_line(now, g.reader.language, g.reader.zone) if past and ahead else ""
    before, after = ([listing.drawn([one], way(one, now), prefix) for one in some] for some in (past, ahead))
    return Markup("").join([*before, line, *after])


def way(talk: Talk, now: int):
    """How its line is drawn: with the way to the join page while that is near, going on or just over."""
    near = talk.starts_at - SOON.total_seconds() <= now < talk.ends_at
    return listing.join_line if near and talk.state in ("scheduled", "in_progress") else listing.talk_line
