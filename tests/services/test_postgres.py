import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from tests.services import postgres, run


def _answer(url: str, question: str = "SELECT 6 * 7"):
    with psycopg.connect(url, connect_timeout=5) as connection:
        return connection.execute(question).fetchone()[0]


def test_the_run_has_one_server_for_all_who_ask():
    assert postgres.server() == postgres.server()
    assert _answer(postgres.server()) == 42


@pytest.mark.slow
def test_the_packaged_server_starts_and_stops():
    home = run.folder() / "packaged"
    home.mkdir()
    process, url = postgres.start(home, postgres.packaged_binaries())
    try:
        assert int(_answer(url, "SHOW server_version_num")) >= 160000
    finally:
        postgres.stop(process)
    with pytest.raises(psycopg.OperationalError):
        _answer(url)


@pytest.mark.slow
def test_a_copy_of_the_packaged_programs_runs(tmp_path):
    programs = postgres._copied(postgres.packaged_binaries(), tmp_path / "programs")
    done = subprocess.run([programs / "initdb", "--version"], capture_output=True, text=True)
    assert done.stdout.startswith("initdb (PostgreSQL)"), done.stderr


@pytest.mark.slow
def test_the_server_ends_with_a_run_that_was_killed():
    program = (
        "import time; from tests.services import postgres, run;"
        "run.begin(); print(run.folder(), postgres.server(), flush=True); time.sleep(60)"
    )
    alone = {name: value for name, value in os.environ.items() if name not in (run.VARIABLE, postgres.GIVEN)}
    killed = subprocess.Popen(
        [sys.executable, "-c", program], cwd=run.ROOT, env=alone, stdout=subprocess.PIPE, text=True
    )
    folder, url = killed.stdout.readline().split()
    try:
        assert _answer(url) == 42
    finally:
        killed.send_signal(signal.SIGKILL)
        killed.wait()
    run.wait_until(lambda: not Path(folder, "postgres.service").exists(), 20, "the server is gone")
    with pytest.raises(psycopg.OperationalError):
        _answer(url)
