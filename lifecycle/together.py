"""What moves together: for each move of a session, what its participant, its claims, its place and the money do
with it.

This is the table of LIFECYCLES.md as data; `commands/together.py` carries it out in the transaction of the move.
"""

from typing import NamedTuple

# Reasons of a cancel. A customer's lead to asking the same person for another time, unless they are of these.
CUSTOMER_REASONS = (
    "editing_study",
    "no_longer_needed",
    "audience_not_available",
    "scheduling_conflict",
    "someone_else",
    "technical",
    "other",
)
CONTRIBUTOR_REASONS = ("not_available", "not_qualified", "uncomfortable", "technical", "other")
NOT_ASKED_BACK = ("no_longer_needed", "audience_not_available", "someone_else")


class Together(NamedTuple):
    """What goes with a session's move. `place`: kept, given_up, filled, regained; `units`: use, give_back, regain;
    `mark`: its kind."""

    participant: str | None = None
    claims: str | None = None
    place: str | None = None
    units: str | None = None
    compensation: bool = False
    mark: str | None = None
    strike: bool = False


class Move(NamedTuple):
    """The move of a session as the table reads it: `late` is this move's own lateness or that of the reschedule
    before it."""

    event: str
    source: str
    target: str
    role: str
    late: bool = False
    reason: str | None = None
    marked: bool = True


def together(move: Move) -> Together:
    """The row of the table for this move."""
    return ROWS[move.event](move)


def _cancel(move: Move) -> Together:
    if move.role == "contributor":
        late = move.late and move.reason != "technical"
        return Together("withdraw", "drop", "kept", mark="late_cancel" if late else None)
    person = "withdraw" if move.reason in NOT_ASKED_BACK else "release"
    if move.reason == "someone_else":
        return Together(person, "drop", "kept", compensation=move.late)
    return Together(person, "drop", "given_up", "give_back", compensation=move.late)


def _lapse(move: Move) -> Together:
    person = "withdraw" if move.source == "rescheduling" else "release"
    return Together(person, "drop", "kept", compensation=move.late and move.source == "rescheduling")


def _technical(move: Move) -> Together:
    if move.target == "completed":
        return _held(move)
    return Together("miss", "drop", "kept", compensation=move.role == "customer")


def _held(move: Move) -> Together:
    return Together("submit", "keep", "filled", "use")


ROWS = {
    "book": lambda move: Together("book", "take", "taken"),
    "move": lambda move: Together(claims="replace"),
    "rebook": lambda move: Together(claims="replace"),
    "hand_over": lambda move: Together(claims="replace"),
    "reschedule": lambda move: Together(claims="drop"),
    "decline": lambda move: Together("withdraw", "drop", "kept", compensation=move.late),
    "lapse": _lapse,
    "cancel": _cancel,
    "start": lambda move: Together(),
    "complete": _held,
    "mark_no_show": lambda move: Together("miss", "drop", "kept", mark="no_show" if move.marked else None),
    "mark_host_absent": lambda move: Together("submit", "keep", "filled", "give_back"),
    "technical_failure": _technical,
    "overturn": lambda move: Together("recover", place="regained", units="regain", strike=True),
}

# What a local candidate does when its participant moves; for an outside recruiter the same go out as messages.
CANDIDATE = {
    "submit": ("submit",),
    "withdraw": ("leave",),
    "miss": ("leave",),
    "screen_out": ("screen_out",),
    "fill": ("fill",),
    "readmit": ("reopen",),
    "call_up": ("reopen",),
    # Not in the law's list, but without it nobody who is let in again could ever be completed on the recruiting side.
    "reopen": ("reopen",),
    "recover": ("reopen", "submit"),
}
