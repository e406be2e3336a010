"""Pause, resume, close and cancel a study: what would follow is on the page before the button, worked out by the
command itself and taken back."""

from dataclasses import replace

from flask import Blueprint, abort, g, render_template, request
from werkzeug.datastructures import MultiDict

from commands.fire import Stale
from commands.recorder import Seen
from commands.studies import BEFORE_LAUNCH
from lifecycle.attempt import Invalid, Refused
from lifecycle.study import REPORTS
from lifecycle.words import Text, _, ngettext
from models.lists import Counted
from models.studies import Study
from views import details, fire, foresight, looks, plan_words, reply
from views.access import TOO_LOW, Reached, now, reach
from views.customer import study_page
from views.forms import worded
from views.offers import fields_of

views = Blueprint("moving", __name__)
# A cancel is foreseen before its reason is chosen; which reason it is changes nothing but the log.
ANY_REASON = {"reason": "no_longer_needed"}
LEADS: dict[str, Text] = {
    "pause": _("Nobody new gets in. What is booked stays booked. You can resume at any time."),
    "resume": _("It goes on as before: people are asked, and times can be taken."),
    "close": _("For when everything is done. A closed study can not be opened again; duplicate it to go on."),
    "cancel": _("It ends here, with everything ahead in it. A canceled study can not be opened again."),
}


def look(code: str, event: str):
    """What it would do."""
    reached = reach("study", code, request.args.get("as"))
    if reached.audience != "customer":
        return fire.ask("studies", code, event)
    if not reached.allows(event):
        return reply.forbidden(TOO_LOW)
    return foreseen(reached, event, ANY_REASON if event == "cancel" else {})


def do(code: str, event: str):
    """Do it, or look at it with what was typed."""
    reached = reach("study", code, request.args.get("as"))
    if reached.audience != "customer":
        return fire.do("studies", code, event)
    if not reached.allows(event):
        return reply.forbidden(TOO_LOW)
    try:
        given = details.parse(fields_of(reached, event), request.form)
        if "look" in request.form:
            return foreseen(reached, event, given)
        return reply.done(reached, fire.act(reached, event, given))
    except Invalid as problem:
        return foreseen(reached, event, ANY_REASON, problem.errors)
    except Refused as problem:
        if problem.refusal.code in fire.HIDDEN:
            abort(404)
        return reply.refused(reached, problem.refusal)
    except Stale as problem:
        return reply.refused(reached, problem.refusal)


for _event in LEADS:
    _path, _named = f"/studies/<code>/{_event}", {"event": _event}
    views.add_url_rule(_path, f"look_{_event}", look, defaults=_named, methods=["GET"])
    views.add_url_rule(_path, f"do_{_event}", do, defaults=_named, methods=["POST"])


def foreseen(reached: Reached, event: str, given: dict, errors=None):
    """The page; the study's own, with the reason, where this is not possible now."""
    if refusal := fire.refusal_of(reached, event):
        return reply.refused(reached, refusal)
    try:
        seen = looks.take(fire.act, reached, event, given)
    except (Refused, Stale) as problem:
        return reply.refused(reached, problem.refusal)
    return page(now(reached), event, seen, errors)


def page(reached: Reached, event: str, seen: Seen, errors=None):
    """What would follow, what stays, and the form with everything typed kept."""
    row: Study = reached.row
    known = row.counted(g.at)
    pending = sum(known.talks.get(state, 0) for state in ("scheduled", "rescheduling"))
    html = render_template(
        "customer/study/move.html",
        row=row,
        event=event,
        label=row.lifecycle.labels[event],
        lead=LEADS[event],
        lines=[*worked_out(seen, reached), *FOLLOWS[event](row, known)] or [_("Nothing but this.")],
        stays=STAYS[event](row, known),
        person_by_person=event == "cancel" and pending and row.state not in BEFORE_LAUNCH,
        fields=fields_of(reached, event),
        typed=request.form if request.method == "POST" else MultiDict(),
        errors=worded(errors),
        tone=fire.tone(event, True),
    )
    return html, 422 if errors else 200


def worked_out(seen: Seen, reached: Reached) -> list:
    """What the command would do to everything but the study, whose own move is the heading of the page."""
    others = replace(seen, moves=[one for one in seen.moves if one[0] != reached.noun])
    return foresight.lines(others, reached) if any(vars(others).values()) else []


# What the command itself can not say -------------------------------------------------------------------------------


def _places(row: Study) -> list[Text]:
    """The open places, which nobody would hold any more."""
    if row.open_places < 1 or row.launched_at is None:
        return []
    return [ngettext("%(number)s open place would be given up.", "%(number)s open places would be given up.",
                     row.open_places)]  # fmt: skip


def _over(row: Study, known) -> list[Text]:
    """The places, and whoever was asked and has no time yet."""
    asked = sum(known.people.get(state, 0) for state in ("invited", "screening", "qualified", "waitlisted"))
    if not asked:
        return _places(row)
    return [*_places(row), ngettext(
        "%(number)s person who was asked and has no time would find that it is over.",
        "%(number)s people who were asked and have no time would find that it is over.", asked)]  # fmt: skip


def _paused(_row: Study, _known) -> list[Text]:
    return [_("Nobody is asked, and nobody can take a time, until you resume.")]


def _resumed(row: Study, known) -> list[Text]:
    found: list[Text] = [_("Whoever was asked can take a time again.")]
    if words := study_page.enough(row, study_page.free_starts(row, "")):
        found.append(words)
    if known.reported >= REPORTS:
        found.append(
            _("People reported this study. As long as their reports stand, it is paused again within a few minutes.")
        )
    return found


FOLLOWS = {"pause": _paused, "resume": _resumed, "close": _over, "cancel": _over}


def _booked(known) -> list[Text]:
    """What is agreed, and goes on."""
    talks, asked = known.talks.get("scheduled", 0) + known.talks.get("in_progress", 0), known.talks.get("rescheduling")
    found: list[Text] = []
    if talks:
        found += [
            ngettext("%(number)s booked conversation stands, and is held as agreed.",
                     "%(number)s booked conversations stand, and are held as agreed.", talks),
            _("Whoever moves a booked conversation is still shown your times."),
        ]  # fmt: skip
    if asked:
        found.append(ngettext("%(number)s person who was asked for a new time can still choose one.",
                              "%(number)s people who were asked for a new time can still choose one.",
                              asked))  # fmt: skip
    return found


def _stays_paused(row: Study, known) -> list[Text]:
    kept = [_("The units stay reserved for the places.")] if row.plan == "flex" else []
    return [*_booked(known), *kept]


def done(known: Counted) -> list[Text]:
    """What was held, and what is still to be decided about it."""
    completed, waits = known.people.get("completed", 0), known.people.get("submitted", 0)
    found: list[Text] = []
    if completed:
        found.append(ngettext("%(number)s completed conversation and its reward",
                              "%(number)s completed conversations and their rewards", completed))  # fmt: skip
    if waits:
        found.append(ngettext("%(number)s person Submitted, who still waits for your decision",
                              "%(number)s people Submitted, who still wait for your decision", waits))  # fmt: skip
    return found


def _stays_canceled(row: Study, known) -> list[Text]:
    return [*done(known), plan_words.of_canceling(row)]


STAYS = {
    "pause": _stays_paused,
    "resume": lambda row, known: _booked(known),
    "close": lambda _row, known: done(known),
    "cancel": _stays_canceled,
}
