"""Standing: a contributor in the network (LIFECYCLES.md section 8)."""

from statemachine import State

from lifecycle.attempt import Attempt, guard
from lifecycle.machine import Lifecycle
from lifecycle.words import _


@guard(_("Three marks in 180 days, or a severe one, lead to a review."), hides=True)
def marked(attempt: Attempt) -> bool:
    """The third mark in 180 days, or one severe mark."""
    return attempt.row.marked(attempt.at)


class StandingLifecycle(Lifecycle):
    """Good, under review, removed: what may happen to a member of the network."""

    good = State(_("Good"), value="good", initial=True)
    under_review = State(_("Under review"), value="under_review")
    removed = State(_("Removed"), value="removed")

    review = good.to(under_review, cond=[marked])
    reinstate = good.from_(under_review, removed)
    remove = under_review.to(removed)

    who = {"review": {"clock"}, "reinstate": {"operator"}, "remove": {"operator"}}
    labels = {"review": _("Review"), "reinstate": _("Reinstate"), "remove": _("Remove from the network")}
