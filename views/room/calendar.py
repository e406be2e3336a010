"""A conversation as a file for one's calendar; the same event as in the letters."""

from flask import Response, abort, current_app, g, request

from integrations import calendar
from lifecycle.words import _
from outbox.sender import mailbox
from views.access import reach


def file(code: str) -> Response:
    """The event of a conversation that is ahead; 404 where there is none to put into a calendar."""
    reached = reach("session", code, request.args.get("as"))
    row = reached.row
    if row.state != "scheduled" or reached.audience == "operator":
        abort(404)
    settings = current_app.config["SETTINGS"]
    link = f"{settings.base_url}/sessions/{row.code}"
    sender = mailbox(settings)
    other = row.contributor.shown if reached.audience == "customer" else row.host.name
    text = calendar.event(
        uid=f"{row.uid}@{settings.host}",
        sequence=row.sequence,
        method="REQUEST",
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        stamp=g.at,
        summary=str(_("Conversation with %(name)s", name=other)),
        description=str(_("About “%(title)s”. To join, move or cancel: %(link)s", title=row.study.title, link=link)),
        location=link,
        organizer=sender,
        attendee=(g.me.name, g.me.email or sender[1]),
    )
    return Response(
        text,
        mimetype="text/calendar",
        headers={"Content-Disposition": f'attachment; filename="conversation-{row.code}.ics"'},
    )
