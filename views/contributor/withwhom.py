"""With whom one talks: the host, whoever of several is free, or all of them together."""

from lifecycle.words import Names
from models.people import Person
from models.sessions import Session, SessionHost
from models.studies import Study


def of_study(study: Study) -> Names:
    """Who may hold a conversation of this study."""
    return Names(tuple(host.name for host in study.hosts), study.hosting == "any")


def of_session(session: Session) -> Names:
    """Who holds this one."""
    return Names(tuple(host.name for host in session.hosts))


def of_sessions(sessions: list[Session]) -> dict[int, Names]:
    """Who holds each of these, by their ids: one statement, where any of them is held together."""
    found = {one.id: [one.host.name] for one in sessions}
    if together := [one.id for one in sessions if one.study.hosting == "all"]:
        rows = SessionHost.select(SessionHost.session, Person.name).join(Person)
        for session, name in rows.where(SessionHost.session.in_(together)).order_by(SessionHost.id).tuples():
            found[session].append(name)
    return {session: Names(tuple(names)) for session, names in found.items()}


def of_new_time(session: Session) -> Names:
    """Who might hold it at another time: where any of several can, whoever is free then."""
    if session.study.hosting != "any":
        return of_session(session)
    people = {host.id: host.name for host in (session.host, *session.study.hosts)}
    return Names(tuple(people.values()), True)
