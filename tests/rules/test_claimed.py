"""The claimed-presence table, all twenty-five pairs of answers written out."""

from datetime import UTC, datetime, timedelta

import pytest

from rules.presence import Verdict, verdict

START = datetime(2026, 11, 26, 10, tzinfo=UTC)
END = START + timedelta(minutes=30)
OVER = END + timedelta(hours=24)

START_IT, LAPSE, TROUBLE = Verdict("start"), Verdict("lapse"), Verdict("technical_failure")
HOST_ABSENT = Verdict("mark_host_absent")
MARKED = Verdict("mark_no_show", mark=True)
UNMARKED = Verdict("mark_no_show")
DISPUTED = Verdict("mark_no_show", disputed=True)

CONTRIBUTOR = ("met", "they_absent", "i_absent", "technical", None)
TABLE = {
    "met": (START_IT, START_IT, START_IT, START_IT, START_IT),
    "they_absent": (DISPUTED, DISPUTED, MARKED, DISPUTED, UNMARKED),
    "i_absent": (HOST_ABSENT, HOST_ABSENT, LAPSE, TROUBLE, LAPSE),
    "technical": (TROUBLE, TROUBLE, TROUBLE, TROUBLE, TROUBLE),
    None: (START_IT, HOST_ABSENT, MARKED, TROUBLE, LAPSE),
}
PAIRS = [(mine, theirs, TABLE[mine][place]) for mine in TABLE for place, theirs in enumerate(CONTRIBUTOR)]


@pytest.mark.parametrize(("customer", "contributor", "expected"), PAIRS)
def test_what_follows_a_day_after_the_end(customer, contributor, expected):
    assert verdict(customer, contributor, OVER, END, START) == expected


@pytest.mark.parametrize(("customer", "contributor", "expected"), PAIRS)
def test_what_follows_before_then(customer, contributor, expected):
    settled = customer == "met" or (customer is not None and contributor is not None)
    for at in (START, END, OVER - timedelta(seconds=1)):
        assert verdict(customer, contributor, at, END, START) == (expected if settled else None)


def test_nothing_is_settled_before_the_start():
    assert verdict("met", "met", START - timedelta(seconds=1), END, START) is None


@pytest.mark.parametrize("answers", [("maybe", None), (None, ""), ("met", "MET")])
def test_an_unknown_answer_is_refused(answers):
    with pytest.raises(ValueError):
        verdict(*answers, OVER, END, START)
