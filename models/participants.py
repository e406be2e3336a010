"""Participants: one person in one study, their answers, and the facts that their guards ask for."""

import json
from datetime import datetime

import peewee

from lifecycle.participant import ParticipantLifecycle
from models import clips, limits, lists, openings, waitlist, works
from models.base import Instant, Living
from models.outside import Connection
from models.people import Person
from models.place_facts import FACTS
from models.recruiting import Candidate
from models.studies import Study
from rules import identifiers, quotas
from rules.matching import OWN
from rules.waiting import full
from rules.works import Taken, done

LIVE = ("scheduled", "rescheduling", "in_progress")


class Participant(Living):
    """One person in one study. `recruiter` is '', 'here' (a candidate of this installation) or 'outside'."""

    lifecycle = ParticipantLifecycle
    facts = FACTS
    study = peewee.ForeignKeyField(Study, backref="participants")
    person = peewee.ForeignKeyField(Person, backref="participations")
    source = peewee.CharField(max_length=10, default="specific")
    recruiter = peewee.CharField(max_length=8, default="")
    candidate = peewee.ForeignKeyField(Candidate, null=True, backref="participants")
    outside_id = peewee.CharField(max_length=80, null=True)
    connection = peewee.ForeignKeyField(Connection, null=True, backref="participants")
    judgement = peewee.CharField(max_length=12, default="incomplete")
    camera_at = Instant(null=True)
    terms_at = Instant(null=True)
    submitted_at = Instant(null=True)
    waiting_since = Instant(null=True)
    offer_ends_at = Instant(null=True)
    completed_there_at = Instant(null=True)
    removed_there_at = Instant(null=True)
    slot_note = peewee.TextField(default="")
    slot_noted_at = Instant(null=True)
    created_at = Instant()

    class Meta:
        indexes = (
            (("study", "person"), True), (("study", "state", "id"), False), (("person", "id"), False),
            (("connection", "outside_id"), False),
        )

    @property
    def label(self):
        """The state in words; Submitted has its own for who came from a recruiter."""
        return self.lifecycle.finished if self.recruiter and self.state == "submitted" else super().label

    @property
    def shown(self) -> str:
        """What the team sees of them: the username, or what it calls one of its own people."""
        return self.fact("called") if self.source == OWN else self.person.shown

    @property
    def recruiter_id(self) -> str:
        """How the recruiting side names who came from it; nothing for everybody else, and once they are excluded."""
        candidate = self.candidate
        if self.state == "excluded" or (candidate is not None and candidate.state == "removed"):
            return ""
        return f"pp_{candidate.tail}" if candidate is not None else self.outside_id or ""

    @property
    def study_side_id(self) -> str:
        """How this study writes the same ID."""
        return identifiers.other_side(self.recruiter_id, self.kind)

    @property
    def study_state(self) -> str:
        return self.study.state

    @property
    def kind(self) -> str:
        return self.study.kind

    @property
    def open_places(self) -> int:
        """Places that are open to them: none where a limit on one of their answers is reached, and none that is kept
        for somebody to whom it was offered from the waiting list."""
        left = 0 if self.full_quota else self.study.open_places
        return left if left <= 0 or self.offered else max(left - self.fact("kept"), 0)

    @property
    def offered(self) -> bool:
        """Whether a place from the waiting list is kept for them."""
        return self.state == "qualified" and self.offer_ends_at is not None

    @property
    def no_reserve_left(self) -> bool:
        """Whether every place is taken, and as many wait as the study asked for."""
        study = self.study
        return study.reserves > 0 and full(self.open_places, study.waiting, study.reserves)

    @property
    def room_in_quota(self) -> bool:
        """Whether the study still has room for them."""
        return self.open_places > 0

    @property
    def full_quota(self) -> quotas.Quota | None:
        """The limit on one of their answers that others have reached already."""
        return self.once("full_quota", lambda: limits.full(self)) if self.study.limits else None

    @property
    def screened_elsewhere(self) -> bool:
        """No screener here, or the recruiting side has screened them."""
        return bool(self.recruiter) or not self.study.asks

    @property
    def consents_given(self) -> bool:
        """Live conversations need the camera agreed to."""
        return self.kind != "live_conversation" or self.camera_at is not None

    @property
    def may_record(self) -> bool:
        """Whether they agreed to be recorded, and did not take it back."""
        return clips.agreed(self.id)

    @property
    def had_qualified(self) -> bool:
        """Whether the journal shows that they once qualified."""
        return bool(self.fact("had_qualified"))

    @property
    def leaving(self) -> bool:
        """Whether they asked to be forgotten, or were."""
        return self.person.leaving

    @property
    def ahead(self) -> bool:
        """Whether somebody has waited longer on the list who could have a place now. Who let two offers go by is passed
        over, and so is who gave an answer of which enough people have a place."""
        if not self.fact("ahead") or not self.study.limits:
            return bool(self.fact("ahead"))
        before = waitlist.before(self.study_id, self.id if self.state == "waitlisted" else None)
        return not limits.without_room(self.study).issuperset(before)

    @property
    def reported(self) -> bool:
        """Whether a report about this person in this study is open, appealed or upheld."""
        return bool(self.fact("reported"))

    @property
    def from_recruiter(self) -> bool:
        return bool(self.recruiter)

    @property
    def of_own_network(self) -> bool:
        """Whether the team asked them itself: by the link of a study, or as one of its own people."""
        return self.study.audience == "invite" or self.source in ("invite", OWN)

    @property
    def completed_at_recruiter(self) -> bool:
        """The local candidate is completed; or their Completed arrived or was stated."""
        return self.completed_there_at is not None or (
            self.candidate is not None and self.candidate.state == "completed"
        )

    @property
    def removed_at_recruiter(self) -> bool:
        """The local candidate is removed; or the removal was confirmed or stated."""
        if self.removed_there_at is not None or (self.candidate is not None and self.candidate.state == "removed"):
            return True
        return bool(self.fact("removal_confirmed"))

    @property
    def live_session(self):
        """Their session that is scheduled, waiting for a new time or going on; or None."""
        return next((talk for talk in self.talks if talk.state in LIVE), None)

    @property
    def talks(self) -> list:
        """Their conversations, the latest first."""
        from models.sessions import Session

        rows = Session.select().where(Session.participant == self.id).order_by(Session.id.desc())
        return self.once("talks", lambda: [self._own(talk) for talk in rows]) if self.fact("talked") else []

    def _own(self, talk):
        """A conversation that knows whose it is."""
        talk.__rel__ |= {"participant": self, **{key: row for key, row in self.__rel__.items() if key == "study"}}
        return talk

    @property
    def tasks_answered(self) -> bool:
        """Every question of a study done alone that needs an answer has one, and every task ended."""
        return done(self.taken())

    def taken(self) -> Taken:
        """What a study that is done alone asks, with their answers and how they fared."""
        return self.once("taken", lambda: works.of(self.study_id, self.kind, self.id))

    def answered(self) -> dict:
        """Question id -> what they answered."""
        return self.once("answered", self._answered)

    def _answered(self) -> dict:
        found = lists.ask("SELECT question_id, value FROM answer WHERE participant_id = ? ORDER BY id", self.id)
        return {question: None if value is None else json.loads(value) for question, value in found}

    def offered_starts(self, at: datetime) -> list[int]:
        """Epochs of the starts this person can book now."""
        return self.once(("free", at), lambda: openings.free(self.study, at, self.person_id))

    def is_offered(self, start: datetime, at: datetime) -> bool:
        """Whether that very start can be booked now."""
        return bool(self.hosts_free(start, at))

    def hosts_free(self, start: datetime, at: datetime) -> list[int]:
        """Who could hold their conversation at that start, in the order in which they are asked."""
        return openings.hosts_free(self.study, start, at, self.person_id)


# Whom none of the times suited: few of all who ever took part.
Participant.add_index(
    Participant.study, Participant.state, name="participant_noted", where=Participant.slot_note != ""
)
# Who came from a recruiter outside: few of all who ever took part.
Participant.add_index(Participant.study, name="participant_outside", where=Participant.recruiter == "outside")
# For whom a place is kept, until when, and who waits in which order.
Participant.add_index(
    Participant.offer_ends_at, name="participant_offer_ends", where=Participant.offer_ends_at.is_null(False)
)
Participant.add_index(
    Participant.study,
    Participant.offer_ends_at,
    name="participant_offered",
    where=Participant.offer_ends_at.is_null(False),
)
Participant.add_index(
    Participant.study,
    Participant.waiting_since,
    Participant.id,
    name="participant_in_line",
    where=Participant.state == "waitlisted",
)
