"""Participants: one person in one study, their answers, and the facts that their guards ask for."""

from datetime import datetime

import peewee

from lifecycle.participant import ParticipantLifecycle
from models import openings
from models.base import Data, Instant, Living, Row
from models.journal import Entry
from models.people import Person
from models.recruiting import Candidate, Exclusion
from models.studies import Question, Study

AGAINST_MONEY = ("open", "appealed", "upheld")


class Participant(Living):
    """One person in one study. `recruiter` is '', 'here' (a candidate of this installation) or 'outside'."""

    lifecycle = ParticipantLifecycle
    study = peewee.ForeignKeyField(Study, backref="participants")
    person = peewee.ForeignKeyField(Person, backref="participations")
    source = peewee.CharField(max_length=10, default="specific")
    recruiter = peewee.CharField(max_length=8, default="")
    candidate = peewee.ForeignKeyField(Candidate, null=True, backref="participants")
    outside_id = peewee.CharField(max_length=80, null=True)
    judgement = peewee.CharField(max_length=12, default="incomplete")
    camera_at = Instant(null=True)
    terms_at = Instant(null=True)
    submitted_at = Instant(null=True)
    waiting_since = Instant(null=True)
    offer_ends_at = Instant(null=True)
    completed_there_at = Instant(null=True)
    removed_there_at = Instant(null=True)
    slot_note = peewee.TextField(default="")
    created_at = Instant()

    class Meta:
        indexes = ((("study", "person"), True), (("study", "state", "id"), False), (("person", "id"), False))

    @property
    def label(self):
        """The state in words; Submitted has its own for who came from a recruiter."""
        return self.lifecycle.finished if self.recruiter and self.state == "submitted" else super().label

    @property
    def study_state(self) -> str:
        return self.study.state

    @property
    def kind(self) -> str:
        return self.study.kind

    @property
    def open_places(self) -> int:
        return self.study.open_places

    @property
    def room_in_quota(self) -> bool:
        """Whether the study still has room for them."""
        return self.study.open_places > 0

    @property
    def screened_elsewhere(self) -> bool:
        """No screener here, or the recruiting side has screened them."""
        return bool(self.recruiter) or not self.study.questions.exists()

    @property
    def consents_given(self) -> bool:
        """Live conversations need the camera agreed to."""
        return self.kind != "live_conversation" or self.camera_at is not None

    @property
    def had_qualified(self) -> bool:
        """Whether the journal shows that they once qualified."""
        return (
            Entry.select()
            .where(Entry.noun == "participant", Entry.subject == self.id, Entry.target == "qualified")
            .exists()
        )

    @property
    def ahead(self) -> bool:
        """Whether somebody has waited longer on the list."""
        if self.waiting_since is None:
            return False
        others = Participant.select().where(
            Participant.study == self.study_id, Participant.state == "waitlisted", Participant.id != self.id
        )
        return others.where(Participant.waiting_since < self.waiting_since).exists()

    @property
    def reported(self) -> bool:
        """Whether a report about this person in this study is open, appealed or upheld."""
        from models.standing import Report

        return (
            Report.select()
            .where(Report.participant == self.id, Report.about == "contributor", Report.state.in_(AGAINST_MONEY))
            .exists()
        )

    @property
    def from_recruiter(self) -> bool:
        return bool(self.recruiter)

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
        return (
            Exclusion.select()
            .where(Exclusion.participant_id == self.id, Exclusion.confirmed_at.is_null(False))
            .exists()
        )

    @property
    def live_session(self):
        """Their session that is scheduled, waiting for a new time or going on; or None."""
        from models.sessions import Session

        return Session.get_or_none(
            Session.participant == self.id, Session.state.in_(("scheduled", "rescheduling", "in_progress"))
        )

    @property
    def tasks_answered(self) -> bool:
        """Every required question of an unmoderated study has its answer."""
        asked = {question.id for question in self.study.questions.where(Question.required)}
        return asked <= set(self.answered())

    def answered(self) -> dict:
        """Question id -> what they answered."""
        return {answer.question_id: answer.value for answer in self.answers}

    def offered_starts(self, at: datetime) -> list[int]:
        """Epochs of the starts this person can book now."""
        return openings.free(self.study, at, self.person_id)

    def is_offered(self, start: datetime, at: datetime) -> bool:
        """Whether that very start can be booked now."""
        return openings.is_free(self.study, start, at, self.person_id)


class Consent(Row):
    """What somebody agreed to in a study, in the words of a dated version."""

    participant = peewee.ForeignKeyField(Participant, backref="consents")
    kind = peewee.CharField(max_length=12)
    version = peewee.CharField(max_length=10)
    at = Instant()
    withdrawn_at = Instant(null=True)

    class Meta:
        indexes = ((("participant", "kind", "version"), True),)


class Answer(Row):
    """What somebody answered; a choice's id, a list of them, a number or a text."""

    participant = peewee.ForeignKeyField(Participant, backref="answers")
    question = peewee.ForeignKeyField(Question)
    value = Data(null=True)
    at = Instant()

    class Meta:
        indexes = ((("participant", "question"), True),)
