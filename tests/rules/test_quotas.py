"""Room for people with these answers."""

from rules.quotas import Quota, full_quota
from rules.screener import Choice, Question

QUESTIONS = [Question(1, "single", "Where?", True, (Choice(11, "Town"), Choice(12, "Country"))),
             Question(2, "multiple", "What?", True, (Choice(21, "Bike"), Choice(22, "Bus")))]


def test_only_the_quotas_of_the_chosen_answers_matter():
    quotas = [Quota(1, 11, 3, 3), Quota(2, 22, 2, 1)]
    assert full_quota(quotas, QUESTIONS, {1: 11, 2: [22]}) == quotas[0]
    assert full_quota(quotas, QUESTIONS, {1: "12", 2: ["21", "22"]}) is None
    assert full_quota([], QUESTIONS, {1: 11}) is None
    assert full_quota(quotas, QUESTIONS, {}) is None


def test_one_full_quota_among_several_answers_is_enough():
    quotas = [Quota(2, 21, 5, 4), Quota(2, 22, 2, 2)]
    assert full_quota(quotas, QUESTIONS, {2: ["21"]}) is None
    assert full_quota(quotas, QUESTIONS, {2: ["21", "22"]}) == quotas[1]


def test_a_limit_of_none_at_all_lets_nobody_in():
    assert full_quota([Quota(1, 11, 0)], QUESTIONS, {1: 11}) == Quota(1, 11, 0)
