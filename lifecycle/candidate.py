"""A candidate: one person in one recruiting project (LIFECYCLES.md section 3)."""

from statemachine import State

from lifecycle.attempt import Attempt, Refusal, guard, reason_given
from lifecycle.machine import Lifecycle
from lifecycle.participant import no_live_session, not_reported
from lifecycle.words import _


@guard(
    lambda a: (
        _("The project is paused at the moment.") if a.row.project_state == "paused" else _("The project is not open.")
    )
)
def project_live(attempt: Attempt) -> bool:
    """The project takes people in."""
    return attempt.row.project_state == "live"


@guard(_("Only what the testing side had reported itself can be taken back by it."))
def told_by_tester(attempt: Attempt) -> bool:
    """The way into this state was reported by the testing side."""
    return attempt.row.told_by_tester


@guard(_("You are in the study already. Leave it there, and this follows."))
def leaves_there(attempt: Attempt) -> bool:
    """Who is in the study of this installation leaves it there; the candidate follows its participant."""
    return attempt.by.role != "contributor" or not attempt.row.in_study


class CandidateLifecycle(Lifecycle):
    """From the screener to the incentive: what may happen to one person in one project."""

    invited = State(_("Invited"), value="invited", initial=True)
    screening = State(_("Answering questions"), value="screening")
    screened_out = State(_("Screened out"), value="screened_out")
    over_quota = State(_("Study was full"), value="over_quota")
    qualified = State(_("Qualified"), value="qualified")
    incomplete = State(_("Incomplete"), value="incomplete")
    submitted = State(_("Submitted"), value="submitted")
    completed = State(_("Completed"), value="completed", final=True)
    left = State(_("Left"), value="left")
    removed = State(_("Removed"), value="removed", final=True)

    open_screener = invited.to(screening, cond=[project_live])
    screen_out = screened_out.from_(screening, incomplete)
    qualify = screening.to(qualified)
    fill = over_quota.from_(screening, incomplete)
    # Automatic: the answer to the last screener page sends them on at once.
    redirect = qualified.to(incomplete)
    # Never by hand: the end of the test reports it.
    submit = submitted.from_(incomplete, qualified)
    # A recorded reversal, before Completed only.
    reopen = submitted.to(incomplete) | incomplete.from_(left, over_quota, cond=[told_by_tester])
    # Only by hand; releases the incentive, once.
    complete = submitted.to(completed, cond=[not_reported])
    leave = left.from_(invited, screening, qualified, incomplete, cond=[leaves_there])
    # The first of the two steps of an exclusion; where the study is here, the second follows at once.
    remove = removed.from_(
        invited,
        screening,
        screened_out,
        over_quota,
        qualified,
        incomplete,
        submitted,
        left,
        cond=[no_live_session, reason_given],
    )

    who = {
        "open_screener": {"contributor"},
        "screen_out": {"recruiter", "tester"},
        "qualify": {"recruiter"},
        "fill": {"recruiter", "tester"},
        "redirect": {"contributor"},
        "submit": {"tester"},
        "reopen": {"tester"},
        "complete": {"customer"},
        "leave": {"contributor", "tester"},
        "remove": {"customer"},
    }
    only = {
        "screen_out": {"screening": {"recruiter"}, "incomplete": {"tester"}},
        "fill": {"screening": {"recruiter"}, "incomplete": {"tester"}},
    }
    dead_ends = {
        ("complete", "incomplete"): {
            "customer": Refusal(
                "not_submitted",
                _(
                    "The study has not reported them as Submitted yet. "
                    "That is set by the end of the test, never by hand."
                ),
            ),
        },
    }
    labels = {
        "open_screener": _("Answer the questions"),
        "screen_out": _("Screen out"),
        "qualify": _("Qualify"),
        "fill": _("Close for this person"),
        "redirect": _("Continue to the study"),
        "submit": _("Submit"),
        "reopen": _("Reopen"),
        "complete": _("Mark as Completed"),
        "leave": _("Not for me"),
        "remove": _("Remove"),
    }
