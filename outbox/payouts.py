"""The payout channel: tells a provider to pay, looks up what became of it, and writes down what it says. What follows
from that is for the sweep (commands/providers.py); nothing is decided here.

A row of the outbox stays waiting as long as the money is with a provider: first it is sent, and from then on looked up,
with growing waits. Before a provider is asked, that it is asked is committed; so whoever finds such a row after a crash
looks it up instead of sending it blindly. "Not known there" sends it again, by the same key. Before a new key goes, the
earlier ones are looked up: what a provider refused for good and paid after all is never paid twice.
"""

import hashlib
import hmac
import logging
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

from integrations.payers import Said
from integrations.payfake import Fake
from integrations.tremendous import LIVE, SANDBOX, Tremendous
from models import paying
from models.database import writes
from models.money import Instruction, Payout
from models.outgoing import Outgoing, Try
from outbox.drain import free, lend, never, wait
from rules.times import to_epoch

log = logging.getLogger(__name__)
OVER = ("paid", "failed")
# Nobody looks up for ever what no provider remembers.
LONGEST = timedelta(days=60)
ASKED = "asked"
Clock = Callable[[], datetime]
Stop = Callable[[], bool]


def provider_of(name: str, settings):
    """The provider of that name as this installation may use it; None where it may not, or lacks what it takes."""
    if name == "fake" and (settings.demo or settings.testing):
        return Fake(settings.home)
    if name == "tremendous" and settings.tremendous_key:
        url = settings.tremendous_url or (LIVE if settings.tremendous_live else SANDBOX)
        return Tremendous(
            settings.tremendous_key, settings.tremendous_campaign, settings.tremendous_funding, url,
            settings.target_hosts,
        )  # fmt: skip
    return None


def secret_of(name: str, settings) -> str:
    """What this provider's messages are signed with; nothing where none are taken."""
    if name == "fake" and (settings.demo or settings.testing):
        return hmac.new(settings.secret, b"payfake", hashlib.sha256).hexdigest()
    return settings.tremendous_secret if name == "tremendous" else ""


def drain(settings, clock: Clock, over: Stop = never) -> Counter:
    """Ask about everything that is due; how often each kind of answer came."""
    done: Counter = Counter()
    while not over() and (row := take(clock())) is not None:
        done[handle(row, settings, clock)] += 1
    return done


@writes
def take(at: datetime) -> Outgoing | None:
    """The next row, lent to this worker for some minutes; one that another worker is just taking is passed over."""
    rows = lend(free(paying.due(at).limit(1)), at)
    return rows[0] if rows else None


def handle(row: Outgoing, settings, clock: Clock) -> str:
    """Ask the provider about one row, outside of any transaction, and write its answer down."""
    payout = Payout.get_by_id(row.entry.subject)
    told = paying.instructions(payout.id)
    if why := needless(row, payout, clock()):
        drop(row, why)
        return "dropped"
    provider = provider_of(payout.provider, settings)
    known = mark(row, told[-1], clock())
    began = time.monotonic()
    try:
        key, said = ask(provider, payout, told, known)
    except Exception as problem:
        # Its words may hold an address: the kind must do.
        log.error("a payment provider could not be asked: %s", type(problem).__name__)
        key, said = told[-1].key, Said("unknown", reason="unreachable", raw=type(problem).__name__)
    write_down(row, key, said, round((time.monotonic() - began) * 1000), clock())
    return said.kind


def needless(row: Outgoing, payout: Payout, at: datetime) -> str:
    """Why nobody needs to ask about this any more; nothing where somebody does."""
    if payout.state not in paying.GOING:
        return "settled"
    if at > row.due_at + LONGEST:
        return "given_up"
    return "sent_again" if paying.newer(row, payout.id) else ""


@writes
def drop(row: Outgoing, why: str) -> None:
    """It is asked about no more."""
    Outgoing.update(state="dropped", outcome=why).where(Outgoing.id == row.id, Outgoing.state == "waiting").execute()


@writes
def mark(row: Outgoing, instruction: Instruction, at: datetime) -> bool:
    """Remember that the provider is asked now; whether it was asked about this row before."""
    if row.answer is not None:
        Instruction.update(asked_at=at).where(Instruction.id == instruction.id).execute()
        return True
    Outgoing.update(answer={"kind": ASKED, "at": to_epoch(at)}).where(Outgoing.id == row.id).execute()
    Instruction.update(asked_at=at, answer="").where(Instruction.id == instruction.id).execute()
    return False


def ask(provider, payout: Payout, told: list[Instruction], known: bool) -> tuple[str, Said]:
    """(key, what the provider says of it)."""
    key = told[-1].key
    if provider is None:
        kind = "unknown" if known else "failed"
        return key, Said(kind, reason="provider_settings")
    for earlier in told[:-1]:
        said = provider.look_up(earlier.key)
        if said is not None and said.kind != "failed":
            # It is not known to be over: a second key would pay a second time.
            return earlier.key, said if said.kind in ("sent", "paid") else said._replace(kind="unknown")
    if known and (said := provider.look_up(key)) is not None:
        return key, said
    if known and payout.state == "sent":
        return key, Said("unknown", reason="unread", raw="not known there")
    to = paying.address_of(payout)
    if not to:
        return key, Said("failed", reason="no_address")
    return key, provider.send(key, payout.amount, payout.currency, to, payout.workspace.name)


@writes
def write_down(row: Outgoing, key: str, said: Said, milliseconds: int, at: datetime) -> None:
    """The answer, for the sweep and for people; if the row is still lent to us."""
    over, tries = said.kind in OVER, row.tries + 1
    values = {
        "answer": {**said._asdict(), "key": key, "at": to_epoch(at)}, "outcome": paying.NEW, "tries": tries,
        **({"state": "sent", "sent_at": at} if over else {"next_at": at + wait(tries)}),
    }  # fmt: skip
    ours = (Outgoing.id == row.id) & (Outgoing.next_at == row.next_at) & (Outgoing.state == "waiting")
    if Outgoing.update(values).where(ours).execute():
        words = {"answer": f"{said.kind} {said.reason or said.raw}".strip()[:200], "asked_at": at}
        if said.reference:
            words["reference"] = said.reference[:80]
        Instruction.update(words).where(Instruction.key == key).execute()
        Try.create(outgoing=row.id, at=at, milliseconds=milliseconds, answer=words["answer"])
