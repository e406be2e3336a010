"""The thread of a session as one of its sides reads it: who wrote what, what is new, and whether one can write."""

import secrets
from datetime import datetime
from typing import NamedTuple

from flask import g, request

from commands import messages
from lifecycle.words import Text, _
from models.people import Person
from models.sessions import Message, Session
from views.access import TOO_LOW, Reached
from views.reply import address
from views.timeline import called
from views.whom import of as whom_of

SHOWN = 50


class Said(NamedTuple):
    """One message; `by` is nobody's where it is one's own."""

    by: str | None
    text: str
    at: datetime
    new: bool


class Thread(NamedTuple):
    """What components/thread.html draws. `read` is where the new ones are marked as read, `by_itself` whether that
    happens when they are shown; `earlier` leads to all of them."""

    messages: list[Said]
    refusal: Text | None
    action: str
    once: str
    read: str | None
    by_itself: bool
    earlier: str | None
    hint: Text


def of(reached: Reached) -> Thread:
    """The thread of this session, for who asks."""
    row, allowed = reached.row, reached.allows("message")
    every = request.args.get("messages") == "all"
    found = list(last(row.id, None if every else SHOWN + 1)) if row.fact("written") else []
    more = not every and len(found) > SHOWN
    said = [_said(message, reached) for message in reversed(found[:SHOWN] if more else found)]
    refusal = messages.why_not(row, g.at) if allowed else TOO_LOW
    return Thread(
        said,
        refusal.sentence if refusal else None,
        f"{address(row)}/messages",
        secrets.token_urlsafe(16),
        f"{address(row)}/read" if allowed and any(one.new for one in said) else None,
        reached.audience == "contributor" or g.me.id in messages.hosts(row),
        f"{address(row)}?messages=all#messages" if more else None,
        hint(reached),
    )


def last(session: int, most: int | None):
    """The latest messages of a session, the newest first, with who wrote them."""
    rows = Message.select(Message, Person).join(Person).where(Message.session == session)
    return rows.order_by(Message.at.desc(), Message.id.desc()).limit(most)


def _said(message: Message, reached: Reached) -> Said:
    author = message.author
    own = author.id == g.me.id
    known = called(author.name, whom_of(reached), message.role, reached.audience)
    new = message.read_at is None and message.role != reached.by.role
    return Said(None if own else known, message.text, message.at, new)


def held_by(row: Session) -> list[str]:
    """The names of everybody who holds it, the host first."""
    return [person.name for person in row.hosts]


def hint(reached: Reached) -> Text:
    """Who reads what is written here."""
    if reached.audience == "customer":
        who = whom_of(reached)
        return _("%(who)s reads it here, and gets a letter if they are away. They see your first name.", who=who)
    who, team = first(reached.row), reached.row.study.workspace.name
    return _("%(who)s and colleagues at %(team)s read it, and get a letter if they are away.", who=who, team=team)


def first(row: Session) -> str:
    """The host as a contributor knows them: by first name, else by the team."""
    return called(row.host.name, "", "customer", "contributor") or row.study.workspace.name
