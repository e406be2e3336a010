"""The front door: who comes in is led to their own side; and the choice of a language and a zone."""

from urllib.parse import urlparse

from flask import Blueprint, g, redirect, request, send_from_directory

from commands.people import set_reading
from lifecycle.words import LANGUAGES
from rules.times import known_zone
from views import asker, reply
from views.access import memberships, signed_in
from views.shown import STATIC

views = Blueprint("front", __name__)


@views.get("/")
def door():
    """Customers to their day, operators to their desk, contributors to their conversations, others to the sign-in."""
    me = signed_in()
    side = "today" if memberships() else "operator" if me.operator else "me"
    return redirect(f"{request.script_root}/{side}", 303)


def back() -> str:
    """Where the form stood, within this app."""
    try:
        there = urlparse(request.referrer or "")
    except ValueError:
        return f"{request.script_root}/"
    return (
        there.path + (f"?{there.query}" if there.query else "")
        if there.netloc == request.host and there.path
        else f"{request.script_root}/"
    )


@views.post("/language")
def language():
    """Read in this language from now on."""
    chosen = request.form.get("language", "")
    if chosen not in LANGUAGES:
        return redirect(back(), 303)
    if g.me is not None:
        set_reading(g.me, language=chosen)
    response = reply.lead(back())
    response.set_cookie("language", chosen, max_age=asker.YEAR, samesite="Lax", httponly=True)
    return response


@views.post("/zone")
def zone():
    """Show times for this zone from now on."""
    chosen = request.form.get("zone", "")
    if not known_zone(chosen):
        return redirect(back(), 303)
    if g.me is not None:
        set_reading(g.me, zone=chosen)
    response = reply.lead(back(), "saved")
    response.set_cookie("zone", chosen, max_age=asker.YEAR, samesite="Lax", httponly=True)
    return response


@views.get("/favicon.ico")
def favicon():
    """For browsers that ask without being told."""
    return send_from_directory(STATIC, "icons/favicon.svg", mimetype="image/svg+xml")
