"""Payouts by hand: sent on their way together, and marked as paid when the bank says so."""

from collections.abc import Iterable
from datetime import datetime

from commands.fire import Stale, fire
from lifecycle.attempt import By, Refused
from models.database import writes
from models.money import Payout


def pay_out_all(rows: Iterable[Payout], by: By, at: datetime) -> list[Payout]:
    """Each that can goes on its way, in a transaction of its own; the others stay as they are."""
    gone = []
    for row in rows:
        try:
            gone.append(fire(row, "pay_out", by, at))
        except (Refused, Stale):
            continue
    return gone


@writes
def mark_paid(row: Payout, proof: str, by: By, at: datetime) -> Payout:
    """What went by hand has arrived."""
    return fire(row, "settle", by, at, proof=proof)
