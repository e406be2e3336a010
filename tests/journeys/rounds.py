"""The demo on a real server with somebody at every step of the story, and the address of every page there is."""

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from commands import participants, sessions, signin, studies
from commands.fire import fire
from commands.people import add_person
from lifecycle.attempt import By
from models import Letter, Participant, Payout, Person, Project, Report, Session, Standing, Study, Workspace, database
from rules.times import from_epoch
from tests.services import chromium as browsers
from tests.services import run
from tests.services import server as servers

NOW = datetime(2027, 3, 1, 9, 10, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LONG = "Maximiliane-Theodora von Hohenberg-Schwarzenfeld zu Altenbruch"
# name: (who opens it, where); the names in braces are the keys of `Rounds.codes`
PAGES = {
    "sign-in": (None, "/sign-in"),
    "code": (None, "/sign-in/{asking}"),
    "again": ("ada", "/sign-in/again"),
    "sign-ins": ("ada", "/sign-ins"),
    "today": ("ada", "/today"),
    "studies": ("ada", "/studies"),
    "study": ("ada", "/studies/{ferry}"),
    "study-by-link": ("bo", "/studies/{pendler}"),
    "draft": ("ada", "/studies/{draft}"),
    "new-study": ("ada", "/studies/new"),
    "edit": ("mei", "/studies/{asked}/edit"),
    "today-long": ("mei", "/today"),
    "duplicate": ("ada", "/studies/{ferry}/duplicate"),
    "session": ("ada", "/sessions/{ahead}"),
    "session-held": ("ada", "/sessions/{held}"),
    "reschedule": ("ada", "/sessions/{ahead}/reschedule"),
    "cancel": ("ada", "/sessions/{ahead}/cancel"),
    "participant": ("ada", "/participants/{mika}"),
    "availability": ("ada", "/availability"),
    "payouts": ("ada", "/payouts"),
    "payout": ("ada", "/payouts/{payout}"),
    "plan": ("ada", "/plan"),
    "seats": ("mei", "/plan"),
    "viewer": ("vera", "/sessions/{ahead}"),
    "join-before-desk": ("ada", "/sessions/{ahead}/join"),
    "join-during-desk": ("ada", "/sessions/{talking}/join"),
    "join-over-desk": ("ada", "/sessions/{over}/join"),
    "me": ("cleo.marchetti", "/me"),
    "me-busy": ("amara.okonkwo", "/me"),
    "invitation": ("cleo.marchetti", "/participants/{cleo}"),
    "questions": ("asta_jons", "/participants/{questions}/questions"),
    "camera": ("nadia.haddad", "/participants/{camera}/questions"),
    "times": ("bjarne-solheim", "/participants/{free}/times"),
    "new-time-asked": ("jonas.weber", "/sessions/{jonas}"),
    "new-time": ("jonas.weber", "/sessions/{jonas}/rebook"),
    "my-session": ("theodora_h", "/sessions/{ahead}"),
    "my-cancel": ("theodora_h", "/sessions/{ahead}/cancel"),
    "join-before": ("theodora_h", "/sessions/{ahead}/join"),
    "join-during": ("amara.okonkwo", "/sessions/{talking}/join"),
    "join-over": ("wilhelmina.k", "/sessions/{over}/join"),
    "submitted": ("mika_h", "/participants/{mika}"),
    "money": ("sofia_παπαδοπούλου", "/money"),
    "standing": ("tenzing-norgay-the-younger-1987", "/standing"),
    "report": ("quiet-heron-41", "/reports/{report}"),
    "standing-row": ("tenzing-norgay-the-younger-1987", "/standings/{standing}"),
    "project": ("ada", "/projects/{project}"),
    "link": (None, "/i/{link}"),
    "link-signed-in": ("cleo.marchetti", "/i/{link}"),
    "outbox": (None, "/outbox"),
    "letter": (None, "/outbox/{letter}"),
    "tour": (None, "/demo"),
    "rules": (None, "/rules"),
    "404": ("ada", "/studies/nothing-there"),
}
FEW = ("sign-in", "today", "study", "edit", "session", "cancel", "payouts", "invitation", "questions", "times",
       "my-session", "join-during", "money", "outbox")  # fmt: skip
EXTRA = {
    "asked": ("asta_jons", "Ásta Jónsdóttir"),
    "camera": ("nadia.haddad", "Nadia Haddad"),
    "free": ("bjarne-solheim", "Bjarne Solheim"),
    "ahead": ("theodora_h", "Theodora Hohenberg"),
    "over": ("wilhelmina.k", "Wilhelmina Kumpula"),
}


@dataclass
class Rounds:
    """The server, what stands in the braces of PAGES, and where each person is signed in."""

    server: servers.Server
    codes: dict
    states: dict = field(default_factory=dict)

    def address(self, name: str) -> str:
        """The full address of a page of PAGES."""
        return self.server.url + PAGES[name][1].format(**self.codes)

    def signed_in(self, browser, person: str | None) -> dict:
        """The cookies of a browser in which this person of the demo is signed in."""
        if person and person not in self.states:
            page = browsers.open_page(browser, [])
            page.goto(f"{self.server.url}/sign-in")
            page.locator(f'button[value="{self.codes["people"][person]}"]').click()
            page.wait_for_url(lambda url: "sign-in" not in url)
            self.states[person] = page.context.storage_state()
            page.context.close()
        return {"storage_state": self.states[person]} if person else {}


@contextmanager
def house(home: Path, **settings: str):
    """The server with everybody in it; it ends with the block."""
    server = servers.start(home, now=NOW.isoformat(), PARLOR_DEMO="1", **settings)
    try:
        servers.parlor("demo", env=server.environment)
        database.connect(f"sqlite:///{home / 'parlor.db'}")
        codes = populate()
        database.close()
        server.now((codes.pop("clock")).isoformat())
        yield Rounds(server, codes)
    finally:
        servers.stop(server)


def populate() -> dict:
    """Somebody at every step, by the real commands; what stands in the braces of PAGES."""
    ferry = Study.get(Study.title.startswith("Buying a ferry"))
    extra = {key: add(ferry, username, name) for key, (username, name) in EXTRA.items()}
    screening(extra["asked"], 0)
    screening(extra["camera"], 2)
    for key in ("free", "ahead", "over"):
        screening(extra[key], 2, finish=True)
    talking = Session.get(Session.contributor == Person.get(Person.username == "amara.okonkwo"))
    over = book(extra["over"], NOW)
    ahead = book(extra["ahead"], talking.starts_at + timedelta(days=2))
    return codes(ferry, extra) | {
        "talking": talking.code, "over": over.code, "ahead": ahead.code, "clock": talking.starts_at + 4 * MINUTE,
        "asked": asked().code, "asking": signin.ask("ada@halden.example", "", "", NOW, "/").code,
        "letter": run.wait_until(calendar_letter, 20, "a letter with a calendar file was written"),
    }  # fmt: skip


def asked() -> Study:
    """A draft of the other workspace that asks something, with a name that is as long as names get."""
    tea = Workspace.get(Workspace.name == "Nordic Tea")
    draft = studies.draft(tea, Person.get(Person.name == "Mei Tan"), NOW, title=f"Die Jahreskarte der Familie {LONG}")
    studies.ask(draft, [{"text": "Haben Sie eine Monatskarte?", "choices": [("Ja", "accept"), ("Nein", "reject")]}])
    return draft


def calendar_letter() -> int | None:
    """The number of a letter that the server's worker has written by now, one with a calendar file."""
    row = Letter.get_or_none(Letter.calendar != "")
    return row and row.outgoing_id


def add(study: Study, username: str, name: str) -> Participant:
    """One more person, invited to the study."""
    email, zone = f"{username}@people.example", "Europe/Lisbon"
    person = add_person(email, name, zone, NOW, username=username, demo="Contributor")
    return participants.invite(study, person, By("customer", study.author_id), NOW)


def screening(row: Participant, answers: int, finish: bool = False) -> Participant:
    """So many answers given; with `finish` the camera is agreed to."""
    them = By("contributor", row.person_id)
    row = fire(row, "open_screener", them, NOW)
    for question in row.study.asked()[:answers]:
        participants.save_answer(row, question.id, question.choices[0].id, NOW)
    if finish:
        participants.agree_to_camera(row, NOW)
        participants.finish_screener(row, them, NOW)
    return row


def book(row: Participant, wanted: datetime) -> Session:
    """The first time from then on that is offered."""
    row = Participant.get_by_id(row.id)
    start = next(start for start in map(from_epoch, row.offered_starts(NOW)) if start >= wanted)
    return sessions.book(row, start, By("contributor", row.person_id), NOW)


def codes(ferry: Study, extra: dict) -> dict:
    """The codes that the addresses need."""
    people = dict(Person.select(Person.username, Person.code).where(Person.username.is_null(False)).tuples())
    people |= {one.email.split("@")[0]: one.code for one in Person.select() if not one.username}
    place = {row.person.username: row.code for row in Participant.select().where(Participant.study == ferry)}
    pendler = Study.get(Study.title.startswith("Wie Pendler"))
    return {
        "people": people, "ferry": ferry.code, "pendler": pendler.code, "link": pendler.link,
        "draft": Study.get(Study.title.startswith("First crossing")).code,
        "cleo": place["cleo.marchetti"], "mika": place["mika_h"],
        "jonas": Session.get(Session.state == "rescheduling").code,
        "questions": extra["asked"].code, "camera": extra["camera"].code, "free": extra["free"].code,
        "held": Session.get(Session.state == "completed").code, "payout": Payout.get().code,
        "report": Report.get().code, "project": Project.get().code,
        "standing": Standing.get(Standing.person == Person.get(Person.username.startswith("tenzing"))).code,
    }  # fmt: skip
