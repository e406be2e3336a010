"""What a contributor agrees to: dated versions, kept with their time; newer terms ask again; and the way back."""

import pytest

from commands import consents, participants
from commands.fire import fire
from lifecycle.attempt import Invalid, Refused
from models import Consent, Mark, Participant, Session
from rules.consents import CAMERA, TERMS, VERSIONS, current, newest
from tests import world as story

OLD = "2025-01-01"


@pytest.fixture
def changed(monkeypatch):
    """Call it, and what was agreed to until then is an older version."""

    def change():
        monkeypatch.setitem(VERSIONS, TERMS, (OLD, *VERSIONS[TERMS]))
        Consent.update(version=OLD).where(Consent.kind == TERMS).execute()

    return change


def kept(row) -> dict:
    """(kind, version) -> when it was agreed to and taken back."""
    return {
        (one.kind, one.version): (one.at, one.withdrawn_at)
        for one in Consent.select().where(Consent.participant == row)
    }


def opened(place):
    """Cleo, before the first question."""
    row = story.invited(place.world)
    return row, place.as_(place.world.cleo).open(f"/participants/{row.code}").press("open_screener")


def test_every_version_has_its_words(place):
    for kind, versions in VERSIONS.items():
        assert list(versions) == sorted(versions)
        for version in versions:
            path = f"/terms/{version}" if kind == TERMS else f"/terms/{kind}/{version}"
            assert place.nobody().open(path).status == 200


def test_anybody_reads_the_terms_and_they_say_it_plainly(place):
    hands = place.nobody().open("/terms").see("Terms of taking part").see("1 September 2026")
    for words in (
        "can cost you the payment and your membership", "please do not agree", "If you do not qualify after all",
        "Who is there", "What is kept", "When the money comes", "Reports and appeals",
    ):  # fmt: skip
        hands.see(words)
    hands.follow("Being on camera").see("neither picture nor sound")
    assert place.nobody().open("/terms/1999-01-01").status == 404
    assert place.nobody().open("/terms/camera/nonsense").status == 404


def test_the_first_press_agrees_to_the_terms_and_the_camera_page_to_the_camera(place):
    row, hands = opened(place)
    assert kept(row) == {(TERMS, current(TERMS)): (story.NOW, None)}
    assert story.again(row).terms_at == story.NOW
    place.clock.at = story.NOW + story.HOUR
    consents.agree(row, CAMERA, place.clock.at)
    assert kept(row)[CAMERA, current(CAMERA)] == (place.clock.at, None)
    assert story.again(row).camera_at == place.clock.at
    hands.open(f"/participants/{row.code}").see("What you agreed to").see("1 September 2026").see("Being on camera")
    hands.follow("Terms of taking part").see("Honest answers")


def test_agreeing_twice_keeps_the_first_time(place):
    row, _hands = opened(place)
    consents.agree(row, TERMS, story.NOW + story.DAY)
    assert kept(row) == {(TERMS, current(TERMS)): (story.NOW, None)}


@pytest.mark.parametrize(("given", "status"), [("", 422), ("1999-01-01", 422), (OLD, 409)])
def test_a_page_with_other_terms_agrees_to_nothing(place, changed, given, status):
    row = story.invited(place.world)
    changed()
    hands = place.as_(place.world.cleo).open(f"/participants/{row.code}")
    hands.send(hands.form(event="open_screener"), event="open_screener", terms=given)
    assert hands.status == status
    hands.see("Please read")
    assert story.again(row).state == "invited"
    assert not Consent.select().exists()


def test_newer_terms_are_asked_for_before_the_next_step(place, changed):
    row, hands = opened(place)
    changed()
    place.clock.at = story.NOW + story.HOUR
    hands.open(f"/participants/{row.code}/questions").see("The terms have changed").see("1 January 2025")
    assert hands.url == f"/participants/{row.code}/terms"
    form = hands.form(event="agree")
    hands.send(form, event="agree", terms="")
    assert hands.status == 422
    hands.send(form, event="agree", terms=OLD)
    assert hands.status == 409
    hands.send(form, event="agree")
    assert hands.url == f"/participants/{row.code}/questions"
    assert set(kept(row)) == {(TERMS, OLD), (TERMS, current(TERMS))}


def test_newer_terms_are_asked_for_before_a_time_is_chosen(place, changed):
    row = story.qualified(place.world)
    consents.agree(row, TERMS, story.NOW)
    changed()
    hands = place.as_(place.world.cleo).open(f"/participants/{row.code}/times").see("The terms have changed")
    hands.press("agree")
    assert hands.url == f"/participants/{row.code}/times"


def test_the_camera_page_carries_the_version_that_was_read(place):
    row = story.invited(place.world, story.live_study(place.world, asks=[]))
    hands = place.as_(place.world.cleo).open(f"/participants/{row.code}").press("open_screener")
    form = hands.form(holds="camera")
    hands.send(form, camera="1", consent="")
    assert hands.status == 422
    assert story.again(row).camera_at is None
    hands.send(form, camera="1")
    assert hands.url == f"/participants/{row.code}/times"
    assert set(kept(row)) == {(TERMS, current(TERMS)), (CAMERA, current(CAMERA))}


def test_without_a_conversation_taking_the_camera_back_leaves_the_study(place):
    row = story.qualified(place.world)
    hands = place.as_(place.world.cleo).open(f"/participants/{row.code}").follow("Not on camera after all")
    hands.see("You leave this study").see("No mark is kept")
    hands.send(hands.form(event="take_back"), button="look").see("What would follow")
    assert story.again(row).state == "qualified"
    hands.press("take_back").see("You did not go on").see("Taken back on")
    row = story.again(row)
    assert (row.state, row.camera_at) == ("withdrawn", None)
    assert kept(row)[CAMERA, current(CAMERA)] == (story.NOW, story.NOW)


def test_with_a_conversation_it_is_canceled_and_a_late_one_says_so_first(place):
    session = story.booked(place.world)
    path = f"/participants/{session.participant.code}/camera"
    place.as_(place.world.cleo).open(path).see("is canceled").see("It is early enough")
    place.clock.at = story.START - story.HOUR
    hands = place.as_(place.world.cleo).open(path).see("This would be a late cancel")
    hands.press("take_back")
    assert (story.again(session).state, story.again(session.participant).state) == ("canceled", "withdrawn")
    assert Mark.select().count() == 1
    assert story.again(session.participant).camera_at is None


def test_a_request_for_a_new_time_is_declined_by_it(place):
    session = story.booked(place.world)
    fire(session, "reschedule", story.customer(place.world.ada), story.NOW)
    hands = place.as_(place.world.cleo).open(f"/participants/{session.participant.code}/camera")
    hands.press("take_back")
    assert story.again(session).state == "canceled"
    assert not Mark.select().exists()


def test_it_can_not_be_taken_back_where_nothing_is_ahead(place):
    row = story.held(place.world).participant
    place.clock.at = story.END + story.HOUR
    hands = place.as_(place.world.cleo).open(f"/participants/{row.code}/camera").see("Not possible now")
    assert not hands.offers("take_back")
    with pytest.raises(Refused):
        consents.take_back(row, story.themselves(place.world.cleo), place.clock.at)
    assert story.again(row).camera_at == story.NOW
    assert kept(row)[CAMERA, current(CAMERA)] == (story.NOW, None)


def test_taken_back_and_agreed_again_holds_again(place):
    row = story.qualified(place.world)
    consents.take_back(row, story.themselves(place.world.cleo), story.NOW)
    row = consents.agree(story.again(row), CAMERA, story.NOW + story.DAY)
    assert row.camera_at == story.NOW + story.DAY
    assert kept(row)[CAMERA, current(CAMERA)] == (story.NOW + story.DAY, None)


@pytest.mark.parametrize("page", ["/terms", "/camera"])
def test_a_stranger_finds_nothing_and_the_team_neither(place, page):
    row = story.qualified(place.world)
    for person in (place.world.mallory, place.world.ada):
        hands = place.as_(person).open(f"/participants/{row.code}{page}")
        assert hands.status == 404
    assert place.nobody().open(f"/participants/{row.code}{page}").url == "/sign-in"


def test_a_version_that_never_was_is_none_of_the_words(place):
    row = story.invited(place.world)
    with pytest.raises(Invalid):
        consents.agree(row, TERMS, story.NOW, "never")
    assert newest(TERMS, []) is None
    assert newest(TERMS, ["never", current(TERMS)]) == current(TERMS)


# ---- The link of an Invite Network


def test_one_press_behind_a_link_agrees_and_opens_the_questions(place):
    study = story.live_study(place.world, audience="invite")
    hands = place.as_(place.world.cleo).open(f"/i/{study.link}").press("arrive")
    row = Participant.get()
    assert hands.url == f"/participants/{row.code}/questions"
    assert row.state == "screening"
    assert kept(row) == {(TERMS, current(TERMS)): (story.NOW, None)}


def test_behind_a_link_other_terms_make_no_place(place, changed):
    study = story.live_study(place.world, audience="invite")
    hands = place.as_(place.world.cleo).open(f"/i/{study.link}")
    form = hands.form(event="arrive")
    changed()
    for given, status in (("", 422), (OLD, 409)):
        assert hands.send(form, event="arrive", terms=given).status == status
    assert not Participant.select().exists()


def test_the_link_leads_back_to_where_they_are(place):
    study = story.live_study(place.world, audience="invite", asks=[])
    cleo = place.world.cleo
    hands = place.as_(cleo).open(f"/i/{study.link}").press("arrive")
    row = Participant.get()
    assert hands.url == f"/participants/{row.code}/questions"
    hands.send(hands.form(holds="camera"), camera="1")
    again = place.as_(cleo).open(f"/i/{study.link}")
    assert again.url == f"/participants/{row.code}/times"
    story.sessions.book(row, story.START, story.themselves(cleo), story.NOW)
    assert again.open(f"/i/{study.link}").url == f"/sessions/{Session.get().code}"


def test_a_guest_comes_back_in_another_browser_by_the_letter_also_when_it_is_paused(place):
    study = story.live_study(place.world, audience="invite")
    guest = place.world.cleo
    row = participants.come_in(study, guest, story.themselves(guest), story.NOW)
    hands = place.nobody().open(f"/i/{study.link}").see("Have you been here before?")
    hands.send(hands.form(holds="email"), email=guest.email, terms="1")
    from models import Asking
    from outbox.secrets import sign_in_code

    code = sign_in_code(place.app.config["SETTINGS"].secret, Asking.get().code)
    hands.send(hands.form(holds="code"), code=code)
    assert hands.url == f"/participants/{row.code}/questions"
    fire(story.again(study), "pause", story.customer(place.world.ada), story.NOW)
    other = place.nobody().open(f"/i/{study.link}").see("This is paused").follow("Come back to your place")
    assert dict(other.form(holds="email").fields)["next"] == f"/i/{study.link}"


# ---- The headers


def test_only_the_check_may_use_the_camera(place):
    row = story.invited(place.world, story.live_study(place.world, asks=[]))
    hands = place.as_(place.world.cleo).open(f"/participants/{row.code}")
    assert "camera=()" in hands.client.get("/me").headers["Permissions-Policy"]
    hands.press("open_screener").see("Can we see and hear you?").see("The check needs JavaScript")
    answer = hands.client.get(hands.url)
    assert "camera=(self), microphone=(self)" in answer.headers["Permissions-Policy"]
    assert "connect-src 'self'" in answer.headers["Content-Security-Policy"]


def test_before_the_conversation_the_check_is_there_once_more_for_both_sides_and_nobody_else(place):
    session = story.booked(place.world)
    for person in (place.world.cleo, place.world.ada):
        hands = place.as_(person).open(f"/sessions/{session.code}/join").follow("Try your camera and microphone")
        hands.see("Can we see and hear you?").follow("To the join page")
        answer = hands.client.get(f"/sessions/{session.code}/camera")
        assert "camera=(self)" in answer.headers["Permissions-Policy"]
    assert place.as_(place.world.mallory).open(f"/sessions/{session.code}/camera").status == 404
