"""Another time for a conversation: moved by the contributor, or chosen because the customer asked for one."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from flask import Blueprint, g, request

from commands import holds
from commands.fire import Stale, fire
from lifecycle.attempt import Invalid, Refusal, Refused
from lifecycle.words import Moment, Text, _, ngettext
from rules.compensation import is_late
from rules.times import from_epoch, to_epoch
from views import access, foresight, looks, reply
from views.access import Reached, reach
from views.contributor import consents, withwhom
from views.contributor.slots import chosen_time, held, spread
from views.contributor.study import minutes
from views.contributor.told import unanswered
from views.fire import refusal_of, version
from views.reply import address

views = Blueprint("newtime", __name__)


class Words(NamedTuple):
    """The heading, what is said of the old time, and the button."""

    heading: Text
    old: Callable[[Moment], Text]
    label: Text


WORDS = {
    "move": Words(
        _("Which other time suits you?"), lambda when: _("So far it is %(when)s.", when=when), _("Move it here")
    ),
    "rebook": Words(
        _("Which new time suits you?"), lambda when: _("It was to be %(when)s.", when=when), _("Take this time")
    ),
}


# What an old link is answered with, over how it stands now.
OLD_LINKS = {
    ("rebook", "scheduled"): _("A time is booked already, and here it is. Nothing was changed."),
    ("rebook", "canceled"): _("This conversation was called off in the meantime, so there is no time to choose."),
    ("move", "canceled"): _("This conversation was called off in the meantime, so there is no time to choose."),
    ("move", "rescheduling"): _("They have asked you for another time. Pick a new one instead of moving the old one."),
}


@views.get("/sessions/<code>/move", defaults={"event": "move"})
@views.get("/sessions/<code>/rebook", defaults={"event": "rebook"})
def ask(code: str, event: str):
    """The times to choose from; or why there is nothing to choose."""
    reached = reach("session", code, "contributor")
    refusal = refusal_of(reached, event)
    if refusal:
        sentence = OLD_LINKS.get((event, reached.row.state)) if refusal.code == "no_such_move" else None
        return reply.refused(reached, refusal._replace(sentence=sentence) if sentence else refusal)
    return consents.once_more(reached.row.participant) or page(reached, event)


@views.post("/sessions/<code>/move", defaults={"event": "move"})
@views.post("/sessions/<code>/rebook", defaults={"event": "rebook"})
def take(code: str, event: str):
    """The chosen time, or what would follow from it."""
    reached = reach("session", code, "contributor")
    if away := terms_first(reached, event):
        return away
    try:
        start = chosen_time()
        if "look" in request.form:
            seen = looks.take(fire, reached.row, event, reached.by, g.at, starts_at=start)
            return page(reached, event, foreseen=foreseen(seen, reached, event, start), picked=start)
        row = fire(reached.row, event, reached.by, g.at, seen_version=version(), starts_at=start)
    except Invalid as problem:
        return page(reached, event, 422, problem.errors)
    except (Refused, Stale) as problem:
        return refused(reached, event, problem.refusal)
    return reply.lead(address(row), "moved" if event == "move" else f"session:{row.state}")


def foreseen(seen, reached: Reached, event: str, start: datetime) -> list:
    """What would follow from taking this time; of a move also how often it could be made again."""
    found = foresight.lines(seen, reached)
    return [*found, after_move(reached.row, start)] if event == "move" else found


def after_move(row, start: datetime) -> Text:
    """How often it could still be moved once it begins at that time."""
    notice, left = row.policy.notice, row.policy.moves - row.moves - 1
    if is_late(start, g.at, notice):
        return _(
            "It begins in less than %(hours)s hours then: it could not be moved again, and canceling it would leave a "
            "mark, unless for technical trouble.",
            hours=row.policy.notice_hours,
        )
    if left <= 0:
        return _("You could not move it again after that, only cancel it.")
    return ngettext(
        "You could move it %(number)s more time after that, until %(when)s.",
        "You could move it %(number)s more times after that, until %(when)s.",
        left,
        when=Moment(start - notice),
    )


@views.post("/sessions/<code>/hold")
def keep(code: str):
    """Another time was chosen: it is kept for as long as the form may take, beside the old one."""
    reached = reach("session", code, "contributor")
    event = holds.CHOICE.get(reached.row.state, "move")
    if refusal := refusal_of(reached, event):
        return reply.page("contributor/slots/_kept.html", 409, kept=refusal.sentence)
    if away := consents.once_more(reached.row.participant):
        return away
    return held(reached.row, f"{address(reached.row)}/{event}", lambda: context(reached, event))


def terms_first(reached: Reached, event: str):
    """The way to newer terms, while there is a time to choose; canceling and declining need none."""
    return None if refusal_of(reached, event) else consents.once_more(reached.row.participant)


def refused(reached: Reached, event: str, refusal: Refusal):
    """A time that is gone leaves the others to choose from; anything else is answered by the conversation's page."""
    fresh = access.again(reached)
    if refusal.code == "slot_offered" and refusal_of(fresh, event) is None:
        return page(fresh, event, 409, refusal=refusal)
    return reply.refused(reached, refusal)


def page(reached: Reached, event: str, status: int = 200, errors=None, refusal: Refusal | None = None, **looked):
    """The other times, by day and in both zones, with what was chosen where it is still there; `looked`: the time
    that was `picked` and what is `foreseen` of it."""
    shown = context(reached, event, errors, refusal) | looked
    return reply.page("contributor/slots/newtime.html", status, **shown)


class Proposed(NamedTuple):
    """The one time that the customer proposed, where it is taken, and whether it still can be."""

    start: datetime
    url: str
    free: bool
    others: int


def proposed(row) -> Proposed | None:
    """What the customer proposed, while there is no answer."""
    if row.state != "rescheduling" or row.proposed_at is None:
        return None
    there = row.offered_starts(g.at)
    free = to_epoch(row.proposed_at) in there
    return Proposed(row.proposed_at, f"{address(row)}/rebook", free, len(there) - free)


def context(reached: Reached, event: str, errors=None, refusal: Refusal | None = None) -> dict:
    """The variables of templates/contributor/slots/newtime.html."""
    row, words = reached.row, WORDS[event]
    starts = [from_epoch(start) for start in row.offered_starts(g.at)]
    first = proposed(row)
    return {
        "row": row,
        "study": row.study,
        "workspace_name": row.study.workspace.name,
        "branded": row.study.workspace,
        "minutes": minutes(row.study),
        "whom": withwhom.of_new_time(row),
        "heading": words.heading,
        "old": words.old(Moment(row.starts_at)),
        "label": _("Take the time I chose") if first and first.free else words.label,
        "event": event,
        "by": unanswered(row.asked_at + row.policy.lapse) if event == "rebook" and row.asked_at else None,
        "proposed": first,
        "no": f"{address(row)}/decline" if event == "rebook" else None,
        "near": bool(starts) and starts[0] - g.at < row.policy.notice,
        "notice_hours": row.policy.notice_hours,
        **spread(starts, f"{address(row)}/{event}", row.host_zone, f"{address(row)}/hold"),
        "back": address(row),
        "foreseen": None,
        "picked": None,
        "refusal": refusal,
        "errors": {name: str(sentence) for name, sentence in (errors or {}).items()},
    }
