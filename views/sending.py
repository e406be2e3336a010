"""Another address for money that failed, by the team or by whose it is; and a bonus for somebody who has done their
part. Both are looked at before they are done."""

from flask import Blueprint, abort, g, redirect, render_template, request

from commands import bonuses, payouts
from commands.fire import Stale
from commands.once import once
from lifecycle.attempt import Invalid, Refused
from lifecycle.words import _
from models.money import Payout
from rules import money
from views import foresight, looks, reply
from views.access import TOO_LOW, Reached, reach
from views.customer import study_form
from views.fire import counted, version
from views.forms import kept_key, sent_key, worded
from views.fresh import not_fresh
from views.signin import E_MAIL, is_address

views = Blueprint("sending", __name__)
OWNERS = "any(participants,candidates)"
LONGEST = 500


# Another address ------------------------------------------------------------------------------------------------------


def payout_of(code: str) -> Reached:
    """The payout, as its team or as whose it is."""
    reached = reach("payout", code, request.args.get("as"))
    return reached if reached.audience in ("customer", "contributor") else abort(404)


@views.get("/payouts/<code>/address")
def where(code: str):
    """The form, and what follows from it."""
    reached = payout_of(code)
    return instead_of(reached) or address_page(reached)


def instead_of(reached: Reached):
    """The reply of who may not name another address, or not now."""
    if not reached.allows("pay_out"):
        return reply.forbidden(TOO_LOW)
    if refusal := payouts.address_refusal(reached.row, reached.by):
        return reply.refused(reached, refusal)
    return not_fresh(f"/payouts/{reached.row.code}/address")


def address_page(reached: Reached, status: int = 200, errors=None):
    """The form with what was typed."""
    row: Payout = reached.row
    context = {
        "row": row,
        "reached": reached,
        "typed": request.form.get("address", ""),
        "errors": worded(errors),
        "amount": row.money,
        "by_itself": reached.audience == "customer" or payouts.goes_by_itself(row),
        "back": reply.address(row),
    }
    return render_template("payout/address.html", **context), status


@views.post("/payouts/<code>/address")
def name_it(code: str):
    """From now on it goes there."""
    reached = payout_of(code)
    if instead := instead_of(reached):
        return instead
    typed = request.form.get("address", "").strip()
    if not is_address(typed):
        return address_page(reached, 422, {"address": E_MAIL})
    try:
        row = payouts.send_elsewhere(reached.row, typed, reached.by, g.at, version())
    except Invalid as problem:
        return address_page(reached, 422, problem.errors)
    except (Refused, Stale) as problem:
        return reply.refused(reached, problem.refusal)
    return reply.done(reached, row)


# A bonus --------------------------------------------------------------------------------------------------------------


@views.get(f"/<{OWNERS}:plural>/<code>/bonus")
def ask(plural: str, code: str):
    """The form."""
    reached = reach(plural[:-1], code, "customer")
    return not_now(reached) or bonus_page(reached)


def not_now(reached: Reached):
    """The reply of who may give none, or not to this person now."""
    if not reached.allows("pay_out"):
        return reply.forbidden(TOO_LOW)
    if refusal := bonuses.why_not(reached.row):
        return reply.refused(reached, refusal)
    return not_fresh(f"{reply.address(reached.row).removeprefix(request.script_root)}/bonus")


def bonus_page(reached: Reached, status: int = 200, errors=None, foreseen=None):
    """The form with what was typed, and what would follow of it."""
    row = reached.row
    context = {
        "row": row,
        "currency": bonuses.currency_of(row),
        "typed": request.form,
        "errors": worded(errors),
        "foreseen": foresight.lines(foreseen, reached) if foreseen else None,
        "once": kept_key(),
        "number": counted("number") or bonuses.next_of(row),
        "back": reply.address(row),
    }
    return render_template("customer/payout/bonus.html", **context), status


@views.post(f"/<{OWNERS}:plural>/<code>/bonus")
def give(plural: str, code: str):
    """Look at it, or owe it."""
    reached = reach(plural[:-1], code, "customer")
    if instead := not_now(reached):
        return instead
    values, errors = typed_bonus(bonuses.currency_of(reached.row))
    if errors:
        return bonus_page(reached, 422, errors)
    given = (reached.row, values["amount"], values["note"], reached.by, g.at, None, counted("number"))
    try:
        if "look" in request.form:
            return bonus_page(reached, foreseen=looks.take(bonuses.give, *given))
        where_to = once(sent_key("bonus", reached.row.id), g.at, lambda: reply.address(bonuses.give(*given)))
    except Invalid as problem:
        return bonus_page(reached, 422, problem.errors)
    except (Refused, Stale) as problem:
        return reply.refused(reached, problem.refusal)
    return redirect(where_to, 303)


def typed_bonus(currency: str) -> tuple[dict, dict]:
    """(values, errors) of the form."""
    errors: dict = {}
    values = {"note": request.form.get("note", "").strip(), "amount": 0}
    try:
        values["amount"] = money.parse_amount(request.form.get("amount", ""), currency, g.reader.language)
    except ValueError as problem:
        above = _("Please type an amount above zero.")
        errors["amount"] = (
            above
            if problem.args[0] == "negative"
            else study_form.AMOUNT_ERRORS.get(problem.args[0], study_form.AMOUNT_ERRORS["not_a_number"])
        )
    if not errors and values["amount"] <= 0:
        errors["amount"] = _("Please type an amount above zero.")
    if not values["note"]:
        errors["note"] = _("Please say what it is for. They read it.")
    elif len(values["note"]) > LONGEST:
        errors["note"] = _("Please keep it below %(most)s characters.", most=LONGEST)
    return values, errors
