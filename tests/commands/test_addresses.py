"""Another e-mail address: who is told what, what a code opens, and that everything booked follows the person."""

import pytest

from commands import addresses, signin
from commands.fire import fire
from lifecycle.attempt import Invalid, Refused
from models import Asking, Entry, Letter, Outgoing, Person, SignIn
from outbox.compose import compose
from outbox.drain import drain
from outbox.secrets import sign_in_code
from tests import world
from tests.outbox.post import Clock, Settings
from tests.world import DAY, MINUTE, NOW

SETTINGS = Settings()
NEW = "cleo@new.example"


def here(person: Person) -> SignIn:
    """A browser in which they are signed in."""
    return signin.sign_in(person, NOW, "Here")[0]


def digits(asking: Asking) -> str:
    """The code of its letter."""
    return sign_in_code(SETTINGS.secret, asking.code)


def asked(person: Person, email: str = NEW, at=NOW) -> Asking:
    """They ask for a letter to this address."""
    return addresses.ask(person, email, "a browser", "192.0.2.1", at)


def changed(person: Person, email: str = NEW, at=NOW) -> None:
    """They type the code."""
    asking = asked(person, email, at)
    addresses.confirm(asking, digits(asking), "a browser", SETTINGS.secret, at, here(person))


def posted() -> list[tuple[str, str]]:
    """(letter, address) of what was written by now."""
    drain(SETTINGS, Clock(NOW + MINUTE))
    rows = Letter.select(Letter, Outgoing).join(Outgoing).order_by(Outgoing.id)
    return [(row.outgoing.letter, row.address) for row in rows]


def test_the_new_address_gets_a_code_and_the_old_one_hears_of_it(people):
    asking = asked(people.cleo)
    row = Outgoing.get(Outgoing.letter == "address_code")
    letter = compose(row, SETTINGS)
    assert letter.address == NEW
    assert digits(asking)[:4] in letter.text
    assert world.again(people.cleo).email == "cleo.marchetti@mail.example"
    addresses.confirm(asking, digits(asking), "a browser", SETTINGS.secret, NOW, here(people.cleo))
    assert world.again(people.cleo).email == NEW
    told = compose(Outgoing.get(Outgoing.letter == "address_changed"), SETTINGS)
    assert told.address == "cleo.marchetti@mail.example"
    assert NEW not in told.text + told.html


def test_no_code_is_kept_with_the_letter(people):
    asking = asked(people.cleo)
    [(letter, address)] = posted()
    assert (letter, address) == ("address_code", NEW)
    kept = Letter.get()
    assert digits(asking)[:4] not in kept.text + kept.html + kept.subject


def test_an_address_that_is_taken_answers_the_same_and_its_owner_is_told(people):
    asking = asked(people.cleo, "ada@halden.example")
    assert posted() == [("address_taken", "ada@halden.example")]
    letter = Letter.get()
    assert people.cleo.email not in letter.text + letter.html
    assert "marchetti" not in (letter.text + letter.html).lower()
    for code in (digits(asking), "12345678"):
        with pytest.raises(Invalid):
            addresses.confirm(asking, code, "a browser", SETTINGS.secret, NOW, here(people.cleo))
    assert [world.again(one).email for one in (people.cleo, people.ada)] == [people.cleo.email, people.ada.email]


def test_one_s_own_address_is_said_to_be_so(people):
    with pytest.raises(Invalid):
        asked(people.cleo, people.cleo.email.upper())


def test_a_wrong_code_counts_and_the_sixth_guess_is_refused_even_if_it_is_right(people):
    asking, browser = asked(people.cleo), here(people.cleo)
    for _guess in range(5):
        with pytest.raises(Invalid):
            addresses.confirm(asking, "00000000", "a browser", SETTINGS.secret, NOW, browser)
    with pytest.raises(Refused):
        addresses.confirm(asking, digits(asking), "a browser", SETTINGS.secret, NOW, browser)


@pytest.mark.parametrize("wrong", ["late", "twice", "elsewhere", "somebody else"])
def test_a_code_is_good_once_for_ten_minutes_here_and_for_who_asked(people, wrong):
    asking, at, browser, who = asked(people.cleo), NOW, "a browser", people.cleo
    if wrong == "late":
        at += 11 * MINUTE
    elif wrong == "elsewhere":
        browser = "another browser"
    elif wrong == "somebody else":
        who = people.mallory
    else:
        addresses.confirm(asking, digits(asking), browser, SETTINGS.secret, at, here(who))
    with pytest.raises((Refused, Invalid)):
        addresses.confirm(asking, digits(asking), browser, SETTINGS.secret, at, here(who))
    assert world.again(people.mallory).email == people.mallory.email
    assert (world.again(people.cleo).email == NEW) == (wrong == "twice")


def test_a_code_for_an_address_signs_in_nobody(people):
    asking = asked(people.cleo)
    with pytest.raises(Invalid):
        signin.confirm(asking, digits(asking), "a browser", SETTINGS.secret, NOW)


def test_somebody_who_took_it_meanwhile_keeps_it(people):
    asking = asked(people.cleo)
    Person.update(email=NEW).where(Person.id == people.mallory.id).execute()
    with pytest.raises(Refused):
        addresses.confirm(asking, digits(asking), "a browser", SETTINGS.secret, NOW, here(people.cleo))
    assert world.again(people.cleo).email == "cleo.marchetti@mail.example"
    assert not Outgoing.select().where(Outgoing.letter == "address_changed").exists()


def test_other_browsers_are_signed_out_and_codes_to_the_old_address_are_over(people):
    other = here(people.cleo)
    on_its_way = signin.ask(people.cleo.email, "another", "192.0.2.1", NOW)
    changed(people.cleo)
    assert world.again(other).ended_at == NOW
    assert world.again(on_its_way).used_at == NOW
    assert SignIn.select().where(SignIn.person == people.cleo, SignIn.ended_at.is_null()).count() == 1


def test_booked_conversations_their_calendar_and_letters_follow(people):
    session = world.booked(people)
    first = compose(Outgoing.get(Outgoing.letter == "booked", Outgoing.recipient == people.cleo.id), SETTINGS)
    changed(people.cleo)
    kept = world.again(session)
    assert (kept.state, kept.uid, kept.contributor_id) == ("scheduled", session.uid, people.cleo.id)
    fire(kept, "cancel", world.themselves(people.cleo), NOW + MINUTE, reason="technical")
    last = compose(Outgoing.get(Outgoing.letter == "canceled", Outgoing.recipient == people.cleo.id), SETTINGS)
    assert (first.address, last.address) == ("cleo.marchetti@mail.example", NEW)
    uid = f"UID:{session.uid}@"
    assert uid in first.calendar.decode()
    assert uid in last.calendar.decode()


def test_the_journal_holds_no_address(people):
    changed(people.cleo)
    details = [entry.details for entry in Entry.select().where(Entry.noun == "signin")]
    assert "@" not in str(details)


def test_how_often_one_can_ask_is_limited(people):
    for number in range(5):
        asked(people.cleo, f"{number}@new.example")
    with pytest.raises(Refused):
        asked(people.cleo, "6@new.example")
    asked(people.cleo, "7@new.example", NOW + DAY)


@pytest.mark.promise("P12")
def test_a_code_for_the_old_address_opens_nothing_also_where_it_was_asked_for_at_that_moment(people):
    old = people.cleo.email
    changed(people.cleo)
    # The request of another process that had looked up the old address just before.
    late = Asking.create(
        code="late", browser=signin.digest("a thief"), email=old, person=people.cleo, purpose="signin", created_at=NOW
    )
    with pytest.raises(Invalid):
        signin.confirm(late, digits(late), "a thief", SETTINGS.secret, NOW)
