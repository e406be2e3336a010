"""Usernames: what can be one, and what is proposed."""

import pytest

from rules import usernames


@pytest.mark.parametrize("name", [
    "abc", "quiet-heron-41", "mika_h", "cleo.marchetti", "σοφία_παπαδοπούλου", "o.adébáyọ̀", "a" * 40, "7up",
])  # fmt: skip
def test_letters_digits_and_single_signs_between_them_are_a_username(name):
    assert usernames.fault(usernames.kept(name)) == ""


@pytest.mark.parametrize(("name", "fault"), [
    ("ab", "short"), ("", "short"), ("  a  ", "short"), ("a" * 41, "long"), ("a b c", "signs"), ("abc!", "signs"),
    (".abc", "signs"), ("abc-", "signs"), ("a..b", "signs"), ("a-_b", "signs"), ("123\n45", "signs"),
    ("<script>", "signs"), ("a\u202ebc", "signs"), ("admin", "reserved"), ("Parlor", "reserved"),
    ("guest-ab12", "reserved"), ("...", "signs"), ("𝟙𝟚𝟛abc", ""), ("١٢٣", "signs"),
])  # fmt: skip
def test_anything_else_is_none(name, fault):
    assert usernames.fault(usernames.kept(name)) == fault


def test_large_and_small_letters_and_wide_ones_are_one():
    assert usernames.kept(" Quiet-HERON ") == usernames.kept("ｑｕｉｅｔ-heron") == "quiet-heron"


def test_proposals_are_usernames_and_many():
    found = {usernames.proposed(number) for number in range(0, 100_000, 7)}
    assert all(usernames.fault(name) == "" for name in found)
    assert len(found) > 10_000
