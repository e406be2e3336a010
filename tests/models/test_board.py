"""The board in one statement: the same table as the rules, on both databases."""

from itertools import product

from models import board_sql, lists
from rules import reconcile
from rules.times import to_epoch
from tests.rules.test_reconcile import RECRUITING, STUDY
from tests.world import DAY, NOW


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
