"""The benchmarks run, and say what they measured; nothing here asks how fast anything is."""

import pytest

from bench import __main__ as report
from bench import board, booking, calling_off, inviting, matching, measure, past, routing, slots, waits
from commands import offering
from models import database, migrate


@pytest.fixture
def small(monkeypatch):
    """A booking benchmark of a few bookings."""
    monkeypatch.setattr(booking, "BOOKINGS", 4)
    monkeypatch.setattr(booking, "ROUNDS", 2)
    return booking.run()


def test_the_floor_of_a_booking_is_its_own_statements(small):
    assert small.measured > 0 < small.floor
    assert int(small.facts["statements a booking"]) > 10
    assert sum(small.shares.values()) == pytest.approx(1)


def test_both_sides_are_measured_in_turn():
    steps = []
    sides = [[lambda side=side, number=number: steps.append((side, number)) for number in range(4)] for side in "ab"]
    measure.in_turn(*sides, rounds=2)
    assert steps == [(side, number) for first in (0, 2) for side in "ab" for number in (first, first + 1)]


def test_the_document_names_the_day_and_the_ratios(small):
    text = report.document([small._replace(measured=3.0, floor=1.0)], "2026-11-22")
    assert "`python -m bench 2026-11-22`" in text
    assert "| booking | <= 6 x | **3.00 x** | 3.00 ms | 1.00 ms |" in text


def test_the_board_is_made_of_people_in_every_state(monkeypatch):
    monkeypatch.setattr(board, "ROWS", 40)
    monkeypatch.setattr(board, "PAGES", 2)
    monkeypatch.setattr(board, "ROUNDS", 1)
    seen = []
    page = board.board.page
    monkeypatch.setattr(board.board, "page", lambda *given: seen.append(page(*given)) or seen[-1])
    assert board.run().measured > 0
    tabs = seen[-1][0].tabs
    assert (tabs["disagreeing"], tabs["overdue"], tabs["settled"], tabs["matched"]) == (10, 15, 15, 15)


def test_everybody_is_routed_and_every_call_moves_somebody(monkeypatch):
    monkeypatch.setattr(routing, "STEPS", 3)
    monkeypatch.setattr(routing, "ROUNDS", 1)
    names = [found.name for found in routing.run() if found.measured > found.floor > 0]
    assert names == ["routing a candidate into the study", "a heard call"]


def test_a_missed_goal_is_said(small):
    assert "NOT met" in measure.show(small._replace(measured=7.0, floor=1.0))
    assert "NOT met" not in measure.show(small._replace(measured=6.0, floor=1.0))


def test_the_naive_grid_and_the_sweep_name_the_same_starts(monkeypatch):
    monkeypatch.setattr(slots, "STEPS", 2)
    monkeypatch.setattr(slots, "ROUNDS", 2)
    assert int(slots.run().facts["starts left"]) > 0


def test_the_past_is_made_of_real_rows_and_every_page_is_read(monkeypatch):
    for name, value in {"FEW": 5, "MANY": 30, "WARM": 1, "REQUESTS": 2, "ROUNDS": 2}.items():
        monkeypatch.setattr(past, name, value)
    found = past.run()
    assert len(found) == 6
    assert all(int(one.facts["statements"]) <= 5 for one in found), [(one.name, one.facts) for one in found]


def test_the_members_are_counted_and_chosen(monkeypatch):
    for name, value in {"MEMBERS": 300, "ASKED_BEFORE": 30, "WARM": 1, "COUNTS": 2, "ROUNDS": 2}.items():
        monkeypatch.setattr(matching, name, value)
    count, choice = matching.run()
    assert 0 < int(count.facts["matching"]) < 300
    assert int(choice.facts["chosen"]) == 270


def test_everybody_is_invited_and_a_booking_beside_it_is_timed(monkeypatch):
    for name, value in {"MEMBERS": 300, "BOOKINGS": 3, "ROUNDS": 2}.items():
        monkeypatch.setattr(inviting, name, value)
    monkeypatch.setattr(offering, "CHUNK", 50)
    found = inviting.run()
    assert found.measured > 0 < found.floor
    assert (found.facts["members asked"], found.facts["at a time"]) == ("300", "50")
    assert "at worst" in found.facts["beside it"]


def test_whoever_books_while_conversations_are_called_off_is_measured_on_both_databases(monkeypatch, tmp_path):
    for module, name, value in (
        (calling_off, "OTHERS", 60), (calling_off, "BOOKINGS", 4), (waits, "UNDISTURBED", 2), (waits, "PAUSE", 0),
    ):  # fmt: skip
        monkeypatch.setattr(module, name, value)
    booking.open_database(tmp_path / "begun.db")
    migrate.migrate()
    prepared = calling_off._prepare()
    database.close()
    for found in (waits.on_sqlite(tmp_path / "begun.db", *prepared), waits.on_postgres(calling_off._prepare)):
        assert (found.measured >= 0, found.floor) == (True, waits.MOST)
        assert int(found.facts["bookings meanwhile"]) == 2
