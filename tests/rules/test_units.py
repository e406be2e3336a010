"""Units for one place and for a study."""

import pytest

from rules.units import Tariff, estimate, session_units


@pytest.mark.parametrize(("audience", "units"), [
    ("network", (20, 30, 40, 50)), ("specific", (20, 30, 40, 50)), ("enrolled", (10, 14, 18, 22)),
    ("invite", (5, 7, 9, 11))])
def test_a_live_conversation_by_booked_length(audience, units):
    assert tuple(session_units("live_conversation", audience, length) for length in (30, 60, 90, 120)) == units


@pytest.mark.parametrize(("minutes", "units"), [(1, 20), (30, 20), (31, 25), (45, 25), (46, 30)])
def test_each_further_quarter_hour_that_is_started_counts(minutes, units):
    assert session_units("live_conversation", "network", minutes) == units


@pytest.mark.parametrize(("kind", "units"), [("survey", (2, 0, 0)), ("interaction", (5, 1, 0)),
                                             ("think_out_loud", (10, 5, 2))])
def test_unmoderated_kinds_cost_the_same_at_any_length(kind, units):
    for minutes in (0, 10, 120):
        assert tuple(session_units(kind, who, minutes) for who in ("network", "enrolled", "invite")) == units


def test_an_estimate_is_places_times_units_and_a_tariff_can_be_set():
    assert estimate("live_conversation", "network", 60, 8) == 240
    own = {("live_conversation", "invite"): Tariff(7, 3)}
    assert estimate("live_conversation", "invite", 60, 2, own) == 26


@pytest.mark.parametrize("asked", [("seance", "network", 30), ("survey", "everybody", 30),
                                   ("live_conversation", "network", 0)])
def test_what_is_unknown_is_refused(asked):
    with pytest.raises(ValueError):
        session_units(*asked)
    with pytest.raises(ValueError):
        estimate(*asked, 1)
