"""Whoever of a team reads what somebody told leaves a line about it: once a day for each person and thing."""

from flask import g

from commands import trail
from models.participants import Participant
from models.rights import looks_of_day
from views.access import Reached

ANSWERS, MESSAGES, NOTES, FILE = "answers", "messages", "notes", "file"


def look(reached: Reached, participant: Participant, **shown) -> None:
    """These things of this person are shown now (`answers=...`, where there are any): kept, where it is not kept for
    today already."""
    wanted = [what for what, there in shown.items() if there]
    if reached.audience != "customer" or not wanted:
        return
    known = looks_of_day(g.me.id, participant.id, g.at)
    for what in wanted:
        if what not in known:
            trail.looked(participant, g.me.id, what, g.at)


def export(people: list[int]) -> None:
    """A file with the answers of these participants leaves the house."""
    trail.looked_at_many(people, g.me.id, FILE, g.at)
