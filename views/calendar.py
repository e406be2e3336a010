"""The calendar file of a conversation, to take along by hand."""

from flask import Blueprint, Response, current_app, g, redirect

from outbox.compose import calendar_file
from views import reply
from views.access import reach

views = Blueprint("calendar", __name__)


@views.get("/sessions/<code>/calendar.ics")
def take(code: str):
    """A conversation that is to come, as a file for the reader's own calendar; its page where it does not stand."""
    reached = reach("session", code)
    if reached.row.state not in ("scheduled", "in_progress"):
        return redirect(reply.address(reached.row), 303)
    data = calendar_file(reached.row, g.me, reached.audience, current_app.config["SETTINGS"])
    headers = {"Content-Disposition": "attachment; filename=conversation.ics"}
    return Response(data, content_type="text/calendar; method=PUBLISH; charset=utf-8", headers=headers)
