"""Writing to the other side about a session, marking as read, and one message to everybody who is still pending."""

from flask import Blueprint, abort, g, make_response, redirect, render_template, request

from commands import messages
from lifecycle.attempt import Invalid, Refusal, Refused
from lifecycle.words import ngettext
from models import called
from models.people import Person
from models.sessions import Session
from views import access, reply
from views.access import TOO_LOW, Reached, reach
from views.forms import kept_key, sent_key, worded
from views.reply import address

views = Blueprint("messages", __name__)
NAMED = 20


def party(code: str) -> Reached:
    """The contributor, or somebody of the customer's side who may write; nobody else."""
    reached = reach("session", code, request.args.get("as"))
    if reached.audience == "operator":
        abort(404)
    if not reached.allows("message"):
        abort(reply.forbidden(TOO_LOW))
    return reached


@views.get("/sessions/<code>/messages")
def thread(code: str):
    """Where the thread stands, for who reloads an answer."""
    return redirect(f"{address(party(code).row)}#messages", 303)


@views.post("/sessions/<code>/messages")
def write(code: str):
    """One message to the other side."""
    reached = party(code)
    try:
        messages.write(reached.row, reached.by, request.form.get("message", ""), g.at, sent_key())
    except Invalid as problem:
        return again(reached, 422, problem.errors)
    except Refused as problem:
        return again(reached, 429 if problem.refusal.code == "too_many" else 409, refusal=problem.refusal)
    return there(reached)


@views.get("/sessions/<code>/read")
def back(code: str):
    """Where the thread stands."""
    return redirect(f"{address(party(code).row)}#messages", 303)


@views.post("/sessions/<code>/read")
def read(code: str):
    """What the other side wrote was seen; no letter about it leaves any more."""
    reached = party(code)
    messages.read(reached.row, reached.by.role, g.at)
    if request.htmx:
        return render_template("messages/read.html", pressed="pressed" in request.form)
    return redirect(f"{address(reached.row)}#messages", 303)


def again(reached: Reached, status: int, errors: dict | None = None, refusal: Refusal | None = None):
    """The page as it is now, with everything typed."""
    return reply.show(access.again(reached), status, refusal, typed=request.form, errors=worded(errors))


def there(reached: Reached):
    """The thread with the new message in it."""
    if request.htmx:
        return reply.show(access.again(reached))
    return redirect(f"{address(reached.row)}#messages", 303)


def of_study(code: str) -> Reached:
    """A study of a team in which the asker may write."""
    reached = reach("study", code)
    if reached.audience != "customer":
        abort(404)
    if not reached.allows("message"):
        abort(reply.forbidden(TOO_LOW))
    return reached


@views.get("/studies/<code>/message")
def ask_all(code: str):
    """Whom a message to everybody pending would reach, and the form for it."""
    return study_page(of_study(code))


@views.post("/studies/<code>/message")
def write_all(code: str):
    """Look at it, or send it to everybody pending, each in their own thread."""
    reached = of_study(code)
    text = request.form.get("message", "")
    try:
        if "look" in request.form:
            return study_page(reached, shown=messages.checked(text))
        messages.message_pending(reached.row, reached.by, text, g.at, sent_key())
    except Invalid as problem:
        return study_page(reached, 422, errors=worded(problem.errors))
    except Refused as problem:
        return study_page(reached, 429 if problem.refusal.code == "too_many" else 409, refusal=problem.refusal)
    return reply.lead(address(reached.row), "all_written")


def study_page(reached: Reached, status: int = 200, errors: dict | None = None, refusal=None, shown: str = ""):
    """The form, with how many it reaches and who they are."""
    row = reached.row
    found = messages.pending(row, g.at)
    number = found.count()
    first = found.select(Session, Person).join(Person, on=Session.contributor).limit(NAMED)
    named = [session.shown for session in called.told(first)]
    more = ngettext("and one more", "and %(number)s more", number - len(named)) if number > len(named) else None
    html = render_template(
        "messages/study.html", row=row, number=number, named=named, more=more, shown=shown, refusal=refusal,
        errors=errors or {}, typed=request.form, once=kept_key(),
    )  # fmt: skip
    return make_response(html, status)
