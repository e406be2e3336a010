"""What the pages of a conversation and of a person show to the customer."""

from datetime import timedelta

from flask import g

from lifecycle.words import Moment, _
from models.money import Money
from models.participants import Participant
from models.sessions import Session
from views import thread
from views.access import Reached
from views.customer import answers, looking, notes, people, reporting, study_page
from views.customer.listing import GOING
from views.forms import new_key
from views.offers import offers
from views.reply import address, page_of
from views.timeline import items

AHEAD = ("scheduled", "in_progress")
# What the hours on a page mean where nobody will meet then.
TOLD = {
    "rescheduling": _("This was the time. It is canceled, and they are asked to choose a new one."),
    "canceled": _("This was the time. The conversation did not take place."),
}
SOURCES = {
    "specific": _("By username"),
    "invite": _("By the Invite Network link"),
    "network": _("From the contributor network"),
    "own": _("One of your own people"),
    "recruiter": _("By a recruiter"),
}
# Registers the page of a study beside those of this module.
assert study_page


@page_of("customer", "session")
def session(reached: Reached) -> dict:
    """Who, when in both zones, what can be done, the answers, and everything that happened."""
    row: Session = reached.row
    told = answers.pairs(row.participant)
    there = {"messages": row.fact("written"), "notes": row.fact("noted")}
    looking.look(reached, row.participant, answers=answers.any_told(told), **there)
    return {
        "offers": offers(reached) + reporting.offer(reached),
        "answers": told,
        "timeline": items(reached, [row, row.participant]),
        "money": Money(row.study.reward, row.study.currency),
        "join": door(row) if row.state in AHEAD else None,
        "decide": row.participant.state == "submitted",
        "until": row.starts_at - g.at if row.starts_at > g.at and row.state in AHEAD else None,
        "calendar": f"{address(row)}/calendar.ics" if row.state == "scheduled" and row.starts_at > g.at else None,
        "told": TOLD.get(row.state),
        "held_by": thread.held_by(row),
        "thread": thread.of(reached),
        "notes": notes.notes(row),
        "may_note": reached.allows("remark"),
        "quality": notes.quality(row),
        "once": new_key(),
        "answer_by": row.asked_at + timedelta(days=row.policy.lapse_days) if row.asked_at else None,
    }


def door(row: Session) -> dict:
    """The way to the join page: before it opens, while it is open, and when both are asked how it went."""
    opens = row.starts_at - row.policy.join
    if g.at >= row.ends_at:
        return {
            "heading": _("How did it go?"),
            "text": _("Both sides are asked. What you say together decides."),
            "go": _("Say how it went"),
        }
    if g.at >= opens:
        return {
            "heading": _("The door is open"),
            "text": _("The page also asks both sides how it went."),
            "go": _("Go to the join page"),
        }
    at = Moment(opens)
    return {
        "heading": _("The conversation"),
        "text": _("The door opens on %(when)s.", when=at),
        "go": _("Go to the join page"),
    }


@page_of("customer", "participant")
def participant(reached: Reached) -> dict:
    """A person in a study: answers, conversations, and what can be done."""
    row: Participant = reached.row
    talks, told = row.talks, answers.pairs(row)
    looking.look(reached, row, answers=answers.any_told(told) or bool(row.slot_note))
    payouts = list(row.payouts) if row.fact("owed") else []
    return {
        "offers": offers(reached) + reporting.offer(reached),
        "facts": facts(row),
        "answers": told,
        "sessions": talks,
        "payouts": payouts,
        "going": next((talk for talk in talks if talk.state in GOING), None),
        "timeline": items(reached, [row, *talks, *payouts]),
        "note": row.slot_note,
        "together": people.together(reached),
        "waiting": people.waiting(row) if row.state != "excluded" else None,
    }


def facts(row: Participant) -> list[tuple]:
    """How they came, and the ID that both sides share (hidden once they are excluded)."""
    found = [(_("Came here"), SOURCES.get(row.source, row.source)), (_("Since"), Moment(row.created_at))]
    if row.state == "excluded":
        return found
    own = f"pp_{row.candidate.tail}" if row.candidate else row.outside_id
    return [*found, (_("ID at the recruiting side"), own)] if own else found
