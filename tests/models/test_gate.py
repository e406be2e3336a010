"""The writer gate of SQLite: one writer at a time, and whoever waits is next, however often another one comes again."""

import multiprocessing
import threading
import time

import pytest

from models import database

HELD, TIMES = 0.02, 10
context = multiprocessing.get_context("forkserver")


def comes_again(url: str, passed, over) -> None:
    """Somebody with much to write: through the gate again and again, until it is over."""
    database.connect(url)
    while not over.is_set():
        with database.writer_gate():
            passed.value += 1
            time.sleep(HELD)


@pytest.mark.parametrize("kind", [threading.Thread, context.Process])
def test_who_goes_on_writing_does_not_overtake_who_waits(tmp_path, kind):
    url = f"sqlite:///{tmp_path / 'parlor.db'}"
    database.connect(url)
    passed, over = context.Value("i", 0), context.Event()
    other = kind(target=comes_again, args=(url, passed, over), daemon=True)
    other.start()
    try:
        while passed.value < 1:
            time.sleep(HELD)
        overtaken = []
        for _number in range(TIMES):
            before = passed.value
            with database.writer_gate():
                overtaken.append(passed.value - before)
            time.sleep(HELD / 2)
    finally:
        over.set()
        other.join(10)
        database.close()
    assert max(overtaken) <= 2, overtaken  # the one inside, and one that stood in line already
