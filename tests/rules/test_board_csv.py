"""A file for the board, read with patience: every line gets what it says, or what is wrong with it."""

import pytest

from rules import board_csv

REASONS = ("quality", "other")


def lines(text):
    return board_csv.parse(text, REASONS).lines


def test_an_id_of_either_side_and_an_outcome_are_enough():
    found = lines("id,do\npp_9exh736,complete\ni4fjw20x,Completed\n")
    assert [(one.number, one.tail, one.do, one.fault) for one in found] == [
        (2, "9exh736", "complete", ""), (3, "4fjw20x", "complete", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(("line", "fault"), [
    (",complete,,", "no_id"), ("pp_9EXH7361,complete,,", "not_id"), ("cleo@mail.example,complete,,", "not_id"),
    ("pp_9exh736,celebrate,,", "no_outcome"), ("pp_9exh736,exclude,,", "no_reason"),
    ("pp_9exh736,exclude,ugly,", "no_reason"), ("pp_9exh736,exclude,quality,", ""), ("pp_9exh736,note,,", "no_note"),
    ("pp_9exh736,note,,Ask again.", ""), (f"pp_9exh736,note,,{'x' * 2001}", "too_long"),
])  # fmt: skip
def test_what_is_wrong_with_a_line_is_named(line, fault):
    [found] = lines(f"id,do,reason,note\n{line}\n")
    assert found.fault == fault


def test_the_same_person_twice_is_named_in_either_form():
    found = lines("id;do\npp_9exh736;complete\ni9exh736;note\n")
    assert [one.fault for one in found] == ["", "no_note"]
    found = lines("id;do\npp_9exh736;complete\ni9exh736;complete\n")
    assert [one.fault for one in found] == ["", "twice"]


def test_lines_without_a_wish_are_left_out_and_so_the_own_file_comes_back():
    found = board_csv.parse("recruiting_id,study_id,do\npp_9exh736,i9exh736,\n'pp_abc1234,,complete\n", REASONS)
    assert [one.tail for one in found.lines] == ["abc1234"]


@pytest.mark.parametrize(("text", "fault"), [
    ("", "empty"), ("id,do\n", "empty"), ("name,do\nx,complete", "no_id"), ("x" * 1_000_001, "too_large"),
])  # fmt: skip
def test_what_keeps_all_of_it_from_being_read(text, fault):
    assert board_csv.parse(text, REASONS).fault == fault


def test_five_thousand_lines_and_one_more():
    text = "id,do\n" + "\n".join(f"pp_{number:07d},complete" for number in range(5001))
    found = lines(text)
    assert [one.fault for one in found[:5000]] == [""] * 5000
    assert found[5000].fault == "over"


@pytest.mark.parametrize(("do", "place", "there", "here", "fate"), [
    ("complete", "local", "submitted", "submitted", "will_complete"),
    ("complete", "local", "completed", "submitted", "will_complete"),
    ("complete", "local", "completed", "completed", "already"),
    ("complete", "local", "incomplete", "started", "wrong_state"),
    ("complete", "tool", "submitted", "submitted", "will_complete"),
    ("complete", "tool", "submitted", None, "will_complete"),
    ("complete", "tool", "incomplete", "submitted", "wrong_state"),
    ("complete", "recruiter", "submitted", "submitted", "theirs"),
    ("complete", "recruiter", "completed", "submitted", "will_complete"),
    ("complete", "recruiter", "completed", "completed", "already"),
    ("exclude", "local", "submitted", "submitted", "will_exclude"),
    ("exclude", "local", "removed", "excluded", "already"),
    ("exclude", "local", "completed", "completed", "wrong_state"),
    ("exclude", "tool", "incomplete", "started", "will_exclude"),
    ("exclude", "tool", "removed", "started", "already"),
    ("exclude", "recruiter", "incomplete", "started", "will_ask"),
    ("exclude", "recruiter", "removed", "started", "will_exclude"),
    ("exclude", "recruiter", "removed", "excluded", "already"),
    ("note", "recruiter", None, "started", "will_note"),
])  # fmt: skip
def test_what_becomes_of_a_line(do, place, there, here, fate):
    assert board_csv.fate(do, place, there, here) == fate


def test_who_was_asked_for_is_not_asked_again_and_only_words_can_not_be_decided():
    assert board_csv.fate("exclude", "recruiter", "incomplete", "started", asked=True) == "asked"
    assert board_csv.fate("complete", "tool", None, "submitted", ours=False) == "only_word"
