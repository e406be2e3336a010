"""The check of camera and microphone in a real Chromium: with devices that work, that are dark or silent, that are not
there, not allowed or in use; by keyboard; without scripts; and that nothing of it leaves the browser."""

import struct
import wave

import pytest
from playwright.sync_api import expect

from tests.journeys import rounds
from tests.journeys.people import tab_to
from tests.services import chromium as browsers

pytestmark = pytest.mark.browser
FAKE = "--use-fake-device-for-media-stream"
TWO = f"{FAKE}=device-count=2"
YES = "--use-fake-ui-for-media-stream"
ELSEWHERE = "parlor.example"
PHONE = {"viewport": {"width": 360, "height": 760}, "has_touch": True}


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """The demo with somebody at every step."""
    with rounds.house(tmp_path_factory.mktemp("house")) as everybody:
        yield everybody


@pytest.fixture
def check(house, chromium, page_problems):
    """Opens the check of a person at the camera step, in a Chromium with these flags and permissions of its own."""
    opened = []

    def open_check(*flags: str, page="camera", allowed=(), host="127.0.0.1", **options):
        signed = house.signed_in(chromium, rounds.PAGES[page][0])
        cookies = [{**cookie, "domain": host} for cookie in signed["storage_state"]["cookies"]]
        browser = chromium.browser_type.launch(executable_path=browsers.find(), args=["--disable-gpu", *flags])
        opened.append(browser)
        options = {**PHONE, **options, "storage_state": {"cookies": cookies, "origins": []}}
        one = browsers.open_page(browser, page_problems, hosts=(*browsers.LOCAL, ELSEWHERE), **options)
        one.context.grant_permissions(list(allowed))
        one.goto(house.address(page).replace("127.0.0.1", host))
        return one

    yield open_check
    for browser in opened:
        browser.close()
    assert page_problems == []


def black(path) -> str:
    """A film without light."""
    frame = b"FRAME\n" + bytes([16] * 64 * 48) + bytes([128] * (64 * 48 // 2))
    path.write_bytes(b"YUV4MPEG2 W64 H48 F10:1 Ip A1:1 C420jpeg\n" + frame * 10)
    return f"--use-file-for-fake-video-capture={path}"


def still(path) -> str:
    """A sound without any."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(44100)
        file.writeframes(struct.pack("<h", 0) * 44100)
    return f"--use-file-for-fake-audio-capture={path}"


def press(page):
    """Try it."""
    page.locator("[data-event=try_camera]").click()


def part(page, name: str):
    """The word that stands for this part now."""
    return page.locator(f"[data-part={name}] [data-phase]:not([hidden]) .state").first


def advice(page) -> list[str]:
    """What is advised now."""
    return [one.get_attribute("data-advice") for one in page.locator("[data-advice]:not([hidden])").all()]


def test_a_live_picture_and_a_moving_level_before_anything_is_agreed(check):
    page = check(TWO, YES)
    sent = []
    page.on("request", lambda request: sent.append(request) if "favicon" not in request.url else None)
    expect(part(page, "camera")).to_have_text("Not tried yet")
    press(page)
    expect(part(page, "camera")).to_have_text("Works")
    expect(part(page, "microphone")).to_have_text("We hear you")
    assert page.evaluate("document.querySelector('video').videoWidth") > 0
    page.wait_for_function("document.querySelector('meter').value > 0")
    assert advice(page) == []
    assert sent == []
    expect(page.locator("[data-event=stop_camera]")).to_be_focused()
    page.locator("[data-devices] summary").click()
    select = page.get_by_label("Camera", exact=True)
    assert select.locator("option").count() == 2
    first = select.input_value()
    select.select_option(index=1)
    expect(part(page, "camera")).to_have_text("Works")
    assert select.input_value() != first
    page.locator("[data-event=stop_camera]").click()
    expect(part(page, "camera")).to_have_text("Not tried yet")
    expect(page.locator("video")).to_be_hidden()
    assert page.evaluate("document.querySelector('video').srcObject") is None
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert browsers.accessibility(page) == []


def test_a_black_picture_and_a_silent_microphone_are_told(check, tmp_path):
    page = check(FAKE, YES, black(tmp_path / "black.y4m"), still(tmp_path / "still.wav"))
    press(page)
    expect(part(page, "camera")).to_have_text("Dark")
    expect(part(page, "microphone")).to_have_text("Silent")
    assert sorted(advice(page)) == ["dark", "silent"]
    expect(page.get_by_text("Is the camera covered")).to_be_visible()
    assert browsers.accessibility(page) == []


def test_without_devices_it_says_which_one_is_missing(check):
    page = check(allowed=("camera", "microphone"))
    press(page)
    expect(part(page, "camera")).to_have_text("Does not work")
    assert sorted(advice(page)) == ["none-camera", "none-microphone"]
    expect(page.get_by_text("Or open this page on a phone: it has a camera.")).to_be_visible()
    expect(page.locator("[data-event=try_camera]")).to_be_visible()


def test_where_it_is_not_allowed_it_says_how_to_allow_it_again_in_this_browser(check):
    page = check(FAKE, "--deny-permission-prompts")
    press(page)
    expect(part(page, "microphone")).to_have_text("Does not work")
    assert advice(page) == ["denied"]
    expect(page.get_by_text("Press the sign beside the address of this page, switch Camera")).to_be_visible()
    assert page.locator("[data-browser]:visible").count() == 1
    assert browsers.accessibility(page) == []


def test_with_only_the_microphone_allowed_the_sound_is_tried_alone(check):
    page = check(FAKE, "--deny-permission-prompts", allowed=("microphone",))
    press(page)
    expect(part(page, "microphone")).to_have_text("We hear you")
    expect(part(page, "camera")).to_have_text("Does not work")
    assert advice(page) == ["denied"]


def test_a_camera_that_another_app_holds_is_said_to_be_in_use(check):
    page = check(FAKE, YES)
    # No flag makes Chromium's own fake camera busy: what a browser answers then is put in its place.
    page.evaluate("""() => {
      const plain = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
      navigator.mediaDevices.getUserMedia = (wanted) =>
        wanted.video ? Promise.reject(new DOMException("", "NotReadableError")) : plain(wanted);
    }""")
    press(page)
    expect(part(page, "camera")).to_have_text("Does not work")
    expect(part(page, "microphone")).to_have_text("We hear you")
    assert advice(page) == ["busy-camera"]


def test_a_browser_that_can_not_do_it_is_told_so(check):
    page = check(FAKE, YES)
    page.evaluate("delete Navigator.prototype.mediaDevices")
    press(page)
    expect(page.get_by_text("This browser can not do it")).to_be_visible()


def test_an_address_without_https_is_said_to_be_the_reason(check, page_problems):
    page = check(FAKE, YES, f"--host-resolver-rules=MAP {ELSEWHERE} 127.0.0.1", host=ELSEWHERE)
    press(page)
    expect(page.get_by_text("This address is not secure")).to_be_visible()
    assert advice(page) == ["insecure"]
    assert "Cross-Origin-Opener-Policy header has been ignored" in page_problems.pop()


def test_the_check_needs_no_mouse_and_no_check_is_needed_to_agree(check):
    page = check(FAKE, YES)
    tab_to(page, words="Try camera and microphone")
    page.keyboard.press("Enter")
    expect(part(page, "camera")).to_have_text("Works")
    page.locator("input[name=camera]").check()
    assert page.locator("#thumb [data-event=finish]").is_enabled()


def test_without_scripts_the_tick_alone_agrees_and_the_page_says_so(check):
    page = check(FAKE, YES, javascript=False)
    expect(page.locator("noscript .notice")).to_be_visible()
    expect(page.locator("[data-check]")).to_be_hidden()
    expect(page.get_by_label("I have a camera, I will be on it, and that is fine with me")).to_be_visible()


def test_before_the_conversation_it_is_there_once_more(check):
    page = check(FAKE, YES, page="camera-check")
    press(page)
    expect(part(page, "camera")).to_have_text("Works")
    page.locator("#thumb a").click()
    expect(page.get_by_role("heading", name="Before you share your screen")).to_be_visible()
