"""What else happens in the random worlds: both sides write to each other, people answer screeners, a project of the
same house sends people on, and somebody asks to be forgotten."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from commands import candidates, consents, erasure, messages, participants, presence
from commands.fire import fire
from lifecycle.attempt import By
from models import Candidate, Participant, Person, Project
from rules.times import from_epoch

PICK = st.integers(0, 120)
HOW_FAR = st.sampled_from(("opens", "half", "fits", "fits", "fits", "not"))


class Around:
    """Moves beside those of the conversations (`Worlds`), by the same real commands."""

    def someone(self, pick: int) -> Person | None:
        """One of the contributors; nobody, where they were erased: they do nothing any more."""
        person = Person.get_by_id(self.contributors[pick % len(self.contributors)].id)
        return person if person.erased_at is None else None

    # ---- Messages

    @rule(talk=PICK, customer=st.booleans(), times=st.sampled_from((1, 1, 2, 40)))
    def write(self, talk, customer, times):
        """A message, perhaps pressed twice, perhaps far too many of them; the other side reads what was written."""
        row = self.talk(talk)
        by, other = By("customer", row.host_id), By("contributor", row.contributor_id)
        by, other = (by, other) if customer else (other, by)
        if row.contributor.erased_at is not None and not customer:
            return
        for number in range(times):
            self.do(messages.write, row, by, f"I am a little late. {number // 2}", self.now, key=f"{number // 2}")
        messages.read(row, other.role, self.now)

    @rule(study=PICK)
    def write_to_all(self, study):
        row = self.study(study)
        self.do(messages.message_pending, row, self.place.customers(row)[0], "It is held on the quay.", self.now)

    # ---- Screeners

    @rule(person=PICK, how=HOW_FAR)
    def answer_a_screener(self, person, how):
        """By the link of the study that asks: the terms, then as far as they come."""
        study, person = self.study(self.place.asks), self.someone(person)
        if person is None:
            return
        by = By("contributor", person.id)
        row = Participant.get_or_none(Participant.study == study, Participant.person == person)
        row = row or self.do(participants.arrive, study, person, by, self.now)
        if row is not None and row.state == "invited":
            row = self.do(consents.open_screener, row, by, self.now)
        if row is None or row.state != "screening" or how == "opens":
            return
        self.do(participants.save_answers, row, chosen(study, how), self.now)
        if how != "half":
            self.do(participants.agree_to_camera, row, self.now)
            self.do(participants.finish_screener, row, by, self.now)

    # ---- Recruiting

    @rule(person=PICK, how=HOW_FAR)
    def be_recruited(self, person, how):
        """Asked into the project, its questions answered, and sent on at once; or back later by "Continue"."""
        project, person = Project.get_by_id(self.place.project), self.someone(person)
        if person is None:
            return
        by = By("contributor", person.id)
        row = Candidate.get_or_none(Candidate.project == project, Candidate.person == person)
        if row is None and not person.leaving:
            row = self.do(participants.new_candidate, project, person, self.place.customers(project)[0], self.now)
        if row is not None and row.state == "invited":
            row = self.do(candidates.open_screener, row, by, self.now)
        if row is None or how == "opens":
            return
        if row.state == "screening":
            self.do(candidates.save_answers, row, chosen(project, how), self.now)
            if how != "half":
                self.do(candidates.finish_screener, row, by, self.now)
        else:
            self.do(candidates.go_on, row, by, self.now)

    @rule(pick=PICK, start=PICK)
    def take_a_time_as_sent(self, pick, start):
        """Who came by the project says yes to the camera and takes a time."""
        row = self.sent_here(pick)
        if row is None or self.someone_gone(row):
            return
        by = By("contributor", row.person_id)
        self.do(participants.agree_to_camera, row, self.now)
        if row.state == "invited":
            row = self.do(fire, row, "qualify", by, self.now) or row
        if starts := row.offered_starts(self.now):
            self.book_one(row, from_epoch(starts[start % len(starts)]), by)

    @rule(pick=PICK, met=st.booleans())
    def talk_as_sent(self, pick, met):
        """Who came by the project, after their conversation: they talked, says the team, or nobody came of its own."""
        row = self.sent_here(pick)
        session = row.live_session if row is not None else None
        if session is not None and session.state == "scheduled":
            self.now = max(self.now, session.ends_at)
            by = By("customer", session.host_id)
            self.do(presence.answer, session, "met" if met else "they_absent", by, self.now)

    def sent_here(self, pick: int) -> Participant | None:
        """One of those who came by the project."""
        rows = list(Participant.select().where(Participant.candidate.is_null(False)).order_by(Participant.id))
        return rows[pick % len(rows)] if rows else None

    def someone_gone(self, row) -> bool:
        """Whether this row is of somebody who was erased."""
        return row.person.erased_at is not None

    @rule(pick=PICK, way=PICK, reason=st.sampled_from(("quality", "other")))
    def decide_at_the_project(self, pick, way, reason):
        """Completed, removed or not for me: whatever stands on the board or on their own page."""
        row = self.row(Candidate, pick)
        offered = self.offered(row) if row is not None else []
        if offered:
            event, by = offered[way % len(offered)]
            self.move(row, event, by, {"reason": reason, "note": "as we said"}, sure=True)

    @rule(what=st.integers(0, 9))
    def the_project_goes_on(self, what):
        """Paused, resumed, and rarely ended."""
        row = Project.get_by_id(self.place.project)
        event = "pause" if what < 3 else "resume" if what < 8 else ("close", "cancel")[what % 2]
        self.do(fire, row, event, self.place.customers(row)[0], self.now, reason="other")

    # ---- Being forgotten

    @rule(person=PICK, back=st.booleans())
    def ask_to_be_forgotten(self, person, back):
        """Now and then somebody wants to go, and perhaps stays after all."""
        someone = self.someone(person)
        if someone is None or person % 4:
            return
        by = By("contributor", someone.id)
        self.do(erasure.ask_for, someone, by, self.now)
        if back:
            self.do(erasure.take_back, someone, by, self.now)


def chosen(asker, how: str) -> dict[int, int]:
    """Question -> the answer that lets somebody in, or the one that does not."""
    return {one.id: list(one.choices)[-1 if how == "not" else 0].id for one in asker.asked()}
