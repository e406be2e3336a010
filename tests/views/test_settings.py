"""What the environment says, and what is refused."""

import os
import stat

import pytest

from views.clock import Clock
from views.settings import read


def test_the_clock_is_moved_in_demos_and_tests_only(tmp_path):
    with pytest.raises(SystemExit):
        read({"PARLOR_HOME": str(tmp_path), "PARLOR_NOW": "2026-11-24T09:00Z"})
    assert read({"PARLOR_HOME": str(tmp_path), "PARLOR_NOW": "2026-11-24T09:00Z", "PARLOR_DEMO": "1"}).shown_time


def test_a_time_that_is_none_is_said_at_once(tmp_path):
    with pytest.raises(SystemExit):
        read({"PARLOR_HOME": str(tmp_path), "PARLOR_NOW": "tomorrow", "PARLOR_DEMO": "1"})


def test_the_secret_is_made_once_and_readable_by_nobody_else(tmp_path):
    first = read({"PARLOR_HOME": str(tmp_path)}).secret
    assert read({"PARLOR_HOME": str(tmp_path)}).secret == first
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600


def test_the_shown_time_runs_on_from_a_file_that_is_read_again(tmp_path):
    file = tmp_path / "now"
    clock = Clock(str(file))
    file.write_text("2026-11-24T09:00:00+00:00")
    assert clock.now().isoformat() == "2026-11-24T09:00:00+00:00"
    file.write_text("2027-01-01T00:00:00+00:00")
    os.utime(file, (file.stat().st_atime, file.stat().st_mtime - 90))
    assert clock.now().isoformat() == "2027-01-01T00:01:30+00:00"


def test_cookies_are_bound_to_the_host_where_the_address_is_https(tmp_path):
    assert read({"PARLOR_HOME": str(tmp_path), "PARLOR_BASE_URL": "https://parlor.example"}).secure
    assert not read({"PARLOR_HOME": str(tmp_path)}).secure
