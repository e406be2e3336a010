"""A layered drawing as arithmetic: columns, orders and heights."""

from itertools import pairwise

import pytest

from rules.columns import columns
from rules.layers import heights, ordered, spread, straightened


def test_a_chain_goes_from_left_to_right():
    links = [("a", "b"), ("b", "c"), ("c", "d")]
    assert columns("abcd", links, "a") == {"a": 0, "b": 1, "c": 2, "d": 3}


def test_a_link_back_does_not_turn_the_drawing_around():
    links = [("a", "b"), ("b", "c"), ("c", "a"), ("c", "b")]
    assert columns("abc", links, "a") == {"a": 0, "b": 1, "c": 2}


def test_a_short_cut_does_not_pull_what_it_leads_to_beside_its_source():
    found = columns("abcde", [("a", "b"), ("b", "c"), ("a", "c"), ("c", "d"), ("d", "e")], "a")
    assert found["b"] <= found["c"] < found["d"] < found["e"]


def test_what_hangs_on_nothing_stands_in_the_last_column():
    assert columns("abx", [("a", "b")], "a") == {"a": 0, "b": 1, "x": 1}


def test_no_column_is_empty():
    found = columns("abcdef", [("a", "b"), ("a", "c"), ("c", "d"), ("d", "e"), ("e", "f"), ("f", "c")], "a")
    assert set(found.values()) == set(range(max(found.values()) + 1))


def _crossings(ranks, links):
    at = {thing: place for rank in ranks for place, thing in enumerate(rank)}
    rank = {thing: number for number, one in enumerate(ranks) for thing in one}
    ways = [sorted(link, key=rank.get) for link in links]
    pairs = [(one, other) for one in ways for other in ways if rank[one[0]] == rank[other[0]]]
    return sum(1 for (a, b), (c, d) in pairs if at[a] < at[c] and at[b] > at[d])


def test_lines_that_need_not_cross_do_not():
    ranks = [["a", "b", "c"], ["x", "y", "z"], ["p", "q"]]
    links = [("a", "z"), ("b", "y"), ("c", "x"), ("z", "q"), ("x", "p")]
    assert _crossings(ranks, links) == 3
    found = ordered(ranks, links)
    assert _crossings(found, links) == 0
    assert [sorted(rank) for rank in found] == [sorted(rank) for rank in ranks]


def test_the_same_input_gives_the_same_order():
    ranks, links = [["a", "b"], ["x", "y", "z"]], [("a", "z"), ("b", "x"), ("a", "y")]
    assert ordered(ranks, links) == ordered(ranks, links)


def test_heights_keep_the_order_and_the_distance():
    ranks = [["a", "b"], ["x", "y", "z"]]
    size = {"a": 20, "b": 40, "x": 10, "y": 30, "z": 10}
    at = heights(ranks, {("a", "z"): 5, ("b", "x"): 1}, size, 8, {})
    for rank in ranks:
        for above, below in pairwise(rank):
            assert at[below] - at[above] >= (size[above] + size[below]) / 2 + 8 - 0.01
    assert min(at[thing] - size[thing] / 2 for thing in at) == pytest.approx(0)


def test_what_is_linked_comes_to_the_same_height_where_it_can():
    at = heights([["a"], ["x"]], {("a", "x"): 1}, {"a": 100, "x": 10}, 8, {})
    assert at["a"] == pytest.approx(at["x"], abs=0.5)
    at = heights([["a"], ["x"]], {("a", "x"): 1}, {"a": 100, "x": 10}, 8, {("a", "x"): 30})
    assert at["x"] == pytest.approx(at["a"] + 30, abs=1.5)


def test_what_is_fixed_stays():
    at = heights([["a"], ["x", "y"]], {("a", "y"): 1}, {"a": 10, "x": 10, "y": 10}, 8, {}, {"y": 200.0, "a": 30.0})
    assert at["y"] - at["a"] == pytest.approx(170, abs=0.5)


@pytest.mark.parametrize(("below", "level"), [(100, True), (14, False)])
def test_a_way_is_level_where_there_is_room(below, level):
    ranks, size = [["a"], ["x", "b"]], {"a": 10, "x": 10, "b": 10}
    at = straightened(ranks, [["a", "x"]], size, 8, {"a": 40, "x": 20, "b": below})
    assert (at["a"] == at["x"]) is level


@pytest.mark.parametrize(("wanted", "expected"), [
    ([50], [50]),
    ([-20], [10]),
    ([500], [90]),
    ([40, 45], [36, 49]),
    ([40, 80], [40, 80]),
    ([0, 0, 0], [10, 23, 36]),
    ([95, 99], [77, 90]),
])
def test_lines_meet_a_side_apart_from_each_other_and_within_it(wanted, expected):
    assert spread(wanted, 13, 10, 90) == pytest.approx(expected)


def test_too_many_lines_for_a_side_stand_closer():
    assert spread([0, 0, 0], 13, 0, 10) == pytest.approx([0, 5, 10])
