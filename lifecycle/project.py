"""A project: one recruiting effort (LIFECYCLES.md section 6)."""

from statemachine import State

from lifecycle.attempt import Attempt, guard, reason_given
from lifecycle.machine import Lifecycle
from lifecycle.study import nothing_open
from lifecycle.words import _


@guard(_("A screener, an incentive and the number of people wanted have to be set first."))
def ready(attempt: Attempt) -> bool:
    """Screener, incentive and number wanted are there."""
    return attempt.row.ready


@guard(_("Paste the Invite Network link of the study and test it first."))
def link_tested(attempt: Attempt) -> bool:
    """The pasted Invite Network link answered."""
    return attempt.row.link_tested


@guard(_("Name who marks people as Completed. Without that nobody is paid."))
def owner_named(attempt: Attempt) -> bool:
    """Somebody reconciles, and the team has ticked that Completed is theirs to set."""
    return attempt.row.owner_named


class ProjectLifecycle(Lifecycle):
    """From the draft to its end: what may happen to a recruiting project."""

    draft = State(_("Draft"), value="draft", initial=True)
    live = State(_("Live"), value="live")
    paused = State(_("Paused"), value="paused")
    closed = State(_("Closed"), value="closed", final=True)
    canceled = State(_("Canceled"), value="canceled", final=True)

    launch = draft.to(live, cond=[ready, link_tested, owner_named])
    pause = live.to(paused)
    resume = paused.to(live)
    close = closed.from_(live, paused, cond=[nothing_open])
    cancel = canceled.from_(draft, live, paused, cond=[reason_given])

    who = {
        "launch": {"customer"},
        "pause": {"customer"},
        "resume": {"customer"},
        "close": {"clock", "customer"},
        "cancel": {"customer"},
    }
    labels = {
        "launch": _("Launch"),
        "pause": _("Pause"),
        "resume": _("Resume"),
        "close": _("Close"),
        "cancel": _("Cancel the project"),
    }
