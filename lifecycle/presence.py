"""Evidence: the guards that read the presence log of a session, or, where presence is only claimed, what both sides
answered.

With seen presence each guard looks at the spells in room and lobby. With claimed presence the table of the law stands
in their place: `settled` compares the event with the table's verdict.
"""

from datetime import timedelta

from lifecycle.attempt import Attempt, guard
from lifecycle.words import Hour, Moment, _
from rules import presence

SILENCE = timedelta(minutes=5)
AFTER_THE_END = timedelta(minutes=15)
CLAIMED_UNTIL = timedelta(hours=24)
LONGEST_OVERRUN = timedelta(minutes=60)


def claimed(attempt: Attempt) -> bool:
    """Whether this session's presence is claimed (the meeting is elsewhere) and not seen."""
    return attempt.row.presence == "claimed"


def verdict(attempt: Attempt):
    """What both answers settle by now, or None (claimed presence)."""
    if "verdict" not in attempt.facts:
        row = attempt.row
        attempt.facts["verdict"] = presence.verdict(*row.answers, attempt.at, row.ends_at, row.starts_at)
    return attempt.facts["verdict"]


def settled(attempt: Attempt, event: str) -> bool:
    """Whether the table settles on this event."""
    found = verdict(attempt)
    return found is not None and found.event == event


def _waits(attempt: Attempt) -> tuple:
    """Whose ten minutes were full when: (customer's side, contributor's side)."""
    if "waits" not in attempt.facts:
        row, wait = attempt.row, attempt.row.policy.absence
        both = (presence.host_waited_at, presence.waited_in_vain_at)
        attempt.facts["waits"] = tuple(full(row.spells, row.starts_at, row.ends_at, wait, attempt.at) for full in both)
    return attempt.facts["waits"]


def _asked_here(seen):
    """The sentence for seen presence, or where to answer when presence is claimed."""
    asked = _(
        "The meeting is elsewhere. Say on the join page how it went: both sides are asked, and their answers decide."
    )
    return lambda attempt: asked if claimed(attempt) else (seen if not callable(seen) else seen(attempt))


@guard(
    lambda a: (
        _(
            "It opens at %(hour)s, %(minutes)s minutes before the start.",
            hour=Hour(a.row.starts_at - a.row.policy.join),
            minutes=a.row.policy.join_minutes,
        )
        if a.at < a.row.starts_at
        else _("Its time is over.")
    )
)
def join_open(attempt: Attempt) -> bool:
    """From 15 minutes before the start until the scheduled end; with claimed presence until 24 h after it."""
    row = attempt.row
    if claimed(attempt) and settled(attempt, "start"):  # a late sweep still carries out what was settled
        return True
    last = row.ends_at + CLAIMED_UNTIL if claimed(attempt) else row.ends_at
    return row.starts_at - row.policy.join <= attempt.at <= last


@guard(_asked_here(_("You are not both in the room yet.")))
def both_present(attempt: Attempt) -> bool:
    """The log shows the contributor and someone who may admit together in the room."""
    return settled(attempt, "start") if claimed(attempt) else presence.together_now(attempt.row.spells, attempt.at)


@guard(_("It goes on while somebody is in the room, at the latest an hour after its end."))
def call_over(attempt: Attempt) -> bool:
    """The customer ends it; the clock once the room is empty after the scheduled end, at the latest 60 minutes
    after it."""
    if attempt.by.role != "clock":
        return True
    past = attempt.at - attempt.row.ends_at
    empty = claimed(attempt) or presence.room_empty(attempt.row.spells, attempt.at)
    return past >= LONGEST_OVERRUN or (past >= timedelta(0) and empty)


@guard(
    lambda a: _(
        "Absence counts from %(hour)s, %(minutes)s minutes after the start.",
        hour=Hour(a.row.starts_at + a.row.policy.absence),
        minutes=a.row.policy.absence_minutes,
    )
)
def absence_counted(attempt: Attempt) -> bool:
    """Ten minutes after the start for a person; the scheduled end for the clock, which with claimed presence only
    carries out an answer."""
    row = attempt.row
    waits_for_the_end = attempt.by.role == "clock" and not claimed(attempt)
    return attempt.at >= (row.ends_at if waits_for_the_end else row.starts_at + row.policy.absence)


@guard(
    _asked_here(
        lambda a: _(
            "The log does not show anybody of yours in the room for %(minutes)s unbroken minutes after the start "
            "while the contributor was away.",
            minutes=a.row.policy.absence_minutes,
        )
    )
)
def host_waited(attempt: Attempt) -> bool:
    """Someone who may admit waited ten unbroken minutes, and theirs were full before the contributor's."""
    if claimed(attempt):
        return settled(attempt, "mark_no_show")
    host, contributor = _waits(attempt)
    return host is not None and (contributor is None or host < contributor)


@guard(_("The log shows that the contributor is there now."))
def contributor_absent(attempt: Attempt) -> bool:
    """In neither room nor lobby now (that they were away during the wait is part of the wait)."""
    return claimed(attempt) or not presence.contributor_here(attempt.row.spells, attempt.at)


@guard(
    _asked_here(
        lambda a: _(
            "This is possible once you have waited %(minutes)s unbroken minutes after the start and nobody came.",
            minutes=a.row.policy.absence_minutes,
        )
    )
)
def waited_in_vain(attempt: Attempt) -> bool:
    """The contributor waited ten unbroken minutes, nobody who may admit met them, and theirs were full first."""
    if claimed(attempt):
        return settled(attempt, "mark_host_absent")
    if attempt.by.role == "clock" and attempt.at < attempt.row.ends_at:
        return False
    host, contributor = _waits(attempt)
    return contributor is not None and (host is None or contributor < host)


@guard(
    _asked_here(
        lambda a: _(
            "It is still open what became of this conversation: this is decided at %(hour)s.",
            hour=Hour(a.row.ends_at + AFTER_THE_END),
        )
    )
)
def no_verdict(attempt: Attempt) -> bool:
    """A quarter of an hour after the end (a day with claimed presence) nothing else can be recorded."""
    if claimed(attempt):
        return settled(attempt, "lapse")
    recorded = (host_waited(attempt) and contributor_absent(attempt)) or waited_in_vain(attempt)
    return attempt.at >= attempt.row.ends_at + AFTER_THE_END and not recorded


@guard(
    lambda a: (
        _(
            "The join page asks from %(hour)s on how it went. Technical trouble is one of the answers.",
            hour=Hour(a.row.starts_at),
        )
        if claimed(a) and a.row.state == "scheduled"
        else _(
            "This can be reported from %(hour)s, shortly before the start, until %(until)s, shortly after the end.",
            hour=Hour(a.row.starts_at - a.row.policy.join),
            until=Moment(a.row.ends_at + CLAIMED_UNTIL) if claimed(a) else Hour(a.row.ends_at + AFTER_THE_END),
        )
    )
)
def call_window(attempt: Attempt) -> bool:
    """From 15 minutes before the start to 15 minutes after the end (24 h with claimed presence)."""
    row = attempt.row
    if claimed(attempt) and row.state == "scheduled" and settled(attempt, "technical_failure"):
        return True
    last = row.ends_at + (CLAIMED_UNTIL if claimed(attempt) else AFTER_THE_END)
    return row.starts_at - row.policy.join <= attempt.at <= last


@guard(_asked_here(_("The log does not show you in the room or its lobby, so there is nothing to report yet.")))
def was_there(attempt: Attempt) -> bool:
    """Who reports has been in the room or lobby; the room itself reports five minutes without media."""
    row = attempt.row
    if claimed(attempt):
        return row.state == "in_progress" or settled(attempt, "technical_failure")
    if attempt.by.role == "room":
        return row.silent_since is not None and attempt.at - row.silent_since >= SILENCE
    seat = "contributor" if attempt.by.role == "contributor" else "admitter"
    return presence.was_there(row.spells, seat, attempt.by.who, attempt.at)


@guard(_("The contributor has waited and nobody came, so this is recorded as your absence."))
def not_dodging(attempt: Attempt) -> bool:
    """Not while the customer's absence could be recorded, unless the contributor reports."""
    if attempt.by.role == "contributor" or claimed(attempt):
        return True
    host, contributor = _waits(attempt)
    return contributor is None or (host is not None and host < contributor)


@guard(_("You have not talked for half of the booked time."))
def talked_half(attempt: Attempt) -> bool:
    """At least half of the booked length together in the room; with claimed presence, since the start that both
    were told."""
    row = attempt.row
    half = (row.ends_at - row.starts_at) / 2
    if claimed(attempt):
        return min(attempt.at, row.ends_at) - row.starts_at >= half
    return timedelta(minutes=presence.minutes_together(row.spells, attempt.at, attempt.at)) >= half
