"""The board in one statement: the same table as the rules, on both databases."""

from itertools import product

from models import board, board_sql, lists
from rules import reconcile
from rules.times import to_epoch
from tests.commands import sides
from tests.rules.test_reconcile import CALLS, RECRUITING, STUDY
from tests.world import DAY, NOW

ONE_CALL = (
    "SELECT CAST(? AS VARCHAR(8)) AS state, CAST(? AS BIGINT) AS tries, CAST(? AS BIGINT) AS since, "
    "CAST(? AS BIGINT) AS sent, CAST(? AS BIGINT) AS heard"
)


def test_the_statement_judges_as_the_rules_do(database):
    pairs = [pair for pair in product((*RECRUITING, None), (*STUDY, None)) if pair != (None, None)]
    ages = (0, 2, 3, 6, 7, 8)
    overdue, due = to_epoch(NOW - 7 * DAY), to_epoch(NOW - 3 * DAY)
    for (r, s), days in product(pairs, ages):
        since = to_epoch(NOW - days * DAY)
        sql = (
            f"SELECT {board_sql.pairing_sql()}, {board_sql.waiting_sql()} FROM (SELECT "
            "CAST(? AS VARCHAR(20)) AS r, CAST(? AS VARCHAR(20)) AS s, CAST(? AS BIGINT) AS submitted) AS one"
        )
        [(kind, waits)] = lists.ask(sql, overdue, due, r, s, since)
        assert kind == reconcile.pairing(r, s), (r, s)
        assert waits == reconcile.waiting(r, s, NOW - days * DAY, NOW), (r, s, days)


def test_the_statement_knows_what_is_just_being_told_as_the_rules_do(database):
    long_ago = to_epoch(NOW - reconcile.TOLD_WITHIN)
    told = board_sql.on_its_way_sql("state", "tries", "since", "sent", "heard")
    for call, heard, _told in CALLS.values():
        times = [to_epoch(one) if one is not None else None for one in (call.since, call.sent, heard)]
        sql = f"SELECT CASE WHEN {told} THEN 1 ELSE 0 END FROM ({ONE_CALL}) AS one"
        [(found,)] = lists.ask(sql, long_ago, call.state, call.tries, *times)
        assert bool(found) == reconcile.telling("disagreeing", call, heard, NOW), call


def test_a_page_has_the_numbers_and_the_rows_that_are_asked_for_one_by_one(people, monkeypatch):
    rows = sides.everything(people)
    monkeypatch.setattr(board, "SHOWN", 2)
    house, at = people.halden.id, NOW + 8 * DAY
    for sieve in (
        *(board.Sieve(show) for show in board.FILTERS),
        board.Sieve(project=rows["away"].id), board.Sieve(owner=people.bo.id), board.Sieve("settled", tail="aaaaaa1"),
    ):  # fmt: skip
        shown = board.lines(house, at, sieve, most=3)
        counts, found = board.page(house, at, sieve)
        assert (counts, found) == (board.counts(house, at, sieve), shown)
        if len(shown) == 3:
            after = (shown[1].since, shown[1].number)
            assert board.page(house, at, sieve, after=after)[1] == board.lines(house, at, sieve, after=after, most=3)


def test_rows_are_chosen_by_their_numbers_and_no_other_teams(people):
    sides.everything(people)
    all_of_them = board.lines(people.halden.id, NOW, most=None)
    some = all_of_them[::2]
    assert board.chosen(people.halden.id, [line.number for line in some], NOW) == some
    assert board.chosen(people.elsewhere.id, [line.number for line in some], NOW) == []
