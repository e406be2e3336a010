"""Emptying the outbox: in order, once, whatever the mail server does and whenever the power fails."""

import threading
from collections import Counter
from datetime import datetime, timedelta

import pytest

from commands import signin, studies
from commands.fire import fire
from models import Asking, Letter, Outgoing, Person, database
from outbox import drain as outbox
from outbox import mail
from outbox.compose import compose
from outbox.drain import drain
from outbox.drainer import Drainer
from outbox.mail import Outcome
from outbox.secrets import sign_in_code, sign_in_token, spaced
from tests import world
from tests.outbox import post, stories
from tests.outbox.post import Settings, row
from tests.services.run import wait_until
from tests.world import DAY, HOUR, MINUTE, NOW, START, again, booked, customer, themselves


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self, at: datetime = NOW):
        self.at = at

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock():
    """Two minutes after everything began."""
    return Clock(NOW + 2 * MINUTE)


def states() -> dict[str, str]:
    """Letter and first name of its recipient -> state."""
    names = {person.id: person.name.split()[0] for person in Person.select()}
    return {f"{row.letter} {names[row.recipient]}": row.state for row in Outgoing.select().order_by(Outgoing.id)}


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


def test_several_workers_send_each_letter_once(people, with_smtp, inbox, clock):
    crowd = [world.contributor(f"person{number}") for number in range(15)]
    world.live_study(people, places=1, invitees=crowd)
    together = threading.Barrier(4)

    def work():
        together.wait()
        drain(with_smtp, clock)
        database.close()

    workers = [threading.Thread(target=work) for _number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert sorted(one.recipients[0] for one in inbox.received) == sorted(person.email for person in crowd)
    assert set(states().values()) == {"sent"}


@pytest.mark.parametrize("outcome", ["sent", "waiting", "dead"])
def test_who_kept_a_letter_for_too_long_has_no_say_any_more(people, clock, outcome):
    world.live_study(people)
    [mine] = outbox.take(clock.at)
    clock.at += outbox.LENT
    [theirs] = outbox.take(clock.at)
    outbox.write_down(theirs, Outcome("sent", "theirs"), clock.at)
    outbox.write_down(mine, Outcome(outcome, "mine"), clock.at)
    assert (row("invitation", people.cleo).state, row("invitation", people.cleo).outcome) == ("sent", "theirs")


@pytest.mark.parametrize(("outcome", "state"), [("sent", "sent"), ("waiting", "dropped"), ("dead", "dropped")])
def test_what_was_dropped_while_it_was_being_sent_is_sent_or_stays_dropped(people, clock, outcome, state):
    world.live_study(people)
    [mine] = outbox.take(clock.at)
    Outgoing.update(state="dropped").execute()
    outbox.write_down(mine, Outcome(outcome, ""), clock.at)
    assert row("invitation", people.cleo).state == state


def revive() -> None:
    """As if nobody had dropped the reminders when the conversation moved on."""
    Outgoing.update(state="waiting").where(Outgoing.state == "dropped").execute()


@pytest.mark.parametrize("event", ["move", "reschedule", "cancel", "hand_over"])
def test_a_reminder_of_an_old_time_never_leaves(people, with_smtp, inbox, clock, event):
    session = booked(people)
    studies.set_hours(people.bo, people.bo.zone, world.WEEKDAYS)
    details = {"move": {"starts_at": stories.other_start(session)}, "hand_over": {"host": people.bo.id}}
    by = themselves(people.cleo) if event == "move" else customer(people.ada)
    fire(session, event, by, NOW + HOUR, **details.get(event, {"reason": "technical"}))
    revive()
    clock.at = START - 20 * MINUTE
    drain(with_smtp, clock)
    of_booking = Outgoing.entry == row("booked", people.cleo).entry
    old = Outgoing.select().where(Outgoing.letter.startswith("reminder"), of_booking)
    assert {(one.state, one.outcome) for one in old} == {("dropped", "no longer holds")}
    subjects = [one.message["Subject"] for one in inbox.received]
    assert len([subject for subject in subjects if subject.startswith("Soon")]) == (2 if event == "hand_over" else 0)


def test_a_late_day_reminder_gives_way_and_none_leaves_after_the_start(people, with_smtp, inbox, clock):
    booked(people)
    drain(with_smtp, clock)
    clock.at = START - 10 * MINUTE
    assert drain(with_smtp, clock) == Counter(dropped=2, sent=2)
    assert all(message["Subject"].startswith("Soon") for message in (one.message for one in inbox.received[3:]))
    Outgoing.update(state="waiting", next_at=START).where(Outgoing.letter == "reminder_soon").execute()
    clock.at = START
    assert drain(with_smtp, clock) == Counter(dropped=2)


def test_a_request_for_a_new_time_is_repeated_once_and_only_while_it_waits(people, settings, clock):
    session = fire(booked(people), "reschedule", customer(people.ada), NOW + HOUR)
    clock.at = NOW + DAY
    drain(settings, clock)
    assert row("pick_reminder", people.cleo).state == "waiting"
    clock.at = NOW + HOUR + DAY
    assert drain(settings, clock) == Counter(sent=1)
    session = fire(session, "rebook", themselves(people.cleo), clock.at, starts_at=stories.other_start(session))
    session = fire(session, "reschedule", customer(people.ada), clock.at + MINUTE)
    fire(session, "decline", themselves(people.cleo), clock.at + HOUR)
    clock.at += 2 * DAY
    drain(settings, clock)
    assert row("pick_reminder", people.cleo).state == "dropped"


def test_a_sign_in_code_is_sent_and_never_kept(people, with_smtp, inbox, clock):
    asking = signin.ask(people.cleo.email, "a browser", "192.0.2.1", clock.at)
    drain(with_smtp, clock)
    [message] = inbox.to(people.cleo.email)
    code, token = sign_in_code(with_smtp.secret, asking.code), sign_in_token(with_smtp.secret, asking.code)
    text = message.get_body(("plain",)).get_content()
    assert spaced(code) in text
    assert f"{post.BASE}/sign-in/{asking.code}/{token}" in text
    assert code[:4] not in message["Subject"]
    kept = Letter.get()
    for secret in (code, spaced(code), token):
        assert secret not in kept.subject + kept.text + kept.html
    assert code != sign_in_code(b"another secret", asking.code)
    assert len(code) == 8


@pytest.mark.parametrize("over", ["late", "used"])
def test_a_code_that_is_over_is_not_sent(people, with_smtp, inbox, clock, over):
    signin.ask(people.cleo.email, "a browser", "192.0.2.1", clock.at)
    if over == "used":
        Asking.update(used_at=clock.at).execute()
    clock.at += 10 * MINUTE if over == "late" else MINUTE
    assert drain(with_smtp, clock) == Counter(dropped=1)
    assert inbox.received == []


def test_it_stops_when_it_is_told_to_and_gives_back_the_rest(people, settings, clock):
    booked(people)
    asked = iter([False, False, True])
    assert drain(settings, clock, lambda: next(asked)) == Counter(sent=2)
    assert drain(settings, clock) == Counter(sent=1)


def test_a_slow_server_does_not_use_up_the_time_that_rows_are_lent_for(people, settings, clock):
    booked(people)
    hours = iter([clock.at, clock.at, clock.at, *[clock.at + 4 * MINUTE] * 20])
    drain(settings, lambda: next(hours))
    assert row("booked", people.cleo).next_at <= clock.at + 4 * MINUTE
    assert row("booked", people.cleo).tries == 0


def test_the_drainer_sends_what_it_is_woken_for(people, with_smtp, inbox, clock):
    drainer = Drainer(with_smtp, clock, every=60)
    drainer.start()
    world.live_study(people)
    drainer.wake()
    wait_until(lambda: inbox.received, 10, "a letter")
    drainer.stop()
    assert not drainer.is_alive()
    assert states()["invitation Cleo"] == "sent"


def test_the_drainer_outlives_a_trouble(people, inbox, clock, with_smtp):
    world.live_study(people)
    drainer = Drainer(Settings(smtp_url="nonsense"), clock, every=0.05)
    drainer.start()
    drainer.settings = with_smtp
    wait_until(lambda: inbox.received, 10, "a letter")
    drainer.stop()
