"""The contributor's pages of a place in a study and of a conversation: the one thing to do, what can be done besides,
and what happened."""

from flask import g

from commands import connections
from lifecycle.words import Moment, Span, Text, _, reader
from models import ended
from models.participants import Participant
from models.sessions import Session
from rules.times import show_day
from views import ended_words, stakes, thread
from views.access import Reached
from views.contributor import consents as agreed
from views.contributor import newtime, taking, waiting
from views.contributor import study as about
from views.contributor.told import (
    ALONE,
    ELSEWHERE,
    FITS_ALONE,
    HELD_ANYWAY,
    LET_GO,
    NOT_FOR_THIS,
    NOT_PAID,
    OF_KIND,
    PARTICIPANT,
    SESSION,
    TECHNICAL,
    TONES,
    UNMARKED,
    Told,
    missed,
    unanswered,
)
from views.offers import Link, Shown, offers
from views.reply import address, page_of
from views.room import dispute, words
from views.shown import url
from views.timeline import items

LIVE = ("scheduled", "rescheduling", "in_progress")
CHOOSING = ("invited", "screening", "qualified", "waitlisted")
FINISHED = ("submitted", "completed")
TALKED = ("booked", "submitted", "completed", "no_show")
# What is said of a conversation that does not go as it should.
TROUBLE = ("mark_host_absent", "technical_failure")
# The one that stands at the thumb, where it is on offer; the first of them that is.
FIRST = ("open_screener", "call_up", "start", "submit", "rebook", "qualify", "wait")


@page_of("contributor", "participant")
def participant(reached: Reached) -> dict:
    """A place in a study, from the invitation to Completed."""
    row = reached.row
    talk = about.is_talk(row.study)
    full = waiting.no_place(row)
    found = offers(reached, (("wait",) if full else ()) if talk else ("start",))
    step = None if full else next_step(row)
    if step is not None:
        found = [offer for offer in found if offer.event not in FIRST]
    first, others = apart(found)
    deciding = row.state == "invited"
    way_on = step is not None or (first is not None and not first.refusal)
    leave, others = beside(others) if deciding and way_on else (None, others)
    begins = way_on and "open_screener" in (step and step.event, first and first.event)
    starts = deciding and not talk and row.screened_elsewhere and open_to(row)
    shown = about.told_of(row.study, row.state in CHOOSING, row.offered_starts(g.at) if deciding else ())
    shown = about.recruited(row, shown) if row.recruiter else shown
    session = latest(row) if row.state in TALKED else None
    if session is not None:
        shown["facts"] = [(_("When"), Moment(session.starts_at)), *shown["facts"]]
    return {
        **shown,
        "told": waiting.told(row) or told(row, talk),
        "line": waiting.lines(row),
        "line_is": waiting.heading(row),
        "deciding": deciding,
        "step": step,
        "first": first,
        "leave": leave,
        "back": way_back(row),
        "offers": others,
        "begin": f"{address(row)}/start" if starts else f"{address(row)}/open_screener" if begins else None,
        "begin_now": starts,
        "thanks": about.thanks(row) if row.state == "submitted" and not talk else (),
        "terms": agreed.current(agreed.TERMS),
        "agreed": agreed.agreed(row),
        "camera": f"{address(row)}/camera" if row.camera_at and agreed.stays(reached) is None else None,
        "talk": latest(row),
        "timeline": items(reached, [row]),
    }


def told(row: Participant, talk: bool) -> Told:
    """The words for where they are."""
    if not talk and row.state in OF_KIND:
        return OF_KIND[row.state].get(row.kind, ALONE)
    if not talk and row.state == "qualified":
        return FITS_ALONE
    if row.recruiter == "outside" and row.state in ELSEWHERE:
        return ELSEWHERE[row.state]
    return LET_GO if row.state == "withdrawn" and let_go(row) else PARTICIPANT[row.state]


def way_back(row: Participant) -> Link | None:
    """Back to the recruiting side that somebody came from, once nothing is left to do here: to its page where it is of
    this installation, by a signed link where it is elsewhere."""
    if row.candidate is not None:
        return Link(_("Where it stands with your money"), address(row.candidate)) if row.state in FINISHED else None
    link = connections.back_from(row, g.at) if row.recruiter == "outside" else None
    return Link(_("Back to where you came from"), link, "way_back") if link else None


def let_go(row: Participant) -> bool:
    """Whether their conversation was ended for them, and not by themselves."""
    session = latest(row)
    last = session and ended.of(session)
    return last is not None and last.role != "contributor"


def next_step(row: Participant) -> Link | None:
    """The page where it goes on, where it goes on elsewhere."""
    if row.state == "screening":
        return Link(_("Continue"), f"{address(row)}/questions", "continue")
    if row.state == "qualified" and about.is_talk(row.study):
        return Link(_("Choose a time"), f"{address(row)}/times", "book")
    if row.state == "invited" and about.is_talk(row.study) and row.screened_elsewhere and open_to(row):
        return Link(_("See if it suits you"), f"{address(row)}/questions", "open_screener")
    if row.state == "started":
        return Link(taking.progress(row), taking.where(row), "continue")
    session = latest(row)
    if session is not None and row.state in ("booked", "submitted", "no_show", "started", "withdrawn"):
        return Link(_("To your conversation"), address(session), "session")
    paid_here = row.state == "completed" and row.recruiter != "outside"
    return Link(_("To your money"), url("/money"), "money") if paid_here else None


def open_to(row: Participant) -> bool:
    """Whether the study takes people in; where not, the refused offer says why."""
    return row.study_state == "live"


def apart(found: list[Shown]) -> tuple[Shown | None, list[Shown]]:
    """The offer for the thumb, if there is one, and the others."""
    first = next((offer for event in FIRST for offer in found if offer.event == event), None)
    others = [offer for offer in found if offer is not first]
    return first._replace(tone="primary") if first else None, others


def beside(others: list[Shown]) -> tuple[Shown | None, list[Shown]]:
    """The honest way out, to stand beside the way on, and the others."""
    leave = next((offer for offer in others if offer.event == "withdraw"), None)
    return leave and leave._replace(tone=""), [offer for offer in others if offer is not leave]


def latest(row: Participant) -> Session | None:
    """Their conversation: the live one, else the last."""
    return next(iter(row.talks), None)


@page_of("contributor", "session")
def session(reached: Reached) -> dict:
    """A conversation: when, with whom, joining it, changing it, and everything that happened to it."""
    row = reached.row
    found = offers(reached)
    first, others = apart(found) if row.state in LIVE else (another(row), found)
    others = [warned(reached, offer) for offer in others]
    return {
        "study": row.study,
        "workspace_name": row.study.workspace.name,
        "branded": row.study.workspace,
        "facts": [
            (_("How long"), about.minutes(row.study)),
            (about.REWARD, about.reward(row.participant), *([NOT_FOR_THIS] if unpaid(row) else [])),
            (_("With"), ", ".join(thread.held_by(row)), row.study.workspace.name),
        ],
        "text": became(row),
        "why": ended_words.why(row, reader().language),
        "tone": "" if row.technical else TONES.get(row.state, ""),
        "settled": row.state not in LIVE,
        "marked": row.marked,
        "join": join(row),
        "unfit": f"{address(row)}/cancel?reason=not_qualified" if may_cancel(others) else None,
        "both": words.both(row, "contributor"),
        "dispute": dispute.of(row, "contributor"),
        "first": first,
        "proposed": newtime.proposed(row),
        "offers": [offer for offer in others if offer.event not in TROUBLE],
        "trouble": [offer for offer in others if offer.event in TROUBLE],
        "calendar": f"{address(row)}/calendar.ics" if row.state == "scheduled" and row.starts_at > g.at else None,
        "participant_url": address(row.participant),
        "thread": thread.of(reached),
        "writes_to": thread.first(row),
        "timeline": items(reached, [row, row.participant]),
    }


def unpaid(row: Session) -> bool:
    """Whether it can not lead to its reward any more."""
    return row.state == "canceled" or (row.technical and row.state == "no_show")


def another(row: Session) -> Shown | None:
    """The way to another time, for whose conversation was canceled and who keeps their place."""
    if row.state != "canceled" or row.participant.state != "qualified":
        return None
    if waiting.no_place(row.participant):
        label = _("All places are taken: the waiting list")
        return Shown("line", label, address(row.participant), "get", "", None, None, None)
    times = f"{address(row.participant)}/times"
    return Shown("choose", _("Choose another time"), times, "get", "primary", None, None, None)


def became(row: Session) -> Text | None:
    """What is recorded, or asked, in a sentence."""
    if row.technical:
        return HELD_ANYWAY if row.state == "completed" else f"{TECHNICAL} {NOT_PAID}"
    if row.state == "no_show":
        if row.disputed:
            return words.DISPUTED
        said = missed(show_day(row.ended_at + row.policy.correct, reader().zone, reader().language))
        return said if row.marked else f"{said} {UNMARKED}"
    if words.righted(row):
        return words.RIGHTED["contributor"]
    if row.state == "rescheduling":
        return f"{SESSION[row.state]} {unanswered(row.asked_at + row.policy.lapse)}"
    return (words.asked(row, "contributor") if g.at >= row.ends_at else None) or SESSION[row.state]


def may_cancel(found: list[Shown]) -> bool:
    """Whether they can call it off now; who finds that they do not qualify is led there by a way of its own."""
    return any(offer.event == "cancel" and offer.refusal is None for offer in found)


def warned(reached: Reached, offer: Shown) -> Shown:
    """With what a late change costs, where this would be one."""
    if offer.refusal is not None or not (said := stakes.warning(reached, offer.event)):
        return offer
    return offer._replace(why=said[1])


def join(row: Session) -> Shown | None:
    """The way to the meeting; before its door opens, with when that is."""
    if row.state not in ("scheduled", "in_progress"):
        return None
    opens = row.starts_at - row.policy.join
    early = g.at < opens
    sentence = _("It opens %(when)s, in %(span)s.", when=Moment(opens), span=Span(opens - g.at)) if early else None
    said = _("Change your answer") if row.contributor_says else _("Say how it went")
    label = _("Join the conversation") if g.at < row.ends_at else said
    return Shown("join", label, f"{address(row)}/join", "get", "primary", sentence, None, None)
