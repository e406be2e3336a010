"""The lists of people that a team keeps, one of them its favourites; and asking somebody in a study that is not
launched yet."""

from collections.abc import Sequence
from datetime import datetime

from commands import drafts, studies
from commands.fire import Stale, fresh
from commands.trail import keep
from lifecycle.attempt import By, Invalid, Refusal, Refused
from lifecycle.words import _
from models.candidates import ids_among
from models.crowds import MOST_LISTS, Face
from models.database import lock, writes
from models.matching import asked_of
from models.network import Listed, Shortlist
from models.people import Person, by_username
from models.standing import removed
from models.studies import Study
from models.workspaces import Workspace
from rules.matching import OWN

FAVOURITES = "Favourites"
LONGEST = 80
MOST_NAMES = 500
ADDED, THERE, NOBODY, GONE, AN_ID = "added", "there", "nobody", "gone", "an_id"
NO_NAME = _("Please give the list a name.")
TOO_LONG = _("Please keep the name below %(most)s letters.", most=LONGEST)
TAKEN = _("There is a list of that name already.")
TOO_MANY = _("A team keeps at most %(most)s lists. Delete one that is no longer needed.", most=MOST_LISTS)
NO_USERNAME = Refusal("no_username", _("Only people with a username can be asked by name."))


@writes
def begin(workspace: Workspace, name: str, by: By, at: datetime) -> Shortlist:
    """A new list."""
    name = _named(workspace, name, None)
    if Shortlist.select().where(Shortlist.workspace == workspace).count() >= MOST_LISTS:
        raise Invalid({"name": TOO_MANY})
    return _made(workspace, name, False, by, at)


def _made(workspace: Workspace, name: str, favourites: bool, by: By, at: datetime) -> Shortlist:
    row = Shortlist.create(workspace=workspace, name=name, favourites=favourites, at=at)
    keep(workspace.id, "list_created", by, at, list=row.code)
    return row


def _named(workspace: Workspace, name: str, row: Shortlist | None) -> str:
    """The name as it is kept, or Invalid; the workspace is locked, so that nobody takes it meanwhile."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST:
        raise Invalid({"name": TOO_LONG if name else NO_NAME})
    lock(Workspace.select().where(Workspace.id == workspace)).get()
    there = Shortlist.select().where(Shortlist.workspace == workspace)
    if any(one.name.casefold() == name.casefold() and one.id != (row and row.id) for one in there):
        raise Invalid({"name": TAKEN})
    return name


@writes
def rename(row: Shortlist, name: str, by: By, at: datetime) -> None:
    """Another name for a list; the favourites keep theirs."""
    name = _named(row.workspace, name, row)
    Shortlist.update(name=name).where(Shortlist.id == row.id, ~Shortlist.favourites).execute()
    keep(row.workspace_id, "list_renamed", by, at, list=row.code)


@writes
def delete(row: Shortlist, by: By, at: datetime) -> None:
    """The list goes; the people stay."""
    count = Listed.delete().where(Listed.shortlist == row.id).execute()
    Shortlist.delete().where(Shortlist.id == row.id).execute()
    keep(row.workspace_id, "list_deleted", by, at, list=row.code, people=count)


@writes
def favourites(workspace: Workspace, by: By, at: datetime) -> Shortlist:
    """The list of the team's favourites; it begins with the first of them."""
    lock(Workspace.select().where(Workspace.id == workspace)).get()
    row = Shortlist.get_or_none(Shortlist.workspace == workspace, Shortlist.favourites)
    if row is not None:
        return row
    taken = {name for (name,) in Shortlist.select(Shortlist.name).where(Shortlist.workspace == workspace).tuples()}
    names = [FAVOURITES, *(f"{FAVOURITES} {number}" for number in range(2, len(taken) + 3))]
    return _made(workspace, next(name for name in names if name not in taken), True, by, at)


@writes
def put(row: Shortlist, one: Face, by: By, at: datetime) -> bool:
    """Put somebody on a list; whether they were not on it before."""
    values = {"shortlist": row.id, "person": one.person, "own": one.own, "by": by.who, "at": at}
    new = bool(Listed.insert(values).on_conflict_ignore().as_rowcount().execute())
    if new:
        keep(row.workspace_id, "listed", by, at, list=row.code, people=1)
    return new


@writes
def take(row: Shortlist, one: Face, by: By, at: datetime) -> bool:
    """Take somebody off a list; whether they were on it."""
    gone = Listed.delete().where(Listed.shortlist == row.id, Listed.person == one.person, Listed.own == one.own)
    found = bool(gone.execute())
    if found:
        keep(row.workspace_id, "unlisted", by, at, list=row.code, people=1)
    return found


@writes
def add_named(row: Shortlist, usernames: Sequence[str], by: By, at: datetime) -> list[tuple[str, str]]:
    """Put everybody on the list who is called so; what became of each name, in the order in which they were typed."""
    found = by_username(list(usernames))
    gone = removed(found.values())
    on = {number for (number,) in Listed.select(Listed.person).where(Listed.shortlist == row.id, ~Listed.own).tuples()}
    ids = ids_among([name for name in usernames if name not in found], row.workspace_id)
    fates, rows = [], []
    for name in usernames:
        person = found.get(name)
        if person is None:
            fate = AN_ID if name in ids else NOBODY
        else:
            fate = GONE if person.id in gone else THERE if person.id in on else ADDED
        fates.append((name, fate))
        if fate == ADDED:
            on.add(person.id)
            rows.append({"shortlist": row.id, "person": person.id, "own": False, "by": by.who, "at": at})
    if rows:
        Listed.insert_many(rows).on_conflict_ignore().execute()
        keep(row.workspace_id, "listed", by, at, list=row.code, people=len(rows))
    return fates


@writes
def ask_in(study: Study, one: Face, by: By, at: datetime) -> Study:
    """Add somebody to those whom a study will ask by username; refused where it was launched meanwhile."""
    if not one.username:
        raise Refused(NO_USERNAME)
    names = [person.username for person in Person.select().where(Person.id.in_(
        [row.person_id for row in study.invitees])) if person.username]  # fmt: skip
    if one.username in names:
        return study
    names.append(one.username)
    places = max(study.places, 1)
    return drafts.save_audience(study, by, at, None, audience="specific", places=places, usernames=names)


@writes
def ask_own(study: Study, row: Shortlist, one: Face, by: By, at: datetime) -> Study:
    """One of the team's own people goes on a list that a study will ask; refused where it was launched meanwhile, or
    asks another list by now. An approved study has to be looked at again."""
    study = fresh(study)
    if study.state not in studies.BEFORE_LAUNCH:
        raise Refused(studies.FROZEN)
    wanted = asked_of(study)
    if study.audience != "network" or wanted.pool != OWN or row.id not in wanted.lists:
        raise Stale(study)
    return studies.opened(study, by, at) if put(row, one, by, at) and study.state != "draft" else study
