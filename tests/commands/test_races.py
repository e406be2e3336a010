"""Races between processes, on both databases: whoever is first has it, the others are told, nothing is done twice."""

from collections import Counter

import pytest

from commands import sessions
from models import Claim, Entry, Outgoing, Participant, Payout, Person, Seat, Session, Standing, Study, Workspace
from rules.times import from_epoch, to_epoch
from tests import invariants, world
from tests.commands.crowd import Crowd, Job, Outcome, crowd
from tests.world import NOW, START, again

FIFTY = 50
LETTERS = Counter({"booked": 2, "reminder_day": 2, "reminder_soon": 2})


@pytest.fixture
def people(database):
    yield world.build(units_bought=10_000)
    assert invariants.broken() == []


def _ready(people, number: int) -> list[Participant]:
    """So many people, half of them in one study of Ada's, half in another: only the claims keep these two apart."""
    persons = [world.contributor(f"person.{one}") for one in range(number)]
    studies = [world.live_study(people, invitees=persons[half::2], places=number) for half in (0, 1)]
    return [world.qualified(people, studies[one % 2], person) for one, person in enumerate(persons)]


def _storm(crowd_of_fifty: Crowd, ready: list[Participant]) -> tuple[int, list[Outcome]]:
    """Fifty people who have nothing booked yet take the first free start at once."""
    still = [row for row in map(again, ready) if row.state == "qualified"][:FIFTY]
    start = still[0].offered_starts(NOW)[40]
    return start, crowd_of_fifty.do([Job("book", (row.id, start)) for row in still])


def _wrong(start: int, outcomes: list[Outcome]) -> list[str]:
    """What contradicts "one has it, the others are told and shown other times, one set of letters went out"."""
    lost = [one for one in outcomes if one.code != "done"]
    won = len(outcomes) - len(lost)
    sessions = list(Session.select().where(Session.starts_at == from_epoch(start), Session.state == "scheduled"))
    wrong = [f"{won} people have it, in {len(sessions)} rows"] if (won, len(sessions)) != (1, 1) else []
    wrong += [f"told: {one}" for one in lost if (one.code, one.words) != ("slot_offered", "That time was just taken.")]
    wrong += ["nothing else was offered"] * sum(not one.offered or start in one.offered for one in lost)
    sent = Counter(row.letter for row in Outgoing.select().join(Entry).where(
        Entry.noun == "session", Entry.subject.in_([session.id for session in sessions])))  # fmt: skip
    wrong += [f"letters: {dict(sent)}"] if sent != LETTERS else []
    ticks = Claim.select().where(Claim.session.in_(sessions)).count()
    return wrong + ([f"{ticks} quarter hours are claimed"] if ticks != 9 else [])


@pytest.mark.promise("P16")
@pytest.mark.parametrize("rounds", [2, pytest.param(20, marks=[pytest.mark.slow, pytest.mark.alone])])
def test_of_fifty_who_take_one_time_at_once_one_has_it_and_the_others_are_shown_fresh_times(
    people, start_crowd, rounds
):
    ready = _ready(people, FIFTY + rounds - 1)
    fifty = start_crowd(FIFTY)
    for number in range(rounds):
        start, outcomes = _storm(fifty, ready)
        assert _wrong(start, outcomes) == [], f"round {number}"
        assert invariants.broken() == []
    assert Session.select().count() == rounds


def test_without_claims_the_same_storm_books_twice_and_is_found_out(database, database_url):
    people = world.build(units_bought=10_000)
    ready = _ready(people, FIFTY)
    with crowd(database_url, FIFTY, without_claims=True) as fifty:
        start, outcomes = _storm(fifty, ready)
    assert Counter(one.code for one in outcomes)["done"] > 1
    assert any("people have it" in line for line in _wrong(start, outcomes))
    assert any(line.startswith("session") for line in invariants.broken())


def test_two_places_are_taken_by_two_of_ten_who_want_different_times(people, start_crowd):
    persons = [world.contributor(f"person.{one}") for one in range(10)]
    study = world.live_study(people, invitees=persons, places=2)
    ready = [world.qualified(people, study, person) for person in persons]
    starts = ready[0].offered_starts(NOW)[::4]
    outcomes = start_crowd(10).do([Job("book", (row.id, start)) for row, start in zip(ready, starts, strict=False)])
    assert Counter(one.code for one in outcomes) == {"done": 2, "place_left": 8}
    assert (again(study).taken, Session.select().count()) == (2, 2)


def test_ten_clicks_of_one_person_are_one_booking(people, start_crowd):
    participant = world.qualified(people)
    outcomes = start_crowd(10).do([Job("book", (participant.id, to_epoch(START)))] * 10)
    assert Counter(one.code for one in outcomes) == {"done": 1, "participant_qualified": 9}
    assert Session.select().count() == 1


def test_one_person_is_not_in_two_conversations_at_once(people, start_crowd):
    """Two studies of two hosts: the contributor's own calendar decides."""
    studies = [world.live_study(people, author=host) for host in (people.ada, people.bo)]
    both = [world.qualified(people, study) for study in studies]
    outcomes = start_crowd(2).do([Job("book", (row.id, to_epoch(START))) for row in both])
    assert sorted(one.code for one in outcomes) == ["done", "slot_offered"]


@pytest.mark.parametrize("attempt", range(3))
def test_a_cancel_frees_a_time_for_one_of_many_at_most(people, start_crowd, attempt):
    ready = _ready(people, 10)
    session = world.booked(people, world.live_study(people))
    cancel = Job("act", ("session", session.id, "cancel", "contributor", people.cleo.id, None, {"reason": "other"}))
    outcomes = start_crowd(11).do([cancel, *(Job("book", (row.id, to_epoch(START))) for row in ready)])
    assert outcomes[0].code == "done"
    codes = Counter(one.code for one in outcomes[1:])
    assert codes in ({"slot_offered": 10}, {"done": 1, "slot_offered": 9})


@pytest.mark.parametrize("attempt", range(3))
def test_of_a_move_and_a_cancel_from_the_same_page_one_is_done(people, start_crowd, attempt):
    session = world.booked(people)
    cancel = Job(
        "act", ("session", session.id, "cancel", "customer", people.ada.id, session.version, {"reason": "other"})
    )
    other = session.offered_starts(NOW)[40]
    outcomes = start_crowd(2).do([cancel, Job("move", (session.id, other, session.version))])
    assert sorted(one.code for one in outcomes) == ["done", "stale"]
    moved = outcomes[1].code == "done"
    session = again(session)
    assert (session.state, session.version) == ("scheduled" if moved else "canceled", 1)
    assert session.starts_at == (from_epoch(other) if moved else START)


@pytest.mark.parametrize("attempt", range(3))
def test_a_canceled_study_keeps_no_conversation_whoever_books_meanwhile(people, start_crowd, attempt):
    persons = [world.contributor(f"person.{one}") for one in range(8)]
    study = world.live_study(people, invitees=persons, places=8)
    ready = [world.qualified(people, study, person) for person in persons]
    starts = ready[0].offered_starts(NOW)[::4]
    cancel = Job("act", ("study", study.id, "cancel", "customer", people.ada.id, None, {"reason": "other"}))
    outcomes = start_crowd(9).do(
        [*(Job("book", (row.id, start)) for row, start in zip(ready, starts, strict=False)), cancel]
    )
    assert {one.code for one in outcomes} <= {"done", "study_live"}
    assert outcomes[-1].code == "done"
    assert {session.state for session in Session.select()} <= {"canceled"}
    assert again(people.halden).reserved == 0


def test_many_clicks_on_completed_are_one_payout(people, start_crowd):
    session = world.held(people)
    outcomes = start_crowd(8).do([Job("complete", (session.participant_id, people.ada.id))] * 8)
    assert Counter(one.code for one in outcomes) == {"done": 1, "no_such_move": 7}
    assert Payout.select().count() == 1


def test_a_link_followed_many_times_at_once_leads_to_one_row(people, start_crowd):
    study = world.live_study(people, audience="invite")
    outcomes = start_crowd(8).do([Job("arrive", (study.id, people.mallory.id))] * 8)
    assert {one.code for one in outcomes} == {"done"}, outcomes
    assert len({one.row for one in outcomes}) == 1


def _one_of_two(outcomes: list[Outcome], code: str) -> bool:
    """One is done; the other is refused, also where the fact changed between the question and the move."""
    codes = sorted(one.code for one in outcomes)
    return codes in (sorted(["done", code]), ["changed", "done"])


def test_two_launches_do_not_share_the_units_of_one(people, start_crowd):
    studies = [world.draft_study(people, places=200, horizon=90) for _number in range(2)]
    launches = [Job("act", ("study", study.id, "launch", "customer", people.ada.id, None, {})) for study in studies]
    outcomes = start_crowd(2).do(launches)
    assert _one_of_two(outcomes, "units_left"), outcomes
    assert again(people.halden).available == 4000
    assert Counter(study.state for study in Study.select()) == {"live": 1, "draft": 1}


def test_two_launches_do_not_share_the_last_study_of_a_seat(people, start_crowd):
    Workspace.update(plan="seat").where(Workspace.id == people.halden.id).execute()
    seat = Seat.create(workspace=people.halden, person=people.ada, year=NOW.year, yearly=1)
    studies = [world.draft_study(people) for _number in range(2)]
    launches = [Job("act", ("study", study.id, "launch", "customer", people.ada.id, None, {})) for study in studies]
    outcomes = start_crowd(2).do(launches)
    assert _one_of_two(outcomes, "seat_left"), outcomes
    assert again(seat).launched == 1


def test_clocks_that_run_at_once_do_everything_once(people, start_crowd):
    persons = [world.contributor(f"person.{one}") for one in range(6)]
    study = world.live_study(people, invitees=persons, places=6)
    starts = world.qualified(people, study, persons[0]).offered_starts(NOW)[::3]
    for number, person in enumerate(persons):
        row = world.invited(people, study, person) if number == 0 else world.qualified(people, study, person)
        world.sessions.book(row, from_epoch(starts[number]), world.themselves(person), NOW)
    outcomes = start_crowd(4).do([Job("sweep", (3 * 86400,))] * 4)
    assert [one.code for one in outcomes] == ["done"] * 4, outcomes
    assert sum(one.row for one in outcomes) == 6
    assert {session.state for session in Session.select()} == {"canceled"}
    assert Standing.select().count() == 8


@pytest.mark.promise("P43")
def test_who_wants_to_be_forgotten_is_so_also_when_the_team_moves_that_conversation_at_the_same_moment(
    people, start_crowd
):
    both = start_crowd(2)
    for number in range(6):
        person = world.contributor(f"leaving.{number}")
        row = world.qualified(people, world.live_study(people, invitees=[person]), person)
        start = from_epoch(row.offered_starts(NOW)[60 + 8 * number])
        talk = sessions.book(row, start, world.themselves(person), NOW)
        jobs = [Job("reschedule", (talk.id, people.ada.id)), Job("forget", (person.id,))]
        moved, forgotten = both.do(jobs)
        assert moved.code in ("done", "no_such_move")
        assert forgotten.code == "done"
        assert (again(talk).state, again(person).erased_at) == ("canceled", NOW)


def test_an_address_that_several_ask_in_at_once_is_one_guest(people, start_crowd):
    three = start_crowd(3)
    for number in range(4):
        email = f"new.{number}@mail.example"
        jobs = [
            Job("ask_in", (people.halden.id, email, people.ada.id)),
            Job("ask_in", (people.elsewhere.id, email, people.mallory.id)),
            Job("come_by", (email, f"192.0.2.{number}")),
        ]
        assert [one.code for one in three.do(jobs)] == ["done"] * 3
        assert Person.select().where(Person.email == email).count() == 1
