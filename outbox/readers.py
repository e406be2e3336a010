"""Who a letter is for, where a row does not name them itself: those who run the installation, and the people whom a
member is about to meet."""

from models.lists import ask
from models.participants import Participant
from models.people import Person
from models.recruiting import Candidate
from models.sessions import Session, SessionHost
from models.workspaces import Member, TeamInvite
from rules.matching import OWN

AHEAD = ("scheduled", "rescheduling")
GOING_ON = (*AHEAD, "in_progress")


def operators() -> list[int]:
    """Who runs the installation and has an address."""
    rows = Person.select(Person.id).where(Person.operator, Person.email.is_null(False)).order_by(Person.id)
    return [person.id for person in rows]


def talks_ahead(contributor: int):
    """The conversations that somebody is still to have as a member of the network, the next one first: a team that
    asked them as one of its own people is not told that they are one."""
    mine = (Session.contributor == contributor) & Session.state.in_(AHEAD) & (Participant.source != OWN)
    return Session.select().join(Participant).where(mine).order_by(Session.starts_at, Session.id)


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


def holding(talk: Session, others: list[int] | None) -> list[int]:
    """Who holds a conversation: the host, and whoever does together with them. Nobody leaves a team before that is
    over; what comes after is told to who is still in it."""
    people = [talk.host_id, *(others or talk.others)]
    return people if talk.state in GOING_ON else still_in(talk.study.workspace_id, people)


def inside(workspace: int, people: list[int]) -> list[int]:
    """These people as far as they are in the team."""
    rows = Member.select(Member.person).where(Member.workspace == workspace, Member.person.in_(people))
    return [person for (person,) in rows.tuples()]


def still_in(workspace: int, people: list[int]) -> list[int]:
    """These people as far as they are in the team; where nobody of them is any more, whoever administers it."""
    members = dict(ask("SELECT person_id, role FROM member WHERE workspace_id = ? ORDER BY id", workspace))
    there = [person for person in people if person in members]
    return there or [one for one, role in members.items() if role == "admin"]


def reviewers(study, asked_by: int | None) -> list[int]:
    """Who may approve a study and did neither write it nor ask for the review: the reviewers of the team; where it has
    none, its administrators and creators."""
    rows = Member.select(Member.person, Member.role).where(Member.workspace == study.workspace_id).order_by(Member.id)
    found = [(person, role) for person, role in rows.tuples() if person not in (study.author_id, asked_by)]
    chosen = [person for person, role in found if role == "reviewer"]
    return chosen or [person for person, role in found if role in ("admin", "creator")]


def invited(invite: int) -> list[int]:
    """Whoever has the address that was asked."""
    row = TeamInvite.get_by_id(invite)
    return [person.id for person in Person.select(Person.id).where(Person.email == row.email)]


def inviter(invite: int) -> list[int]:
    """Who asked them in, or who administers the team by now."""
    row = TeamInvite.get_by_id(invite)
    return still_in(row.workspace_id, [row.asked_by_id])


def on_the_way(candidate: int) -> list[int]:
    """Who was sent on by a project."""
    return [Candidate.get_by_id(candidate).person_id]
