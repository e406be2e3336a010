"""The recruiting side: projects, candidates, and exclusions that wait for the other side."""

from datetime import datetime

import peewee

from lifecycle.candidate import CandidateLifecycle
from lifecycle.project import ProjectLifecycle
from lifecycle.report import APPEAL_WINDOW
from lifecycle.words import _, ngettext
from models import asking, called, faults, lists
from models.base import Data, Instant, Living, Row
from models.journal import Entry
from models.people import Person
from models.studies import Study
from models.workspaces import Workspace
from rules import identifiers, questions
from rules.matching import OWN

# Whoever was sent on and did not go away again: they fill the number that is wanted.
SENT_ON = ("qualified", "incomplete", "submitted", "completed")
SENT = f"candidate.state IN ({', '.join(repr(state) for state in SENT_ON)})"
NOT_OURS = _("The study behind the link is not live any more. Test the link again, or paste another one.")
UNTESTED = _("Test the Invite Network link: people are only sent where it is known to open.")


class Project(Living):
    """One recruiting effort; routes people into a study here (`study`) or, by a connection, elsewhere, which is of this
    `kind` and so writes IDs its way. `criteria` say whom of the network it asks (rules/matching.py), `offering` after
    which person the clock goes on asking them; nothing: everybody was asked. `wanted` is how many may be sent on;
    `edited` counts the times its draft was saved."""

    lifecycle = ProjectLifecycle
    facts = {
        "sent": f"(SELECT COUNT(*) FROM candidate WHERE candidate.project_id = {{row}}.id AND {SENT})",
        "asks": "EXISTS (SELECT 1 FROM project_question WHERE project_question.project_id = {row}.id)",
        "connected": (
            "EXISTS (SELECT 1 FROM connection WHERE connection.project_id = {row}.id AND connection.revoked_at IS NULL)"
        ),
        # Whoever reconciles has to be in the team still, with a role that may complete.
        "able": (
            "EXISTS (SELECT 1 FROM member WHERE member.workspace_id = {row}.workspace_id "
            "AND member.person_id = {row}.owner_id AND member.role IN ('admin', 'creator'))"
        ),
    }
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
    about = peewee.TextField(default="")
    kind = peewee.CharField(max_length=20, default="survey")
    criteria = Data(default=dict)
    budget = peewee.IntegerField(null=True)
    one_page = peewee.BooleanField(default=True)
    edited = peewee.IntegerField(default=0)
    offering = peewee.BigIntegerField(null=True)
    offered_at = Instant(null=True)
    created_at = Instant()

    @property
    def ready(self) -> bool:
        return bool(self.title and self.screened and self.incentive > 0 and self.wanted > 0)

    @property
    def link_tested(self) -> bool:
        return bool(self.target_link) and self.link_tested_at is not None and self.leads_on

    @property
    def leads_on(self) -> bool:
        """Whether the study behind the link takes people in; of one elsewhere its own side knows."""
        return self.study_id is None or self.study.state == "live"

    @property
    def leads_to(self) -> str:
        """The kind of the study that people are sent on to, here or elsewhere; it says how that side writes IDs."""
        return self.study.kind if self.study_id else self.kind

    @property
    def owner_named(self) -> bool:
        return self.owner_id is not None and self.owner_ticked and bool(self.fact("able"))

    @property
    def sent(self) -> int:
        """How many were sent on and are not out again."""
        return self.fact("sent")

    @property
    def seeks(self) -> bool:
        """Whether more people may be sent on."""
        return self.sent < self.wanted

    @property
    def asks(self) -> bool:
        """Whether there is a screener."""
        return bool(self.fact("asks"))

    def asked(self) -> tuple[questions.Question, ...]:
        """The screener as the rules read it, in one statement."""
        return self.once("asked", lambda: self.sheet(asking.NOBODY)[0])

    def sheet(self, candidate: int) -> tuple[tuple[questions.Question, ...], dict]:
        """The screener with what one candidate answered (question's id -> answer), in one statement."""
        return asking.sheet(asking.PROJECT, self.id, candidate)

    def unwritten(self) -> list[tuple]:
        """What a launch still lacks, as (step of the builder, sentence), first things first."""
        return self.once("unwritten", self._unwritten)

    def _unwritten(self) -> list[tuple]:
        asked = self.asked()
        lacks = [
            ("details", not self.title.strip(), _("The project needs a title.")),
            ("details", self.incentive <= 0, _("Set an incentive.")),
            ("people", self.wanted < 1, _("Say how many people are wanted.")),
            ("screener", not asked, _("Write the screener: at least one question.")),
            *(("screener", True, sentence) for sentence in faults.sentences(asked)),
            ("integration", not self.target_link, _("Paste the Invite Network link of the study.")),
            ("integration", self.target_link and self.link_tested_at is None, UNTESTED),
            ("integration", self.link_tested_at and not self.leads_on, NOT_OURS),
            ("owner", self.owner_id is None, _("Name who marks people as Completed.")),
            ("owner", self.owner_id and not self.owner_ticked, _("Tick that Completed is yours to set.")),
        ]
        if self.owner_id and not self.fact("able"):
            words = _("%(name)s may not mark people as Completed any more. Name somebody else.", name=self.owner.name)
            lacks.append(("owner", True, words))
        return [(step, sentence) for step, lacking, sentence in lacks if lacking]

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
    facts = {"called": called.WRITTEN_THERE.format(place="{row}")}
    project = peewee.ForeignKeyField(Project, backref="candidates")
    person = peewee.ForeignKeyField(Person, backref="candidacies")
    tail = peewee.CharField(max_length=7, unique=True)
    judgement = peewee.CharField(max_length=12, default="")
    sent_at = Instant(null=True)
    submitted_at = Instant(null=True)
    created_at = Instant()

    class Meta:
        indexes = ((("project", "person"), True), (("project", "state", "id"), False))

    @property
    def shown(self) -> str:
        """What the team sees of them: the username, or what it calls one of its own people."""
        return self.fact("called") if self.project.criteria.get("pool") == OWN else self.person.shown

    @property
    def project_state(self) -> str:
        return self.project.state

    @property
    def recruiter_id(self) -> str:
        """How the recruiting side names them; nothing once they are removed or excluded."""
        return "" if self.gone else f"pp_{self.tail}"

    @property
    def study_side_id(self) -> str:
        """How the study that they are sent on to names them; nothing once they are removed or excluded."""
        return identifiers.other_side(self.recruiter_id, self.project.leads_to)

    @property
    def gone(self) -> bool:
        """Whether they were removed here, or excluded from the study of this installation: their IDs are hidden."""
        return self.state == "removed" or (self.paired is not None and self.paired.state == "excluded")

    def answered(self) -> dict:
        """Question id -> what they answered."""
        return self.once("answered", lambda: self.project.sheet(self.id)[1])

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
    """An exclusion whose first step waits for the recruiting side: why, since when, and that the removal there was
    confirmed, or stated by somebody; `done_at` is when it was carried out here."""

    participant_id = peewee.BigIntegerField(unique=True)
    asked_by = peewee.ForeignKeyField(Person)
    asked_at = Instant()
    confirmed_at = Instant(null=True)
    stated_by = peewee.ForeignKeyField(Person, null=True, backref="statements")
    reason = peewee.CharField(max_length=24, default="other")
    note = peewee.TextField(default="")
    done_at = Instant(null=True)


class ProjectQuestion(asking.AskedRow):
    """A question of a project's screener."""

    project = peewee.ForeignKeyField(Project, backref="questions")


class ProjectChoice(asking.ChosenRow):
    """An answer to choose in a project's screener."""

    question = peewee.ForeignKeyField(ProjectQuestion, backref="choices")


class CandidateAnswer(Row):
    """What a candidate answered in a project's screener."""

    candidate = peewee.ForeignKeyField(Candidate, backref="answers")
    question = peewee.ForeignKeyField(ProjectQuestion, backref="answers")
    value = Data(null=True)
    at = Instant()

    class Meta:
        indexes = ((("candidate", "question"), True),)
