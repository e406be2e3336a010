"""The members of the network as an operator finds them: in a list, by an address, and one of them in numbers. Practice
people are left out."""

from datetime import datetime
from typing import NamedTuple

import peewee

from models.desk import LARGEST, SHOWN
from models.lists import ask
from models.people import Person
from models.standing import Standing
from rules.times import to_epoch

COUNTS = """
    (SELECT COUNT(*) FROM participant WHERE participant.person_id = person.id),
    (SELECT COUNT(*) FROM mark WHERE mark.person_id = person.id AND mark.struck_at IS NULL)
"""
MEMBERS = f"""
SELECT standing.id, person.code, COALESCE(person.username, ''), standing.state, person.created_at, {COUNTS}
FROM standing JOIN person ON person.id = standing.person_id
WHERE person.practice_for IS NULL AND standing.id < ? {{also}} ORDER BY standing.id DESC LIMIT {SHOWN + 1}
"""
ALSO = {"state": "AND standing.state = ?", "username": "AND person.username >= ? AND person.username < ?"}
# Also who has no place in the network: a guest of a link can ask for something too.
ADDRESSED = f"""
SELECT COALESCE(standing.id, 0), person.code, COALESCE(person.username, ''), COALESCE(standing.state, ''),
    person.created_at, {COUNTS}
FROM person LEFT JOIN standing ON standing.person_id = person.id
WHERE person.practice_for IS NULL AND person.email = ?
"""
AFTER_ALL = "\U0010ffff"


class InNetwork(NamedTuple):
    """Somebody in the list of members; without a `state` they are in no network."""

    id: int
    code: str
    username: str
    state: str
    since: int
    parts: int
    marks: int

    @property
    def shown(self) -> str:
        """What the other side sees of them."""
        return self.username or f"guest-{self.code[:4]}"


def addressed(email: str) -> list[InNetwork]:
    """Who has this e-mail address, member of the network or not: a list of nobody or one."""
    return [InNetwork(*row) for row in ask(ADDRESSED, email.lower())]


def listed(begins: str, state: str, before: int | None) -> list[InNetwork]:
    """The members of the network whose username begins so, newest first; one more than a page shows."""
    also, values = [], [before or LARGEST]
    if state:
        also.append(ALSO["state"])
        values.append(state)
    if begins:
        also.append(ALSO["username"])
        values += [begins.lower(), begins.lower() + AFTER_ALL]
    return [InNetwork(*row) for row in ask(MEMBERS.format(also=" ".join(also)), *values)]


def member(code: str) -> tuple[Person, Standing | None] | None:
    """Somebody and their standing; nobody of a practice."""
    query = Person.select(Person, Standing).join(
        Standing, peewee.JOIN.LEFT_OUTER, on=(Standing.person == Person.id), attr="standing"
    )
    person = query.where(Person.code == code, Person.practice_for.is_null()).first()
    return (person, getattr(person, "standing", None)) if person else None


def standings() -> dict[str, int]:
    """State -> how many members of the network are in it."""
    return dict(ask("SELECT standing.state, COUNT(*) FROM standing GROUP BY standing.state"))


KNOWN = """
SELECT (SELECT COUNT(*) FROM participant WHERE participant.person_id = ?),
    (SELECT COUNT(*) FROM session WHERE session.contributor_id = ? AND session.state = 'completed'),
    (SELECT COUNT(*) FROM sign_in WHERE sign_in.person_id = ? AND sign_in.ended_at IS NULL AND sign_in.ends_at > ?),
    (SELECT COUNT(*) FROM outgoing WHERE outgoing.recipient = ? AND outgoing.state IN ('dead', 'bounced'))
"""


class Known(NamedTuple):
    """A member in numbers: studies, conversations held, browsers signed in, letters that did not arrive."""

    parts: int
    talks: int
    browsers: int
    letters: int


def known(person: int, at: datetime) -> Known:
    """The numbers of a member."""
    return Known(*ask(KNOWN, person, person, person, to_epoch(at), person)[0])


REPORTED = """
SELECT report.code, report.state, report.reason, report.created_at, report.about, study.title FROM report
    JOIN study ON study.id = report.study_id
WHERE report.person_id = ? OR (report.author_id = ? AND report.author_role = 'contributor')
ORDER BY report.id DESC LIMIT 20
"""


def reports(person: int) -> list[tuple]:
    """(code, state, reason, epoch, about, study) of the reports about or by a member, the newest first."""
    return ask(REPORTED, person, person)
