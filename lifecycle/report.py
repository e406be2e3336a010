"""A report: a customer about a contributor, or a contributor about a customer or a study (LIFECYCLES.md section 7)."""

from datetime import timedelta

from statemachine import State

from lifecycle.attempt import Attempt, guard
from lifecycle.machine import Lifecycle
from lifecycle.words import _

APPEAL_WINDOW = timedelta(days=14)


@guard(_("Another operator decides an appeal."))
def other_operator(attempt: Attempt) -> bool:
    """From an appeal: not the operator who decided before, where there is more than one."""
    row = attempt.row
    return row.state != "appealed" or not row.several_operators or attempt.by.who != row.decided_by


@guard(_("Only the person concerned can appeal."), hides=True)
def concerned(attempt: Attempt) -> bool:
    """Whom the decision went against."""
    return attempt.row.concerns(attempt.by)


@guard(_("This was appealed once already. That decision stands."))
def once(attempt: Attempt) -> bool:
    """Not appealed before."""
    return not attempt.row.was_appealed


@guard(_("An appeal was possible for 14 days after the decision."))
def within_14_days(attempt: Attempt) -> bool:
    """Soon enough after the decision."""
    return attempt.at <= attempt.row.decided_at + APPEAL_WINDOW


@guard(_("Only who wrote a report can withdraw it."), hides=True)
def author(attempt: Attempt) -> bool:
    """Who wrote it."""
    return attempt.by.who == attempt.row.author_id


class ReportLifecycle(Lifecycle):
    """Open, decided, appealed once: what may happen to a report."""

    open = State(_("Open"), value="open", initial=True)
    upheld = State(_("Upheld"), value="upheld")
    dismissed = State(_("Dismissed"), value="dismissed")
    appealed = State(_("Appealed"), value="appealed")

    uphold = open.to(upheld) | appealed.to(upheld, cond=[other_operator])
    dismiss = open.to(dismissed) | appealed.to(dismissed, cond=[other_operator])
    appeal = appealed.from_(upheld, dismissed, cond=[concerned, once, within_14_days])
    withdraw_report = open.to(dismissed, cond=[author])

    who = {
        "uphold": {"operator"},
        "dismiss": {"operator"},
        "appeal": {"contributor", "customer"},
        "withdraw_report": {"contributor", "customer"},
    }
    labels = {
        "uphold": _("Uphold"),
        "dismiss": _("Dismiss"),
        "appeal": _("Appeal"),
        "withdraw_report": _("Withdraw the report"),
    }
