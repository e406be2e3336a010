"""The plan: units bought, used and reserved, with their history; or the creator seats. Canceling changes nothing
here."""

from flask import Blueprint, g, render_template

from lifecycle.words import _
from models.studies import Study
from models.workspaces import Seat, UnitLine
from views.access import membership

views = Blueprint("plan", __name__)
KINDS = {"buy": _("Bought"), "reserve": _("Reserved at a launch"), "give_back": _("Returned"), "use": _("Used")}
SHOWN = 50


@views.get("/plan")
def plan():
    """Where the plan stands."""
    workspace = membership().workspace
    if workspace.plan == "seat":
        seats = list(Seat.select().where(Seat.workspace == workspace, Seat.year == g.at.year).order_by(Seat.id))
        return render_template("customer/plan/seats.html", workspace=workspace, seats=seats)
    counts = (UnitLine.bought != 0) | (UnitLine.reserved != 0) | (UnitLine.used != 0)
    lines = list(
        UnitLine.select()
        .where(UnitLine.workspace == workspace, counts)
        .order_by(UnitLine.at.desc(), UnitLine.id.desc())
        .limit(SHOWN)
    )
    titles = dict(Study.select(Study.id, Study.title).where(Study.workspace == workspace).tuples())
    return render_template("customer/plan/units.html", workspace=workspace, lines=lines, titles=titles, kinds=KINDS)
