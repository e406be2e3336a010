"""A study, which customers may call their test (LIFECYCLES.md section 5)."""

from statemachine import State

from lifecycle.attempt import Attempt, guard, reason_given
from lifecycle.machine import Lifecycle
from lifecycle.words import _

KINDS = {
    "live_conversation": _("Live conversation"),
    "survey": _("Survey"),
    "interaction": _("Interaction test"),
    "think_out_loud": _("Think-out-loud test"),
}
AUDIENCES = {
    "network": _("Contributor network"),
    "specific": _("Specific contributors"),
    "invite": _("Invite Network link"),
}
# So many people who report a study pause it.
REPORTS = 2


@guard(lambda a: a.row.unready(a.at)[0])
def ready(attempt: Attempt) -> bool:
    """Everything a launch needs is there; the first thing that is not is the sentence."""
    return not attempt.row.unready(attempt.at)


@guard(_("Your workspace asks a colleague to look first. Ask for a review."))
def reviewed(attempt: Attempt) -> bool:
    """Approved, where the workspace asks for a review."""
    return attempt.row.state == "approved" or not attempt.row.asks_review


@guard(
    lambda a: _(
        "This needs %(need)s units and %(left)s are left.", need=a.row.units_needed, left=a.row.units_available
    ),
    way_on="plan",
)
def units_left(attempt: Attempt) -> bool:
    """Flex: the balance covers every place, or overage is on."""
    return attempt.row.plan != "flex" or attempt.row.overage or attempt.row.units_needed <= attempt.row.units_available


@guard(_("Launching needs a creator seat with a study left this year."), way_on="plan")
def seat_left(attempt: Attempt) -> bool:
    """Seat: who launches holds a creator seat with a study left this year."""
    return attempt.row.plan != "seat" or attempt.row.seat_left(attempt.by.who, attempt.at)


@guard(_("Your workspace does not ask for reviews."), hides=True)
def asks_review(attempt: Attempt) -> bool:
    """The workspace asks for a review before a launch."""
    return attempt.row.asks_review


@guard(_("You wrote this study. Somebody else has to approve it."))
def other_reviewer(attempt: Attempt) -> bool:
    """The reviewer is not the author."""
    return attempt.by.who != attempt.row.author_id


@guard(_("Fewer than two people have reported this study."))
def two_reports(attempt: Attempt) -> bool:
    """The clock pauses a study that two participants reported."""
    return attempt.by.role != "clock" or attempt.row.reports_about_it >= REPORTS


@guard(lambda a: _("Still open: %(list)s.", list=a.row.open_list(a.at)), way_on="open_list")
def nothing_open(attempt: Attempt) -> bool:
    """No conversation ahead or going on, nobody Submitted undecided, no payout undecided."""
    return not attempt.row.open_things(attempt.at)


@guard(_("There was something to do in the last 30 days."))
def idle(attempt: Attempt) -> bool:
    """The clock closes a study in which there was no bookable time for 30 days."""
    return attempt.by.role != "clock" or attempt.row.idle_for_30_days(attempt.at)


@guard(_("A conversation is going on, or has begun and is not decided yet."))
def none_in_progress(attempt: Attempt) -> bool:
    """No conversation is going on or past its start without a verdict."""
    return not attempt.row.begun_undecided(attempt.at)


class StudyLifecycle(Lifecycle):
    """From the draft to the last payout: what may happen to a study."""

    draft = State(_("Draft"), value="draft", initial=True)
    in_review = State(_("In review"), value="in_review")
    approved = State(_("Approved"), value="approved")
    live = State(_("Live"), value="live")
    paused = State(_("Paused"), value="paused")
    closed = State(_("Closed"), value="closed", final=True)
    canceled = State(_("Canceled"), value="canceled", final=True)

    request_review = draft.to(in_review, cond=[asks_review])
    approve = in_review.to(approved, cond=[other_reviewer])
    send_back = draft.from_(in_review, approved)
    launch = live.from_(draft, approved, cond=[ready, reviewed, units_left, seat_left])
    pause = live.to(paused, cond=[two_reports])
    resume = paused.to(live)
    close = closed.from_(live, paused, cond=[nothing_open, idle])
    cancel = canceled.from_(draft, in_review, approved, live, paused, cond=[none_in_progress, reason_given])

    who = {
        "request_review": {"customer"},
        "approve": {"customer"},
        "send_back": {"customer"},
        "launch": {"customer"},
        "pause": {"clock", "customer"},
        "resume": {"customer", "operator"},
        "close": {"clock", "customer"},
        "cancel": {"customer"},
    }
    labels = {
        "request_review": _("Ask for a review"),
        "approve": _("Approve"),
        "send_back": _("Send back"),
        "launch": _("Launch"),
        "pause": _("Pause"),
        "resume": _("Resume"),
        "close": _("Close"),
        "cancel": _("Cancel the study"),
    }
