"""The waiting list in numbers: until when an offer stands, and how many may be offered a place now."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from rules.times import from_epoch

# One day: whatever somebody's zone and working hours, it holds an evening in which letters are read; and a longer one
# would keep a place from everybody behind them while the times that are offered go by.
OFFER = timedelta(hours=24)
# Nobody is called up for less: an offer that has gone before its letter is read would only cost them their turn.
SHORTEST = timedelta(hours=1)
# Who let that many offers go by is not written to again. They stay on the list, keep nobody waiting, and can take a
# place that is free themselves.
UNANSWERED_MOST = 2


def offer_ends(at: datetime, starts: Sequence[int], notice: int) -> datetime:
    """Until when a place is kept for somebody who can choose among these starts (epochs), each of which has to be
    booked so many minutes before: never past the moment at which the last of them can still be booked."""
    if not starts:
        return at + OFFER
    return min(at + OFFER, from_epoch(max(starts)) - timedelta(minutes=notice))


def to_offer(open_places: int, offered: int, starts: int | None) -> int:
    """How many more may be offered a place: none for whom there is no time (`starts`: how many can be booked; None
    where no time is needed), and none for a place that is kept for somebody already."""
    places = open_places if starts is None else min(open_places, starts)
    return max(places - offered, 0)


def full(open_places: int, waiting: int, reserves: int) -> bool:
    """Whether who fits now is one too many: every place is taken, and as many wait as the study asked for. A study that
    asked for no reserves turns nobody away from its list."""
    return 0 < reserves <= waiting and open_places <= 0
