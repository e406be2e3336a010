"""The demo on a real server with somebody at every step of the story, and the address of every page there is."""

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from commands import letters, messages, participants, remarks, screeners, sessions, signin, studies
from commands.fire import fire
from commands.people import add_person
from integrations.bounces import Bounce
from lifecycle.attempt import By
from models import Letter, Participant, Payout, Person, Project, Report, Session, Standing, Study, Workspace, database
from outbox.secrets import unsubscribe_path
from rules.times import from_epoch
from tests.services import chromium as browsers
from tests.services import run
from tests.services import server as servers
from tests.views.app import SECRET

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
    "study-week": ("ada", "/studies/{ferry}?view=week"),
    "study-filtered": ("ada", "/studies/{ferry}?show=all&who=a"),
    "participants": ("ada", "/studies/{ferry}/participants"),
    "cancel-pending": ("ada", "/studies/{ferry}/cancel_pending"),
    "add-places": ("ada", "/studies/{ferry}/add_places"),
    "studies-narrowed": ("ada", "/studies?state=over&title=nothing"),
    "study-by-link": ("bo", "/studies/{pendler}"),
    "draft": ("ada", "/studies/{draft}"),
    "new-study": ("ada", "/studies/new"),
    "edit-details": ("mei", "/studies/{asked}/edit/details"),
    "edit-audience": ("mei", "/studies/{asked}/edit/audience"),
    "edit-times": ("mei", "/studies/{asked}/edit/times"),
    "edit-screener": ("mei", "/studies/{asked}/edit/screener"),
    "screener-launched": ("bo", "/studies/{pendler}/edit/screener"),
    "screener-preview": ("bo", "/studies/{pendler}/edit/preview"),
    "edit-review": ("ada", "/studies/{draft}/edit/review"),
    "edit-launched": ("ada", "/studies/{ferry}/edit"),
    "today-long": ("mei", "/today"),
    "duplicate": ("ada", "/studies/{ferry}/duplicate"),
    "session": ("ada", "/sessions/{ahead}"),
    "session-held": ("ada", "/sessions/{held}"),
    "thread": ("ada", "/sessions/{talking}"),
    "thread-mine": ("amara.okonkwo", "/sessions/{talking}"),
    "note": ("ada", "/sessions/{talking}/notes/{note}"),
    "write-all": ("ada", "/studies/{ferry}/message"),
    "write-none": ("ada", "/studies/{draft}/message"),
    "reschedule": ("ada", "/sessions/{ahead}/reschedule"),
    "cancel": ("ada", "/sessions/{ahead}/cancel"),
    "participant": ("ada", "/participants/{mika}"),
    "availability": ("ada", "/availability"),
    "hours-of-a-colleague": ("bo", "/availability?of={people[ada]}"),
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
    "questions-page": ("ylva.strand", "/participants/{sheet}/questions"),
    "camera": ("nadia.haddad", "/participants/{camera}/questions"),
    "terms": (None, "/terms"),
    "terms-camera": (None, "/terms/camera"),
    "terms-again": ("nadia.haddad", "/participants/{camera}/terms"),
    "leave-camera": ("theodora_h", "/participants/{agreed}/camera"),
    "agreed": ("theodora_h", "/participants/{agreed}"),
    "history": ("cleo.marchetti", "/me/history"),
    "history-one": ("quiet-heron-41", "/me/history"),
    "camera-check": ("amara.okonkwo", "/sessions/{talking}/camera"),
    "camera-check-desk": ("ada", "/sessions/{talking}/camera"),
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
    "letters-dropped": (None, "/outbox?state=dropped&q=reminder"),
    "letter-back": ("olga", "/outbox/{back}"),
    "unsubscribe": (None, "{unsubscribe}"),
    "letter": (None, "/outbox/{letter}"),
    "tour": (None, "/demo"),
    "rules": (None, "/rules"),
    "search": ("ada", "/search?q=ferry"),
    "search-none": ("mei", "/search?q=nothing"),
    "projects": ("ada", "/projects"),
    "projects-none": ("mei", "/projects"),
    "reports": ("ada", "/reports"),
    "reports-none": ("mei", "/reports"),
    "payouts-none": ("mei", "/payouts"),
    "team": ("ada", "/team"),
    "money-none": ("cleo.marchetti", "/money"),
    "standing-none": ("cleo.marchetti", "/standing"),
    "404": ("ada", "/studies/nothing-there"),
}
FEW = ("sign-in", "today", "study", "edit-screener", "session", "cancel", "payouts", "invitation", "questions", "times",
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
    note = written(talking)
    sheet = screening(add(Study.get(Study.title.startswith("Wie Pendler")), "ylva.strand", "Ylva Strand"), 1)
    return codes(ferry, extra) | {
        "talking": talking.code, "over": over.code, "ahead": ahead.code, "note": note, "sheet": sheet.code,
        "clock": talking.starts_at + 4 * MINUTE,
        "asked": asked().code, "asking": signin.ask("ada@halden.example", "", "", NOW, "/").code,
        "letter": run.wait_until(calendar_letter, 20, "a letter with a calendar file was written"),
        "back": came_back(), "unsubscribe": unsubscribe_path(SECRET.encode(), ferry.host.code),
    }  # fmt: skip


def written(talk: Session) -> int:
    """Both sides write to each other, and the team keeps a note, whose number this is."""
    host, them = By("customer", talk.host_id), By("contributor", talk.contributor_id)
    messages.write(talk, host, "Our meeting has a new link.\nYou find it on the page where you join.", NOW)
    messages.write(talk, them, f"Thank you, {LONG}. Running late: {'o' * 80}", NOW + MINUTE)
    return remarks.write(talk, host, "Ask about the timetable.\nAnd about the app.", NOW).id


def asked() -> Study:
    """A draft of the other workspace that asks something, with a name that is as long as names get."""
    tea = Workspace.get(Workspace.name == "Nordic Tea")
    draft = studies.draft(tea, Person.get(Person.name == "Mei Tan"), NOW, title=f"Die Jahreskarte der Familie {LONG}")
    asks = [
        {"text": "Haben Sie eine Monatskarte?", "choices": [
            ("Ja", "accept"), {"text": "Nein", "verdict": "reject", "skip_to": 3, "quota": 2}]},
        {"text": f"Womit? {LONG}", "kind": "multiple", "maximum": 2, "choices": [(LONG, "may"), ("Bus", "may")]},
        {"text": "Wie leicht war es?", "kind": "scale", "minimum": 0, "maximum": 10, "high_label": "Sehr leicht"},
        {"text": "Was geschah zuletzt?", "kind": "text", "required": False, "maximum": 300},
    ]  # fmt: skip
    return screeners.write(draft, asks, By("customer", draft.author_id), NOW)


def calendar_letter() -> int | None:
    """The number of a letter that the server's worker has written by now, one with a calendar file."""
    row = Letter.get_or_none(Letter.calendar != "")
    return row and row.outgoing_id


def came_back() -> int:
    """The number of a letter that its reader's mail server sent back."""
    kept = Letter.select().where(Letter.calendar != "").order_by(Letter.id.desc()).get()
    letters.bounce(Bounce(kept.message_id, (kept.address,), True, "5.1.1", "550 5.1.1 No such person"), NOW)
    return kept.outgoing_id


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
        "agreed": extra["ahead"].code,
        "held": Session.get(Session.state == "completed").code, "payout": Payout.get().code,
        "report": Report.get().code, "project": Project.get().code,
        "standing": Standing.get(Standing.person == Person.get(Person.username.startswith("tenzing"))).code,
    }  # fmt: skip
