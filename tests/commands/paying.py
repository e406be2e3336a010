"""Money on its way by the fake provider: the channel and the sweep take turns, at hours that the test says."""

import pathlib
from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from commands import providers
from commands.fire import fire
from integrations.payfake import Fake
from models import Entry, Instruction, Payout, Person, Workspace
from outbox import payouts
from tests.world import END, HOUR, again, booked, completed, customer, held, live_study

LATER = END + 2 * HOUR


@dataclass
class Settings:
    """What the channel reads."""

    home: pathlib.Path
    demo: bool = False
    testing: bool = True
    secret: bytes = b"only the tests know"
    tremendous_key: str = ""
    tremendous_live: bool = False
    tremendous_campaign: str = ""
    tremendous_funding: str = "balance"
    tremendous_secret: str = ""
    tremendous_url: str = ""
    target_hosts: frozenset = frozenset()


def owed(people, to: str = "", provider: str = "fake", reward: int = 6000, **study) -> Payout:
    """Cleo's reward is due, and goes by this provider to this address."""
    Workspace.update(provider=provider).where(Workspace.id == people.halden.id).execute()
    if to:
        Person.update(email=to).where(Person.id == people.cleo.id).execute()
    completed(people, held(people, booked(people, live_study(people, reward=reward, **study))))
    return Payout.select().order_by(Payout.id.desc()).get()


def sent_off(people, to: str = "", **more) -> Payout:
    """The same, and it is on its way."""
    return fire(owed(people, to, **more), "pay_out", customer(people.ada), LATER)


def turn(settings, at: datetime) -> Counter:
    """The channel asks about what is due, and the sweep does what follows."""
    done = payouts.drain(settings, lambda: at)
    providers.sweep(at)
    return done


def turns(settings, at: datetime, number: int, apart=HOUR) -> datetime:
    """So many turns; the hour after the last."""
    for one in range(number):
        turn(settings, at + one * apart)
    return at + number * apart


def story(payout: Payout) -> list[str]:
    """The moves of a payout since it was due."""
    mine = (Entry.noun == "payout") & (Entry.subject == payout.id) & (Entry.seq > 0)
    return [entry.event for entry in Entry.select().where(mine).order_by(Entry.seq)]


def generations(payout: Payout) -> int:
    """How many keys went."""
    return Instruction.select().where(Instruction.payout == payout).count()


def paid_there(settings) -> list[str]:
    """The keys that were really paid at the fake provider."""
    return [key for key, *_rest in Fake(settings.home).moved()]


__all__ = ["LATER", "Settings", "again", "generations", "owed", "paid_there", "sent_off", "story", "turn", "turns"]
