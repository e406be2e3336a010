"""What the two sides of one person say, held against each other: they match, one does not know the person, or they
disagree; and how long somebody has waited for a word. The board's statement is made of these tables, and nothing else
decides (LIFECYCLES sections 2 and 3)."""

from datetime import datetime, timedelta
from typing import NamedTuple

# A person who is at work in the study, or on the way there.
UNDER_WAY = frozenset({"invited", "screening", "qualified", "waitlisted", "booked", "started"})
# What the recruiting side says -> what the study may say at the same time.
AGREES: dict[str, frozenset[str]] = {
    "invited": frozenset(),
    "screening": frozenset(),
    "qualified": UNDER_WAY,  # the way on is noted a moment after it was opened
    "incomplete": UNDER_WAY,
    "submitted": frozenset({"submitted"}),
    "completed": frozenset({"completed"}),
    "left": frozenset({"withdrawn", "no_show"}),
    "screened_out": frozenset({"screened_out"}),
    "over_quota": frozenset({"over_quota", "withdrawn"}),  # who was turned away may still say that it is not for them
    "removed": frozenset({"excluded"}),
}
# Sent on, so the study has to know them; in any other state it need not.
SENT_ON = frozenset({"incomplete", "submitted", "completed"})
# Out of the study for good, with its ID hidden: the recruiting side need not know them any more.
GONE = frozenset({"excluded"})
# Nothing more is expected of a person who matches so.
OVER = frozenset({"completed", "left", "screened_out", "over_quota", "removed"})

MATCHED, ONLY_RECRUITING, ONLY_STUDY, DISAGREEING = "matched", "only_recruiting", "only_study", "disagreeing"
# Which side is ours, by where the other one is: both are here, the recruiter is outside, or the tool is.
OURS = {"local": "study", "recruiter": "study", "tool": "recruiting"}
SUBMITTED, DUE, OVERDUE, OWED = "submitted", "due", "overdue", "owed"
# So long a difference may be on its way to the other side, or told without an answer, before a person has to look: the
# whole list is read every ten minutes.
TOLD_WITHIN = timedelta(minutes=15)


class Limits(NamedTuple):
    """When Submitted is due, and when overdue."""

    due: timedelta = timedelta(days=3)
    overdue: timedelta = timedelta(days=7)


def pairing(recruiting: str | None, study: str | None) -> str:
    """What the two say together; nothing (None) is a side that does not know the person."""
    if recruiting is None and study is None:
        raise ValueError("nobody is known to neither side")
    if study is None:
        return ONLY_RECRUITING if recruiting in SENT_ON else MATCHED
    if recruiting is None:
        return MATCHED if study in GONE else ONLY_STUDY
    return MATCHED if study in AGREES.get(recruiting, frozenset()) else DISAGREEING


class Call(NamedTuple):
    """A call of ours about somebody: waiting, sent, dead or dropped; how often it was tried, since when it is to go,
    and when it was sent."""

    state: str
    tries: int
    since: datetime
    sent: datetime | None = None


def telling(pair: str, call: Call | None, heard: datetime | None, at: datetime) -> bool:
    """Whether a difference is just being told: its call waits for its first try, or was sent and the other side has
    said nothing since (`heard`). What failed, or takes too long, is for a person."""
    if pair == MATCHED or call is None or call.since <= at - TOLD_WITHIN:
        return False
    if call.state == "waiting":
        return call.tries == 0
    return call.state == "sent" and call.sent is not None and (heard is None or heard < call.sent)


def side_of(pair: str, where: str) -> str:
    """The same for a reader: "only_here" and "only_there" as seen from the side that is theirs."""
    if pair not in (ONLY_RECRUITING, ONLY_STUDY):
        return pair
    return "only_here" if pair == f"only_{OURS[where]}" else "only_there"


def waiting(
    recruiting: str | None, study: str | None, since: datetime | None, at: datetime, limits: Limits = Limits()  # noqa: B008
) -> str:
    """For a word of a person: Submitted, due, overdue; "" where none is awaited. Who is Completed at the recruiting
    side is not waiting for money any more, whatever the study says."""
    if "submitted" not in (recruiting, study) or recruiting in OVER or study in (*GONE, "completed"):
        return ""
    age = at - since if since is not None else timedelta(0)
    return OVERDUE if age >= limits.overdue else DUE if age >= limits.due else SUBMITTED


def settled(recruiting: str | None, study: str | None, owed: bool = False) -> bool:
    """Whether nothing more is expected: both sides say the same, it is over, and nothing is owed."""
    over = study in GONE if recruiting is None else recruiting in OVER
    return pairing(recruiting, study) == MATCHED and over and not owed


# What a person could do about a row, the first that fits: (where the other side is, pairing, states) -> a word.
COMPLETE, COMPLETE_HERE, EXCLUDE_HERE = "complete", "complete_here", "exclude_here"
TELL, ASK_LINK, READ, STATE, PAY, LOOK = "tell", "link", "read", "state", "pay", "look"


def next_step(
    where: str, recruiting: str | None, study: str | None, owed: bool = False, told: bool = False
) -> str:
    """The next step that a row offers; "" where there is nothing to do, as with what is just being told."""
    pair = pairing(recruiting, study)
    if told:
        return PAY if owed else ""
    if pair == MATCHED:
        return _when_matched(where, recruiting, owed)
    return _at_a_tool(recruiting, study, pair) if where == "tool" else _in_the_study(where, recruiting, study, pair)


def _when_matched(where: str, recruiting: str | None, owed: bool) -> str:
    if recruiting == "submitted":
        return STATE if where == "recruiter" else COMPLETE
    return PAY if owed else ""


def _in_the_study(where: str, recruiting: str | None, study: str | None, pair: str) -> str:
    """The study is ours: what it can follow it follows, what the recruiter did not hear is told again."""
    if recruiting == "completed" and study == "submitted":
        return COMPLETE_HERE
    if recruiting == "removed" and study != "completed":
        return EXCLUDE_HERE
    if where != "local" and pair == ONLY_RECRUITING:
        return READ
    if where == "local" or pair == ONLY_STUDY or recruiting in ("completed", "removed"):
        return LOOK
    return TELL


def _at_a_tool(recruiting: str | None, study: str | None, pair: str) -> str:
    """The candidate is ours: decisions are told again, and the tool's own words are read again."""
    if pair == ONLY_RECRUITING:
        return ASK_LINK if recruiting == "incomplete" else READ
    if pair == ONLY_STUDY:
        return LOOK
    if recruiting == "submitted" and study == "completed":
        return COMPLETE
    return TELL if recruiting in ("completed", "removed") else READ
