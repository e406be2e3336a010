"""The demo's money: payouts in every state, some by hand and some by the test provider, each with its reason."""

from datetime import datetime, timedelta

from commands import bonuses
from commands.fire import fire
from lifecycle.attempt import CLOCK, PROVIDER, By
from models.money import Instruction, Payout, SendTo
from models.outgoing import Outgoing
from models.participants import Participant
from models.people import Person
from models.studies import Study
from models.workspaces import Workspace
from rules.times import to_epoch

DAY = timedelta(days=1)


def play(study: Study, ada: Person, crowd: dict, now: datetime) -> None:
    """Bonuses of the ferry study, each with another fate."""
    by, house = By("customer", ada.id), study.workspace
    sofia = _place(study, crowd["sofia_παπαδοπούλου"])
    mika = _place(study, crowd["mika_h"])
    Workspace.update(provider="fake").where(Workspace.id == house.id).execute()
    paid = _sent(sofia, 1500, "You found the fault in our price table.", by, now - 5 * DAY)
    _answered(paid, "settle", now - 5 * DAY, "paid")
    unknown = _sent(sofia, 1099, "For the second look.", by, now - 1 * DAY)
    fire(unknown, "doubt", CLOCK, now - 1 * DAY)
    on_its_way = _sent(mika, 800, "For your photographs of the pier.", by, now - 2 * DAY)
    _answered(on_its_way, "accept", now - 2 * DAY, "sent")
    refused = _sent(mika, 2093, "For the long way you came.", by, now - 3 * DAY)
    _answered(refused, "fail", now - 3 * DAY, "failed limit", reason="limit", retryable=False)
    lost = _sent(sofia, 1200, "For your notes.", by, now - 2 * DAY)
    SendTo.create(payout=lost.id, address="sofia+wrong-address@mail.example", by=ada.id, at=now - 2 * DAY)
    _answered(lost, "fail", now - 2 * DAY, "failed mailbox_unavailable", reason="mailbox_unavailable", retryable=True)
    Workspace.update(provider="manual").where(Workspace.id == house.id).execute()
    fire(bonuses.give(mika, 600, "For waiting.", by, now - DAY), "pay_out", by, now - DAY)
    void = bonuses.give(mika, 700, "For the second call.", by, now - 4 * DAY)
    fire(void, "write_off", by, now - 3 * DAY, reason="bonus_withdrawn")


def _place(study: Study, person: Person) -> Participant:
    return Participant.get(Participant.study == study.id, Participant.person == person.id)


def _sent(owner: Participant, amount: int, note: str, by: By, at: datetime) -> Payout:
    """Owed and on its way; the provider was asked."""
    payout = fire(bonuses.give(owner, amount, note, by, at), "pay_out", by, at)
    Instruction.update(asked_at=at).where(Instruction.payout == payout.id).execute()
    asked = {"kind": "asked", "at": to_epoch(at)}
    Outgoing.update(answer=asked, tries=1).where(Outgoing.thread == f"payout-{payout.id}").where(
        Outgoing.channel == "payout"
    ).execute()
    return payout


def _answered(payout: Payout, event: str, at: datetime, answer: str, **details) -> None:
    """The provider said so."""
    Instruction.update(reference=f"fake-{payout.id}", answer=answer).where(Instruction.payout == payout.id).execute()
    if event != "accept":
        mine = (Outgoing.channel == "payout") & (Outgoing.thread == f"payout-{payout.id}")
        Outgoing.update(state="sent", sent_at=at).where(mine).execute()
    fire(payout, event, PROVIDER, at, **details)
