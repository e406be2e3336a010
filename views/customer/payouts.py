"""Payouts of a workspace: what is due, what became of it, the manual provider's file out and references in, and the
statement of the ledger."""

from flask import Blueprint, g, redirect, render_template, request

from commands import payouts, trail
from lifecycle.attempt import Attempt, By
from lifecycle.payout import PayoutLifecycle
from lifecycle.words import _, ngettext
from models import purses
from models.money import Payout
from models.people import Person
from models.studies import Study
from rules import cells
from rules.identifiers import other_side
from rules.money import exponent
from rules.times import from_epoch
from views import filters, reply
from views.access import MAY, TOO_LOW, membership
from views.customer import purse
from views.customer.enrolling import packed, unpacked
from views.customer.purse import SHOWN
from views.fresh import not_fresh

views = Blueprint("payouts", __name__)
COLUMNS = ("reference", "username", "email", "amount", "currency", "purpose", "study")
BOOKED = ("time", "payout", "who", "purpose", "study", "project", "entry", "amount", "currency", "recruiting_id",
          "study_id")  # fmt: skip
LINES_MOST = 5000
FATES = {
    payouts.PAID: (_("To be marked as paid"), _("Paid")),
    payouts.BEFORE: (_("Paid already"), _("Paid already")),
    payouts.NOT_HERE: (_("Not a payout that is being sent here"), _("Not a payout that is being sent here")),
    payouts.NOT_SENT: (_("It is not being sent by hand"), _("It is not being sent by hand")),
    payouts.TWICE: (_("It stands above already"), _("It stands above already")),
    payouts.NO_CODE: (_("There is no reference"), _("There is no reference")),
    payouts.WAITS: (_("To be marked as paid"), _("To be marked as paid at the next press")),
}


@views.get("/payouts")
def index():
    """The payouts, newest first; filters live in the address."""
    member = membership()
    wanted = request.args.get("state", "")
    wanted = wanted if wanted in PayoutLifecycle.states_map else ""
    chosen = {name: filters.text(name) for name in ("study", "project", "provider")}
    found = purse.lines(member.workspace_id, wanted, filters.number("before"), **chosen)
    sums, places = purse.sums(member.workspace_id), purses.places(member.workspace_id)
    return render_template(
        "customer/payout/index.html",
        rows=purse.drawn(found[:SHOWN], request.script_root),
        older=found[SHOWN - 1].id if len(found) > SHOWN else None,
        wanted=wanted,
        chosen=chosen,
        narrowed=any(chosen.values()),
        choices={kind: [(one.code, one.title) for one in places if one.kind == kind] for kind in ("study", "project")},
        providers=list(purse.PROVIDERS.items()),
        budgets=[(one, words) for one in places if (words := purse.budget_words(one))],
        by_hand=member.workspace.provider == "manual",
        tabs=[(state.value, state.name, _count(sums, state.value)) for state in PayoutLifecycle.states],
        total=sum(_count(sums, state.value) for state in PayoutLifecycle.states),
        may="pay_out" in MAY[member.role],
        due=sums.get("due"),
        due_count=_count(sums, "due"),
        sending=sums.get("by_hand"),
        sending_count=_count(sums, "by_hand"),
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
    trail.keep(member.workspace_id, "payouts_exported", By("customer", g.me.id), g.at)
    rows = [cells_of(row, *whose.get(row.id, ("", ""))) for row in _sending(member.workspace_id)]
    return reply.table("payouts.csv", map(cells.line, [COLUMNS, *rows]))


def cells_of(row: Payout, who: str, address: str) -> tuple:
    """The cells of a payout."""
    title = row.study.title if row.study_id else ""
    return row.code, who, address, amount_of(row), row.currency, row.purpose, title


@views.post("/payouts/paid")
def paid():
    """References that came back from the bank, pasted or as a file, one a line: a payout's code and its proof. What
    would become of each line is shown first; then exactly that is done, and a second time nothing."""
    member, instead = _may_move_money()
    if instead:
        return instead
    text = sent()
    go = request.form.get("go") == "paid"
    found = references(text)
    if go:
        lines = payouts.mark_all(member.workspace_id, found, By("customer", g.me.id), g.at)
    else:
        lines = payouts.plan(member.workspace_id, found)
    number = sum(line.fate == (payouts.WAITS if go else payouts.PAID) for line in lines)
    return render_template(
        "customer/payout/paid.html",
        after=go,
        fates=[(line, FATES[line.fate][go]) for line in sorted(lines, key=lambda line: line.fate == payouts.PAID)],
        number=number,
        press=ngettext("Mark %(number)s payout as paid", "Mark %(number)s payouts as paid", number),
        kept=packed(text),
        most=LINES_MOST,
        cut=len(found) == LINES_MOST,
    )


def sent() -> str:
    """What was chosen as a file and pasted, or travels with the page."""
    if kept := request.form.get("kept"):
        return unpacked(kept)
    file = request.files.get("file")
    chosen = file.read().decode("utf-8-sig", "replace") if file else ""
    return f"{request.form.get('lines', '')}\n{chosen}".replace("\x00", "")


def references(text: str) -> list[tuple[str, str]]:
    """(code, proof) of each line; commas, semicolons and tabs part the two."""
    parted = [
        [part.strip(' "') for part in one.replace(";", ",").replace("\t", ",").partition(",")[::2]]
        for one in text.splitlines()
    ]
    found = [(code.removeprefix("'")[:40], proof[:200]) for code, proof in parted if code or proof]
    return [(code, proof) for code, proof in found if code != COLUMNS[0]][:LINES_MOST]


@views.post("/payouts/ledger.csv")
def ledger():
    """Every line of the ledger, the oldest first: what was owed, paid and written off. Nothing in it ever changes."""
    member, instead = _may_move_money()
    if instead:
        return instead
    rows, last = [], 0
    while chunk := purses.ledger(member.workspace_id, last):
        rows += [booked(one) for one in chunk]
        last = chunk[-1].id
    trail.keep(member.workspace_id, "ledger_exported", By("customer", g.me.id), g.at, lines=len(rows))
    return reply.table("ledger.csv", map(cells.line, [BOOKED, *rows]))


def booked(one: purses.Booked) -> tuple:
    """The cells of a line of the ledger."""
    at = from_epoch(one.at).isoformat().replace("+00:00", "Z")
    amount = float(amount_of(one))  # a number stays one, also below zero
    ids = one.paired, other_side(one.paired, one.study_kind)
    return at, one.code, one.who, one.purpose, one.study, one.project, one.kind, amount, one.currency, *ids


def amount_of(one) -> str:
    """An amount as a file has it."""
    places = exponent(one.currency)
    return f"{one.amount / 10**places:.{places}f}"
