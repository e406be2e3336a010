"""Cancel all pending sessions: what would happen, to whom, worked out by doing a few of it and taking that back; then
it is done, a few at a time, and the page says how far it is."""

from typing import NamedTuple

from flask import Blueprint, g, render_template, request
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from commands import calling_off
from commands.fire import Stale
from commands.preview import preview
from commands.recorder import Seen
from commands.replan import SOMEBODY_ELSE
from lifecycle.attempt import Invalid, Refusal, Refused
from lifecycle.session import SessionLifecycle
from lifecycle.words import Text, _, ngettext, reader
from models import pending
from models.pending import Pending, Sums
from models.studies import Study
from rules import times
from views import details, looks, reply, stakes
from views.access import TOO_LOW, Reached, now, reach
from views.customer import moving, progress
from views.customer.budget import amount
from views.forms import worded

views = Blueprint("pending", __name__)
LISTED = 50
OPEN_TO = 6  # a longer list is folded, so that what decides is not lost above it
# "Someone else" keeps the place of one person for another; who cancels on everybody gives the places up.
REASONS = {code: label for code, label in details.CHOICES["customer"].items() if code != SOMEBODY_ELSE}
FIELDS = (
    details.reason(REASONS, _("Why? Everybody you cancel on reads this.")),
    details.NOTE._replace(hint=_("They read this.")),
)


class Foreseen(NamedTuple):
    """What canceling them would do: the first of them as `rows`, `owed` by person where they are among these."""

    sums: Sums
    rows: list[Pending]
    letters: int
    owed: dict[int, int]
    total: int
    units: int


@views.get("/studies/<code>/cancel_pending")
def look(code: str):
    """Who would be canceled on, what is owed, what comes back; and what could be done instead. While it is being done:
    how far it is."""
    reached = reach("study", code, "customer")
    if not reached.allows("cancel"):
        return reply.forbidden(TOO_LOW)
    if reached.row.calling_off and ("done" in request.args or calling_off.under_way(reached.row)):
        return so_far(reached.row)
    try:
        looks.count()
    except Refused as problem:
        return reply.refused(reached, problem.refusal)
    return page(reached)


@views.post("/studies/<code>/cancel_pending")
def cancel(code: str):
    """Cancel exactly those that the page had shown. Where that is being done already, who pressed sees how far it
    is; looking at it does the next few ("on")."""
    reached = reach("study", code, "customer")
    if not reached.allows("cancel"):
        return reply.forbidden(TOO_LOW)
    if "on" in request.form:
        return further(reached.row)
    if calling_off.under_way(reached.row):
        return reply.lead(f"{reply.address(reached.row)}/cancel_pending")
    try:
        given = details.parse(FIELDS, request.form)
        study = calling_off.call_off(
            reached.row, given["reason"], reached.by, g.at, given["note"] or "", pause="pause" in request.form,
            seen=request.form.get("seen", ""),
        )  # fmt: skip
    except Invalid as problem:
        return once_more(reached, 422, errors=worded(problem.errors))
    except (Refused, Stale) as problem:
        return once_more(reached, 409, refusal=problem.refusal)
    if calling_off.under_way(study):
        return reply.lead(f"{reply.address(study)}/cancel_pending")
    return reply.lead(f"{reply.address(study)}?show=missed", "pending_canceled")


def once_more(reached: Reached, status: int, **said):
    """The page after a press that did nothing: it is worked out anew, which is one look more."""
    try:
        looks.count()
    except Refused as problem:
        return reply.refused(reached, problem.refusal)
    return page(reached, status, **said)


def further(study: Study):
    """The next few, for who looks at the page; then how far it is."""
    study = calling_off.go_on(study, g.at)
    if request.htmx:
        return render_template("customer/study/_calling_off.html", row=study, **progress.shown(study))
    return reply.lead(f"{reply.address(study)}/cancel_pending?done=1")


def so_far(study: Study):
    """How far it is, or how it ended."""
    return render_template("customer/study/calling_off.html", row=study, **progress.shown(study))


def page(reached: Reached, status: int = 200, refusal: Refusal | None = None, errors=None):
    """The page, with the present truth."""
    reached = now(reached)
    if calling_off.under_way(reached.row):
        return so_far(reached.row), status
    study, seen = reached.row, foresee(reached)
    count = seen.sums.count
    context = {
        "row": study,
        "typed": request.form if request.method == "POST" else MultiDict(),
        "errors": errors or {},
        "refusal": refusal,
        "seen": seen.sums.mark,
        "count": count,
        "figures": figures(reached, seen),
        "rows": drawn(seen, study, request.script_root),
        "last": progress.shown(study) if study.calling_off else None,
        "folded": count > OPEN_TO,
        "further": ngettext("and %(number)s more, in the same way", "and %(number)s more, in the same way",
                            count - LISTED) if count > LISTED else None,
        "stays": stays(study),
        "reasons": FIELDS[0],
        "choices_of": [stakes.Weighed(code, label, stakes.to_all(code)) for code, label in REASONS.items()],
        "note": FIELDS[1],
        "may_pause": study.state == "live",
        "notice_hours": ngettext(
            "Less than %(number)s hour before the start they are owed a part of the reward. Whoever is told earlier "
            "can still use the time.",
            "Less than %(number)s hours before the start they are owed a part of the reward. Whoever is told earlier "
            "can still use the time.", study.policy.notice_hours),
        "while_it_runs": count > calling_off.CHUNK * calling_off.AT_ONCE,
        "press": ngettext("Cancel %(number)s session", "Cancel %(number)s sessions", count),
    }  # fmt: skip
    return render_template("customer/study/cancel_pending.html", **context), status


def foresee(reached: Reached) -> Foreseen:
    """The real command, run for as many as one chunk holds and taken back, so that nobody who books meanwhile waits for
    it; what is beyond is counted by the same rules."""
    study = reached.row
    sums, rows = pending.sums(study, g.at), pending.listed(study, g.at, LISTED)
    seen = preview(calling_off.some, study, "other", reached.by, g.at) if rows else Seen()
    run, others = rows[: calling_off.CHUNK], rows[calling_off.CHUNK :]
    left = sums._replace(count=sums.count - len(run), late=sums.late - sum(one.late for one in run))
    beyond = calling_off.further(study, left)
    owed: dict[int, int] = {}
    for _purpose, minor, _currency, person in seen.money:
        owed[person] = owed.get(person, 0) + minor
    total = sum(owed.values()) + beyond.owed
    owed |= {one.person: beyond.owed // beyond.late for one in others if one.late and beyond.owed}
    back = -sum(reserved for _kind, _bought, reserved, _used in seen.units) + beyond.units
    written = {person for _letter, person, due in seen.letters if due <= g.at} & {one.person for one in run}
    return Foreseen(sums, rows, len(written) + beyond.sessions, owed, total, back)


def figures(reached: Reached, seen: Foreseen) -> list[dict]:
    """The few numbers that decide."""
    study, late = reached.row, seen.sums.late
    count, asked = seen.sums.count, seen.sums.asked
    kinds = (
        (count - asked, ngettext("%(number)s scheduled", "%(number)s scheduled", count - asked)),
        (asked, ngettext("%(number)s waiting for a new time", "%(number)s waiting for a new time", asked)),
    )
    found = [
        _figure(count, ngettext("session is canceled", "sessions are canceled", count),
                ", ".join(str(words) for number, words in kinds if number)),
        _figure(seen.letters, ngettext("person gets a letter", "people get a letter", seen.letters),
                _("One each, in their language. Whoever holds them gets one for each too, so that it leaves their "
                  "calendar.")),
        _figure(amount(seen.total, study), _("owed for a late cancel"), ngettext(
            "%(number)s begins within %(hours)s hours", "%(number)s begin within %(hours)s hours", late,
            hours=study.policy.notice_hours) if late else _("None begins within %(hours)s hours",
                                                            hours=study.policy.notice_hours)),
    ]  # fmt: skip
    if study.workspace.plan == "flex":
        found.append(_figure(seen.units, ngettext("unit comes back", "units come back", seen.units), _("None is used")))
    return found


def _figure(number, label: Text, say) -> dict:
    return {"number": number, "label": label, "say": say}


def stays(study) -> list[Text]:
    """What canceling does not touch."""
    found = moving.done(study.counted(g.at))
    if study.state == "live":
        found.append(_("The study stays live. People can book again, unless you pause it too."))
    return found


ROW = Markup(
    '<tr><th scope="row"><a class="link" href="{prefix}/sessions/{one.code}"><bdi>{one.who}</bdi></a></th>'
    '<td data-label="{words[0]}">{when}</td>'
    '<td data-label="{words[1]}"><span class="state" data-state="{one.state}">{label}</span></td>'
    '<td class="num" data-label="{words[2]}">{owed}</td></tr>\n'
)


def drawn(seen: Foreseen, study: Study, prefix: str) -> Markup:
    """Person by person."""
    who = reader()
    words = (str(_("When")), str(_("State now")), str(_("Owed")))
    labels = {state: str(SessionLifecycle.label(state)) for state in pending.PENDING}

    def row(one: Pending) -> Markup:
        when = f"{times.show_day(one.starts_at, who.zone, who.language)}, " + times.show_hour(
            one.starts_at, who.zone, who.language
        )
        when = str(_("was %(when)s", when=when)) if one.state == "rescheduling" else when
        owed = amount(seen.owed[one.person], study) if one.person in seen.owed else "–"
        return ROW.format(prefix=prefix, one=one, words=words, when=when, label=labels[one.state], owed=owed)

    return Markup("").join(row(one) for one in seen.rows)
