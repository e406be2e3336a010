"""What follows from what payment providers say: the channel wrote their answers down (outbox/payouts.py), and they told
things by themselves; here the clock makes the moves. Safe at any time, any number of times."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import peewee

from commands import money
from commands.fire import Stale, fire, fresh
from integrations import payfake, tremendous
from integrations.payers import NO_ANSWER, Forged, Said, Told
from lifecycle.attempt import CLOCK, PROVIDER, By, Refused
from models import paying
from models.database import lock, writes
from models.money import Instruction, Payout, ProviderEvent
from models.outgoing import Outgoing

log = logging.getLogger("parlor.sweep")
# Kind of answer -> the move, and the states that it leads out of.
MOVES: dict[str, tuple[str, By, tuple[str, ...]]] = {
    "sent": ("accept", PROVIDER, ("sending", "unknown")),
    "paid": ("settle", PROVIDER, ("sent", "sending", "unknown", "failed")),
    "failed": ("fail", PROVIDER, ("sending", "unknown", "sent")),
    "unknown": ("doubt", CLOCK, ("sending",)),
}
# No move leads from here to paid: that it is waits until the money goes again, or is written off.
HELD = ("due", "on_hold")
READERS: Mapping[str, Callable[[bytes], Told]] = {"fake": payfake.read, "tremendous": tremendous.read}
HEADERS = {"fake": payfake.HEADER, "tremendous": tremendous.HEADER}
# So long we wait for the instruction that a message is about: it may come before the answer that names it.
EARLY = timedelta(hours=1)
BATCH = 100
LONGEST_NOTICE = 100_000


def sweep(at: datetime) -> dict[str, int]:
    """Everything that follows from what was said by now; how often each move was made."""
    moved: dict[str, int] = {}
    for command, found in ((apply, _each(paying.answered)), (doubt, paying.silent(at)), (hear, _each(paying.unheard))):
        for row in found:
            if event := _quietly(command, row, at):
                moved[event] = moved.get(event, 0) + 1
    return moved


def _each(read: Callable):
    last = 0
    while rows := read(last, BATCH):
        yield from rows
        last = rows[-1].id


def _quietly(command: Callable, row, at: datetime) -> str | None:
    """One in trouble keeps no other waiting; the next sweep looks again."""
    try:
        return command(row, at)
    except (Refused, Stale, peewee.IntegrityError):
        return None
    except Exception:
        log.exception("what a provider said could not be followed")
        return None


def move_for(state: str, said: Said) -> tuple[str, By] | None:
    """What an answer moves, out of this state; nothing where it says nothing new, or nothing that we know."""
    event, by, sources = MOVES[said.kind]
    if state not in sources or (said.kind == "unknown" and said.reason not in NO_ANSWER):
        return None
    return event, by


@writes
def apply(row: Outgoing, at: datetime) -> str | None:
    """The move that an answer asks for, once."""
    row = lock(Outgoing.select().where(Outgoing.id == row.id)).get()
    if row.outcome != paying.NEW:
        return None
    Outgoing.update(outcome=paying.APPLIED).where(Outgoing.id == row.id).execute()
    told = row.answer
    said = Said(*(told[name] for name in Said._fields))
    payout = Payout.get_by_id(row.entry.subject)
    return follow(payout, said, told["key"], at)


def follow(payout: Payout, said: Said, key: str, at: datetime) -> str | None:
    """Make the move; that an earlier key failed says nothing of the one that is under way now."""
    if said.kind == "paid" and payout.state == "void":
        return money.paid_after_all(payout, at)
    if said.kind != "paid" and key != paying.instructions(payout.id)[-1].key:
        return None
    move = move_for(payout.state, said)
    if move is None:
        return None
    event, by = move
    details = {"reason": said.reason, "retryable": said.retryable} if event == "fail" else {}
    try:
        fire(payout, event, by, at, **details)
    except Refused:
        return None
    return event


@writes
def doubt(payout: Payout, at: datetime) -> str | None:
    """Nobody answered for too long; it is looked up from now on."""
    fire(payout, "doubt", CLOCK, at, seen_version=payout.version)
    return "doubt"


@writes
def hear(row: ProviderEvent, at: datetime) -> str | None:
    """What a provider told by itself: followed once, if it is about a payment of ours and newer than what we know."""
    row = lock(ProviderEvent.select().where(ProviderEvent.id == row.id)).get()
    if row.handled_at is not None:
        return None
    if not row.body:  # emptied by an erasure before it was read
        _handled(row, "erased", at)
        return None
    told = READERS[row.provider](row.body.encode())
    instruction = paying.named(told.about)
    if instruction is None:
        if at - row.at >= EARLY:
            _handled(row, "unknown", at)
        return None
    if told.order <= instruction.seq:
        _handled(row, "older", at, instruction.payout)
        return None
    payout = fresh(instruction.payout)
    # An earlier key may be another provider's than the money goes by now; if that was paid, it goes no second time.
    if payout.provider != row.provider and instruction.key == paying.instructions(payout.id)[-1].key:
        _handled(row, "unknown", at, payout)
        return None
    if told.said.kind == "paid" and payout.state in HELD:
        return None
    Instruction.update(seq=told.order, **_words(instruction, told)).where(Instruction.id == instruction.id).execute()
    event = follow(payout, told.said, instruction.key, at)
    _handled(row, event or "nothing", at, payout)
    return event


def _words(instruction: Instruction, told: Told) -> dict:
    if instruction.payout.person.erased_at is not None:
        return {}
    return {"answer": f"{told.said.kind} {told.said.reason or told.said.raw}".strip()[:200]}


def _handled(row: ProviderEvent, outcome: str, at: datetime, payout: Payout | None = None) -> None:
    """What is said of somebody who was erased by now is followed, and not kept."""
    gone = {"body": ""} if payout is not None and payout.person.erased_at is not None else {}
    ProviderEvent.update(handled_at=at, outcome=outcome, **gone).where(ProviderEvent.id == row.id).execute()


@writes
def keep(provider: str, headers: Mapping[str, str], body: bytes, secret: str, at: datetime) -> bool:
    """Keep a message of a provider, the very bytes, once for each number that it carries; whether it is a new one.
    Forged where it is not theirs, ValueError where it can not be read."""
    if len(body) > LONGEST_NOTICE:
        raise ValueError("too long")
    if not headers.get(HEADERS[provider]):
        raise Forged
    (payfake.Fake if provider == "fake" else tremendous.Tremendous).verify(headers, body, secret)
    told, text = READERS[provider](body), body.decode()
    new = {"provider": provider, "event": told.event, "body": text, "at": at}
    known = (ProviderEvent.provider == provider) & (ProviderEvent.event == told.event)
    if ProviderEvent.select().where(known).exists():
        return False
    # Of several that arrive at once, the unique number lets one in.
    ProviderEvent.insert(new).on_conflict_ignore().execute()
    return True
