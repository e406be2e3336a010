"""What the guide of a practice workspace looks at: its studies, its sample people, and which moves were made since it
began."""

from typing import NamedTuple

from models import lists
from models.people import Person
from models.studies import Study
from models.workspaces import Workspace


class Placed(NamedTuple):
    """A sample person in a study: where they stand, the study, and their last conversation there, if any."""

    username: str
    name: str
    person: str
    place: str
    state: str
    study: str
    title: str
    session: str | None
    session_state: str | None


PLACES = """
    SELECT person.username, person.name, person.code, participant.code, participant.state, study.code, study.title,
        session.code, session.state
    FROM participant JOIN person ON person.id = participant.person_id JOIN study ON study.id = participant.study_id
    LEFT JOIN session ON session.id = (
        SELECT MAX(other.id) FROM session AS other WHERE other.participant_id = participant.id)
    WHERE study.workspace_id = ? ORDER BY participant.id
"""
MOVES = """
    SELECT DISTINCT entry.noun, entry.event FROM entry WHERE entry.workspace = ? AND entry.at >= ?
"""
AGAIN = """
    SELECT COUNT(*) FROM invitee JOIN study ON study.id = invitee.study_id
    JOIN participant ON participant.person_id = invitee.person_id AND participant.state = 'no_show'
    WHERE study.workspace_id = ? AND participant.study_id <> study.id
"""


def places(house: Workspace) -> list[Placed]:
    """Everybody's place in every study of it, the oldest first."""
    return [Placed(*row) for row in lists.ask(PLACES, house.id)]


def moves(house: Workspace) -> set[tuple[str, str]]:
    """(noun, event) of everything that was done since it began."""
    return {tuple(row) for row in lists.ask(MOVES, house.id, int(house.created_at.timestamp()))}


def asked_again(house: Workspace) -> bool:
    """Whether a study asks somebody who did not come to another."""
    return lists.ask(AGAIN, house.id)[0][0] > 0


def of_house(house: Workspace) -> list[Study]:
    """The studies of it, the oldest first."""
    return list(Study.select().where(Study.workspace == house.id).order_by(Study.id))


def played(number: int, owner: int) -> Person | None:
    """The sample person with this number, if they are this learner's."""
    return Person.get_or_none(Person.id == number, Person.practice_for == owner)
