"""Today: the next thing to do first, the day's conversations, what needs a decision, and the studies."""

from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from flask import Blueprint, g, render_template, request

from lifecycle.words import Text, _
from models.money import Payout
from models.participants import Participant
from models.sessions import Session
from models.standing import Report
from models.studies import Study
from views import reply
from views.access import membership
from views.customer import listing

views = Blueprint("dashboard", __name__)
STUDIES_SHOWN = 6


class Decision(NamedTuple):
    """Something that waits for a person, how much of it, and where to go."""

    count: int
    what: Text
    go: Text
    url: str


@views.get("/today")
def today():
    """The customer's front page."""
    workspace = membership().workspace
    first = datetime.combine(g.at.astimezone(ZoneInfo(g.me.zone)).date(), datetime.min.time(), ZoneInfo(g.me.zone))
    lines = listing.of_workspace(workspace.id, first, first + timedelta(days=1))
    ahead = upcoming(workspace.id)
    studies = list(Study.select().where(Study.workspace == workspace).order_by(Study.id.desc()).limit(STUDIES_SHOWN))
    return render_template(
        "customer/dashboard/today.html",
        rows=listing.rows(lines, request.script_root),
        ahead=ahead,
        open_now=ahead is not None and g.at >= ahead.starts_at - ahead.policy.join,
        decisions=[one for one in decisions(workspace.id) if one.count],
        studies=studies,
    )


def upcoming(workspace: int) -> Session | None:
    """The next conversation that is ahead, going on, or waits to be answered for."""
    open_ones = Session.select().join(Study).where(Study.workspace == workspace)
    open_ones = open_ones.where(
        Session.state.in_(("scheduled", "in_progress")), Session.ends_at > g.at - timedelta(days=1)
    )
    return open_ones.order_by(Session.starts_at).first()


def decisions(workspace: int) -> list[Decision]:
    """What waits for somebody of the team, in the order in which it hurts."""
    submitted = Participant.select().join(Study).where(Study.workspace == workspace, Participant.state == "submitted")
    asked = Session.select().join(Study).where(Study.workspace == workspace, Session.state == "rescheduling")
    failed = Payout.select().where(Payout.workspace == workspace, Payout.state == "failed")
    due = Payout.select().where(Payout.workspace == workspace, Payout.state == "due")
    reports = Report.select().join(Study).where(Study.workspace == workspace, Report.state.in_(("open", "appealed")))
    return [
        _decision(failed, _("Payouts that failed"), _("See why"), "/payouts?state=failed"),
        _decision(submitted, _("Submitted, not yet completed"), _("Decide")),
        _decision(asked, _("Asked for a new time, no answer yet"), _("Look")),
        _decision(due, _("Rewards that are due"), _("Pay out"), "/payouts?state=due"),
        _decision(reports, _("Reports that an operator decides"), _("Read")),
    ]


def _decision(query, what: Text, go: Text, path: str | None = None) -> Decision:
    """With a path for all of them, or the way to the oldest one."""
    count = query.count()
    oldest = query.order_by(query.model.id).first() if count and path is None else None
    url = reply.address(oldest) if oldest is not None else f"{request.script_root}{path or '/today'}"
    return Decision(count, what, go, url)
