"""What a study asks of the network, as a form says it and as it is kept."""

from types import SimpleNamespace

import pytest

from rules import matching
from rules.matching import Limit, Wanted, about, concerned, kept, parse, read

LISTS, STUDIES = {"favs": 7, "few": 9}, {"first": 3, "second": 4}


def typed(**fields):
    """A form with these values, each a text or several."""
    several = {name: value if isinstance(value, list) else [value] for name, value in fields.items()}
    return parse(lambda name: several.get(name, []), LISTS, STUDIES)


WOMEN = Limit("gender", "woman", 3)


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        ({}, Wanted()),
        ({"country": ["", "PT", "DE", "PT"]}, Wanted({"country": ("DE", "PT")})),
        ({"languages": "de", "gender": ["man", "woman"]}, Wanted({"gender": ("woman", "man"), "languages": ("de",)})),
        ({"age_from": "30", "age_to": " 39 "}, Wanted(youngest=30, oldest=39)),
        ({"age_from": "", "age_to": "39"}, Wanted(oldest=39)),
        ({"pool": "own"}, Wanted(pool="own")),
        ({"lists": ["few", "favs"]}, Wanted(lists=(7, 9))),
        ({"earlier": "all", "left_out": "first"}, Wanted(earlier="all")),
        ({"earlier": "chosen", "left_out": ["second"]}, Wanted(earlier="chosen", studies=(4,))),
        ({"earlier": "chosen"}, Wanted()),
        ({"pause": "30"}, Wanted(pause=30)),
        ({"limit_of": ["gender:woman", ""], "limit_most": ["3", "5"]}, Wanted(limits=(WOMEN,))),
        ({"limit_of": ["gender:woman"], "limit_most": [""]}, Wanted()),
    ],
)
def test_a_form_is_understood_and_kept_as_it_was_meant(fields, wanted):
    found = typed(**fields)
    assert found.faults == {}
    assert found.wanted == wanted
    assert read(kept(wanted)) == wanted


@pytest.mark.parametrize(
    ("fields", "field", "code"),
    [
        ({"country": "Portugal"}, "country", "unknown"),
        ({"gender": "not_said"}, "gender", "unknown"),
        ({"age_from": "17"}, "age_from", "number"),
        ({"age_to": "many"}, "age_to", "number"),
        ({"age_from": "40", "age_to": "30"}, "age_to", "order"),
        ({"pool": "everybody"}, "pool", "unknown"),
        ({"lists": "of-another-team"}, "lists", "unknown"),
        ({"earlier": "chosen", "left_out": "of-another-team"}, "left_out", "unknown"),
        ({"earlier": "some"}, "earlier", "unknown"),
        ({"pause": "-1"}, "pause", "number"),
        ({"pause": "100000"}, "pause", "number"),
        ({"limit_of": "gender:woman", "limit_most": "0"}, "limits", "number"),
        ({"limit_of": "gender:martian", "limit_most": "2"}, "limits", "unknown"),
        ({"limit_of": "birth_year:1980", "limit_most": "2"}, "limits", "unknown"),
        ({"limit_of": ["gender:man", "gender:man"], "limit_most": ["2", "3"]}, "limits", "doubled"),
    ],
)
def test_what_can_not_be_meant_is_named_by_its_field(fields, field, code):
    assert typed(**fields).faults == {field: code}


def test_what_asks_nothing_is_not_kept():
    assert kept(Wanted()) == {}
    assert read(None) == read({}) == Wanted()


def test_ages_are_years_of_birth():
    assert Wanted(youngest=30, oldest=39).born(2026) == (1987, 1996)
    assert Wanted(youngest=18).born(2026) == (None, 2008)


def test_what_narrows_is_named_in_the_order_of_the_facts():
    wanted = Wanted({"gender": ("man",), "country": ("PT",)}, oldest=30, lists=(1,))
    assert wanted.narrows == ("country", "birth_year", "gender", "lists")


@pytest.mark.parametrize(
    ("gender", "languages", "under"),
    [("woman", ",de,en,", [0, 1]), ("woman", "", [0]), ("man", ",en,", []), ("", ",de,", [1])],
)
def test_limits_concern_those_of_whom_it_is_known(gender, languages, under):
    limits = [WOMEN, Limit("languages", "de", 2)]
    row = SimpleNamespace(gender=gender, languages=languages)
    assert concerned(limits, row) == [limits[number] for number in under]
    assert concerned(limits, None) == []


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, 0), (4, 0), (5, 5), (9, 5), (99, 95), (1000, 1000), (1247, 1240), (99_999, 99_900), (100_000, 100_000)],
)
def test_numbers_of_members_are_rounded_so_that_they_tell_nothing_about_one(count, said):
    assert about(count) == said


def test_nothing_that_people_would_rather_not_say_can_be_asked_for():
    assert all("not_said" not in matching.codes_of(name) for name in matching.CODED)
