"""The machine goes dark in the middle, or two wait for each other: nothing is half-done, and nobody waits for ever."""

import threading

import pytest

from commands import participants, sessions
from commands.fire import fire
from models import Study
from models.database import db, is_postgres, lock, writes
from rules.times import to_epoch
from tests.commands import recruited
from tests.commands.crowd import book_and_die, context
from tests.commands.dump import everything
from tests.world import (
    DAY,
    END,
    HOUR,
    NOW,
    START,
    again,
    booked,
    contributor,
    customer,
    draft_study,
    held,
    live_study,
    missed,
    operator,
    qualified,
    themselves,
)


class Crash(Exception):
    """The machine went dark."""


WRITES = ("INSERT", "UPDATE", "DELETE")


def _crash_at(monkeypatch, number: int) -> list[str]:
    """From now on the write with this number raises, before or after it was executed; what was written is listed."""
    real, written = db.obj.execute_sql, []

    def execute(sql, params=None):
        if not sql.startswith(WRITES):
            return real(sql, params)
        written.append(sql)
        if len(written) == number:
            raise Crash
        return real(sql, params)

    monkeypatch.setattr(db.obj, "execute_sql", execute)
    return written


def _booking(people):
    participant = qualified(people)
    return lambda: sessions.book(participant, START, themselves(people.cleo), NOW)


def _cancel_of_a_study(people):
    other = contributor("dario.conti")
    study = live_study(people, places=3, invitees=[people.cleo, other])
    booked(people, study)
    booked(people, study, other, START + DAY)
    return lambda: fire(study, "cancel", customer(people.ada), START - HOUR, reason="other")


def _launch(people):
    study = draft_study(people)
    return lambda: fire(study, "launch", customer(people.ada), NOW)


def _completing(people):
    study, _candidate = recruited.here(people)
    session = held(people, booked(people, study))
    return lambda: participants.complete(session.participant, customer(people.ada), END)


def _overturn(people):
    session = missed(people)
    return lambda: fire(session, "overturn", operator(people.olga), END, reason="they_came")


@pytest.mark.parametrize("prepare", [_booking, _cancel_of_a_study, _launch, _completing, _overturn])
def test_a_crash_at_any_write_leaves_nothing(people, prepare, monkeypatch):
    command = prepare(people)
    before, number = everything(), 0
    while True:
        number += 1
        with monkeypatch.context() as patch:
            written = _crash_at(patch, number)
            try:
                command()
                break
            except Crash:
                pass
        assert everything() == before, f"after write {number}: {written[-1][:80]}"
    assert number > 6
    assert everything() != before


@pytest.mark.parametrize("writes", [1, 4, 7])
def test_a_process_that_is_gone_in_the_middle_leaves_nothing_and_blocks_nobody(people, database_url, writes):
    participant = qualified(people)
    before = everything()
    process = context.Process(target=book_and_die, args=(database_url, participant.id, to_epoch(START), writes))
    process.start()
    process.join(60)
    assert process.exitcode == 9
    assert everything() == before
    assert sessions.book(participant, START, themselves(people.cleo), NOW).state == "scheduled"


def test_two_who_wait_for_each_other_are_both_served(people):
    """PostgreSQL ends one of the two; that one is tried again. SQLite lets writers in one after the other."""
    rows = [live_study(people), live_study(people)]
    both_hold_one = threading.Barrier(2, timeout=1)
    tries, failed = [], []

    @writes
    def rename(first, second, title):
        tries.append(title)
        for row in (first, second):
            lock(Study.select().where(Study.id == row.id)).get()
            if is_postgres() and len(tries) <= 2:
                both_hold_one.wait() if row is first else None
        Study.update(title=title).execute()

    def run(first, second, title):
        try:
            rename(first, second, title)
        except Exception as error:
            failed.append(error)
        finally:
            db.close()

    threads = [threading.Thread(target=run, args=(*pair, f"from {pair[0].id}")) for pair in (rows, rows[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert failed == []
    assert len(tries) == (3 if is_postgres() else 2)
    assert again(rows[0]).title == again(rows[1]).title
