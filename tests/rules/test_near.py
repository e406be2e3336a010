"""The name that somebody may have meant."""

import pytest

from rules.near import nearest

NAMES = ["cleo.marchetti", "clara.moss", "cleo_m", "amara.okonkwo"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("cleo.marcheti", "cleo.marchetti"),
        ("CLEO.MARCHETTI", "cleo.marchetti"),
        ("amara.okonwko", "amara.okonkwo"),
        ("somebody.else", None),
        ("", None),
    ],
)
def test_the_name_most_alike_is_meant_and_nobody_where_none_is_alike(typed, meant):
    assert nearest(typed, NAMES) == meant
