"""Studies, what they ask, whom they ask, and when their hosts are free."""

from datetime import datetime

import peewee

from lifecycle.study import StudyLifecycle
from lifecycle.words import _, ngettext
from models import lists, openings
from models.base import Data, Instant, Living, Row
from models.journal import Entry
from models.people import Person
from models.workspaces import Seat, Workspace
from rules import policy as policies
from rules import screener, units, wellformed
from rules.policy import Policy
from rules.times import to_epoch

LENGTHS = (30, 60, 90, 120)


class Study(Living):
    """What is asked of whom. `places` are offered, `taken` are held or filled; both change under the row's lock.
    `hosting` says who holds a conversation: one (the host), any of the hosts, or all of them together; `edited` counts
    the times its draft was saved, so that two editors notice each other."""

    lifecycle = StudyLifecycle
    workspace = peewee.ForeignKeyField(Workspace, backref="studies")
    author = peewee.ForeignKeyField(Person, backref="studies")
    host = peewee.ForeignKeyField(Person, backref="hosted")
    title = peewee.CharField(max_length=120, default="")
    about = peewee.TextField(default="")
    kind = peewee.CharField(max_length=20, default="live_conversation")
    audience = peewee.CharField(max_length=10, default="specific")
    link = peewee.CharField(max_length=40, unique=True, null=True)
    length = peewee.IntegerField(default=60)
    reward = peewee.IntegerField(default=0)
    currency = peewee.CharField(max_length=3, default="EUR")
    budget = peewee.IntegerField(null=True)
    places = peewee.IntegerField(default=1)
    taken = peewee.IntegerField(default=0)
    unit_price = peewee.IntegerField(default=0)
    gap = peewee.IntegerField(default=15)
    step = peewee.IntegerField(default=30)
    minimum_notice = peewee.IntegerField(default=120)
    horizon = peewee.IntegerField(default=28)
    most_per_day = peewee.IntegerField(null=True)
    presence = peewee.CharField(max_length=8, default="claimed")
    meeting_link = peewee.CharField(max_length=500, default="")
    one_page = peewee.BooleanField(default=True)
    hosting = peewee.CharField(max_length=3, default="one")
    edited = peewee.IntegerField(default=0)
    numbers = Data(default=dict)
    launched_at = Instant(null=True)
    created_at = Instant()

    class Meta:
        indexes = ((("workspace", "state"), False),)

    @property
    def policy(self) -> Policy:
        """The promise made at launch; before it, the workspace's numbers."""
        return policies.from_dict(self.numbers) if self.launched_at else self.workspace.policy

    @property
    def open_places(self) -> int:
        """Places that nobody holds."""
        return self.places - self.taken

    # What `launch` asks -------------------------------------------------------------------------------------------

    @property
    def plan(self) -> str:
        return self.workspace.plan

    @property
    def overage(self) -> bool:
        return self.workspace.overage

    @property
    def asks_review(self) -> bool:
        return self.workspace.asks_review

    @property
    def units_needed(self) -> int:
        """Units that launching would reserve."""
        return units.estimate(self.kind, self.audience, self.length, self.places)

    @property
    def units_available(self) -> int:
        return self.workspace.available

    def seat_left(self, who: int | None, at: datetime) -> bool:
        """Whether this person's creator seat has a study left in the year of `at`."""
        seat = Seat.get_or_none(Seat.workspace == self.workspace_id, Seat.person == who, Seat.year == at.year)
        return seat is not None and (seat.yearly is None or seat.launched < seat.yearly)

    def unready(self, at: datetime) -> list:
        """What a launch still lacks, in sentences, first things first."""
        live = self.kind == "live_conversation"
        lacks = [
            (not self.title.strip(), _("The study needs a title.")),
            (live and self.length not in LENGTHS, _("Choose a length of 30, 60, 90 or 120 minutes.")),
            (self.reward <= 0, _("Set a reward.")),
            (self.places < 1, _("At least one place is needed.")),
            (
                self.audience == "specific" and not self.invitees.count(),
                _("Name at least one contributor by username."),
            ),
            (
                bool(wellformed.faults(self.asked())),
                _("The screener is not finished: a question lacks its text or its answers."),
            ),
            (live and not self.meeting_link and self.presence == "claimed", _("Add the link of the meeting.")),
        ]
        found = [sentence for lacking, sentence in lacks if lacking]
        if not found and live and (count := len(self.free_starts(at))) < self.places:
            found.append(
                _(
                    "There are %(count)s bookable times for %(places)s places. Add hours first.",
                    count=count,
                    places=self.places,
                )
            )
        return found

    # What `close` and `cancel` ask --------------------------------------------------------------------------------

    @property
    def open_things(self) -> list:
        """What keeps the study from closing, in words; read once for each loaded row."""
        if "_open_things" not in self.__dict__:
            counted = lists.tallies(self.id)
            talks = sum(counted["session"].get(state, 0) for state in ("scheduled", "rescheduling", "in_progress"))
            undecided, owed = counted["participant"].get("submitted", 0), lists.payouts_open(self.id)
            named = (
                (talks, ngettext("%(number)s conversation", "%(number)s conversations", talks)),
                (undecided, ngettext("%(number)s person Submitted", "%(number)s people Submitted", undecided)),
                (owed, ngettext("%(number)s payout", "%(number)s payouts", owed)),
            )
            self.__dict__["_open_things"] = [words for number, words in named if number]
        return self.__dict__["_open_things"]

    @property
    def open_list(self) -> str:
        return ", ".join(str(words) for words in self.open_things)

    def begun_undecided(self, at: datetime) -> bool:
        """Whether a conversation is going on, or past its start without a verdict."""
        return lists.begun_undecided(self.id, at)

    def idle_for_30_days(self, at: datetime) -> bool:
        """Whether nothing happened and nothing could be booked for 30 days."""
        last = Entry.select(peewee.fn.MAX(Entry.at)).where(
            Entry.noun == "study", Entry.subject == self.id
        ).scalar() or to_epoch(self.created_at)
        last = last if isinstance(last, int) else to_epoch(last)
        return to_epoch(at) - last >= 30 * 86400 and not self.free_starts(at)

    @property
    def reports_about_it(self) -> int:
        """How many people reported the study itself."""
        from models.standing import Report

        return (
            Report.select(Report.author)
            .where(Report.study == self, Report.about == "study", Report.state != "dismissed")
            .distinct()
            .count()
        )

    # Times --------------------------------------------------------------------------------------------------------

    def free_starts(self, at: datetime) -> list[int]:
        """Epochs of every start that the host has open now."""
        return openings.free(self, at)

    def asked(self) -> tuple[screener.Question, ...]:
        """The screener as the rules read it."""
        rows = list(self.questions.order_by(Question.position))
        choices: dict[int, list] = {}
        for choice in Choice.select().where(Choice.question.in_(rows)).order_by(Choice.position) if rows else ():
            choices.setdefault(choice.question_id, []).append(
                screener.Choice(choice.id, choice.text, choice.verdict, None)
            )
        return tuple(
            screener.Question(q.id, q.kind, q.text, q.required, tuple(choices.get(q.id, ())), None, None) for q in rows
        )


class Invitee(Row):
    """A username that a study asks (audience: specific contributors)."""

    study = peewee.ForeignKeyField(Study, backref="invitees")
    person = peewee.ForeignKeyField(Person)

    class Meta:
        indexes = ((("study", "person"), True),)


class CoHost(Row):
    """A colleague who holds a study's conversations beside its host."""

    study = peewee.ForeignKeyField(Study, backref="cohosts")
    person = peewee.ForeignKeyField(Person)

    class Meta:
        indexes = ((("study", "person"), True),)


class Question(Row):
    """A question of a screener. `minimum` and `maximum` bound the choices, the scale's ends or the text's characters;
    the labels stand at the two ends of a scale."""

    study = peewee.ForeignKeyField(Study, backref="questions")
    position = peewee.IntegerField()
    kind = peewee.CharField(max_length=10, default="single")
    text = peewee.TextField()
    required = peewee.BooleanField(default=True)
    minimum = peewee.IntegerField(null=True)
    maximum = peewee.IntegerField(null=True)
    low_label = peewee.CharField(max_length=60, default="")
    high_label = peewee.CharField(max_length=60, default="")


class Choice(Row):
    """An answer to choose, and what it means: accept, may or reject. `skip_to` is the number of a later question's
    row, 0 the end of the screener; at most `quota` people with this answer get a place."""

    question = peewee.ForeignKeyField(Question, backref="choices")
    position = peewee.IntegerField()
    text = peewee.TextField()
    verdict = peewee.CharField(max_length=8, default="may")
    skip_to = peewee.BigIntegerField(null=True)
    quota = peewee.IntegerField(null=True)
