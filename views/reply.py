"""The replies, decided in one place: done, refused or stale, invalid, forbidden; whole pages, or the fragment for
htmx."""

from collections.abc import Callable, Iterable, Mapping

from flask import Response, current_app, g, make_response, redirect, render_template, request

from commands import calling_off
from lifecycle.attempt import Refusal
from lifecycle.words import Text, _
from models import NOUNS, loaded
from models.studies import Study
from views.access import PLURALS, Reached, again
from views.forms import worded

Context = Callable[[Reached], Mapping]
contexts: dict[tuple[str, str], Context] = {}
plural_of = {noun: plural for plural, noun in zip(PLURALS, NOUNS, strict=True)}


def page_of(audience: str, noun: str):
    """Mark a function as what the page of such a row shows to this audience: it returns the template's variables."""

    def mark(function: Context) -> Context:
        contexts[audience, noun] = function
        return function

    return mark


def address(row) -> str:
    """Where a row lives: /sessions/<code>."""
    return f"{request.script_root}/{plural_of[row.lifecycle_name()]}/{row.code}"


def show(reached: Reached, status: int = 200, refusal: Refusal | None = None, **more) -> Response:
    """The row as it stands now: its page, or for htmx its fragment, with the sentence of a refusal if there is one;
    `more` is what a form of the page has to give back."""
    audience, noun = reached.audience, reached.noun
    own = (audience, noun) in contexts
    context = contexts[audience, noun](reached) if own else contexts["any", "any"](reached)
    folder = f"{audience}/{noun}" if own else "generic"
    name = (f"_{noun}.html" if own else "_row.html") if request.htmx else "page.html"
    html = render_template(
        f"{folder}/{name}",
        row=reached.row,
        reached=reached,
        refusal=refusal,
        partial=bool(request.htmx),
        **{**context, **more},
    )
    return make_response(html, status)


def done(reached: Reached, row) -> Response:
    """It is done: the fragment as it is now, or a way back to the page; a study that ends with very many conversations
    goes on to how far that is."""
    if isinstance(row, Study) and calling_off.ending(row):
        return lead(f"{address(row)}/cancel_pending")
    fresh = reached._replace(row=loaded.again(row))
    if request.htmx:
        return show(fresh)
    return lead(address(row), f"{reached.noun}:{row.state}")


def refused(reached: Reached, refusal: Refusal) -> Response:
    """Not possible now, or not any more: the present truth and the reason."""
    return show(again(reached), 409, refusal)


def invalid(template: str, errors: Mapping[str, Text], **context) -> Response:
    """What was typed can not be used: the form again, everything kept, with a sentence beside each field."""
    return make_response(render_template(template, errors=worded(errors), **context), 422)


def page(template: str, status: int = 200, **context) -> Response:
    """A page that is no row's."""
    return make_response(render_template(template, **context), status)


def lead(url: str, said: str = "") -> Response:
    """On to another page by GET, with a word for it."""
    if request.htmx:
        response = make_response("", 200)
        response.headers["HX-Redirect"] = url
    else:
        response = redirect(url, 303)
    if said:
        response.set_cookie(
            "said", said, max_age=60, httponly=True, samesite="Lax", secure=current_app.config["SETTINGS"].secure
        )
    return response


def table(name: str, lines: Iterable[str]) -> Response:
    """A file of these lines, sent as they are made; rules/cells.py writes one."""
    headers = {"Content-Disposition": f"attachment; filename={name}"}
    return Response(lines, content_type="text/csv; charset=utf-8", headers=headers)


def forbidden(refusal: Refusal) -> Response:
    """Own workspace, role too low."""
    return page("errors/403.html", 403, sentence=refusal.sentence)


SAID = {
    "signed_in": _("You are signed in."),
    "connected": _("The connection is there. Hand over what stands here, and the secret by another way."),
    "connection_secret": _("There is a new secret."),
    "connection_revoked": _("It is revoked. Its links open nothing any more."),
    "list_read": _("Their list is read, and followed as far as it can be."),
    "signed_out": _("You are signed out."),
    "saved": _("Saved."),
    "sent_again": _("It is sent again."),
    "zone_moved": _("Saved. The same clock hours count in the new city from now on; what is booked stays at its time."),
    "all_written": _("Your message is there. Whoever is away gets a letter in a few minutes."),
    "here": _("We know that you are here."),
    "moved": _("It is moved, and here is the new time. Both sides get a letter with it."),
    "answered": _("Thank you. Your answer is kept."),
    "more": _("Kept. A few more questions follow."),
    "asked": _("Thank you. We passed it on."),
    "taken_back": _("Taken back. Its link leads nowhere now."),
    "role_changed": _("The role is changed, and they are told."),
    "member_gone": _("They are out of the team, and told so."),
    "signed_out_everywhere": _("Done. You were signed out everywhere."),
    "works_in": _("You work in this workspace now."),
    "joined_team": _("You are in the team now."),
    "places_added": _("The places are added."),
    "completed_all": _("They are completed."),
    "removal_asked": _("The recruiting side is asked to remove them. The exclusion follows by itself."),
    "removed_all": _("They are removed."),
    "link_tested": _("The link was tested, and it opens."),
    "pending_canceled": _("Everything pending is canceled, and everybody was written to."),
    "reported": _("Your report has arrived. An operator reads it, and you are told what they decide."),
    "withdrawn_report": _("Your report is taken back. Nothing of it counts any more."),
    "appealed": _("Your appeal has arrived. You are told what is decided."),
    "replied": _("Your side is kept. The operator reads it before anything is decided."),
    "report_decided": _("It is decided, and both sides are told."),
    "standing_decided": _("It is decided, and they are told."),
    "joined": _("Welcome. You are a member of the contributor network."),
    "told": _("Thank you. You can change what you told us at any time."),
    "address_changed": _("Done. Letters come to the new address from now on, and you sign in with it."),
    "workspace_opened": _("The workspace is there, and the letter is on its way."),
    "asked_in": _("The letter is on its way."),
    "signed_out_there": _("They are signed out everywhere."),
    "erasure_asked": _("It is asked for. What is open has to be settled first; then everything is emptied."),
    "list_deleted": _("The list is deleted. The people stay."),
    "enrolled": _("They are one of your own people now."),
    "enrolled_before": _("They are one of your own people already. What you told is kept."),
    "unenrolled": _("They are no longer one of your own people."),
    "erasure_taken_back": _("You stay, and everything is as it was. What was canceled stays canceled."),
    "recording_ended": _("Taken back. What was recorded is erased."),
    "endpoint_added": _("Added. It hears of what happens from now on. Try it with a test message."),
    "endpoint_off": _("Turned off. It hears of nothing until you turn it on again."),
    "endpoint_on": _("Turned on. It hears of what happens from now on."),
    "endpoint_removed": _("Removed. Nothing is sent there any more."),
    "endpoint_secret": _("Here is the new secret. For a day every message is signed with the old one as well."),
    "endpoint_tried": _("The test message is on its way. Load this page again to see what came of it."),
    "messages_again": _("They are on their way again, under their numbers."),
    "told_again": _("They are told again."),
    "link_sent": _("The letter with their way on is on its way."),
    "read_again": _("The other sides were read, and what they say stands here now."),
    "read_in_part": _("Not every other side answered. What they said before stands here."),
    "rows_given": _("The rows are given."),
    "excluded_all": _("It is done, or asked for where the recruiting side is outside."),
    "suspect_settled": _("It is settled. No state was changed."),
    "completion_stated": _("They are completed. That you said so is kept, with your name."),
    "removal_stated": _("It is kept that you removed them there, with your name."),
    "agreed": _("Thank you. What you agreed to is kept, with its date."),
}


def said() -> dict | None:
    """The word that the last action left for this page."""
    left = request.cookies.get("said", "")
    noun, _colon, state = left.partition(":")
    if left:
        g.said_shown = True
    if noun in NOUNS and state in NOUNS[noun].lifecycle.states_map:
        return {
            "tone": "done",
            "title": None,
            "text": _("Done. It now says “%(state)s”.", state=NOUNS[noun].lifecycle.label(state)),
        }
    return {"tone": "done", "title": None, "text": SAID[left]} if left in SAID else None


def forget_said(response: Response) -> Response:
    """Said once."""
    if g.get("said_shown"):
        response.delete_cookie("said")
    return response
