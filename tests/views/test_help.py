"""The help: every topic answers, its numbers are those of the rules, what is looked for is found, and every screen
leads to the topic that explains it."""

import pathlib
import re
from html.parser import HTMLParser

import pytest

from commands import demo
from lifecycle import words
from models import Person, Workspace, database, migrate
from models.lacking import LENGTHS
from outbox.drain import drain
from rules.policy import BOUNDS, Policy
from rules.units import session_units
from tests import world
from tests.journeys import rounds
from tests.views.app import app_at, hands_of
from views import help as pages
from views import help_search, help_words
from views.help_everyday import EVERYDAY
from views.help_screens import SCREENS, of_screen
from views.help_topics import CONTRIBUTOR, CUSTOMER, SIDES, TOPICS

TEXTS = sorted(pathlib.Path("templates/help").glob("c*/*.html"))
DIGITS = re.compile(r"\d")
# Another value for each number of the policy.
OTHER = {"notice_hours": 36, "join_minutes": 20, "absence_minutes": 12, "correct_days": 20, "remind_hours": 30,
         "lapse_days": 5, "moves": 1, "due_days": 4, "overdue_days": 9, "late_percent": 50}  # fmt: skip


class Words(HTMLParser):
    """The paragraphs of a page that can be read, one after the other."""

    def __init__(self, html: str):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_data(self, data):
        self.found.append(data)


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_is_there_for_everybody_short_and_leads_on(place, topic):
    hands = place.nobody().open(f"/help/{topic}")
    assert hands.status == 200
    hands.see(str(TOPICS[topic].title))
    own = " ".join(Words(body_of(place, topic)).found).split()
    assert 120 <= len(own) <= 430
    assert TOPICS[topic].next
    for other in TOPICS[topic].next:
        assert any(href.endswith(f"/help/{other}") for href, _event, _text in hands.page.links)
    for noun in TOPICS[topic].rules:
        assert any(href.endswith(f"/rules/{noun}") for href, _event, _text in hands.page.links)
    assert len(hands.html) <= 30 * 1024


def body_of(place, topic: str) -> str:
    """What a topic says."""
    with place.app.test_request_context("/"):
        return help_words.body(topic)


def test_every_topic_has_its_text_and_every_text_its_topic():
    assert {(path.parent.name, path.stem) for path in TEXTS} == {(one.side, slug) for slug, one in TOPICS.items()}
    assert {other for one in TOPICS.values() for other in one.next} <= set(TOPICS)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_no_number_is_written_by_hand(path):
    told = re.sub(r"<[^>]*>|\{\{.*?\}\}|\{%.*?%\}|\w*\[\d\]", "", path.read_text(), flags=re.DOTALL)
    said = re.findall(r'_\("(.*?)"', path.read_text())
    assert [one for one in (told, *said) if DIGITS.search(one.replace("%(n)s", ""))] == []


@pytest.mark.parametrize("name", OTHER)
def test_the_help_says_another_number_as_soon_as_the_policy_has_one(place, monkeypatch, name):
    before = [body_of(place, topic) for topic in TOPICS]
    other = Policy(**{name: OTHER[name]})
    monkeypatch.setattr(help_words, "Policy", lambda: other)
    assert [body_of(place, topic) for topic in TOPICS] != before


def test_no_number_of_the_policy_is_left_out():
    assert set(OTHER) == set(BOUNDS)


def test_roles_and_prices_are_those_of_the_code(place, monkeypatch):
    before = body_of(place, "teams")
    monkeypatch.setitem(help_words.MAY, "viewer", help_words.MAY["creator"])
    assert body_of(place, "teams") != before
    plan = body_of(place, "plan")
    for length in LENGTHS:
        assert f'<td class="num end">{session_units("live_conversation", "network", length)}</td>' in plan


def test_the_own_side_comes_first(place):
    def first(hands) -> str:
        return str(hands.open("/help").html.partition('<h2 id="c')[2].partition(">")[2].partition("<")[0])

    assert first(place.as_(place.world.ada)) == str(SIDES[CUSTOMER])
    assert first(place.as_(place.world.cleo)) == str(SIDES[CONTRIBUTOR])
    assert first(place.nobody()) == str(SIDES[CONTRIBUTOR])


def found(hands, typed: str) -> list[str]:
    """The topics that a search finds, in order."""
    html = hands.open(f"/help/search?q={typed}").html.partition('id="found"')[2]
    return re.findall(r'class="name link" href="/help/([a-z-]+)"', html)


def test_what_is_looked_for_is_found_best_first_and_marked(place):
    ada, cleo = place.as_(place.world.ada), place.as_(place.world.cleo)
    assert found(ada, "rescheduling")[0] == "rescheduling"
    assert found(ada, "No-Show")[0] == "no-shows"
    assert found(cleo, "camera")[0] == "camera"
    assert found(cleo, "payment+on+hold")[0] == "payment"
    assert found(cleo, "paym%C3%A9nt")[0] == "payment"
    assert "<mark>" in cleo.html
    assert found(ada, "ed") == []


@pytest.mark.parametrize(
    ("typed", "topic"),
    [("favourites", "own-people"), ("favorites", "own-people"), ("csv", "own-people"), ("import", "own-people"),
     ("invoice", "plan"), ("postpone", "rescheduling"), ("outlook", "availability"), ("GDPR", "your-data")],
)  # fmt: skip
def test_what_people_call_it_leads_to_the_topic(place, typed, topic):
    assert topic in found(place.as_(place.world.ada), typed)[:3]


def test_every_topic_has_everyday_words():
    assert set(EVERYDAY) == set(TOPICS)


def test_nothing_found_teaches_and_shows_everything(place):
    hands = place.nobody().open("/help/search?q=zebra")
    assert hands.status == 200
    hands.see("No page has these words").see(str(TOPICS["camera"].title))
    assert place.nobody().open("/help/search").status == 200
    assert place.nobody().open("/help/search?q=%3Cscript%3E(((").status == 200


def test_a_search_is_in_the_language_of_the_reader(place):
    with place.app.test_request_context("/"):
        for language in words.LANGUAGES:
            with words.reading(language):
                own = help_search.library(language)
                assert [one.title for one in own] == [str(topic.title) for topic in TOPICS.values()]


def test_what_is_typed_is_shown_and_never_run(place):
    html = place.nobody().open('/help/search?q="><script>alert(1)</script>camera').html
    assert "<script>alert" not in html


def test_an_unknown_topic_is_not_there(place):
    assert place.nobody().open("/help/nothing").status == 404


def test_whom_to_ask_stands_at_the_end_of_every_topic(place):
    place.nobody().open("/help/camera").see("No contact for help is set here yet")
    Workspace.update(help_contact="help@halden.example").where(Workspace.id == place.world.halden.id).execute()
    assert 'href="mailto:help@halden.example"' in place.as_(place.world.ada).open("/help/plan").html
    assert "halden.example" not in place.as_(place.world.cleo).open("/help/camera").html
    world.live_study(place.world)
    assert 'href="mailto:help@halden.example"' in place.as_(place.world.cleo).open("/help/camera").html
    assert "halden.example" not in place.as_(place.world.mallory).open("/help/camera").html


def test_the_contact_of_the_installation_is_for_everybody(database_url, tmp_path):
    app, _clock = app_at(database_url, world.NOW, tmp_path, PARLOR_HELP_CONTACT="https://help.example/parlor")
    world.build()
    assert 'href="https://help.example/parlor"' in hands_of(app).open("/help/camera").html
    database.close()


@pytest.mark.parametrize(
    ("contact", "link"),
    [
        ("ask@a.example", "mailto:ask@a.example"),
        ("https://a.example", "https://a.example"),
        ("extension 200", None),
        ("javascript:alert(1)", None),
        ("a@b.example?bcc=c@d.example", None),
    ],
)
def test_a_contact_is_a_link_only_where_it_is_an_address(contact, link):
    assert pages.link_of(contact) == link


def test_every_topic_explains_a_screen():
    assert {topic for table in SCREENS.values() for topic in table.values()} == set(TOPICS)
    for side, table in SCREENS.items():
        assert {TOPICS[topic].side for topic in table.values()} == {side}


@pytest.mark.parametrize(
    ("side", "place_of", "topic"),
    [
        (CUSTOMER, ["sessions", "reschedule"], "rescheduling"),
        (CUSTOMER, ["sessions", "overturn"], "no-shows"),
        (CUSTOMER, ["studies", "edit", "screener"], "screeners"),
        (CUSTOMER, ["nothing", "of", "that"], "launching"),
        (CONTRIBUTOR, ["sessions", "join"], "screen-sharing"),
        (CONTRIBUTOR, ["money"], "payment"),
    ],
)
def test_a_screen_leads_to_its_topic(side, place_of, topic):
    assert of_screen(side, place_of) == topic


def test_the_page_of_a_row_leads_to_its_topic_and_not_to_its_code(place):
    session = world.booked(place.world)
    ada, cleo = place.as_(place.world.ada), place.as_(place.world.cleo)
    assert 'data-help="rescheduling"' in ada.open(f"/sessions/{session.code}").html
    assert 'data-help="rescheduling"' in ada.open(f"/sessions/{session.code}/reschedule").html
    assert 'data-help="exclusion"' in ada.open(f"/participants/{session.participant.code}/exclude").html
    assert 'data-help="changing-a-time"' in cleo.open(f"/sessions/{session.code}/move").html


@pytest.fixture(scope="module")
def everywhere(tmp_path_factory):
    """The app with the demo and somebody at every step, and what stands in the braces of the rounds."""
    home = tmp_path_factory.mktemp("help")
    app, clock = app_at(f"sqlite:///{home / 'parlor.db'}", rounds.NOW, home, PARLOR_DEMO="1")
    migrate.migrate()
    with app.app_context():
        demo.play(rounds.NOW)
        drain(app.config["SETTINGS"], clock.now)
        codes = rounds.populate() | rounds.from_elsewhere(app.config["SETTINGS"].base_url)
        clock.at = codes.pop("clock")
    yield app, codes
    database.close()


def test_every_page_of_the_rounds_leads_to_a_topic_that_answers(everywhere):
    app, codes = everywhere
    browsers, missing, led = {}, [], set()
    for name, (person, path) in rounds.PAGES.items():
        if person not in browsers:
            browsers[person] = hands_of(app, Person.get(Person.code == codes["people"][person]) if person else None)
        page = browsers[person].open(path.format(**codes))
        topics = set(re.findall(r'href="/help/[a-z-]+" data-help="([a-z-]+)"', page.html))
        led |= topics
        if not topics and not path.startswith("/help") and not path.startswith("/practice"):
            missing.append((name, page.status, page.url))
    assert missing == []
    assert {hands_of(app).open(f"/help/{topic}").status for topic in led} == {200}
