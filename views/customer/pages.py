"""What the pages of a conversation and of a person show to the customer."""

from flask import g

from lifecycle import signwords
from lifecycle.words import Moment, Text, _
from models.money import Money
from models.participants import Participant
from models.sessions import Session
from rules.times import to_epoch
from views import ended_words, thread
from views.access import Reached
from views.customer import answers, looking, notes, payout, people, project_page, reporting, study_page, work
from views.customer.listing import GOING
from views.forms import new_key
from views.offers import offers
from views.reply import address, page_of
from views.room import dispute, words
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
# Registers the pages of a study and of a project beside those of this module.
assert study_page
assert project_page


@page_of("customer", "session")
def session(reached: Reached) -> dict:
    """Who, when in both zones, what can be done, the answers, and everything that happened."""
    row: Session = reached.row
    told, disputed = answers.pairs(row.participant), dispute.of(row, "customer")
    there = {"messages": row.fact("written"), "notes": row.fact("noted")}
    looking.look(reached, row.participant, answers=answers.any_told(told), **there)
    return {
        # An undecided dispute is the report, and its way stands with it.
        "offers": offers(reached) + ([] if disputed and disputed.undecided else reporting.offer(reached)),
        "answers": told,
        "timeline": items(reached, [row, row.participant]),
        "money": Money(row.study.reward, row.study.currency),
        "join": door(row) if row.state in AHEAD else None,
        "decide": row.participant.state == "submitted",
        "until": row.starts_at - g.at if row.starts_at > g.at and row.state in AHEAD else None,
        "calendar": f"{address(row)}/calendar.ics" if row.state == "scheduled" and row.starts_at > g.at else None,
        "told": TOLD.get(row.state),
        "both": words.both(row, "customer"),
        "dispute": disputed,
        "held_by": thread.held_by(row),
        "thread": thread.of(reached),
        "notes": notes.notes(row),
        "may_note": reached.allows("remark"),
        "quality": notes.quality(row),
        "once": new_key(),
        "waiting": waiting(row) if row.state == "rescheduling" and row.asked_at else None,
        "goes_on": ended_words.goes_on(row),
        "ids": ids(row.participant),
    }


def waiting(row: Session) -> dict:
    """Since when, what happens by itself (one reminder, and the end), and what a late request will owe."""
    remind, end = row.asked_at + row.policy.remind, row.asked_at + row.policy.lapse
    sent = _("Their one reminder went out on %(when)s.", when=Moment(remind))
    ahead = _("One reminder goes out on %(when)s.", when=Moment(remind))
    lines = [
        _("Asked on %(when)s.", when=Moment(row.asked_at)),
        sent if g.at >= remind else ahead,
        _("Without an answer it lapses on %(when)s, without a mark on anybody.", when=Moment(end)),
    ]
    if row.participant.of_own_network:
        lines.append(_("You have to reach out to more people then."))
    if row.proposed_at:
        lines.append(proposed(row))
    if row.late:
        owed = row.policy.late_percent
        lines.append(_("If no new time is found, they are owed %(percent)s percent of the reward.", percent=owed))
    return {"lines": lines, "instead": f"{address(row)}/reschedule?how=new", "propose": f"{address(row)}/reschedule"}


def proposed(row: Session) -> Text:
    """The one time that was proposed, and whether it is still there."""
    when = Moment(row.proposed_at)
    if to_epoch(row.proposed_at) in row.offered_starts(g.at):
        return _("You proposed %(when)s. It is offered, not kept.", when=when)
    return _("You proposed %(when)s, which is gone by now. They see the other times.", when=when)


def door(row: Session) -> dict:
    """The way to the join page: before it opens, while it is open, and when both are asked how it went."""
    opens = row.starts_at - row.policy.join
    if g.at >= row.ends_at:
        return {
            "heading": _("How did it go?"),
            "text": words.asked(row, "customer") or _("Both sides are asked. What you say together decides."),
            "go": _("Change your answer") if row.customer_says else _("Say how it went"),
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
    talks, told, worked = row.talks, answers.pairs(row), work.of(row)
    looking.look(reached, row, answers=answers.any_told(told) or bool(row.slot_note) or work.any_told(worked))
    payouts = list(row.payouts) if row.fact("owed") else []
    return {
        "offers": offers(reached) + payout.bonus(reached) + reporting.offer(reached),
        "facts": facts(row),
        "answers": told,
        "worked": worked,
        "sessions": talks,
        "payouts": payouts,
        "going": next((talk for talk in talks if talk.state in GOING), None),
        "timeline": items(reached, [row, *talks, *payouts]),
        "note": row.slot_note,
        "together": people.together(reached),
        "waiting": people.waiting(row) if row.state != "excluded" else None,
        "steps": people.steps(row),
        "noticed": people.noticed(row),
        "forgotten": people.forgotten(row),
        "never_decisive": signwords.NEVER_DECISIVE,
        "line": out_of_turn(row),
        "line_url": f"{address(row.study)}/waiting",
    }


def out_of_turn(row: Participant) -> Text | None:
    """That others have waited longer than somebody who could be called up."""
    if row.state not in ("waitlisted", "over_quota") or row.study_state != "live" or not row.ahead:
        return None
    return _("Others have waited longer. You can still choose this person; the others keep their turn.")


def facts(row: Participant) -> list[tuple]:
    """How they came, and the ID that both sides share (hidden once they are excluded)."""
    found = [(_("Came here"), SOURCES.get(row.source, row.source)), (_("Since"), Moment(row.created_at))]
    if row.state == "excluded":
        return found
    if row.offered:
        found.append((_("A place is kept until"), Moment(row.offer_ends_at)))
    elif row.state == "waitlisted":
        found.append((_("Waits since"), Moment(row.waiting_since)))
    return [*found, *ids(row)]


def ids(row: Participant) -> list[tuple]:
    """How both sides name somebody who came from a recruiter; nothing for everybody else, and once they are
    excluded."""
    if not row.recruiter_id:
        return []
    return [(_("ID at the recruiting side"), row.recruiter_id), (_("ID here"), row.study_side_id)]
