"""A candidate for the team: both IDs, both sides' states, the answers, what goes by itself and what is theirs to do."""

from typing import NamedTuple

from lifecycle.participant import ParticipantLifecycle
from lifecycle.words import Moment, Text, _
from models import loaded, other_half
from models.recruiting import Candidate
from rules.times import from_epoch
from views.access import Reached
from views.customer import answers, looking, payout
from views.offers import offers
from views.reply import address, page_of
from views.timeline import items

# Whoever is in one of these can still be removed because the study asked for it.
DECIDED_HERE = ("qualified", "incomplete", "submitted")
HIDDEN = _("Hidden since they were removed")
AUTOMATIC = (
    _("Whoever passes the screener is sent on to the study at once."),
    _("Incomplete, Submitted, screened out and left follow the study."),
    _("Submitted is set by the end of the study only."),
)
BY_HAND = (
    _("Completed: it releases the money, once, and is set by a person of your team."),
    _("Removing: here first, then in the study. Where both are here, one action does both in that order."),
)


class Side(NamedTuple):
    """One half: what it is, the ID there, its state in words and for machines, when, and the way to it."""

    name: Text
    id: str | Text
    state: str | None
    label: Text | str | None
    when: Text | None
    url: str | None = None


@page_of("customer", "candidate")
def candidate(reached: Reached) -> dict:
    """Somebody in a recruiting project."""
    row: Candidate = reached.row
    paired = loaded.paired(row)
    said = other_half.said_of(row) if row.project.study_id is None and row.sent_at is not None else None
    told = [(one.question, one.words) for one in answers.told(*row.project.sheet(row.id), bool(row.judgement))]
    looking.look(reached, paired or row, answers=answers.any_told(told))
    payouts = list(row.payouts) if row.state == "completed" else []
    return {
        "project": row.project,
        "name": row.shown,
        "facts": facts(row),
        "sides": [ours(row), theirs(row, said)],
        "asked_away": Moment(from_epoch(said.asked)) if said and said.asked and row.state in DECIDED_HERE else None,
        "paired": address(paired) if paired is not None else None,
        "answers": told if row.judgement or answers.any_told(told) else [],
        "offers": [*offers(reached), *payout.bonus(reached)],
        "payouts": payouts,
        "automatic": AUTOMATIC,
        "by_hand": BY_HAND,
        "timeline": items(reached, [row, *([paired] if paired is not None else []), *payouts]),
    }


def facts(row: Candidate) -> list[tuple]:
    """When what happened."""
    found = [(_("Asked"), Moment(row.created_at))]
    found += [(_("Sent on"), Moment(row.sent_at))] if row.sent_at else []
    return found + ([(_("Submitted"), Moment(row.submitted_at))] if row.submitted_at else [])


def ours(row: Candidate) -> Side:
    """The recruiting side."""
    return Side(_("Recruiting side"), row.recruiter_id or HIDDEN, row.state, row.label, None)


def theirs(row: Candidate, said: other_half.Word | None) -> Side:
    """The study: of this installation, or what one elsewhere last said."""
    name, own, paired = _("Study"), row.study_side_id or HIDDEN, row.paired
    if paired is not None:
        return Side(name, own, paired.state, paired.label, None, address(paired))
    if row.sent_at is None:
        return Side(name, own, None, _("Not there yet"), None)
    if said is None:
        return Side(name, own, None, _("Nothing heard yet"), None)
    known = said.state in ParticipantLifecycle.states_map
    label = ParticipantLifecycle.label(said.state) if known else said.state
    label = ParticipantLifecycle.finished if said.state == "submitted" else label
    when = _("Heard on %(when)s", when=Moment(from_epoch(said.heard)))
    return Side(name, own, said.state if known else None, label, when)
