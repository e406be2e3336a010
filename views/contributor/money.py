"""A contributor's money and standing: what is owed and why, and every mark with who, why and when."""

from typing import NamedTuple

from flask import Blueprint, g, render_template, request

from lifecycle.words import Text, _, reader
from models.money import Money, Payout
from models.participants import Participant
from models.people import Person
from models.standing import Mark, Recorded, Report, Standing, marks_of
from models.studies import Study
from rules.policy import Policy
from rules.times import show_date
from views import reply
from views.access import signed_in
from views.contributor.home import number_of, owed
from views.happened import ROLES
from views.shown import url

views = Blueprint("money", __name__)
PAGE = 20
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
    """Everything owed, sent and paid, newest first, some at a time."""
    me = signed_in()
    before = number_of(request.args.get("before", ""))
    rows = Payout.select(Payout, Study).left_outer_join(Study).where(Payout.person == me.id).order_by(Payout.id.desc())
    found = list((rows.where(Payout.id < before) if before else rows).limit(PAGE + 1))
    return render_template(
        "contributor/money/money.html",
        rows=[line(row) for row in found[:PAGE]],
        older=url("/money", before=found[PAGE - 1].id) if len(found) > PAGE else None,
        newer=url("/money") if before else None,
        owed=owed(me),
        undecided=[] if before else undecided(me),
    )


class Line(NamedTuple):
    """Money on the page: itself, what for, what its state means, by when it should be there, and its own page."""

    row: Payout
    purpose: Text
    meaning: Text
    expected: Text | None
    url: str


def line(row: Payout) -> Line:
    """One payout in words."""
    return Line(row, PURPOSES[row.purpose], MEANING[row.state], expected(row), reply.address(row))


def expected(row: Payout) -> Text | None:
    """By when it should be there, while somebody still has to send it."""
    if row.state not in ("due", "failed"):
        return None
    by = row.due_at + (row.study.policy if row.study else Policy()).overdue
    day = show_date(by, reader().zone, reader().language)
    if g.at <= by:
        return _("Expected by %(day)s.", day=day)
    return _("It was expected by %(day)s and is late. The customer sees that too; you can write to them.", day=day)


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
    marks = [told(one, me) for one in marks_of(me.id)]
    mine = (Report.person == me.id) | (Report.author == me.id)
    reports = list(Report.select(Report, Study).join(Study).where(mine).order_by(Report.id.desc()))
    own = Standing.get_or_none(Standing.person == me.id)
    return render_template("contributor/money/standing.html", standing=own, marks=marks, reports=reports)


class Told(NamedTuple):
    """A mark: itself, what it is for, who recorded it, and where it is told in full."""

    mark: Mark
    what: Text
    by: Text | str
    title: str
    url: str


def told(one: Recorded, me: Person) -> Told:
    """A mark in words, with who recorded it and why."""
    where = url(f"/{reply.plural_of[one.noun]}/{one.code}") if one.code else url("/standing")
    return Told(one.mark, MARKS[one.mark.kind], recorder(one, me), one.title, where)


def recorder(one: Recorded, me: Person) -> Text | str:
    """Who did what led to the mark, as this person may know them."""
    if one.who == me.id:
        return _("you")
    return one.team if one.role == "customer" and one.team else ROLES.get(one.role, one.role)
