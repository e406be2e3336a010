"""Cancel all pending sessions: what would happen, to whom, worked out by doing it and taking it back; then it is
done."""

from typing import NamedTuple

from flask import Blueprint, g, render_template, request
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from commands import studies
from commands.fire import Stale
from commands.preview import preview
from commands.recorder import Seen
from commands.signin import draw
from lifecycle.attempt import Invalid, Refusal, Refused
from lifecycle.session import SessionLifecycle
from lifecycle.words import Text, _, ngettext, reader
from models import pending
from models.pending import Pending
from rules import money, times
from rules.compensation import late_cancel
from views import details, reply
from views.access import TOO_LOW, Reached, now, reach
from views.fire import LOOKS
from views.forms import worded

views = Blueprint("pending", __name__)
LISTED = 50
NOTHING = Refusal("nothing_pending", _("No conversation of this study is pending."))
FIELDS = (details.reason(details.CHOICES["customer"], _("Why? Everybody you cancel on reads this.")), details.NOTE)


class Foreseen(NamedTuple):
    """What canceling them would do; `owed` is by person where it was worked out person by person."""

    rows: list[Pending]
    letters: int
    owed: dict[int, int]
    total: int
    units: int


@views.get("/studies/<code>/cancel_pending")
def look(code: str):
    """Who would be canceled on, what is owed, what comes back; and what could be done instead."""
    reached = reach("study", code, "customer")
    if not reached.allows("cancel"):
        return reply.forbidden(TOO_LOW)
    try:
        draw(f"look:{g.me.id}", LOOKS, g.at)
    except Refused as problem:
        return reply.refused(reached, problem.refusal)
    return page(reached)


@views.post("/studies/<code>/cancel_pending")
def cancel(code: str):
    """Cancel exactly those that the page had shown."""
    reached = reach("study", code, "customer")
    if not reached.allows("cancel"):
        return reply.forbidden(TOO_LOW)
    if not pending.of_study(reached.row, g.at):
        return page(reached, 409, refusal=NOTHING)
    try:
        given = details.parse(FIELDS, request.form)
        studies.cancel_pending(
            reached.row, given["reason"], reached.by, g.at, given["note"] or "", "pause" in request.form,
            request.form.get("seen", ""),
        )  # fmt: skip
    except Invalid as problem:
        return page(reached, 422, errors=worded(problem.errors))
    except (Refused, Stale) as problem:
        return page(reached, 409, refusal=problem.refusal)
    return reply.lead(f"{reply.address(reached.row)}?show=missed", "pending_canceled")


def page(reached: Reached, status: int = 200, refusal: Refusal | None = None, errors=None):
    """The page, with the present truth."""
    reached = now(reached)
    study, seen = reached.row, foresee(reached)
    context = {
        "row": study,
        "typed": request.form if request.method == "POST" else MultiDict(),
        "errors": errors or {},
        "refusal": refusal,
        "seen": pending.mark(seen.rows),
        "count": len(seen.rows),
        "figures": figures(reached, seen),
        "rows": drawn(seen, study.currency, request.script_root),
        "further": ngettext("and %(number)s more, in the same way", "and %(number)s more, in the same way",
                            len(seen.rows) - LISTED) if len(seen.rows) > LISTED else None,
        "stays": stays(study),
        "reasons": FIELDS[0],
        "note": FIELDS[1],
        "may_pause": study.state == "live",
        "press": ngettext("Cancel %(number)s session", "Cancel %(number)s sessions", len(seen.rows)),
    }  # fmt: skip
    return render_template("customer/study/cancel_pending.html", **context), status


def foresee(reached: Reached) -> Foreseen:
    """The real command, run for as many as one chunk holds and taken back; what is beyond is counted."""
    study = reached.row
    rows = pending.of_study(study, g.at)
    given = (study, "other", reached.by, g.at, studies.CHUNK)
    seen = preview(studies.cancel_chunk, *given) if rows else Seen()
    further = rows[studies.CHUNK :]
    each = late_cancel(study.reward, study.policy.late_percent)
    owed: dict[int, int] = {}
    for _purpose, amount, _currency, person in seen.money:
        owed[person] = owed.get(person, 0) + amount
    owed |= {one.person: each for one in further if one.late}
    flex = study.workspace.plan == "flex"
    back = -sum(reserved for _kind, _bought, reserved, _used in seen.units) + flex * study.unit_price * len(further)
    written = {person for _letter, person, due in seen.letters if due <= g.at} & {one.person for one in rows}
    return Foreseen(rows, len(written) + len(further), owed, sum(owed.values()), back)


def figures(reached: Reached, seen: Foreseen) -> list[dict]:
    """The few numbers that decide."""
    study = reached.row
    asked = sum(one.state == "rescheduling" for one in seen.rows)
    late = len(seen.owed)
    kinds = (
        (len(seen.rows) - asked, ngettext("%(number)s scheduled", "%(number)s scheduled", len(seen.rows) - asked)),
        (asked, ngettext("%(number)s waiting for a new time", "%(number)s waiting for a new time", asked)),
    )
    found = [
        _figure(len(seen.rows), ngettext("session is canceled", "sessions are canceled", len(seen.rows)),
                ", ".join(str(words) for number, words in kinds if number)),
        _figure(seen.letters, ngettext("person gets a letter", "people get a letter", seen.letters),
                _("One each, in their language")),
        _figure(amount_of(seen.total, study.currency), _("owed for a late cancel"), ngettext(
            "%(number)s begins within %(hours)s hours", "%(number)s begin within %(hours)s hours", late,
            hours=study.policy.notice_hours) if late else _("None begins within %(hours)s hours",
                                                            hours=study.policy.notice_hours)),
    ]  # fmt: skip
    if study.workspace.plan == "flex":
        found.append(_figure(seen.units, ngettext("unit comes back", "units come back", seen.units), _("None is used")))
    return found


def _figure(number, label: Text, say) -> dict:
    return {"number": number, "label": label, "say": say}


def amount_of(amount: int, currency: str) -> str:
    """An amount in the reader's language."""
    return money.show(amount, currency, reader().language)


def stays(study) -> list[Text]:
    """What canceling does not touch."""
    known = study.counted(g.at)
    done, waits = known.people.get("completed", 0), known.people.get("submitted", 0)
    found = []
    if done:
        found.append(ngettext("%(number)s completed conversation and its reward",
                              "%(number)s completed conversations and their rewards", done))  # fmt: skip
    if waits:
        found.append(ngettext("%(number)s person Submitted, who still waits for your decision",
                              "%(number)s people Submitted, who still wait for your decision", waits))  # fmt: skip
    if study.state == "live":
        found.append(_("The study stays live. People can book again, unless you pause it too."))
    return found


ROW = Markup(
    '<tr><th scope="row"><a class="link" href="{prefix}/sessions/{one.code}"><bdi>{one.who}</bdi></a></th>'
    '<td data-label="{words[0]}">{when}</td>'
    '<td data-label="{words[1]}"><span class="state" data-state="{one.state}">{label}</span></td>'
    '<td class="num" data-label="{words[2]}">{owed}</td></tr>\n'
)


def drawn(seen: Foreseen, currency: str, prefix: str) -> Markup:
    """Person by person."""
    who = reader()
    words = (str(_("When")), str(_("State now")), str(_("Owed")))
    labels = {state: str(SessionLifecycle.label(state)) for state in studies.PENDING}

    def row(one: Pending) -> Markup:
        when = f"{times.show_day(one.starts_at, who.zone, who.language)}, " + times.show_hour(
            one.starts_at, who.zone, who.language
        )
        when = str(_("was %(when)s", when=when)) if one.state == "rescheduling" else when
        owed = amount_of(seen.owed[one.person], currency) if one.person in seen.owed else "–"
        return ROW.format(prefix=prefix, one=one, words=words, when=when, label=labels[one.state], owed=owed)

    return Markup("").join(row(one) for one in seen.rows[:LISTED])
