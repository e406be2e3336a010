"""A contributor's money: what is owed and why, what became of it, and what holds it."""

from typing import NamedTuple

from flask import Blueprint, g, render_template

from lifecycle.words import Text, _, reader
from models import glance, reporting
from models.money import Money, Payout
from models.participants import Participant
from models.people import Person
from models.standing import Report
from models.studies import Study
from rules.policy import Policy
from rules.times import show_date
from views import filters, reply, report_words
from views.access import signed_in
from views.contributor.home import amounts
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
    "sending": _("It is being sent."),
    "unknown": _("We do not know yet whether it arrived, and are finding out. It is never sent twice."),
    "sent": _("It is on its way to you."),
    "paid": _("It was paid."),
    "failed": _("It could not be paid. The customer knows and tries again."),
    "void": _("It is not paid any more. The reason stands on its page."),
}


@views.get("/money")
def money():
    """Everything owed, sent and paid, newest first, some at a time."""
    me = signed_in()
    before = filters.number("before")
    rows = Payout.select(Payout, Study).left_outer_join(Study).where(Payout.person == me.id).order_by(Payout.id.desc())
    found = list((rows.where(Payout.id < before) if before else rows).limit(PAGE + 1))
    held = reporting.holding([row.id for row in found if row.state == "on_hold"])
    owed, on_hold = map(amounts, glance.money(me.id))
    return render_template(
        "contributor/money/money.html",
        rows=[line(row, held.get(row.id)) for row in found[:PAGE]],
        older=url("/money", before=found[PAGE - 1].id) if len(found) > PAGE else None,
        newer=url("/money") if before else None,
        owed=owed,
        held=on_hold,
        undecided=[] if before else undecided(me),
    )


class Line(NamedTuple):
    """Money on the page: itself, what for, what its state means, by when it should be there, its own page, and that of
    a report which holds it."""

    row: Payout
    purpose: Text
    meaning: Text
    expected: Text | None
    url: str
    report: str | None


def line(row: Payout, report: Report | None = None) -> Line:
    """One payout in words."""
    meaning = report_words.on_hold(report, g.at, True) if row.state == "on_hold" else MEANING[row.state]
    where = reply.address(report) if report else None
    return Line(row, PURPOSES[row.purpose], meaning, expected(row), reply.address(row), where)


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
