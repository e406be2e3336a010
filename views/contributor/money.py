"""A contributor's money: what is owed and why, what became of it, and what holds it."""

from typing import NamedTuple

from flask import Blueprint, g, render_template

from lifecycle import paywords
from lifecycle.words import Text, _, reader
from models import glance, reporting
from models.money import Money, Payout
from models.participants import Participant
from models.people import Person
from models.recruiting import Candidate, Project
from models.standing import Report
from models.studies import Study
from models.workspaces import Workspace
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
    "sent": _("It is on its way to you. Look into your letters, also into those that are taken for spam."),
    "paid": _("It was paid."),
    "failed": _("It could not be paid yet. You are still owed all of it, and the customer knows."),
    "void": _("It is not paid any more. The reason stands on its page."),
}

# The same where the customer sends it by hand.
BY_HAND = {
    "sending": _("The customer is sending it by hand, for instance by their bank. That can take some days."),
    "sent": _("The customer has sent it. It can take some days until it is with you."),
}


@views.get("/money")
def money():
    """Everything owed, sent and paid, newest first, some at a time."""
    me = signed_in()
    before = filters.number("before")
    rows = (
        Payout.select(Payout, Study, Candidate, Project)
        .left_outer_join(Study)
        .switch(Payout)
        .left_outer_join(Candidate)
        .left_outer_join(Project, on=Candidate.project == Project.id)
        .where(Payout.person == me.id)
        .order_by(Payout.id.desc())
    )
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
    """Money on the page: itself, what for, what its state means, by when it should be there, its own page, that of a
    report which holds it, why it failed, where another address can be named, and the study or project."""

    row: Payout
    purpose: Text
    meaning: Text
    expected: Text | None
    url: str
    report: str | None
    failed: Text | str | None
    elsewhere: str | None
    title: str


def line(row: Payout, report: Report | None = None) -> Line:
    """One payout in words."""
    said = report_words.on_hold(report, g.at, True) if row.state == "on_hold" else meaning(row)
    where = reply.address(report) if report else None
    failed = paywords.why(row.failure) if row.state == "failed" else None
    named = row.state == "failed" and row.failure in paywords.ADDRESS
    other = f"{reply.address(row)}/address" if named else None
    title = row.study.title if row.study_id else row.candidate.project.title if row.candidate_id else ""
    return Line(row, PURPOSES[row.purpose], said, expected(row), reply.address(row), where, failed, other, title)


def meaning(row: Payout) -> Text:
    """What a state means for who waits."""
    return BY_HAND.get(row.state, MEANING[row.state]) if row.provider == "manual" else MEANING[row.state]


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
    """What is not owed yet, because nobody has decided: (title, money, by when they should, where). Who was recruited
    reads the money of the recruiting side alone."""
    places = Participant.select(Participant, Study).join(Study).where(Participant.recruiter == "")
    found = [
        (row.study, Money(row.study.reward, row.study.currency), row.study.policy, row)
        for row in places.where(Participant.person == me.id, Participant.state == "submitted")
    ]
    sought = Candidate.select(Candidate, Project, Workspace).join(Project).join(Workspace)
    found += [
        (row.project, Money(row.project.incentive, row.project.currency), row.project.workspace.policy, row)
        for row in sought.where(Candidate.person == me.id, Candidate.state == "submitted")
    ]
    found.sort(key=lambda one: one[3].submitted_at)
    return [
        (what.title, money, row.submitted_at + policy.due, reply.address(row)) for what, money, policy, row in found
    ]
