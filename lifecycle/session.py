"""A session: one live conversation at one time (LIFECYCLES.md section 1)."""

from datetime import timedelta

from statemachine import State

from lifecycle.attempt import Attempt, Refusal, guard, reason_given
from lifecycle.machine import Lifecycle
from lifecycle.presence import (
    absence_counted,
    both_present,
    call_over,
    call_window,
    contributor_absent,
    host_waited,
    join_open,
    no_verdict,
    not_dodging,
    talked_half,
    waited_in_vain,
    was_there,
)
from lifecycle.words import Moment, _


@guard(_("It has begun already, so this can not be changed any more."))
def before_start(attempt: Attempt) -> bool:
    """The start lies ahead."""
    return attempt.at < attempt.row.starts_at


@guard(
    lambda a: _(
        "A time can be moved until %(hours)s hours before the start, which was until %(hour)s.",
        hours=a.row.policy.notice_hours,
        hour=Moment(a.row.starts_at - a.row.policy.notice),
    )
)
def notice(attempt: Attempt) -> bool:
    """At least the agreed notice before the old start; exactly that much is in time."""
    return attempt.at <= attempt.row.starts_at - attempt.row.policy.notice


@guard(
    lambda a: _(
        "You have moved this conversation %(moves)s times, which is as often as it can be moved.",
        moves=a.row.policy.moves,
    )
)
def moves_left(attempt: Attempt) -> bool:
    """Moved fewer times than the policy allows."""
    return attempt.row.moves < attempt.row.policy.moves


@guard(
    lambda a: _("There is no other free time at the moment.") if a.asking else _("That time was just taken."),
    needs="starts_at",
)
def slot_offered(attempt: Attempt) -> bool:
    """The chosen time is bookable now, computed on the server; its own time does not block itself."""
    if attempt.asking:
        return bool(attempt.row.offered_starts(attempt.at))
    return attempt.row.is_offered(attempt.detail("starts_at"), attempt.at)


@guard(_("There is no other free time to offer. Update your availability first."), way_on="availability")
def future_availability(attempt: Attempt) -> bool:
    """Another bookable time exists."""
    return bool(attempt.row.offered_starts(attempt.at))


@guard(
    lambda a: _("No colleague is free at this time.") if a.asking else _("That colleague is not free at this time."),
    needs="host",
)
def colleague_free(attempt: Attempt) -> bool:
    """The new host's calendar is clear for this time."""
    free = attempt.row.free_colleagues(attempt.at)
    return bool(free) if attempt.asking else attempt.detail("host") in free


@guard(lambda a: _("There are %(days)s days to answer. They are not over yet.", days=a.row.policy.lapse_days))
def unanswered(attempt: Attempt) -> bool:
    """The request for a new time waited as long as the policy says."""
    asked = attempt.row.asked_at
    return asked is not None and attempt.at >= asked + timedelta(days=attempt.row.policy.lapse_days)


@guard(lambda a: _("A no show can be corrected for %(days)s days.", days=a.row.policy.correct_days))
def within_14_days(attempt: Attempt) -> bool:
    """Soon enough to correct; a dispute that the operator decided is not bound by it."""
    if attempt.by.role == "operator" and attempt.row.disputed:
        return True
    return attempt.at <= attempt.row.ended_at + timedelta(days=attempt.row.policy.correct_days)


@guard(_("This person is no longer marked as a no show in the study."))
def still_no_show(attempt: Attempt) -> bool:
    """The participant has not moved on since."""
    return attempt.row.participant_state == "no_show"


DUPLICATE = _(
    "This conversation is over and can not be rescheduled. "
    "Duplicate the study and choose Specific contributors to talk with them again."
)
NO_SHOW = _(
    "A no show can not be rescheduled. Duplicate the study and choose Specific contributors to talk with them again."
)
# Under Cancel: that it is over for this too, and then the same way on.
CANCEL_DUPLICATE = _(
    "This conversation is over, so there is nothing left to cancel, and it can not be rescheduled. "
    "Duplicate the study and choose Specific contributors to talk with them again."
)
CANCEL_NO_SHOW = _(
    "There is nothing left to cancel, and a no show can not be rescheduled. "
    "Duplicate the study and choose Specific contributors to talk with them again."
)
OVER = _("This conversation is over, so it can not be changed any more.")


def _dead_ends() -> dict:
    """What people look for on a session that is over, and its sentence for each side."""
    ends = {}
    for state in ("no_show", "completed", "host_absent"):
        missed = state == "no_show"
        again = Refusal(f"over_{state}", NO_SHOW if missed else DUPLICATE, "duplicate")
        cancel = Refusal(f"over_{state}", CANCEL_NO_SHOW if missed else CANCEL_DUPLICATE, "duplicate")
        contributor = Refusal(f"over_{state}", OVER)
        ends["reschedule", state] = {"customer": again}
        ends["cancel", state] = {"customer": cancel, "contributor": contributor}
        ends["move", state] = ends["rebook", state] = {"contributor": contributor}
    return ends


class SessionLifecycle(Lifecycle):
    """Scheduled, held, missed, moved or canceled: what may happen to one conversation."""

    scheduled = State(_("Scheduled"), value="scheduled", initial=True)
    rescheduling = State(_("Waiting for a new time"), value="rescheduling")
    in_progress = State(_("In progress"), value="in_progress")
    completed = State(_("Completed"), value="completed", final=True)
    no_show = State(_("No show"), value="no_show")
    host_absent = State(_("Customer absent"), value="host_absent", final=True)
    canceled = State(_("Canceled"), value="canceled", final=True)

    # The contributor takes another of the offered times, with a day's notice.
    move = scheduled.to(scheduled, cond=[notice, moves_left, slot_offered])
    # A colleague holds the conversation instead, at the same time.
    hand_over = scheduled.to(scheduled, cond=[before_start, colleague_free])
    # The customer can not make it and asks the same person for another time.
    reschedule = scheduled.to(rescheduling, cond=[before_start, future_availability])
    # The contributor answers with a new time ...
    rebook = rescheduling.to(scheduled, cond=[slot_offered])
    # ... or would rather not, without harm.
    decline = rescheduling.to(canceled)
    # Nobody answered in a week; or the hour passed and nothing was recorded.
    lapse = rescheduling.to(canceled, cond=[unanswered]) | scheduled.to(canceled, cond=[no_verdict])
    # Either side calls it off before the start.
    cancel = scheduled.to(canceled, cond=[before_start, reason_given]) | rescheduling.to(canceled, cond=[reason_given])
    # Both are in the room.
    start = scheduled.to(in_progress, cond=[join_open, both_present])
    # The conversation is over.
    complete = in_progress.to(completed, cond=[call_over])
    # The customer waited ten minutes and nobody came.
    mark_no_show = scheduled.to(no_show, cond=[absence_counted, host_waited, contributor_absent])
    # The contributor waited ten minutes and nobody came.
    mark_host_absent = scheduled.to(host_absent, cond=[waited_in_vain])
    # The call itself failed: counted as held where they had talked half of it, and nobody's fault otherwise.
    technical_failure = (
        scheduled.to(no_show, cond=[call_window, was_there, not_dodging])
        | in_progress.to(completed, cond=[call_window, was_there, talked_half])
        | in_progress.to(no_show, cond=[call_window, was_there])
    )
    # A wrong no show is put right.
    overturn = no_show.to(completed, cond=[within_14_days, reason_given, still_no_show])

    who = {
        "move": {"contributor"},
        "hand_over": {"customer"},
        "reschedule": {"customer"},
        "rebook": {"contributor"},
        "decline": {"contributor"},
        "lapse": {"clock"},
        "cancel": {"contributor", "customer"},
        "start": {"customer", "room"},
        "complete": {"clock", "customer"},
        "mark_no_show": {"clock", "customer"},
        "mark_host_absent": {"clock", "contributor"},
        "technical_failure": {"contributor", "customer", "room"},
        "overturn": {"customer", "operator"},
    }
    only = {"cancel": {"rescheduling": {"customer"}}}
    dead_ends = _dead_ends()
    labels = {
        "move": _("Move"),
        "hand_over": _("Hand over to a colleague"),
        "reschedule": _("Reschedule"),
        "rebook": _("Pick a new time"),
        "decline": _("None of the new times suit me"),
        "lapse": _("Lapse"),
        "cancel": _("Cancel"),
        "start": _("Start the conversation"),
        "complete": _("End the conversation"),
        "mark_no_show": _("Mark as no show"),
        "mark_host_absent": _("Nobody came"),
        "technical_failure": _("Something is not working"),
        "overturn": _("Correct the no show"),
    }
