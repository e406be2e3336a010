"""How a workspace sends money: by hand, or by a payment provider. Administrators choose, with a fresh sign-in."""

from flask import Blueprint, current_app, g, request

from commands import payers
from lifecycle.attempt import By, Invalid
from lifecycle.words import Text, _
from views import reply
from views.access import TOO_LOW, may, membership
from views.customer.purse import PROVIDERS
from views.forms import worded
from views.fresh import not_fresh
from views.shown import url

views = Blueprint("payments", __name__)
HERE = "/settings/payments"
SAYS: dict[str, Text] = {
    "manual": _("You get a file for your bank, and bring the references back."),
    "fake": _("For trying things out: nothing is really paid, and the address says how it goes."),
    "tremendous": _("A letter with the money goes to the person. Not yet proved against the real service."),
}


def on_offer() -> tuple[str, ...]:
    """The ways of this installation: a test provider in demos and tests only, and what it has an account with."""
    settings = current_app.config["SETTINGS"]
    ways = {"manual": True, "fake": settings.demo or settings.testing, "tremendous": bool(settings.tremendous_key)}
    return tuple(name for name, there in ways.items() if there)


@views.get(HERE)
def look():
    """The ways to choose from."""
    member = membership()
    if not may("settings"):
        return reply.forbidden(TOO_LOW)
    return not_fresh(HERE) or page(member.workspace.provider)


def page(chosen: str, status: int = 200, errors=None):
    """The form."""
    settings = current_app.config["SETTINGS"]
    return reply.page(
        "customer/settings/payments.html",
        status,
        workspace=membership().workspace,
        ways=[{"value": name, "label": PROVIDERS[name], "hint": SAYS[name]} for name in on_offer()],
        chosen=chosen,
        sandbox="tremendous" in on_offer() and not settings.tremendous_live,
        errors=worded(errors),
    )


@views.post(HERE)
def choose():
    """From now on it goes this way."""
    member = membership()
    if not may("settings"):
        return reply.forbidden(TOO_LOW)
    if instead := not_fresh(HERE):
        return instead
    wanted = request.form.get("provider", "")
    try:
        payers.choose(member.workspace, wanted, on_offer(), By("customer", g.me.id), g.at)
    except Invalid as problem:
        return page(wanted, 422, problem.errors)
    return reply.lead(url(HERE), "saved")
