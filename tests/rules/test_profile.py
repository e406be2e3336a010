"""The facts about people: what is understood of what is typed, how it is kept, and that each has its words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifecycle import profilewords
from lifecycle.attempt import Invalid
from lifecycle.words import LANGUAGES, reading
from models.network import Profile
from rules import profile

CHOSEN = [fact for fact in profile.FACTS.values() if fact.kind != profile.YEAR]


def test_every_fact_is_a_column_that_is_wide_enough():
    fields = Profile._meta.fields
    for fact in profile.FACTS.values():
        assert fact.name in fields
        if fact.kind == profile.ONE:
            assert max(map(len, fact.options)) <= fields[fact.name].max_length
        elif fact.several:
            longest = sorted(fact.options, key=len)[-profile.MOST :]
            assert len(profile.packed(longest)) <= fields[fact.name].max_length


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("fact", profile.FACTS.values(), ids=lambda fact: fact.name)
def test_every_fact_has_its_name_its_reason_and_words_for_each_answer(fact, language):
    with reading(language):
        assert str(profilewords.label(fact.name))
        assert str(profilewords.short(fact.name))
        assert str(profilewords.why(fact.name)).endswith(".")
        assert {code for code, _words in profilewords.options(fact.name)} == set(fact.options)
        assert all(str(words) for _code, words in profilewords.options(fact.name))


@given(st.lists(st.sampled_from(profile.LANGUAGES), max_size=profile.MOST))
def test_several_values_come_back_as_they_were_kept(values):
    kept = profile.packed(values)
    assert list(profile.unpacked(kept)) == list(dict.fromkeys(values))
    assert all(f",{value}," in kept for value in values)
    assert bool(kept) == bool(values)


@pytest.mark.parametrize("fact", CHOSEN, ids=lambda fact: fact.name)
def test_every_code_is_understood_as_itself_and_nothing_as_not_told(fact):
    for code in fact.options:
        values = profile.parse({fact.name: code}, 2026).values
        assert values == {fact.name: f",{code}," if fact.several else code}
    assert profile.parse({fact.name: ""}, 2026) == ({fact.name: ""}, {})
    assert profile.parse({fact.name: []}, 2026) == ({fact.name: ""}, {})


@pytest.mark.parametrize(("typed", "kept"), [
    ("Deutschland", "DE"), ("germany", "DE"), ("de", "DE"), (" DE ", "DE"), ("Österreich", "AT"),
])  # fmt: skip
def test_a_country_is_understood_by_its_code_and_its_names(typed, kept):
    assert profile.parse({"country": typed}, 2026).values == {"country": kept}


def test_several_languages_stand_in_one_text_or_in_a_list():
    for typed in ("de; English,fr", ["de", "english", "", "fr", "de"]):
        assert profile.parse({"languages": typed}, 2026).values == {"languages": ",de,en,fr,"}


def test_a_device_is_understood_with_a_space_too():
    assert profile.parse({"devices": "Android phone, mac"}, 2026).values == {"devices": ",android_phone,mac,"}


@pytest.mark.parametrize(("name", "typed", "fault"), [
    ("country", "Atlantis", "unknown"), ("country", "XX", "unknown"), ("gender", "woman, man", "unknown"),
    ("gender", ["woman", "man"], "too_many"), ("languages", list(profile.LANGUAGES), "too_many"),
    ("birth_year", "84", "not_a_year"), ("birth_year", "１９８４", "not_a_year"),
    ("birth_year", "1984.0", "not_a_year"),
    ("birth_year", "2009", "too_young"), ("birth_year", "2027", "too_young"), ("birth_year", "1905", "too_old"),
])  # fmt: skip
def test_what_is_not_understood_is_said_and_not_kept(name, typed, fault):
    assert profile.parse({name: typed}, 2026) == ({}, {name: fault})
    with pytest.raises(Invalid) as problem:
        profilewords.understood({name: typed}, 2026)
    assert str(problem.value.errors[name]).endswith(".")


def test_a_year_is_a_number_and_may_be_left_out():
    assert profile.parse({"birth_year": " 1984 "}, 2026).values == {"birth_year": 1984}
    assert profile.parse({"birth_year": "2008"}, 2026).values == {"birth_year": 2008}
    assert profile.parse({"birth_year": ""}, 2026).values == {"birth_year": None}
    assert (profile.age(1984, 2026), profile.age(None, 2026)) == (42, None)


def test_what_is_no_fact_is_left_alone():
    assert profile.parse({"shoe_size": "42"}, 2026) == ({}, {})


def test_rather_not_say_is_told_and_fits_nothing():
    row = Profile(gender=profile.NOT_SAID, birth_year=1984, devices=",mac,")
    assert profile.told(row) == 3
    assert profile.facts_of(row) == {"birth_year": 1984, "devices": ("mac",)}
    assert profile.told(None) == 0


def test_what_is_kept_is_put_into_words():
    with reading("en"):
        assert str(profilewords.in_words("languages", ",de,en,")) == "German and English"
        assert str(profilewords.in_words("country", "DE")) == "Germany"
        assert str(profilewords.in_words("birth_year", 1984)) == "1984"
        assert profilewords.in_words("gender", "") == ""
        assert profilewords.in_words("industry", "of_former_times") == "of_former_times"
