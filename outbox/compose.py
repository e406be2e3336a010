"""Puts one outgoing row into words: a letter for one person, in their language and zone, about what happened then."""

import hashlib
import hmac
from dataclasses import dataclass
from typing import Any

from integrations import calendar
from lifecycle.words import _, reading
from models.journal import Entry
from models.outgoing import Outgoing
from models.people import Person
from models.sessions import Session
from outbox import asof
from outbox.facts import facts_of, known_as, with_whom
from outbox.letters import STOPPABLE, method_of
from outbox.secrets import unsubscribe_path
from outbox.sender import mailbox
from outbox.typeset import JOINER, clean, environment, no_link, plain_name
from rules.times import known_zone, to_epoch

COMMON: dict[str, Any] = {"team": "", "help": ""}
# Programs show about this much of a subject; names in it give way, so that the time at its end stands.
SUBJECT, NAME = 120, 36
CANCEL = "CANCEL"


class Unsendable(Exception):
    """There is nobody to send it to, for good."""


@dataclass(frozen=True)
class Composed:
    """A letter, ready for its envelope. `sender` is (name, address); all letters of a thread refer to `thread`;
    `unsubscribe` is the page that turns letters like this one off, where that is possible. Each of `files` takes one
    conversation out of the calendar: a message of a calendar is about one event (RFC 5546)."""

    address: str
    sender: tuple[str, str]
    subject: str
    text: str
    html: str
    message_id: str
    thread: str
    calendar: bytes = b""
    method: str = ""
    unsubscribe: str = ""
    files: tuple[bytes, ...] = ()


def compose(outgoing: Outgoing, settings, hidden: bool = False) -> Composed:
    """The letter of this row. `settings` has base_url, host, secret and mail_from; with `hidden` a sign-in letter lacks
    its code and token. Unsendable where the recipient has no address."""
    entry = Entry.get_by_id(outgoing.entry_id)
    person = Person.get_by_id(outgoing.recipient)
    with reading(person.language, person.zone if known_zone(person.zone) else "UTC"):
        facts = facts_of(outgoing, entry, person, settings, hidden)
        facts["to"] = address_of(facts.get("to", person.email))
        return written(outgoing, entry, person, settings, facts)


def address_of(found: str | None) -> str:
    """Where it goes; Unsendable where that is no address."""
    if not found:
        raise Unsendable("no e-mail address")
    if clean(found, 320) != found:
        raise Unsendable("not an e-mail address")
    return found


def written(outgoing: Outgoing, entry: Entry, person: Person, settings, facts: dict) -> Composed:
    """The letter in words, for the reader of now."""
    product, mail_from = mailbox(settings)
    known = COMMON | facts | links(facts, settings) | {"reader_name": clean(person.name), "product": product}
    known["stop_link"] = way_out(outgoing.letter, person, settings)
    known["subject"] = clean(render("txt", outgoing.letter, "subject.txt", known | {"name": short_name}), SUBJECT)
    sender = sender_name(known), mail_from
    method = method_of(outgoing.letter)
    return Composed(
        address=facts["to"],
        sender=sender,
        subject=known["subject"],
        text=tidy(render("txt", outgoing.letter, "body.txt", known)),
        html=render("html", outgoing.letter, "body.html", known),
        message_id=f"<{keyed(settings, f'letter:{outgoing.id}:{to_epoch(outgoing.due_at)}')}@{settings.host}>",
        thread=f"<{keyed(settings, f'thread:{outgoing.thread}')}@{settings.host}>",
        calendar=invite(known, entry, person, sender, method, settings.host) if method else b"",
        method=method,
        unsubscribe=known["stop_link"],
        files=tuple(taken_out(talk, entry, person, known, settings) for talk in known.get("let_go", ())),
    )


def links(facts: dict, settings) -> dict[str, str]:
    """The letter's page, and the page of the place in the study where the letter knows of one."""
    found = {"link": settings.base_url + facts["path"]}
    if "participant_path" in facts:
        found["participant_link"] = settings.base_url + facts["participant_path"]
    return found


def way_out(letter: str, person: Person, settings) -> str:
    """The page that turns letters like this one off, or nothing where they belong to what somebody agreed to."""
    return settings.base_url + unsubscribe_path(settings.secret, person.code) if letter in STOPPABLE else ""


def short_name(text: str, most: int = NAME) -> str:
    """A name or a title in a subject."""
    return plain_name(text, min(most, NAME))


def render(flavour: str, letter: str, part: str, known: dict) -> str:
    """One file of a letter."""
    return environment(flavour).get_template(f"mail/{letter}/{part}").render(known)


def tidy(text: str) -> str:
    """Plain text without trailing spaces, and with one empty line at most between two paragraphs."""
    lines: list[str] = []
    for line in text.replace(JOINER, "").splitlines():
        if line.strip() or (lines and lines[-1]):
            lines.append(line.rstrip())
    return "\n".join(lines).strip() + "\n"


def sender_name(known: dict) -> str:
    """Who a letter is from, in a list of letters: the team, by way of the product."""
    team = no_link(known["team"], 60)
    return str(_("%(team)s via %(product)s", team=team, product=known["product"])) if team else known["product"]


def calendar_file(session: Session, person: Person, side: str, settings) -> bytes:
    """A conversation that stands, as a file to take along for who reads it on this side."""
    entry = asof.set_by(session)
    talk, study = asof.talk(session, entry), session.study
    product, mail_from = mailbox(settings)
    known = {
        "talk": talk, "uid": session.uid, "side": side, "title": study.title, "team": study.workspace.name,
        "host": with_whom(talk, side), "who": known_as(session, session.contributor, side), "product": product,
        "link": f"{settings.base_url}/sessions/{session.code}",
    }  # fmt: skip
    with reading(person.language, person.zone if known_zone(person.zone) else "UTC"):
        return invite(known, entry, None, (sender_name(known), mail_from), "PUBLISH", settings.host)


def taken_out(session: Session, entry: Entry, person: Person, facts: dict, settings) -> bytes:
    """What takes a conversation out of the calendar of who does not hold it any more since this entry. It is one
    SEQUENCE on for them alone; the others' entries stay as they are."""
    talk = asof.talk(session, asof.set_by(session, entry))
    known = facts | {
        "talk": talk._replace(sequence=talk.sequence + 1), "uid": session.uid, "title": session.study.title, "host": "",
        "who": known_as(session, session.contributor, "customer"),
        "link": f"{settings.base_url}/sessions/{session.code}",
    }  # fmt: skip
    return invite(known, entry, person, (sender_name(facts), mailbox(settings)[1]), CANCEL, settings.host)


def invite(known: dict, entry: Entry, person: Person | None, sender: tuple[str, str], method: str, host: str) -> bytes:
    """The calendar message for this one recipient; without one it invites nobody."""
    talk, link = known["talk"], known["link"]
    other = (known["host"] or known["team"]) if known["side"] == "contributor" else known["who"]
    about = _("About “%(title)s”. To join, move or cancel: %(link)s", title=no_link(known["title"]), link=link)
    hint = _("Answering this in the calendar changes nothing there.")
    return calendar.event(
        uid=f"{known['uid']}@{host}",
        sequence=talk.sequence,
        method=method,
        starts_at=talk.start,
        ends_at=talk.end,
        stamp=entry.at,
        summary=str(_("Conversation with %(name)s", name=no_link(other))),
        description=f"{about}\n\n{hint}",
        location=link,
        organizer=sender,
        attendee=(clean(person.name), person.email) if person else None,
    )


def keyed(settings, text: str) -> str:
    """24 hexadecimal digits that only this installation makes of this text, and that tell nobody its numbers."""
    return hmac.new(settings.secret, text.encode(), hashlib.sha256).hexdigest()[:24]
