"""What goes to payment providers: the instructions of a payout, where its money goes, and what is to be asked or
applied next."""

from datetime import datetime, timedelta

from models.lists import ask
from models.money import Instruction, Payout, ProviderEvent, SendTo
from models.network import Enrolled
from models.outgoing import AWAITS, FOR_MACHINES, Outgoing
from rules.matching import OWN

CHANNEL = "payout"
# The payout is with a provider, and may still move there.
GOING = ("sending", "unknown", "sent")
# An answer that was written down and not acted upon yet, and one that was.
NEW, APPLIED = "new", "applied"
# A provider that was asked and did not answer for so long is in doubt.
SILENT = timedelta(minutes=3)


def instructions(payout: int) -> list[Instruction]:
    """What a provider was told about this payout, the first generation first."""
    return list(Instruction.select().where(Instruction.payout == payout).order_by(Instruction.generation))


def address_of(payout: Payout) -> str:
    """Where its money goes: the address that was named for it, else the one that the team knows one of its own people
    by, else the person's."""
    named = SendTo.get_or_none(SendTo.payout == payout.id)
    if named is not None and named.address:
        return named.address
    if of_own_people(payout):
        mine = (Enrolled.workspace == payout.workspace_id) & (Enrolled.person == payout.person_id)
        known = Enrolled.get_or_none(mine)
        if known is not None and known.email:
            return known.email
    return payout.person.email or ""


def of_own_people(payout: Payout) -> bool:
    """Whether it is owed to one of the team's own people, as such."""
    if payout.participant_id:
        return payout.participant.source == OWN
    return bool(payout.candidate_id) and payout.candidate.project.criteria.get("pool") == OWN


def due(at: datetime):
    """Instructions that are to be sent or looked up now, the one that waits longest first."""
    ready = FOR_MACHINES & AWAITS & (Outgoing.channel == CHANNEL) & (Outgoing.next_at <= at)
    return Outgoing.select().where(ready).order_by(Outgoing.next_at, Outgoing.id)


def answered(last: int, most: int) -> list[Outgoing]:
    """Answers of providers that nothing followed from yet, in the order of their instructions."""
    new = (Outgoing.channel == CHANNEL) & (Outgoing.outcome == NEW) & (Outgoing.id > last)
    return list(Outgoing.select().where(new).order_by(Outgoing.id).limit(most))


def silent(at: datetime) -> list[Payout]:
    """Payouts whose provider was asked and left without an answer for too long: a process may have died in between."""
    asked = (
        Instruction.select(Instruction.payout)
        .where(Instruction.asked_at < at - SILENT, Instruction.answer == "")
    )  # fmt: skip
    return list(
        Payout.select().where(Payout.state == "sending", Payout.provider != "manual", Payout.id.in_(asked)).limit(200)
    )


def unheard(last: int, most: int) -> list[ProviderEvent]:
    """What providers told by themselves and nothing followed from yet."""
    new = ProviderEvent.handled_at.is_null() & (ProviderEvent.id > last)
    return list(ProviderEvent.select().where(new).order_by(ProviderEvent.id).limit(most))


def named(about: str) -> Instruction | None:
    """The instruction with this key, or with this reference of the provider's."""
    if not about:
        return None
    either = (Instruction.key == about) | (Instruction.reference == about)
    return Instruction.select().where(either).order_by(Instruction.id.desc()).first()


def newer(row: Outgoing, payout: int) -> bool:
    """Whether the payout was sent on its way once more after this."""
    sql = (
        "SELECT 1 FROM outgoing JOIN entry ON entry.id = outgoing.entry_id WHERE outgoing.channel = 'payout' "
        "AND outgoing.id > ? AND entry.noun = 'payout' AND entry.subject = ? LIMIT 1"
    )
    return bool(ask(sql, row.id, payout))


def states(workspace: int, codes: list[str]) -> dict[str, tuple[str, str]]:
    """Code -> (state, provider) of those of these payouts that are the workspace's; some at a time, because a statement
    takes only so many values."""
    found: dict[str, tuple[str, str]] = {}
    codes = sorted(set(codes))
    for start in range(0, len(codes), 500):
        part = codes[start : start + 500]
        rows = Payout.select(Payout.code, Payout.state, Payout.provider)
        mine = rows.where(Payout.workspace == workspace, Payout.code.in_(part))
        found |= {code: (state, provider) for code, state, provider in mine.tuples()}
    return found
