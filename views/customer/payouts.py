"""Payouts of a workspace: what is due, what became of it, and the manual provider's file out and references in."""

from flask import Blueprint, g, redirect, render_template, request

from commands import payouts
from lifecycle.attempt import Attempt, By
from lifecycle.payout import PayoutLifecycle
from lifecycle.words import _
from models.money import Payout
from models.people import Person
from models.studies import Study
from rules import cells
from rules.money import exponent
from views import filters, reply
from views.access import MAY, TOO_LOW, membership
from views.customer import purse
from views.customer.purse import SHOWN
from views.fresh import not_fresh

views = Blueprint("payouts", __name__)
COLUMNS = ("reference", "username", "email", "amount", "currency", "purpose", "study")
LINES_MOST = 1000
FATES = {"paid": _("Paid"), "unknown": _("Not a payout that is being sent here")}


@views.get("/payouts")
def index():
    """The payouts, newest first; filters live in the address."""
    member = membership()
    wanted = request.args.get("state", "")
    wanted = wanted if wanted in PayoutLifecycle.states_map else ""
    study = filters.text("study")
    found = purse.lines(member.workspace_id, wanted, filters.number("before"), study)
    sums = purse.sums(member.workspace_id)
    return render_template(
        "customer/payout/index.html",
        rows=purse.drawn(found[:SHOWN], request.script_root),
        older=found[SHOWN - 1].id if len(found) > SHOWN else None,
        wanted=wanted,
        study=study,
        tabs=[(state.value, state.name, _count(sums, state.value)) for state in PayoutLifecycle.states],
        total=sum(_count(sums, state) for state in sums),
        may="pay_out" in MAY[member.role],
        due=sums.get("due"),
        due_count=_count(sums, "due"),
        sending=sums.get("sending"),
        sending_count=_count(sums, "sending"),
    )


def _count(sums: dict, state: str) -> int:
    return sum(one.count for one in sums.get(state, ()))


def _those(workspace: int, state: str):
    """The payouts of a workspace in one state, oldest first, with whom and what for."""
    found = Payout.select(Payout, Person, Study).join(Person).switch(Payout).left_outer_join(Study)
    return found.where(Payout.workspace == workspace, Payout.state == state).order_by(Payout.id)


def _sending(workspace: int):
    return _those(workspace, "sending").where(Payout.provider == "manual")


def _may_move_money():
    """The membership, or the reply of who may not."""
    member = membership()
    if "pay_out" not in MAY[member.role]:
        return member, reply.forbidden(TOO_LOW)
    return member, not_fresh("/payouts")


@views.post("/payouts/pay-out-due")
def pay_out_due():
    """Everything due goes on its way; what can not stays due, and its reason is said."""
    member, instead = _may_move_money()
    if instead:
        return instead
    by = By("customer", g.me.id)
    due, whose = list(_those(member.workspace_id, "due")), purse.paid_to(member.workspace_id, "due")
    gone = {row.id for row in payouts.pay_out_all(due, by, g.at)}
    stayed = [(row, row.lifecycle.why_not(Attempt(row, "pay_out", by, g.at))) for row in due if row.id not in gone]
    if not stayed:
        return redirect(f"{request.script_root}/payouts?state=sending", 303)
    reasons = [(row, whose[row.id][0], why.sentence if why else None, why and why.code) for row, why in stayed]
    return render_template("customer/payout/sent.html", gone=len(gone), stayed=reasons)


@views.post("/payouts/file.csv")
def file():
    """What is being sent by hand, as a file for the bank; one line for each payout."""
    member, instead = _may_move_money()
    if instead:
        return instead
    whose = purse.paid_to(member.workspace_id, "sending")
    rows = [cells_of(row, *whose.get(row.id, ("", ""))) for row in _sending(member.workspace_id)]
    return reply.table("payouts.csv", map(cells.line, [COLUMNS, *rows]))


def cells_of(row: Payout, who: str, address: str) -> tuple:
    """The cells of a payout."""
    places = exponent(row.currency)
    amount = f"{row.amount / 10**places:.{places}f}"
    study = row.study.title if row.study_id else ""
    return row.code, who, address, amount, row.currency, row.purpose, study


@views.post("/payouts/paid")
def paid():
    """References that came back from the bank, pasted or as a file, one a line: a payout's code and its proof."""
    member, instead = _may_move_money()
    if instead:
        return instead
    found = {row.code: row for row in _sending(member.workspace_id)}
    fates = []
    for code, proof in references():
        row = found.pop(code, None)
        fates.append((code, FATES["unknown" if row is None else "paid"]))
        if row is not None:
            payouts.mark_paid(row, proof, By("customer", g.me.id), g.at)
    return render_template("customer/payout/paid.html", fates=fates)


def references() -> list[tuple[str, str]]:
    """(code, proof) of each line that was pasted or sent as a file; commas, semicolons and tabs part the two."""
    sent = request.files.get("file")
    text = sent.read().decode("utf-8-sig", "replace") if sent else ""
    parted = [
        [part.strip(' "') for part in one.replace(";", ",").replace("\t", ",").partition(",")[::2]]
        for one in f"{request.form.get('lines', '')}\n{text}".splitlines()[:LINES_MOST]
    ]
    return [(code, proof[:200]) for code, proof in parted if code and code != COLUMNS[0]]
