"""A test done aloud, in a real Chromium with a made-up microphone and screen: agreed, recorded, the network lost in the
middle and back, the page loaded again in the middle, sent; and heard by the team, to the end."""

import threading

import pytest
from playwright.sync_api import expect
from werkzeug.serving import make_server

from commands import demo_aloud, signin
from models import database, migrate
from models.participants import Participant
from models.people import Person
from models.studies import Study
from models.tasks import Clip, Piece
from tests import world as story
from tests.commands.aloud import begun, task_of
from tests.services import chromium as browsers
from tests.services import run
from tests.services import server as servers
from tests.views.app import app_at
from views import playback

pytestmark = pytest.mark.browser
NOW = "2026-11-23T09:00:00+00:00"
FAKE = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
# What an offline browser says about its requests, and Chromium whenever a screen is shared without a camera.
EXPECTED = ("ERR_INTERNET_DISCONNECTED", "Permissions policy violation: camera")
PLAY = """(media) => new Promise((resolve) => {
  media.muted = true;
  media.playbackRate = 4;
  media.addEventListener("ended", () => resolve(media.currentTime));
  media.addEventListener("error", () => resolve(-1));
  media.play();
})"""
SEEK = """async (media, to) => {
  const done = new Promise((resolve) => media.addEventListener("seeked", resolve, { once: true }));
  media.currentTime = to;
  await done;
  return media.currentTime;
}"""
KNOWN = """(media) => new Promise((resolve) => {
  media.addEventListener("loadedmetadata", resolve);
  media.preload = "metadata";
  media.load();
})"""


class House:
    """The server with the demo in it, and the rows that it keeps."""

    def __init__(self, server):
        self.server = server

    def code_of(self, username: str) -> str:
        return Person.get((Person.username == username) | (Person.name == username)).code

    @property
    def place(self) -> Participant:
        """Cleo's place in the study that is done aloud."""
        study = Study.get(Study.title == "Thinking aloud on the quay")
        return Participant.get(Participant.study == study, Participant.person == Person.get(username="cleo.marchetti"))

    def clips(self) -> list[Clip]:
        """Cleo's recordings."""
        return list(Clip.select().where(Clip.participant == self.place).order_by(Clip.id))

    def whole(self) -> list[tuple[str, int]]:
        """(kind, pieces) of those that are whole."""
        return [(one.kind, one.pieces) for one in self.clips() if one.ended_at]


@pytest.fixture
def house(tmp_path):
    """The demo on a server of its own."""
    server = servers.start(tmp_path, now=NOW, PARLOR_DEMO="1")
    try:
        servers.parlor("demo", env=server.environment)
        database.connect(f"sqlite:///{tmp_path / 'parlor.db'}")
        yield House(server)
    finally:
        database.close()
        servers.stop(server)


@pytest.fixture
def enter(house, chromium, page_problems):
    """Opens a browser with these flags in which somebody of the demo is signed in."""
    opened = []

    def open_browser(username: str, *flags: str, **options):
        arguments = ["--disable-gpu", "--autoplay-policy=no-user-gesture-required", *flags]
        browser = chromium.browser_type.launch(executable_path=browsers.find(), args=arguments)
        opened.append(browser)
        page = browsers.open_page(browser, page_problems, **options)
        page.goto(f"{house.server.url}/sign-in")
        page.locator(f'button[value="{house.code_of(username)}"]').click()
        page.wait_for_url(lambda url: "sign-in" not in url)
        return page

    yield open_browser
    for browser in opened:
        browser.close()
    assert [one for one in page_problems if not any(words in one for words in EXPECTED)] == []
    page_problems.clear()


def shown(page, part: str, words: str) -> None:
    """The word that stands for this part now."""
    now = page.locator(f"[data-part={part}] [data-phase]:not([hidden]) .state").first
    expect(now).to_have_text(words, timeout=20_000)


def press(page, event: str) -> None:
    """One of the buttons."""
    page.locator(f"button[data-event={event}]:visible").click()


def to_the_task(page, house) -> None:
    """From the invitation to the first task."""
    page.goto(f"{house.server.url}/participants/{house.place.code}")
    press(page, "start")
    expect(page.get_by_role("heading", name="You think aloud, and it is recorded")).to_be_visible()
    press(page, "agree")
    press(page, "begin_task")
    shown(page, "recorder", "Not recording")


def pieces() -> int:
    return Piece.select().join(Clip).where(Clip.ended_at.is_null()).count()


def test_recorded_over_a_lost_network_and_a_reload_and_heard_to_the_end(house, enter):
    page = enter("cleo.marchetti", *FAKE)
    to_the_task(page, house)
    assert browsers.accessibility(page) == []
    press(page, "record")
    shown(page, "recorder", "Recording")
    shown(page, "screen", "Shared and recorded")
    shown(page, "microphone", "We hear you")
    assert page.title().startswith("● Recording")
    run.wait_until(lambda: pieces() >= 2, 20, "the first pieces arrived")
    assert browsers.accessibility(page) == []

    page.context.set_offline(True)
    shown(page, "network", "Waiting for the network. Nothing is lost: it is kept in this browser.")
    there = pieces()
    page.wait_for_timeout(5_000)
    assert pieces() == there
    page.context.set_offline(False)
    run.wait_until(lambda: pieces() >= there + 2, 30, "what waited arrived")

    page.reload()
    run.wait_until(lambda: len(house.whole()) == 2, 20, "what was cut off is whole")
    shown(page, "network", "Saved")
    assert sorted(kind for kind, _pieces in house.whole()) == ["screen", "voice"]

    go_through(page, house)
    expect(page.get_by_text("Submitted").first).to_be_visible()
    heard(house, enter("Ada Lindqvist"))


def go_through(page, house) -> None:
    """From the first task, of which something is recorded, to the end."""
    press(page, "record_voice")
    shown(page, "recorder", "Recording")
    press(page, "pause_recording")
    shown(page, "recorder", "Paused")
    press(page, "resume_recording")
    page.wait_for_timeout(1_500)
    press(page, "did_it")  # stops, saves, and only then goes on
    page.wait_for_url("**n=2")
    assert sorted(kind for kind, _pieces in house.whole()) == ["screen", "voice", "voice"]
    page.get_by_label("4", exact=True).check()
    press(page, "answer")
    press(page, "begin_task")
    press(page, "record_voice")
    page.wait_for_timeout(1_500)
    press(page, "stop_recording")
    shown(page, "recorder", "Stopped")
    shown(page, "network", "Saved")
    press(page, "gave_up")
    press(page, "submit")


def heard(house, page) -> None:
    """The team plays all of it."""
    page.goto(f"{house.server.url}/participants/{house.place.code}/recordings")
    players = page.locator("audio, video")
    assert players.count() == 4
    for number, clip in enumerate(house.clips()):
        one = next(it for it in players.all() if it.get_attribute("src") == f"/clips/{clip.code}")
        one.evaluate(KNOWN)
        length = one.evaluate("(media) => media.duration")
        assert abs(length - clip.milliseconds / 1000) < 0.1, number
        assert one.evaluate(SEEK, length / 2) == pytest.approx(length / 2, abs=0.5)
        assert one.evaluate(SEEK, 0) == pytest.approx(0, abs=0.5)
        assert one.evaluate(PLAY) >= length - 1
    assert browsers.accessibility(page) == []


def test_the_demo_plays_and_a_phone_is_not_too_narrow_for_it(house, enter):
    page = enter("Ada Lindqvist", width=360)
    study = Study.get(Study.title == "Thinking aloud on the quay")
    row = Participant.get(Participant.study == study, Participant.state == "submitted")
    page.goto(f"{house.server.url}/participants/{row.code}/recordings")
    for one in page.locator("audio, video").all():
        one.evaluate(KNOWN)
        assert one.evaluate("(media) => media.duration") == pytest.approx(6.2, abs=0.1)
        assert one.evaluate(PLAY) > 5.5
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.fixture
def portioned(tmp_path, monkeypatch):
    """A server in this process that gives a player very little at once, with one recording of each kind: (address, the
    team's cookie, their codes)."""
    monkeypatch.setattr(playback, "PORTION", 3000)
    app, _clock = app_at(f"sqlite:///{tmp_path / 'parlor.db'}", story.NOW, tmp_path)
    migrate.migrate()
    people = story.build()
    row = begun(people)
    for kind in ("voice", "screen"):
        demo_aloud.recorded(row, task_of(row), kind, story.NOW)
    _row, secret = signin.sign_in(people.ada, story.NOW, "Chromium")
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}", secret, row.code
    server.shutdown()
    thread.join()
    database.close()


def test_a_player_that_gets_a_portion_at_a_time_plays_all_of_it(portioned, open_page):
    address, secret, code = portioned
    page = open_page()
    page.context.add_cookies([{"name": "signin", "value": secret, "url": address}])
    page.goto(f"{address}/participants/{code}/recordings")
    asked = []
    page.on("response", lambda answer: asked.append(answer.status) if "/clips/" in answer.url else None)
    for one in page.locator("audio, video").all():
        one.evaluate(KNOWN)
        assert one.evaluate(SEEK, 3) == pytest.approx(3, abs=0.5)
        assert one.evaluate(SEEK, 0) == pytest.approx(0, abs=0.5)
        assert one.evaluate(PLAY) > 5.5
    assert len(asked) > 8
    assert set(asked) == {206}


def test_without_a_microphone_it_says_so_and_words_do(house, enter):
    page = enter("cleo.marchetti", "--use-fake-ui-for-media-stream", width=360)
    to_the_task(page, house)
    press(page, "record_voice")
    expect(page.get_by_text("We find no microphone")).to_be_visible()
    shown(page, "recorder", "Not recording")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_text("I can not record").click()
    page.get_by_label("What went wrong?").fill("My microphone is broken.")
    press(page, "unrecorded")
    press(page, "did_it")
    page.wait_for_url("**n=2")


@pytest.mark.parametrize("way", ["refused", "phone"])
def test_without_the_screen_the_voice_is_recorded_and_it_says_so(house, enter, way):
    page = enter("cleo.marchetti", *FAKE, width=360)
    to_the_task(page, house)
    if way == "phone":
        page.add_init_script("delete MediaDevices.prototype.getDisplayMedia")
        page.reload()
        expect(page.get_by_text("This device can not share its screen.")).to_be_visible()
        assert not page.locator("button[data-event=record]").is_visible()
        press(page, "record_voice")
    else:
        page.evaluate("""() => { navigator.mediaDevices.getDisplayMedia = () =>
            Promise.reject(new DOMException("", "NotAllowedError")); }""")
        press(page, "record")
        shown(page, "screen", "Not shared; your voice is recorded")
    shown(page, "recorder", "Recording")
    page.wait_for_timeout(1_000)
    press(page, "stop_recording")
    run.wait_until(lambda: house.whole() == [("voice", 1)], 20, "the voice is whole")


def test_taking_the_agreement_back_elsewhere_ends_a_recording_that_goes_on(house, enter):
    page = enter("cleo.marchetti", *FAKE)
    to_the_task(page, house)
    press(page, "record_voice")
    shown(page, "recorder", "Recording")
    other = page.context.new_page()
    run.wait_until(lambda: pieces() >= 1, 20, "the first piece arrived")
    other.goto(f"{house.server.url}/participants/{house.place.code}/recording/end")
    press(other, "end_recording")
    other.wait_for_url(f"**/participants/{house.place.code}")
    shown(page, "recorder", "Stopped")
    expect(page.get_by_text("This recording was erased.")).to_be_visible()
    assert not Piece.select().join(Clip).where(Clip.participant == house.place).exists()


def test_all_of_it_goes_by_keyboard(house, enter):
    page = enter("cleo.marchetti", *FAKE)
    to_the_task(page, house)
    page.locator("button[data-event=record_voice]").focus()
    page.keyboard.press("Enter")
    shown(page, "recorder", "Recording")
    expect(page.locator("button[data-event=pause_recording]")).to_be_focused()
    page.wait_for_timeout(1_000)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    shown(page, "recorder", "Stopped")
    run.wait_until(lambda: house.whole() == [("voice", 1)], 20, "the voice is whole")
