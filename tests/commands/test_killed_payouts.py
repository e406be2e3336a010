"""The plug is pulled between the provider's call and our commit: real processes, killed with SIGKILL, and a provider
that keeps its own book. However often, each payout is paid once."""

import os
import signal

import pytest

from commands import money, providers
from commands.fire import fire
from integrations.payfake import Fake
from models import Payout, Person, Workspace, database
from models.database import db
from outbox import payouts
from rules.times import from_epoch, to_epoch
from tests.commands.crowd import context
from tests.commands.paying import LATER, Settings, paid_there, turns
from tests.world import HOUR, MINUTE, booked, customer

# Where the machine goes dark: before the provider is asked, when it has paid and nothing is written down, in the middle
# of writing that down, and in the middle of what follows from it.
SPOTS = ("before", "paid", "writing", "following")
MODES = ("", "+timeout-after", "+timeout-before", "+slow-paid-later", "+5xx")


def die() -> None:
    """Now, without a word."""
    os.kill(os.getpid(), signal.SIGKILL)


def pay_and_die(url: str, home, at: int, spot: str) -> None:
    """A process of its own that asks the provider about everything that is due, and dies on the way."""
    database.connect(url)
    send, begun = Fake.send, []

    def paid(*args):
        if spot == "before":
            die()
        said = send(*args)
        begun.append(1)
        if spot == "paid":
            die()
        return said

    Fake.send = paid
    real = db.obj.execute_sql

    def execute(sql, params=None):
        done = real(sql, params)
        wrote = (spot == "writing" and begun) or (spot == "following" and 'INSERT INTO "entry"' in sql)
        if wrote and sql.startswith(("INSERT", "UPDATE")):
            die()
        return done

    db.obj.execute_sql = execute
    moment = from_epoch(at)
    payouts.drain(Settings(home), lambda: moment)
    providers.sweep(moment)
    os._exit(0)


def _rounds(people, url, home, number: int) -> None:
    Workspace.update(provider="fake").where(Workspace.id == people.halden.id).execute()
    settings, owner, at, killed = Settings(home), booked(people).participant, LATER, 0
    owner.study.workspace.provider = "fake"
    for one in range(number):
        spot, mode = SPOTS[one % len(SPOTS)], MODES[one // len(SPOTS) % len(MODES)]
        Person.update(email=f"cleo{mode}@mail.example").where(Person.id == people.cleo.id).execute()
        payout = money.owe(owner, "bonus", 1000, "EUR", customer(people.ada), at, occasion=str(one))
        fire(payout, "pay_out", customer(people.ada), at)
        process = context.Process(target=pay_and_die, args=(url, home, to_epoch(at), spot))
        process.start()
        process.join(60)
        killed += process.exitcode == -signal.SIGKILL
        at = turns(settings, at + 6 * MINUTE, 4)
    at = turns(settings, at, 8, apart=7 * HOUR)
    assert killed >= number * 3 // 4
    assert [row.state for row in Payout.select()] == ["paid"] * number
    assert sorted(paid_there(settings)) == sorted(f"{row.code}-1" for row in Payout.select())


def test_a_kill_between_the_call_and_the_commit_pays_once(people, database_url, tmp_path):
    _rounds(people, database_url, tmp_path, 8)


@pytest.mark.slow
def test_a_hundred_kills_between_the_call_and_the_commit_pay_a_hundred_times_once(people, database_url, tmp_path):
    _rounds(people, database_url, tmp_path, 100)
