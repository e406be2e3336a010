"""What is wrong with a plan."""

from datetime import date

import pytest

from rules.availability import faults
from rules.slots import Plan, Window

SOUND = Plan("Europe/Lisbon", (Window(0, 540, 1080), Window(6, 1320, 1560)), 60, gap=15, step=15, most_per_day=4,
             exceptions=((date(2026, 12, 24), ()), (date(2026, 12, 23), ((540, 720),))))


def test_a_sound_plan_has_no_faults():
    assert faults(SOUND) == []


@pytest.mark.parametrize(("changes", "code"), [
    ({"zone": "Europe/Atlantis"}, "unknown_zone"), ({"length": 0}, "bad_length"), ({"length": 50}, "bad_length"),
    ({"gap": 10}, "bad_gap"), ({"step": 20}, "bad_step"), ({"notice": -1}, "bad_notice"),
    ({"horizon": 0}, "bad_horizon"), ({"horizon": 9999}, "bad_horizon"), ({"most_per_day": 0}, "bad_most_per_day"),
    ({"windows": (Window(0, 600, 600),)}, "bad_window"), ({"windows": (Window(7, 0, 60),)}, "bad_window"),
    ({"windows": (Window(0, -15, 60),)}, "bad_window"), ({"windows": (Window(0, 0, 2881),)}, "bad_window"),
    ({"windows": (Window(0, 1440, 1500),)}, "bad_window"),
    ({"exceptions": ((date(2026, 12, 24), ((60, 0),)),)}, "bad_exception")])
def test_a_fault_is_named(changes, code):
    assert [found for found, _ in faults(SOUND._replace(**changes))] == [code]
