"""What is remembered beside the moves of the law: what a team or an operator changed, and who looked at what somebody
had told."""

from collections.abc import Iterable
from datetime import datetime

import peewee

from commands import recorder
from lifecycle.attempt import By
from models.database import lock, lock_installation, writes
from models.journal import Entry
from models.participants import Participant
from models.recruiting import Candidate
from models.rights import Look, day_of
from models.workspaces import Workspace

NOUN = "workspace"
INSTALLATION = 0
PORTION = 100


@writes
def keep(workspace: int | None, event: str, by: By, at: datetime, **details) -> Entry:
    """An entry about a workspace (about the installation itself where it is none): ids, codes, times and amounts only,
    free text as `note`."""
    if workspace is not None:
        lock(Workspace.select().where(Workspace.id == workspace)).get()
    else:
        lock_installation()
    subject = workspace or INSTALLATION
    last = Entry.select(peewee.fn.MAX(Entry.seq)).where(Entry.noun == NOUN, Entry.subject == subject).scalar()
    return recorder.record(_Kept(subject, workspace, (last or 0) + 1), event, None, by, at, details)


class _Kept:
    """A workspace as the journal's subject; it has no machine, and so no state."""

    state = ""

    def __init__(self, number: int, workspace: int | None, seq: int):
        self.id, self.workspace_id, self.version = number, workspace, seq

    @staticmethod
    def lifecycle_name() -> str:
        return NOUN


@writes
def looked(row: Participant | Candidate, who: int, what: str, at: datetime) -> None:
    """Somebody of the team looked at what this person told (answers, notes, a file), in a study or to a project; once a
    day for each."""
    house = (row.project if isinstance(row, Candidate) else row.study).workspace_id
    about = {row.lifecycle_name(): row.id}
    Look.insert({"workspace": house, "who": who, **about, "what": what, "day": day_of(at), "at": at}
                ).on_conflict_ignore().execute()  # fmt: skip


@writes
def looked_at_all(house: int, participants: Iterable[int], who: int, what: str, at: datetime) -> None:
    """The same for many at once."""
    day = day_of(at)
    rows = [
        {"workspace": house, "who": who, "participant": one, "what": what, "day": day, "at": at} for one in participants
    ]
    for first in range(0, len(rows), PORTION):
        Look.insert_many(rows[first : first + PORTION]).on_conflict_ignore().execute()
