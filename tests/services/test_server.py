import os

import pytest

from tests.services import server as servers


def _is_running(pid: int) -> bool:
    try:
        os.killpg(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_the_server_answers_and_leaves_nothing_behind(start_server, database_url):
    running = start_server(PARLOR_DATABASE_URL=database_url)
    assert servers.is_healthy(running.url)
    servers.stop(running)
    assert not servers.is_healthy(running.url)
    assert not _is_running(running.process.pid)


def test_a_server_that_can_not_start_says_why(start_server):
    with pytest.raises(RuntimeError, match=r"(?s)parlor serve ended with.*PARLOR_NOW moves the clock"):
        start_server(now="2027-03-01T09:00:00+00:00", PARLOR_TESTING="0")
