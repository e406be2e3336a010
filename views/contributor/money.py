"""A contributor's money and standing: what is owed and why, and every mark with who, why and when."""

from typing import NamedTuple

from flask import Blueprint, render_template

from lifecycle.words import Text, _
from models.journal import Entry
from models.money import Money, Payout
from models.participants import Participant
from models.people import Person
from models.standing import Mark, Report, Standing
from models.studies import Study
from models.workspaces import Workspace
from views import reply
from views.access import signed_in
from views.contributor.home import owed
from views.happened import ROLES
from views.shown import url

views = Blueprint("money", __name__)
PURPOSES = {
    "reward": _("For your time"),
    "late_cancel": _("Because the customer changed it late"),
    "bonus": _("A bonus"),
}
# What each state of a payout means for the person who waits for it.
MEANING = {
    "due": _("The customer will send it. This usually takes a few days."),
    "on_hold": _("A report has to be decided first. You can read it under your standing."),
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
    return render_template("contributor/money/money.html", rows=listed, owed=owed(me), undecided=undecided(me))


def undecided(me: Person) -> list[tuple]:
    """What is not owed yet, because the customer has not decided: (study, money, by when they should, where)."""
    rows = Participant.select(Participant, Study).join(Study)
    mine = rows.where(Participant.person == me.id, Participant.state == "submitted", Participant.recruiter == "")
    return [
        (
            row.study,
            Money(row.study.reward, row.study.currency),
            row.submitted_at + row.study.policy.due,
            reply.address(row),
        )
        for row in mine.order_by(Participant.submitted_at)
    ]


@views.get("/standing")
def standing():
    """How one is seen in the network, and why."""
    me = signed_in()
    marks = [told(mark, me) for mark in Mark.select().where(Mark.person == me.id).order_by(Mark.at.desc())]
    reports = list(
        Report.select().where((Report.person == me.id) | (Report.author == me.id)).order_by(Report.id.desc())
    )
    own = Standing.get_or_none(Standing.person == me.id)
    return render_template("contributor/money/standing.html", standing=own, marks=marks, reports=reports)


class Told(NamedTuple):
    """A mark: itself, what it is for, who recorded it, and where it is told in full."""

    mark: Mark
    what: Text
    by: Text | str
    title: str
    url: str


def told(mark: Mark, me: Person) -> Told:
    """A mark in words, with who recorded it and why."""
    about = mark.report or mark.session
    study = about.study if about is not None else None
    title, where = (study.title, reply.address(about)) if about is not None else ("", url("/standing"))
    return Told(mark, MARKS[mark.kind], recorder(Entry.get_by_id(mark.entry), me, study), title, where)


def recorder(entry: Entry, me: Person, study: Study | None) -> Text | str:
    """Who did what led to the mark, as this person may know them."""
    if entry.who == me.id:
        return _("you")
    if entry.role == "customer" and study is not None:
        return Workspace.get_by_id(study.workspace_id).name
    return ROLES.get(entry.role, entry.role)
