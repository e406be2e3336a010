"""The recruiting side: projects, candidates, and exclusions that wait for the other side."""

from datetime import datetime

import peewee

from lifecycle.candidate import CandidateLifecycle
from lifecycle.project import ProjectLifecycle
from lifecycle.report import APPEAL_WINDOW
from lifecycle.words import ngettext
from models import lists
from models.base import Instant, Living, Row
from models.journal import Entry
from models.people import Person
from models.studies import Study
from models.workspaces import Workspace


class Project(Living):
    """One recruiting effort; routes people into a study here or elsewhere."""

    lifecycle = ProjectLifecycle
    workspace = peewee.ForeignKeyField(Workspace, backref="projects")
    author = peewee.ForeignKeyField(Person)
    study = peewee.ForeignKeyField(Study, null=True, backref="projects")
    title = peewee.CharField(max_length=120, default="")
    screened = peewee.BooleanField(default=False)
    incentive = peewee.IntegerField(default=0)
    currency = peewee.CharField(max_length=3, default="EUR")
    wanted = peewee.IntegerField(default=0)
    target_link = peewee.CharField(max_length=500, default="")
    link_tested_at = Instant(null=True)
    owner = peewee.ForeignKeyField(Person, null=True, backref="owned_projects")
    owner_ticked = peewee.BooleanField(default=False)
    created_at = Instant()

    @property
    def ready(self) -> bool:
        return bool(self.title and self.screened and self.incentive > 0 and self.wanted > 0)

    @property
    def link_tested(self) -> bool:
        return bool(self.target_link) and self.link_tested_at is not None

    @property
    def owner_named(self) -> bool:
        return self.owner_id is not None and self.owner_ticked

    def open_things(self, at: datetime) -> list:
        """Candidates undecided, and payouts undecided, in words. An upheld report past its window counts as decided."""
        undecided, open_payouts = self.once(
            ("undecided", at), lambda: lists.undecided_there(self.id, at - APPEAL_WINDOW)
        )
        counted = (
            (undecided, ngettext("%(number)s person Submitted", "%(number)s people Submitted", undecided)),
            (open_payouts, ngettext("%(number)s payout", "%(number)s payouts", open_payouts)),
        )
        return [words for number, words in counted if number]

    def open_list(self, at: datetime) -> str:
        """The same in one line."""
        return ", ".join(str(words) for words in self.open_things(at))


class Candidate(Living):
    """One person in one project; `tail` is the seven characters both sides' IDs share."""

    lifecycle = CandidateLifecycle
    project = peewee.ForeignKeyField(Project, backref="candidates")
    person = peewee.ForeignKeyField(Person, backref="candidacies")
    tail = peewee.CharField(max_length=7, unique=True)
    created_at = Instant()

    class Meta:
        indexes = ((("project", "person"), True),)

    @property
    def project_state(self) -> str:
        return self.project.state

    @property
    def told_by_tester(self) -> bool:
        """Whether the testing side reported the way into the present state."""
        last = (
            Entry.select().where(Entry.noun == "candidate", Entry.subject == self.id).order_by(Entry.seq.desc()).first()
        )
        return last is not None and last.role == "tester"

    @property
    def paired(self):
        """The same person in the study of this installation; or None."""
        return self.once("paired", self.participants.first)

    @property
    def in_study(self) -> bool:
        """Whether they have a place in the study of this installation that they could still leave."""
        paired = self.paired
        return paired is not None and paired.state not in paired.lifecycle.over

    @property
    def live_session(self):
        """Their conversation in the study of this installation that is ahead or going on; or None."""
        paired = self.paired
        return paired.live_session if paired is not None else None

    @property
    def reported(self) -> bool:
        """Whether a report about the paired participant stands in the way of money."""
        paired = self.paired
        return paired is not None and paired.reported


class Exclusion(Row):
    """An exclusion whose first step waits for the recruiting side; `outcome` says how it ended."""

    participant_id = peewee.BigIntegerField(unique=True)
    asked_by = peewee.ForeignKeyField(Person)
    asked_at = Instant()
    confirmed_at = Instant(null=True)
    stated_by = peewee.ForeignKeyField(Person, null=True, backref="statements")
    done_at = Instant(null=True)
