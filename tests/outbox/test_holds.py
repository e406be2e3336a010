"""What was planned ahead leaves only while it holds: reminders of the present time, codes that can still be used."""

from collections import Counter

import pytest

from commands import signin, studies
from commands.fire import fire
from models import Asking, Letter, Outgoing
from outbox.drain import drain
from outbox.secrets import sign_in_code, sign_in_token, spaced
from tests import world
from tests.outbox import post, stories
from tests.outbox.post import row
from tests.world import DAY, HOUR, MINUTE, NOW, START, booked, customer, themselves


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
