"""The journeys of both sides in a real Chromium on the real server: at a desk and on a phone, with scripts, without
them, and with a keyboard alone. What differs between the ways of working stands in people.py and nowhere else."""

from datetime import datetime

import pytest
from playwright.sync_api import expect

from commands import screeners, studies
from commands.fire import fire
from lifecycle.attempt import By
from models import Person as Someone
from models import database
from tests.journeys import contributor_steps, customer_steps, team_steps
from tests.journeys.contributor_steps import MINUTE
from tests.journeys.people import Keys, Person, Plain
from tests.services import server as servers

pytestmark = pytest.mark.browser
NOW = "2027-03-01T09:10:00+00:00"
PHONE, DESK = 360, 1280
TITLE = "What a night boat should know of you"
ASKS = [
    {"text": "Do you own a bicycle?", "choices": [
        {"text": "Yes", "verdict": "accept", "quota": 3},
        {"text": "No", "verdict": "reject", "skip_to": "end"},
    ]},
    {"text": "Where did you take it?", "kind": "multiple", "choices": [("On a train", "may"), ("On a boat", "may")]},
    {"text": "How easy was it?", "kind": "scale", "minimum": 1, "maximum": 5, "low_label": "Very hard"},
    {"text": "What happened the last time?", "kind": "text"},
]  # fmt: skip


def ways(*ordinary, slow=()):
    """(way of working, width of the window) as parameters; the slow ones repeat the others in another window."""
    plain = [pytest.param(*one, id=_named(one)) for one in ordinary]
    marked = [pytest.param(*one, marks=pytest.mark.slow, id=_named(one)) for one in slow]
    return pytest.mark.parametrize(("way", "width"), plain + marked)


def _named(one) -> str:
    way, width = one
    return f"{ {Person: 'scripts', Plain: 'plain', Keys: 'keyboard'}[way] }-{width}"


@pytest.fixture
def demo(start_server):
    """The real server with the people of the demo, on a Monday morning."""
    server = start_server(now=NOW, PARLOR_DEMO="1")
    servers.parlor("demo", env=server.environment)
    return server


@pytest.fixture
def somebody(demo, open_page):
    """Sits somebody of the demo down, with their way of working, at a window of this width."""

    def sit(name: str, way: type[Person], width: int) -> Person:
        zone = "Europe/Lisbon" if name.startswith("Cleo") else "Europe/Oslo"
        page = open_page(width=width, javascript=way.scripts, timezone_id=zone, has_touch=width == PHONE)
        return way(page, demo).come(name)

    return sit


def invited(server: servers.Server) -> None:
    """Cleo is invited to a study that asks a question of each kind."""
    now = datetime.fromisoformat(NOW)
    database.connect(f"sqlite:///{server.home / 'parlor.db'}")
    ada = Someone.get(Someone.name == "Ada Lindqvist")
    by = By("customer", ada.id)
    study = studies.draft(ada.memberships.get().workspace, ada, now, title=TITLE, length=30, reward=3000, places=2,
                          meeting_link="https://meet.example/night-boat", about="We talk, you show.")  # fmt: skip
    studies.name_invitees(study, ["cleo.marchetti"])
    fire(screeners.write(study, ASKS, by, now), "launch", by, now)
    database.close()


def test_from_a_draft_to_the_money_on_both_sides(demo, somebody):
    ada = somebody("Ada Lindqvist", Person, DESK)
    study = customer_steps.build(ada)
    cleo = somebody("Cleo Marchetti", Person, PHONE)
    begins = contributor_steps.take_part(cleo, customer_steps.TITLE)
    talk = cleo.page.url
    contributor_steps.calendar_letter(cleo, customer_steps.TITLE)
    contributor_steps.message(cleo)
    begins = contributor_steps.move(cleo, begins)
    contributor_steps.home(cleo, customer_steps.TITLE)
    contributor_steps.join(cleo, begins, "https://meet.example/night-boat")
    customer_steps.join(ada, study)
    demo.now((begins + 31 * MINUTE).isoformat())
    contributor_steps.say_met(cleo)
    customer_steps.say_met(ada)
    customer_steps.complete_one(ada, talk)
    customer_steps.pay(ada)
    cleo.go("/money")
    expect(cleo.page.locator(".bill li", has_text=customer_steps.TITLE)).to_contain_text("Paid")


@ways(
    (Plain, DESK), (Keys, DESK),
    slow=((Person, PHONE), (Plain, PHONE), (Keys, PHONE)),
)  # fmt: skip
def test_a_customer_writes_and_launches_a_study(somebody, way, width):
    customer_steps.build(somebody("Ada Lindqvist", way, width))


@ways(
    (Person, DESK), (Plain, PHONE), (Keys, DESK),
    slow=((Person, PHONE), (Plain, DESK), (Keys, PHONE)),
)  # fmt: skip
def test_a_customer_looks_after_a_study(somebody, way, width):
    customer_steps.look_after(somebody("Ada Lindqvist", way, width))


@ways(
    (Plain, PHONE), (Keys, PHONE),
    slow=((Person, DESK), (Plain, DESK), (Keys, DESK)),
)  # fmt: skip
def test_a_contributor_takes_part(demo, somebody, way, width):
    invited(demo)
    cleo = somebody("Cleo Marchetti", way, width)
    begins = contributor_steps.take_part(cleo, TITLE)
    contributor_steps.calendar_letter(cleo, TITLE)
    contributor_steps.message(cleo)
    begins = contributor_steps.move(cleo, begins)
    contributor_steps.home(cleo, TITLE)
    contributor_steps.join(cleo, begins, "https://meet.example/night-boat")
    contributor_steps.money(cleo)


@ways((Plain, DESK), slow=((Person, PHONE), (Keys, DESK)))
def test_a_reviewer_sends_a_study_back(somebody, way, width):
    ada, runa = somebody("Ada Lindqvist", way, width), somebody("Runa Vik", way, width)
    team_steps.asks_for_reviews(ada)
    team_steps.ask_for_review(ada, "Is the reward fair?")
    team_steps.send_back(runa, "Is the reward fair?", "Please say what it is about.")
    team_steps.mend(ada, "Please say what it is about.")
    team_steps.approve(runa)
    ada.go("/studies")
    ada.follow(team_steps.DRAFT)
    ada.state("Approved")
