"""The free times of one host, told as cases that a person can check against a calendar."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from rules.slots import Plan, Window, by_local_day, free_slots, is_free, ticks

LISBON = "Europe/Lisbon"
MONDAY = date(2026, 11, 23)
ALWAYS = tuple(Window(day, 0, 1440) for day in range(7))


def epoch(text, zone=LISBON, fold=0):
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold).timestamp())


def plan(*windows, **numbers):
    return Plan(**{"zone": LISBON, "windows": windows, "length": 30, "horizon": 7, **numbers})


def hours(starts, zone=LISBON):
    return [datetime.fromtimestamp(start, ZoneInfo(zone)).strftime("%a %H:%M") for start in starts]


SUNDAY_NIGHT = epoch("2026-11-22T20:00")


def test_a_session_fits_wholly_into_its_window():
    assert hours(free_slots(plan(Window(0, 540, 650)), [], SUNDAY_NIGHT)) == [
        "Mon 09:00", "Mon 09:30", "Mon 10:00"]


@pytest.mark.parametrize(("step", "expected"), [
    (15, ["Mon 09:15", "Mon 09:30", "Mon 09:45", "Mon 10:00", "Mon 10:15", "Mon 10:30"]),
    (30, ["Mon 09:30", "Mon 10:00", "Mon 10:30"]),
    (60, ["Mon 10:00"]),
])
def test_starts_count_from_the_top_of_the_local_hour(step, expected):
    assert hours(free_slots(plan(Window(0, 550, 660), step=step), [], SUNDAY_NIGHT)) == expected


@pytest.mark.parametrize("zone", ["Asia/Kathmandu", "Asia/Kolkata", "Australia/Eucla", "Pacific/Chatham"])
def test_the_top_of_the_hour_is_local_where_offsets_are_odd(zone):
    starts = free_slots(plan(Window(0, 540, 720), zone=zone, step=60), [], SUNDAY_NIGHT - 86400)
    assert hours(starts, zone) == ["Mon 09:00", "Mon 10:00", "Mon 11:00"]
    assert all(start % 900 == 0 for start in starts)


def test_an_offset_that_is_no_quarter_hour_still_starts_on_utc_quarter_hours():
    zone = "Africa/Monrovia"  # 44 minutes and 30 seconds behind UTC until 1972
    at = epoch("1971-03-01T00:00", "UTC")
    starts = free_slots(Plan(zone, ALWAYS, 30, step=30, horizon=2), [], at)
    assert len(starts) == 96
    assert all(start % 900 == 0 for start in starts)


def test_windows_that_touch_or_overlap_are_one():
    parts = (Window(0, 540, 570), Window(0, 570, 600), Window(0, 590, 620))
    assert hours(free_slots(plan(*parts, length=60, step=15), [], SUNDAY_NIGHT)) == [
        "Mon 09:00", "Mon 09:15"]


def test_windows_join_across_midnight():
    windows = (Window(0, 1380, 1440), Window(1, 0, 60))
    assert hours(free_slots(plan(*windows, length=60), [], SUNDAY_NIGHT)) == [
        "Mon 23:00", "Mon 23:30", "Tue 00:00"]


def test_a_window_may_run_past_midnight_also_from_sunday_into_monday():
    assert hours(free_slots(plan(Window(6, 1410, 1470)), [], SUNDAY_NIGHT)) == ["Sun 23:30", "Mon 00:00"]
    assert hours(free_slots(plan(Window(6, 1410, 1470)), [], epoch("2026-11-23T00:00"))) == ["Mon 00:00", "Sun 23:30"]


def test_a_session_already_taken_and_all_that_would_touch_it_is_gone():
    taken = [(epoch("2026-11-23T10:00"), epoch("2026-11-23T10:30"))]
    assert hours(free_slots(plan(Window(0, 540, 720), step=15), taken, SUNDAY_NIGHT)) == [
        "Mon 09:00", "Mon 09:15", "Mon 09:30", "Mon 10:30", "Mon 10:45", "Mon 11:00", "Mon 11:15", "Mon 11:30"]


def test_the_gap_is_clear_on_both_sides_of_a_new_slot():
    taken = [(epoch("2026-11-23T10:00"), epoch("2026-11-23T10:30"))]
    assert hours(free_slots(plan(Window(0, 540, 720), step=15, gap=15), taken, SUNDAY_NIGHT)) == [
        "Mon 09:00", "Mon 09:15", "Mon 10:45", "Mon 11:00", "Mon 11:15", "Mon 11:30"]


def test_busy_times_may_come_unsorted_overlapping_and_empty():
    parts = [("11:00", "11:30"), ("09:00", "10:00"), ("09:15", "09:30"), ("10:30", "10:30")]
    taken = ((epoch(f"2026-11-23T{a}"), epoch(f"2026-11-23T{b}")) for a, b in parts)
    assert hours(free_slots(plan(Window(0, 540, 720)), taken, SUNDAY_NIGHT)) == [
        "Mon 10:00", "Mon 10:30", "Mon 11:30"]


def test_exactly_the_notice_is_in_time():
    at = epoch("2026-11-23T09:00")
    offered = plan(Window(0, 540, 720), notice=60)
    assert hours(free_slots(offered, [], at))[0] == "Mon 10:00"
    assert hours(free_slots(offered, [], at + 1))[0] == "Mon 10:30"
    assert hours(free_slots(offered, [], datetime.fromtimestamp(at, UTC) + timedelta(microseconds=1)))[0] == "Mon 10:30"


def test_the_horizon_and_until_end_the_list():
    every_day = tuple(Window(day, 540, 570) for day in range(7))
    assert hours(free_slots(plan(*every_day, horizon=2), [], SUNDAY_NIGHT)) == ["Mon 09:00", "Tue 09:00"]
    until = epoch("2026-11-24T09:00")
    assert hours(free_slots(plan(*every_day), [], SUNDAY_NIGHT, until)) == ["Mon 09:00"]
    assert hours(free_slots(plan(*every_day), [], SUNDAY_NIGHT, datetime.fromtimestamp(until + 1, UTC))) == [
        "Mon 09:00", "Tue 09:00"]
    assert free_slots(plan(*every_day, notice=10 * 1440), [], SUNDAY_NIGHT) == []


def test_a_dated_exception_replaces_the_hours_of_its_date():
    windows = (Window(0, 540, 600), Window(1, 540, 600))
    closed = plan(*windows, exceptions=((MONDAY, ()),))
    assert hours(free_slots(closed, [], SUNDAY_NIGHT)) == ["Tue 09:00", "Tue 09:30"]
    other = plan(*windows, exceptions=((MONDAY, ((780, 810),)), (MONDAY, ((840, 870),))))
    assert hours(free_slots(other, [], SUNDAY_NIGHT)) == ["Mon 13:00", "Mon 14:00", "Tue 09:00", "Tue 09:30"]


@pytest.mark.parametrize(("exceptions", "expected"), [
    ((), ["Mon 23:30", "Tue 00:00", "Tue 00:30"]),
    (((date(2026, 11, 24), ()),), ["Mon 23:30"]),
    (((MONDAY, ()),), []),
    (((MONDAY, ((1410, 1470),)),), ["Mon 23:30", "Tue 00:00"]),
    (((MONDAY, ((1410, 1470),)), (date(2026, 11, 24), ())), ["Mon 23:30"]),
])
def test_what_runs_past_midnight_stands_only_where_neither_date_says_otherwise(exceptions, expected):
    assert hours(free_slots(plan(Window(0, 1410, 1500), exceptions=exceptions), [], SUNDAY_NIGHT)) == expected


def test_a_full_day_offers_nothing_more():
    windows = (Window(0, 540, 600), Window(1, 540, 600))
    offered = plan(*windows, most_per_day=2)
    taken = {MONDAY: 2, date(2026, 11, 24): 1}
    assert hours(free_slots(offered, [], SUNDAY_NIGHT, taken_days=taken)) == ["Tue 09:00", "Tue 09:30"]
    assert len(free_slots(offered, [], SUNDAY_NIGHT)) == 4
    assert free_slots(plan(*windows, most_per_day=0), [], SUNDAY_NIGHT) == []


def test_a_full_day_is_a_day_of_the_host():
    tokyo = Plan("Asia/Tokyo", ALWAYS, 30, step=60, horizon=3, most_per_day=1)
    starts = free_slots(tokyo, [], SUNDAY_NIGHT, taken_days={MONDAY: 1})
    assert date(2026, 11, 23) not in dict(by_local_day(starts, "Asia/Tokyo"))
    assert date(2026, 11, 23) in dict(by_local_day(starts, "America/New_York"))


def test_the_skipped_hour_offers_nothing_and_shortens_the_day():
    at = epoch("2027-03-27T23:00")
    starts = free_slots(plan(Window(6, 0, 180), step=30), [], at, at + 7200 * 3)
    assert hours(starts) == ["Sun 00:00", "Sun 00:30", "Sun 02:00", "Sun 02:30"]
    assert starts[2] - starts[1] == 1800


def test_a_window_that_opens_or_ends_in_the_skipped_hour_is_cut_there():
    at = epoch("2027-03-27T23:00")
    assert hours(free_slots(plan(Window(6, 90, 150), length=30), [], at, at + 21600)) == ["Sun 02:00"]
    assert hours(free_slots(plan(Window(6, 30, 90), length=30), [], at, at + 21600)) == ["Sun 00:30"]
    assert free_slots(plan(Window(6, 60, 120), length=15, step=15), [], at, at + 21600) == []


def test_the_repeated_hour_is_offered_twice_as_two_instants():
    at = epoch("2026-10-24T23:00")
    starts = free_slots(plan(Window(6, 60, 120), step=30), [], at, at + 21600)
    assert hours(starts) == ["Sun 01:00", "Sun 01:30", "Sun 01:00", "Sun 01:30"]
    assert starts == sorted(set(starts))
    assert starts[-1] == epoch("2026-10-25T01:30", fold=1)


def test_a_long_session_may_cross_the_repeated_hour_and_lasts_its_real_length():
    at = epoch("2026-10-24T23:00")
    starts = free_slots(plan(Window(6, 0, 150), length=120, step=60), [], at, at + 21600)
    assert starts == [epoch("2026-10-25T00:00"), epoch("2026-10-25T01:00")]


def test_one_start_is_asked_about_by_itself():
    offered = plan(Window(0, 540, 660), notice=60, most_per_day=3)
    start = epoch("2026-11-23T10:00")
    assert is_free(offered, [], SUNDAY_NIGHT, start)
    assert not is_free(offered, [], SUNDAY_NIGHT, start + 900)
    assert not is_free(offered, [], start - 3599, start)
    assert not is_free(offered, [(start + 1800 - 60, start + 3600)], SUNDAY_NIGHT, start)
    assert not is_free(offered, [], SUNDAY_NIGHT, start, {MONDAY: 3})
    assert not is_free(offered, [], SUNDAY_NIGHT - 8 * 86400, start)


def test_starts_are_grouped_by_the_readers_day():
    starts = [epoch("2026-11-23T23:30"), epoch("2026-11-23T09:00"), epoch("2026-11-24T09:00")]
    assert by_local_day(starts, LISBON) == [(MONDAY, [starts[1], starts[0]]), (date(2026, 11, 24), [starts[2]])]
    assert by_local_day(starts, "Asia/Tokyo") == [(MONDAY, [starts[1]]), (date(2026, 11, 24), [starts[0], starts[2]])]
    assert by_local_day([], LISBON) == []


@pytest.mark.parametrize(("start", "minutes", "expected"), [
    (0, 30, range(2)), (900, 15, range(1, 2)), (0, 31, range(3)), (450, 15, range(2)), (0, 0, range(0)),
])
def test_ticks_cover_every_quarter_hour_that_is_touched(start, minutes, expected):
    assert ticks(start, minutes) == expected
