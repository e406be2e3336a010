"""The account: language and city, letters that can be turned off, another address, and what has to be fresh for it."""

import re
from collections import Counter

import pytest

from models import Asking, Outgoing, Person, SignIn
from outbox.drain import drain
from outbox.secrets import sign_in_code
from tests import world as story
from tests.views.app import SECRET

NEW = "cleo@new.example"


def account(place, person=None):
    """Somebody's account, Cleo's where nobody is named."""
    return place.as_(person or place.world.cleo).open("/me/account")


def digits() -> str:
    """The eight digits of the newest letter."""
    return sign_in_code(SECRET.encode(), Asking.select().order_by(Asking.id.desc()).get().code)


def asked(hands, email=NEW):
    """They typed another address."""
    hands.open("/me/email")
    return hands.send(hands.form("ask"), event="ask", email=email)


def test_the_language_and_the_city_are_chosen_together(place):
    hands = account(place).see("cleo.marchetti@mail.example").press("read_so", language="de", zone="Asia/Kathmandu")
    person = story.again(place.world.cleo)
    assert (hands.url, person.language, person.zone) == ("/me/account", "de", "Asia/Kathmandu")


def test_a_city_that_is_none_is_said_at_the_field(place):
    hands = account(place)
    form = hands.form("read_so")
    hands.send(form, language="de", zone="Mars/Olympus")
    assert hands.status == 422
    hands.see("Please choose a city")
    assert story.again(place.world.cleo).language == "en"


def test_everybody_has_an_account_page_also_customers_and_operators(place):
    for person in (place.world.ada, place.world.olga, place.world.mallory):
        account(place, person).see(person.email).see("These always come")


def test_reminders_that_were_turned_off_are_not_sent_and_everything_else_is(place):
    story.booked(place.world)
    settings = place.app.config["SETTINGS"]
    drain(settings, place.clock.now)
    account(place).press("choose_letters", letter=["reminder_soon"]).see("Saved.")
    assert story.again(place.world.cleo).declines == ["reminder_day", "message"]
    place.clock.at = story.START - story.DAY
    assert drain(settings, place.clock.now) == Counter(sent=1, dropped=1)
    mine = Outgoing.get(Outgoing.recipient == place.world.cleo.id, Outgoing.letter == "reminder_day")
    assert (mine.state, mine.outcome) == ("dropped", "declined")
    place.as_(place.world.olga).open("/outbox?state=dropped").see("They turned letters of this kind off.")
    place.clock.at = story.START - 30 * story.MINUTE
    assert drain(settings, place.clock.now) == Counter(sent=2)


def test_turned_on_again_they_come(place):
    Person.update(declines=["reminder_day", "reminder_soon", "message"]).execute()
    hands = account(place)
    assert not [value for name, value in hands.form("choose_letters").fields if name == "letter"]
    hands.press("choose_letters", letter=["reminder_day", "reminder_soon", "message", "booked"])
    assert story.again(place.world.cleo).declines == []


def test_invitations_are_turned_off_here_too(place):
    hands = account(place).press("unsubscribe")
    assert story.again(place.world.cleo).unsubscribed_at == story.NOW
    hands.open("/me/account").press("subscribe_again")
    assert story.again(place.world.cleo).unsubscribed_at is None


def test_another_address_by_its_code(place):
    hands = account(place)
    asked(hands).see("A letter to cleo@new.example is on its way")
    hands.press("change_address", code=digits())
    assert hands.url == "/me/account"
    hands.see("Done. Letters come to the new address").see(NEW)
    assert story.again(place.world.cleo).email == NEW
    fresh = place.nobody().open("/sign-in")
    fresh.send(fresh.form(holds="email"), email=NEW)
    fresh.send(fresh.form(holds="code"), code=digits())
    assert fresh.url == "/me"


@pytest.mark.promise("P13")
def test_a_taken_address_is_answered_as_a_free_one(place):
    def answers(email):
        hands = place.as_(place.world.cleo)
        asked(hands, email)
        found = []
        form = hands.form("change_address")
        for _guess in range(6):
            hands.send(form, event="change_address", code="123")
            text = re.sub(r'(value|content)="[0-9a-f]{64}"|[a-z2-9]{13}', "", hands.html)
            found.append((hands.status, text.replace(email, "somebody")))
        return found

    taken = answers("ada@halden.example")
    assert [status for status, _text in taken] == [422] * 5 + [409]
    assert taken == answers("nobody@halden.example")
    assert story.again(place.world.ada).email == "ada@halden.example"


@pytest.mark.parametrize(("typed", "said"), [
    ("no address", "Please type your e-mail address"), ("Cleo.Marchetti@mail.example", "your address already"),
    ("a@b\r\nBcc: x@y.example", "Please type your e-mail address"), ("@", "Please type your e-mail address"),
])  # fmt: skip
def test_an_address_that_can_not_be_is_said_at_the_field(place, typed, said):
    hands = asked(place.as_(place.world.cleo), typed)
    assert hands.status == 422
    hands.see(said)
    assert not Asking.select().exists()


def test_it_needs_a_fresh_sign_in(place):
    hands = account(place)
    place.clock.at += 11 * story.MINUTE
    hands.follow("Use another address").see("Sign in once more")
    assert hands.url == "/sign-in/again"
    hands.send(hands.form(action="/sign-in/again"))
    hands.send(hands.form(holds="code"), code=digits())
    assert hands.url == "/me/email"


def test_the_page_of_a_code_belongs_to_the_browser_that_asked(place):
    hands = asked(place.as_(place.world.cleo))
    for other in (place.world.mallory, place.world.ada, place.world.cleo):
        assert place.as_(other).open(hands.url).status == 404
    assert place.nobody().open(hands.url).url == "/sign-in"


def test_a_code_for_an_address_opens_no_page_of_the_sign_in(place):
    asked(place.as_(place.world.cleo))
    code = Asking.get().code
    assert place.nobody().open(f"/sign-in/{code}").status == 404
    assert SignIn.select().count() == 1
