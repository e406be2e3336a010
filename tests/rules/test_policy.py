"""A workspace's numbers."""

from datetime import timedelta

import pytest

from rules.policy import BOUNDS, Policy, faults, from_dict, to_dict


def test_the_defaults_are_those_of_the_law():
    policy = Policy()
    assert (policy.notice, policy.join, policy.absence) == (
        timedelta(hours=24), timedelta(minutes=15), timedelta(minutes=10))
    assert (policy.correct, policy.remind, policy.lapse) == (
        timedelta(days=14), timedelta(hours=24), timedelta(days=7))
    assert (policy.due, policy.overdue, policy.moves, policy.late_percent) == (
        timedelta(days=3), timedelta(days=7), 3, 25)


def test_stored_numbers_come_back_and_missing_ones_take_their_defaults():
    policy = Policy(notice_hours=48, moves=0, late_percent=100)
    assert from_dict(to_dict(policy)) == policy
    assert from_dict({"moves": 1}) == Policy(moves=1)
    assert set(to_dict(policy)) == set(BOUNDS)


@pytest.mark.parametrize("name", BOUNDS)
def test_every_number_has_bounds(name):
    low, high = BOUNDS[name]
    for value in (low - 1, high + 1):
        assert faults({name: value}) == [(name, "out_of_bounds")]
        with pytest.raises(ValueError):
            Policy(**{name: value})


@pytest.mark.parametrize(("numbers", "fault"), [
    ({"moves": "3"}, ("moves", "not_a_number")), ({"moves": True}, ("moves", "not_a_number")),
    ({"moves": None}, ("moves", "not_a_number")), ({"patience": 3}, ("patience", "unknown")),
    ({"due_days": 7}, ("overdue_days", "before_due")),
    ({"remind_hours": 24, "lapse_days": 1}, ("remind_hours", "after_lapse"))])
def test_unsound_numbers_are_named(numbers, fault):
    assert faults(numbers) == [fault]
    with pytest.raises(ValueError):
        from_dict(numbers)


def test_a_request_never_waits_longer_than_a_session_may_stay_open():
    assert BOUNDS["lapse_days"][1] <= 7
