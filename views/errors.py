"""What a page says when something can not be: not signed in, not there, not allowed, too often, broken."""

from flask import Flask, current_app, g, redirect, render_template, request

from commands.fire import Stale
from lifecycle.attempt import Invalid, Refused
from lifecycle.words import _

SENTENCES = {
    "origin": _(
        "This did not come from a page of Parlor, so nothing was done. Open Parlor in a tab of its own and try again."
    ),
    "playing": _("You are playing a sample person, who has no account. Go back to being yourself first."),
    "token": _(
        "This page was open for too long, or you signed in or out meanwhile. Nothing was done. "
        "Go back, load it again, and try once more."
    ),
}


def install(app: Flask) -> None:
    """Answer these in our words."""
    app.register_error_handler(401, who_are_you)
    app.register_error_handler(403, forbidden)
    for status in (404, 405, 413):
        app.register_error_handler(status, missing)
    app.register_error_handler(Refused, refused)
    app.register_error_handler(Stale, refused)
    app.register_error_handler(Invalid, invalid)
    app.register_error_handler(500, broken)


def who_are_you(_problem):
    """Not signed in: sign in first, then on to where they wanted to go."""
    wanted = request.full_path.rstrip("?") if request.method == "GET" else request.script_root + "/"
    return redirect(f"{request.script_root}/sign-in?next={wanted}", 303)


def forbidden(problem):
    """The origin or the token was not ours, or the role is too low."""
    return render_template("errors/403.html", sentence=SENTENCES.get(problem.description)), 403


def missing(problem):
    """No such page, for them."""
    return render_template("errors/404.html"), 404 if problem.code == 405 else problem.code


def refused(problem):
    """A refusal outside a row's page."""
    status = 429 if problem.refusal.code == "too_many" else 409
    response = current_app.make_response(
        render_template(f"errors/{status}.html", sentence=problem.refusal.sentence, retry_after=3600)
    )
    response.status_code = status
    if status == 429:
        response.headers["Retry-After"] = "3600"
    return response


def invalid(problem):
    """Something typed that a page did not answer itself."""
    return render_template("errors/422.html", sentence=next(iter(problem.errors.values()), None)), 422


def broken(_problem):
    """Our fault; nothing was half-done, because a command is one transaction."""
    g.setdefault("at", current_app.config["CLOCK"].now())
    return render_template("errors/500.html"), 500
