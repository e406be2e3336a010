"""What payment providers tell by themselves: checked on the very bytes that came, kept once, and followed by the
sweep. Everything that is theirs is thanked for, also what is known already or means nothing to us."""

from flask import Blueprint, Response, abort, current_app, g, request

from commands import providers, recorder
from integrations.payers import Forged
from outbox.payouts import secret_of

views = Blueprint("hooks", __name__)


@views.post("/hooks/<provider>")
def told(provider: str):
    """One message."""
    secret = secret_of(provider, current_app.config["SETTINGS"])
    if not secret:
        abort(404)  # none that we have
    try:
        new = providers.keep(provider, request.headers, request.get_data(cache=False), secret, g.at)
    except (Forged, ValueError):
        return plainly("not known", 400)
    if new:
        for waker in recorder.wakers:
            waker()
    return plainly("kept" if new else "known", 200)


def plainly(word: str, status: int) -> Response:
    """An answer for a machine."""
    return Response(word, status, content_type="text/plain; charset=utf-8")
