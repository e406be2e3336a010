"""A contributor's money and standing: what is owed and why, and every mark with who, why and when."""

from flask import Blueprint, render_template

from lifecycle.words import _
from models.money import Payout
from models.standing import Mark, Report, Standing
from models.studies import Study
from views import reply
from views.access import signed_in

views = Blueprint("money", __name__)
PURPOSES = {
    "reward": _("For your time"),
    "late_cancel": _("Because the customer changed it late"),
    "bonus": _("A bonus"),
}
# What each state of a payout means for the person who waits for it.
MEANING = {
    "due": _("The customer will send it. This usually takes a few days."),
    "on_hold": _("A report has to be decided first. You can read it below."),
    "sending": _("It is being sent."),
    "unknown": _("We do not know yet whether it arrived, and are finding out. It is never sent twice."),
    "sent": _("It is on its way to you."),
    "paid": _("It was paid."),
    "failed": _("It could not be paid. The customer knows and tries again."),
    "void": _("It is not paid any more. The reason stands on its page."),
}
MARKS = {
    "no_show": _("You did not come to a conversation"),
    "late_cancel": _("You canceled within the last hours before a conversation"),
    "report": _("A report about you was upheld"),
}


@views.get("/money")
def money():
    """Everything owed, sent and paid, newest first."""
    me = signed_in()
    rows = Payout.select(Payout, Study).left_outer_join(Study).where(Payout.person == me.id).order_by(Payout.id.desc())
    listed = [(row, PURPOSES[row.purpose], MEANING[row.state], reply.address(row)) for row in rows]
    return render_template("contributor/money/money.html", rows=listed)


@views.get("/standing")
def standing():
    """How one is seen in the network, and why."""
    me = signed_in()
    marks = list(Mark.select().where(Mark.person == me.id).order_by(Mark.at.desc()))
    reports = list(
        Report.select().where((Report.person == me.id) | (Report.author == me.id)).order_by(Report.id.desc())
    )
    own = Standing.get_or_none(Standing.person == me.id)
    return render_template("contributor/money/standing.html", standing=own, marks=marks, reports=reports, kinds=MARKS)
