"""Very many conversations called off: a few at a time, resumed after a kill, nobody told twice, and only what was
pending when it was asked for."""

import signal
import subprocess
import sys
import time

import pytest

from commands import calling_off, sessions, studies, sweep, units
from commands.fire import Stale, fire
from commands.preview import preview
from lifecycle.attempt import Refused
from models import Entry, LedgerLine, Note, Outgoing, Participant, Person, Session, UnitLine, Workspace, pending
from rules.times import from_epoch
from tests import world
from tests.commands.crowd import Job, crowd
from tests.commands.dump import everything
from tests.outbox.post import composed
from tests.world import DAY, HOUR, NOW, again, contributor, crowded, customer, themselves

PEOPLE = 9


@pytest.fixture(autouse=True)
def few_at_a_time(monkeypatch):
    """Two in a chunk, however slow the machine, and one chunk in a request."""
    monkeypatch.setattr(calling_off, "CHUNK", 2)
    monkeypatch.setattr(calling_off, "LONGEST", 60)
    monkeypatch.setattr(calling_off, "AT_ONCE", 1)


def states(study) -> dict:
    """state -> how many conversations."""
    rows = [row.state for row in Session.select().where(Session.study == study)]
    return {state: rows.count(state) for state in rows}


def to_the_end(study, at=NOW):
    """Sweep until nothing is left to do."""
    for _number in range(20):
        if calling_off.under_way(again(study)):
            sweep.sweep(at)
    return again(study)


def test_the_first_few_go_at_once_and_the_others_by_the_clock_in_the_name_of_who_asked(people):
    study = crowded(people, PEOPLE)
    study = calling_off.call_off(study, "technical", customer(people.bo), NOW, "The server burned down.")
    assert states(study) == {"canceled": 2, "scheduled": 7}
    assert (study.calling_off["done"], study.calling_off["total"]) == (2, PEOPLE)
    study = to_the_end(study, NOW + HOUR)
    assert states(study) == {"canceled": PEOPLE}
    entries = list(Entry.select().where(Entry.noun == "session", Entry.event == "cancel").order_by(Entry.id))
    assert {(entry.role, entry.who, entry.details["reason"]) for entry in entries} == {
        ("customer", people.bo.id, "technical")
    }
    assert [entry.at for entry in entries] == [NOW] * 2 + [NOW + HOUR] * 7
    assert [note.text for note in Note.select()] == ["The server burned down."] * PEOPLE
    assert (study.state, study.places, study.taken) == ("live", 1, 0)
    assert study.calling_off == {"by": people.bo.id, "at": int(NOW.timestamp()), "total": PEOPLE, "done": PEOPLE,
                                 "stuck": 0, "ended": int((NOW + HOUR).timestamp())}  # fmt: skip


def test_the_soonest_go_first(people):
    study = calling_off.call_off(crowded(people, PEOPLE), "other", customer(people.ada), NOW)
    order = [row.state for row in Session.select().where(Session.study == study).order_by(Session.starts_at)]
    assert order == ["canceled"] * 2 + ["scheduled"] * 7


def test_everybody_gets_one_letter_with_the_reason_and_the_note(people):
    study = to_the_end(calling_off.call_off(crowded(people, 3), "technical", customer(people.ada), NOW, "Sorry again."))
    told = Outgoing.select().where(Outgoing.letter == "canceled", Outgoing.recipient != people.ada.id)
    assert sorted(one.recipient for one in told) == sorted(row.contributor_id for row in study.sessions)
    for one in told:
        text = composed("canceled", Person.get_by_id(one.recipient)).text
        assert "They have technical trouble." in text
        assert "Sorry again." in text


def test_nothing_about_it_uses_a_unit_and_the_places_are_given_up(people):
    study = crowded(people, PEOPLE)
    before = again(people.halden)
    to_the_end(calling_off.call_off(study, "other", customer(people.ada), NOW))
    house = again(people.halden)
    assert (house.used, house.bought) == (0, before.bought)
    assert before.reserved - house.reserved == PEOPLE * study.unit_price
    assert UnitLine.select().where(UnitLine.kind == "give_back").count() == PEOPLE


def test_on_a_seat_nothing_is_counted(people):
    Workspace.update(plan="seat").execute()
    seat = units.grant_seat(people.halden, people.ada, 2026, 3)
    study = crowded(people, 3)
    lines, launched = UnitLine.select().count(), again(seat).launched
    to_the_end(calling_off.call_off(study, "other", customer(people.ada), NOW))
    assert (UnitLine.select().count(), again(seat).launched) == (lines, launched)


def test_only_the_late_ones_are_owed_and_what_became_late_in_the_meantime_too(people):
    study = crowded(people, 4)
    first = Session.select().order_by(Session.starts_at).first().starts_at
    study = calling_off.call_off(study, "other", customer(people.ada), first - 25 * HOUR)
    assert not LedgerLine.select().exists()
    to_the_end(study, first - 25 * HOUR)
    assert all(line.amount == 1500 for line in LedgerLine.select())


def test_what_begins_meanwhile_and_what_is_booked_afterwards_stays(people):
    study = crowded(people, 5)
    rows = list(Session.select().where(Session.study == study).order_by(Session.starts_at))
    dario = contributor("dario.conti")
    extra = world.participants.invite(study, dario, customer(people.ada), NOW)
    study = calling_off.call_off(study, "other", customer(people.ada), NOW)
    world.participants.agree_to_camera(extra, NOW)
    extra = fire(extra, "qualify", themselves(dario), NOW)
    later = sessions.book(extra, from_epoch(extra.offered_starts(NOW)[-1]), themselves(dario), NOW)
    study = to_the_end(study, rows[2].starts_at)
    assert [again(row).state for row in rows] == ["canceled", "canceled", "scheduled", "canceled", "canceled"]
    assert again(later).state == "scheduled"
    assert (study.calling_off["done"], study.calling_off["total"]) == (4, 5)


def test_who_cancels_themselves_meanwhile_is_not_told_again(people):
    study = calling_off.call_off(crowded(people, 4), "other", customer(people.ada), NOW)
    last = Session.select().where(Session.state == "scheduled").order_by(Session.starts_at.desc()).first()
    fire(last, "cancel", themselves(last.contributor), NOW, reason="not_available")
    study = to_the_end(study)
    theirs = Outgoing.select().where(Outgoing.letter == "canceled", Outgoing.recipient == last.contributor_id)
    assert theirs.count() == 1
    assert (study.calling_off["done"], study.calling_off["total"]) == (3, 4)


def test_a_second_press_and_a_colleague_are_told_that_it_is_being_done(people):
    study = calling_off.call_off(crowded(people, 4), "other", customer(people.ada), NOW)
    for person in (people.ada, people.bo):
        with pytest.raises(Refused) as problem:
            calling_off.call_off(study, "technical", customer(person), NOW)
        assert problem.value.refusal.code == "under_way"
    to_the_end(study)
    with pytest.raises(Refused) as problem:
        calling_off.call_off(study, "technical", customer(people.bo), NOW)
    assert problem.value.refusal.code == "nothing_pending"


def test_a_page_that_showed_something_else_does_nothing(people):
    study = crowded(people, 3)
    mark = pending.sums(study, NOW).mark
    fire(study.sessions.first(), "reschedule", customer(people.ada), NOW)
    with pytest.raises(Stale):
        calling_off.call_off(study, "other", customer(people.ada), NOW, seen=mark)
    assert again(study).calling_off is None


def test_one_that_can_not_be_canceled_keeps_no_other_waiting(people, monkeypatch):
    study = crowded(people, 5)
    bad = Session.select().where(Session.study == study).order_by(Session.starts_at).first()
    real = calling_off.fire

    def sometimes(row, *words, **details):
        if getattr(row, "id", None) == bad.id and isinstance(row, Session):
            raise ValueError("a fault")
        return real(row, *words, **details)

    monkeypatch.setattr(calling_off, "fire", sometimes)
    study = to_the_end(calling_off.call_off(study, "other", customer(people.ada), NOW))
    assert states(study) == {"scheduled": 1, "canceled": 4}
    assert (study.calling_off["done"], study.calling_off["stuck"]) == (4, 1)


def test_one_that_can_not_be_canceled_holds_up_the_end_of_its_study_and_no_other_conversation(people, monkeypatch):
    study = crowded(people, 5)
    bad = Session.select().where(Session.study == study).order_by(Session.starts_at.desc()).first().id

    def sometimes(row, *args, **details):
        if isinstance(row, Session) and row.id == bad:
            raise ValueError("broken")
        return fire(row, *args, **details)

    monkeypatch.setattr(calling_off, "fire", sometimes)
    study = calling_off.call_off(study, "other", customer(people.ada), NOW, pause=True, ends="no_longer_needed")
    study = to_the_end(study)
    assert (states(study), study.state) == ({"scheduled": 1, "canceled": 4}, "paused")
    assert (study.calling_off["done"], study.calling_off["stuck"]) == (4, [bad])
    monkeypatch.setattr(calling_off, "fire", fire)
    study = to_the_end(study)
    assert (states(study), study.state) == ({"canceled": 5}, "canceled")


def test_several_who_go_on_at_the_same_moment_cancel_each_of_them_once(people, database_url):
    study = calling_off.begin(crowded(people, 17), "other", customer(people.ada), NOW)
    with crowd(database_url, 4) as everybody:
        outcomes = everybody.do([Job("call_off_more", (study.id, 3))] * 4)
    assert [one.code for one in outcomes] == ["done"] * 4
    study = again(study)
    assert (states(study), study.calling_off["done"], study.calling_off["stuck"]) == ({"canceled": 17}, 17, 0)
    assert Entry.select().where(Entry.noun == "session", Entry.event == "cancel").count() == 17


def test_who_books_meanwhile_gets_their_time_and_keeps_it(people, database_url):
    study = crowded(people, 12)
    late = [contributor(f"late.{number}") for number in range(3)]
    ready = [world.participants.invite(study, person, customer(people.ada), NOW) for person in late]
    for one in ready:
        world.participants.agree_to_camera(one, NOW)
    ready = [fire(one, "qualify", themselves(one.person), NOW) for one in ready]
    studies.add_places(study, 3, customer(people.ada), NOW)
    starts = ready[0].offered_starts(NOW)[-6::2]
    study = calling_off.begin(study, "other", customer(people.ada), NOW)
    with crowd(database_url, 4) as everybody:
        jobs = [Job("book", (one.id, start)) for one, start in zip(ready, starts, strict=True)]
        outcomes = everybody.do([Job("call_off_more", (study.id, 2)), *jobs])
    assert [one.code for one in outcomes] == ["done"] * 4
    assert states(study) == {"canceled": 12, "scheduled": 3}
    assert (again(study).taken, again(study).places) == (3, 4)


# A whole study -----------------------------------------------------------------------------------------------------


def test_a_large_study_pauses_first_and_is_canceled_with_the_last_of_its_conversations(people, monkeypatch):
    monkeypatch.setattr(studies, "MANY", 3)
    study = studies.cancel(crowded(people, 5), "no_budget", customer(people.ada), NOW, "Only for us")
    assert (study.state, calling_off.ending(study)) == ("paused", True)
    study = to_the_end(study)
    assert (study.state, study.places, again(people.halden).reserved) == ("canceled", 0, 0)
    assert {row.state for row in Participant.select()} == {"withdrawn"}
    last = Entry.select().where(Entry.noun == "study").order_by(Entry.id.desc()).first()
    assert (last.event, last.who, last.details["reason"]) == ("cancel", people.ada.id, "no_budget")
    assert [(note.entry_id, note.text) for note in Note.select()] == [(last.id, "Only for us")]
    assert "note" not in study.calling_off


def test_a_study_in_which_a_conversation_has_begun_is_not_called_off_at_all(people, monkeypatch):
    monkeypatch.setattr(studies, "MANY", 3)
    study = crowded(people, 6)
    first = Session.select().order_by(Session.starts_at).first().starts_at
    before = everything()
    with pytest.raises(Refused) as problem:
        studies.cancel(study, "no_budget", customer(people.ada), first)
    assert problem.value.refusal.code == "none_in_progress"
    assert everything() == before


def test_a_study_waits_for_what_began_meanwhile(people, monkeypatch):
    monkeypatch.setattr(studies, "MANY", 3)
    study = studies.cancel(crowded(people, 5), "no_budget", customer(people.ada), NOW)
    third = Session.select().where(Session.state == "scheduled").order_by(Session.starts_at).first()
    study = to_the_end(study, third.starts_at)
    assert (study.state, states(study)) == ("paused", {"canceled": 4, "scheduled": 1})
    sweep.sweep(third.ends_at + 2 * DAY)
    study = to_the_end(study, third.ends_at + 2 * DAY)
    assert study.state == "canceled"


def test_who_resumes_the_study_has_changed_their_mind_about_its_end(people, monkeypatch):
    monkeypatch.setattr(studies, "MANY", 3)
    study = studies.cancel(crowded(people, 5), "no_budget", customer(people.ada), NOW)
    fire(study, "resume", customer(people.bo), NOW)
    study = to_the_end(study)
    assert (study.state, states(study)) == ("live", {"canceled": 5})


def test_who_resumes_it_and_pauses_it_again_keeps_the_study_and_their_note(people, monkeypatch):
    monkeypatch.setattr(studies, "MANY", 3)
    study = studies.cancel(crowded(people, 5), "no_budget", customer(people.ada), NOW, "Only for us")
    study = fire(study, "resume", customer(people.bo), NOW)
    assert not calling_off.ending(fire(study, "pause", customer(people.bo), NOW))
    study = to_the_end(study)
    assert (study.state, states(study)) == ("paused", {"canceled": 5})
    assert not Note.select().exists(), "what was written for the team is read by nobody else"


def test_a_slow_machine_calls_off_fewer_in_one_transaction_and_all_in_the_end(people, monkeypatch):
    monkeypatch.setattr(calling_off, "CHUNK", 4)
    monkeypatch.setattr(calling_off, "LONGEST", -1)
    study = calling_off.begin(crowded(people, 3), "other", customer(people.ada), NOW)
    for number in (1, 2, 3):
        study, more = calling_off.step(study, NOW)
        assert (study.calling_off["done"], more) == (number, number < 3)
    assert states(to_the_end(study)) == {"canceled": 3}


# Looking at it -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("many", [3, 200])
def test_a_preview_runs_a_few_counts_the_others_and_keeps_nothing(people, many, monkeypatch):
    monkeypatch.setattr(studies, "MANY", many)
    study = crowded(people, 7)
    before = everything()
    at = Session.select().order_by(Session.starts_at).first().starts_at - HOUR
    seen = preview(studies.cancel, study, "no_budget", customer(people.ada), at)
    assert everything() == before
    run = [row for noun, row, event, *_rest in seen.moves if (noun, event) == ("session", "cancel")]
    (more,) = seen.further
    assert (len(run), more.sessions, more.units, more.ends) == (2, 5, 5 * study.unit_price, many == 3)
    late = pending.sums(study, at).late
    assert len(seen.money) + more.late == late
    assert more.owed == more.late * 1500


# Killed in the middle ----------------------------------------------------------------------------------------------

PROGRAM = """
import sys
from commands import calling_off
from models import Study, database
from tests.world import NOW
database.connect(sys.argv[1])
calling_off.CHUNK, calling_off.BREATH = 2, 0.05
print("begun", flush=True)
calling_off.go_on(Study.get_by_id(int(sys.argv[2])), NOW, 1000)
"""


def test_a_process_that_is_killed_in_the_middle_is_gone_on_from_by_the_next(people, database_url):
    study = crowded(people, 24)
    study = calling_off.begin(study, "technical", customer(people.ada), NOW, "We are sorry.")
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, database_url, str(study.id)], stdout=subprocess.PIPE
    ) as process:
        process.stdout.readline()
        for _number in range(400):
            if again(study).calling_off.get("done", 99) >= 4:
                break
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        process.wait(30)
    assert process.returncode == -signal.SIGKILL
    half = again(study)
    canceled = states(study).get("canceled", 0)
    assert 4 <= canceled < 24
    assert half.calling_off["done"] == canceled, "what is counted is what was done"
    study = to_the_end(study)
    assert states(study) == {"canceled": 24}
    told = [one.recipient for one in Outgoing.select().where(Outgoing.letter == "canceled")]
    contributors = [person for person in told if person != people.ada.id]
    assert len(contributors) == len(set(contributors)) == 24
    assert (study.taken, study.places, study.calling_off["done"]) == (0, 1, 24)
