"""Somebody's place in a study, as fixed statements: every way into one asks for it."""

from models import fixed
from models.lists import ask
from models.participants import Participant

PLACE = "SELECT id FROM participant WHERE study_id = ? AND person_id = ?"


def place_of(study: int, person: int) -> Participant | None:
    """The one row that this person has in this study, if there is one."""
    found = ask(PLACE, study, person)
    return fixed.one(Participant, found[0][0]) if found else None
