"""The letters, readable in Parlor: in the demo for everybody, otherwise for operators, who see no sign-in codes."""

from flask import Blueprint, Response, abort, current_app, g, render_template, request

from lifecycle.words import _
from models.outgoing import Letter, Outgoing
from models.people import Person
from outbox.compose import compose
from views.access import signed_in
from views.asker import POLICY
from views.happened import LETTERS

views = Blueprint("outbox", __name__)
SHOWN = 40
LARGEST = 2**63 - 1  # that a database counts to
FRAME = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox"
STATES = {
    "waiting": _("Waits to be sent"),
    "sent": _("Sent"),
    "dropped": _("Not sent: it no longer holds"),
    "dead": _("Given up"),
}


def let_in() -> None:
    """Who may read the letters here."""
    if not current_app.config["SETTINGS"].demo and not signed_in().operator:
        abort(404)


@views.get("/outbox")
def letters():
    """The letters in the order in which they were written, newest first, of everybody or to one person; above them
    those that are stuck."""
    let_in()
    person = Person.get_or_none(Person.code == request.args.get("to", ""))
    mine = Outgoing.channel == "mail"
    if person is not None:
        mine &= Outgoing.recipient == person.id
    written = Letter.select(Letter.id, Letter.subject, Letter.at, Outgoing).join(Outgoing).where(mine)
    before = request.args.get("before", "")
    if before.isascii() and before.isdigit() and len(before) < 18:
        written = written.where(Letter.id < int(before))
    found = list(written.order_by(Letter.id.desc()).limit(SHOWN + 1))
    late = (Outgoing.state == "waiting") & (Outgoing.due_at <= g.at)
    stuck = list(
        Outgoing.select().where(mine, late | (Outgoing.state == "dead")).order_by(Outgoing.id.desc()).limit(SHOWN)
    )
    concerned = {row.recipient for row in stuck} | {letter.outgoing.recipient for letter in found} | {0}
    return render_template(
        "outbox/list.html",
        letters=found[:SHOWN],
        more=found[SHOWN - 1].id if len(found) > SHOWN else None,
        stuck=stuck,
        people={one.id: one for one in Person.select().where(Person.id.in_(list(concerned)))},
        person=person,
        states=STATES,
        names=LETTERS,
        demo=current_app.config["SETTINGS"].demo,
    )


def sent(number: int) -> tuple[Outgoing, Letter]:
    """A letter that was composed, or 404."""
    let_in()
    if number > LARGEST:
        abort(404)
    row = Outgoing.get_or_none(Outgoing.id == number, Outgoing.channel == "mail") or abort(404)
    return row, Letter.get_or_none(Letter.outgoing == row.id) or abort(404)


@views.get("/outbox/<int:number>")
def letter(number: int):
    """One letter: its head, its text, and its look."""
    row, kept = sent(number)
    person, text = Person.get_by_id(row.recipient), shown(row, kept).text
    html = render_template("outbox/letter.html", row=row, letter=kept, person=person, text=text, states=STATES)
    return html, {"Content-Security-Policy": f"{POLICY}; frame-src 'self'"}


def shown(row: Outgoing, kept: Letter):
    """The letter as it was kept; the demo shows the code of a sign-in letter too, which is kept nowhere."""
    if row.letter == "sign_in" and current_app.config["SETTINGS"].demo:
        return compose(row, current_app.config["SETTINGS"])
    return kept


@views.get("/outbox/<int:number>/html")
def look(number: int):
    """The letter as a mail program shows it, in a frame that can do nothing."""
    row, kept = sent(number)
    response = Response(shown(row, kept).html, mimetype="text/html")
    response.headers["Content-Security-Policy"] = FRAME
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


@views.get("/outbox/<int:number>/invite.ics")
def calendar(number: int):
    """The letter's calendar file."""
    _row, kept = sent(number)
    if not kept.calendar:
        abort(404)
    kind = f"text/calendar; method={kept.method}; charset=utf-8"
    return Response(
        kept.calendar, content_type=kind, headers={"Content-Disposition": "attachment; filename=invite.ics"}
    )
