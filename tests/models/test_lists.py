"""The fixed statements: one text for both databases."""

import pytest

from models.lists import ask


@pytest.mark.parametrize(
    ("sql", "found"),
    [
        ("SELECT '/studies?state=' || CAST(? AS TEXT)", "/studies?state=live"),
        ("SELECT 'it''s? ' || CAST(? AS TEXT) || '?'", "it's? live?"),
    ],
)
def test_a_question_mark_in_a_text_is_no_place(people, sql, found):
    assert ask(sql, "live") == [(found,)]
