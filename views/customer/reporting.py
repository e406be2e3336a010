"""A team reports a contributor: where that is offered, what follows is said before, and how a report is read here."""

from datetime import timedelta

from flask import Blueprint, g, render_template, request

from commands import reports
from commands.preview import preview
from lifecycle.attempt import Refusal, Refused
from lifecycle.reasons import REPORTED
from lifecycle.words import Text, _
from models import reporting
from models.participants import Participant
from models.standing import Report
from rules.typed import whole
from views import details, filters, report_words
from views.access import TOO_LOW, Reached, membership, signed_in
from views.offers import Shown, offers
from views.reply import address, page_of
from views.timeline import items

views = Blueprint("customer_reporting", __name__)
# What a team can choose; a dispute comes of both sides' answers and is chosen by nobody.
REASONS = {code: label for code, label in REPORTED.items() if code != "disputed"}
NOTE = details.NOTE._replace(
    label=_("What happened?"), hint=_("They and the operator read this. Please stay with what you saw.")
)
FIELDS = (details.reason(REASONS, _("What was wrong?")), NOTE)
TALKED = ("completed", "no_show")
DONE = ("started", "submitted", "completed", "no_show")
TOO_EARLY = Refusal("not_yet", _("This can be reported once they have taken part, or did not come."))


def offer(reached: Reached) -> list[Shown]:
    """The way to report somebody, on the pages of a conversation and of a person; too late, its sentence."""
    participant: Participant = reached.row.participant if reached.noun == "session" else reached.row
    if reached.row.state not in (TALKED if reached.noun == "session" else DONE):
        return []
    talk = reached.row if reached.noun == "session" else next(iter(participant.talks), None)
    if participant.reported:
        found = reports.standing_in_the_way(participant, "contributor", reached.by)
        return [Shown("see_report", _("See the report"), address(found), "get", "", None, None, None)]
    refusal = reports.too_late(participant, g.at, talk) or (None if reached.allows("report") else TOO_LOW)
    sentence = refusal.sentence if refusal else None
    why = None if refusal else _("An operator decides. What follows is said before.")
    label = _("Report %(who)s", who=participant.shown)
    return [Shown("report", label, f"{address(reached.row)}/report", "get", "", sentence, why, None)]


def refusal(reached: Reached, participant: Participant) -> Refusal | None:
    """Why nobody can be reported here now."""
    talk = reports.last_talk(participant)
    if talk is None and participant.state not in DONE:
        return TOO_EARLY
    return reports.too_late(participant, g.at, talk)


def fields(reached: Reached) -> tuple[details.Field, ...]:
    """What the form asks."""
    return FIELDS


def file(reached: Reached, participant: Participant, given: dict, key: str) -> Report:
    """Write the report."""
    return reports.report_contributor(participant, given["reason"], reached.by, g.at, given["note"] or "", key)


def context(reached: Reached, participant: Participant) -> dict:
    """What would follow, worked out by reporting and taking it back."""
    payouts = reports.payouts_of(Report(about="contributor", participant=participant))
    return {
        "title": _("Report %(who)s", who=participant.shown),
        "lead": _("A report is a question to an operator, not a verdict."),
        "now": now(reached, participant, payouts),
        "later": later(),
    }


def now(reached: Reached, participant: Participant, payouts: list) -> list[Text]:
    """What happens with the click."""
    try:
        seen = preview(reports.report_contributor, participant, "not_qualified", reached.by, g.at)
    except Refused:
        return []
    found = report_words.moved(seen)
    found += report_words.purse(one for one in payouts if one.state in report_words.GONE)
    if participant.state == "submitted":
        found.append(_("They can not be marked as Completed until this is decided."))
    people = [person for _l, person, due in seen.letters if due <= g.at]
    written = report_words.written_to(people, g.me.id, {participant.person_id: participant.shown})
    return [*found, written] if written else found


def later() -> list[Text]:
    """What can follow after it."""
    return [
        _("Only an operator decides, somebody who belongs to neither side. They are reminded after 3 days."),
        _("They read your reason and your words, and can tell their side."),
        _("Upheld, it is a mark in their standing, and money on hold is written off once it can not be appealed."),
        _("Dismissed, the money is free again and nothing of it counts."),
        _("Whom the decision goes against can appeal once, within 14 days."),
        _("You can take the report back until it is decided."),
    ]


@page_of("customer", "report")
def report(reached: Reached) -> dict:
    """A report, as the team reads it: written by one of theirs about a contributor, or by a contributor about them."""
    row: Report = reached.row
    own = row.author_role == "customer"
    payouts = reports.payouts_of(row)
    return {
        "heading": report_words.reason(row),
        "facts": facts(row, own),
        "own": own,
        "stands": report_words.stands(row, g.at),
        "purse": report_words.purse(payouts),
        "offers": offers(reached),
        "may_reply": not own and row.state in reports.UNDECIDED and row.replied_at is None and reached.allows("report"),
        "participant": row.participant if own else None,
        "talk": report_words.disputed(row),
        "timeline": items(reached, [row]),
    }


def facts(row: Report, own: bool) -> list[tuple]:
    """Of which study, about whom, by whom: a contributor who reports stays unnamed here."""
    about = row.shown if own and row.person_id else report_words.ABOUT[row.about]
    by = row.author.name if own else _("A contributor, who stays unnamed here")
    return [(_("Study"), row.study.title), (_("About"), about), (_("By"), by)]


@views.get("/reports")
def index():
    """For operators all reports, for a team those about its studies."""
    me = signed_in()
    house = reporting.EVERYBODY if me.operator else membership().workspace_id
    over = request.args.get("show") == "decided"
    found = reporting.decided(house, filters.number("before")) if over else reporting.waiting(house, after())
    shown = found[: reporting.PAGE]
    last = shown[-1] if len(found) > reporting.PAGE else None
    return render_template(
        "reports/index.html", operator=me.operator, over=over, rows=[line(one) for one in shown], last=last,
        first="before" not in request.args and "after" not in request.args,
    )  # fmt: skip


def line(one: reporting.Line) -> dict:
    """A line: why, about whom, since when, and whether it is late."""
    return {
        "one": one,
        "reason": report_words.reason_of(one.author_role, one.reason),
        "whom": one.whom or report_words.ABOUT[one.about],
        "label": Report.lifecycle.label(one.state),
        "age": max(g.at - one.since, timedelta(0)),
        "due": one.since + report_words.REMINDED,
        "late": g.at > one.since + report_words.REMINDED,
    }


def after() -> tuple[int, int]:
    """Where the page of waiting reports begins."""
    typed = request.args.get("after", "").split("-")
    numbers = [whole(one) for one in typed]
    return (numbers[0], numbers[1]) if len(numbers) == 2 and None not in numbers else (0, 0)
