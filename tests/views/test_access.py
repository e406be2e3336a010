"""What the pages that somebody may see hold of others: nothing. Who may ask for which page stands in
tests/views/matrix.py and is tried in test_matrix.py."""

import pytest

from tests.views.foreign import noun_rows
from views.access import PLURALS


@pytest.fixture
def rows(place):
    """One row of every noun, each out of Mallory's reach."""
    return noun_rows(place.world)


@pytest.mark.promise("P28")
def test_no_page_of_a_contributor_shows_a_colleagues_address(place, rows):
    hands = place.as_(place.world.cleo)
    for path in ("/me", "/money", "/standing", *(f"/{plural}/{rows[noun].code}" for plural, noun in PLURALS.items())):
        html = hands.open(path).html
        assert place.world.ada.email not in html
        assert place.world.bo.email not in html


@pytest.mark.promise("P1")
def test_the_lists_hold_nothing_of_others(place, rows):
    mallory, cleo, olga = (place.as_(one) for one in (place.world.mallory, place.world.cleo, place.world.olga))
    for plural in ("projects", "reports"):
        assert rows[plural[:-1]].code not in mallory.open(f"/{plural}").html
        assert cleo.open(f"/{plural}").status == 404
    assert rows["report"].code in place.as_(place.world.ada).open("/reports").html
    assert rows["standing"].code in olga.open("/standings?show=good").html
    assert mallory.open("/standings").status == 404
    assert mallory.open("/operator").status == 404
    assert "Bo Aas" not in mallory.open("/team").html
