"""The demo's changes of plan: one study in which somebody is proposed another time, a freed place is offered to who has
waited longest while another still waits, and the two sides say different things about a conversation; and one with two
conversations far ahead, for whoever takes the tour to change."""

from datetime import datetime, timedelta

from commands import demo_studies, joining, participants, presence, replan, sessions
from commands.fire import fire
from commands.people import add_person
from lifecycle.attempt import By
from lifecycle.words import _
from models.participants import Participant
from models.people import Person
from models.sessions import Session
from models.studies import Study
from rules import consents

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
PEOPLE = (
    ("edda_lind", "Edda Lind", _("Contributor. Says that they talked, and the customer says that nobody came")),
    ("pauli.saari", "Pauli Saari", _("Contributor. Is proposed another time")),
    ("hanna-ek", "Hanna Ek", _("Contributor. Has waited, and is offered a place")),
    ("timo.laine", "Timo Laine", _("Contributor. Waits for a place")),
)
BOARDING = (
    ("ilse_marten", "Ilse Marten", _("Contributor. Talks with Bo the week after next")),
    ("matti.ranta", "Matti Ranta", _("Contributor. Talks with Bo the week after next, a day later")),
)


def launch(workspace, host: Person, now: datetime) -> Study:
    """The study with its four people, launched two weeks ago."""
    join(PEOPLE, "plans", now - 30 * DAY)
    at = now - 14 * DAY
    return demo_studies.launched(
        workspace,
        host,
        at,
        title="Finding your cabin in the dark",
        length=30,
        reward=2500,
        places=2,
        reserves=3,
        meeting_link="https://meet.example/cabins",
        about="How you find your cabin when the lights are low, and what you look for first.",
        named=[username for username, _name, _role in PEOPLE],
    )


def join(people: tuple, address: str, at: datetime) -> None:
    """These people become members of the network."""
    for number, (username, name, role) in enumerate(people):
        email = f"{address}{number}@people.example"
        person = add_person(email, name, "Europe/Helsinki", at, username=username, demo=role.text)
        joining.join(person, consents.current(consents.NETWORK), at)


def boarding(workspace, host: Person, now: datetime) -> None:
    """The study whose two conversations are so far ahead that a clock moved by some days leaves them to be changed."""
    join(BOARDING, "boards", now - 9 * DAY)
    at, names = now - 4 * DAY, [username for username, _name, _role in BOARDING]
    study = demo_studies.launched(
        workspace,
        host,
        at,
        title="Boarding with a pram",
        length=30,
        reward=2500,
        places=3,
        meeting_link="https://meet.example/boarding",
        about="How you come on board with a pram, and where you leave it.",
        named=names,
    )
    for number, username in enumerate(names):
        booked(study, Person.get(Person.username == username), at + HOUR, now + (10 + number) * DAY)


def play(study: Study, now: datetime) -> None:
    """What became of each of them."""
    by = By("customer", study.host_id)
    names = [username for username, _name, _role in PEOPLE]
    crowd = {person.username: person for person in Person.select().where(Person.username.in_(names))}
    missed = booked(study, crowd["edda_lind"], now - 6 * DAY, now - 4 * DAY)
    moved = booked(study, crowd["pauli.saari"], now - 6 * DAY, now + 8 * DAY)
    for number, username in enumerate(("hanna-ek", "timo.laine")):
        person = crowd[username]
        fire(fits(study, person, now - 5 * DAY), "wait", By("contributor", person.id), now - 5 * DAY + number * HOUR)
    said = missed.starts_at + 20 * MINUTE
    presence.answer(missed, "met", By("contributor", missed.contributor_id), said)
    presence.answer(missed, "they_absent", by, said + MINUTE)
    proposed = demo_studies.first(moved.participant, now - HOUR, now + 9 * DAY)
    replan.same_person(moved, by, now - HOUR, note="I have to be on board that day. Sorry.", proposed=proposed)


def fits(study: Study, person: Person, at: datetime) -> Participant:
    """Their place in the study, for which they qualify."""
    row = Participant.get(Participant.study == study, Participant.person == person)
    participants.agree_to_camera(row, at)
    return participants.finish_screener(row, By("contributor", person.id), at)


def booked(study: Study, person: Person, at: datetime, wanted: datetime) -> Session:
    """A conversation at the first time from then on."""
    row = fits(study, person, at)
    return sessions.book(row, demo_studies.first(row, at, wanted), By("contributor", person.id), at + MINUTE)
