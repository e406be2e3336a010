"""How the studies of the demo come about: written and launched in one go, with times that are taken as they come."""

from datetime import datetime

from commands import items, screeners, studies
from commands.fire import fire
from lifecycle.attempt import By
from models.participants import Participant
from models.people import Person
from models.studies import Study
from rules.times import from_epoch


def launched(workspace, author: Person, at: datetime, *, asks=None, work=None, named=None, **words) -> Study:
    """A study in these words, live at once: with the questions that come before (`asks`), what is done in it (`work`)
    and the people whom it invites (`named`)."""
    by = By("customer", author.id)
    study = studies.draft(workspace, author, at, **words)
    if asks:
        screeners.write(study, asks, by, at)
    if work:
        items.write(study, work, by, at)
    if named:
        studies.name_invitees(study, named)
    return fire(study, "launch", by, at)


def first(row: Participant, at: datetime, wanted: datetime) -> datetime:
    """The first time from then on that is offered."""
    return next(start for start in map(from_epoch, row.offered_starts(at)) if start >= wanted)
