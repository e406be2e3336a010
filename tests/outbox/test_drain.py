"""Emptying the outbox: in order, once, whatever the mail server does and whenever the power fails."""

from collections import Counter
from datetime import timedelta

import pytest

from commands import offering
from commands.fire import fire
from models import Letter, Outgoing, Person, database
from outbox import drain as outbox
from outbox import mail
from outbox.compose import compose
from outbox.drain import drain
from tests import world
from tests.outbox import stories
from tests.outbox.post import Settings, row, states
from tests.world import DAY, HOUR, MINUTE, START, again, booked, customer, themselves


def test_what_is_due_leaves_and_what_is_not_stays(people, with_smtp, inbox, clock):
    booked(people)
    assert drain(with_smtp, clock) == Counter(sent=3)
    subjects = [one.message["Subject"].split(":")[0] for one in inbox.received]
    assert subjects == ["An invitation to talk", "It is booked", "Booked with cleo.marchetti"]
    assert {state for letter, state in states().items() if letter.startswith("reminder")} == {"waiting"}
    sent = row("booked", people.cleo)
    assert (sent.state, sent.sent_at, sent.tries, sent.outcome) == ("sent", clock.at, 1, "")
    assert drain(with_smtp, clock) == Counter()


def test_reminders_leave_a_day_and_half_an_hour_before(people, with_smtp, inbox, clock):
    booked(people)
    for at, most in ((START - DAY - MINUTE, 3), (START - DAY, 5), (START - 31 * MINUTE, 5), (START - 30 * MINUTE, 7)):
        clock.at = at
        drain(with_smtp, clock)
        assert len(inbox.received) == most


def test_letters_are_kept_as_they_left(people, settings, clock):
    booked(people)
    drain(settings, clock)
    kept = Letter.get(Letter.outgoing == row("booked", people.cleo))
    letter = compose(row("booked", people.cleo), settings)
    assert (kept.subject, kept.text, kept.html) == (letter.subject, letter.text, letter.html)
    assert (kept.message_id, kept.address, kept.method) == (letter.message_id, people.cleo.email, "REQUEST")
    assert kept.calendar.encode() == letter.calendar
    assert row("booked", people.cleo).outcome == "shown in Parlor"


def test_a_letter_never_overtakes_one_of_its_thread_to_the_same_person(people, with_smtp, inbox, clock):
    session = booked(people)
    drain(with_smtp, clock)
    inbox.fail("451 4.3.0 Later", recipient=people.cleo.email)
    fire(session, "move", themselves(people.cleo), clock.at, starts_at=stories.other_start(session))
    drain(with_smtp, clock)
    fire(again(session), "cancel", customer(people.ada), clock.at, reason="technical")
    assert drain(with_smtp, clock) == Counter(sent=1)
    assert (row("moved", people.cleo).tries, row("canceled", people.cleo).tries) == (1, 0)
    assert row("canceled", people.ada).state == "sent"
    inbox.mend()
    clock.at += HOUR
    assert drain(with_smtp, clock) == Counter(sent=2)
    assert [message["Subject"].split()[0] for message in inbox.to(people.cleo.email)][-2:] == ["Moved", "Canceled:"]


def crowd_asked(people, number: int):
    """So many members are asked into a study of the network, at this very moment."""
    world.members(number)
    study = world.live_study(people, audience="network", filters={})
    assert offering.offer(study, world.NOW) == number
    return study


def test_what_somebody_waits_for_leaves_before_a_crowd_is_asked(people, with_smtp, inbox, clock):
    crowd_asked(people, 35)
    clock.at += MINUTE
    booked(people)
    letters = iter(range(outbox.BATCH))
    assert drain(with_smtp, clock, lambda: next(letters, None) is None) == Counter(sent=outbox.BATCH)
    first = [one.message["Subject"].split(":")[0] for one in inbox.received]
    assert {"It is booked", "Booked with cleo.marchetti"} <= set(first)
    assert drain(with_smtp, clock) == Counter(sent=28)  # the rest of 35 and of one more who was asked, and two
    assert Outgoing.select().where(Outgoing.state == "waiting", Outgoing.due_at <= clock.at).count() == 0


def test_among_a_crowds_letters_those_that_somebody_waits_for_are_found_by_an_index(people, clock):
    crowd_asked(people, 35)
    sql, values = outbox.awaited(clock.at).limit(outbox.BATCH).sql()
    if not database.is_postgres():
        plan = " ".join(row[3] for row in database.db.execute_sql(f"EXPLAIN QUERY PLAN {sql}", values).fetchall())
        assert "outgoing_awaited" in plan
    assert list(outbox.awaited(clock.at)) == []
    assert outbox.due(clock.at).count() == 35


def test_an_outage_delays_and_loses_nothing(people, with_smtp, inbox, clock):
    booked(people)
    down = Settings(smtp_url="smtp://127.0.0.1:9")
    assert drain(down, clock) == Counter(waiting=1)
    waiting = list(Outgoing.select().where(Outgoing.due_at <= clock.at).order_by(Outgoing.id))
    assert [one.tries for one in waiting] == [1, 0, 0]
    assert [one.next_at <= clock.at for one in waiting] == [False, True, True]
    clock.at += 30 * MINUTE
    assert drain(with_smtp, clock) == Counter(sent=3)
    assert len({one.message["Message-ID"] for one in inbox.received}) == len(inbox.received) == 3


def test_waits_grow_and_end_after_about_three_days(people, with_smtp, inbox, clock):
    world.live_study(people)
    inbox.fail("451 4.3.0 Later")
    begun, waits = clock.at, []
    while (one := row("invitation", people.cleo)).state == "waiting":
        clock.at = one.next_at if one.tries else clock.at
        drain(with_smtp, clock)
        waits.append(row("invitation", people.cleo).next_at - clock.at)
    assert one.outcome == "451 4.3.0 Later"
    assert one.tries == outbox.MOST_TRIES
    assert timedelta(days=2) < clock.at - begun < timedelta(days=4)
    assert waits[0] < 2 * MINUTE < waits[2] < HOUR < waits[6] < 8 * HOUR


def test_a_final_refusal_ends_it_at_once_and_stays_visible(people, with_smtp, inbox, clock):
    booked(people)
    inbox.fail("550 5.1.1 No such person", recipient=people.cleo.email)
    assert drain(with_smtp, clock) == Counter(dead=2, sent=1)
    dead = row("booked", people.cleo)
    assert (dead.state, dead.outcome, dead.tries) == ("dead", "550 5.1.1 No such person", 1)
    assert Letter.get(Letter.outgoing == dead).subject.startswith("It is booked")


def test_nobody_without_an_address_is_written_to(people, with_smtp, inbox, clock):
    booked(people)
    Person.update(email=None).where(Person.id == people.cleo.id).execute()
    drain(with_smtp, clock)
    assert row("booked", people.cleo).state == "dead"
    assert row("booked", people.cleo).outcome == "no e-mail address"
    assert [one.recipients for one in inbox.received] == [[people.ada.email]]


def test_nobody_waits_for_a_mail_server_inside_a_transaction(people, with_smtp, inbox, clock, monkeypatch):
    booked(people)
    inside = []
    real = mail.SafeConnection.post

    def watched(self, *anything):
        inside.append(database.db.in_transaction())
        return real(self, *anything)

    monkeypatch.setattr(mail.SafeConnection, "post", watched)
    assert drain(with_smtp, clock) == Counter(sent=3)
    assert inside == [False] * 3


class PowerCut(BaseException):
    """Nothing catches this."""


def test_a_crash_after_sending_repeats_with_the_same_message_id(people, with_smtp, inbox, clock, monkeypatch):
    world.live_study(people)

    def crash(*_anything):
        raise PowerCut

    with monkeypatch.context() as broken:
        broken.setattr(outbox, "write_down", crash)
        with pytest.raises(PowerCut):
            drain(with_smtp, clock)
    assert len(inbox.received) == 1
    assert drain(with_smtp, clock) == Counter()
    clock.at += outbox.LENT
    assert drain(with_smtp, clock) == Counter(sent=1)
    first, second = (one.message["Message-ID"] for one in inbox.received)
    assert first == second
    assert Letter.select().count() == 1


def test_a_letter_that_can_not_be_written_does_not_hold_up_the_others(people, with_smtp, inbox, clock):
    booked(people)
    broken = row("invitation", people.cleo)
    Outgoing.update(letter="no_such_letter").where(Outgoing.id == broken.id).execute()
    assert drain(with_smtp, clock) == Counter(waiting=1, sent=2)
    assert Outgoing.get_by_id(broken.id).outcome == "could not be written (TemplateNotFound)"
