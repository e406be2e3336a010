"""What the tour of the demo proposes: each step in a sentence, with the doors that lead to its page as one of the
people there."""

from typing import NamedTuple

from lifecycle.words import Text, _
from models.participants import Participant
from models.people import Person
from models.sessions import Session
from models.studies import Study

FIVE_MINUTES, RECRUITING, PLANS = "five", "recruiting", "plans"
ADA, BO, CLEO, ROBIN = "ada", "bo", "cleo.marchetti", "quiet-heron-41"
ILSE, MATTI, PAULI, HANNA = "ilse_marten", "matti.ranta", "pauli.saari", "hanna-ek"
TENZING = "tenzing-norgay-the-younger-1987"
# Where a door leads: to a page of its own, or to what somebody has there.
TALK, JOIN, PLACE, STUDY = "session of", "join page of", "place of", "study of"


class Step(NamedTuple):
    """A sentence, and its doors: (as whom, where to, whose); a page for everybody has its own words at the end."""

    say: Text
    doors: tuple[tuple[str, str, str | Text], ...] = ()


class Door(NamedTuple):
    """A way into a page: pressed, it signs in `person` (None: whoever looks) and opens `to`."""

    person: Person | None
    to: str
    label: Text


STEPS: dict[str, tuple[Step, ...]] = {
    FIVE_MINUTES: (
        Step(_("Sign in as Cleo, a contributor. An invitation waits: answer two questions, agree to the camera, and "
               "take a time."), ((CLEO, PLACE, CLEO),)),
        Step(_("Read the letters that both sides got, with their calendar files, in the outbox."),
             (("", "/outbox", _("Read the letters")),)),
        Step(_("Move the clock below to the hour of the conversation, and join it as Ada, the customer, and as Cleo."),
             (("", "/demo#clock", _("To the clock")), (ADA, TALK, CLEO), (CLEO, TALK, CLEO))),
        Step(_("Move the clock to its end, and say on both sides that you talked. Cleo is Submitted now."),
             (("", "/demo#clock", _("To the clock")), (CLEO, JOIN, CLEO), (ADA, JOIN, CLEO))),
        Step(_("As Ada, mark Cleo as Completed. The reward is due: pay it out, and mark it as paid."),
             ((ADA, PLACE, CLEO),)),
    ),
    PLANS: (
        Step(_("Bo can not come: cancel on Ilse. What would follow can be seen first: who is written to, what is owed, "
               "and which units come back."), ((BO, TALK, ILSE),)),
        Step(_("Reschedule with Matti: the same person at another time, or somebody else. Then answer as Matti: take a "
               "time, or decline."), ((BO, TALK, MATTI), (MATTI, TALK, MATTI))),
        Step(_("Bo proposed Pauli another time. Take it, choose one of the others, or decline: that leaves no mark."),
             ((PAULI, TALK, PAULI),)),
        Step(_("Tenzing did not come. Press Reschedule all the same: the refusal says why that is over, and leads to "
               "Duplicate, with Tenzing chosen already."), ((ADA, TALK, TENZING),)),
        Step(_("Every place was taken, so Hanna waited. One is free again, and kept for her until a day has gone by: "
               "take it. Let it go by instead, and it is offered to the next."), ((HANNA, PLACE, HANNA),)),
        Step(_("Pause a study, and resume it: the page says what stays booked. Close is refused, and "
               "lists what is open."),
             ((BO, STUDY, ILSE),)),
    ),
    RECRUITING: (
        Step(_("As Ada, open the project “Season travellers” under Recruiting: it asks people who fit, and sends "
               "whoever passes on to a survey. There stands what goes by itself, and what is yours."),
             ((ADA, "/projects", ""),)),
        Step(_("Sign in as Robin Ash, who passed. Go on to the survey and finish it: Robin is Submitted on both sides "
               "then, by itself."), ((ROBIN, "/", ""),)),
        Step(_("As Ada, find Robin on the Board by either ID. Check the rows that wait, see what would follow, and set "
               "Completed: only that pays them, once."), ((ADA, "/board", ""),)),
    ),
}  # fmt: skip


def acts() -> dict[str, list[tuple[Text, list[Door]]]]:
    """The parts of the tour: their steps, each with the doors that can be gone through now."""
    there = Somewhere()
    return {part: [(step.say, there.doors(step)) for step in steps] for part, steps in STEPS.items()}


class Somewhere:
    """What the people of the demo have: read once, for all doors."""

    def __init__(self) -> None:
        people = Person.select().where(Person.demo != "")
        self.people = {one.username or one.email.split("@")[0]: one for one in people if one.email}
        named = {one.id: name for name, one in self.people.items()}
        talks = Session.select(Session, Study).join(Study).where(Session.contributor.in_(list(named) or [0]))
        self.talks = {named[one.contributor_id]: one for one in talks.order_by(Session.id)}
        places = Participant.select().where(Participant.person.in_(list(named) or [0]))
        # The first study that somebody is in is the one of the tour.
        self.places = {named[one.person_id]: one for one in places.order_by(Participant.id.desc())}

    def doors(self, step: Step) -> list[Door]:
        """Those of a step that lead somewhere."""
        return [door for door in (self.door(*one) for one in step.doors) if door is not None]

    def door(self, who: str, to: str, whose: str | Text) -> Door | None:
        """The way there, if there is one yet: who has no conversation has none to be opened."""
        if not who:
            return Door(None, to, whose)
        path, person = self.path(to, whose), self.people.get(who)
        if path is None or person is None:
            return None
        return Door(person, path, _("Go there as %(name)s", name=person.name.split(" ")[0]))

    def path(self, to: str, whose: str) -> str | None:
        """Where that is."""
        if to == PLACE:
            return f"/participants/{self.places[whose].code}" if whose in self.places else None
        if to not in (TALK, JOIN, STUDY):
            return to
        talk = self.talks.get(whose)
        if talk is None:
            return None
        page = {TALK: f"/sessions/{talk.code}", JOIN: f"/sessions/{talk.code}/join"}
        return page.get(to, f"/studies/{talk.study.code}")
