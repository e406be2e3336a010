"""The loop that keeps the outbox empty: in the background of the small server, or as a worker of its own."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime

from models import database
from outbox.drain import drain

EVERY = 5.0
log = logging.getLogger(__name__)


class Drainer(threading.Thread):
    """Drains whenever it is woken (`wake` after a commit), and every few seconds for what became due by itself."""

    def __init__(self, settings, clock: Callable[[], datetime], every: float = EVERY):
        super().__init__(name="drainer", daemon=True)
        self.settings, self.clock, self.every = settings, clock, every
        self.bell, self.over = threading.Event(), threading.Event()

    def wake(self) -> None:
        """There is something to send, now that it is committed."""
        self.bell.set()

    def stop(self, patience: float = 15.0) -> None:
        """Finish the letter at hand and end; waits for so many seconds at most."""
        self.over.set()
        self.bell.set()
        self.join(patience)

    def run(self) -> None:
        """Until it is stopped. Whatever goes wrong is logged and tried again with the next turn."""
        while not self.over.is_set():
            self.turn()
            self.bell.wait(self.every)
            self.bell.clear()
        database.close()

    def turn(self) -> None:
        """Once."""
        try:
            drain(self.settings, self.clock, self.over.is_set)
        except Exception:
            log.exception("the outbox could not be drained")
            database.close()
