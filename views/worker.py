"""The quiet half: a thread that lets time do what is due and sends what waits, woken by every commit that left
something; beside it others that call machines, so that a letter never waits for one of those."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime

from commands import calls, feeds, recorder
from commands.beats import Beats
from commands.sweep import sweep
from models import database
from outbox import machines
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
        self.bells = [self.woken]
        self.stopped = threading.Event()

    def run(self) -> None:
        """Until it is stopped; a fault is logged and the next round tries again."""
        recorder.wakers.append(self.woken.set)
        others = [
            threading.Thread(target=self.read_calendars, name="parlor-calendars", daemon=True),
            threading.Thread(target=self.read_halves, name="parlor-halves", daemon=True),
        ]
        others += [
            threading.Thread(target=self.call, args=(name, drain), name=f"parlor-{name}", daemon=True)
            for name, drain in machines.drains().items()
        ]
        for other in others:
            other.start()
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
        for other in others:
            other.join(PAUSE)

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

    def read_halves(self) -> None:
        """The lists of other halves of recruiting efforts: what a lost call would have said."""
        while not self.stopped.is_set():
            try:
                calls.read_due(self.now(), self.settings.base_url, self.settings.target_hosts)
            except Exception:
                log.exception("the other halves stumbled and go on")
            database.close()
            self.stopped.wait(READING)

    def call(self, name: str, drain: Callable) -> None:
        """Machines, some by each thread: what is due is called every few seconds, and at once after a commit."""
        woken = threading.Event()
        self.bells.append(woken)
        recorder.wakers.append(woken.set)
        while not self.stopped.is_set():
            woken.clear()
            try:
                drain(self.settings, self.now, self.stopped.is_set)
            except Exception:
                log.exception("calling %s stumbled and goes on", name)
            database.close()
            woken.wait(PAUSE)
        recorder.wakers.remove(woken.set)

    def stop(self) -> None:
        """After this round."""
        self.stopped.set()
        for bell in list(self.bells):
            bell.set()
