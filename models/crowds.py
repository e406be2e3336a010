"""Everybody that a team knows, as fixed statements: who is in its studies (by username), its own people (by the name
that it gave them), and who is on its lists. The two ways of knowing somebody are never laid on each other: a team that
enrols an address is not told who in the network has it."""

from typing import NamedTuple

from models.lists import WHO, ask
from rules.matching import OWN

SHOWN = 25
MOST_STUDIES = 50
MOST_LISTS = 200
# Whom the team asked as one of its own people stands on their own page, and on none by username.
KNOWN = f"""
WITH known AS (
    SELECT participant.person_id AS person, MAX(participant.id) AS latest, COUNT(*) AS number
    FROM study JOIN participant ON participant.study_id = study.id
    WHERE study.workspace_id = ? AND participant.source <> '{OWN}' GROUP BY participant.person_id
)
"""
IN_STUDIES = f"""
{KNOWN}
SELECT known.latest, person.code, {WHO}, known.number, study.title, participant.state, participant.recruiter,
    participant.created_at
FROM known JOIN participant ON participant.id = known.latest JOIN person ON person.id = known.person
JOIN study ON study.id = participant.study_id
"""
ENROLLED = "SELECT enrolled.id, enrolled.code, enrolled.name, enrolled.email, enrolled.note, enrolled.at FROM enrolled"
ON_LIST = f"""
SELECT listed.id, COALESCE(enrolled.code, person.code), listed.own,
    CASE WHEN listed.own THEN COALESCE(NULLIF(enrolled.name, ''), enrolled.email) ELSE {WHO} END,
    CASE WHEN listed.own THEN enrolled.email ELSE '' END, listed.at
FROM listed JOIN shortlist ON shortlist.id = listed.shortlist_id JOIN person ON person.id = listed.person_id
LEFT JOIN enrolled ON listed.own AND enrolled.workspace_id = shortlist.workspace_id
    AND enrolled.person_id = listed.person_id
"""
COUNTED = f"""
SELECT 'known', '', '', COUNT(DISTINCT participant.person_id), 0
FROM study JOIN participant ON participant.study_id = study.id
WHERE study.workspace_id = ? AND participant.source <> '{OWN}'
UNION ALL SELECT 'own', '', '', COUNT(*), 0 FROM enrolled WHERE workspace_id = ? AND left_at IS NULL
UNION ALL SELECT 'list', shortlist.code, shortlist.name,
    (SELECT COUNT(*) FROM listed WHERE listed.shortlist_id = shortlist.id),
    CASE WHEN shortlist.favourites THEN 1 ELSE 0 END
FROM shortlist WHERE shortlist.workspace_id = ?
"""
# Whom the team may open: its own people by their own code; others where they are in its studies or on its lists.
FACE = f"""
SELECT 1, enrolled.person_id, enrolled.id, enrolled.code, enrolled.name, enrolled.email, enrolled.note, enrolled.at, 0
FROM enrolled WHERE enrolled.code = ? AND enrolled.workspace_id = ? AND enrolled.left_at IS NULL
UNION ALL SELECT 0, person.id, person.id, person.code, {WHO}, COALESCE(person.username, ''), '', person.created_at,
    CASE WHEN person.erased_at IS NULL THEN 0 ELSE 1 END
FROM person WHERE person.code = ? AND (
    EXISTS (SELECT 1 FROM participant JOIN study ON study.id = participant.study_id
        WHERE participant.person_id = person.id AND study.workspace_id = ? AND participant.source <> '{OWN}')
    OR EXISTS (SELECT 1 FROM listed JOIN shortlist ON shortlist.id = listed.shortlist_id
        WHERE listed.person_id = person.id AND NOT listed.own AND shortlist.workspace_id = ?))
"""
HISTORY = """
SELECT participant.code, participant.state, participant.recruiter, participant.created_at, study.code, study.title,
    talk.code, talk.state, talk.starts_at, talk.quality
FROM participant JOIN study ON study.id = participant.study_id
LEFT JOIN session AS talk
    ON talk.id = (SELECT MAX(last.id) FROM session AS last WHERE last.participant_id = participant.id)
WHERE participant.person_id = ? AND study.workspace_id = ? {own} ORDER BY participant.id DESC LIMIT ?
"""
HELD = """
SELECT shortlist.code, shortlist.name, CASE WHEN shortlist.favourites THEN 1 ELSE 0 END,
    CASE WHEN EXISTS (SELECT 1 FROM listed WHERE listed.shortlist_id = shortlist.id AND listed.person_id = ?
        AND {own}) THEN 1 ELSE 0 END
FROM shortlist WHERE shortlist.workspace_id = ? ORDER BY shortlist.favourites DESC, LOWER(shortlist.name), shortlist.id
LIMIT ?
"""
DRAFTS = """
SELECT study.code, study.title FROM study WHERE study.workspace_id = ? AND study.audience = 'specific'
    AND study.state IN ('draft', 'in_review', 'approved') ORDER BY study.id DESC LIMIT 30
"""
TAKEOUT = """
SELECT enrolled.id, enrolled.email, enrolled.name, enrolled.note, enrolled.at,
    profile.country, profile.birth_year, profile.gender,
    profile.languages, profile.devices, profile.web_use, profile.employment, profile.industry, profile.company_size,
    profile.job_level, profile.income
FROM enrolled LEFT JOIN profile ON profile.person_id = enrolled.person_id AND profile.scope = enrolled.workspace_id
WHERE enrolled.workspace_id = ? AND enrolled.left_at IS NULL AND enrolled.id > ? ORDER BY enrolled.id LIMIT ?
"""


class Known(NamedTuple):
    """Somebody in the team's studies, with the latest of them; instants are epochs."""

    key: int
    code: str
    who: str
    number: int
    title: str
    state: str
    recruiter: str
    since: int


class Own(NamedTuple):
    """One of the team's own people, as the team itself named them."""

    key: int
    code: str
    name: str
    email: str
    note: str
    since: int

    @property
    def who(self) -> str:
        """What the team calls them."""
        return self.name or self.email


class OnList(NamedTuple):
    """Somebody on a list."""

    key: int
    code: str
    own: bool
    who: str
    email: str
    since: int


class Held(NamedTuple):
    """A list, and whether somebody is on it (or how many are)."""

    code: str
    name: str
    favourites: bool
    number: int


class Counts(NamedTuple):
    """How many people the team knows in which way."""

    known: int
    own: int
    lists: list[Held]


class Face(NamedTuple):
    """Somebody as a team knows them: `own` as one of its people (`who` is the name it gave, `email` the address), else
    by username (`email` is then the username, "" for a guest); `gone` is who was erased."""

    own: bool
    person: int
    number: int
    code: str
    name: str
    email: str
    note: str
    since: int
    gone: int

    @property
    def who(self) -> str:
        """What the team calls them."""
        return self.name or self.email

    @property
    def username(self) -> str:
        """The name by which a study can ask them."""
        return "" if self.own else self.email


class Past(NamedTuple):
    """One study of somebody: how they stand in it, and the last conversation."""

    code: str
    state: str
    recruiter: str
    since: int
    study: str
    title: str
    talk: str | None
    talk_state: str | None
    starts_at: int | None
    quality: str | None


def _like(typed: str) -> str:
    """A pattern that finds this text anywhere, whatever signs are in it (with ESCAPE '!')."""
    plain = typed.lower().replace("!", "!!").replace("%", "!%").replace("_", "!_")
    return f"%{plain}%"


def in_studies(workspace: int, who: str = "", before: int | None = None) -> list[Known]:
    """Who is in the team's studies, whoever came last first; one more than a page shows."""
    conditions, values = _narrowed("known.latest", before, f"LOWER({WHO}) LIKE ? ESCAPE '!'", who)
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    sql = f"{IN_STUDIES} {where} ORDER BY known.latest DESC LIMIT {SHOWN + 1}"
    return [Known(*row) for row in ask(sql, workspace, *values)]


def own(workspace: int, who: str = "", before: int | None = None) -> list[Own]:
    """The team's own people, the newest first; one more than a page shows."""
    found = "(LOWER(enrolled.name) LIKE ? ESCAPE '!' OR enrolled.email LIKE ? ESCAPE '!')"
    conditions, values = _narrowed("enrolled.id", before, found, who, 2)
    where = " AND ".join(["enrolled.workspace_id = ?", "enrolled.left_at IS NULL", *conditions])
    sql = f"{ENROLLED} WHERE {where} ORDER BY enrolled.id DESC LIMIT {SHOWN + 1}"
    return [Own(*row) for row in ask(sql, workspace, *values)]


def on_list(workspace: int, code: str, who: str = "", before: int | None = None) -> list[OnList]:
    """Who is on a list of the team, whoever was put there last first; one more than a page shows."""
    found = f"LOWER(CASE WHEN listed.own THEN enrolled.name || ' ' || enrolled.email ELSE {WHO} END) LIKE ? ESCAPE '!'"
    conditions, values = _narrowed("listed.id", before, found, who)
    where = " AND ".join(["shortlist.workspace_id = ?", "shortlist.code = ?", *conditions])
    sql = f"{ON_LIST} WHERE {where} ORDER BY listed.id DESC LIMIT {SHOWN + 1}"
    return [OnList(*row) for row in ask(sql, workspace, code, *values)]


def _narrowed(key: str, before: int | None, found: str, who: str, places: int = 1) -> tuple[list[str], list]:
    """Conditions and their values: from a key on, and with a part of a name."""
    conditions, values = [], []
    if before:
        conditions.append(f"{key} < ?")
        values.append(before)
    if who:
        conditions.append(found)
        values += [_like(who)] * places
    return conditions, values


def counted(workspace: int) -> Counts:
    """How many there are of each, and the team's lists: favourites first, then by name."""
    rows = ask(COUNTED, workspace, workspace, workspace)
    numbers = {kind: number for kind, _code, _name, number, _favourites in rows if kind != "list"}
    lists = [Held(code, name, bool(fond), number) for kind, code, name, number, fond in rows if kind == "list"]
    return Counts(**numbers, lists=sorted(lists, key=lambda one: (not one.favourites, one.name.casefold())))


def face(workspace: int, code: str) -> Face | None:
    """Somebody whom the team may open by this code."""
    rows = ask(FACE, code, workspace, code, workspace, workspace)
    return Face(*rows[0])._replace(own=bool(rows[0][0])) if rows else None


def history(workspace: int, one: Face) -> list[Past]:
    """Their studies with this team, the newest first: those that asked them as one of the team's own people, or the
    others."""
    narrowed = f"AND participant.source {'=' if one.own else '<>'} '{OWN}'"
    return [Past(*row) for row in ask(HISTORY.format(own=narrowed), one.person, workspace, MOST_STUDIES)]


def lists_of(workspace: int, one: Face) -> list[Held]:
    """The team's lists, and on which of them this one is."""
    rows = ask(HELD.format(own="listed.own" if one.own else "NOT listed.own"), one.person, workspace, MOST_LISTS)
    return [Held(code, name, bool(fond), on) for code, name, fond, on in rows]


def drafts(workspace: int) -> list[tuple[str, str]]:
    """(code, title) of the studies that ask people by username and are not launched yet; the newest first."""
    return ask(DRAFTS, workspace)


def takeout(workspace: int, after: int = 0, most: int = 1000) -> list[tuple]:
    """What the team said about its own people, in the order in which they came: chunk by chunk."""
    return ask(TAKEOUT, workspace, after, most)
