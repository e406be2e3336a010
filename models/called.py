"""Whom a team sees in its studies. People go by their username there; one of the team's own people, who was asked as
such, goes by what the team itself wrote, so that nothing tells it whether an address that it typed has an account here
(docs/decisions/010-known-in-two-ways.md). Operators and people themselves see the username."""

from collections.abc import Iterable

from models.lists import WHO, ask
from rules.matching import OWN

# The name that the team gave, else the address that it typed, else a name that is made here: of who left, was taken
# out or was forgotten, nothing else is there. `place` stands for participant.
WRITTEN = (
    "COALESCE((SELECT COALESCE(NULLIF(enrolled.name, ''), NULLIF(enrolled.email, '')) FROM study AS house "
    "JOIN enrolled ON enrolled.workspace_id = house.workspace_id AND enrolled.person_id = {place}.person_id "
    "WHERE house.id = {place}.study_id), 'own-' || SUBSTR({place}.code, 1, 4))"
)
# The same of a candidate in a project that asks the team's own people; where `candidate` is at hand.
WRITTEN_THERE = (
    "COALESCE((SELECT COALESCE(NULLIF(enrolled.name, ''), NULLIF(enrolled.email, '')) FROM project AS house "
    "JOIN enrolled ON enrolled.workspace_id = house.workspace_id AND enrolled.person_id = {place}.person_id "
    "WHERE house.id = {place}.project_id), 'own-' || SUBSTR({place}.code, 1, 4))"
)
OWN_NAME = WRITTEN_THERE.format(place="candidate")
# As models.people.Person.shown says it, but for the team; where `person` and `participant` are at hand.
CALLED = f"CASE WHEN participant.source = '{OWN}' THEN {WRITTEN.format(place='participant')} ELSE {WHO} END"
# The same as a fact of a row: nothing for everybody else.
OF_PLACE = f"CASE WHEN {{row}}.source = '{OWN}' THEN {WRITTEN.format(place='{row}')} END"
OF_ROW = (
    f"(SELECT {WRITTEN.format(place='place')} FROM participant AS place "
    f"WHERE place.id = {{row}}.participant_id AND place.source = '{OWN}')"
)


def in_study(study: int | None, people: Iterable[int]) -> dict[int, str]:
    """Person -> what the team calls them: those of these people whom the study asked as the team's own."""
    wanted = sorted(set(people))
    if study is None or not wanted:
        return {}
    sql = (
        f"SELECT participant.person_id, {WRITTEN.format(place='participant')} FROM participant "
        f"WHERE participant.study_id = ? AND participant.source = '{OWN}' "
        f"AND participant.person_id IN ({', '.join('?' * len(wanted))})"
    )
    return dict(ask(sql, study, *wanted))


def told(talks: Iterable) -> list:
    """These conversations, each with what the team calls whom it is with: for a list, in one statement."""
    rows = list(talks)
    found = {}
    if rows:
        sql = (
            f"SELECT session.id, {OF_ROW.format(row='session')} FROM session "
            f"WHERE session.id IN ({', '.join('?' * len(rows))})"
        )
        found = dict(ask(sql, *(row.id for row in rows)))
    for row in rows:
        row.__dict__.setdefault("_facts", {})["called"] = found.get(row.id)
    return rows
