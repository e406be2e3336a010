"""What a team keeps about a session for itself: notes, and how useful it was."""

from datetime import datetime
from typing import NamedTuple

from flask import Blueprint, abort, g, redirect, render_template, request

from commands import remarks
from commands.saving import Overtaken, mark_of
from lifecycle.attempt import Invalid, Refused
from lifecycle.words import Text
from models.people import Person
from models.sessions import Remark, Session
from views import access, reply
from views.access import TOO_LOW, Reached, reach
from views.forms import new_key, sent_key, worded
from views.reply import address

views = Blueprint("notes", __name__)
LARGEST = 2**63


class Note(NamedTuple):
    """A note as it is shown; `change` is where its author changes it."""

    by: str
    at: datetime
    text: str
    change: str | None


class Quality(NamedTuple):
    """How useful it was, for whom it may be said, and who said so when."""

    value: str
    options: list[tuple[str, Text]]
    by: str
    at: datetime | None


def notes(row: Session) -> list[Note]:
    """The team's notes, in the order in which they were written."""
    if not row.fact("noted"):
        return []
    found = Remark.select(Remark, Person).join(Person).where(Remark.session == row.id).order_by(Remark.id)
    return [
        Note(
            one.author.name,
            one.at,
            one.text,
            f"{address(row)}/notes/{one.id}" if one.author_id == g.me.id else None,
        )
        for one in found
    ]


def quality(row: Session) -> Quality | None:
    """The mark of a session that was held."""
    if row.state not in remarks.HELD:
        return None
    who = Person.get_or_none(Person.id == row.quality_by) if row.quality_by else None
    return Quality(row.quality, list(remarks.QUALITY.items()), who.name if who else "", row.quality_at)


def team(code: str) -> Reached:
    """Somebody of the team who may note; the contributor and everybody else find nothing here."""
    reached = reach("session", code, "customer")
    if not reached.allows("remark"):
        abort(reply.forbidden(TOO_LOW))
    return reached


def own(reached: Reached, number: int) -> Remark:
    """A note of this session."""
    return found(reached, number) or abort(404)


def found(reached: Reached, number: int) -> Remark | None:
    """The same, where it is there."""
    return Remark.get_or_none(Remark.id == number, Remark.session == reached.row.id) if number < LARGEST else None


@views.get("/sessions/<code>/notes")
@views.get("/sessions/<code>/quality")
def back(code: str):
    """Where they stand, for who reloads an answer."""
    part = request.path.rpartition("/")[2]
    return redirect(f"{address(team(code).row)}#{part}", 303)


@views.post("/sessions/<code>/notes")
def write(code: str):
    """One more note."""
    reached = team(code)
    try:
        remarks.write(reached.row, reached.by, request.form.get("note", ""), g.at, sent_key())
    except Invalid as problem:
        return again(reached, problem)
    return there(reached, "notes")


@views.get("/sessions/<code>/notes/<int:number>")
def look(code: str, number: int):
    """One's own note, to change it or to take it away."""
    reached = team(code)
    return note_page(reached, own(reached, number))


@views.post("/sessions/<code>/notes/<int:number>")
def change(code: str, number: int):
    """Word it anew, or take it away."""
    reached = team(code)
    if found(reached, number) is None and request.form.get("seen"):
        # A second click on its removal has nothing left to do; other words are not lost.
        done = redirect(f"{address(reached.row)}#notes", 303)
        return gone_page(reached) if request.form.get("note") and "remove" not in request.form else done
    note = own(reached, number)
    try:
        if "remove" in request.form:
            remarks.remove(note, reached.by, request.form.get("seen"))
        else:
            remarks.change(note, reached.by, request.form.get("note", ""), g.at, request.form.get("seen"))
    except Overtaken:
        return note_page(reached, own(reached, number), 409, overtaken=True)
    except Invalid as problem:
        return note_page(reached, note, 422, worded(problem.errors))
    return redirect(f"{address(reached.row)}#notes", 303)


def note_page(reached: Reached, note: Remark, status: int = 200, errors: dict | None = None, overtaken: bool = False):
    """The form of one note; a colleague's is refused. What was typed stands in the field; where another tab saved
    meanwhile, what is kept now stands beside it."""
    remarks.own(note, reached.by)
    text = request.form.get("note", note.text)
    seen = mark_of(note.text) if overtaken else request.form.get("seen", mark_of(note.text))
    context = {"text": text, "kept": note.text if overtaken else None, "seen": seen}
    return render_template(
        "customer/session/note.html", row=reached.row, note=note, errors=errors or {}, **context
    ), status


def gone_page(reached: Reached):
    """The note was removed in another tab: what was typed is kept, and can become a new one."""
    context = {"text": request.form["note"], "kept": None, "seen": "", "once": new_key()}
    return render_template("customer/session/note.html", row=reached.row, note=None, errors={}, **context), 409


@views.post("/sessions/<code>/quality")
def mark(code: str):
    """How useful it was."""
    reached = team(code)
    try:
        row = remarks.mark_quality(reached.row, request.form.get("quality", ""), reached.by, g.at)
    except Invalid as problem:
        return again(reached, problem)
    except Refused as problem:
        return reply.refused(reached, problem.refusal)
    return there(reached._replace(row=row), "quality")


def again(reached: Reached, problem: Invalid):
    """The page with everything typed and what is wrong with it."""
    errors = worded(problem.errors)
    return reply.show(reached, 422, typed=request.form, errors=errors)


def there(reached: Reached, part: str):
    """The page as it is now, at this part of it."""
    return reply.show(access.again(reached)) if request.htmx else redirect(f"{address(reached.row)}#{part}", 303)
