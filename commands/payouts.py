"""Payouts by hand: sent on their way together, and marked as paid when the bank says so; and another address for money
that could not be delivered."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from commands import trail
from commands.fire import Stale, fire, fresh
from lifecycle import paywords
from lifecycle.attempt import CLOCK, By, Invalid, Refusal, Refused
from lifecycle.words import _
from models import paying
from models.database import writes
from models.money import Payout, SendTo

NOT_FAILED = Refusal("not_failed", _("Another address can be named once it has failed."))
NOT_YOURS = Refusal(
    "not_yours", _("This person looks after their own address. They can name another one on their money page.")
)
LONGEST = 254


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


# What becomes of a line of the bank's file.
PAID, BEFORE, NOT_HERE, NOT_SENT, TWICE, NO_CODE = "paid", "before", "not_here", "not_sent", "twice", "no_code"
# So many are marked at one press; the others wait for the next.
WAITS, AT_ONCE = "waits", 500


class Line(NamedTuple):
    """A line with what proves a payment: its number, the payout's code, the proof, and what becomes of it."""

    number: int
    code: str
    proof: str
    fate: str


def plan(workspace: int, lines: Iterable[tuple[str, str]]) -> list[Line]:
    """What would become of each line (code, proof)."""
    lines, seen, found = list(lines), set(), []
    known = paying.states(workspace, [code for code, _proof in lines])
    for number, (code, proof) in enumerate(lines, 1):
        fate = TWICE if code in seen else _fate(known.get(code), code)
        seen.add(code)
        found.append(Line(number, code, proof, fate))
    return found


def _fate(state: tuple[str, str] | None, code: str) -> str:
    if state is None:
        return NOT_HERE if code else NO_CODE
    if state[0] == "paid":
        return BEFORE
    return PAID if state[0] in ("sending", "sent") and state[1] == "manual" else NOT_SENT


def mark_all(workspace: int, lines: Iterable[tuple[str, str]], by: By, at: datetime) -> list[Line]:
    """Mark what these lines prove as paid, each in a transaction of its own, so many at once; a second time changes
    nothing."""
    done, left = [], AT_ONCE
    for line in plan(workspace, lines):
        if line.fate == PAID:
            line = _mark(workspace, line, by, at) if left > 0 else line._replace(fate=WAITS)
            left -= 1
        done.append(line)
    return done


def _mark(workspace: int, line: Line, by: By, at: datetime) -> Line:
    try:
        mark_paid(Payout.get(Payout.workspace == workspace, Payout.code == line.code), line.proof, by, at)
    except (Refused, Stale):
        return line._replace(fate=NOT_SENT)
    return line


def address_refusal(row: Payout, by: By) -> Refusal | None:
    """Why this side can not name another address now."""
    if by.role == "customer" and not paying.of_own_people(row):
        return NOT_YOURS
    return None if row.state == "failed" else NOT_FAILED


@writes
def send_elsewhere(row: Payout, address: str, by: By, at: datetime, seen_version: int | None = None) -> Payout:
    """Money that failed goes to another address: the person themselves name it, or the team for one of its own people.
    It is told at the old one. What goes by a provider is sent again at once."""
    row = fresh(row)
    if seen_version is not None and seen_version != row.version:
        raise Stale(row)
    if refusal := address_refusal(row, by):
        raise Refused(refusal)
    address, before = address.strip(), paying.address_of(row)
    if not address or len(address) > LONGEST or "@" not in address:
        raise Invalid({"address": _("Please type a whole address, such as name@example.org.")})
    if address.lower() == before.lower():
        raise Invalid({"address": _("It was sent to this address already. Please type another one.")})
    SendTo.delete().where(SendTo.payout == row.id).execute()
    SendTo.create(payout=row.id, address=address, before=before, by=by.who, at=at)
    # Whoever had no address before hears of it where they are: nobody else could read it.
    told = {"redirected": row.person_id} if before else {}
    trail.keep(row.workspace_id, "payout_redirected", by, at, payout=row.id, **told)
    return _go_again(row, by, at)


def goes_by_itself(row: Payout) -> bool:
    """Whether it is sent again without the team, once another address is named: only the address was wrong."""
    return row.provider != "manual" and row.failure in paywords.ADDRESS


def _go_again(row: Payout, by: By, at: datetime) -> Payout:
    if by.role != "customer" and not goes_by_itself(row):
        return row
    try:
        return fire(row, "pay_out", by if by.role == "customer" else CLOCK, at)
    except Refused:
        return row
