"""How hours, days and names are set."""

from datetime import UTC, datetime, timedelta

import pytest

from lifecycle.words import reading
from outbox import typeset

HOUR = timedelta(hours=1)


def lines(start: datetime, there: str | None, zone: str, language: str = "en", length: timedelta = HOUR) -> list[str]:
    """The time as a letter shows it, with plain spaces."""
    with reading(language, zone):
        shown = typeset.when(start, start + length, there)
    return [line.replace("\u00a0", " ").replace("\u2060", "") for line in shown]


@pytest.mark.parametrize(("start", "zone", "there", "shown"), [
    (datetime(2026, 11, 26, 13, tzinfo=UTC), "Europe/Lisbon", "Europe/Oslo",
     ["Thursday 26 November 2026, 13:00 – 14:00 in Lisbon", "In Oslo: 14:00 – 15:00"]),
    (datetime(2026, 11, 26, 13, tzinfo=UTC), "Europe/Oslo", "Europe/Paris",
     ["Thursday 26 November 2026, 14:00 – 15:00 in Oslo"]),
    (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), "Europe/London", "Asia/Tokyo",
     ["Thursday 31 December 2026, 23:30 – 00:30 (the next day) in London",
      "In Tokyo: Friday 1 January 2027, 08:30 – 09:30"]),
    (datetime(2026, 11, 1, 6, tzinfo=UTC), "America/New_York", None,
     ["Sunday 1 November 2026, 01:00 UTC-5 – 02:00 in New York"]),
    (datetime(2026, 6, 1, 10, tzinfo=UTC), "Asia/Kathmandu", "Etc/GMT+5",
     ["Monday 1 June 2026, 15:45 – 16:45 in Kathmandu", "In UTC-5: 05:00 – 06:00"]),
])  # fmt: skip
def test_a_time_is_shown_with_its_city_and_the_other_one(start, zone, there, shown):
    assert lines(start, there, zone) == shown


def test_an_end_that_the_clocks_show_before_the_start_is_told_apart():
    # In Berlin the clocks go back at 03:00 summer time: half an hour later it is 02:15 for the second time.
    assert lines(datetime(2026, 10, 25, 0, 45, tzinfo=UTC), None, "Europe/Berlin", length=HOUR / 2) == [
        "Sunday 25 October 2026, 02:45 UTC+2 – 02:15 UTC+1 in Berlin"]  # fmt: skip


def test_hours_are_never_torn_apart():
    with reading("en", "Europe/Oslo"):
        shown = typeset.hours(datetime(2026, 11, 26, 13, tzinfo=UTC), datetime(2026, 11, 26, 14, tzinfo=UTC))
    assert " " not in shown
    assert any(shown in line for line in typeset.fill(f"{'word ' * 13}{shown}").splitlines())


def test_addresses_of_pages_are_never_torn_apart():
    address = "https://parlor.example/" + "a-long-path/" * 12
    assert address in typeset.fill(f"See {address} there").splitlines()
