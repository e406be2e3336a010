"""A launched study: what may still change, and what is frozen, each with the reason."""

from typing import NamedTuple

from flask import Blueprint, g, make_response, render_template, request

from commands import studies
from commands.fire import Stale
from lifecycle.attempt import Refused
from lifecycle.study import AUDIENCES
from lifecycle.words import Text, _, ngettext
from models.studies import Study
from rules import money
from views import reply
from views.access import TOO_LOW, Reached, now, reach
from views.customer import build, network_words, study_form
from views.customer.listing import GOING
from views.forms import worded

views = Blueprint("amended", __name__)


class Frozen(NamedTuple):
    """Something that stays as it was at the launch, and why."""

    label: Text
    value: Text | str
    why: Text
    url: str | None = None


@views.post("/studies/<code>/edit")
def save(code: str):
    """Save what may still change."""
    reached = reach("study", code, "customer")
    if not reached.allows("launch"):
        return reply.forbidden(TOO_LOW)
    row = reached.row
    if row.state in studies.BEFORE_LAUNCH:
        return reply.lead(f"{reply.address(row)}/edit/{build.first_unfinished(row)}")
    talk = row.kind == "live_conversation"
    values, errors = study_form.amended(request.form, row.currency, g.reader.language, talk)
    if errors:
        return page(reached, 422, request.form, worded(errors))
    try:
        studies.amend(row, reached.by, g.at, build.seen(), **values)
    except Stale:
        return page(reached, 409, request.form, stale=True)
    except Refused as problem:
        return reply.refused(reached, problem.refusal)
    return reply.lead(reply.address(row), "saved")


def page(reached: Reached, status: int = 200, typed=None, errors=None, stale: bool = False):
    """The form of a launched study."""
    row = now(reached).row
    saved = study_form.typed(row, g.reader.language)
    ahead = sum(row.counted(g.at).talks.get(state, 0) for state in GOING)
    html = render_template(
        "customer/study/build/amend.html",
        row=row,
        typed=typed or saved,
        saved=saved,
        errors=errors or {},
        stale=stale,
        frozen=frozen(row),
        choices=study_form.CHOICES,
        ahead=ngettext("%(number)s conversation is ahead", "%(number)s conversations are ahead", ahead)
        if ahead
        else None,
        over=row.state not in studies.GOING,
        talk=row.kind == "live_conversation",
        count=len(row.free_starts(g.at)) if row.kind == "live_conversation" else 0,
    )
    return make_response(html, status)


def asked(row: Study) -> Text:
    """Who is asked, and of the network whom."""
    if row.audience != "network":
        return AUDIENCES[row.audience]
    said = "\n".join(f"{label}: {words}" for label, words in network_words.lines(row))
    return _("%(audience)s. %(filters)s", audience=AUDIENCES["network"], filters=said)


def frozen(row: Study) -> list[Frozen]:
    """What stays as it was."""
    talk = row.kind == "live_conversation"
    return [*promised(row, talk), *(held(row) if talk else [done_alone(row)])]


def done_alone(row: Study) -> Frozen:
    """What is asked of those who do it alone."""
    parts = row.work()
    count = ngettext("%(number)s task", "%(number)s tasks", len(parts))
    if row.kind == "survey":
        asked_of = sum(len(part.items) for part in parts)
        count = ngettext("%(number)s question", "%(number)s questions", asked_of)
    words = _("Answers can only be added up where everybody is asked the same.")
    return Frozen(build.ITEMS[row.kind], count, words, f"{reply.address(row)}/edit/items")


def promised(row: Study, talk: bool) -> list[Frozen]:
    """What everybody was told before they said yes."""
    why = _("People chose a time of this length.") if talk else _("That is how long people were told it takes.")
    return [
        Frozen(_("How long"), _("%(n)s minutes", n=row.length), why),
        Frozen(
            _("Reward"),
            money.show(row.reward, row.currency, g.reader.language),
            _("It was promised in the invitation, to everybody the same."),
        ),
        Frozen(
            _("Who is asked"),
            asked(row),
            _("That is how people were asked, and the units were reserved for it."),
        ),
        Frozen(
            _("Screener"),
            ngettext("%(number)s question", "%(number)s questions", len(row.asked())),
            _("Everybody has to be measured by the same questions."),
            f"{reply.address(row)}/edit/screener",
        ),
    ]


def held(row: Study) -> list[Frozen]:
    """Who holds the conversations, and by which rules they are moved."""
    hosts = ", ".join(person.name for person in row.hosts)
    policy = row.policy
    return [
        Frozen(
            _("Host"), hosts, _("People know with whom they will talk, and the times come from those people’s hours.")
        ),
        Frozen(
            _("Notice and late cancels"),
            _("%(hours)s hours; %(percent)s percent", hours=policy.notice_hours, percent=policy.late_percent),
            _("These numbers of your workspace were copied at the launch and are part of the promise."),
        ),
    ]
