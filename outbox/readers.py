"""Who a letter is for, where a row does not name them itself: those who run the installation, and the people whom a
member is about to meet."""

from models.participants import Participant
from models.people import Person
from models.sessions import Session, SessionHost

AHEAD = ("scheduled", "rescheduling")


def operators() -> list[int]:
    """Who runs the installation and has an address."""
    rows = Person.select(Person.id).where(Person.operator, Person.email.is_null(False)).order_by(Person.id)
    return [person.id for person in rows]


def talks_ahead(contributor: int):
    """The conversations that somebody is still to have, the next one first."""
    mine = (Session.contributor == contributor) & Session.state.in_(AHEAD)
    return Session.select().where(mine).order_by(Session.starts_at, Session.id)


def meeting(contributor: int) -> list[int]:
    """Everybody who is to hold a conversation with them."""
    talks = list(talks_ahead(contributor))
    numbers = [talk.id for talk in talks]
    together = SessionHost.select(SessionHost.person).where(SessionHost.session.in_(numbers)).order_by(SessionHost.id)
    return list(dict.fromkeys([*(talk.host_id for talk in talks), *(row.person_id for row in together)]))


def talked_with(row: Participant) -> list[int]:
    """Who held the last conversation with somebody in a study; its host, where there was none."""
    last = Session.select().where(Session.participant == row.id).order_by(Session.id.desc()).first()
    return [last.host_id, *last.others] if last else [row.study.host_id]


def held_by(talk: Session, person: int) -> bool:
    """Whether this person holds it, alone or together with others."""
    also = SessionHost.select().where(SessionHost.session == talk.id, SessionHost.person == person)
    return talk.host_id == person or also.exists()
