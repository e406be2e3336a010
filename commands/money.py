"""What is owed, to whom, for what: births of payouts, their moves, and the ledger lines that go with them."""

from datetime import datetime

from commands import trail
from commands.fire import begin, effect, fire
from commands.recorder import note_down, wake
from lifecycle.attempt import CLOCK, By
from models.journal import Entry
from models.money import Instruction, LedgerLine, Payout
from models.outgoing import Outgoing
from models.participants import Participant
from models.recruiting import Candidate
from models.sessions import Session
from rules import compensation
from rules.times import to_epoch


def owe(
    owner: Participant | Candidate, purpose: str, amount: int, currency: str, by: By, at: datetime, occasion: str = "",
    note: str = "",
) -> Payout | None:  # fmt: skip
    """A payout for one reason; nothing where there is nothing to pay. A second one for the same occasion is
    impossible (unique key)."""
    if amount <= 0:
        return None
    kind = "participant" if isinstance(owner, Participant) else "candidate"
    study, workspace = _house(owner)
    payout = begin(
        Payout,
        "owe",
        by,
        at,
        {"amount": amount, "purpose": purpose, **({"note": note} if note else {})},
        workspace=workspace,
        study=study,
        person=owner.person_id,
        owner=f"{kind}:{owner.id}",
        purpose=purpose,
        occasion=occasion,
        amount=amount,
        currency=currency,
        due_at=at,
        provider=_provider(workspace),
        **{kind: owner},
    )
    ledger(payout, "owed", amount, _last_entry(payout), at)
    note_down("money", (purpose, amount, currency, owner.person_id))
    return payout


def _house(owner):
    if isinstance(owner, Participant):
        return owner.study, owner.study.workspace
    return owner.project.study, owner.project.workspace


def _provider(workspace) -> str:
    return workspace.provider


def _last_entry(payout: Payout) -> Entry:
    return Entry.get(Entry.noun == "payout", Entry.subject == payout.id, Entry.seq == payout.version)


def ledger(payout: Payout, kind: str, amount: int, entry: Entry, at: datetime) -> None:
    """A line; the sum of a payout's lines is what is still owed."""
    LedgerLine.create(payout=payout, entry=entry.id, kind=kind, amount=amount, currency=payout.currency, at=at)


def owe_late_cancel(session: Session, by: By, at: datetime) -> Payout | None:
    """The part of the reward that a customer's late change owes (policy: percent of the reward)."""
    study = session.study
    amount = compensation.late_cancel(study.reward, study.policy.late_percent)
    return owe(session.participant, "late_cancel", amount, study.currency, by, at, occasion=session.code)


def write_off_late_cancel(session: Session, by: By, at: datetime) -> None:
    """An unsent compensation goes with the absence that was put right."""
    for payout in Payout.select().where(
        Payout.participant == session.participant_id, Payout.purpose == "late_cancel", Payout.occasion == session.code
    ):
        if payout.state in ("due", "on_hold", "failed"):
            fire(payout, "write_off", by, at, joined=True, reason="overturned")


@effect("payout", "pay_out")
def by_the_present_way(attempt, target: str) -> dict:
    """Money goes the way that is chosen when it goes, not when it became due. What failed for good, or goes by hand
    from now on, may change its way; a key that a provider may still pay is for that provider alone, also after the
    money was held meanwhile."""
    payout = attempt.row
    chosen = payout.workspace.provider
    may_be_paid = payout.retryable and Instruction.select().where(Instruction.payout == payout.id).exists()
    if may_be_paid and payout.provider not in ("manual", chosen):
        chosen = payout.provider
    return {"provider": chosen}


@effect("payout", "pay_out", then=True)
def instruct(attempt, entry: Entry) -> None:
    """The instruction is committed before a provider is called; the same key goes again until it was finally
    refused."""
    payout = attempt.row
    last = Instruction.select().where(Instruction.payout == payout.id).order_by(Instruction.generation.desc()).first()
    if last is None or (payout.failure and not payout.retryable):
        generation = last.generation + 1 if last else 1
        last = Instruction.create(
            payout=payout, generation=generation, key=f"{payout.code}-{generation}", at=attempt.at
        )
    else:
        # What the provider said of the attempt before is older than this one.
        Instruction.update(seq=max(last.seq, 1000 * to_epoch(attempt.at))).where(Instruction.id == last.id).execute()
    if payout.provider != "manual":
        Outgoing.create(
            entry=entry,
            channel="payout",
            letter="instruction",
            recipient=payout.person_id,
            thread=f"payout-{payout.id}",
            due_at=attempt.at,
            next_at=attempt.at,
        )
        wake()


@effect("payout", "settle")
def settled(attempt, target: str) -> dict:
    """What proves it is kept."""
    return {"proof": str(attempt.detail("proof") or "")[:200], "failure": ""}


@effect("payout", "fail")
def failed(attempt, target: str) -> dict:
    """The reason is kept and shown to both sides."""
    return {
        "failure": str(attempt.detail("note") or attempt.detail("reason") or "")[:200],
        "retryable": bool(attempt.detail("retryable") if attempt.detail("retryable") is not None else True),
    }


@effect("payout", "settle", then=True)
def ledger_paid(attempt, entry: Entry) -> None:
    """Paid: nothing is owed any more."""
    ledger(attempt.row, "paid", -attempt.row.amount, entry, attempt.at)


def paid_after_all(payout: Payout, at: datetime) -> str | None:
    """What was written off was paid: the ledger says so by a reversing row, and the team reads it in its log. The
    payout itself stays as it is."""
    if LedgerLine.select().where(LedgerLine.payout == payout.id, LedgerLine.kind == "paid").exists():
        return None
    entry = trail.keep(payout.workspace_id, "paid_after_all", CLOCK, at, payout=payout.id, amount=payout.amount)
    ledger(payout, "written_off", payout.amount, entry, at)
    ledger(payout, "paid", -payout.amount, entry, at)
    return "paid_after_all"


@effect("payout", "write_off", then=True)
def ledger_written_off(attempt, entry: Entry) -> None:
    """Written off: nothing is owed any more."""
    ledger(attempt.row, "written_off", -attempt.row.amount, entry, attempt.at)
