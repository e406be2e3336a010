"""What waits for who runs the installation, the most urgent first, and the installation in numbers."""

from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

from flask import Blueprint, current_app, g, render_template

from lifecycle.words import Text, _, ngettext
from models import desk
from rules.times import from_epoch
from views.doctor import examine
from views.operator.asked import operator, today

views = Blueprint("operator_desk", __name__)


class Waits(NamedTuple):
    """What a line of the desk is about, where it leads, and what its link says."""

    what: Text
    path: str
    go: Text


# In the order of urgency: people and money first, then what only looks after itself slowly.
WAITS = {
    "reports": Waits(_("Reports to decide"), "/reports", _("Decide")),
    "standings": Waits(_("Members under review"), "/standings", _("Decide")),
    "appeals": Waits(_("Appeals against a removal from the network"), "/standings", _("Decide")),
    "failed": Waits(_("Payouts that failed"), "/operator/failed?kind=failed", _("Look")),
    "unknown": Waits(_("Payouts with an unknown fate"), "/operator/failed?kind=unknown", _("Look")),
    "overdue": Waits(_("Payouts that are overdue"), "/operator/failed?kind=overdue", _("Look")),
    "letters": Waits(_("Letters that did not arrive"), "/outbox?state=dead", _("Look")),
    "feeds": Waits(_("Calendars of hosts that can not be read"), "/operator/health", _("Look")),
    "health": Waits(_("Problems of the installation"), "/operator/health", _("Look")),
}


class Line(NamedTuple):
    """A line of the desk; `age` says how long the oldest waits."""

    kind: str
    count: int
    what: Text
    age: timedelta | None
    path: str
    go: Text


def lines() -> Iterator[Line]:
    """What waits now."""
    waiting = desk.waiting(g.at)
    # What has a line of its own here is no second one as a problem.
    bad = [one for one in examine(current_app.config["SETTINGS"], g.at) if one.bad and not one.about]
    if bad:
        waiting["health"] = desk.Waiting("health", len(bad), None)
    for kind, (what, path, go) in WAITS.items():
        if kind in waiting:
            since = waiting[kind].since
            age = max(g.at - from_epoch(since), timedelta(0)) if since else None
            yield Line(kind, waiting[kind].count, what, age, path, go)


@views.get("/operator")
def show():
    """What waits, and the numbers."""
    operator()
    found = desk.numbers(*today())
    figures = [
        {"label": _("Members"), "number": found.members, "say": _("in the network")},
        {"label": _("Workspaces"), "number": found.workspaces},
        {"label": _("Studies"), "number": found.studies, "say": _("live")},
        {"label": _("Conversations"), "number": found.talks, "say": _("today")},
    ]
    waiting = list(lines())
    first = waiting[0] if waiting else None
    says = ngettext("%(number)s waits for you.", "%(number)s wait for you.", first.count) if first else None
    return render_template("operator/desk.html", waiting=waiting, figures=figures, first=first, says=says)
