"""With whom one talks: the host, whoever of several is free, or all of them together."""

from lifecycle.words import Names
from models.sessions import Session
from models.studies import Study


def of_study(study: Study) -> Names:
    """Who may hold a conversation of this study."""
    return Names(tuple(host.name for host in study.hosts), study.hosting == "any")


def of_session(session: Session) -> Names:
    """Who holds this one."""
    return Names(tuple(host.name for host in session.hosts))


def of_new_time(session: Session) -> Names:
    """Who might hold it at another time: where any of several can, whoever is free then."""
    if session.study.hosting != "any":
        return of_session(session)
    people = {host.id: host.name for host in (session.host, *session.study.hosts)}
    return Names(tuple(people.values()), True)
