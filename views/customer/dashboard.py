"""Today: the next thing to do first, the day's conversations, what needs a decision, and the studies."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flask import Blueprint, g, render_template, request

from rules.times import from_epoch, to_epoch
from views.access import MAY
from views.customer import desk, listing, shelf, waiting
from views.customer.listing import Talk

views = Blueprint("dashboard", __name__)
STUDIES_SHOWN = 6
SOON = timedelta(hours=1)
DAY = timedelta(days=1)


@views.get("/today")
def today():
    """The customer's front page."""
    member = desk.home()
    prefix, (first, last) = request.script_root, day_of(g.at, g.reader.zone)
    talks = listing.from_then_on(member.workspace_id, first - 86400)
    studies = shelf.first_of_workspace(member.workspace_id, STUDIES_SHOWN)
    ahead = upcoming(talks)
    return render_template(
        "customer/dashboard/today.html",
        rows=bill([talk for talk in talks if first <= talk.starts_at < last], prefix),
        ahead=ahead,
        starts=from_epoch(ahead.starts_at) if ahead else None,
        minutes=(ahead.ends_at - ahead.starts_at) // 60 if ahead else 0,
        soon=ahead is not None and g.at >= from_epoch(ahead.starts_at) - SOON,
        waiting=waiting.of_workspace(member.workspace, g.at, prefix),
        studies=shelf.drawn(studies[:STUDIES_SHOWN], prefix),
        more=len(studies) > STUDIES_SHOWN,
        may="launch" in MAY[member.role],
    )


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
    return listing.drawn(past, listing.talk_line, prefix) + line + listing.drawn(ahead, listing.talk_line, prefix)
