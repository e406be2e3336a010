"""Plans that change at the same moment, each by a process of its own, on both databases: one wins, the other is told
how it stands now, and nothing contradicts itself afterwards."""

from collections import Counter

import pytest

from commands.fire import fire
from models import Claim, Entry, Outgoing, Participant, Payout, Session
from rules.times import from_epoch, to_epoch
from tests import invariants, world
from tests.commands.crowd import Crowd, Job, Outcome
from tests.world import NOW, START, again

ROUNDS = 3
TOLD = {"stale", "slot_offered", "no_such_move", "participant_qualified", "place_left", "study_live", "before_start",
        "changed", "colleague_free", "nothing_pending", "under_way"}  # fmt: skip


@pytest.fixture
def people(database):
    """Everybody; what a race leaves behind is held against the invariants."""
    yield world.build(units_bought=10_000)
    assert invariants.broken() == []


def act(session: Session, event: str, who, role: str = "customer", seen: bool = False, **details) -> Job:
    """Somebody's click; `seen`: from a page that showed it as it is now."""
    version = session.version if seen else None
    return Job("act", ("session", session.id, event, role, who.id, version, details))


def cancel(session: Session, who, role: str = "customer", seen: bool = False, reason: str = "other") -> Job:
    return act(session, "cancel", who, role, seen, reason=reason)


def at_once(crowd: Crowd, *jobs: Job) -> list[Outcome]:
    """Everybody at the same moment; whoever loses is told so in a sentence, and nothing else goes wrong."""
    outcomes = crowd.do(list(jobs))
    lost = [one for one in outcomes if one.code != "done"]
    assert {one.code for one in lost} <= TOLD, outcomes
    assert all(one.words for one in lost if one.code != "stale"), outcomes
    assert invariants.broken() == []
    return outcomes


def codes(outcomes: list[Outcome]) -> list[str]:
    return [one.code for one in outcomes]


def talks(people, number: int = ROUNDS) -> list[Session]:
    """So many conversations, each of a study and a contributor of its own, at the same hour of different days."""
    persons = [world.contributor(f"person.{one}") for one in range(number)]
    rows = [world.qualified(people, world.live_study(people, invitees=[one]), one) for one in persons]
    starts = [from_epoch(to_epoch(START) + 86400 * day) for day in (0, 1, 4, 5, 6, 7)]
    return [
        world.sessions.book(row, start, world.themselves(row.person), NOW)
        for row, start in zip(rows, starts, strict=False)
    ]


def newcomers(people, number: int = ROUNDS) -> list[Participant]:
    """So many others, in a study of Ada's of their own, who may book."""
    persons = [world.contributor(f"newcomer.{one}") for one in range(number)]
    study = world.live_study(people, invitees=persons, places=number)
    return [world.qualified(people, study, one) for one in persons]


def events(session: Session) -> list[str]:
    rows = Entry.select(Entry.event).where(Entry.noun == "session", Entry.subject == session.id).order_by(Entry.seq)
    return [event for (event,) in rows.tuples()]


def letters(session: Session) -> Counter:
    """What was written at once about the last thing that happened."""
    last = Entry.select().where(Entry.noun == "session", Entry.subject == session.id).order_by(Entry.seq.desc()).first()
    return Counter(row.letter for row in Outgoing.select().where(Outgoing.entry == last, Outgoing.due_at <= NOW))


def test_a_time_that_is_canceled_is_had_by_one_newcomer_or_by_none(people, start_crowd):
    two, others = start_crowd(2), newcomers(people)
    for session, row in zip(talks(people), others, strict=True):
        first, second = at_once(two, cancel(session, people.ada), Job("book", (row.id, to_epoch(session.starts_at))))
        assert first.code == "done"
        assert second.code in ("done", "slot_offered")
        held = Session.select().where(Session.starts_at == session.starts_at, Session.state == "scheduled").count()
        assert held == (second.code == "done")


def test_the_time_that_is_moved_to_is_not_booked_as_well(people, start_crowd):
    two, others = start_crowd(2), newcomers(people)
    for session, row in zip(talks(people), others, strict=True):
        wanted = next(one for one in row.offered_starts(NOW) if one in session.offered_starts(NOW) and one % 7200)
        outcomes = at_once(two, Job("move", (session.id, wanted, session.version)), Job("book", (row.id, wanted)))
        assert sorted(codes(outcomes)) == ["done", "slot_offered"]
        assert Session.select().where(Session.starts_at == from_epoch(wanted)).count() == 1


def test_a_move_and_a_cancel_of_two_people_are_one_after_the_other_or_one_of_them(people, start_crowd):
    """Neither page is asked for its version: the customer's cancel is done in any case, and it is the last word."""
    two = start_crowd(2)
    for session in talks(people):
        other = session.offered_starts(NOW)[40]
        moved = act(session, "move", session.contributor, "contributor", starts_at=from_epoch(other))
        first, second = at_once(two, moved, cancel(session, people.ada))
        assert second.code == "done"
        assert first.code in ("done", "no_such_move")
        assert events(session) == ["book", *(["move"] if first.code == "done" else []), "cancel"]
        assert again(session).state == "canceled"
        assert not Claim.select().where(Claim.session == session.id).exists()


def test_of_a_reschedule_and_a_move_from_what_both_saw_one_is_done(people, start_crowd):
    two = start_crowd(2)
    for session in talks(people):
        other = session.offered_starts(NOW)[40]
        outcomes = at_once(
            two, act(session, "reschedule", people.ada, seen=True), Job("move", (session.id, other, session.version))
        )
        assert sorted(codes(outcomes)) == ["done", "stale"]
        asked = outcomes[0].code == "done"
        assert again(session).state == ("rescheduling" if asked else "scheduled")
        assert letters(session) == ({"pick_new_time": 1, "old_time_canceled": 1} if asked else {"moved": 2})


def test_of_a_new_time_and_a_no_in_two_tabs_of_one_person_one_is_done(people, start_crowd):
    two = start_crowd(2)
    for session in talks(people):
        session = fire(session, "reschedule", world.customer(people.ada), NOW)
        other, person = from_epoch(session.offered_starts(NOW)[40]), session.contributor
        outcomes = at_once(
            two,
            act(session, "rebook", person, "contributor", True, starts_at=other),
            act(session, "decline", person, "contributor", True),
        )
        assert sorted(codes(outcomes)) == ["done", "stale"]
        picked = outcomes[0].code == "done"
        assert (again(session).state, again(session.participant).state) == (
            ("scheduled", "booked") if picked else ("canceled", "withdrawn")
        )


def test_of_a_new_time_and_the_customers_cancel_the_cancel_has_the_last_word(people, start_crowd):
    two = start_crowd(2)
    for session in talks(people):
        session = fire(session, "reschedule", world.customer(people.ada), NOW)
        other = from_epoch(session.offered_starts(NOW)[40])
        rebook = act(session, "rebook", session.contributor, "contributor", starts_at=other)
        first, second = at_once(two, rebook, cancel(session, people.ada))
        assert (first.code in ("done", "no_such_move"), second.code) == (True, "done")
        assert again(session).state == "canceled"


def test_two_tabs_of_one_person_move_it_once(people, start_crowd):
    two = start_crowd(2)
    for session in talks(people):
        starts = session.offered_starts(NOW)
        moves = [Job("move", (session.id, starts[40 + number], session.version)) for number in (0, 8)]
        outcomes = at_once(two, *moves)
        assert sorted(codes(outcomes)) == ["done", "stale"]
        won = codes(outcomes).index("done")
        assert (again(session).moves, again(session).starts_at) == (1, from_epoch(starts[40 + 8 * won]))
        assert letters(session) == {"moved": 2}


def test_two_tabs_that_pick_the_same_new_time_book_it_once(people, start_crowd):
    two = start_crowd(2)
    for session in talks(people):
        session = fire(session, "reschedule", world.customer(people.ada), NOW)
        other = from_epoch(session.offered_starts(NOW)[40])
        tab = act(session, "rebook", session.contributor, "contributor", starts_at=other)
        assert sorted(codes(at_once(two, tab, tab))) == ["done", "no_such_move"]
        assert events(session) == ["book", "reschedule", "rebook"]


@pytest.mark.parametrize("seen", [True, False], ids=["from one page", "whatever the page"])
def test_two_colleagues_one_cancels_and_one_reschedules(people, start_crowd, seen):
    two = start_crowd(2)
    for session in talks(people):
        outcomes = at_once(
            two, cancel(session, people.ada, seen=seen), act(session, "reschedule", people.bo, seen=seen)
        )
        if seen:
            assert sorted(codes(outcomes)) == ["done", "stale"]
        else:
            assert outcomes[0].code == "done"
            assert outcomes[1].code in ("done", "no_such_move")
        canceled = outcomes[0].code == "done"
        assert again(session).state == ("canceled" if canceled else "rescheduling")
        assert not Claim.select().where(Claim.session == session.id).exists()


def test_two_colleagues_who_cancel_for_different_reasons_give_the_place_up_once(people, start_crowd):
    two = start_crowd(2)
    for session in talks(people):
        jobs = [cancel(session, who, reason=why) for who, why in ((people.ada, "other"), (people.bo, "technical"))]
        assert sorted(codes(at_once(two, *jobs))) == ["done", "no_such_move"]
        assert again(session.study).places == 1


def test_two_colleagues_who_take_over_at_once_are_one(people, start_crowd):
    """Bo takes it over while Ada reschedules it; and Bo's calendar is claimed only where he has it."""
    two = start_crowd(2)
    for session in talks(people):
        outcomes = at_once(
            two,
            act(session, "hand_over", people.ada, seen=True, host=people.bo.id),
            act(session, "reschedule", people.bo, seen=True),
        )
        assert sorted(codes(outcomes)) == ["done", "stale"]
        his = Claim.select().where(Claim.session == session.id, Claim.calendar == people.bo.id).exists()
        assert his == (outcomes[0].code == "done")


def test_calling_everything_off_meets_somebody_who_books_and_somebody_who_moves(people, start_crowd):
    """Whoever was there is called off, wherever they had moved to; who booked after that has their conversation."""
    three = start_crowd(3)
    for number in range(ROUNDS):
        persons = [world.contributor(f"group.{number}.{one}") for one in range(3)]
        study = world.live_study(people, invitees=persons, places=3)
        rows = [world.qualified(people, study, one) for one in persons]
        first = [world.sessions.book(
            row, from_epoch(row.offered_starts(NOW)[50]), world.themselves(row.person), NOW
        ) for row in rows[:2]]  # fmt: skip
        other, time = rows[2].offered_starts(NOW)[80], rows[2].offered_starts(NOW)[110]
        off, moved, came = at_once(
            three,
            Job("call_off", (study.id, people.ada.id)),
            act(first[0], "move", first[0].contributor, "contributor", starts_at=from_epoch(other)),
            Job("book", (rows[2].id, time)),
        )
        assert off.code == "done"
        assert moved.code in ("done", "no_such_move")
        assert came.code in ("done", "place_left")
        assert [again(one).state for one in first] == ["canceled", "canceled"]
        later = Session.get_or_none(Session.participant == rows[2].id)
        assert (later is not None) == (came.code == "done")


def test_calling_everything_off_twice_at_once_writes_to_everybody_once(people, start_crowd):
    two = start_crowd(2)
    persons = [world.contributor(f"person.{one}") for one in range(6)]
    study = world.live_study(people, invitees=persons, places=6)
    for person in persons:
        row = world.qualified(people, study, person)
        world.sessions.book(row, from_epoch(row.offered_starts(NOW)[8]), world.themselves(person), NOW)
    outcomes = at_once(two, *(Job("call_off", (study.id, who.id)) for who in (people.ada, people.bo)))
    assert "done" in codes(outcomes)
    assert {row.state for row in Session.select()} == {"canceled"}
    assert Outgoing.select().where(Outgoing.letter == "canceled").count() == 12
    assert (again(study).places, again(people.halden).reserved) == (0, 0)


def test_a_withdrawal_meets_a_compensation_once(people, start_crowd):
    """A late cancel in two tabs owes once."""
    two = start_crowd(2)
    for number in range(ROUNDS):
        person = world.contributor(f"soon.{number}")
        row = world.qualified(people, world.live_study(people, invitees=[person]), person)
        session = world.sessions.book(row, from_epoch(row.offered_starts(NOW)[0]), world.themselves(person), NOW)
        outcomes = at_once(two, cancel(session, people.ada), cancel(session, people.bo))
        assert sorted(codes(outcomes)) == ["done", "no_such_move"]
        assert Payout.select().where(Payout.purpose == "late_cancel", Payout.participant == row.id).count() == 1
