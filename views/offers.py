"""The offers of a row as the templates draw them: label, address, tone, and the sentence of what is not possible
now."""

from typing import NamedTuple

from flask import g

from lifecycle.attempt import Refusal
from lifecycle.words import Text, _
from views import details, foresight, stakes
from views.access import TOO_LOW, Reached
from views.reply import address

TONES = {
    "cancel": "stop",
    "mark_no_show": "stop",
    "exclude": "stop",
    "remove": "stop",
    "write_off": "stop",
    "complete": "primary",
    "launch": "primary",
    "open_screener": "primary",
    "pay_out": "primary",
    "rebook": "primary",
    "withdraw": "plain",
    "decline": "plain",
}
# Moves that have a page of their own (the screener, the slots, the join page) and are no bare button anywhere.
ELSEWHERE = {
    ("participant", "qualify"),
    ("participant", "screen_out"),
    ("participant", "fill"),
    ("participant", "wait"),
    ("session", "start"),
}
# What a move is called, and means, where its asker wrote the study: nobody sends something back to themselves.
AUTHORS: dict[tuple[str, str], tuple[Text, Text]] = {
    ("study", "send_back"): (
        _("Take it back to draft"),
        _("You can go on writing. It has to be looked at again before it is launched."),
    ),
}
# What a team sees first what would follow of: their button leads to a page (views/customer/moving.py).
# A button that does it at once, though the page of what would follow has room for a few words.
AT_ONCE = frozenset({("session", "decline")})
PAGES = frozenset({("study", "pause"), ("study", "resume"), ("study", "close")})
WAYS_ON = {
    "duplicate": (_("Duplicate the study"), "/studies"),
    "availability": (_("Add hours"), "/availability"),
    "plan": (_("See the plan"), "/plan"),
    "study": (_("Raise the budget"), "/studies"),
}


class Link(NamedTuple):
    label: Text
    url: str
    event: str | None = None


class Shown(NamedTuple):
    """An offer, ready to be drawn (components/offers.html)."""

    event: str
    label: Text
    url: str
    method: str
    tone: str
    refusal: Text | None
    why: Text | None
    token: int | None
    link: Link | None = None


def offers(reached: Reached, also: tuple[str, ...] = ()) -> list[Shown]:
    """What this asker sees on this row now; `also` names events that otherwise have a page of their own."""
    row = reached.row
    found = row.lifecycle.offers(row, reached.by, g.at)
    return [
        _shown(reached, offer) for offer in found if offer.event in also or (reached.noun, offer.event) not in ELSEWHERE
    ]


def one(reached: Reached, event: str) -> Shown | None:
    """One of them, or None where it is not shown."""
    return next((offer for offer in offers(reached, (event,)) if offer.event == event), None)


def fields_of(reached: Reached, event: str) -> tuple[details.Field, ...]:
    """The fields of a move's form for this asker; none where a button is enough."""
    return () if _as_author(reached, event) else details.needed(reached.noun, event, reached.audience)


def _as_author(reached: Reached, event: str) -> tuple[Text, Text] | None:
    """(what this move is called, what follows), where it is another thing for the author, who is asking."""
    found = AUTHORS.get((reached.noun, event))
    return found if found and reached.row.author_id == reached.by.who else None


def _shown(reached: Reached, offer) -> Shown:
    row, event = reached.row, offer.event
    refusal = offer.refusal or (None if reached.allows(event) else TOO_LOW)
    asks = fields_of(reached, event) and (reached.noun, event) not in AT_ONCE
    method = "get" if asks or _has_page(reached, event) else "post"
    meant = None if refusal else stakes.beside(reached, event)
    label, why = _as_author(reached, event) or (
        offer.label,
        meant or details.WHY.get((reached.noun, event, reached.audience)),
    )
    return Shown(
        event,
        label,
        f"{address(row)}/{event}",
        method,
        TONES.get(event, ""),
        refusal.sentence if refusal else None,
        why if refusal is None else None,
        row.version if method == "post" else None,
        _way_on(reached, refusal) or _look(reached, event, method, refusal),
    )


def _has_page(reached: Reached, event: str) -> bool:
    """Whether the button leads to a page with what would follow."""
    return reached.audience == "customer" and (reached.noun, event) in PAGES


def _look(reached: Reached, event: str, method: str, refusal: Refusal | None) -> Link | None:
    """The page that says what would follow, for a move that is one button."""
    if refusal or method != "post" or (reached.noun, event) not in foresight.BUTTONS:
        return None
    return Link(_("See what would follow"), f"{address(reached.row)}/{event}")


def _way_on(reached: Reached, refusal: Refusal | None) -> Link | None:
    """The way on that a refusal names."""
    if refusal is None or refusal.way_on not in WAYS_ON:
        return None
    label, url = WAYS_ON[refusal.way_on]
    if refusal.way_on == "availability":
        return Link(_("Add hours, or talk with somebody else"), f"{address(reached.row)}/reschedule", "replan")
    if refusal.way_on == "study":
        # For whoever may change the study.
        study = reached.row.study if reached.audience == "customer" and reached.allows("launch") else None
        return Link(label, f"{address(study)}/budget", "budget") if study else None
    if refusal.way_on == "duplicate":
        study = reached.row.study
        return Link(label, f"{address(study)}/duplicate?with={reached.row.participant.code}", "duplicate")
    return Link(label, url)
