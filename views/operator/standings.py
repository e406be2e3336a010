"""An operator looks after the members of the network: who is under review or appeals, their marks and reports, and
what taking them back or removing them would do."""

from flask import Blueprint, abort, g, render_template, request

from commands import reports
from commands.fire import fire
from commands.preview import preview
from lifecycle.words import Text, _, ngettext
from models import reporting
from models.standing import MARK_WINDOW, Standing, marks_of
from views import filters, reply, report_words
from views.access import Reached, signed_in
from views.customer.reporting import line
from views.fire import refusal_of, version
from views.happened import ROLES
from views.offers import offers
from views.operator import deciding
from views.reply import page_of
from views.shown import url
from views.timeline import items

views = Blueprint("operator_standings", __name__)
TABS = {
    "waiting": _("Waiting for you"),
    "removed": _("Removed"),
    "good": _("In good standing"),
}


@views.get("/standings")
def index():
    """The members of the network, those who wait for a decision first."""
    if not signed_in().operator:
        abort(404)
    shown = request.args.get("show", "waiting")
    shown = shown if shown in TABS else "waiting"
    found = reporting.members(shown, filters.number("before"))
    rows = found[: reporting.PAGE]
    tabs = [{"url": url("/standings", show=key), "label": label, "here": key == shown} for key, label in TABS.items()]
    return render_template(
        "operator/standing/index.html", tabs_of=tabs, shown=shown,
        rows=[(one, Standing.lifecycle.label(one.state)) for one in rows],
        older=url("/standings", show=shown, before=rows[-1].id) if len(found) > reporting.PAGE else None,
        newer=url("/standings", show=shown) if "before" in request.args else None,
    )  # fmt: skip


@page_of("operator", "standing")
def standing(reached: Reached) -> dict:
    """A member: every mark, every report about them, what they wrote, and what can be decided."""
    row: Standing = reached.row
    since = row.counts_from(g.at)
    marks = marks_of(row.person_id)
    counting = sum(one.mark.struck_at is None and one.mark.at > since for one in marks)
    return {
        "marks": [mark(one, since) for one in marks],
        "count": ngettext("%(number)s mark counts now.", "%(number)s marks count now.", counting),
        "reports": [line(one) for one in reporting.about(row.person_id)],
        "offers": offers(reached),
        "answer": answer(reached),
        "timeline": items(reached, [row]),
    }


def mark(one, since) -> dict:
    """A mark as the desk sees it."""
    struck = one.mark.struck_at
    if struck is not None:
        counts = _("Struck on %(day)s. It no longer counts.", day=report_words.day(struck))
    elif one.mark.at <= since:
        counts = _("It no longer counts.")
    else:
        counts = _("It counts until %(day)s.", day=report_words.day(one.mark.at + MARK_WINDOW))
    return {
        "mark": one.mark,
        "what": report_words.MARKS[one.mark.kind],
        "by": one.team if one.role == "customer" else ROLES.get(one.role, _("themselves")),
        "title": one.title,
        "url": url(f"/{reply.plural_of[one.noun]}/{one.code}") if one.code else None,
        "counts": counts,
    }


def answer(reached: Reached) -> tuple[str, Text | None] | None:
    """The way to answer an appeal that waits, and why this operator may not."""
    row: Standing = reached.row
    refusal = reports.why_not_answer(row, reached.by)
    if refusal is reports.NOTHING_ASKED:
        return None
    return f"{reply.address(row)}/keep_removed", refusal.sentence if refusal else None


# ---- Deciding

EVENTS = {
    "reinstate": _("Reinstate"),
    "remove": _("Remove from the network"),
    "keep_removed": _("Say that the removal stands"),
}


def act(reached: Reached, event: str, note: str) -> None:
    """Decide, in words that the person reads."""
    if event == "keep_removed":
        reports.keep_removed(reached.row, reached.by, note, g.at)
    else:
        fire(reached.row, event, reached.by, g.at, seen_version=version(), note=note)


def why_not(reached: Reached, event: str):
    """Why this can not be decided now."""
    return reports.why_not_answer(reached.row, reached.by) if event == "keep_removed" else refusal_of(reached, event)


def page(reached: Reached, event: str) -> dict:
    """What the form shows: about whom, and what would follow."""
    row: Standing = reached.row
    return {
        "here": "standings",
        "label": EVENTS[event],
        "heading": EVENTS[event],
        "lead": row.person.shown,
        "crumbs": [(_("Standing"), "/standings"), (row.person.shown, f"/standings/{row.code}")],
        "hint": _("They read this."),
        "follows": foreseen(reached, event),
    }


deciding.serve(views, deciding.Kind("standing", tuple(EVENTS), why_not, act, page, "standing_decided"))


def foreseen(reached: Reached, event: str) -> list[Text]:
    """What would follow, worked out by doing it and taking it back."""
    row: Standing = reached.row
    if event == "keep_removed":
        return [_("They stay removed, and get a letter. They can not appeal this removal again.")]
    preview(fire, row, event, reached.by, g.at, note="–")
    if event == "reinstate":
        return [_("They are invited again. What was recorded before no longer counts. They get a letter.")]
    teams, talks = reporting.meeting(row.person_id)
    found = [
        _("They are invited to nothing more, and get a letter. They can appeal once."),
        _("What is owed to them stays owed."),
    ]
    if not talks:
        return [*found, _("They have no conversation booked.")]
    return [
        *found,
        ngettext("%(number)s booked conversation stands.", "%(number)s booked conversations stand.", talks),
        ngettext("%(number)s team with booked conversations is told.",
                 "%(number)s teams with booked conversations are told.", teams),
    ]  # fmt: skip
