"""A participant: one person in one study, on the testing side (LIFECYCLES.md section 2)."""

from statemachine import State

from lifecycle.attempt import Attempt, Refusal, guard, reason_given
from lifecycle.machine import Lifecycle
from lifecycle.words import _


@guard(lambda a: _("The study is paused at the moment.") if a.row.study_state == "paused" else _("The study is over."))
def study_live(attempt: Attempt) -> bool:
    """The study takes people in."""
    return attempt.row.study_state == "live"


@guard(_("Some questions still wait for an answer."), hides=True)
def answers_complete(attempt: Attempt) -> bool:
    """Every question that has to be answered is, and the answers fit."""
    return attempt.row.judgement == "qualified"


@guard(_("The answers do not decide this."), hides=True)
def answers_reject(attempt: Attempt) -> bool:
    """The answers given do not fit the study."""
    return attempt.row.judgement == "screened_out"


@guard(_("This study asks a few questions first."), hides=True)
def no_screener(attempt: Attempt) -> bool:
    """Nothing is asked here: there is no screener, or the recruiting side has screened this person."""
    return attempt.row.screened_elsewhere


@guard(_("A conversation is held on camera. Please say first that this is fine with you."), hides=True)
def consents_given(attempt: Attempt) -> bool:
    """What the study needs was agreed to (live conversations: the camera)."""
    return attempt.row.consents_given


@guard(_("There is still room in this study."), hides=True)
def no_room(attempt: Attempt) -> bool:
    """No place in the quota, or the study is over."""
    return not attempt.row.room_in_quota or attempt.row.study_state in ("closed", "canceled")


@guard(_("All places of this study are taken, or kept for somebody."))
def place_left(attempt: Attempt) -> bool:
    """A place is open."""
    return attempt.row.open_places > 0


@guard(_("They had answered the questions already. Call them up instead."), hides=True)
def unfinished(attempt: Attempt) -> bool:
    """They had not finished the screener when the study filled up."""
    return not had_answered(attempt)


@guard(_("There is no room in the study yet."))
def room_again(attempt: Attempt) -> bool:
    """A place opened in the quota."""
    return attempt.row.room_in_quota


@guard(_("Their answers are not complete."))
def had_answered(attempt: Attempt) -> bool:
    """They had finished the screener and fit (answers_complete of the law, as the waiting list shows it)."""
    row = attempt.row
    # Where nothing is asked here there is nothing to finish: that they had qualified once is their answer.
    return row.judgement == "qualified" or (row.screened_elsewhere and row.had_qualified)


@guard(_("Others have waited longer."))
def in_order(attempt: Attempt) -> bool:
    """Nobody has waited longer; a customer may still choose."""
    return attempt.by.role == "customer" or not attempt.row.ahead


@guard(_("There are times to choose from."), hides=True)
def nothing_to_book(attempt: Attempt) -> bool:
    """No bookable slot or no open place; for the clock, that an offer from the list has expired."""
    if attempt.by.role == "clock":
        expires = attempt.row.offer_ends_at
        return expires is not None and attempt.at >= expires
    return attempt.row.open_places <= 0 or not attempt.row.offered_starts(attempt.at)


@guard(_("This study is a conversation: please choose a time."), hides=True)
def unmoderated(attempt: Attempt) -> bool:
    """The study is done alone."""
    return attempt.row.kind != "live_conversation"


@guard(_("Some tasks still wait for an answer."))
def tasks_answered(attempt: Attempt) -> bool:
    """Every task has its answer."""
    return attempt.row.tasks_answered


@guard(_("There is a report about this person in this study. It has to be decided first."))
def not_reported(attempt: Attempt) -> bool:
    """No report about this person in this study is open, appealed or upheld."""
    return not attempt.row.reported


@guard(_("This person is paid by the recruiting side. Complete them there first."))
def completed_at_recruiter(attempt: Attempt) -> bool:
    """They did not come from a recruiter; or are completed there, by the candidate here, a message, or a recorded
    statement."""
    return not attempt.row.from_recruiter or attempt.row.completed_at_recruiter


@guard(_("They had not qualified before."))
def had_qualified(attempt: Attempt) -> bool:
    """The journal shows that they once qualified."""
    return attempt.row.had_qualified


@guard(_("This person asked to be forgotten, and is invited to nothing any more."))
def not_leaving(attempt: Attempt) -> bool:
    """They were not erased and did not ask to be."""
    return not attempt.row.leaving


@guard(_("They have a conversation booked. Cancel the session first."), way_on="session")
def no_live_session(attempt: Attempt) -> bool:
    """No session of theirs is scheduled, waiting for a new time, or going on."""
    return not attempt.row.live_session


@guard(
    _("Remove them at the recruiting side first. Once they are removed here, their ID is no longer visible."),
    way_on="exclude_in_order",
)
def removed_at_recruiter_first(attempt: Attempt) -> bool:
    """They did not come from a recruiter; or are removed there, by the candidate here, a confirmation, or a
    recorded statement."""
    return not attempt.row.from_recruiter or attempt.row.removed_at_recruiter


class ParticipantLifecycle(Lifecycle):
    """From the invitation to Completed: what may happen to one person in one study."""

    invited = State(_("Invited"), value="invited", initial=True)
    screening = State(_("Answering questions"), value="screening")
    screened_out = State(_("Screened out"), value="screened_out")
    over_quota = State(_("Study was full"), value="over_quota")
    qualified = State(_("Qualified"), value="qualified")
    waitlisted = State(_("On the waiting list"), value="waitlisted")
    booked = State(_("Booked"), value="booked")
    started = State(_("Started"), value="started")
    submitted = State(_("Submitted"), value="submitted")
    completed = State(_("Completed"), value="completed", final=True)
    no_show = State(_("No show"), value="no_show")
    withdrawn = State(_("Withdrawn"), value="withdrawn")
    excluded = State(_("Excluded"), value="excluded", final=True)

    open_screener = invited.to(screening, cond=[study_live])
    qualify = screening.to(qualified, cond=[study_live, answers_complete, consents_given]) | invited.to(
        qualified, cond=[study_live, no_screener, consents_given]
    )
    screen_out = screening.to(screened_out, cond=[answers_reject])
    fill = over_quota.from_(invited, screening, qualified, waitlisted, cond=[no_room])
    reopen = over_quota.to(invited, cond=[study_live, unfinished, room_again])
    wait = qualified.to(waitlisted, cond=[nothing_to_book])
    call_up = qualified.from_(waitlisted, over_quota, cond=[study_live, had_answered, place_left, in_order])
    # Together with the session, never alone.
    book = qualified.to(booked)
    release = booked.to(qualified)
    # Studies that are done alone.
    start = qualified.to(started, cond=[study_live, unmoderated])
    # A conversation was held (with its session), or every task is answered.
    submit = booked.to(submitted) | started.to(submitted, cond=[tasks_answered])
    miss = booked.to(no_show)
    recover = no_show.to(submitted)
    # The only road to the money: a person marks Submitted as Completed.
    complete = submitted.to(completed, cond=[not_reported, completed_at_recruiter])
    withdraw = withdrawn.from_(invited, screening, qualified, waitlisted, over_quota, started, booked)
    readmit = withdrawn.to(qualified, cond=[study_live, not_leaving, had_qualified])
    exclude = excluded.from_(
        invited,
        screening,
        screened_out,
        over_quota,
        qualified,
        waitlisted,
        booked,
        started,
        submitted,
        no_show,
        withdrawn,
        cond=[no_live_session, removed_at_recruiter_first, reason_given],
    )

    who = {
        "open_screener": {"contributor"},
        "qualify": {"contributor", "recruiter"},
        "screen_out": {"contributor"},
        "fill": {"clock", "contributor"},
        "reopen": {"clock", "customer"},
        "wait": {"clock", "contributor"},
        "call_up": {"clock", "contributor", "customer"},
        "book": set(),
        "release": set(),
        "start": {"contributor"},
        "submit": {"contributor"},
        "miss": set(),
        "recover": set(),
        "complete": {"customer", "recruiter"},
        "withdraw": {"contributor"},
        "readmit": {"customer"},
        "exclude": {"customer"},
    }
    joined = {"book", "miss", "recover", "release"}
    joined_from = {"submit": {"booked"}, "withdraw": {"booked"}}
    dead_ends = {
        ("complete", "no_show"): {
            "customer": Refusal(
                "not_submitted",
                _("Only somebody who is Submitted can be completed. If they did come, correct the no show first."),
                "session",
            ),
        },
    }
    labels = {
        "open_screener": _("See if it suits you"),
        "qualify": _("Continue"),
        "screen_out": _("Finish"),
        "fill": _("Finish"),
        "reopen": _("Invite again"),
        "wait": _("Join the waiting list"),
        "call_up": _("Call up"),
        "book": _("Take this time"),
        "release": _("Release"),
        "start": _("Start"),
        "submit": _("Submit"),
        "miss": _("Miss"),
        "recover": _("Recover"),
        "complete": _("Mark as Completed"),
        "withdraw": _("Not for me"),
        "readmit": _("Ask them again"),
        "exclude": _("Exclude"),
    }
    labels_for = {("call_up", "contributor"): _("Take a free place")}
    over = {"screened_out", "completed", "no_show", "withdrawn", "excluded"}
    # For a person who came from a recruiter: the test is finished there, and what is left is the recruiting side's.
    finished = _("Complete (test finished)")
