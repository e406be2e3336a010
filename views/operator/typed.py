"""What an operator wrote outlasts the fresh sign-in that is asked for before it counts: this browser keeps it
meanwhile, for the page that it was typed on and for nobody else who signs in here."""

import base64
import json
import zlib

from flask import Response, g, request

from lifecycle.words import _
from views import asker
from views.fresh import not_fresh

NAME = "typed"
HOUR = 3600
# A browser keeps no longer ones, whatever is in them.
MOST, UNPACKED = 3800, 20_000
TOO_MUCH = _("Your last sign-in is too long ago, and a text this long is not kept over a new one. Please shorten it.")


def step_up(note: str) -> Response | dict | None:
    """The way to a fresh sign-in and back to this very page, the words kept; what to say where they are too long for
    that; nothing where the sign-in is fresh."""
    instead = not_fresh(request.path)
    if instead is None:
        return None
    packed = zlib.compress(json.dumps([g.me.id, request.path, note], ensure_ascii=False).encode(), 9)
    value = base64.urlsafe_b64encode(packed).decode()
    if len(value) > MOST:
        return {"note": TOO_MUCH}
    asker.set_cookie(instead, NAME, value, HOUR)
    return instead


def kept() -> str:
    """What was typed here: just now, or before the sign-in."""
    if "note" in request.form:
        return request.form["note"]
    try:
        packed = base64.urlsafe_b64decode(request.cookies.get(asker.cookie(NAME), ""))
        who, path, note = json.loads(zlib.decompressobj().decompress(packed, UNPACKED))
    except (ValueError, zlib.error):
        return ""
    return note if (who, path) == (g.me.id, request.path) and isinstance(note, str) else ""


def forget(response: Response) -> Response:
    """It was said: this browser need not keep it."""
    if asker.cookie(NAME) in request.cookies:
        asker.set_cookie(response, NAME, "", 0)
    return response
