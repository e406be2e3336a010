"""The clock invites whoever fits a live study of the network: everybody once, a few at a time, whatever comes between;
and limits on what is known of people hold, also in a race."""

import re
from collections import Counter

import pytest

from commands import offering, participants, studies, units
from commands.fire import fire
from commands.preview import preview
from commands.sweep import sweep
from lifecycle.attempt import CLOCK, By
from models import (
    Enrolled,
    Entry,
    Findable,
    Mark,
    Outgoing,
    Participant,
    Person,
    Profile,
    Standing,
    Study,
    births,
    database,
    lists,
)
from models.base import ALPHABET, CODE_LENGTH, new_codes
from tests import invariants, world
from tests.commands.crowd import Job, context, crowd, offer_and_die
from tests.world import DAY, HOUR, MINUTE, NOW, again, customer, members, themselves


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """Three people a chunk, two chunks a sweep."""
    monkeypatch.setattr(offering, "CHUNK", 3)
    monkeypatch.setattr(offering, "CHUNKS", 2)


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


TABLES = {
    # Table -> what tells a row of it from one like it: numbers, codes, and whose it is.
    "participant": {"id", "code", "study_id"},
    "entry": {"id", "subject"},
    "outgoing": {"id", "entry_id", "thread"},
    "findable": {"id", "subject"},
}


def written(study) -> dict[str, list]:
    """Everything that inviting wrote of a study's people, in the order of its numbers; numbers and codes left out."""
    theirs = "SELECT id FROM participant WHERE study_id = ?"
    sources = {
        "participant": "participant WHERE study_id = ?",
        "entry": f"entry WHERE noun = 'participant' AND subject IN ({theirs})",
        "outgoing": f"outgoing WHERE entry_id IN (SELECT id FROM entry WHERE noun = 'participant' "
        f"AND subject IN ({theirs}))",
        "findable": f"findable WHERE noun = 'participant' AND subject IN ({theirs})",
    }
    found: dict[str, list] = {"tally": lists.ask("SELECT noun, state, count FROM tally WHERE study = ?", study.id)}
    for table, left_out in TABLES.items():
        columns = [column.name for column in database.db.get_columns(table) if column.name not in left_out]
        found[table] = lists.ask(f"SELECT {', '.join(columns)} FROM {sources[table]} ORDER BY id", study.id)
    # Which entry is whose, and which letter belongs to which.
    found["together"] = lists.ask(
        "SELECT participant.person_id, outgoing.recipient, outgoing.thread = 'participant-' || participant.id "
        "FROM participant JOIN entry ON entry.noun = 'participant' AND entry.subject = participant.id "
        "JOIN outgoing ON outgoing.entry_id = entry.id WHERE participant.study_id = ? ORDER BY participant.id",
        study.id,
    )
    return found


@pytest.mark.parametrize("pool", ["network", "own"])
def test_a_thousand_at_once_are_written_as_one_by_one(people, pool):
    everybody = members(5)
    for number, person in enumerate(everybody):
        Enrolled.create(workspace=people.halden, person=person, name=f"Nr {number}", by=people.ada,
                        email=f"n{number}@example.org", at=NOW)  # fmt: skip
    at_once, one_by_one = (live(people, {"pool": pool}) for _number in range(2))
    while offering.offer(at_once, NOW):
        pass
    for person in everybody:
        participants.invite(one_by_one, person, CLOCK, NOW, source=pool)
    assert written(at_once) == written(one_by_one)
    assert len(written(at_once)["together"]) == 5


def test_each_has_a_code_of_their_own_in_the_letters_of_all_codes(people):
    members(7)
    study = live(people)
    swept(), swept()
    codes = [row.code for row in Participant.select().where(Participant.study == study)]
    assert len(set(codes)) == 7
    assert all(re.fullmatch(f"[{ALPHABET}]{{{CODE_LENGTH}}}", code) for code in codes)


def test_every_letter_of_a_code_is_as_likely(monkeypatch):
    monkeypatch.setattr("secrets.token_bytes", lambda number: bytes(one % 256 for one in range(number)))
    times = Counter(new_codes(256 * 16)[: 248 * 13 * 2])
    assert set(times) == set(ALPHABET.encode())
    assert len(set(times.values())) == 1


def test_what_is_looked_at_before_names_each_of_them_and_asks_nobody(people):
    fit = members(2)
    study = live(people)
    seen = preview(offering.offer, study, NOW)
    assert [(noun, row.person_id, event, source, target) for noun, row, event, source, target in seen.moves] == [
        ("participant", person.id, "invite", None, "invited") for person in fit
    ]
    assert seen.letters == [("invitation", person.id, NOW) for person in fit]
    assert invited(study) == []


def test_asked_again_from_the_first_member_on_only_who_was_not_asked_yet_is(people):
    first, later = members(4, country="PT"), members(3, country="DE")
    study = live(people, {"facts": {"country": ["PT"]}})
    while swept():
        pass
    Profile.update(country="PT").where(Profile.person.in_([first[0], *later])).execute()
    Study.update(offering=0).where(Study.id == study).execute()
    assert [swept(), swept()] == [3, 0]
    assert invited(study) == [person.id for person in (*first, *later)]
    assert Outgoing.select().where(Outgoing.letter == "invitation").count() == 7


@pytest.mark.parametrize("write", [1, 2, 3, 4, 6, 7])
def test_a_machine_that_dies_in_the_middle_goes_on_where_it_was(people, database_url, write):
    fit = members(8)
    study = live(people)
    database.close()
    died = context.Process(target=offer_and_die, args=(database_url, study.id, 3, write))
    died.start()
    died.join(60)
    assert died.exitcode == 9
    assert len(invited(study)) == (write - 1) // 4 * 3
    assert invariants.broken() == []
    while swept():
        pass
    assert invited(study) == [person.id for person in fit]
    assert Outgoing.select().where(Outgoing.letter == "invitation").count() == 8


def test_a_place_that_fills_in_the_middle_stops_it_until_one_is_free(people):
    members(8)
    study = live(people, places=1, asks=[])
    offering.offer(study, NOW)
    first = Participant.get(Participant.study == study)
    world.booked(people, study, first.person)
    assert offering.offer(study, NOW) == 0
    assert len(invited(study)) == 3
    fire(first.live_session, "cancel", themselves(first.person), NOW + MINUTE, reason="not_available")
    assert swept(NOW + 2 * MINUTE) == 5


def test_places_that_are_added_are_offered_to_whom_nobody_asked(people):
    members(2)
    units.buy(people.halden, 500, NOW)
    study = live(people, places=1, asks=[])
    swept()
    world.booked(people, study, Participant.get(Participant.study == study).person)
    late = members(2)
    assert swept(NOW + HOUR) == 0
    studies.add_places(again(study), 1, customer(people.ada), NOW + HOUR)
    assert swept(NOW + HOUR) == 2
    assert invited(study)[2:] == [person.id for person in late]


@pytest.mark.parametrize("crash", range(1, 8))
def test_a_crash_in_the_middle_loses_nobody_and_asks_nobody_twice(people, monkeypatch, crash):
    fit = members(8)
    study = live(people)
    real, calls = births.run, []

    def run(sql, *values):
        calls.append(sql)
        if len(calls) == crash:
            raise RuntimeError("the machine went dark")
        real(sql, *values)

    with monkeypatch.context() as patch:
        patch.setattr(births, "run", run)
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
