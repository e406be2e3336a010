"""Payouts of a workspace: what is due, what became of it, and the manual provider's file out and references in."""

import csv
import io

from flask import Blueprint, Response, g, redirect, render_template, request

from commands import payouts
from lifecycle.attempt import By
from lifecycle.payout import PayoutLifecycle
from lifecycle.words import _
from models.money import Payout
from models.people import Person
from models.studies import Study
from rules.money import exponent
from views import reply
from views.access import MAY, TOO_LOW, membership
from views.fire import fresh
from views.generic import PURPOSES

views = Blueprint("payouts", __name__)
SHOWN = 50
RISKY = ("=", "+", "-", "@", "\t", "\r")
COLUMNS = ("reference", "username", "email", "amount", "currency", "purpose", "study")


@views.get("/payouts")
def index():
    """The payouts, newest first; filters live in the address."""
    member = membership()
    wanted = request.args.get("state", "")
    rows = Payout.select(Payout, Person, Study).join(Person).switch(Payout).left_outer_join(Study)
    rows = rows.where(Payout.workspace == member.workspace_id)
    if wanted in PayoutLifecycle.states_map:
        rows = rows.where(Payout.state == wanted)
    after = request.args.get("before", "")
    if after.isascii() and after.isdigit() and len(after) < 18:
        rows = rows.where(Payout.id < int(after))
    found = list(rows.order_by(Payout.id.desc()).limit(SHOWN + 1))
    return render_template(
        "customer/payout/index.html",
        rows=found[:SHOWN],
        older=found[SHOWN - 1].id if len(found) > SHOWN else None,
        wanted=wanted,
        states=[(state.value, state.name) for state in PayoutLifecycle.states],
        purposes=PURPOSES,
        may="pay_out" in MAY[member.role],
        due=_due(member.workspace_id).count(),
        sending=_sending(member.workspace_id).count(),
        told=None,
    )


def _due(workspace: int):
    return Payout.select().where(Payout.workspace == workspace, Payout.state == "due").order_by(Payout.id)


def _sending(workspace: int):
    return Payout.select().where(Payout.workspace == workspace, Payout.state == "sending", Payout.provider == "manual")


def _may_move_money():
    """The membership, or the reply of who may not."""
    member = membership()
    if "pay_out" not in MAY[member.role]:
        return member, reply.forbidden(TOO_LOW)
    if not fresh():
        return member, redirect(f"{request.script_root}/sign-in/again?next={request.script_root}/payouts", 303)
    return member, None


@views.post("/payouts/pay-out-due")
def pay_out_due():
    """Everything due goes on its way; what can not stays due and says why on its page."""
    member, instead = _may_move_money()
    if instead:
        return instead
    payouts.pay_out_all(list(_due(member.workspace_id)), By("customer", g.me.id), g.at)
    return redirect(f"{request.script_root}/payouts?state=sending", 303)


@views.post("/payouts/file.csv")
def file():
    """What is being sent by hand, as a file for the bank; one line for each payout."""
    member, instead = _may_move_money()
    if instead:
        return instead
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in _sending(member.workspace_id).order_by(Payout.id):
        writer.writerow([harmless(cell) for cell in line(row)])
    headers = {"Content-Disposition": "attachment; filename=payouts.csv"}
    return Response(out.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)


def line(row: Payout) -> tuple:
    """The cells of a payout."""
    places = exponent(row.currency)
    amount = f"{row.amount / 10**places:.{places}f}"
    study = row.study.title if row.study_id else ""
    return row.code, row.person.shown, row.person.email or "", amount, row.currency, row.purpose, study


def harmless(cell: str) -> str:
    """No cell is taken for a formula by a spreadsheet."""
    return f"'{cell}" if cell.startswith(RISKY) else cell


@views.post("/payouts/paid")
def paid():
    """References that came back from the bank, one a line: the payout's code and what proves it."""
    member, instead = _may_move_money()
    if instead:
        return instead
    found = {row.code: row for row in _sending(member.workspace_id)}
    fates = []
    for text in request.form.get("lines", "").splitlines()[:1000]:
        code, _comma, proof = (part.strip() for part in text.replace(";", ",").replace("\t", ",").partition(","))
        if code and code != "reference":
            row = found.pop(code, None)
            fates.append((code, row is not None))
            if row is not None:
                payouts.mark_paid(row, proof, By("customer", g.me.id), g.at)
    return render_template(
        "customer/payout/paid.html",
        fates=fates,
        words={True: _("Paid"), False: _("Not a payout that is being sent here")},
    )
