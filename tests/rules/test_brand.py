"""A workspace's own colour: what is taken can be read, by day and by night."""

import pathlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import brand

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def test_contrast_is_that_of_the_guidelines():
    assert brand.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert brand.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("text", ["", "14513d", "#14513", "#14513d0", "#14513g", "red", "#14513d;}"])
def test_what_is_no_colour(text):
    assert not brand.is_colour(text)


@given(COLOURS)
def test_the_tone_that_is_offered_instead_can_be_taken(colour):
    assert brand.readable(brand.nearest(colour))


@given(COLOURS.map(brand.nearest))
def test_every_tone_of_a_colour_that_is_taken_can_be_read(colour):
    tones = brand.tones(colour)
    for side, papers in ((0, brand.LIGHT), (1, brand.DARK)):
        accent, on_accent = tones["accent"][side], tones["on-accent"][side]
        assert all(brand.contrast(accent, paper) >= brand.ENOUGH for paper in papers)
        assert brand.contrast(accent, on_accent) >= brand.ENOUGH
        assert brand.contrast(tones["accent-press"][side], on_accent) >= brand.ENOUGH
        assert brand.contrast(tones["accent-press"][side], papers[0]) >= brand.ENOUGH
        assert brand.contrast(tones["curtain"][side], tones["on-curtain"][side]) >= brand.ENOUGH
        assert brand.contrast(("#1c1a17", "#f2ebdd")[side], tones["accent-tint"][side]) >= brand.ENOUGH
        assert brand.contrast(accent, tones["accent-tint"][side]) >= brand.ENOUGH


def test_the_papers_are_those_of_the_sheet():
    text = pathlib.Path("static/css/tokens.css").read_text()
    found = [
        re.search(rf"--{name}:\s*light-dark\((#\w+), (#\w+)\)", text).groups()
        for name in ("paper", "sheet", "tint", "wait-tint", "stop-tint", "done-tint")
    ]
    assert tuple(zip(*found, strict=True)) == (brand.LIGHT, brand.DARK)


def test_the_sheet_says_nothing_but_tones():
    sheet = brand.sheet("#14513d")
    assert sheet.count("light-dark(") == 6
    assert "url" not in sheet
