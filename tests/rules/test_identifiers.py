"""One person, two spellings, nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.identifiers import (
    is_candidate_id,
    new_tail,
    other_side,
    tail_of,
    to_recruiter_form,
    to_study_form,
)

LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
KINDS = ("survey", "interaction", "live_conversation", "think_out_loud")
TAILS = st.text(LETTERS, min_size=7, max_size=7)


@pytest.mark.parametrize(("kind", "written"), [
    ("survey", "i9exh736"), ("interaction", "i9exh736"), ("live_conversation", "pp_9exh736"),
    ("think_out_loud", "pp_9exh736")])
def test_each_kind_has_its_form(kind, written):
    assert to_study_form("pp_9exh736", kind) == written
    assert to_recruiter_form(written, kind) == "pp_9exh736"


@given(TAILS, st.sampled_from(KINDS))
def test_the_mapping_goes_both_ways_for_every_id(tail, kind):
    study_id = to_study_form("pp_" + tail, kind)
    assert to_recruiter_form(study_id, kind) == "pp_" + tail
    assert study_id[-7:] == tail


WRONG = ("", "pp_", "pp_9exh73", "pp_9exh7366", "pp_9EXH736", "PP_9exh736", "pp_9exh73\n", "pp_9exh736\n",
         " pp_9exh736", "pp_9exh736 ", "pp_9exh73٣", "pp_9exh73é", "pp_9exh73-", "pp-9exh736", "i9exh736",
         "ｐp_9exh736", "pp_9exh73\x00", None, 9, b"pp_9exh736")


@pytest.mark.parametrize("wrong", WRONG)
def test_anything_else_is_refused(wrong):
    assert not is_candidate_id(wrong)
    for kind in KINDS:
        with pytest.raises(ValueError):
            to_study_form(wrong, kind)


@pytest.mark.parametrize(("study_id", "kind"), [
    ("pp_9exh736", "survey"), ("i9exh736", "live_conversation"), ("I9exh736", "survey"), ("i9exh736\n", "survey"),
    ("i9exh73", "interaction"), ("ii9exh736", "survey"), ("i9exh736", "seance"), (None, "survey")])
def test_a_form_of_another_kind_is_refused(study_id, kind):
    with pytest.raises(ValueError):
        to_recruiter_form(study_id, kind)


@given(st.text(max_size=12), st.sampled_from(KINDS))
def test_what_is_let_through_is_exactly_what_comes_back(text, kind):
    try:
        study_id = to_study_form(text, kind)
    except ValueError:
        return
    assert to_recruiter_form(study_id, kind) == text


@given(TAILS, st.sampled_from(KINDS))
def test_either_spelling_names_the_same_tail(tail, kind):
    assert tail_of("pp_" + tail) == tail_of(to_study_form("pp_" + tail, kind)) == tail


@given(st.text(max_size=12))
def test_a_tail_is_read_out_of_nothing_else(text):
    tail = tail_of(text)
    assert tail is None or text in ("pp_" + tail, "i" + tail)


@pytest.mark.parametrize("wrong", [one for one in WRONG if one != "i9exh736"])
def test_what_is_no_id_has_no_tail(wrong):
    assert tail_of(wrong) is None


@given(st.text(max_size=12), st.sampled_from(KINDS))
def test_a_page_shows_what_is_no_id_of_ours_as_it_is(text, kind):
    shown = other_side(text, kind)
    assert shown == (to_study_form(text, kind) if is_candidate_id(text) else text)


def test_a_new_tail_uses_the_bytes_evenly_and_gives_up_on_a_broken_source():
    assert new_tail(lambda count: bytes(range(count))) == "abcdefg"
    assert new_tail(lambda count: bytes([255, 252, 251, 36, 35, 0, 1])[:count]) == "9a9ab9a"
    assert all(set(new_tail(lambda count, seed=seed: bytes([seed] * count))) <= set(LETTERS) for seed in range(252))
    with pytest.raises(ValueError):
        new_tail(lambda count: b"\xff" * count)
