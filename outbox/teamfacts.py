"""What letters about a team have to tell: who is asked in, who came, whose role changed, who left; and a study's
review."""

from typing import Any
from urllib.parse import urlsplit

from lifecycle.roles import MAY_SAY, ROLES
from models.journal import Entry, Note
from models.money import Payout, SendTo
from models.outgoing import Outgoing
from models.outside import Endpoint
from models.people import Person
from models.recruiting import Candidate
from models.sessions import Session
from models.studies import Study
from models.workspaces import TeamInvite, Workspace
from outbox.holds import waiting_for
from rules.times import from_epoch

FILES = 20  # a mail server may refuse a letter with very many


def team(outgoing: Outgoing, entry: Entry, reader: Person) -> dict[str, Any]:
    """The facts of an entry about a workspace."""
    house = Workspace.get_by_id(entry.subject)
    common = {"side": "customer", "team": house.name, "help": house.help_contact, "at": entry.at, "path": "/team"}
    return common | OF[outgoing.letter](entry, reader)


def invitation(entry: Entry, reader: Person) -> dict[str, Any]:
    """Who asks them in, and as what. It goes to the address that was typed, whatever the account's is by now."""
    row = TeamInvite.get_by_id(entry.details["invite"])
    return {
        "path": f"/team-invites/{row.code}", "to": row.email, "who": name_of(row.asked_by_id), "ends_at": row.ends_at,
        **worded(row.role),
    }  # fmt: skip


def joined(entry: Entry, reader: Person) -> dict[str, Any]:
    """Who came, and as what."""
    return {"who": name_of(entry.who), **worded(entry.details["role"])}


def role_changed(entry: Entry, reader: Person) -> dict[str, Any]:
    """What they may do from now on, and which conversations they do not hold any more."""
    own = entry.who == reader.id
    return {
        "who": name_of(entry.who), "own_act": own, "talks": talks(entry), "let_go": let_go(entry),
        **worded(entry.details["new"]),
    }  # fmt: skip


def left(entry: Entry, reader: Person) -> dict[str, Any]:
    """That they are out, by whom, and which conversations they do not hold any more."""
    return {
        "who": name_of(entry.who), "own_act": entry.who == reader.id, "talks": talks(entry), "let_go": let_go(entry),
        "path": "/sign-in",
    }  # fmt: skip


def redirected(entry: Entry, reader: Person) -> dict[str, Any]:
    """Somebody's money goes to another address now; told at the one where it went before."""
    payout = Payout.get_by_id(entry.details["payout"])
    named = SendTo.get_or_none(SendTo.payout == payout.id)
    return {
        "side": "contributor", "path": f"/payouts/{payout.code}", "to": named.before if named else "",
        "amount": payout.money, "own_act": entry.who == reader.id,
        "title": payout.study.title if payout.study_id else payout.candidate.project.title,
    }  # fmt: skip


def machine_off(entry: Entry, reader: Person) -> dict[str, Any]:
    """One of the team's machines that did not answer hears of nothing more."""
    row = Endpoint.get_by_id(entry.details["endpoint"])
    return {"path": f"/settings/webhooks/{row.code}", "host": urlsplit(row.url).hostname or ""}


def undecided(outgoing: Outgoing) -> dict[str, Any]:
    """How many wait for this person's decision, how many of them too long, and how long the first."""
    house, at = Workspace.get_by_id(outgoing.entry.workspace), outgoing.due_at
    found = waiting_for(outgoing, at)
    longest = at - from_epoch(found.longest) if found and found.longest else house.policy.due
    return {
        "side": "customer", "team": house.name, "help": house.help_contact, "path": "/board?show=submitted",
        "number": found.tabs["due"] if found else 0, "overdue": found.tabs["overdue"] if found else 0,
        "longest": longest,
    }  # fmt: skip


def way_on(entry: Entry, reader: Person) -> dict[str, Any]:
    """The way on to a study, sent once more."""
    row = Candidate.get_by_id(entry.details["candidate"])
    return {"side": "contributor", "path": f"/candidates/{row.code}", "title": row.project.title}


def worded(role: str) -> dict[str, Any]:
    """A role, and what it may do."""
    return {"role": str(ROLES[role]), "may": str(MAY_SAY[role])}


def name_of(person: int | None) -> str:
    """A colleague's name, or nothing."""
    found = Person.get_or_none(Person.id == person)
    return found.name if found else ""


def talks(entry: Entry) -> list[tuple]:
    """(title, start or nothing while a new time is looked for) of what they held together with others."""
    numbers = entry.details.get("sessions") or []
    rows = Session.select(Session, Study).join(Study).where(Session.id.in_(numbers)).order_by(Session.starts_at)
    return [(row.study.title, row.starts_at if row.state == "scheduled" else None) for row in rows]


def let_go(entry: Entry) -> list[Session]:
    """The first of those conversations: so many files that take them out of a calendar come with the letter."""
    rows = Session.select(Session, Study).join(Study).where(Session.id.in_(entry.details.get("sessions") or []))
    return list(rows.order_by(Session.starts_at, Session.id).limit(FILES))


OF = {
    "team_invitation": invitation, "team_joined": joined, "role_changed": role_changed, "team_left": left,
    "payout_redirected": redirected, "way_on": way_on, "webhook_off": machine_off,
}  # fmt: skip


def study(row: Study, entry: Entry, reader: Person) -> dict[str, Any]:
    """A study that is to be looked at, or was: by whom, and what they wrote."""
    note = Note.select().where(Note.entry == entry.id).order_by(Note.id).first()
    return {
        "side": "customer", "title": row.title, "team": row.workspace.name, "help": row.workspace.help_contact,
        "who": name_of(entry.who), "text": note.text if note else "",
        "path": f"/studies/{row.code}" + ("/review" if entry.event == "request_review" else ""),
    }  # fmt: skip
