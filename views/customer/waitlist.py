"""The waiting list of a study as its team sees it: for whom a place is kept and until when, who waits in which order,
how many more may wait, and the next one to be offered a place by hand."""

from flask import Blueprint, g, render_template

from lifecycle.words import Span, Text, _, ngettext
from models import waitlist
from models.participants import Participant
from models.studies import Study
from rules.times import from_epoch
from rules.waiting import OFFER, UNANSWERED_MOST
from views.access import Reached, reach, signed_in
from views.offers import Shown, one
from views.reply import address
from views.shown import url

views = Blueprint("waitlist", __name__)
SHOWN = 100
# Why the clock calls nobody now, or what it does.
PAUSED = _("The study is paused: nobody is called until it goes on.")
OVER = _("The study is over: nobody is called any more.")
TAKEN = _("Every place is taken. As soon as one is open, it is offered to the first of the list.")
KEPT = _("Every open place is kept for somebody.")
NO_TIME = _("A place is open, and there is no time that could be booked. As soon as there is one, the first is called.")
SOON = _("A place is open. It is offered to the first of the list within minutes.")
NOBODY = _("A place is open, and nobody waits who could be called for it.")
NO_MORE = _("No longer in the network. They are not called, and keep nobody waiting.")


@views.get("/studies/<code>/waiting")
def page(code: str):
    """The list."""
    signed_in()
    reached = reach("study", code, "customer")
    study = reached.row
    found = waitlist.everybody(study.id, SHOWN + 1)
    kept = [line for line in found[:SHOWN] if line.kept]
    waits = [line for line in found[:SHOWN] if not line.kept]
    turns = [line for line in waits if line.called]
    first = next(iter(turns or waits), None)
    return render_template(
        "customer/study/waiting.html",
        row=study,
        kept=[(line, place_of(line), from_epoch(line.until)) for line in kept],
        waits=[
            (
                line,
                place_of(line),
                turns.index(line) + 1 if line.called else None,
                from_epoch(line.since),
                gone_by(line),
            )
            for line in waits
        ],
        more=len(found) > SHOWN,
        how_many=counted(study),
        resting=resting(len(waits) - len(turns)),
        now=stands(study, len(kept)),
        call=call_of(reached, first) if first else None,
        first=first,
        edit=f"{address(study)}/edit" if reached.allows("launch") and study.state in ("live", "paused") else None,
        told=told(study),
    )


def told(study: Study) -> Text:
    """What an offer is, and what everybody on the list reads."""
    if study.kind == "live_conversation":
        return _(
            "Whoever is called has %(span)s to choose a time. Without one the place goes to the next, and they wait on "
            "at the end of the list. Everybody is told how many are before them, and that waiting promises nothing.",
            span=Span(OFFER),
        )
    return _(
        "Whoever is called has %(span)s to begin, else the place goes to the next. Who has begun can send it as long "
        "as the study goes on: it counts beyond the places too, with its units and its reward.",
        span=Span(OFFER),
    )


def place_of(line: waitlist.Line) -> str:
    """The page of somebody on the list."""
    return url(f"/participants/{line.code}")


def counted(study: Study) -> Text:
    """How many wait to be called, and of how many."""
    if not study.reserves and not study.waiting:
        return _("Nobody waits for a call")
    if not study.reserves:
        return ngettext("%(number)s person waits", "%(number)s people wait", study.waiting)
    return _("%(number)s of %(most)s reserves wait", number=study.waiting, most=study.reserves)


def resting(number: int) -> Text | None:
    """How many are on the list and are not called any more."""
    if not number:
        return None
    return ngettext(
        "%(number)s person on the list is not called any more, and is not counted.",
        "%(number)s people on the list are not called any more, and are not counted.",
        number,
    )


def gone_by(line: waitlist.Line) -> Text | None:
    """That they are not called any more, or let an offer go by, and what that means."""
    if not line.welcome:
        return NO_MORE
    if not line.unanswered:
        return None
    if line.unanswered >= UNANSWERED_MOST:
        return _("Took no time twice. They are not called again by themselves, and keep nobody waiting.")
    return _("Took no time when a place was kept for them.")


def stands(study: Study, kept: int) -> Text:
    """What the clock does now, and why."""
    if study.state != "live":
        return PAUSED if study.state == "paused" else OVER
    if study.open_places <= 0:
        return TAKEN
    if study.open_places <= kept:
        return KEPT
    if not study.waiting:
        return NOBODY
    return SOON if study.kind != "live_conversation" or study.free_starts(g.at) else NO_TIME


def call_of(reached: Reached, line: waitlist.Line) -> Shown | None:
    """The button that offers a place to who is next; with its sentence where that is not possible now."""
    row = Participant.get_by_id(line.id)
    row.study = reached.row
    return one(reached._replace(row=row), "call_up")
