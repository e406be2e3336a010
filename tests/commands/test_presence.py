"""Claimed presence: what both sides say became of it, every row of the law's table, from the answers to the outcome."""

import pytest

from commands import presence
from commands.fire import fire
from commands.sweep import sweep
from lifecycle.attempt import Invalid, Refused
from models import Entry, Report
from tests.commands import facts
from tests.world import DAY, END, HOUR, MINUTE, START, again, booked, customer, operator, themselves

AFTER = END + HOUR
LAST_CALL = END + DAY
ANSWERS = ("met", "they_absent", "i_absent", "technical")

HELD = ("completed", "submitted", [])
MARKED = ("no_show", "no_show", ["no_show"])
ABSENT = ("no_show", "no_show", [])
HOST_ABSENT = ("host_absent", "submitted", [])
TECHNICAL = ("no_show", "no_show", [])
LAPSED = ("canceled", "qualified", [])

# (customer, contributor) -> outcome and who fired it when the contributor answered last, and when the customer did.
BOTH = {
    **{("met", theirs): (HELD, "room", "room") for theirs in ANSWERS},
    ("they_absent", "i_absent"): (MARKED, "clock", "customer"),
    **{("they_absent", theirs): (ABSENT, "clock", "customer") for theirs in ("met", "they_absent", "technical")},
    ("i_absent", "met"): (HOST_ABSENT, "contributor", "clock"),
    ("i_absent", "they_absent"): (HOST_ABSENT, "contributor", "clock"),
    ("i_absent", "i_absent"): (LAPSED, "clock", "clock"),
    ("i_absent", "technical"): (TECHNICAL, "room", "room"),
    **{("technical", theirs): (TECHNICAL, "room", "room") for theirs in ANSWERS},
}
ONE_SIDED = {
    ("they_absent", None): ABSENT,
    ("i_absent", None): LAPSED,
    ("technical", None): TECHNICAL,
    (None, "met"): HELD,
    (None, "they_absent"): HOST_ABSENT,
    (None, "i_absent"): MARKED,
    (None, "technical"): TECHNICAL,
    (None, None): LAPSED,
}


def _says(people, session, side, answer, at=AFTER):
    who = customer(people.ada) if side == "customer" else themselves(people.cleo)
    return presence.answer(session, answer, who, at)


def _outcome(session):
    now = facts.of(session)
    return now.session, now.participant, now.marks


def _first_event(session) -> Entry:
    """What the answers fired (a Completed follows a start in the same transaction)."""
    return Entry.get(Entry.noun == "session", Entry.subject == session.id, Entry.seq == 1)


@pytest.mark.parametrize("last", ["contributor", "customer"])
@pytest.mark.parametrize(("mine", "theirs"), [pair for pair in BOTH if pair[0] != "met"])
def test_two_answers_settle_it_at_once_and_name_who_settled_it(people, mine, theirs, last):
    session = booked(people)
    outcome, contributor_last, customer_last = BOTH[mine, theirs]
    sides = [("customer", mine), ("contributor", theirs)]
    first, second = sides if last == "contributor" else sides[::-1]
    _says(people, session, *first)
    assert again(session).state == "scheduled"
    _says(people, session, *second)
    assert _outcome(session) == outcome
    assert _first_event(session).role == (contributor_last if last == "contributor" else customer_last)
    _check_units(session, outcome)


def _check_units(session, outcome):
    now = facts.of(session)
    kept = again(session).study.unit_price
    if outcome is HELD or outcome is HOST_ABSENT:
        assert (now.taken, now.places, now.claims) == (1, 2, 9)
    else:
        assert (now.taken, now.places, now.claims) == (0, 2, 0)
    assert now.used == (kept if outcome is HELD else 0)


@pytest.mark.parametrize("theirs", [None, *ANSWERS])
def test_the_customers_we_met_settles_it_whatever_the_other_says(people, theirs):
    session = booked(people)
    if theirs:
        _says(people, session, "contributor", theirs)
    _says(people, session, "customer", "met")
    assert _outcome(session) == HELD
    entries = Entry.select().where(Entry.noun == "session", Entry.subject == session.id, Entry.seq > 0)
    assert [(entry.event, entry.role) for entry in entries.order_by(Entry.seq)] == [
        ("start", "room"),
        ("complete", "clock"),
    ]


def test_we_met_during_the_hour_begins_it_and_the_clock_ends_it(people):
    session = _says(people, booked(people), "customer", "met", START + MINUTE)
    assert (session.state, session.started_at) == ("in_progress", START + MINUTE)
    assert sweep(END - MINUTE) == {}
    assert sweep(END) == {"complete": 1}
    assert _outcome(session) == HELD


@pytest.mark.parametrize(("mine", "theirs"), ONE_SIDED)
def test_silence_is_an_answer_a_day_after_the_end(people, mine, theirs):
    session = booked(people)
    for side, answer in (("customer", mine), ("contributor", theirs)):
        if answer:
            _says(people, session, side, answer)
    sweep(LAST_CALL - MINUTE)
    assert again(session).state == "scheduled"
    sweep(LAST_CALL)
    assert _outcome(session) == ONE_SIDED[mine, theirs]
    assert _first_event(session).role in ("clock", "room")
    _check_units(session, ONE_SIDED[mine, theirs])
    assert not Report.select().exists()


@pytest.mark.parametrize(("mine", "theirs"), ONE_SIDED)
def test_a_sweep_that_comes_days_late_finds_the_same_outcome(people, mine, theirs):
    session = booked(people)
    for side, answer in (("customer", mine), ("contributor", theirs)):
        if answer:
            _says(people, session, side, answer)
    sweep(LAST_CALL + 5 * DAY)
    assert _outcome(session) == ONE_SIDED[mine, theirs]


def test_an_answer_can_be_changed_until_it_settles_something(people):
    session = _says(people, booked(people), "contributor", "they_absent")
    _says(people, session, "contributor", "met")
    sweep(LAST_CALL)
    assert _outcome(session) == HELD


def test_when_and_what_can_be_answered(people):
    session = booked(people)
    refusals = [
        ("not_asked_yet", "customer", "met", START - MINUTE),
        ("absence_counted", "customer", "they_absent", START + 9 * MINUTE),
        ("absence_counted", "contributor", "they_absent", START + 9 * MINUTE),
        ("asked_no_more", "contributor", "met", LAST_CALL),
    ]
    for code, side, answer, at in refusals:
        with pytest.raises(Refused) as refused:
            _says(people, session, side, answer, at)
        assert refused.value.refusal.code == code
    with pytest.raises(Invalid):
        _says(people, session, "customer", "perhaps")
    _says(people, session, "customer", "they_absent", START + 10 * MINUTE)
    _says(people, session, "contributor", "i_absent", START + 10 * MINUTE)
    with pytest.raises(Refused) as refused:
        _says(people, session, "contributor", "met", AFTER)
    assert refused.value.refusal.code == "decided"
    assert _outcome(session) == MARKED


def _disputed(people, theirs="met"):
    session = _says(people, booked(people), "customer", "they_absent")
    session = _says(people, session, "contributor", theirs)
    return session, Report.get()


@pytest.mark.parametrize("theirs", ["met", "they_absent", "technical"])
def test_another_word_against_they_did_not_come_is_a_dispute_that_the_operator_decides(people, theirs):
    session, report = _disputed(people, theirs)
    assert _outcome(session) == ABSENT
    assert session.disputed
    named = (report.state, report.about, report.person, report.author, report.session, report.participant)
    assert named == ("open", "contributor", people.cleo, people.ada, session, session.participant)


def test_a_dispute_that_is_dismissed_overturns_the_absence_however_late(people):
    session, report = _disputed(people)
    fire(report, "dismiss", operator(people.olga), AFTER + 60 * DAY)
    assert facts.of(session) == facts.Facts("completed", "submitted", 0, 1, 2, 30, 30, {}, [])
    last = Entry.select().where(Entry.noun == "session").order_by(Entry.id.desc()).first()
    assert (last.event, last.role, last.who) == ("overturn", "operator", people.olga.id)


def test_a_dispute_that_is_upheld_leaves_the_absence_and_a_mark_until_an_appeal_is_won(people):
    session, report = _disputed(people)
    report = fire(report, "uphold", operator(people.olga), AFTER + DAY)
    assert _outcome(session) == ("no_show", "no_show", ["report"])
    report = fire(report, "appeal", themselves(people.cleo), AFTER + 2 * DAY)
    fire(report, "dismiss", operator(people.olga), AFTER + 40 * DAY)
    assert _outcome(session) == HELD


def test_a_customer_who_withdraws_the_dispute_overturns_it_themselves(people):
    session, report = _disputed(people)
    fire(report, "withdraw_report", customer(people.ada), AFTER + DAY)
    assert _outcome(session) == HELD
