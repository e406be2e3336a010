"""Letters that came back or got stuck: what is written down, whom it concerns, and what sending again does."""

import subprocess
import sys
from collections import Counter

import pytest

from commands import letters
from commands.fire import fire
from integrations import bounces
from lifecycle.attempt import Refused
from models import Letter, Outgoing, Person
from models import database as opened
from outbox.drain import drain
from tests import world
from tests.integrations.notices import SERVERS, notice
from tests.outbox.post import Clock, Settings, row
from tests.services import run
from tests.world import DAY, HOUR, MINUTE, NOW, booked, customer, themselves


@pytest.fixture
def people(database):
    """Everybody."""
    return world.build()


@pytest.fixture
def clock():
    """Two minutes after everything began."""
    return Clock(NOW + 2 * MINUTE)


@pytest.fixture
def sent(people, smtp, clock):
    """Cleo's booking, and its letters as they left; the settings of the mail server."""
    settings = Settings(smtp_url=f"smtp://{smtp.hostname}:{smtp.port}")
    booked(people)
    assert drain(settings, clock) == Counter(sent=3)
    return settings


def kept(people) -> Letter:
    """The letter to Cleo that says it is booked."""
    return Letter.get(Letter.outgoing == row("booked", people.cleo))


def arrives(raw: bytes, at) -> list[bool]:
    """A notification comes in."""
    return [letters.bounce(one, at) for one in bounces.read(raw)]


def bounced_at(person: Person):
    """When this person's address last refused a letter."""
    return Person.get_by_id(person.id).bounced_at


@pytest.mark.parametrize("server", SERVERS)
def test_a_letter_that_came_back_is_known_as_that(people, sent, inbox, clock, server):
    [arrived] = [one for one in inbox.to(people.cleo.email) if "booked" in one["Subject"]]
    raw = notice(server, arrived["Message-ID"], people.cleo.email)
    assert arrives(raw, clock.at + HOUR) == [True]
    letter = row("booked", people.cleo)
    assert letter.state == "bounced"
    assert letter.outcome.startswith("550")
    assert bounced_at(people.cleo) == clock.at + HOUR
    assert row("booked", people.ada).state == "sent"
    assert bounced_at(people.ada) is None
    assert drain(sent, clock) == Counter()
    assert arrives(raw, clock.at + DAY) == [False]
    assert bounced_at(people.cleo) == clock.at + HOUR


def test_the_address_may_be_written_in_another_way(people, sent, clock):
    raw = notice("exchange", kept(people).message_id, people.cleo.email.upper())
    assert arrives(raw, clock.at) == [True]
    assert letters.same_address("ada@fähre.example", ("ADA@xn--fhre-loa.example",))


def test_a_forwarded_letter_is_known_by_the_address_it_was_first_sent_to(people, sent, clock):
    raw = notice("postfix", kept(people).message_id, "cleo@elsewhere.example", first=people.cleo.email)
    assert arrives(raw, clock.at) == [True]


@pytest.mark.parametrize("server", SERVERS)
@pytest.mark.parametrize("forge", [
    lambda people: ("<guessed@parlor.example>", people.cleo.email),
    lambda people: (kept(people).message_id, people.mallory.email),
    lambda people: (kept(people).message_id, people.ada.email),
    lambda people: (kept(people).message_id.replace("parlor", "evil"), people.cleo.email),
], ids=["message", "stranger", "other side", "host"])  # fmt: skip
def test_mallory_s_forged_notification_changes_nothing(people, sent, clock, server, forge):
    before = sorted(Outgoing.select(Outgoing.id, Outgoing.state, Outgoing.outcome).tuples())
    assert arrives(notice(server, *forge(people)), clock.at) == [False]
    assert sorted(Outgoing.select(Outgoing.id, Outgoing.state, Outgoing.outcome).tuples()) == before
    assert not Person.select().where(Person.bounced_at.is_null(False)).exists()


@pytest.mark.parametrize(("action", "status", "state", "marked"), [
    ("failed", "5.1.1", "bounced", True),
    ("failed", "5.2.2", "bounced", False),
    ("failed", "5.7.1", "bounced", False),
    ("failed", "4.4.7", "dead", False),
    ("delayed", "4.2.2", "sent", False),
])  # fmt: skip
def test_only_a_refused_address_marks_the_person(people, sent, clock, action, status, state, marked):
    raw = notice("postfix", kept(people).message_id, people.cleo.email, action, status, said=f"{status} words")
    assert arrives(raw, clock.at) == [True]
    assert row("booked", people.cleo).state == state
    assert row("booked", people.cleo).outcome == f"{status} words"
    assert (bounced_at(people.cleo) is not None) is marked


@pytest.mark.parametrize(("answer", "at", "state", "marked"), [
    ("550 5.1.1 No such person", "RCPT", "dead", True),
    ("554 5.7.1 Not this letter", "DATA", "dead", False),
    ("451 4.1.1 Later", "RCPT", "waiting", False),
])  # fmt: skip
def test_a_refusal_at_the_door_is_final_and_one_for_now_is_not(people, smtp, inbox, clock, answer, at, state, marked):
    booked(people)
    inbox.fail(answer, at=at, recipient=people.cleo.email)
    drain(Settings(smtp_url=f"smtp://{smtp.hostname}:{smtp.port}"), clock)
    assert (row("invitation", people.cleo).state, row("invitation", people.cleo).tries) == (state, 1)
    assert (bounced_at(people.cleo) is not None) is marked
    assert bounced_at(people.ada) is None


def test_sent_again_it_is_the_same_message(people, sent, inbox, clock):
    [first] = [one for one in inbox.to(people.cleo.email) if "booked" in one["Subject"]]
    arrives(notice("gmail", first["Message-ID"], people.cleo.email), clock.at)
    clock.at += HOUR
    letters.send_again(row("booked", people.cleo), clock.at)
    assert bounced_at(people.cleo) is None
    assert drain(sent, clock) == Counter(sent=1)
    second = inbox.to(people.cleo.email)[-1]
    assert second["Message-ID"] == first["Message-ID"]
    assert second["Subject"] == first["Subject"]
    assert row("booked", people.cleo).state == "sent"
    assert row("booked", people.cleo).tries == 1


@pytest.mark.parametrize("state", ["waiting", "sent", "dropped"])
def test_what_did_not_get_stuck_is_not_sent_again(people, sent, clock, state):
    Outgoing.update(state=state).where(Outgoing.id == row("booked", people.cleo).id).execute()
    with pytest.raises(Refused) as caught:
        letters.send_again(row("booked", people.cleo), clock.at)
    assert caught.value.refusal.code == "not_stuck"
    assert row("booked", people.cleo).state == state


def test_an_old_letter_does_not_follow_a_newer_one_about_the_same(people, sent, clock):
    arrives(notice("gmail", kept(people).message_id, people.cleo.email), clock.at)
    session = people.cleo.conversations.get()
    fire(session, "cancel", customer(people.ada), clock.at, reason="technical")
    drain(sent, clock)
    with pytest.raises(Refused) as caught:
        letters.send_again(row("booked", people.cleo), clock.at)
    assert caught.value.refusal.code == "outdated"
    assert row("booked", people.cleo).state == "bounced"


def test_a_letter_that_is_sent_again_waits_for_nobody_and_holds_nobody_up(people, sent, clock):
    arrives(notice("gmail", kept(people).message_id, people.cleo.email), clock.at)
    letters.send_again(row("booked", people.cleo), clock.at)
    session = people.cleo.conversations.get()
    fire(session, "cancel", themselves(people.cleo), clock.at, reason="technical")
    assert drain(sent, clock) == Counter(sent=3)


def tell(url: str, raw: bytes, home) -> subprocess.CompletedProcess:
    """`parlor bounce`, as a mail server calls it."""
    environment = {"PARLOR_DATABASE_URL": url, "PARLOR_HOME": str(home), "PATH": ""}
    command = [sys.executable, "-m", "app", "bounce"]
    return subprocess.run(command, input=raw, cwd=run.ROOT, env=environment, capture_output=True, timeout=60)


def test_a_mail_server_hands_a_notification_over(database_url, tmp_path):
    opened.connect(database_url)
    people = world.build()
    booked(people)
    drain(Settings(), Clock(NOW + 2 * MINUTE))
    raw = notice("exchange", kept(people).message_id, people.cleo.email, status="5.1.10")
    forged = tell(database_url, notice("exchange", "<x@parlor.example>", people.cleo.email), tmp_path)
    assert (forged.returncode, forged.stdout) == (0, b"Nothing in it is about a letter of ours.\n")
    done = tell(database_url, raw, tmp_path)
    assert (done.returncode, done.stdout) == (0, b"Letters that came back: 1.\n"), done.stderr
    assert row("booked", people.cleo).state == "bounced"
    opened.close()


def test_without_a_database_the_mail_server_is_asked_to_come_back(tmp_path):
    url = f"sqlite:///{tmp_path / 'parlor.db'}"
    done = tell(url, notice("postfix", "<x@parlor.example>", "cleo@mail.example"), tmp_path)
    assert done.returncode == 75
    assert b"try again later" in done.stderr
