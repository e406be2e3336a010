"""The results of a study that is done alone leave the house as a file."""

from collections.abc import Collection
from datetime import datetime

from commands import trail
from lifecycle.attempt import By
from models.database import writes
from models.studies import Study


@writes
def taken_out(study: Study, people: Collection[int], by: By, at: datetime) -> None:
    """That a file was taken out stands in the team's log, and that it was looked at with everybody in it."""
    trail.keep(study.workspace_id, "results_exported", by, at, study=study.id, number=len(people))
    trail.looked_at_all(study.workspace_id, people, by.who, "file", at)
