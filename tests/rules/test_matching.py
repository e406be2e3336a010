"""Whom a study's filters fit."""

import pytest

from rules.matching import matches

CLEO = {"country": "PT", "age": 34, "languages": ["Portuguese", "English"], "score": None}


@pytest.mark.parametrize(("filters", "fits"), [
    ({}, True),
    ({"country": "PT"}, True),
    ({"country": ["ES", " pt "]}, True),
    ({"country": ["ES"]}, False),
    ({"country": []}, False),
    ({"age": {"from": 34, "to": 34}}, True),
    ({"age": {"from": 35}}, False),
    ({"age": {"to": 33}}, False),
    ({"age": {"from": 18}, "country": "PT"}, True),
    ({"age": {"from": 18}, "country": "ES"}, False),
    ({"languages": ["german", "english"]}, True),
    ({"languages": "German"}, False),
    ({"country": {"from": 1}}, False),
    ({"income": {"from": 0}}, False),
    ({"score": [None]}, False),
])
def test_every_filter_must_fit(filters, fits):
    assert matches(CLEO, filters) is fits
