"""What machines said and what arrived by mistake goes after some days, the same for everybody: by then nobody looks at
it any more. (Calls that came in and used links go with every sweep: commands/arrivals.py.)"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from models.database import writes
from models.outgoing import Try
from models.outside import Suspect

CHUNK = 200
# What another machine answered to a message of ours; suspects that somebody has settled.
TRIES, SUSPECTS = timedelta(days=90), timedelta(days=90)


def empty(at: datetime) -> Counter:
    """Everything of this that is past its days, in portions; how many, by kind."""
    gone: Counter = Counter()
    for rows in _portions(Try, (Try.at <= at - TRIES) & (Try.answer != "")):
        gone["tries"] += _tries(rows)
    for rows in _portions(Suspect, Suspect.settled_at <= at - SUSPECTS):
        gone["suspects"] += _suspects(rows)
    return gone


def _portions(kind, condition) -> Iterator[list[int]]:
    last = 0
    while rows := list(kind.select(kind.id).where(condition, kind.id > last).order_by(kind.id).limit(CHUNK)):
        last = rows[-1].id
        yield [row.id for row in rows]


@writes
def _tries(rows: list[int]) -> int:
    """The words of an answer; that there was one, and which, stays."""
    return Try.update(answer="").where(Try.id.in_(rows)).execute()


@writes
def _suspects(rows: list[int]) -> int:
    """What it was, and what somebody said of it; that it was settled stays in the team's log."""
    return Suspect.delete().where(Suspect.id.in_(rows)).execute()
