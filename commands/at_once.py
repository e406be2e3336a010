"""Asking several who may be slow at the same time, by hands that touch no row. They are daemons: whoever hangs holds up
nobody else, nor the end of this process."""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

# So many are asked at once.
HANDS = 8
log = logging.getLogger(__name__)


def each(whom: Sequence, ask_one: Callable[[Any], Any], soon: float | None = None) -> Iterator[tuple[Any, Any]]:
    """Each with its answer, as they come in; None for who gave none within so many seconds, and where asking failed."""
    todo, done = SimpleQueue(), SimpleQueue()
    for one in enumerate(whom):
        todo.put(one)
    for _hand in range(min(HANDS, len(whom))):
        Thread(target=_ask_on, args=(todo, done, ask_one), name="parlor-asking", daemon=True).start()
    waiting, ends = dict(enumerate(whom)), None if soon is None else time.monotonic() + soon
    with suppress(Empty):
        while waiting:
            number, answer = done.get(timeout=None if ends is None else max(ends - time.monotonic(), 0))
            yield waiting.pop(number), answer
    for one in waiting.values():
        yield one, None


def _ask_on(todo: SimpleQueue, done: SimpleQueue, ask_one: Callable[[Any], Any]) -> None:
    """One after the other until none is left."""
    with suppress(Empty):
        while True:
            number, one = todo.get_nowait()
            try:
                answer = ask_one(one)
            except Exception:
                log.exception("somebody could not be asked")
                answer = None
            done.put((number, answer))
