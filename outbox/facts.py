"""What a letter has to tell: the facts behind an outgoing row, as they stood at the entry that caused it.

A contributor goes by their username here, for a team that asked them as one of its own people by what it wrote of them
itself, and nobody else's e-mail address is among the facts, so that no template can give one away.
"""

from typing import Any

from lifecycle.paywords import ADDRESS, WHY
from lifecycle.together import Move, together
from lifecycle.words import Names
from models import NOUNS
from models.journal import Entry, Note
from models.money import Money, Payout
from models.outgoing import Outgoing
from models.participants import Participant
from models.people import Asking, Person
from models.sessions import Message, Session
from models.standing import Standing
from models.studies import CoHost, Study
from outbox import asof, teamfacts
from outbox.holds import DECIDE
from outbox.letters import DAY_BEFORE, SOON
from outbox.readers import held_by, talks_ahead
from outbox.secrets import sign_in_code, sign_in_token, spaced
from rules.compensation import late_cancel
from rules.matching import OWN
from rules.times import from_epoch

# Whose notes stand in the letter about the move.
NOTED = {
    ("session", "customer", "cancel"), ("session", "customer", "reschedule"), ("session", "contributor", "decline"),
}  # fmt: skip
HIDDEN = "•••• ••••"
QUOTED = 600  # so much of somebody's own words stands in a letter


def facts_of(outgoing: Outgoing, entry: Entry, reader: Person, settings, hidden: bool = False) -> dict[str, Any]:
    """Everything that the templates of this letter read; with `hidden` a sign-in letter has neither code nor token."""
    if entry.noun == "signin":
        return signin(entry, settings, hidden)
    if entry.noun == "message":
        return message(Message.get_by_id(entry.subject), reader)
    if outgoing.letter in DECIDE:
        return teamfacts.undecided(outgoing)
    if "standing" in entry.details:
        return removal(entry, reader)
    if entry.noun == "workspace":
        return teamfacts.team(outgoing, entry, reader)
    row = NOUNS[entry.noun].get_by_id(entry.subject)
    common = {"path": f"/{entry.noun}s/{row.code}", "event": entry.event, "role": entry.role, "at": entry.at}
    found = common | {"due_at": outgoing.due_at} | OF[entry.noun](row, entry, reader)
    # What is proposed may have changed since they were asked; a reminder says what is proposed now.
    return found | ({"proposed": row.proposed_at} if outgoing.letter == "pick_reminder" else {})


def removal(entry: Entry, reader: Person) -> dict[str, Any]:
    """An appeal against a removal from the network, or the answer to it."""
    row = Standing.get_by_id(entry.details["standing"])
    side = "contributor" if reader.id == row.person_id else "person"
    return {"side": side, "path": f"/standings/{row.code}", "who": row.person.shown}


def signin(entry: Entry, settings, hidden: bool) -> dict[str, Any]:
    """The code and the link, never from the database; `to` is an address that is not, or not any more, the reader's.
    Somebody else is told nothing but that their address was typed."""
    if entry.event == "change":
        return {"side": "person", "to": told(entry), "path": "/sign-in", "at": entry.at, "help": settings.help_contact}
    asking = Asking.get_by_id(entry.subject)
    if asking.purpose == "address" and asking.person_id is None:
        return {"side": "person", "path": "/sign-in"}
    token = "hidden" if hidden else sign_in_token(settings.secret, asking.code)
    code = HIDDEN if hidden else spaced(sign_in_code(settings.secret, asking.code))
    if asking.purpose == "address":
        return {"side": "person", "code": code, "to": asking.email, "path": f"/me/email/{asking.code}"}
    return {"side": "person", "code": code, "path": f"/sign-in/{asking.code}/{token}"}


def told(entry: Entry) -> str:
    """The free text beside an entry."""
    note = Note.select().where(Note.entry == entry.id).order_by(Note.id).first()
    return note.text if note else ""


def message(row: Message, reader: Person) -> dict[str, Any]:
    """What the other side wrote about a conversation, and when that is while it is ahead."""
    talk, study, side = row.session, row.session.study, side_of(reader, row.session.contributor_id)
    first_name = row.author.name.split()[0] if row.author.name.strip() else study.workspace.name
    return house(study) | {
        "side": side, "path": f"/sessions/{talk.code}#messages", "text": row.text, "long": len(row.text) > QUOTED,
        "writer": first_name if side == "contributor" else talk.shown,
        "ahead": talk.state in ("scheduled", "in_progress"), "start": talk.starts_at, "end": talk.ends_at,
        "there": talk.host_zone if side == "contributor" else talk.zone,
    }  # fmt: skip


def house(study: Study) -> dict[str, Any]:
    """What belongs to the study."""
    workspace = study.workspace
    return {
        "title": study.title, "about": study.about, "team": workspace.name, "help": workspace.help_contact,
        "policy": study.policy, "reward": Money(study.reward, study.currency),
        "live": study.kind == "live_conversation", "kind": study.kind, "by_hand": workspace.provider == "manual",
        "by_link": study.audience == "invite", "asks": study.asks,
    }  # fmt: skip


def side_of(reader: Person, contributor: int) -> str:
    """On which side of the table the reader sits."""
    return "contributor" if reader.id == contributor else "customer"


def known_as(row: Session | Participant | Payout, person: Person, side: str) -> str:
    """A contributor as this side knows them."""
    return row.shown if side == "customer" else person.shown


def session(row: Session, entry: Entry, reader: Person) -> dict[str, Any]:
    """A conversation at that entry, and what went along with the move by the law's table."""
    talk, study, side = asof.talk(row, entry), row.study, side_of(reader, row.contributor_id)
    details = entry.details
    return house(study) | follows(row, entry) | ahead(talk, study, entry) | {
        "side": side, "talk": talk, "uid": row.uid,
        "who": known_as(row, row.contributor, side), "host": with_whom(talk, side),
        "there": talk.host.zone if side == "contributor" else row.contributor.zone,
        "company": company(talk, reader, side), "leads": talk.host.id == reader.id,
        "they": acting(entry, talk, study), "own_act": entry.who == reader.id,
        "paid_there": row.participant.from_recruiter, "participant_path": f"/participants/{row.participant.code}",
        "unmet": entry.source == "rescheduling", "disputed": bool(details.get("disputed")),
        "reason": details.get("reason"), "note": note_of(entry),
        "own": row.participant.of_own_network,
        "proposed": from_epoch(details["proposed"]) if details.get("proposed") else None,
    }  # fmt: skip


def follows(row: Session, entry: Entry) -> dict[str, Any]:
    """What the move did to the participant, the place, the money and the marks."""
    study, details = row.study, entry.details
    late = bool(details.get("late"))
    move = Move(entry.event, entry.source or "", entry.target, entry.role, late, details.get("reason"),
                details.get("mark", True))  # fmt: skip
    goes = together(move)
    amount = late_cancel(study.reward, study.policy.late_percent)
    part = Money(amount, study.currency) if amount else None
    return {
        "asked_back": goes.participant == "release", "held": goes.participant in ("submit", "recover"),
        "given_up": goes.place == "given_up", "marked": goes.mark is not None,
        "owed": part if goes.compensation else None,
        # What a late request for a new time will owe, should no new time be found.
        "promised": part if late and entry.event == "reschedule" else None,
    }  # fmt: skip


def ahead(talk: asof.Talk, study: Study, entry: Entry) -> dict[str, Any]:
    """What is still to come before the start."""
    policy = study.policy
    return {
        "opens_at": talk.start - policy.join,
        "movable_until": talk.start - policy.notice if talk.moves < policy.moves else None,
        "answer_by": entry.at + policy.lapse,
        "day_reminder": talk.start - DAY_BEFORE >= entry.at, "soon_reminder": talk.start - SOON >= entry.at,
    }  # fmt: skip


def company(talk: asof.Talk, reader: Person, side: str) -> list[str]:
    """The names of who else holds it, where several do so together: for one of them."""
    hosts = (talk.host, *talk.others) if talk.others and side == "customer" else ()
    return [one.name for one in hosts if one.id != reader.id and one.name]


def with_whom(talk: asof.Talk, side: str) -> str | Names:
    """The host by name; for a contributor, everybody who holds it."""
    others = talk.others if side == "contributor" else ()
    return together_with(talk.host.name, [one.name for one in others])


def together_with(host: str, others: list[str]) -> str | Names:
    """One name, or several as the reader's language joins them."""
    names = tuple(name for name in (host, *others) if name)
    return Names(names) if len(names) > 1 else "".join(names)


def holders(study: Study) -> str | Names:
    """Who holds the conversations of a study: its host, or all of them together."""
    host = study.host.name
    if study.hosting != "all":
        return host
    rows = Person.select(Person.name).join(CoHost).where(CoHost.study == study.id, Person.id != study.host_id)
    return together_with(host, [name for (name,) in rows.order_by(CoHost.id).tuples()])


def acting(entry: Entry, talk: asof.Talk, study: Study) -> str:
    """Who did it, where the customer's side did: the host by name, a colleague for the team."""
    host = talk.old_host or talk.host
    return host.name if entry.who == host.id and host.name else study.workspace.name


def note_of(entry: Entry) -> str:
    """What was typed beside the reason "other", whatever a team wrote to the people that it cancels on or asks for
    another time, and what somebody wrote who took none of the times; other notes are not meant for letters."""
    meant = (entry.noun, entry.role, entry.event) in NOTED
    return told(entry) if meant or entry.details.get("reason") == "other" else ""


def participant(row: Participant, entry: Entry, reader: Person) -> dict[str, Any]:
    """Somebody's place in a study, and the conversation that they had."""
    study = row.study
    last = Session.select().where(Session.participant == row.id).order_by(Session.id.desc()).first()
    side = side_of(reader, row.person_id)
    known = house(study) | {
        "side": side, "who": known_as(row, row.person, side), "host": study.host.name,
        "hosts": holders(study),
        "length": study.length, "session": last, "paid_there": row.from_recruiter, "source": row.source,
        "offer_ends_at": row.offer_ends_at, "decide_by": entry.at + study.policy.due,
    }  # fmt: skip
    return known | (reward_page(f"participant:{row.id}") if entry.event == "complete" else {})


def reward_page(owner: str) -> dict[str, str]:
    """The page of the reward that a Completed released; nothing where there is none to pay."""
    payout = Payout.get_or_none(Payout.owner == owner, Payout.purpose == "reward")
    return {"path": f"/payouts/{payout.code}"} if payout else {}


def candidate(row, entry: Entry, reader: Person) -> dict[str, Any]:
    """Somebody in a recruiting project: the incentive is paid from there."""
    project = row.project
    workspace = project.workspace
    return {
        "side": side_of(reader, row.person_id), "title": project.title, "team": workspace.name, "host": "",
        "help": workspace.help_contact, "reward": Money(project.incentive, project.currency),
        "paid_there": False, "session": None, "by_hand": workspace.provider == "manual",
        "about": project.about, "kind": project.kind, "own": project.criteria.get("pool") == OWN,
    } | reward_page(f"candidate:{row.id}")  # fmt: skip


def payout(row: Payout, entry: Entry, reader: Person) -> dict[str, Any]:
    """Money: how much, for what, and what was said about it."""
    side = side_of(reader, row.person_id)
    return {
        "side": side, "who": known_as(row, row.person, side), "amount": row.money, "purpose": row.purpose,
        "title": row.study.title if row.study_id else row.candidate.project.title,
        "team": row.workspace.name, "help": row.workspace.help_contact,
        "reason": why_failed(entry), "words": told(entry), "retryable": entry.details.get("retryable") is not False,
        "elsewhere": row.provider != "manual" and (entry.details.get("reason") or "") in ADDRESS,
    }  # fmt: skip


def why_failed(entry: Entry) -> str:
    """What was said about it: a provider's reason in our words, else what somebody typed."""
    reason = entry.details.get("reason") or ""
    return str(WHY.get(reason, reason)) or told(entry)


def report(row, entry: Entry, reader: Person) -> dict[str, Any]:
    """A report: a contributor who wrote one stays unnamed before whom it is about."""
    author = reader.id == row.author_id
    concerned = "contributor" if row.about == "contributor" else "customer"
    side = row.author_role if author else concerned
    return house(row.study) | {
        "side": side, "author": author, "about": row.about,
        "who": known_as(row.participant, row.participant.person, side) if row.participant_id else "",
        "disputed": row.reason == "disputed", "final": entry.source == "appealed", "own_act": entry.who == reader.id,
    }  # fmt: skip


def standing(row, entry: Entry, reader: Person) -> dict[str, Any]:
    """A member's standing in the network: the letter's words say it all. For others it is about what they are to
    talk about with that member."""
    if reader.id == row.person_id:
        return {"side": "contributor"}
    mine = [talk for talk in talks_ahead(row.person_id) if held_by(talk, reader.id)]
    if not mine:
        return {"side": "customer", "who": row.person.shown, "talks": [], "title": "", "path": "/"}
    return house(mine[0].study) | {
        "side": "customer", "who": mine[0].shown, "path": f"/sessions/{mine[0].code}",
        "talks": [(talk.study.title, talk.starts_at if talk.state == "scheduled" else None) for talk in mine],
    }  # fmt: skip


OF = {
    "session": session, "participant": participant, "candidate": candidate, "payout": payout, "report": report,
    "standing": standing, "study": teamfacts.study,
}  # fmt: skip
