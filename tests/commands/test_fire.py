"""The one door: what was pressed on an old page is not done, what fails halfway leaves nothing, and the letters wake
the drain once they are committed."""

import pytest

from commands import fire as door
from commands import recorder, sessions, studies
from commands.fire import Stale, fire
from lifecycle.attempt import CLOCK, TESTER, Invalid, NoSuchMove, Refused
from models import ROWS, Entry, Outgoing, Session, Study, fixed
from models.database import db, write_tx, writes
from tests.commands import recruited
from tests.commands.dump import everything
from tests.world import (
    DAY,
    END,
    HOUR,
    NOW,
    START,
    again,
    booked,
    completed,
    customer,
    live_study,
    missed,
    qualified,
    themselves,
)


def test_a_page_that_is_older_than_the_row_does_nothing_and_gets_the_present_truth(people):
    session = booked(people)
    old = session.version
    fire(session, "move", themselves(people.cleo), NOW, starts_at=START + HOUR)
    before = everything()
    with pytest.raises(Stale) as stale:
        fire(session, "cancel", customer(people.ada), NOW, seen_version=old, reason="other")
    assert (stale.value.row.starts_at, stale.value.row.version) == (START + HOUR, old + 1)
    assert stale.value.refusal.code == "stale"
    assert everything() == before


def test_without_a_page_the_row_is_read_again(people):
    old = booked(people)
    fire(old, "move", themselves(people.cleo), NOW, starts_at=START + HOUR)
    assert fire(old, "cancel", customer(people.ada), NOW, reason="other").version == 2


def test_a_row_that_moved_under_the_hand_is_not_written(people):
    session = booked(people)
    other = again(session)
    fire(session, "move", themselves(people.cleo), NOW, starts_at=START + HOUR)
    with pytest.raises(Stale):
        door.write(other, "scheduled", "canceled", {})
    assert again(session).state == "scheduled"


def test_a_refused_part_refuses_the_whole(people):
    """The candidate left by itself, so its participant's way back is not the tester's to open: nothing moves at all."""
    study, candidate = recruited.here(people)
    session = booked(people, study)
    fire(session, "cancel", themselves(people.cleo), NOW, reason="other")
    candidate = fire(again(candidate), "reopen", TESTER, NOW)
    fire(candidate, "leave", themselves(people.cleo), NOW)
    before = everything()
    with pytest.raises(Refused) as refused:
        fire(again(session.participant), "readmit", customer(people.ada), NOW)
    assert refused.value.refusal.code == "told_by_tester"
    assert everything() == before


@pytest.mark.parametrize("event", ["book", "release", "miss", "recover", "submit", "withdraw"])
def test_what_is_joined_is_never_done_alone(people, event):
    participant = missed(people).participant if event == "recover" else booked(people).participant
    participant = qualified(people, live_study(people)) if event == "book" else participant
    before = everything()
    for by in (themselves(people.cleo), customer(people.ada), CLOCK):
        with pytest.raises(NoSuchMove) as refused:
            fire(participant, event, by, END)
        assert refused.value.refusal.code == "joined"
    assert everything() == before


def test_an_unknown_slot_and_a_missing_one(people):
    participant = qualified(people)
    before = everything()
    with pytest.raises(Refused) as refused:
        sessions.book(participant, START.replace(hour=3), themselves(people.cleo), NOW)
    assert refused.value.refusal.code == "slot_offered"
    with pytest.raises(Invalid) as invalid:
        sessions.book(participant, None, themselves(people.cleo), NOW)
    assert list(invalid.value.errors) == ["starts_at"]
    assert everything() == before


def test_the_drain_is_woken_once_it_is_committed_and_only_then(people, monkeypatch):
    seen = []
    monkeypatch.setattr(recorder, "wakers", [lambda: seen.append((db.in_transaction(), Outgoing.select().count()))])
    participant = qualified(people)
    seen.clear()
    with write_tx():
        sessions.book(participant, START, themselves(people.cleo), NOW)
        assert seen == []
    assert seen
    assert {state for state, _count in seen} == {False}
    seen.clear()
    with pytest.raises(Crash):
        _cancel_and_crash(people)
    studies.set_hours(people.bo, "Europe/Oslo", [])
    assert seen == [], "what was rolled back wakes nobody, not even later"


class Crash(Exception):
    """The machine went dark."""


@writes
def _cancel_and_crash(people):
    fire(Session.get(), "cancel", customer(people.ada), NOW, reason="other")
    raise Crash


def test_each_letter_belongs_to_one_entry_and_free_text_stays_out_of_the_journal(people):
    session = booked(people)
    fire(session, "cancel", customer(people.ada), NOW, reason="other", note="My ferry leaves at noon.")
    entry = Entry.get(Entry.noun == "session", Entry.event == "cancel")
    assert entry.details["reason"] == "other"
    assert "ferry" not in repr(entry.details)
    assert [note.text for note in entry.notes] == ["My ferry leaves at noon."]
    assert {row.letter for row in entry.outgoing} == {"canceled"}


def test_reminders_of_a_time_that_is_gone_are_dropped(people):
    session = booked(people)
    waiting = Outgoing.select().where(Outgoing.letter.startswith("reminder_"), Outgoing.state == "waiting")
    assert waiting.count() == 4
    fire(session, "move", themselves(people.cleo), NOW, starts_at=START + DAY)
    assert {row.due_at for row in waiting} == {START, START + DAY - HOUR / 2}
    fire(session, "cancel", customer(people.ada), NOW, reason="other")
    assert waiting.count() == 0


def test_the_same_row_is_read_by_fixed_text_as_by_peewee(people):
    completed(people)
    seen = 0
    for kind in ROWS:
        for row in kind.select() if "id" in kind._meta.fields else ():
            assert fixed.one(kind, row.id).__data__ == row.__data__
            seen += 1
    assert seen >= 40
    assert fixed.one(Study, 10**9) is None
    with pytest.raises(Study.DoesNotExist):
        Study.get_by_id(10**9)
