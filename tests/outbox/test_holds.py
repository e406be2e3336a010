"""What was planned ahead leaves only while it holds: reminders of the present time, codes that can still be used."""

from collections import Counter
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from commands import exclusions, participants, reports, signin, studies
from commands.fire import fire
from lifecycle.attempt import RECRUITER
from models import Asking, Letter, Outgoing, Person
from outbox.drain import drain
from outbox.secrets import sign_in_code, sign_in_token, spaced
from tests import world
from tests.commands import halves
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


@pytest.mark.parametrize(("ahead", "planned"), [
    (25 * HOUR, {"reminder_day", "reminder_soon"}),
    (DAY, {"reminder_day", "reminder_soon"}),
    (DAY - MINUTE, {"reminder_soon"}),
    (30 * MINUTE, {"reminder_soon"}),
    (29 * MINUTE, set()),
])  # fmt: skip
def test_a_late_booking_plans_only_the_reminders_that_are_still_ahead(people, with_smtp, inbox, clock, ahead, planned):
    study = world.live_study(people, minimum_notice=0)
    booked(people, study, at=START - ahead)
    rows = Outgoing.select().where(Outgoing.letter.startswith("reminder"))
    assert {row.letter for row in rows} == planned
    assert {row.recipient for row in rows} == ({people.ada.id, people.cleo.id} if planned else set())
    clock.at = START - MINUTE
    drain(with_smtp, clock)
    subjects = [one["Subject"].split(":")[0] for one in inbox.to(people.cleo.email)]
    assert subjects.count("Soon") == (1 if planned else 0)
    assert "Coming up" not in subjects


@pytest.mark.parametrize(("late", "leaves"), [
    (timedelta(0), "reminder_day"), (5 * HOUR, "reminder_day"), (23 * HOUR + 29 * MINUTE, "reminder_day"),
    (23 * HOUR + 30 * MINUTE, "reminder_soon"), (23 * HOUR + 59 * MINUTE, "reminder_soon"), (DAY, None),
    (2 * DAY, None),
])  # fmt: skip
def test_however_late_the_drain_is_one_reminder_leaves_at_most_and_none_after_the_start(
    people, with_smtp, inbox, clock, late, leaves
):
    booked(people)
    drain(with_smtp, clock)
    clock.at = START - DAY + late
    drain(with_smtp, clock)
    sent = Outgoing.select().where(Outgoing.letter.startswith("reminder"), Outgoing.state == "sent")
    assert {row.letter for row in sent} == ({leaves} if leaves else set())
    assert len(inbox.received) == 3 + (2 if leaves else 0)


@pytest.mark.parametrize("hours", [1, 20, 24, 30])
@pytest.mark.parametrize("event", ["move", "rebook", "hand_over"])
def test_a_drain_that_slept_sends_reminders_of_the_present_time_only(people, with_smtp, inbox, clock, event, hours):
    studies.set_hours(people.bo, people.bo.zone, world.WEEKDAYS)
    session = booked(people)
    later = stories.other_start(session)
    if event == "hand_over":
        session = fire(session, event, customer(people.ada), NOW + HOUR, host=people.bo.id)
    else:
        if event == "rebook":
            session = fire(session, "reschedule", customer(people.ada), NOW + MINUTE)
        session = fire(session, event, themselves(people.cleo), NOW + HOUR, starts_at=later)
    revive()
    # It wakes up for the first time here: the old reminders are hours late, the new ones may be too.
    clock.at = session.starts_at - DAY + hours * HOUR
    drain(with_smtp, clock)
    told = [one for one in inbox.received if one.message["Subject"].split(":")[0].split(" with ")[0] == "Coming up"]
    assert len(told) == (2 if hours < 24 else 0)
    hosts = {people.bo.email if event == "hand_over" else people.ada.email, people.cleo.email}
    assert {one.recipients[0] for one in told} <= hosts
    for one in told:
        zone = ZoneInfo("Europe/Lisbon" if one.recipients == [people.cleo.email] else "Europe/Oslo")
        assert f"{session.starts_at.astimezone(zone):%H:%M}" in one.message["Subject"]


def test_a_reminder_that_a_report_waits_leaves_while_it_does(people, settings, clock):
    stories.reported(people)
    rows = list(Outgoing.select().where(Outgoing.letter == "report_waiting").order_by(Outgoing.id))
    assert {row.recipient for row in rows} == {people.olga.id}
    clock.at = world.END + 30 * DAY
    drain(settings, clock)
    assert {world.again(row).state for row in rows} == {"dropped"}


def test_an_operator_hears_of_a_report_that_nobody_decided(people, with_smtp, inbox, clock):
    place = world.completed(people)
    reports.report_contributor(place, "not_qualified", customer(people.ada), clock.at)
    clock.at += 3 * DAY - MINUTE
    drain(with_smtp, clock)
    assert inbox.to(people.olga.email) == []
    clock.at += MINUTE
    drain(with_smtp, clock)
    [letter] = inbox.to(people.olga.email)
    assert letter["Subject"].startswith("A report waits for a decision")
    for word in (people.cleo.name, people.cleo.username, people.ada.email):
        assert word not in letter.as_string()


def test_whose_address_only_a_recruiter_knows_gets_no_letter_and_nothing_failed(people, with_smtp, inbox, clock):
    study = halves.open_study(people)
    guest = Person.create(guest=True, email=None, created_at=NOW)
    made = {"source": "recruiter", "recruiter": "outside", "outside_id": "pp_9exh736"}
    place = participants.arrive(study, guest, RECRUITER, NOW, connection=halves.recruiter(people, study), **made)
    exclusions.exclude_in_order(place, "other", customer(people.ada), NOW)
    exclusions.confirmed(place, NOW)
    drain(with_smtp, clock)
    told = Outgoing.get(Outgoing.recipient == guest.id)
    assert (told.letter, told.state, told.outcome) == ("excluded", "dropped", "no_address")
    assert inbox.received == []
