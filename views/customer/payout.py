"""The page of a payout for the team: what it is for, what went to the provider and what came back, and what can be
done."""

from typing import NamedTuple

from commands import bonuses
from commands.payouts import address_refusal
from lifecycle import paywords
from lifecycle.words import Moment, Text, _, ngettext
from models import paying, purses
from models.money import Payout
from rules.times import from_epoch
from views import generic
from views.access import Reached, may
from views.customer import purse
from views.offers import Shown, offers
from views.reply import address, page_of
from views.timeline import items

# What each state means for the team, where the money goes by a provider; and what it can do about it.
MEANING: dict[str, Text] = {
    "due": _("It is owed. It goes on its way when you pay it out."),
    "on_hold": _("A report holds it until it is decided."),
    "sending": _("The payment provider is told to pay it."),
    "unknown": _("The provider did not answer, so nobody knows whether it paid. It is looked up, and never sent "
                 "blindly again."),
    "sent": _("The provider has taken it and sends it on."),
    "paid": _("It is with them."),
    "failed": _("It did not arrive. It is still owed."),
    "void": _("It is not owed any more."),
}  # fmt: skip
BY_HAND: dict[str, Text] = {
    "sending": _("It stands in the file for your bank. Mark it as paid when the bank has done it."),
    "sent": _("You sent it. Mark it as paid when it has arrived."),
}
OWED = ("due", "failed")
ADDRESS = _("Another address helps: you can name one here.")
THEIRS = _("Another address helps: they can name one on their money page, and were told.")
ACCOUNT = _("The account with the payment provider has to be put right first; then pay it out again.")
AGAIN = _("You can pay it out again as it is.")
OTHER_WAY = _(
    "Sent the same way it would be refused again. An administrator of your team can choose another way to send "
    "money in the settings; pay it out again after that."
)


class Step(NamedTuple):
    """What went to the provider once: its number, key, reference, what was said last, and when."""

    generation: int
    key: str
    reference: str
    answer: Text | str
    at: str


@page_of("customer", "payout")
def payout(reached: Reached) -> dict:
    """Everything about this money."""
    row: Payout = reached.row
    told, named, tries = purses.told(row.id)
    return {
        "heading": generic.heading(row),
        "facts": facts(row, named),
        "meaning": meaning(row),
        "failed": why(row) if row.state == "failed" else None,
        "put_right": row.failure in paywords.ACCOUNT | paywords.WAY and may("settings"),
        "steps": [step(one) for one in told],
        "tries": ngettext("%(number)s attempt", "%(number)s attempts", tries) if tries else None,
        "offers": [*offers(reached), *elsewhere(reached)],
        "timeline": items(reached, [row]),
        "links": generic.links(row),
        "held": generic.held(reached),
    }


def meaning(row: Payout) -> Text:
    """What its state means for the team."""
    if row.state in OWED and row.person.erased_at is not None:
        return _("It is owed to somebody whose data was erased, as they asked. It can reach nobody any more. Write it "
                 "off, with that as the reason.")  # fmt: skip
    return BY_HAND.get(row.state, MEANING[row.state]) if row.provider == "manual" else MEANING[row.state]


def facts(row: Payout, named: str) -> list[tuple]:
    """What it is."""
    found = [(_("Amount"), purse.shown(row.amount, row.currency)), (_("To"), row.shown)]
    if row.candidate_id:
        found.append((_("Recruiting project"), row.candidate.project.title))
    if row.study_id:
        found.append((_("Study"), row.study.title))
    found.append((_("How it is sent"), purse.PROVIDERS.get(row.provider, row.provider)))
    found.append((_("Owed since"), Moment(row.due_at)))
    if named:
        found.append((_("Sent to"), _("Another address, named after it had failed")))
    return [*found, (_("Proof"), row.proof)] if row.proof else found


def why(row: Payout) -> list[Text | str]:
    """Why it failed, and what helps."""
    address_of = ADDRESS if paying.of_own_people(row) else THEIRS
    helps = address_of if row.failure in paywords.ADDRESS else ACCOUNT if row.failure in paywords.ACCOUNT else AGAIN
    helps = other_way(row) if row.failure in paywords.WAY and row.provider != "manual" else helps
    return [paywords.why(row.failure), helps] if row.failure else [helps]


def other_way(row: Payout) -> Text:
    """What helps where this provider would refuse it once more: another one, which may be chosen already."""
    chosen = row.workspace.provider
    if chosen == row.provider:
        return OTHER_WAY
    return _(
        "Sent the same way it would be refused again. Your team sends money in another way by now (%(way)s), so you "
        "can pay it out again.", way=purse.PROVIDERS.get(chosen, chosen),
    )  # fmt: skip


def step(one: purses.Told) -> Step:
    """An instruction in words."""
    kind, _space, rest = one.answer.partition(" ")
    said = {"paid": _("It was paid."), "sent": _("It was accepted."), "unknown": _("Nobody knows yet.")}.get(kind)
    answer = paywords.why(rest) if kind == "failed" else said
    return Step(
        one.generation, one.key, one.reference, answer or _("No answer yet"),
        str(Moment(from_epoch(one.asked_at or one.at))),
    )  # fmt: skip


def bonus(reached: Reached) -> list[Shown]:
    """The way to a bonus for somebody who has done their part."""
    if not reached.allows("pay_out") or bonuses.why_not(reached.row) is not None:
        return []
    where, said = f"{address(reached.row)}/bonus", _("Owed beside the reward, with a word of yours.")
    return [Shown("ask_bonus", _("Give a bonus"), where, "get", "", None, said, None)]


def elsewhere(reached: Reached) -> list[Shown]:
    """The way to name another address, where it would be taken."""
    if not reached.allows("pay_out") or address_refusal(reached.row, reached.by) is not None:
        return []
    where = f"{address(reached.row)}/address"
    label, said = _("Send it to another address"), _("It is told at the old one.")
    return [Shown("send_elsewhere", label, where, "get", "", None, said, None)]
