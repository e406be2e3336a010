"""The quiet half: a thread that lets time do what is due and sends what waits, woken by every commit that left
something."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime

from commands import feeds, recorder
from commands.beats import Beats
from commands.sweep import sweep
from models import database
from outbox.drain import drain
from views.settings import Settings

log = logging.getLogger("parlor.worker")
PAUSE = 5.0
# So many letters in one round: time itself does not wait until 100,000 invitations have left.
LETTERS = 200
READING = 20.0  # seconds between two looks at whose calendar is due


class Worker(threading.Thread):
    """Sweeps and drains every few seconds, and at once when something was committed."""

    def __init__(self, settings: Settings, now: Callable[[], datetime]):
        super().__init__(name="parlor-worker", daemon=True)
        self.settings, self.now = settings, now
        self.beats = Beats()
        self.woken = threading.Event()
        self.stopped = threading.Event()

    def run(self) -> None:
        """Until it is stopped; a fault is logged and the next round tries again."""
        recorder.wakers.append(self.woken.set)
        calendars = threading.Thread(target=self.read_calendars, name="parlor-calendars", daemon=True)
        calendars.start()
        while not self.stopped.is_set():
            self.woken.clear()
            try:
                sweep(self.now())
                self.beats.ended("sweep", self.now())
                drain(self.settings, self.now, self.until(LETTERS))
                self.beats.ended("drain", self.now())
            except Exception:
                log.exception("the worker stumbled and goes on")
                database.close()
            self.woken.wait(PAUSE)
        database.close()
        calendars.join(PAUSE)

    def until(self, most: int) -> Callable[[], bool]:
        """Whether a drain is to end: at a stop, or after so many letters; then the next round begins at once."""
        left = iter(range(most))

        def over() -> bool:
            if next(left, None) is not None:
                return self.stopped.is_set()
            self.woken.set()
            return True

        return over

    def read_calendars(self) -> None:
        """Hosts' own calendars, beside the rest: who answers slowly keeps no letter waiting."""
        while not self.stopped.is_set():
            try:
                feeds.read_due(self.now(), self.settings.feed_hosts, self.settings.host)
            except Exception:
                log.exception("the calendars stumbled and go on")
            database.close()
            self.stopped.wait(READING)

    def stop(self) -> None:
        """After this round."""
        self.stopped.set()
        self.woken.set()
