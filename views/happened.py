"""What happened, in sentences: one for each move of each noun, as both sides read it."""

from lifecycle.words import Text, _

SENTENCES: dict[tuple[str, str], Text] = {
    ("session", "book"): _("Booked"),
    ("session", "move"): _("Moved to another time"),
    ("session", "hand_over"): _("Handed over to a colleague"),
    ("session", "reschedule"): _("Asked for another time"),
    ("session", "rebook"): _("A new time was chosen"),
    ("session", "decline"): _("None of the new times suited"),
    ("session", "lapse"): _("It lapsed, without a mark on anybody"),
    ("session", "cancel"): _("Canceled"),
    ("session", "start"): _("The conversation began"),
    ("session", "complete"): _("The conversation was held"),
    ("session", "mark_no_show"): _("Recorded as a no show"),
    ("session", "mark_host_absent"): _("Recorded as the customer's absence"),
    ("session", "technical_failure"): _("Something technical went wrong, nobody's fault"),
    ("session", "overturn"): _("The no show was put right"),
    ("participant", "invite"): _("Invited"),
    ("participant", "arrive"): _("Came by a link and accepted its terms"),
    ("participant", "open_screener"): _("Began to answer the questions"),
    ("participant", "qualify"): _("Answered the questions and fits"),
    ("participant", "screen_out"): _("Answered the questions; this study does not fit"),
    ("participant", "fill"): _("The study was full or over"),
    ("participant", "reopen"): _("Invited again, there is room"),
    ("participant", "wait"): _("Joined the waiting list"),
    ("participant", "call_up"): _("Called up from the waiting list"),
    ("participant", "book"): _("Took a time"),
    ("participant", "release"): _("Asked to choose another time"),
    ("participant", "start"): _("Started"),
    ("participant", "submit"): _("Submitted"),
    ("participant", "miss"): _("A missed conversation was recorded"),
    ("participant", "recover"): _("Submitted after all"),
    ("participant", "complete"): _("Marked as Completed"),
    ("participant", "withdraw"): _("Withdrew"),
    ("participant", "readmit"): _("Asked again"),
    ("participant", "exclude"): _("Excluded"),
    ("candidate", "invite"): _("Invited"),
    ("candidate", "open_screener"): _("Began to answer the questions"),
    ("candidate", "screen_out"): _("Answered the questions; this study does not fit"),
    ("candidate", "qualify"): _("Answered the questions and fits"),
    ("candidate", "fill"): _("The study was full or over"),
    ("candidate", "redirect"): _("Sent on to the study"),
    ("candidate", "submit"): _("The study reported: finished"),
    ("candidate", "reopen"): _("The study took its report back"),
    ("candidate", "complete"): _("Marked as Completed"),
    ("candidate", "leave"): _("Left"),
    ("candidate", "remove"): _("Removed"),
    ("payout", "owe"): _("Owed from now on"),
    ("payout", "hold"): _("Put on hold"),
    ("payout", "free"): _("Free again"),
    ("payout", "pay_out"): _("Sent on its way"),
    ("payout", "accept"): _("Accepted by the provider"),
    ("payout", "doubt"): _("No answer from the provider, being looked up"),
    ("payout", "settle"): _("Paid"),
    ("payout", "fail"): _("Could not be paid"),
    ("payout", "write_off"): _("Written off"),
    ("study", "draft"): _("Draft begun"),
    ("study", "request_review"): _("Review asked for"),
    ("study", "approve"): _("Approved"),
    ("study", "send_back"): _("Sent back to draft"),
    ("study", "launch"): _("Launched"),
    ("study", "pause"): _("Paused"),
    ("study", "resume"): _("Resumed"),
    ("study", "close"): _("Closed"),
    ("study", "cancel"): _("Canceled"),
    ("project", "draft"): _("Draft begun"),
    ("project", "launch"): _("Launched"),
    ("project", "pause"): _("Paused"),
    ("project", "resume"): _("Resumed"),
    ("project", "close"): _("Closed"),
    ("project", "cancel"): _("Canceled"),
    ("report", "file"): _("Reported"),
    ("report", "uphold"): _("Upheld"),
    ("report", "dismiss"): _("Dismissed"),
    ("report", "appeal"): _("Appealed"),
    ("report", "withdraw_report"): _("Withdrawn by its author"),
    ("standing", "join"): _("Joined the network"),
    ("standing", "review"): _("Under review because of the marks"),
    ("standing", "reinstate"): _("Reinstated"),
    ("standing", "remove"): _("Removed from the network"),
    ("message", "write"): _("Wrote a message"),
    ("recording", "withdraw"): _("Took back the agreement to be recorded; the recordings were erased"),
}
# What the team, the recruiting side or time itself did, where the sentence above is the contributor's own doing.
DONE_TO_THEM: dict[tuple[str, str], Text] = {
    ("participant", "arrive"): _("Sent on to the study"),
    ("participant", "qualify"): _("Found to fit"),
    ("candidate", "qualify"): _("Found to fit"),
    ("candidate", "screen_out"): _("Found not to fit this time"),
    ("participant", "withdraw"): _("Taken out of the study"),
    ("participant", "wait"): _("No time was taken, so the place went on"),
}
# What came by itself, after what (the entry's `after`); whoever once asked for it did not do it then.
FOLLOWED: dict[tuple[str, str, str], Text] = {
    ("participant", "exclude", "confirmed"): _(
        "Excluded by itself, once the recruiting side had confirmed the removal"
    ),
    ("participant", "exclude", "stated"): _("Excluded by itself, once their conversation was over"),
}


# What is proposed to somebody who is asked for another time: it changes nothing but what they read first.
PROPOSED: dict[str, Text] = {
    "time_proposed": _("One time was proposed"),
    "proposal_taken_back": _("The proposed time was taken back"),
}


# The contributor's own doing where it began in this state: nothing was asked then.
UNASKED: dict[tuple[str, str, str], Text] = {("participant", "qualify", "invited"): _("Said yes")}


def sentence(noun: str, event: str, role: str, source: str | None = None) -> Text | str:
    """What happened, done by this role to a row in this state."""
    if role == "contributor" and (unasked := UNASKED.get((noun, event, source or ""))):
        return unasked
    theirs = None if role == "contributor" else DONE_TO_THEM.get((noun, event))
    return theirs or SENTENCES.get((noun, event), event)


LETTERS: dict[str, Text] = {
    "booked": _("It is booked"),
    "moved": _("A new time"),
    "rebooked": _("A new time"),
    "handed_over": _("Somebody else will be there"),
    "handed_away": _("A colleague takes it over"),
    "pick_new_time": _("Please pick a new time"),
    "old_time_canceled": _("The old time is canceled"),
    "canceled": _("It is canceled"),
    "declined": _("None of the times suited"),
    "lapsed": _("It lapsed"),
    "no_show": _("A no show was recorded"),
    "host_absent": _("The customer's absence was recorded"),
    "technical": _("Something technical went wrong"),
    "overturned": _("The no show was put right"),
    "reminder_day": _("A reminder, a day before"),
    "reminder_soon": _("A reminder, half an hour before"),
    "pick_reminder": _("A reminder to pick a new time"),
    "sign_in": _("A code to sign in"),
    "address_code": _("A code for another address"),
    "address_changed": _("Their address was changed"),
    "address_taken": _("Their address was typed by somebody else"),
    "invitation": _("An invitation"),
    "recruiting_invitation": _("An invitation"),
    "called_up": _("A place is free"),
    "readmitted": _("You are asked again"),
    "excluded": _("Your part in a study has ended"),
    "submitted": _("Please decide"),
    "completed": _("Your part is completed"),
    "paid": _("Your reward was paid"),
    "payout_failed": _("A payment failed"),
    "bonus": _("A bonus"),
    "webhook_off": _("A webhook was turned off"),
    "payout_redirected": _("Money goes to another address"),
    "written_off": _("A payment was written off"),
    "reported": _("A report"),
    "report_upheld": _("A report was upheld"),
    "report_dismissed": _("A report was dismissed"),
    "report_appealed": _("A report was appealed"),
    "report_withdrawn": _("A report was withdrawn"),
    "message": _("A message"),
    "decide_due": _("A reminder that people wait for Completed"),
    "decide_overdue": _("A reminder that people wait too long for Completed"),
    "way_on": _("The way on to a study"),
    "report_waiting": _("A reminder that a report waits"),
    "member_removed": _("A member left the network"),
    "team_invitation": _("An invitation to a team"),
    "team_joined": _("Somebody came into the team"),
    "role_changed": _("Another role in the team"),
    "team_left": _("No longer in the team"),
    "review_asked": _("A study to review"),
    "review_approved": _("The study is approved"),
    "review_sent_back": _("The study was sent back"),
    "removal_appealed": _("An appeal against a removal"),
    "removal_stands": _("The removal stands"),
    "standing_review": _("Your standing is under review"),
    "standing_reinstated": _("You are in good standing again"),
    "standing_removed": _("You are no longer in the network"),
}
ROLES: dict[str, Text] = {
    "clock": _("the clock"),
    "room": _("the room"),
    "operator": _("an operator"),
    "recruiter": _("the recruiting side"),
    "tester": _("the testing side"),
    "provider": _("the payment provider"),
}
