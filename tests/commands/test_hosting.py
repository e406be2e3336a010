"""Several hosts of a study: any of them who is free, or all of them together; booked, moved, handed over, let go."""

from collections import Counter
from datetime import timedelta

import pytest

from commands import participants, presence, sessions, studies
from commands.fire import fire
from commands.hosting import set_hosts
from lifecycle.attempt import Invalid, Refused
from models import Claim, Entry, Feed, Member, Outgoing, Session, SessionHost, Study
from rules.times import from_epoch, to_epoch
from tests import invariants, world
from tests.commands.crowd import Job, crowd
from tests.world import (
    DAY,
    HOUR,
    NOW,
    START,
    again,
    contributor,
    customer,
    draft_study,
    live_study,
    qualified,
    shared_study,
    themselves,
)

MORNINGS = [[weekday, 9 * 60, 12 * 60] for weekday in range(5)]
EVENINGS = [[weekday, 16 * 60, 20 * 60] for weekday in range(5)]


def _others(people, number: int) -> list:
    return [contributor(f"person.{one}") for one in range(number)]


def _book(people, study, person, starts_at=START) -> Session:
    return sessions.book(qualified(people, study, person), starts_at, themselves(person), NOW)


def _elsewhere(person, start, end) -> None:
    """Something in this person's other calendar."""
    Feed.create(host=person, address="https://calendar.example/a.ics", next_at=NOW, fault="late",
                busy=[[to_epoch(start), to_epoch(end)]])  # fmt: skip


def _letters(session, event: str) -> Counter:
    rows = Outgoing.select().join(Entry).where(Entry.noun == "session", Entry.subject == session.id,
                                               Entry.event == event)  # fmt: skip
    return Counter((row.letter, row.recipient) for row in rows)


# Who they are -------------------------------------------------------------------------------------------------------


def test_hosts_are_set_while_a_study_is_not_launched(people):
    study, by = draft_study(people), customer(people.ada)
    study = set_hosts(study, by, NOW, hosting="any", host=people.bo, colleagues=[people.ada, people.bo, people.ada])
    assert (study.hosting, [host.id for host in study.hosts]) == ("any", [people.bo.id, people.ada.id])
    study = set_hosts(study, by, NOW, hosting="one", host=people.ada, colleagues=[people.bo])
    assert [host.id for host in again(study).hosts] == [people.ada.id]


@pytest.mark.parametrize(
    ("hosting", "host", "colleagues", "field"),
    [
        ("some", "ada", ["bo"], "hosting"),
        ("one", "mallory", [], "host"),
        ("one", None, [], "host"),
        ("any", "ada", ["mallory"], "colleagues"),
        ("any", "ada", ["bo", None], "colleagues"),
        ("all", "ada", ["cleo"], "colleagues"),
        ("all", "ada", [], "colleagues"),
        ("any", "ada", ["ada"], "colleagues"),
    ],
)
def test_only_colleagues_who_may_hold_conversations_are_hosts(people, hosting, host, colleagues, field):
    study = draft_study(people)
    named = [one and getattr(people, one) for one in colleagues]
    with pytest.raises(Invalid) as invalid:
        set_hosts(study, customer(people.ada), NOW, hosting=hosting, host=host and getattr(people, host),
                  colleagues=named)  # fmt: skip
    assert set(invalid.value.errors) == {field}
    assert [host.id for host in again(study).hosts] == [people.ada.id]


def test_a_colleague_who_only_looks_is_no_host(people):
    Member.update(role="viewer").where(Member.person == people.bo).execute()
    with pytest.raises(Invalid):
        set_hosts(draft_study(people), customer(people.ada), NOW, hosting="one", host=people.bo, colleagues=[])


def test_a_launched_study_keeps_its_hosts(people):
    with pytest.raises(Refused) as refused:
        set_hosts(live_study(people), customer(people.ada), NOW, hosting="one", host=people.bo, colleagues=[])
    assert refused.value.refusal.code == "frozen"


def test_other_hosts_send_an_approved_study_back(people):
    people.halden.asks_review = True
    people.halden.save()
    study, by = draft_study(people), customer(people.ada)
    study = fire(fire(study, "request_review", by, NOW), "approve", customer(people.bo), NOW)
    same = {"hosting": "one", "host": people.ada, "colleagues": []}
    assert set_hosts(study, by, NOW, **same).state == "approved"
    assert set_hosts(study, by, NOW, hosting="any", host=people.ada, colleagues=[people.bo]).state == "draft"


@pytest.mark.parametrize("hosting", ["any", "all"])
def test_a_host_without_hours_keeps_a_study_from_its_launch(people, hosting):
    by = customer(people.ada)
    study = set_hosts(draft_study(people), by, NOW, hosting=hosting, host=people.ada, colleagues=[people.bo])
    with pytest.raises(Refused) as refused:
        fire(study, "launch", by, NOW)
    assert "Bo Aas has no hours yet." in str(refused.value.refusal.sentence)
    studies.set_hours(people.bo, people.bo.zone, MORNINGS)
    assert fire(study, "launch", by, NOW).state == "live"


# Any of them --------------------------------------------------------------------------------------------------------


def test_any_host_who_is_free_holds_it(people):
    first, second, third = _others(people, 3)
    study = shared_study(people, invitees=[first, second, third], places=3)
    hosts = [_book(people, study, person).host_id for person in (first, second)]
    assert hosts == [people.ada.id, people.bo.id]
    with pytest.raises(Refused) as refused:
        _book(people, study, third)
    assert refused.value.refusal.code == "slot_offered"


def test_whoever_has_fewer_conversations_that_day_is_asked_first(people):
    persons = _others(people, 4)
    study = shared_study(people, invitees=persons, places=4)
    starts = [START, START - 3 * HOUR, START + HOUR * 3 / 2, START + DAY]
    hosts = [_book(people, study, person, start).host_id for person, start in zip(persons, starts, strict=True)]
    assert hosts == [people.ada.id, people.bo.id, people.ada.id, people.ada.id]


def test_the_times_of_any_host_are_those_of_all_together(people):
    study = shared_study(people, bo_hours=EVENINGS)
    row = qualified(people, study)
    assert {8, 14, 16, 18} <= {from_epoch(start).hour for start in row.offered_starts(NOW)}
    assert sessions.book(row, START.replace(hour=17), themselves(people.cleo), NOW).host_id == people.bo.id


def test_a_move_keeps_its_host_where_it_can_and_finds_another_where_it_must(people):
    study = shared_study(people, bo_hours=EVENINGS)
    session = _book(people, study, people.cleo)
    session = fire(session, "move", themselves(people.cleo), NOW, starts_at=START - HOUR)
    assert session.host_id == people.ada.id
    evening = START.replace(hour=17)
    session = fire(session, "move", themselves(people.cleo), NOW, starts_at=evening)
    assert (session.host_id, session.starts_at) == (people.bo.id, evening)
    details = Entry.select().where(Entry.noun == "session").order_by(Entry.id.desc()).get().details
    assert (details["host"], details["old_host"]) == (people.bo.id, people.ada.id)
    sent = _letters(session, "move")
    assert sent["moved", people.bo.id] == 1
    assert sent["handed_away", people.ada.id] == 1
    assert not Claim.select().where(Claim.calendar == people.ada.id).exists()


def test_a_new_time_may_be_with_another_host(people):
    study = shared_study(people, bo_hours=EVENINGS)
    session = fire(_book(people, study, people.cleo), "reschedule", customer(people.ada), NOW)
    session = fire(session, "rebook", themselves(people.cleo), NOW, starts_at=START.replace(hour=17))
    assert (session.host_id, session.host_zone) == (people.bo.id, people.bo.zone)
    assert _letters(session, "rebook")["rebooked", people.bo.id] == 1


def test_where_the_claim_of_one_host_comes_too_late_the_next_one_holds_it(people, monkeypatch):
    """What the computed times say is not what decides."""
    study = shared_study(people)
    row = qualified(people, study)
    Claim.create(calendar=people.ada.id, tick=to_epoch(START) // 900 + 2, holder="faster", expires_at=NOW + HOUR)
    monkeypatch.setattr(type(row), "hosts_free", lambda *_values: [people.ada.id, people.bo.id])
    session = sessions.book(row, START, themselves(people.cleo), NOW)
    assert session.host_id == people.bo.id
    assert Claim.select().where(Claim.calendar == people.ada.id).count() == 1
    monkeypatch.setattr(Session, "hosts_free", lambda *_values: [people.ada.id, people.bo.id])
    session = fire(session, "move", themselves(people.cleo), NOW, starts_at=START + HOUR / 2)
    assert session.host_id == people.bo.id


def test_most_per_day_counts_for_each_host(people):
    persons = _others(people, 3)
    study = shared_study(people, invitees=persons, places=3, most_per_day=1)
    assert {_book(people, study, person, START + HOUR * number).host_id for number, person in enumerate(persons[:2])} \
        == {people.ada.id, people.bo.id}  # fmt: skip
    days = {from_epoch(start).date() for start in qualified(people, study, persons[2]).offered_starts(NOW)}
    assert START.date() not in days


# All of them together -----------------------------------------------------------------------------------------------


def _together(people, **changes) -> Session:
    return _book(people, shared_study(people, "all", **changes), people.cleo)


def test_all_hosts_hold_it_together(people):
    session = _together(people)
    assert (session.host_id, [row.person_id for row in SessionHost.select()]) == (people.ada.id, [people.bo.id])
    claimed = Counter(claim.calendar for claim in Claim.select())
    assert claimed == {people.ada.id: 5, people.bo.id: 5, people.cleo.id: 4}
    sent = _letters(session, "book")
    for person in (people.ada, people.bo, people.cleo):
        assert [sent[letter, person.id] for letter in ("booked", "reminder_day", "reminder_soon")] == [1, 1, 1]


def test_together_there_is_only_what_everybody_has(people):
    study = shared_study(people, "all", bo_hours=MORNINGS)
    hours = {from_epoch(start).hour for start in qualified(people, study).offered_starts(NOW)}
    assert hours == {8, 9, 10}


def test_the_leads_steps_hold_for_all(people):
    studies.set_hours(people.bo, "Asia/Kathmandu", [[day, 0, 1440] for day in range(7)])
    study = draft_study(people, step=60)
    study = set_hosts(study, customer(people.ada), NOW, hosting="all", host=people.ada, colleagues=[people.bo])
    assert {start % 3600 for start in study.free_starts(NOW)} == {0}


def test_a_new_time_together_moves_every_calendar(people):
    session = _together(people)
    session = fire(session, "move", themselves(people.cleo), NOW, starts_at=START + HOUR)
    assert _letters(session, "move")["moved", people.bo.id] == 1
    session = fire(session, "reschedule", customer(people.bo), NOW)
    assert not Claim.select().exists()
    session = fire(session, "rebook", themselves(people.cleo), NOW, starts_at=START)
    assert {claim.calendar for claim in Claim.select()} == {people.ada.id, people.bo.id, people.cleo.id}
    fire(session, "cancel", customer(people.ada), NOW, reason="other")
    assert not Claim.select().exists()
    assert _letters(session, "cancel")["canceled", people.bo.id] == 1


def test_handing_over_exchanges_the_lead_alone(people):
    dag = contributor("dag.vik")
    Member.create(workspace=people.halden, person=dag, role="creator")
    session = _together(people)
    assert session.free_colleagues(NOW) == [dag.id]
    session = fire(session, "hand_over", customer(people.ada), NOW, host=dag.id)
    assert [host.id for host in session.hosts] == [dag.id, people.bo.id]
    assert {claim.calendar for claim in Claim.select()} == {dag.id, people.bo.id, people.cleo.id}


def test_who_holds_it_together_is_somebody_who_may_admit(people):
    session = _together(people)
    presence.beat(session, customer(people.bo), "room", START)
    assert [spell.seat for spell in again(session).spells] == ["admitter"]


# Other calendars ----------------------------------------------------------------------------------------------------


def test_what_stands_in_another_calendar_is_taken_also_where_the_last_reading_failed(people):
    study = live_study(people, length=30, step=15, gap=15)
    _elsewhere(people.ada, START, START + HOUR)
    offered = qualified(people, study).offered_starts(NOW)
    apart = [int((start - to_epoch(START)) / 900) for start in offered if abs(start - to_epoch(START)) <= 2 * 3600]
    assert apart == [-8, -7, -6, -5, -4, -3, 5, 6, 7, 8]


def test_another_calendar_of_one_host_leaves_the_other(people):
    study = shared_study(people)
    _elsewhere(people.ada, START, START + HOUR)
    assert _book(people, study, people.cleo).host_id == people.bo.id


def test_another_calendar_of_one_host_is_in_the_way_of_all(people):
    study = shared_study(people, "all")
    _elsewhere(people.bo, START, START + HOUR)
    with pytest.raises(Refused):
        _book(people, study, people.cleo)


def test_a_colleague_with_something_else_in_their_calendar_is_not_offered(people):
    session = world.booked(people)
    assert session.free_colleagues(NOW) == [people.bo.id]
    _elsewhere(people.bo, START + timedelta(minutes=70), START + 3 * HOUR)
    assert session.free_colleagues(NOW) == []


# At once ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [4, pytest.param(24, marks=[pytest.mark.slow, pytest.mark.alone])])
def test_of_many_who_take_one_time_of_two_hosts_two_have_it(database, database_url, size):
    """Half of them in one study of both hosts, half in another: nothing but the claims keeps these two apart."""
    people = world.build(units_bought=10_000)
    persons = [contributor(f"person.{one}") for one in range(size)]
    pair = [shared_study(people, invitees=persons[half::2], places=size) for half in (0, 1)]
    ready = [qualified(people, pair[one % 2], person) for one, person in enumerate(persons)]
    with crowd(database_url, size) as many:
        outcomes = many.do([Job("book", (row.id, to_epoch(START))) for row in ready])
    assert Counter(one.code for one in outcomes) == {"done": 2, "slot_offered": size - 2}, outcomes
    assert {session.host_id for session in Session.select()} == {people.ada.id, people.bo.id}
    assert sum(study.taken for study in Study.select()) == 2
    assert invariants.broken() == []


def test_the_times_cost_one_statement_however_many_hosts_and_past_bookings(people):
    persons = _others(people, 5)
    study = shared_study(people, invitees=persons, places=5, most_per_day=4)
    row = qualified(people, study, persons[0])
    asked = []
    for number, person in enumerate(persons[1:]):
        _book(people, study, person, START + number * DAY if number < 2 else START + (number + 2) * DAY)
        heard: list = []
        _listen(heard, lambda: row.offered_starts(NOW))
        asked.append(len(heard))
    assert asked == [1] * 4


def _listen(heard: list, ask) -> None:
    from models.database import db

    db.query_hooks.append(heard.append)
    try:
        ask()
    finally:
        db.query_hooks.remove(heard.append)


# Who is not there any more ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [None, "viewer"])
def test_nobody_is_booked_with_somebody_who_may_not_hold_conversations_any_more(people, role):
    together, either = shared_study(people, "all"), shared_study(people, "any", title="Another")
    row = qualified(people, together)
    assert row.offered_starts(NOW)
    bo = Member.person == people.bo.id
    (Member.update(role=role).where(bo) if role else Member.delete().where(bo)).execute()
    row, either = again(row), again(either)
    assert row.offered_starts(NOW) == []
    with pytest.raises(Refused):
        sessions.book(row, START, themselves(people.cleo), NOW)
    assert ["may do so in your workspace any more" in str(one) for one in row.study.unready(NOW)] == [True]
    assert qualified(people, either).hosts_free(START, NOW) == [people.ada.id]


# Who left, or may not any more --------------------------------------------------------------------------------------


def _no_host_any_more(people, how: str) -> None:
    """Bo is only a viewer from now on, or gone."""
    mine = Member.person == people.bo
    (Member.delete() if how == "gone" else Member.update(role="viewer")).where(mine).execute()


@pytest.mark.parametrize("how", ["gone", "viewer"])
def test_who_left_the_team_holds_nothing_new(people, how):
    study = shared_study(people, "any", bo_hours=EVENINGS)
    row = qualified(people, study)
    evening = START.replace(hour=17)
    assert row.is_offered(evening, NOW)
    _no_host_any_more(people, how)
    assert not row.is_offered(evening, NOW)
    with pytest.raises(Refused) as refused:
        sessions.book(row, evening, themselves(people.cleo), NOW)
    assert refused.value.refusal.code == "slot_offered"
    assert _book_again(row).host_id == people.ada.id


def _book_again(row) -> Session:
    return sessions.book(row, START, themselves(row.person), NOW)


@pytest.mark.parametrize("how", ["gone", "viewer"])
def test_together_means_nobody_where_one_of_them_left(people, how):
    study = shared_study(people, "all")
    row = qualified(people, study)
    _no_host_any_more(people, how)
    assert row.offered_starts(NOW) == study.free_starts(NOW) == []


@pytest.mark.parametrize("how", ["gone", "viewer"])
def test_a_conversation_of_who_left_moves_to_a_colleague(people, how):
    study = shared_study(people, "any", bo_hours=MORNINGS + EVENINGS)
    session = _book(people, study, people.cleo, START.replace(hour=17))
    assert session.host_id == people.bo.id
    _no_host_any_more(people, how)
    session = fire(session, "move", themselves(people.cleo), NOW, starts_at=START.replace(hour=9))
    assert session.host_id == people.ada.id
    assert _letters(session, "move")["handed_away", people.bo.id] == 1
    assert invariants.broken() == []


def test_a_launch_waits_for_hosts_who_may_hold_conversations(people):
    study = draft_study(people)
    studies.set_hours(people.bo, people.bo.zone, EVENINGS)
    by = customer(people.ada)
    study = set_hosts(study, by, NOW, hosting="any", host=people.ada, colleagues=[people.bo])
    _no_host_any_more(people, "viewer")
    with pytest.raises(Refused) as refused:
        fire(study, "launch", by, NOW)
    assert "may do so in your workspace any more" in str(refused.value.refusal.sentence)
    assert len(study.unready(NOW)) == 1


def test_nobody_is_offered_a_conversation_with_themselves(people):
    """Bo follows the link of a study that he shares with Ada: only her hours are his to choose from."""
    study = shared_study(people, audience="invite", invitees=[], bo_hours=[[3, 9 * 60, 11 * 60]])
    participants.arrive(study, people.bo, themselves(people.bo), NOW)
    row = qualified(people, study, people.bo)
    assert row.hosts_free(START, NOW) == [people.ada.id]
    assert sessions.book(row, START, themselves(people.bo), NOW).host_id == people.ada.id
    alone = live_study(people, audience="invite", invitees=[])
    participants.arrive(alone, people.ada, themselves(people.ada), NOW)
    mine = qualified(people, alone, people.ada)
    assert mine.offered_starts(NOW) == []
    assert not mine.is_offered(START + DAY, NOW)
