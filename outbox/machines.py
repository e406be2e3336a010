"""Tells machines what happened: takes what is due, calls, and writes down each try and what came of it.

Rows are lent like letters (outbox/drain.py), and no transaction is open while somebody is called. Each target (a row's
channel and recipient) is called by one at a time, and each channel has its own few hands: who hangs or is gone keeps
nobody else waiting. Receivers take messages in any order; each arrives at least once, under the same number.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import datetime
from types import ModuleType

from peewee import fn

from models.database import writes
from models.outgoing import AWAITS, FOR_MACHINES, Outgoing, Try
from outbox import calls, delivery, payouts, webhooks
from outbox.compose import Unsendable
from outbox.delivery import Tried, Unwanted
from outbox.drain import MOST_TRIES, Clock, Stop, free, lend, never
from outbox.drain import wait as pause
from outbox.holds import PRACTICE, of_practice

HANDS = 6  # for each channel
PATIENCE = 3  # bad answers in one round
log = logging.getLogger(__name__)
Target = tuple[str, int]


# Those that are emptied here; what has a `drain` of its own is emptied by that.
CHANNELS: dict[str, ModuleType] = {"webhook": webhooks, "call": calls}


def drains() -> dict[str, Callable]:
    """What empties all of them, side by side."""
    return {"machines": drain, "payouts": payouts.drain}


def drain(settings, clock: Clock, over: Stop = never) -> Counter:
    """Make every call that is due; how many were sent, waiting (to be tried again), dropped and dead. Ends early when
    `over` says so; what was begun is brought to its end."""
    done: Counter = Counter()
    busy: dict[Future, Outgoing] = {}
    trouble: Counter[Target] = Counter()
    with ThreadPoolExecutor(HANDS * len(CHANNELS), "parlor-machines") as hands:
        while True:
            for row in () if over() else taken(clock(), busy.values(), resting(trouble)):
                begun = begin(row, settings, clock(), hands)
                if isinstance(begun, Future):
                    busy[begun] = row
                else:
                    finish(row, begun, clock(), done)
            if not busy:
                return done
            for future in wait(busy, return_when=FIRST_COMPLETED).done:
                row = busy.pop(future)
                found = outcome_of(future, row)
                if found.state == "waiting":
                    trouble[target_of(row)] += 1 if found.status else PATIENCE
                finish(row, found, clock(), done)


def resting(trouble: Counter[Target]) -> set[Target]:
    """Who is left alone until the next round: who gave no answer, or a bad one for some times."""
    return {target for target, times in trouble.items() if times >= PATIENCE}


def target_of(row: Outgoing) -> Target:
    """Whom it is for: one at a time."""
    return row.channel, row.recipient


def taken(at: datetime, busy: Iterable[Outgoing], resting: set[Target]) -> list[Outgoing]:
    """The next ones of every channel that has hands free."""
    busy = [target_of(row) for row in busy]
    rows = []
    for channel in CHANNELS:
        engaged = [target for target in busy if target[0] == channel]
        passed = {number for name, number in [*engaged, *resting] if name == channel}
        if room := HANDS - len(engaged):
            rows += take(channel, at, room, passed)
    return rows


def due(channel: str, at: datetime, passed: Iterable[int] = ()):
    """What is due on a channel, but for these recipients."""
    ready = FOR_MACHINES & AWAITS & (Outgoing.channel == channel) & (Outgoing.next_at <= at)
    passed = list(passed)
    return ready & Outgoing.recipient.not_in(passed) if passed else ready


@writes
def take(channel: str, at: datetime, most: int, passed: Iterable[int]) -> list[Outgoing]:
    """The first one for each of some targets, lent to this worker: whoever waits longest comes first. Rows that
    another one is just taking are passed over."""
    ready = due(channel, at, passed)
    oldest = fn.MIN(Outgoing.next_at)
    firsts = Outgoing.select(fn.MIN(Outgoing.id)).where(ready).group_by(Outgoing.recipient).order_by(oldest).limit(most)
    numbers = [number for (number,) in firsts.tuples()]
    if not numbers:
        return []
    query = Outgoing.select().where(Outgoing.id.in_(numbers), ready).order_by(Outgoing.next_at, Outgoing.id)
    return lend(free(query), at)


def begin(row: Outgoing, settings, at: datetime, hands: ThreadPoolExecutor) -> Future | Tried:
    """The call, under way; or what came of it, where there is nothing to call. What can not be composed is tried again
    too: what it needs may be put right."""
    channel = CHANNELS[row.channel]
    if of_practice(row):
        return Tried("dropped", PRACTICE)
    try:
        found = channel.compose(row, settings)
    except Unwanted as problem:
        return Tried("dropped", str(problem))
    except Unsendable as problem:
        return Tried("dead", str(problem))
    except Exception as problem:
        log.exception("message %s could not be written", row.id)
        return Tried("waiting", f"could not be written ({type(problem).__name__})")
    if isinstance(found, delivery.Delivery) and not found.number:
        found = replace(found, number=delivery.number_of(row.id, settings))
    return hands.submit(getattr(channel, "send", delivery.post), found, settings, at)


def outcome_of(future: Future, row: Outgoing) -> Tried:
    """What came of a call; a fault of ours is tried again."""
    try:
        return future.result()
    except Exception as problem:
        log.error("message %s could not be sent (%s)", row.id, type(problem).__name__)
        return Tried("waiting", f"could not be sent ({type(problem).__name__})")


def finish(row: Outgoing, found: Tried, at: datetime, done: Counter) -> None:
    """Write it down and count it."""
    write_down(row, found, at)
    done[found.state] += 1


@writes
def write_down(row: Outgoing, found: Tried, at: datetime) -> None:
    """One try and its outcome. Who kept a row for too long has no say about it any more; but what was sent was sent."""
    values = {"state": found.state, "outcome": found.text[:200]}
    if found.kept is not None:
        values["answer"] = found.kept
    if found.state != "dropped":
        values["tries"] = row.tries + 1
        what = found.answer or found.text
        Try.create(outgoing=row.id, at=at, status=found.status, milliseconds=found.milliseconds, answer=what[:300])
    if found.state == "sent":
        values["sent_at"] = at
    elif found.state == "waiting":
        values |= {"state": "dead"} if values["tries"] >= MOST_TRIES else {"next_at": at + pause(values["tries"])}
    ours = (Outgoing.id == row.id) & (Outgoing.next_at == row.next_at)
    if found.state != "sent":
        ours &= Outgoing.state == "waiting"
    Outgoing.update(values).where(ours).execute()
    if note := getattr(CHANNELS[row.channel], "tried", None):
        note(row, found, at)
