"""Invitations by mail: turned off by the link or the button of a letter without signing in, and on again; and the
word that an address takes letters again."""

import hmac

from flask import Blueprint, abort, current_app, g, make_response, render_template, request

from commands import letters
from lifecycle.attempt import Invalid
from lifecycle.words import _, reading
from models.people import Person
from outbox.message import ONE_CLICK
from outbox.secrets import unsubscribe_token
from rules.times import known_zone
from views import reply
from views.access import signed_in
from views.front import back

views = Blueprint("unsubscribe", __name__)
FIELD, VALUE = ONE_CLICK.split("=")


def reader_of(code: str, token: str) -> Person:
    """Whose letter it was; 404 where the token is not theirs."""
    person = Person.get_or_none(Person.code == code) or abort(404)
    right = unsubscribe_token(current_app.config["SETTINGS"].secret, person.code)
    if not hmac.compare_digest(token.encode(), right.encode()):
        abort(404)
    return person


def shown(person: Person, status: int = 200):
    """The page with its one button; what it says is in the language of the letter."""
    off = person.unsubscribed_at is not None
    known = {"off": off, "field": FIELD, "value": VALUE, "path": request.path}
    with reading(person.language, person.zone if known_zone(person.zone) else "UTC"):
        html = render_template("unsubscribe/page.html", **known)
    response = make_response(html, status)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@views.get("/unsubscribe/<code>/<token>")
def page(code: str, token: str):
    """What the button would do. Opening the page changes nothing."""
    return shown(reader_of(code, token))


@views.post("/unsubscribe/<code>/<token>")
def one_click(code: str, token: str):
    """Off: from the page, or from a mail program's own button, which knows neither cookie nor form token."""
    person = reader_of(code, token)
    if request.form.get(FIELD) != VALUE:
        return shown(person, 422)
    letters.unsubscribe(person, g.at)
    return shown(Person.get_by_id(person.id))


@views.post("/unsubscribe/<code>/<token>/again")
def again(code: str, token: str):
    """On again, from the page."""
    letters.subscribe_again(reader_of(code, token))
    return reply.lead(f"{request.script_root}/unsubscribe/{code}/{token}")


@views.post("/me/invitations")
def mine():
    """Off or on, by who is signed in: the field `mail` says "on" or "off"."""
    me = signed_in()
    wanted = request.form.get("mail")
    if wanted == "on":
        letters.subscribe_again(me)
    elif wanted == "off":
        letters.unsubscribe(me, g.at)
    else:
        raise Invalid({"mail": _("Please press one of the buttons on the page.")})
    return reply.lead(back(), "saved")


@views.post("/me/address")
def address():
    """Letters to my address arrive again."""
    letters.address_works(signed_in())
    return reply.lead(f"{request.script_root}/", "saved")
