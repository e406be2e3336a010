"""A small server for the sample pages, with the product's content security policy and an answer of every sort."""

import logging
import time
from contextlib import contextmanager
from threading import Thread

from flask import Flask, Response, request
from werkzeug.serving import make_server

from tests.views.samples import ROOT, moves, render

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; media-src 'self' blob:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SAID = '<hx-partial hx-target="#said" hx-swap="innerHTML"><div class="notice" data-say>It is paused</div></hx-partial>'
SLOW = 0.4  # seconds: long enough for a second click
posted: list[tuple[str, dict]] = []


def guard(answer: Response) -> Response:
    answer.headers["Content-Security-Policy"] = POLICY
    return answer


def page(name: str):
    return render(f"{name}.html", text_dir=request.args.get("dir", "ltr"))


def fire(event: str):
    """Slow and done, done and said, or refused with the fragment."""
    posted.append((event, request.form.to_dict()))
    if event == "start":
        time.sleep(SLOW)
        return render("thing.html", moves=moves()[1:])
    if event == "pause":
        return render("thing.html") + SAID
    return render("thing.html", refused="Absence counts from 14:40."), 409


def study():
    """The form with its messages, or a failure of the server."""
    posted.append(("study", request.form.to_dict()))
    if request.form.get("title") == "break":
        return render("errors/500.html"), 500
    wrong = {"title": "Please give it a title.", "reason": "Please choose one.", "places": "A number, please."}
    return render("form.html", errors=wrong, typed=request.form.to_dict()), 422


def book():
    posted.append(("book", request.form.to_dict()))
    time.sleep(SLOW)
    return render("hand.html")


def beat():
    posted.append(("beat", request.form.to_dict()))
    return "", 204


@contextmanager
def running():
    """The sample's server on a free port: its address, and what was posted."""
    app = Flask(__name__, static_folder=str(ROOT / "static"), static_url_path="/static")
    app.after_request(guard)
    app.add_url_rule("/<path:name>", view_func=page)
    app.add_url_rule("/things/7/<event>", view_func=fire, methods=["GET", "POST"])
    for view in (study, book, beat):
        app.add_url_rule(f"/{view.__name__}", view_func=view, methods=["POST"])
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", posted
    finally:
        server.shutdown()
        thread.join()
