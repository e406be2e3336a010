"""Somebody's account: their address, language and city, which letters they want, and where they are signed in."""

from datetime import timedelta

from flask import Blueprint, abort, current_app, g, redirect, request

from commands import addresses, profiles, signin
from commands.people import set_reading
from lifecycle.attempt import Invalid, Refused
from lifecycle.words import LANGUAGES, _
from models.people import Asking, SignIn
from outbox.letters import DECLINABLE
from rules.times import known_zone
from views import reply
from views.access import signed_in
from views.contributor.cities import cities
from views.fresh import not_fresh
from views.shown import url
from views.signin import E_MAIL, is_address

views = Blueprint("account", __name__)
LETTERS = {
    "reminder_day": _("A reminder a day before a conversation"),
    "reminder_soon": _("A reminder half an hour before a conversation"),
    "message": _("What somebody wrote to me about a conversation, when I have not read it yet"),
}
# What stays on, and why.
ALWAYS = (
    (_("Codes to sign in"), _("There is no password, so this is the only way in.")),
    (
        _("Times that are booked, moved or canceled"),
        _("Somebody counts on you, and the calendar file comes with them."),
    ),
    (_("What is owed and paid to you"), _("So that you can prove it.")),
    (_("Reports and decisions about you"), _("So that you can answer in time.")),
)
UNKNOWN_CITY = _("Please choose a city from the list.")
UNKNOWN_LANGUAGE = _("Please choose one of these languages.")


@views.get("/me/account")
def show():
    """Everything at a glance."""
    return page()


def page(typed: dict | None = None, status: int = 200, errors: dict | None = None):
    """The account as it is, with what was typed."""
    me = signed_in()
    open_here = (SignIn.person == me.id) & SignIn.ended_at.is_null() & (SignIn.ends_at > g.at)
    return reply.page(
        "contributor/account/page.html",
        status,
        reading=typed or {"language": me.language, "zone": me.zone},
        groups=cities(),
        letters=LETTERS,
        wanted=[letter for letter in DECLINABLE if letter not in me.declines],
        always=ALWAYS,
        browsers=SignIn.select().where(open_here).count(),
        errors={field: str(sentence) for field, sentence in (errors or {}).items()},
    )


@views.post("/me/account")
def read_so():
    """The language and the city, both at once."""
    me = signed_in()
    language, zone = request.form.get("language", ""), request.form.get("zone", "")
    errors = {} if language in LANGUAGES else {"language": UNKNOWN_LANGUAGE}
    if not known_zone(zone):
        errors["zone"] = UNKNOWN_CITY
    if errors:
        return page({"language": language, "zone": zone}, 422, errors)
    set_reading(me, language, zone)
    return reply.lead(url("/me/account"), "saved")


@views.post("/me/letters")
def letters():
    """Which of the letters that can be turned off are wanted."""
    profiles.choose_letters(signed_in(), request.form.getlist("letter"))
    return reply.lead(url("/me/account"), "saved")


def may_change():
    """The way to a fresh sign-in where the last one is too long ago; None where it is not."""
    signed_in()
    return not_fresh("/me/email")


@views.get("/me/email")
def another():
    """Where the new address is typed."""
    return may_change() or email_page()


def email_page(errors: dict | None = None, status: int = 200):
    """What happens, before it does."""
    errors = {field: str(sentence) for field, sentence in (errors or {}).items()}
    typed = request.form.get("email", "")
    return reply.page("contributor/account/email.html", status, typed=typed, errors=errors)


@views.post("/me/email")
def ask():
    """A code to the new address; the answer is the same whether somebody has it or not."""
    if instead := may_change():
        return instead
    email = request.form.get("email", "").strip()
    if not is_address(email):
        return email_page({"email": E_MAIL}, 422)
    try:
        asking = addresses.ask(g.me, email, g.browser, request.remote_addr or "", g.at)
    except Invalid as problem:
        return email_page(problem.errors, 422)
    return redirect(url(f"/me/email/{asking.code}"), 303)


def asking_of(code: str) -> Asking:
    """The request behind an address, in the browser that made it; 404 elsewhere."""
    signed_in()
    asking = Asking.get_or_none(Asking.code == code, Asking.purpose == addresses.PURPOSE)
    return asking if asking is not None and signin.digest(g.browser) == asking.browser else abort(404)


@views.get("/me/email/<code>")
def code_page(code: str):
    """Where the code of the letter is typed."""
    asking = asking_of(code)
    return code_form(asking, over=asking.used_at is not None or g.at - asking.created_at > signin.LASTS)


def code_form(asking: Asking, errors: dict | None = None, status: int = 200, over: bool = False):
    """The field for the eight digits."""
    settings = current_app.config["SETTINGS"]
    return reply.page(
        "contributor/account/code.html",
        status,
        asking=asking,
        over=over,
        minutes=signin.LASTS // timedelta(minutes=1),
        errors={field: str(sentence) for field, sentence in (errors or {}).items()},
        outbox=settings.demo and not settings.smtp_url,
    )


@views.post("/me/email/<code>")
def confirm(code: str):
    """The eight digits: from now on letters go there."""
    if instead := may_change():
        return instead
    asking, secret = asking_of(code), current_app.config["SETTINGS"].secret
    try:
        addresses.confirm(asking, request.form.get("code", ""), g.browser, secret, g.at, g.signin)
    except Invalid as problem:
        return code_form(asking, problem.errors, 422)
    except Refused as problem:
        over = problem.refusal.code == "over"
        return code_form(asking, {"code": problem.refusal.sentence}, 409, over)
    return reply.lead(url("/me/account"), "address_changed")
