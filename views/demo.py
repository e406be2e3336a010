"""The tour of the demo: both sides of a conversation in a few steps, and a clock that can be moved to its hour."""

from datetime import timedelta

from flask import Blueprint, abort, current_app, g, redirect, render_template, request

from commands.sweep import sweep
from lifecycle.words import _
from models.people import Person
from models.sessions import Session

views = Blueprint("demo", __name__)
STEPS = {
    "join": _("To the moment when the door of the next conversation opens"),
    "over": _("To the end of the next conversation"),
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
    people = {person.email.split("@")[0]: person for person in Person.select().where(Person.demo != "")}
    return render_template(
        "demo/tour.html",
        steps=STEPS if moves() else {},
        upcoming=upcoming(),
        ada=people.get("ada"),
        cleo=Person.get_or_none(Person.username == "cleo.marchetti"),
    )


def upcoming() -> Session | None:
    """The next conversation that is ahead or going on."""
    ahead = Session.select().where(Session.state.in_(("scheduled", "in_progress")), Session.ends_at > g.at)
    return ahead.order_by(Session.starts_at).first()


@views.post("/demo/clock")
def move_clock():
    """Move the shown time forward; time itself does at once what is due by then."""
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
    current_app.config["CLOCK"].move(to)
    sweep(to)
    return redirect(f"{request.script_root}/demo", 303)
