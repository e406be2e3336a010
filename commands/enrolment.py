"""A team's own people: enrolled by a form or by a file, changed, taken out, and left by themselves.

An enrolment never touches an account that exists (promise P3): it is a row of its own, and what the team says about
somebody is kept there and in the team's own profile of them. Whether an address has an account here can not be told
from anything that is answered."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from commands import saving
from commands.fire import Stale
from commands.trail import keep
from lifecycle.attempt import By
from models import fixed
from models.base import new_code
from models.database import lock, writes
from models.network import Enrolled, Listed, Profile, Shortlist
from models.people import Person
from models.workspaces import Workspace
from rules import profile
from rules.people_csv import Line

CHUNK = 200
NEW, YOURS, LEFT, REFUSED = "new", "yours", "left", "refused"


class Outcome(NamedTuple):
    """What becomes, or became, of a line of a file."""

    line: Line
    fate: str


def plan(workspace: Workspace, lines: Sequence[Line]) -> list[Outcome]:
    """What would become of each line; nothing is written."""
    found = []
    for chunk in _chunks(lines):
        there = _There(workspace, [line.email for line in chunk if not line.faults])
        found += [Outcome(line, there.fate(line)) for line in chunk]
    return found


def enrol(workspace: Workspace, lines: Sequence[Line], by: By, at: datetime) -> list[Outcome]:
    """Enrol everybody whose line can be used, 200 in a transaction; the same lines again change nothing more. The team
    has said that it asked them: the entry with the counts stands before the first of them comes in."""
    fates = [one.fate for one in plan(workspace, lines)]
    _remember(workspace, fates, by, at)
    found: list[Outcome] = []
    for chunk in _chunks(lines):
        found += _enrol(workspace, chunk, by, at)
    return found


@writes
def _remember(workspace: Workspace, fates: list[str], by: By, at: datetime) -> None:
    counts = {fate: fates.count(fate) for fate in (NEW, YOURS, LEFT, REFUSED)}
    keep(workspace.id, "people_imported", by, at, lines=len(fates), said_asked=1, **counts)


@writes
def enrol_one(workspace: Workspace, line: Line, by: By, at: datetime) -> Outcome:
    """One person, typed into a form."""
    outcome = _enrol(workspace, [line], by, at)[0]
    if outcome.fate in (NEW, YOURS):
        row = _There(workspace, [line.email]).of(line)
        keep(workspace.id, "person_enrolled", by, at, enrolled=row.code, said_asked=1)
    return outcome


@writes
def _enrol(workspace: Workspace, lines: Sequence[Line], by: By, at: datetime) -> list[Outcome]:
    """One chunk of them: new addresses become guests, and each good line its row and its facts."""
    there = _There(workspace, [line.email for line in lines if not line.faults])
    outcomes = [Outcome(line, there.fate(line)) for line in lines]
    new = [one.line for one in outcomes if one.fate == NEW]
    there.people |= _guests(workspace, [line for line in new if line.email not in there.people], at)
    rows = [
        {
            "code": new_code(),
            "workspace": workspace.id,
            "person": there.people[line.email],
            "email": line.email,
            "name": line.told.get("name", ""),
            "note": line.told.get("note", ""),
            "by": by.who,
            "at": at,
        }
        for line in new
    ]
    if rows:
        Enrolled.insert_many(rows).on_conflict_ignore().execute()
    for one in outcomes:
        if one.fate == YOURS:
            _say(there.of(one.line), one.line.told)
    told = {there.person(one.line): one.line.facts for one in outcomes if one.fate in (NEW, YOURS) and one.line.facts}
    _tell(workspace, told, at)
    return outcomes


class _There:
    """What is there already of these addresses: the team's rows, and people."""

    def __init__(self, workspace: Workspace, emails: list[str]):
        asked = emails or [""]
        self.people = dict(Person.select(Person.email, Person.id).where(Person.email.in_(asked)).tuples())
        numbers = list(self.people.values()) or [0]
        rows = list(
            Enrolled.select().where(
                Enrolled.workspace == workspace, Enrolled.email.in_(asked) | Enrolled.person.in_(numbers)
            )
        )
        self.by_email = {row.email: row for row in rows}
        self.by_person = {row.person_id: row for row in rows}

    def of(self, line: Line) -> Enrolled | None:
        """The team's row of this line's person: by the address that the team gave, else by whose address it is."""
        return self.by_email.get(line.email) or self.by_person.get(self.people.get(line.email))

    def person(self, line: Line) -> int:
        """Whom the line is about."""
        row = self.of(line)
        return row.person_id if row else self.people[line.email]

    def fate(self, line: Line) -> str:
        """What becomes of a line."""
        if line.faults:
            return REFUSED
        row = self.of(line)
        if row is None:
            return NEW
        return YOURS if row.left_at is None else LEFT


def _guests(workspace: Workspace, lines: Iterable[Line], at: datetime) -> dict[str, int]:
    """A guest for each of these addresses that nobody has: address -> person. Their name is the team's to know and not
    another team's, so it is not kept here; language and zone are what their letters need until they say better."""
    rows = [
        {
            "code": new_code(),
            "email": line.email,
            "guest": True,
            "language": line.told.get("language") or workspace.language,
            "zone": line.told.get("zone") or workspace.zone,
            "created_at": at,
        }
        for line in lines
    ]
    if not rows:
        return {}
    Person.insert_many(rows).on_conflict_ignore().execute()
    emails = [row["email"] for row in rows]
    return dict(Person.select(Person.email, Person.id).where(Person.email.in_(emails)).tuples())


def _say(row: Enrolled, told) -> None:
    """Keep what a line says anew; what it leaves open stays."""
    changed = {name: told[name] for name in ("name", "note") if told.get(name) and told[name] != getattr(row, name)}
    if changed:
        Enrolled.update(changed).where(Enrolled.id == row.id).execute()


def _tell(workspace: Workspace, told: dict[int, dict], at: datetime) -> None:
    """The facts that the team knows, in its own profile of each: person -> facts. What a line leaves open stays."""
    kept = Profile.select(Profile.person).where(Profile.scope == workspace.id, Profile.person.in_(list(told) or [0]))
    there = {number for (number,) in kept.tuples()}
    for number in there:
        whose = (Profile.scope == workspace.id) & (Profile.person == number)
        Profile.update(updated_at=at, **told[number]).where(whose).execute()
    blank = {name: None if fact.kind == profile.YEAR else "" for name, fact in profile.FACTS.items()}
    rows = [
        {"person": number, "scope": workspace.id, "updated_at": at, **blank, **facts}
        for number, facts in told.items()
        if number not in there
    ]
    if rows:
        fixed.insert_all(Profile, rows)


@writes
def amend(row: Enrolled, by: By, at: datetime, name: str, note: str, seen: str | None = None) -> None:
    """What the team calls somebody, and what it notes about them; not over what a colleague wrote meanwhile (`seen`:
    the mark of what the form showed)."""
    now = lock(Enrolled.select().where(Enrolled.id == row.id)).get()
    if (now.name, now.note) != (name, note):
        saving.unchanged(seen, now.name, now.note)
    Enrolled.update(name=name, note=note).where(Enrolled.id == row.id, Enrolled.left_at.is_null()).execute()
    keep(row.workspace_id, "person_amended", by, at, enrolled=row.code)


@writes
def unenrol(row: Enrolled, by: By, at: datetime) -> None:
    """The team takes somebody out: its row, its facts and its lists forget them. Their places in studies stay."""
    row = Enrolled.get_or_none(Enrolled.id == row.id)
    if row is None or row.left_at is not None:
        raise Stale(row)
    _forget(row)
    Enrolled.delete().where(Enrolled.id == row.id).execute()
    keep(row.workspace_id, "person_unenrolled", by, at, enrolled=row.code)


@writes
def leave(row: Enrolled, at: datetime) -> None:
    """They ask to be left out themselves: what the team said about them is gone, and they are not enrolled again."""
    if Enrolled.get_by_id(row.id).left_at is not None:
        return
    _forget(row)
    Enrolled.update(email="", name="", note="", left_at=at).where(Enrolled.id == row.id).execute()
    keep(row.workspace_id, "person_left", By("contributor", row.person_id), at, enrolled=row.code)


def _forget(row: Enrolled) -> None:
    """The facts and the lists under which a team knew one of its own people."""
    Profile.delete().where(Profile.person == row.person_id, Profile.scope == row.workspace_id).execute()
    lists = Shortlist.select(Shortlist.id).where(Shortlist.workspace == row.workspace_id)
    Listed.delete().where(Listed.person == row.person_id, Listed.own, Listed.shortlist.in_(lists)).execute()


@writes
def taken_out(workspace: Workspace, count: int, by: By, at: datetime) -> None:
    """Somebody took the team's own people along as a file."""
    keep(workspace.id, "people_exported", by, at, people=count)


def _chunks(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    return (lines[start : start + CHUNK] for start in range(0, len(lines), CHUNK))
