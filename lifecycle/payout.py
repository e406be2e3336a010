"""A payout: money owed to one person for one reason (LIFECYCLES.md section 4)."""

from statemachine import State

from lifecycle.attempt import Attempt, Refusal, guard
from lifecycle.machine import Lifecycle
from lifecycle.participant import not_reported
from lifecycle.words import _


@guard(_("The budget of this study does not cover it."), way_on="study")
def within_budget(attempt: Attempt) -> bool:
    """What was paid and is being paid in the study, with this, stays within its budget."""
    return attempt.row.within_budget


@guard(_("This is settled by the payment provider, not by hand."), hides=True)
def by_hand(attempt: Attempt) -> bool:
    """A customer states what happened only where the money goes by hand."""
    return attempt.by.role != "customer" or attempt.row.provider == "manual"


@guard(_("Please say what proves it, for instance the bank's reference."), needs="proof")
def proof_given(attempt: Attempt) -> bool:
    """An operator states a fact about money only with its proof."""
    return attempt.by.role != "operator" or attempt.asking or bool(attempt.detail("proof"))


@guard(
    lambda a: (
        _("It can be written off once the time to appeal is over.")
        if a.row.reported
        else _("Money that is owed is not taken back without grounds: a bonus or a wrong Completed, with the reason.")
    ),
    needs="reason",
)
def grounds(attempt: Attempt) -> bool:
    """Clock: an upheld report past its appeal window. Customer: a bonus or a wrong Completed, with the reason.
    Operator: with proof. An overturned absence takes its compensation along."""
    row, role = attempt.row, attempt.by.role
    if attempt.joined:
        return True
    if role == "clock":
        return row.upheld_for_good(attempt.at)
    if role == "customer":
        return (
            row.purpose in ("bonus", "reward")
            and not row.reported
            and (attempt.asking or bool(attempt.detail("reason")))
        )
    return attempt.asking or bool(attempt.detail("proof") and attempt.detail("reason"))


SENT_ALREADY = Refusal("sent_already", _("It was sent already and can not be held any more."))


class PayoutLifecycle(Lifecycle):
    """Due, sent, paid, failed: what may happen to money that somebody is owed."""

    due = State(_("Due"), value="due", initial=True)
    on_hold = State(_("On hold"), value="on_hold")
    sending = State(_("Being sent"), value="sending")
    unknown = State(_("Not known yet"), value="unknown")
    sent = State(_("Sent"), value="sent")
    paid = State(_("Paid"), value="paid", final=True)
    failed = State(_("Failed"), value="failed")
    void = State(_("Written off"), value="void", final=True)

    hold = on_hold.from_(due, failed)
    free = on_hold.to(due, cond=[not_reported])
    # The instruction is committed before a provider is called.
    pay_out = sending.from_(due, failed, cond=[not_reported, within_budget])
    accept = sent.from_(sending, unknown, cond=[by_hand])
    # A time-out: resolved by looking it up, never by sending blindly again.
    doubt = sending.to(unknown)
    settle = paid.from_(sent, sending, unknown, failed, cond=[by_hand, proof_given])
    fail = failed.from_(sending, unknown, sent, cond=[by_hand, proof_given])
    write_off = void.from_(due, on_hold, failed, cond=[grounds])

    who = {
        "hold": {"customer", "operator"},
        "free": {"customer", "operator"},
        "pay_out": {"clock", "customer"},
        "accept": {"customer", "provider"},
        "doubt": {"clock"},
        "settle": {"customer", "operator", "provider"},
        "fail": {"customer", "operator", "provider"},
        "write_off": {"clock", "customer", "operator"},
    }
    dead_ends = {
        ("hold", state): {"customer": SENT_ALREADY, "operator": SENT_ALREADY}
        for state in ("sending", "unknown", "sent", "paid")
    }
    labels = {
        "hold": _("Hold"),
        "free": _("Free again"),
        "pay_out": _("Pay out"),
        "accept": _("Mark as sent"),
        "doubt": _("Look up"),
        "settle": _("Mark as paid"),
        "fail": _("Mark as failed"),
        "write_off": _("Write off"),
    }
