"""The tour of the demo: both sides of a conversation in a few steps, and a clock that can be moved to its hour."""

from datetime import timedelta

from flask import Blueprint, abort, current_app, g, redirect, render_template, request

from commands.signin import carry
from commands.sweep import sweep
from lifecycle.words import _
from models.people import Person
from models.sessions import Session
from views import tour as steps_of

views = Blueprint("demo", __name__)
STEPS = {
    "join": _("To the moment when the door of that conversation opens"),
    "over": _("To the end of that conversation"),
    "hour": _("One hour on"),
    "day": _("One day on"),
}


def only_in_the_demo() -> None:
    """Nowhere else is there a tour, or a clock that moves."""
    if not current_app.config["SETTINGS"].demo:
        abort(404)


def moves() -> bool:
    """Whether the clock can be moved: not where it was started at an instant of its own."""
    return current_app.config["CLOCK"].file is not None


@views.get("/demo")
def tour():
    """What to try, and where the clock stands."""
    only_in_the_demo()
    return render_template(
        "demo/tour.html",
        steps=STEPS if moves() else {},
        upcoming=upcoming(),
        acts=steps_of.acts(),
        tour="",
    )


def upcoming() -> Session | None:
    """The conversation that the tour is about, ahead or going on; before there is one, the next of anybody."""
    ahead = Session.select(Session, Person).join(Person, on=(Session.contributor == Person.id))
    ahead = ahead.where(Session.state.in_(("scheduled", "in_progress")), Session.ends_at > g.at)
    return ahead.order_by((Person.username == steps_of.CLEO).desc(), Session.starts_at).first()


@views.post("/demo/clock")
def move_clock():
    """Move the shown time forward; time itself does at once what is due by then. Who is signed in stays so."""
    only_in_the_demo()
    if not moves():
        abort(404)
    session, step = upcoming(), request.form.get("step")
    if (step in ("join", "over") and session is None) or step not in STEPS:
        return redirect(f"{request.script_root}/demo", 303)
    to = {
        "join": lambda: max(session.starts_at - session.policy.join, g.at),
        "over": lambda: max(session.ends_at, g.at),
        "hour": lambda: g.at + timedelta(hours=1),
        "day": lambda: g.at + timedelta(days=1),
    }[step]()
    carry(g.at, to)  # first: at the later hour whoever sweeps beside us would find them idle, and over
    current_app.config["CLOCK"].move(to)
    sweep(to)
    return redirect(f"{request.script_root}/demo", 303)
