"""Who fits what a study asks of the network: how many people, and which, each in one statement on both databases.

The conditions stand over `profile` (what is known of somebody) for the network and over `enrolled` for a team's own
people. Who may not be asked at all is few, and so is looked up as a list; what somebody had with the team is looked up
person by person, so that a choice of the next few reads no more than it needs.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from models.database import is_postgres
from models.lists import ask
from models.network import NETWORK as EVERYBODY
from models.recruiting import Project
from models.studies import Study
from rules.matching import NETWORK, OWN, Limit, Wanted, read
from rules.profile import FACTS
from rules.times import to_epoch

# Had a conversation with the team, has one ahead, or did what was asked.
TOOK_PART = ("booked", "started", "submitted", "completed", "excluded")
BASES = {
    NETWORK: ("profile", f"profile.scope = {EVERYBODY}"),
    OWN: (
        "enrolled LEFT JOIN profile ON profile.person_id = enrolled.person_id "
        "AND profile.scope = enrolled.workspace_id",
        "enrolled.left_at IS NULL",
    ),
}
PERSON = {NETWORK: "profile.person_id", OWN: "enrolled.person_id"}
# They left, are leaving, want no invitations, only exist in somebody's practice, or were removed from the network.
UNASKED = (
    "{person} NOT IN (SELECT person.id FROM person WHERE person.unsubscribed_at IS NOT NULL "
    "OR person.erasure_asked_at IS NOT NULL OR person.erased_at IS NOT NULL OR person.practice_for IS NOT NULL) "
    "AND {person} NOT IN (SELECT standing.person_id FROM standing WHERE standing.state = 'removed')"
)
COLLEAGUES = "{person} NOT IN (SELECT member.person_id FROM member WHERE member.workspace_id = ?)"
SEEN = (
    "NOT EXISTS (SELECT 1 FROM participant CROSS JOIN study WHERE participant.person_id = {person} "
    "AND study.id = participant.study_id AND study.workspace_id = ? AND (%s))"
)
# Whoever is a candidate of the project already is not asked by it again, nor soon after another one asked them.
RECRUITED = (
    "NOT EXISTS (SELECT 1 FROM candidate CROSS JOIN project WHERE candidate.person_id = {person} "
    "AND project.id = candidate.project_id AND project.workspace_id = ? AND (%s))"
)
# What asks people of the network: a study for itself, or a project for the study that it sends them to.
Asker = Study | Project


class Part(NamedTuple):
    """A condition and what stands in its places."""

    sql: str
    values: tuple = ()


def count(study: Asker, wanted: Wanted, at: datetime) -> int:
    """How many people fit and may be asked now."""
    part = _asking("COUNT(*)", wanted, [*_facts(wanted, at).values(), *_open(study, wanted, at)])
    return ask(part.sql, *part.values)[0][0]


def after(study: Asker, wanted: Wanted, at: datetime, last: int, most: int, closed: Iterable[Limit] = ()) -> list[int]:
    """The numbers of the next so many people who fit and may be asked."""
    part = following(study, wanted, at, last, most, closed)
    return [number for (number,) in ask(part.sql, *part.values)]


def following(study: Asker, wanted: Wanted, at: datetime, last: int, most: int, closed: Iterable[Limit] = ()) -> Part:
    """What gives the next so many people who fit and may be asked, in the order of their numbers, which is that of
    their coming. `closed` are limits that are reached: who falls under one is passed over."""
    person = PERSON[wanted.pool]
    shut = [Part(f"NOT COALESCE({part.sql}, FALSE)", part.values) for part in map(falls_under, closed)]
    parts = [Part(f"{person} > ?", (last,)), *_facts(wanted, at).values(), *shut, *_open(study, wanted, at)]
    return _asking(f"{person} AS number", wanted, parts, f"ORDER BY {person} LIMIT ?", most)


def named(study: Study) -> Part:
    """The numbers of the people whom the study names, but for who is in it, asked to be forgotten, or was removed from
    the network since: as a part of another statement."""
    sql = (
        "SELECT invitee.person_id AS number FROM invitee JOIN person ON person.id = invitee.person_id "
        "WHERE invitee.study_id = ? AND person.erasure_asked_at IS NULL AND person.erased_at IS NULL "
        "AND person.id NOT IN (SELECT standing.person_id FROM standing WHERE standing.state = 'removed') "
        f"AND person.practice_for IS {'NOT ' if study.workspace.practice else ''}NULL AND NOT EXISTS (SELECT 1 "
        "FROM participant WHERE participant.study_id = invitee.study_id "
        "AND participant.person_id = invitee.person_id)"
    )
    return Part(sql, (study.id,))


def without_each(study: Asker, wanted: Wanted, at: datetime) -> dict[str, int]:
    """Name of what narrows -> how many would fit without it alone; in one statement."""
    facts = _facts(wanted, at)
    if not facts:
        return {}
    columns, values = [], []
    for name in facts:
        others = [part for other, part in facts.items() if other != name] or [Part("1 = 1")]
        columns.append(f"COUNT(CASE WHEN {' AND '.join(part.sql for part in others)} THEN 1 END)")
        values += [value for part in others for value in part.values]
    parts = _open(study, wanted, at)
    source, scope = BASES[wanted.pool]
    sql = f"SELECT {', '.join(columns)} FROM {source} WHERE {' AND '.join([scope, *(part.sql for part in parts)])}"
    [row] = ask(sql, *values, *(value for part in parts for value in part.values))
    return dict(zip(facts, row, strict=True))


def falls_under(limit: Limit) -> Part:
    """Whether this is known of somebody, over `profile`."""
    return _any_of(limit.fact, (limit.value,))


def _asking(what: str, wanted: Wanted, parts: list[Part], ending: str = "", *more) -> Part:
    source, scope = BASES[wanted.pool]
    sql = f"SELECT {what} FROM {source} WHERE {' AND '.join([scope, *(part.sql for part in parts)])} {ending}"
    return Part(sql, (*(value for part in parts for value in part.values), *more))


def _facts(wanted: Wanted, at: datetime) -> dict[str, Part]:
    """What has to fit, by its name; what is quick to look at first, for SQLite looks in the order of the text."""
    facts = wanted.facts
    found = {name: _any_of(name, facts[name]) for name in facts if not FACTS[name].several}
    first, last = wanted.born(at.year)
    bounds = [(f"profile.birth_year {sign} ?", year) for sign, year in ((">=", first), ("<=", last)) if year]
    if bounds:
        found["birth_year"] = Part(" AND ".join(sql for sql, _year in bounds), tuple(year for _sql, year in bounds))
    found |= {name: _any_of(name, facts[name]) for name in facts if FACTS[name].several}
    if wanted.lists:
        found["lists"] = Part(
            f"{PERSON[wanted.pool]} IN (SELECT listed.person_id FROM listed "
            f"WHERE {'listed.own' if wanted.pool == OWN else 'NOT listed.own'} "
            f"AND listed.shortlist_id IN ({_marks(wanted.lists)}))",
            wanted.lists,
        )
    return found


def _any_of(name: str, codes: tuple[str, ...]) -> Part:
    if FACTS[name].several:
        inside = "STRPOS" if is_postgres() else "INSTR"  # half the time of a LIKE
        told = " OR ".join([f"{inside}(profile.{name}, ?) > 0"] * len(codes))
        return Part(f"({told})", tuple(f",{code}," for code in codes))
    return Part(f"profile.{name} IN ({_marks(codes)})", tuple(codes))


def _open(study: Asker, wanted: Wanted, at: datetime) -> list[Part]:
    """Who may be asked at all, and who is left out because of what they had with the team."""
    house, person = study.workspace, PERSON[wanted.pool]
    parts = [Part(UNASKED.format(person=person)), Part(COLLEAGUES.format(person=person), (house.id,))]
    if wanted.pool == OWN:
        parts.append(Part("enrolled.workspace_id = ?", (house.id,)))
    pause = pause_of(study, wanted)
    since = to_epoch(at - timedelta(days=pause))
    here = _study_of(study)
    seen = [Part("study.id = ?", (here,))] if here else []
    if pause:
        seen.append(Part("participant.created_at > ?", (since,)))
    if wanted.earlier != "nobody":
        took = f"participant.state IN ({_marks(TOOK_PART)})"
        own = f" AND study.id IN ({_marks(wanted.studies)})" if wanted.earlier == "chosen" else ""
        seen.append(Part(took + own, (*TOOK_PART, *(wanted.studies if own else ()))))
    recruited = [Part("project.id = ?", (study.id,))] if isinstance(study, Project) else []
    if pause:
        recruited.append(Part("candidate.created_at > ?", (since,)))
    had = [_none_of(SEEN, person, house.id, seen), _none_of(RECRUITED, person, house.id, recruited)]
    return [*parts, *(part for part in had if part is not None)]


def _none_of(sql: str, person: str, house: int, conditions: list[Part]) -> Part | None:
    """That they had nothing of this with the team; nothing where nothing counts."""
    if not conditions:
        return None
    words = " OR ".join(f"({part.sql})" for part in conditions)
    return Part(sql.format(person=person) % words, (house, *(value for part in conditions for value in part.values)))


def _study_of(asker: Asker) -> int | None:
    """The study that people are asked for, where it is one of this installation."""
    return asker.study_id if isinstance(asker, Project) else asker.id


def pause_of(study: Asker, wanted: Wanted) -> int:
    """Days between two invitations of one person by the team: the longer of its own number and the study's."""
    return max(study.workspace.cooldown, wanted.pause)


def asked_of(study: Asker) -> Wanted:
    """What a study, or a project, asks of the network."""
    return read(study.criteria if isinstance(study, Project) else study.filters)


def _marks(values) -> str:
    return ", ".join("?" * len(values))


# Lists and studies to choose from ---------------------------------------------------------------------------------

CHOICES = """
SELECT 'list', shortlist.id, shortlist.code, shortlist.name, shortlist.favourites FROM shortlist
    WHERE shortlist.workspace_id = ?
UNION ALL SELECT 'study', study.id, study.code, study.title, FALSE FROM study
    WHERE study.workspace_id = ? AND study.id <> ? AND study.launched_at IS NOT NULL
ORDER BY 1, 2 DESC
"""


class Choosable(NamedTuple):
    """A list or an earlier study that may be named in what a study asks."""

    id: int
    code: str
    name: str
    favourites: bool = False


def choosable(study: Asker) -> dict[str, list[Choosable]]:
    """The team's lists and its earlier studies, the newest first."""
    found: dict[str, list[Choosable]] = {"list": [], "study": []}
    for what, *values in ask(CHOICES, study.workspace_id, study.workspace_id, _study_of(study) or 0):
        found[what].append(Choosable(*values))
    return found
