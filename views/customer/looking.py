"""Whoever of a team reads what somebody told leaves a line about it: once a day for each person and thing."""

from flask import g

from commands import trail
from models.participants import Participant
from models.recruiting import Candidate
from views.access import Reached


def look(reached: Reached, row: Participant | Candidate, **shown) -> None:
    """These things of this person are shown now (`answers=...`, where there are any): kept, where it is not kept for
    today already."""
    wanted = [what for what, there in shown.items() if there]
    if reached.audience != "customer" or not wanted:
        return
    known = getattr(reached.row, "looked", ())  # not there where the row was read again after a move
    for what in wanted:
        if what not in known:
            trail.looked(row, g.me.id, what, g.at)
