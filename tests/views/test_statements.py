"""However long its lists are, a page asks the database little: four statements at most, besides the one that says who
is asking. Every page of the demo with somebody at every step is opened once and its statements are counted."""

from datetime import timedelta

import pytest

from commands import demo
from commands.sweep import sweep
from models import Candidate, Person, database, migrate
from outbox.drain import drain
from tests.journeys import rounds
from tests.views.app import app_at, hands_of

MOST = 4
# Pages of one row that show more than four lists of their own, and why.
EXTRA_ALLOWED = {
    "board": 9,  # what it can be narrowed to, the numbers, the rows, and the signs of who is Submitted in a study
    "session": 5,  # who is free at that time, other times, answers, and the story
    "viewer": 5,  # the same page
    "thread": 5,  # answers, messages, notes, and the story
    "participant": 5,  # conversations, payouts, answers, and the story
    "operator": 5,  # two say which migrations ran, what waits, the numbers, how it runs
    "health": 5,  # the same two, how it runs, the database, who runs it
    "member": 5,  # who they are, that they were looked at, their numbers, marks, reports
    "cancel-pending": 5,  # that somebody looked, how many, the first of them, and what stays
    "person-own": 5,  # who it is, what the team told, their studies, lists, and the drafts that ask a list
    "edit-audience": 5,  # names, what is known of them, questions, times
    "edit-audience-network": 6,  # what may be chosen, who matches, what narrows most, questions, times
    "candidate-elsewhere": 5,  # whether they are here, answers, what the other side said, and the story
    "me": 5,  # what one is asked, conversations, recruiting, new messages, and money with the standing
    "me-busy": 5,  # the same page
    "me-guest": 5,  # the same page
    "team-member": 5,  # who it is, what they hold and with whom, what they hold with others, their studies
    "team-own": 5,  # the same page
    "edit-project-people": 5,  # the project, what may be chosen, who matches, what narrows most, questions
    "decline": 6,  # tried and taken back, and who would be written to
    "participant-alone": 10,  # the page of a person, and the signs of what they sent
    "participant-aloud": 10,  # the same
    "begun-alone": 5,  # questions, tasks, what was agreed to, and the story
    "results": 8,  # the numbers, answers counted, texts, tasks, that they were looked at, what was asked
    "results-of-a-survey": 6,  # the same without tasks
    "results-texts": 5,  # what was asked, the texts, and that they were looked at
    "report-evidence": 6,  # money, what is known, what they answered, that it was looked at, and the story
}
# Lists that are not in the demo's rounds.
PAGES = rounds.PAGES | {
    "search": ("ada", "/search?q=a"),
    "search-of-a-day": ("ada", "/search?q=2027-03-02"),
    "projects": ("ada", "/projects"),
    "candidate": ("ada", "/candidates/{candidate}"),
    "reports": ("ada", "/reports"),
    "team": ("ada", "/team"),
    "all-reports": ("olga", "/reports"),
    "standings": ("olga", "/standings"),
    "study-story": ("ada", "/studies/{ferry}?show=story"),
    "study-people": ("ada", "/studies/{ferry}?show=people"),
    "submitted-people": ("ada", "/studies/{ferry}/participants?state=submitted"),
}
AGAIN = {"again"}  # asks who it is before it can be seen
STATUS = {"404": 404}


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    """Opens a page of PAGES as its person: (status, statements)."""
    home = tmp_path_factory.mktemp("statements")
    app, clock = app_at(f"sqlite:///{home / 'parlor.db'}", rounds.NOW, home, PARLOR_DEMO="1")
    clock.file = home / "now"  # the tour moves it
    migrate.migrate()
    with app.app_context():
        demo.play(rounds.NOW)
        drain(app.config["SETTINGS"], clock.now)
        base = app.config["SETTINGS"].base_url
        codes = rounds.populate() | rounds.from_elsewhere(base) | {"candidate": Candidate.get().code}
        clock.at = codes.pop("clock")
        sweep(clock.at - timedelta(minutes=1))
    browsers: dict = {}

    def ask(name: str):
        person, path = PAGES[name]
        if person not in browsers:
            row = Person.get_or_none(Person.code == codes["people"][person]) if person else None
            browsers[person] = hands_of(app, row)
        address = path.format(**codes)
        browsers[person].open(address)  # what is looked up once and kept
        found: list = []
        database.db.obj.query_hooks.append(found.append)
        answer = browsers[person].client.get(address)
        database.db.obj.query_hooks.clear()
        return answer.status_code, outside_previews([query.sql for query in found])

    yield ask
    database.close()


def outside_previews(statements: list[str]) -> list[str]:
    """Without those between a savepoint and its end: a preview runs the command itself, which asks what it asks."""
    found, inside = [], False
    for sql in statements:
        inside = inside or sql.startswith("SAVEPOINT")
        found += [] if inside else [sql]
        inside = inside and not sql.startswith("ROLLBACK")
    return found


@pytest.mark.parametrize("name", sorted(set(PAGES) - AGAIN))
def test_a_page_asks_little(opened, name):
    status, statements = opened(name)
    assert status == STATUS.get(name, 200)
    assert len(statements) <= EXTRA_ALLOWED.get(name, MOST) + 1, "\n".join(statements)
