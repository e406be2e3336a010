"""The waiting list in numbers."""

from datetime import UTC, datetime, timedelta

import pytest

from rules.waiting import full, offer_ends, to_offer

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def epoch(hours: float) -> int:
    """So many hours from now."""
    return int((AT + hours * HOUR).timestamp())


@pytest.mark.parametrize(
    ("starts", "notice", "hours"),
    [
        ([], 120, 24),
        ([epoch(30), epoch(100)], 120, 24),
        ([epoch(26)], 120, 24),  # to be booked until exactly a day from now
        ([epoch(25)], 120, 23),
        ([epoch(3), epoch(2)], 60, 2),
        ([epoch(2)], 120, 0),
    ],
)
def test_an_offer_stands_for_a_day_and_never_longer_than_there_is_a_time_to_book(starts, notice, hours):
    assert offer_ends(AT, starts, notice) == AT + hours * HOUR


@pytest.mark.parametrize(
    ("open_places", "offered", "starts", "more"),
    [(1, 0, 5, 1), (3, 1, 5, 2), (3, 0, 2, 2), (3, 2, 2, 0), (3, 0, 0, 0), (0, 0, 5, 0), (1, 2, 5, 0), (3, 1, None, 2)],
)
def test_nobody_is_offered_a_place_that_is_kept_or_for_which_there_is_no_time(open_places, offered, starts, more):
    assert to_offer(open_places, offered, starts) == more


@pytest.mark.parametrize(
    ("open_places", "waiting", "reserves", "turned_away"),
    [(0, 0, 0, False), (0, 9, 0, False), (0, 1, 2, False), (0, 2, 2, True), (0, 3, 2, True), (1, 2, 2, False)],
)
def test_a_study_is_full_once_as_many_wait_as_it_asked_for(open_places, waiting, reserves, turned_away):
    assert full(open_places, waiting, reserves) is turned_away
