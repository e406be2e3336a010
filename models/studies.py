"""Studies, what they ask, whom they ask, and when their hosts are free."""

from datetime import datetime

import peewee

from lifecycle.report import APPEAL_WINDOW
from lifecycle.study import StudyLifecycle
from lifecycle.words import ngettext
from models import asking, lacking, lists, openings, works
from models.base import Data, Instant, Living, Row
from models.journal import Entry
from models.people import Person
from models.study_facts import FACTS
from models.workspaces import Seat, Workspace
from rules import policy as policies
from rules import questions, units
from rules.matching import OWN
from rules.policy import Policy
from rules.times import to_epoch
from rules.works import Part

HOSTINGS = ("one", "any", "all")
# The roles in a workspace that may hold a conversation.
HOLDERS = ("admin", "creator")


class Study(Living):
    """What is asked of whom. `places` are offered, `taken` are held or filled; both change under the row's lock.
    `hosting` says who holds a conversation: one (the host), any of the hosts, or all of them together; `edited` counts
    the times its draft was saved, so that two editors notice each other. `filters` says whom of the network it asks
    (rules/matching.py), `offering` after which person the clock goes on asking them; nothing: everybody was asked.
    `offered_at` is when it last asked. `reserves` is how many may wait beyond the places (0: it asked for none);
    `called_at` when the clock last found nobody on its waiting list to call; `calling_off` a cancel-all that is under
    way (`calling`), or in numbers how the last one ended (commands/calling_off.py)."""

    lifecycle = StudyLifecycle
    facts = FACTS
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
    filters = Data(default=dict)
    offering = peewee.BigIntegerField(null=True)
    offered_at = Instant(null=True)
    reserves = peewee.IntegerField(default=0)
    called_at = Instant(null=True)
    calling_off = Data(null=True)
    calling = peewee.BooleanField(default=False)
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

    @property
    def waiting(self) -> int:
        """How many wait for a place, and are called when one is theirs."""
        return self.fact("waiting")

    @property
    def seeks(self) -> bool:
        """Whether more people are wanted: for a place, or for the reserves."""
        return self.open_places > 0 or (self.reserves > 0 and self.waiting < self.reserves)

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
        return units.estimate(self.kind, self.tariff, self.length, self.places)

    @property
    def tariff(self) -> str:
        """The line of the rate card that it is priced by; a team's own people cost less than the network's."""
        return "enrolled" if self.audience == "network" and self.filters.get("pool") == OWN else self.audience

    @property
    def units_available(self) -> int:
        return self.workspace.available

    def seat_left(self, who: int | None, at: datetime) -> bool:
        """Whether this person's creator seat has a study left in the year of `at`."""
        seat = Seat.get_or_none(Seat.workspace == self.workspace_id, Seat.person == who, Seat.year == at.year)
        return seat is not None and (seat.yearly is None or seat.launched < seat.yearly)

    def unready(self, at: datetime) -> list:
        """What a launch still lacks, in sentences, first things first; the times are counted once all else is there."""
        return [words for _step, words in self.once(("unready", at), lambda: self.unwritten() or self.too_few(at))]

    def unwritten(self) -> list[tuple]:
        """What is still to be written, as (step of the builder, sentence)."""
        return lacking.unwritten(self)

    def too_few(self, at: datetime) -> list[tuple]:
        """Whether there are fewer bookable times than places, in the same form."""
        return lacking.too_few(self, at)

    # What `close` and `cancel` ask --------------------------------------------------------------------------------

    def counted(self, at: datetime) -> lists.Counted:
        """How many people and conversations are in which state, and how much of it is open."""
        return self.once(("counted", at), lambda: lists.counted(self.id, at, at - APPEAL_WINDOW))

    def open_things(self, at: datetime) -> list:
        """What keeps the study from closing, in words; read once for each loaded row. An upheld report past its window
        counts as decided."""
        if "_open_things" not in self.__dict__:
            counted = self.counted(at)
            talks = sum(counted.talks.get(state, 0) for state in ("scheduled", "rescheduling", "in_progress"))
            undecided, owed = counted.undecided, counted.owed
            named = (
                (talks, ngettext("%(number)s conversation", "%(number)s conversations", talks)),
                (undecided, ngettext("%(number)s person Submitted", "%(number)s people Submitted", undecided)),
                (owed, ngettext("%(number)s payout", "%(number)s payouts", owed)),
            )
            self.__dict__["_open_things"] = [words for number, words in named if number]
        return self.__dict__["_open_things"]

    def open_list(self, at: datetime) -> str:
        """The same in one line."""
        return ", ".join(str(words) for words in self.open_things(at))

    def begun_undecided(self, at: datetime) -> bool:
        """Whether a conversation is going on, or past its start without a verdict; none before the launch."""
        return self.launched_at is not None and self.counted(at).begun > 0

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
        return self.once(("free", at), lambda: openings.free(self, at))

    @property
    def asks(self) -> bool:
        """Whether there is a screener."""
        return bool(self.fact("asks"))

    @property
    def limits(self) -> bool:
        """Whether only so many people with an answer, or of whom something is known, get a place."""
        return bool(self.fact("limits") or (self.audience == "network" and self.filters.get("limits")))

    @property
    def hosts(self) -> list[Person]:
        """Who may hold a conversation: the host, then the colleagues in their order."""
        if self.hosting == "one":
            return [self.host]
        return [self.host, *(person for person in self.colleagues if person.id != self.host_id)]

    @property
    def colleagues(self) -> list[Person]:
        """Who holds conversations beside the host, in their order."""
        rows = CoHost.select(CoHost, Person).join(Person).where(CoHost.study == self.id).order_by(CoHost.id)
        return self.once("colleagues", lambda: [row.person for row in rows]) if self.fact("cohosted") else []

    @property
    def named(self) -> list[str]:
        """The usernames that it asks, in their order."""
        rows = Invitee.select(Person.username).join(Person).where(Invitee.study == self.id).order_by(Invitee.id)
        return self.once("named", lambda: [name for (name,) in rows.tuples()]) if self.fact("names") else []

    def asked(self) -> tuple[questions.Question, ...]:
        """The screener as the rules read it, in one statement."""
        return self.once("asked", lambda: self.sheet(asking.NOBODY)[0])

    def work(self) -> tuple[Part, ...]:
        """What is asked of those who do it alone: pages of questions, or tasks with theirs."""
        return self.once("work", lambda: works.of(self.id, self.kind).parts)

    def sheet(self, participant: int) -> tuple[tuple[questions.Question, ...], dict]:
        """The screener with what one person answered (question's id -> answer), in one statement."""
        return asking.sheet(asking.STUDY, self.id, participant)


Study.add_index(Study.id, name="study_live", where=Study.state == "live")
Study.add_index(Study.id, name="study_calling", where=Study.calling)
Study.add_index(Study.id, name="study_offering", where=(Study.state == "live") & (Study.audience == "network"))


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


class Question(asking.AskedRow):
    """A question of a study's screener."""

    study = peewee.ForeignKeyField(Study, backref="questions")


class Choice(asking.ChosenRow):
    """An answer to choose in a study's screener."""

    question = peewee.ForeignKeyField(Question, backref="choices")
