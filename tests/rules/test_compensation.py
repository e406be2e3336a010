"""What a late cancel owes."""

from datetime import UTC, datetime, timedelta

import pytest

from rules.compensation import is_late, late_cancel, suggested_reward

START = datetime(2026, 11, 26, 10, tzinfo=UTC)


@pytest.mark.parametrize(("reward", "percent", "owed"), [
    (6000, 25, 1500), (6001, 25, 1500), (6002, 25, 1501), (1, 50, 1), (1, 49, 0), (0, 100, 0), (6000, 0, 0),
    (6001, 100, 6001), (3, 25, 1), (10**15 + 1, 50, 5 * 10**14 + 1)])
def test_half_a_minor_unit_is_rounded_up(reward, percent, owed):
    assert late_cancel(reward, percent) == owed


@pytest.mark.parametrize("wrong", [(-1, 25), (100, -1), (100, 101)])
def test_impossible_figures_are_refused(wrong):
    with pytest.raises(ValueError):
        late_cancel(*wrong)


@pytest.mark.parametrize(("seconds", "late"), [(-1, False), (0, False), (1, True), (90000, True)])
def test_exactly_the_notice_is_in_time(seconds, late):
    assert is_late(START, START - timedelta(hours=24) + timedelta(seconds=seconds), timedelta(hours=24)) is late


def test_a_suggestion_grows_with_the_length_and_is_absent_where_we_have_no_figure():
    assert [suggested_reward(minutes, "USD") for minutes in (30, 60, 90, 120)] == [3000, 6000, 9000, 12000]
    assert suggested_reward(30, "JPY") == 4500
    assert suggested_reward(30, "XXX") is None
    with pytest.raises(ValueError):
        suggested_reward(0, "USD")
