"""Another plan for a conversation: what each way sets, what a proposal is, and what hours a day has."""

from datetime import date, timedelta

import pytest

from commands import hours, replan
from commands.fire import Stale, fire
from commands.preview import preview
from commands.sweep import sweep
from lifecycle.attempt import Refused
from models import Claim, Entry, Outgoing, Participant, Study
from models.openings import Availability
from tests import world as w
from tests.world import DAY, HOUR, MINUTE, NOW, START, again, customer, themselves

NEXT = START + DAY
FRIDAY = date(2026, 11, 27)


@pytest.fixture
def people(database):
    """Everybody."""
    return w.build()


def by(people):
    """Ada, for her team."""
    return customer(people.ada)


def test_a_proposal_is_kept_with_the_question_and_claims_nothing(people):
    session = replan.same_person(w.booked(people), by(people), NOW, proposed=NEXT)
    assert again(session).proposed_at == NEXT
    assert not Claim.select().exists()
    entry = Entry.get(Entry.noun == "session", Entry.event == "reschedule")
    assert entry.details == {"proposed": int(NEXT.timestamp()), "late": False}


@pytest.mark.parametrize("start", [START, START + timedelta(hours=12), NOW - DAY, START + 400 * DAY])
def test_only_a_time_that_they_could_take_is_proposed(people, start):
    session = w.booked(people)
    with pytest.raises(Refused):
        replan.same_person(session, by(people), NOW, proposed=start)
    assert again(session).state == "scheduled"
    assert Claim.select().exists()


def test_a_second_question_proposes_anew_or_nothing(people):
    session = replan.same_person(w.booked(people), by(people), NOW, proposed=NEXT)
    session = fire(session, "rebook", themselves(people.cleo), NOW, starts_at=NEXT)
    assert again(session).proposed_at is None
    session = replan.same_person(session, by(people), NOW)
    assert again(session).proposed_at is None


def test_somebody_else_is_one_transaction(people):
    session = w.booked(people)
    Study.update(audience="network").execute()
    with pytest.raises(Refused):
        replan.somebody_else(session, by(people), START + MINUTE)
    assert Study.get().offering is None
    before = Outgoing.select().count()
    seen = preview(replan.somebody_else, session, by(people), NOW)
    assert {move[2] for move in seen.moves} == {"withdraw", "cancel"}
    assert (Study.get().offering, Outgoing.select().count()) == (None, before)
    replan.somebody_else(session, by(people), NOW)
    study = Study.get()
    assert (study.offering, study.taken, study.places) == (0, 0, 2)
    assert Participant.get(Participant.person == people.cleo).state == "withdrawn"


def test_an_older_page_changes_nothing(people):
    session = w.booked(people)
    fire(session, "move", themselves(people.cleo), NOW, starts_at=NEXT)
    for change in (replan.same_person, replan.somebody_else):
        with pytest.raises(Stale):
            change(session, by(people), NOW, seen_version=session.version)
    assert again(session).state == "scheduled"


def test_the_first_person_is_not_asked_again_by_the_clock(people):
    session = w.booked(people)
    Study.update(audience="network").execute()
    replan.somebody_else(session, by(people), NOW)
    sweep(NOW + MINUTE)
    assert Participant.select().where(Participant.person == people.cleo).count() == 1
    assert again(session.participant).state == "withdrawn"


def test_who_waits_goes_first(people):
    study = w.live_study(people, places=1, invitees=[people.cleo, people.mallory])
    waits = w.qualified(people, study, people.mallory)
    session = w.booked(people, study)
    waits = fire(again(waits), "wait", themselves(people.mallory), NOW)
    Study.update(audience="network").execute()
    replan.somebody_else(session, by(people), NOW)
    sweep(NOW + MINUTE)
    assert again(waits).state == "qualified"


def test_waiting_from_a_late_question_stays_late_until_there_is_a_new_time(people):
    session = replan.same_person(w.booked(people), by(people), START - HOUR)
    assert session.late
    session = fire(session, "rebook", themselves(people.cleo), START - HOUR, starts_at=NEXT)
    assert not session.late


def test_hours_are_added_to_those_of_the_usual_week(people):
    w.booked(people)
    hours.add_hours(people.ada, "Europe/Oslo", FRIDAY, (1020, 1200), NOW)
    assert Availability.get().exceptions == {"2026-11-27": [[540, 1200]]}
    hours.add_hours(people.ada, "Europe/Oslo", FRIDAY, (1260, 1380), NOW)
    assert Availability.get().exceptions == {"2026-11-27": [[540, 1200], [1260, 1380]]}


def test_a_day_off_gets_only_what_is_added(people):
    w.booked(people)
    hours.set_days(people.ada, "Europe/Oslo", FRIDAY, FRIDAY, [], NOW)
    hours.add_hours(people.ada, "Europe/Oslo", FRIDAY, (600, 660), NOW)
    assert Availability.get().exceptions == {"2026-11-27": [[600, 660]]}


def test_who_never_said_when_gets_their_first_hours(people):
    hours.add_hours(people.bo, "Europe/Oslo", FRIDAY, (600, 660), NOW)
    row = Availability.get(Availability.host == people.bo)
    assert (row.windows, row.exceptions) == ([], {"2026-11-27": [[600, 660]]})


def test_a_proposal_is_changed_only_while_they_are_asked_and_by_the_page_of_now(people):
    session = w.booked(people)
    with pytest.raises(Refused):
        replan.propose(session, NEXT, by(people), NOW)
    session = replan.same_person(session, by(people), NOW)
    with pytest.raises(Stale):
        replan.propose(session, NEXT, by(people), NOW, seen_version=session.version - 1)
    with pytest.raises(Refused):
        replan.propose(session, START + timedelta(hours=12), by(people), NOW)
    replan.propose(session, NEXT, by(people), NOW)
    replan.propose(session, NEXT, by(people), NOW)
    assert again(session).proposed_at == NEXT
    assert not Claim.select().exists()
    entry = Entry.get(Entry.event == "time_proposed")
    assert entry.details == {"session": session.id, "proposed": int(NEXT.timestamp())}
