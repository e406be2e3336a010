"""Signing up: an address, a code, the terms, a username, facts; what unknown and known addresses see; newer terms."""

import re

import pytest

from commands import joining, participants
from lifecycle.words import LANGUAGES
from models import Accepted, Asking, Outgoing, Person, Profile, Standing
from outbox.secrets import sign_in_code
from rules import consents
from tests import world as story
from tests.views.app import SECRET

ROBIN = "robin@mail.example"
NEWER = "2027-02-01"


def digits() -> str:
    """The eight digits of the newest letter."""
    return sign_in_code(SECRET.encode(), Asking.select().order_by(Asking.id.desc()).get().code)


def asked(place, email=ROBIN, hands=None, **typed):
    """Somebody typed an address on the page that tells what it is."""
    hands = hands or place.nobody()
    hands.open("/join")
    return hands.send(hands.form("ask"), event="ask", email=email, **typed)


def arrived(place, email=ROBIN, **typed):
    """The same, with the code of the letter typed."""
    hands = asked(place, email, **typed)
    return hands.send(hands.form(holds="code"), code=digits())


def member(place, email=ROBIN):
    """The same, with the terms agreed to."""
    return arrived(place, email).press("agree")


def test_from_the_front_door_to_one_s_own_home(place):
    hands = place.nobody().open("/sign-in").see("I take part in studies")
    hands.follow("Join")
    hands.see("What is kept").see("Begin with your address")
    hands.send(hands.form("ask"), event="ask", email=ROBIN, zone="Asia/Kathmandu").see("on its way to robin@mail")
    hands.send(hands.form(holds="code"), code=digits())
    assert hands.url == "/join/terms"
    assert not Standing.select().join(Person).where(Person.email == ROBIN).exists()
    hands.press("agree").see("Welcome").see("what teams see in place of your name")
    proposed = dict(hands.form("name").fields)["username"]
    assert re.fullmatch(r"[a-z]+-[a-z]+-[0-9]{2}", proposed)
    hands.press("name", username="Quiet-Robin").see("About you")
    hands.press("tell", country="PT", languages=["pt", "en", ""], birth_year="1990", devices=["mac", "iphone"])
    assert hands.url == "/me"
    hands.see("4 of 11 facts")
    person = Person.get(Person.email == ROBIN)
    assert (person.username, person.zone, person.guest) == ("quiet-robin", "Asia/Kathmandu", False)
    row = Profile.get(Profile.person == person)
    assert (row.country, row.languages, row.devices, row.birth_year) == ("PT", ",pt,en,", ",mac,iphone,", 1990)


def test_everything_after_the_terms_may_be_left_out(place):
    hands = member(place)
    hands.follow("Keep the one that was proposed").follow("Not now")
    assert hands.url == "/me"
    hands.see("Tell a little about yourself").follow("Complete your profile").see("0 of 11 facts")


@pytest.mark.promise("P13")
def test_known_and_unknown_addresses_are_answered_the_same(place):
    def answer(email):
        hands = asked(place, email)
        text = re.sub(r'(value|content)="[0-9a-f]{64}"|[a-z2-9]{13}', "", hands.html)
        return hands.status, text.replace(email, "somebody")

    known = answer("cleo.marchetti@mail.example")
    assert known == answer("ada@halden.example") == answer(ROBIN)
    assert {row.letter for row in Outgoing.select()} == {"sign_in"}
    assert Outgoing.select().count() == 3


@pytest.mark.parametrize(("email", "there"), [
    ("cleo.marchetti@mail.example", "/me"), ("ada@halden.example", "/join"),
])  # fmt: skip
def test_a_known_address_signs_in_and_nothing_of_the_account_changes(place, email, there):
    before = Person.select().where(Person.email == email).dicts().get()
    people, agreed = Person.select().count(), Accepted.select().count()
    hands = arrived(place, email, zone="Asia/Kathmandu")
    assert hands.url == there
    assert Person.select().where(Person.email == email).dicts().get() == before
    assert (Person.select().count(), Accepted.select().count()) == (people, agreed)


def test_a_customer_may_be_asked_to_studies_too(place):
    hands = place.as_(place.world.ada).open("/join").see("You have an account")
    hands.follow("Read the terms and join").press("agree")
    assert Standing.get(Standing.person == place.world.ada).state == "good"
    assert [one.role for one in place.world.ada.memberships] == ["admin"]


def test_what_is_no_address_is_said_at_the_field_and_kept(place):
    hands = asked(place, "robin at mail")
    assert hands.status == 422
    hands.see("Please type your e-mail address")
    assert dict(hands.form("ask").fields)["email"] == "robin at mail"
    assert not Asking.select().exists()


def test_the_sixth_letter_in_an_hour_is_refused(place):
    hands = place.nobody()
    for _letter in range(5):
        assert asked(place, hands=hands).status == 200
    assert asked(place, hands=hands).status == 429


def test_nobody_is_a_member_before_the_terms(place):
    hands = arrived(place)
    for path in ("/join/name", "/join/profile", "/me/profile"):
        assert hands.open(path).url == "/join/terms"
    hands.open("/me").see("Become a member")


@pytest.mark.parametrize("path", ["/join/terms", "/join/name", "/join/profile", "/me/profile", "/me/account"])
def test_who_is_not_signed_in_is_asked_who_they_are(place, path):
    assert place.nobody().open(path).url == "/sign-in"


def test_words_that_changed_meanwhile_are_read_again(place, monkeypatch):
    hands = arrived(place)
    form = hands.form("agree")
    newer(monkeypatch)
    hands.send(form, event="agree")
    assert hands.status == 409
    assert not Accepted.select().join(Person).where(Person.email == ROBIN).exists()


@pytest.mark.parametrize(("typed", "said"), [
    ("ab", "at least 3"), ("CLEO.marchetti", "Somebody else is called that"), ("a b", "single dots"),
    ("operator", "mistaken"), ("x" * 41, "keep it to 40"),
])  # fmt: skip
def test_a_username_that_can_not_be_is_said_at_the_field_and_kept(place, typed, said):
    hands = member(place)
    hands.press("name", username=typed)
    assert hands.status == 422
    hands.see(said)
    assert dict(hands.form("name").fields)["username"] == typed


def test_facts_that_were_not_understood_keep_everything_that_was_typed(place):
    hands = member(place).open("/join/profile")
    hands.press("tell", birth_year="19 90", gender="woman", devices=["linux"], languages=["pt", "", ""])
    assert hands.status == 422
    hands.see("four digits")
    fields = hands.form("tell").fields
    assert ("birth_year", "19 90") in fields
    assert ("gender", "woman") in fields
    assert ("devices", "linux") in fields
    assert ("languages", "pt") in fields
    assert Profile.get().gender == ""


def test_a_guest_becomes_a_member_and_keeps_what_is_booked(place):
    guest = Person.create(email=ROBIN, guest=True, zone="Europe/Lisbon", created_at=story.NOW)
    study = story.live_study(place.world)
    participants.invite(study, guest, story.customer(place.world.ada), story.NOW)
    session = story.booked(place.world, study, guest)
    hands = place.as_(guest).open("/me").see("Become a member").follow("Become a member")
    assert hands.url == "/join/terms"
    hands.press("agree")
    assert not story.again(guest).guest
    assert story.again(session).state == "scheduled"


def newer(monkeypatch) -> None:
    """The terms of the network change."""
    now = consents.current(consents.NETWORK)
    monkeypatch.setitem(consents.VERSIONS, consents.NETWORK, (now, NEWER))
    monkeypatch.setattr("views.contributor.consents.words", lambda kind, dated: f"consents/{kind}/{now}.html")


def test_newer_terms_are_asked_for_once_and_what_is_booked_stays_reachable(place, monkeypatch):
    session = story.booked(place.world)
    joining.join(place.world.cleo, consents.current(consents.NETWORK), story.NOW)
    hands = place.as_(place.world.cleo).open("/me")
    assert hands.url == "/me"
    newer(monkeypatch)
    assert hands.open(f"/sessions/{session.code}").status == 200
    assert hands.url == f"/sessions/{session.code}"
    for path in ("/me", "/me/profile"):
        assert hands.open(path).url == "/join/terms"
    hands.see("The terms have changed").see("1 September 2026")
    hands.press("later")
    assert hands.url == "/me"
    assert hands.open("/me").see("The terms of the network have changed").url == "/me"
    hands.follow("Read the terms").press("agree")
    assert hands.url == "/me"
    assert "have changed" not in hands.open("/me").page.text
    assert {row.version for row in Accepted.select()} == {"2026-09-01", NEWER}


def test_a_member_who_never_agreed_to_any_is_asked_like_the_others(place):
    session = story.booked(place.world)
    Accepted.delete().where(Accepted.person == place.world.cleo).execute()
    hands = place.as_(place.world.cleo)
    assert hands.open(f"/sessions/{session.code}").url == f"/sessions/{session.code}"
    for path in ("/me", "/me/profile"):
        assert hands.open(path).url == "/join/terms"
    hands.see("What you agree to")
    assert "have changed" not in hands.page.text
    hands.press("later")
    assert hands.url == "/me"
    hands.see("You have not agreed to the terms of the network yet").follow("Read the terms").press("agree")
    assert hands.url == "/me"
    assert "not agreed" not in hands.open("/me").page.text
    assert Accepted.get(Accepted.person == place.world.cleo).version == consents.current(consents.NETWORK)


def test_who_is_no_member_is_not_asked_for_terms(place):
    assert place.as_(place.world.ada).open("/me").url == "/me"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_terms_can_be_read_by_anybody_in_their_dated_version(place, language):
    hands = place.nobody()
    hands.client.set_cookie("language", language)
    for path in ("/terms/network", "/terms/network/2026-09-01"):
        assert hands.open(path).status == 200
    assert hands.open("/terms/network/1999-01-01").status == 404


def test_a_profile_is_changed_in_one_go(place):
    hands = place.as_(place.world.cleo).open("/me/profile").see("0 of 11 facts told")
    hands.press("save", username="cleo-two", name="Cleo M", country="PT", web_use="daily")
    hands.see("Saved.").see("2 of 11 facts told")
    person = story.again(place.world.cleo)
    assert (person.username, person.name) == ("cleo-two", "Cleo M")
    hands.press("save", username="mallory.grey", country="NO")
    assert hands.status == 422
    assert Profile.get().country == "PT"
    assert ("country", "NO") in hands.form("save").fields


def test_customers_see_the_username_and_not_the_name(place):
    session = story.booked(place.world)
    hands = place.as_(place.world.cleo).open("/me/profile")
    hands.press("save", username="cleo-two", name="Cleopatra Marchetti-Long")
    page = place.as_(place.world.ada).open(f"/sessions/{session.code}").see("cleo-two")
    assert "Marchetti-Long" not in page.html
