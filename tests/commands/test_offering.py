"""The clock invites whoever fits a live study of the network: everybody once, a few at a time, whatever comes between;
and limits on what is known of people hold, also in a race."""

from collections import Counter

import pytest

from commands import offering, participants, units
from commands.fire import fire
from commands.sweep import sweep
from lifecycle.attempt import By
from models import Entry, Findable, Mark, Outgoing, Participant, Person, Profile, Standing, Study, fixed
from tests import invariants, world
from tests.commands.crowd import Job, crowd
from tests.world import DAY, HOUR, MINUTE, NOW, again, customer, themselves


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """Three people a chunk, two chunks a sweep."""
    monkeypatch.setattr(offering, "CHUNK", 3)
    monkeypatch.setattr(offering, "CHUNKS", 2)


def members(number: int, **facts) -> list[Person]:
    """So many members of the network who told these facts."""
    started = Person.select().count()
    return [known(world.contributor(f"one.{started + one}"), **facts) for one in range(number)]


def known(person: Person, **facts) -> Person:
    """Somebody told these facts."""
    Profile.create(person=person, updated_at=NOW, **facts)
    return person


def live(people, filters=None, **changes) -> Study:
    """A live study of the network."""
    return world.live_study(people, audience="network", filters=filters or {}, **changes)


def invited(study) -> list[int]:
    """Who is in the study, in the order of their rows."""
    rows = Participant.select(Participant.person).where(Participant.study == study).order_by(Participant.id)
    return [number for (number,) in rows.tuples()]


def swept(at=NOW) -> int:
    """How many people the clock invites in one sweep."""
    return sweep(at).get("invite", 0)


def test_everybody_who_fits_is_invited_by_the_clock_a_few_at_a_time_and_once(people):
    fit, _others = members(8, country="PT"), members(4, country="DE")
    study = live(people, {"facts": {"country": ["PT"]}})
    assert invited(study) == []
    assert [swept(NOW + number * MINUTE) for number in range(4)] == [6, 2, 0, 0]
    assert invited(study) == [person.id for person in fit]
    study = again(study)
    assert (study.offering, study.state) == (None, "live")


def test_each_has_their_birth_by_the_clock_their_one_letter_and_their_line_to_be_found_by(people):
    fit = members(4)
    study = live(people)
    swept()
    rows = list(Participant.select().where(Participant.study == study))
    entries = Entry.select().where(Entry.noun == "participant", Entry.subject.in_([row.id for row in rows]))
    born = {(one.seq, one.event, one.source, one.target, one.role, one.who, one.workspace) for one in entries}
    assert born == {(0, "invite", None, "invited", "clock", None, people.halden.id)}
    letters = Outgoing.select().where(Outgoing.entry.in_(entries))
    sent = Counter((row.letter, row.recipient, row.state, row.thread) for row in letters)
    assert sent == {("invitation", row.person_id, "waiting", f"participant-{row.id}"): 1 for row in rows}
    assert {(row.source, row.created_at, row.version) for row in rows} == {("network", NOW, 0)}
    assert len({row.code for row in rows}) == 4
    lines = Findable.select().where(Findable.noun == "participant", Findable.subject.in_([row.id for row in rows]))
    assert {line.words for line in lines} == {f"{person.username} {study.title}" for person in fit}
    assert study.counted(NOW).people == {"invited": 4}


@pytest.mark.parametrize("crash", range(1, 8))
def test_a_crash_in_the_middle_loses_nobody_and_asks_nobody_twice(people, monkeypatch, crash):
    fit = members(8)
    study = live(people)
    real, calls = fixed.insert_each, []

    def insert(rows):
        calls.append(rows)
        if len(calls) == crash:
            raise RuntimeError("the machine went dark")
        real(rows)

    with monkeypatch.context() as patch:
        patch.setattr(fixed, "insert_each", insert)
        swept()
    assert len(invited(study)) == (crash - 1) // 3 * 3
    assert invariants.broken() == []
    while swept():
        pass
    assert invited(study) == [person.id for person in fit]
    assert Outgoing.select().where(Outgoing.letter == "invitation").count() == 8


def test_a_pause_stops_it_and_resuming_goes_on_where_it_was(people):
    fit = members(8)
    study = live(people)
    swept()
    study = fire(study, "pause", customer(people.ada), NOW)
    assert swept(NOW + HOUR) == 0
    fire(study, "resume", customer(people.ada), NOW + HOUR)
    assert swept(NOW + HOUR) == 2
    assert invited(study) == [person.id for person in fit]


@pytest.mark.parametrize("event", ["close", "cancel"])
def test_nobody_is_asked_into_a_study_that_is_over(people, event):
    members(8)
    study = live(people)
    swept()
    fire(study, event, customer(people.ada), NOW, **({"reason": "no_longer_needed"} if event == "cancel" else {}))
    sweep(NOW + HOUR)
    assert len(invited(study)) == 6


def test_who_fits_later_is_asked_later_and_nobody_else_again(people):
    first = members(2, country="PT")
    moved = members(1, country="DE")
    study = live(people, {"facts": {"country": ["PT"]}})
    assert swept() == 2
    late = members(1, country="PT")
    Profile.update(country="PT").where(Profile.person == moved[0]).execute()
    assert swept(NOW + offering.AGAIN - MINUTE) == 0
    assert swept(NOW + offering.AGAIN) == 2
    assert invited(study) == [person.id for person in (*first, *moved, *late)]


def test_who_was_removed_or_unsubscribed_is_never_asked(people):
    stays, removed, gone = members(3)
    Mark.create(person=removed, kind="report", severe=True, entry=1, at=NOW)
    standing = fire(Standing.get(Standing.person == removed), "review", By("clock", None), NOW)
    fire(standing, "remove", world.operator(people.olga), NOW)
    Person.update(unsubscribed_at=NOW).where(Person.id == gone).execute()
    study = live(people)
    swept(), swept(NOW + HOUR)
    assert invited(study) == [stays.id]


def test_two_studies_of_a_team_keep_the_pause_between_them(people):
    members(2)
    people.halden.cooldown = 30
    people.halden.save()
    studies = [live(people, workspace=again(people.halden)) for _number in range(2)]
    swept()
    assert [len(invited(study)) for study in studies] == [2, 0]
    assert swept(NOW + 29 * DAY) == 0
    assert swept(NOW + 30 * DAY) == 2
    assert [len(invited(study)) for study in studies] == [2, 2]


def test_nobody_is_asked_for_a_place_that_is_taken(people):
    members(8)
    study = live(people, places=1, asks=[])
    swept()
    first = Participant.get(Participant.study == study)
    world.booked(people, study, first.person)
    assert swept(NOW + MINUTE) == 0
    talk = first.live_session
    fire(talk, "cancel", themselves(first.person), NOW + MINUTE, reason="not_available")
    assert swept(NOW + 2 * MINUTE) == 2


def test_somebodys_practice_asks_nobody_of_the_network(people):
    members(2)
    study = live(people)
    people.halden.practice = True
    people.halden.save()
    assert swept() == 0
    assert invited(study) == []


def test_a_preview_of_the_launch_invites_nobody(people):
    members(2)
    study = world.draft_study(people, audience="network")
    from commands.preview import preview
    from commands.studies import launch

    seen = preview(launch, study, customer(people.ada), NOW)
    assert seen.letters == []
    assert again(study).offering is None


def test_own_people_cost_what_the_rate_card_says_for_them(people):
    study = live(people, {"pool": "own"}, places=2)
    assert (study.unit_price, again(people.halden).reserved) == (14, 28)


# Limits on what is known -----------------------------------------------------------------------------------------

WOMEN = {"limits": [["gender", "woman", 1]]}


def ready(people, study, person) -> Participant:
    """They are in the study and could book."""
    return world.qualified(people, study, person)


def test_a_limit_that_is_reached_leaves_no_place_to_those_it_is_about(people):
    women, men = members(2, gender="woman"), members(1, gender="man")
    study = live(people, WOMEN, places=3)
    swept()
    first, second, third = (ready(people, study, person) for person in (*women, *men))
    assert [one.open_places for one in (first, second, third)] == [3, 3, 3]
    world.sessions.book(first, world.START, themselves(women[0]), NOW)
    assert [again(one).open_places for one in (second, third)] == [0, 2]
    full = again(second).full_quota
    assert (full.question, full.choice, full.limit, full.count) == ("gender", "woman", 1, 1)


def test_who_finishes_the_screener_after_the_limit_was_reached_is_told_so(people):
    women = members(2, gender="woman")
    study = live(people, WOMEN, places=3)
    swept()
    world.booked(people, study, women[0])
    row = fire(world.invited(people, study, women[1]), "open_screener", themselves(women[1]), NOW)
    for question in study.questions:
        participants.save_answer(row, question.id, question.choices[0].id, NOW)
    participants.agree_to_camera(row, NOW)
    assert participants.finish_screener(row, themselves(women[1]), NOW).state == "over_quota"


def test_the_clock_passes_over_whom_a_reached_limit_is_about(people):
    women = members(3, gender="woman")
    study = live(people, WOMEN, places=3)
    swept()
    world.booked(people, study, women[0])
    man, woman = members(1, gender="man")[0], members(1, gender="woman")[0]
    assert swept(NOW + HOUR) == 1
    assert man.id in invited(study)
    assert woman.id not in invited(study)


def test_of_two_who_take_the_last_place_of_a_limit_at_once_one_has_it(people, database_url):
    women = members(2, gender="woman")
    units.buy(people.halden, 500, NOW)
    study = live(people, WOMEN, places=4)
    swept()
    rows = [ready(people, study, person) for person in women]
    starts = rows[0].offered_starts(NOW)
    with crowd(database_url, 2) as both:
        outcomes = both.do([Job("book", (row.id, starts[40 + 20 * n])) for n, row in enumerate(rows)])
    assert sorted(one.code for one in outcomes) == ["done", "place_left"]


def test_two_workers_at_once_ask_everybody_once(people, database_url, monkeypatch):
    fit = members(30)
    study = live(people)
    monkeypatch.undo()
    with crowd(database_url, 4) as four:
        four.do([Job("sweep", (-int((world.END - NOW).total_seconds()),))] * 4)
    assert sorted(invited(study)) == [person.id for person in fit]
    assert Outgoing.select().where(Outgoing.letter == "invitation").count() == 30
