"""The demo: people and studies to play with, made by the real commands at times that have passed, so that every
state has its history."""

from datetime import datetime, timedelta

from commands import (
    demo_alone,
    demo_aloud,
    demo_money,
    demo_network,
    demo_plans,
    demo_recruiting,
    demo_studies,
    enrolment,
    joining,
    participants,
    presence,
    reports,
    sessions,
    shortlists,
    studies,
    units,
)
from commands.fire import fire
from commands.people import add_person, add_workspace
from commands.sweep import sweep
from lifecycle.attempt import By
from lifecycle.words import LANGUAGES, _
from models import crowds
from models.database import writes
from models.network import Enrolled
from models.participants import Participant
from models.people import Person
from models.sessions import Session
from models.studies import Choice, Study
from rules import consents, people_csv

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
ANSWERS = (
    (
        "How often do you take a ferry?",
        (
            ("Twice a week or more", "accept"),
            ("A few times a month", "accept"),
            ("Once or twice a year", "may"),
            ("Never", "reject"),
        ),
    ),
    ("Have you bought a ticket on your phone in the last three months?", (("Yes", "accept"), ("No", "reject"))),
)
# Every kind of question, a way that branches, and a limit on one answer.
PASSES = [
    {"text": "Haben Sie eine Monatskarte?", "choices": [
        {"text": "Ja", "verdict": "accept"},
        {"text": "Nein, aber früher einmal", "verdict": "may", "skip_to": 3, "quota": 2},
        {"text": "Nein, noch nie", "verdict": "reject", "skip_to": "end"},
    ]},
    {"text": "Womit fahren Sie in einer gewöhnlichen Woche?", "kind": "multiple", "maximum": 3, "choices": [
        ("Fähre", "accept"), ("Bus", "may"), ("Bahn", "may"), ("Auto", "may"),
    ]},
    {"text": "Wie leicht fiel Ihnen die letzte Verlängerung?", "kind": "scale", "minimum": 1, "maximum": 5,
     "low_label": "Sehr schwer", "high_label": "Sehr leicht"},
    {"text": "Was haben Sie dabei zuletzt getan?", "kind": "text", "required": False, "maximum": 300},
]  # fmt: skip
OWN_PEOPLE = """email,name,language,zone,note,country,devices
ingrid.moe@fjord.example,Ingrid Moe,en,Oslo,Takes the night ferry twice a week,Norway,iphone
petter.lie@fjord.example,Petter Lie,en,Oslo,,Norway,android_phone
anna.koch@elbe.example,Anna Koch,de,Berlin,Books for her whole department,Germany,windows
per.dahl@fjord.example,,,,,,
"""
WEEK = [[day, 9 * 60, 12 * 60] for day in range(5)] + [[day, 13 * 60, 17 * 60] for day in range(5)]
CUSTOMERS = (
    ("ada", "Ada Lindqvist", "admin", _("Customer. Runs the studies of Halden Ferries")),
    ("bo", "Bo Aasen", "creator", _("Customer. Ada's colleague, may do the same")),
    ("runa", "Runa Vik", "reviewer", _("Customer. Looks at studies before they are launched")),
    ("vera", "Vera Holm", "viewer", _("Customer. Sees everything and changes nothing")),
)
CONTRIBUTORS = (
    ("cleo.marchetti", "Cleo Marchetti", "Europe/Lisbon", "en", _("Contributor. Has an invitation waiting")),
    ("amara.okonkwo", "Amara Okonkwo", "Africa/Lagos", "en", _("Contributor. Talks with Ada soon")),
    ("sofia_παπαδοπούλου", "Σοφία Παπαδοπούλου", "Europe/Athens", "en", _("Contributor. Was paid already")),
    ("jonas.weber", "Jonas Weber", "Europe/Berlin", "de", _("Contributor. Reads German, is asked for a new time")),
    (
        "tenzing-norgay-the-younger-1987",
        "Tenzing Norgay",
        "Asia/Kathmandu",
        "en",
        _("Contributor. Has a mark on the standing"),
    ),
    ("mika_h", "Mika Halonen", "Europe/Helsinki", "en", _("Contributor. Talked and waits for the customer's decision")),
    ("quiet-heron-41", "Robin Ash", "America/New_York", "en", _("Contributor. Has money on hold and a report to read")),
    ("o.adébáyọ̀", "Olu Adébáyọ̀", "Europe/London", "en", _("Contributor. Canceled in time")),
)


@writes
def play(now: datetime) -> None:
    """Everything, as of now."""
    people = {
        name: add_person(f"{name}@halden.example", full, "Europe/Oslo", now - 60 * DAY, demo=role.text)
        for name, full, _may, role in CUSTOMERS
    }
    halden = add_workspace(
        "Halden Ferries", "Europe/Oslo", now - 60 * DAY, [(people[name], may) for name, _full, may, _role in CUSTOMERS]
    )
    units.buy(halden, 1500, now - 60 * DAY)
    crowd = {}
    for number, (username, full, zone, language, role) in enumerate(CONTRIBUTORS):
        crowd[username] = add_person(
            f"guest{number}@people.example",
            full,
            zone,
            now - 50 * DAY,
            username=username,
            language=language,
            demo=role.text,
        )
        joining.join(crowd[username], consents.current(consents.NETWORK), now - 50 * DAY)
    add_person(
        "olga@parlor.example",
        "Olga Ruiz",
        "Europe/Madrid",
        now - 90 * DAY,
        demo=_("Operator. Runs this installation").text,
        operator=True,
    )
    studies.set_hours(people["ada"], "Europe/Oslo", WEEK)
    studies.set_hours(people["bo"], "Europe/Oslo", WEEK)
    ferry = ferry_study(halden, people["ada"], crowd, now)
    cabins = demo_plans.launch(halden, people["bo"], now)
    Story(ferry, people["ada"], crowd, now).tell()
    link_study(halden, people["bo"], now)
    draft(halden, people["ada"], now)
    tea_house(now)
    demo_recruiting.play(halden, people["ada"], crowd, now)
    demo_money.play(ferry, people["ada"], crowd, now)
    demo_alone.interaction(halden, people["ada"], crowd, now)
    demo_aloud.play(halden, people["ada"], crowd, now)
    own_people(halden, people["ada"], now)
    demo_network.play(halden, people["bo"], now)
    demo_plans.play(cabins, now)
    demo_plans.boarding(halden, people["bo"], now)
    sweep(now)


def ferry_study(workspace, ada: Person, crowd: dict, now: datetime) -> Study:
    """The study that most of it happens in, launched two weeks ago."""
    at = now - 14 * DAY
    return demo_studies.launched(
        workspace,
        ada,
        at,
        title="Buying a ferry ticket on your phone",
        length=60,
        reward=6000,
        places=10,
        meeting_link="https://meet.example/halden",
        about="How you find a crossing, pay for it, and find your ticket again on the quay. "
        "You show, we ask. Nothing you do can be wrong.",
        asks=[{"text": text, "choices": list(choices)} for text, choices in ANSWERS],
        one_page=False,
        named=list(crowd),
    )


class Story:
    """What became of each person in the ferry study."""

    def __init__(self, study: Study, ada: Person, crowd: dict, now: datetime):
        self.study, self.ada, self.crowd, self.now = study, By("customer", ada.id), crowd, now

    def tell(self) -> None:
        """One ending for each, from the longest ago to what is still ahead."""
        sofia = self.held("sofia_παπαδοπούλου", 10, "met")
        paid = participants.complete(sofia, self.ada, self.now - 8 * DAY).payouts.get()
        fire(
            fire(paid, "pay_out", self.ada, self.now - 7 * DAY),
            "settle",
            self.ada,
            self.now - 6 * DAY,
            proof="Bank reference 2026-114",
        )
        self.held("tenzing-norgay-the-younger-1987", 8, "they_absent", "i_absent")
        heron = self.held("quiet-heron-41", 7, "met")
        participants.complete(heron, self.ada, self.now - 5 * DAY)
        reports.report_contributor(
            Participant.get_by_id(heron.id),
            "not_qualified",
            self.ada,
            self.now - 4 * DAY,
            "Had never bought a ticket on a phone.",
        )
        self.held("mika_h", 5, "met")
        self.ahead(
            "o.adébáyọ̀",
            6,
            lambda session, them, at: fire(
                session, "cancel", them, at, reason="not_available", note="A family matter. Sorry about that."
            ),
        )
        self.ahead(
            "jonas.weber",
            4,
            lambda session, them, at: fire(
                session, "reschedule", self.ada, at, note="Our ferry is in the dock that day."
            ),
        )
        self.ahead("amara.okonkwo", 1, lambda session, them, at: session)

    def qualified(self, username: str, at: datetime) -> tuple[Participant, By]:
        """Screened, with answers that fit and the camera agreed to."""
        person = self.crowd[username]
        them = By("contributor", person.id)
        row = fire(
            Participant.get(Participant.study == self.study, Participant.person == person), "open_screener", them, at
        )
        for question in self.study.questions:
            accepted = question.choices.where(Choice.verdict == "accept").order_by(Choice.position).first()
            participants.save_answer(row, question.id, accepted.id, at + MINUTE)
        participants.agree_to_camera(row, at + 2 * MINUTE)
        return participants.finish_screener(row, them, at + 2 * MINUTE), them

    def held(self, username: str, days_ago: int, customer: str, contributor: str | None = None) -> Participant:
        """A conversation whose time has passed, and what both sides said of it."""
        at = self.now - (days_ago + 2) * DAY
        row, them = self.qualified(username, at)
        session = sessions.book(row, demo_studies.first(row, at, self.now - days_ago * DAY), them, at + 3 * MINUTE)
        said = session.starts_at + 20 * MINUTE if contributor else session.ends_at + MINUTE
        if contributor:
            presence.answer(session, contributor, them, said)
        presence.answer(session, customer, self.ada, said + MINUTE)
        return Participant.get_by_id(row.id)

    def ahead(self, username: str, days: int, then) -> Session:
        """A conversation that is still ahead, and what somebody did with it an hour ago."""
        at = self.now - 2 * DAY
        row, them = self.qualified(username, at)
        session = sessions.book(row, demo_studies.first(row, at, self.now + days * DAY), them, at + 3 * MINUTE)
        return then(session, them, self.now - HOUR)


def link_study(workspace, bo: Person, now: datetime) -> Study:
    """A study that people come to by a link."""
    return demo_studies.launched(
        workspace,
        bo,
        now - 3 * DAY,
        title="Wie Pendler ihre Monatskarte verlängern",
        audience="invite",
        length=30,
        reward=2500,
        places=6,
        meeting_link="https://meet.example/pendler",
        about="Ein kurzes Gespräch über das Verlängern der Monatskarte.",
        asks=PASSES,
    )


def draft(workspace, ada: Person, now: datetime) -> Study:
    """A study that is still being written."""
    return studies.draft(
        workspace, ada, now - DAY, title="First crossing with a bicycle", length=90, reward=9000, places=4
    )


def tea_house(now: datetime) -> None:
    """Another workspace, with seats instead of units."""
    mei = add_person(
        "mei@tea.example",
        "Mei Tan",
        "Asia/Singapore",
        now - 40 * DAY,
        demo=_("Customer of another workspace, Nordic Tea, with seats instead of units").text,
    )
    tea = add_workspace("Nordic Tea", "Asia/Singapore", now - 40 * DAY, [(mei, "admin")], plan="seat")
    units.grant_seat(tea, mei, now.year, yearly=12)


def own_people(workspace, ada: Person, now: datetime) -> None:
    """People whom the team enrolled itself, a list of those who know the night ferry, and a favourite."""
    at, by = now - 12 * DAY, By("customer", ada.id)
    enrolment.enrol(workspace, people_csv.parse(OWN_PEOPLE, at.year, LANGUAGES).lines, by, at)
    night = shortlists.begin(workspace, "Night ferry", by, at)
    shortlists.add_named(night, ["mika_h", "amara.okonkwo", "jonas.weber"], by, at)
    face = crowds.face(workspace.id, Person.get(Person.username == "mika_h").code)
    shortlists.put(shortlists.favourites(workspace, by, at), face, by, at)
    mate = Enrolled.get(Enrolled.workspace == workspace, Enrolled.name == "Ingrid Moe")
    shortlists.put(night, crowds.face(workspace.id, mate.code), by, at)
