"""Empties the outbox: takes what is due, puts it into words, sends it, and writes down what came of it.

A row that was taken is lent for a few minutes (its `next_at` lies ahead), so that several workers never send the same
one, and what a crash left behind is due again by itself. Between taking and writing down no transaction is open. A
letter is sent at least once: a repeat after a crash carries the same Message-ID.
"""

import logging
import random
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

from peewee import SQL, fn

from integrations.bounces import refused_address
from models.database import is_postgres, writes
from models.outgoing import Letter, Outgoing
from models.people import Person
from outbox.compose import CANCEL, Composed, Unsendable, compose
from outbox.holds import why_not
from outbox.letters import CODED, STOPPABLE
from outbox.mail import Outcome, Post
from outbox.message import message_of

LENT = timedelta(minutes=5)
MARGIN = timedelta(minutes=2)
BATCH = 10
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)
# Waits of 1, 3, 9, 27, 81, 243 minutes and then of six hours add up to three days.
MOST_TRIES = 18
log = logging.getLogger(__name__)
Clock = Callable[[], datetime]
Stop = Callable[[], bool]


def never() -> bool:
    """Nobody asks to stop."""
    return False


def drain(settings, clock: Clock, over: Stop = never) -> Counter:
    """Send every letter that is due; how many were sent, waiting (to be tried again), dropped and dead. Ends early when
    `over` says so, or where the mail server is in trouble: what is left is due again at once."""
    done: Counter = Counter()
    if not due(clock()).exists():
        return done
    post = Post(settings)
    try:
        while rows := take(clock()):
            if not all_handled(rows, settings, clock, post, done, over):
                break
    finally:
        post.close()
    return done


def all_handled(rows: list[Outgoing], settings, clock: Clock, post: Post, done: Counter, over: Stop) -> bool:
    """Handle the rows that were taken, one after the other; False where it had to end before the last one."""
    left = list(rows)
    while left:
        # A slow server may have used up the time that the rows were lent for.
        if over() or clock() > left[0].next_at - MARGIN:
            break
        row = left.pop(0)
        outcome = handle(row, settings, clock(), post)
        write_down(row, outcome, clock())
        done[outcome.state] += 1
        if outcome.server:
            break
    else:
        return True
    give_back(left, clock())
    return False


def due(at: datetime):
    """The letters that are due, oldest first; one waits while an earlier one of its thread to the same person does."""
    return _due(at, Outgoing.next_at <= at)


def awaited(at: datetime):
    """Those of them that somebody waits for: all that are not sent to a whole crowd that asked for nothing."""
    # Said as the index says it (outgoing_awaited), which holds none of the crowd's.
    crowd = [SQL(f"'{letter}'") for letter in STOPPABLE]
    return _due(at, (Outgoing.next_at <= at) & Outgoing.letter.not_in(crowd))


def _due(at: datetime, which):
    before = Outgoing.alias()
    same = (before.thread == Outgoing.thread) & (before.recipient == Outgoing.recipient)
    earlier = (before.due_at < Outgoing.due_at) | ((before.due_at == Outgoing.due_at) & (before.id < Outgoing.id))
    overtakes = before.select(before.id).where(same, earlier, before.channel == "mail", before.state == "waiting")
    ready = (Outgoing.channel == "mail") & (Outgoing.state == "waiting") & which
    return Outgoing.select().where(ready, ~fn.EXISTS(overtakes)).order_by(Outgoing.next_at, Outgoing.id)


@writes
def take(at: datetime) -> list[Outgoing]:
    """The next few letters, lent to this worker: what somebody waits for gets in before invitations by the thousand.
    Rows that another one is just taking are passed over."""
    rows = free(awaited(at).limit(BATCH))
    if left := BATCH - len(rows):
        rows += free(due(at).where(Outgoing.id.not_in([row.id for row in rows])).limit(left))
        rows.sort(key=lambda row: (row.next_at, row.id))
    return lend(rows, at)


def free(query) -> list[Outgoing]:
    """These rows without those that another worker is just taking."""
    return list(query.for_update(skip_locked=True) if is_postgres() else query)


def lend(rows: list[Outgoing], at: datetime) -> list[Outgoing]:
    """Nobody else takes these rows for some minutes: a worker that dies gives them back by then."""
    until = at.replace(microsecond=0) + LENT
    if rows:
        Outgoing.update(next_at=until).where(Outgoing.id.in_([row.id for row in rows])).execute()
    for row in rows:
        row.next_at = until
    return rows


def handle(row: Outgoing, settings, at: datetime, post: Post) -> Outcome:
    """What came of this one letter. A letter that can not be written is retried too: what it needs may be put right."""
    if over := why_not(row, at):
        return Outcome("dropped", over)
    try:
        letter = compose(row, settings)
        message = message_of(letter, at)
    except Unsendable as problem:
        return Outcome("dead", str(problem))
    except Exception as problem:
        log.exception("letter %s could not be written", row.id)
        return Outcome("waiting", f"could not be written ({type(problem).__name__})")
    keep(row, compose(row, settings, hidden=True) if row.letter in CODED else letter, at)
    return post.send(message, letter.address)


@writes
def keep(row: Outgoing, letter: Composed, at: datetime) -> None:
    """The letter for /outbox and the timeline; written anew at a repeat, under the same Message-ID."""
    values = {
        "message_id": letter.message_id, "address": letter.address, "subject": letter.subject, "text": letter.text,
        "html": letter.html, "at": at,
        # One after the other, as a stream of calendars may hold them (RFC 5545).
        "calendar": (letter.calendar or b"".join(letter.files)).decode(),
        "method": letter.method or (CANCEL if letter.files else ""),
    }  # fmt: skip
    fields = [getattr(Letter, name) for name in values]
    Letter.insert(outgoing=row.id, **values).on_conflict(conflict_target=[Letter.outgoing], preserve=fields).execute()


@writes
def write_down(row: Outgoing, outcome: Outcome, at: datetime) -> None:
    """The outcome of one try, if the row is still lent to us."""
    values = {"state": outcome.state, "outcome": outcome.text[:200], "tries": row.tries}
    if outcome.state in ("sent", "waiting", "dead"):
        values["tries"] += 1
    if outcome.state == "sent":
        values["sent_at"] = at
    elif outcome.state == "waiting":
        gone_on = values["tries"] >= MOST_TRIES
        values |= {"state": "dead"} if gone_on else {"next_at": at + wait(values["tries"])}
    ours = (Outgoing.id == row.id) & (Outgoing.next_at == row.next_at)
    if outcome.state != "sent":  # it may have been dropped meanwhile; but what was sent was sent
        ours &= Outgoing.state == "waiting"
    Outgoing.update(values).where(ours).execute()
    if values["state"] == "dead" and refused_address(outcome.text):
        Person.update(bounced_at=at).where(Person.id == row.recipient).execute()


@writes
def give_back(rows: list[Outgoing], at: datetime) -> None:
    """What was taken and not tried is due again at once."""
    for row in rows:
        Outgoing.update(next_at=at).where(Outgoing.id == row.id, Outgoing.next_at == row.next_at).execute()


def wait(tries: int) -> timedelta:
    """How long to wait after so many tries: three times as long each time, up to six hours, and a fifth by chance."""
    base = min(FIRST_WAIT * 3 ** (tries - 1), LONGEST_WAIT)
    return base * random.uniform(0.8, 1.2)
