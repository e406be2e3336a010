"""What follows from two people's word, where the meeting took place elsewhere and no log was kept. The table of
LIFECYCLES ("claimed presence"), row by row and in its order."""

from datetime import datetime, timedelta
from typing import NamedTuple

MET, THEY_ABSENT, I_ABSENT, TECHNICAL = ANSWERS = ("met", "they_absent", "i_absent", "technical")
ASKED_FOR = timedelta(hours=24)
_ANY, _SILENT = frozenset({*ANSWERS, None}), frozenset({None})


class Verdict(NamedTuple):
    """The session event to fire; whether the contributor's standing is marked; whether a dispute opens."""

    event: str
    mark: bool = False
    disputed: bool = False


# customer's answers, contributor's answers, what follows: the first row that fits decides.
TABLE = (
    (frozenset({MET}), _ANY, Verdict("start")),
    (frozenset({THEY_ABSENT}), frozenset({I_ABSENT}), Verdict("mark_no_show", mark=True)),
    (frozenset({THEY_ABSENT}), _SILENT, Verdict("mark_no_show")),
    (frozenset({THEY_ABSENT}), _ANY, Verdict("mark_no_show", disputed=True)),
    (frozenset({I_ABSENT}), frozenset({MET, THEY_ABSENT}), Verdict("mark_host_absent")),
    (_SILENT, frozenset({MET}), Verdict("start")),
    (_SILENT, frozenset({THEY_ABSENT}), Verdict("mark_host_absent")),
    (_SILENT, frozenset({I_ABSENT}), Verdict("mark_no_show", mark=True)),
    (frozenset({TECHNICAL}), _ANY, Verdict("technical_failure")),
    (_ANY, frozenset({TECHNICAL}), Verdict("technical_failure")),
    (_ANY, _ANY, Verdict("lapse")),
)


def verdict(customer: str | None, contributor: str | None, at: datetime, ends_at: datetime,
            starts_at: datetime) -> Verdict | None:
    """What the answers settle by that instant, or None while it is open: at once on the customer's "we met", else
    when both answered, else 24 hours after the end, silence being an answer then. Unknown answer: ValueError."""
    if not {customer, contributor} <= _ANY:
        raise ValueError("unknown answer")
    if at < starts_at:
        return None
    if customer == MET or None not in (customer, contributor) or at >= ends_at + ASKED_FOR:
        return next(follows for mine, theirs, follows in TABLE if customer in mine and contributor in theirs)
    return None
