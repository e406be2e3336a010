"""The drawings: complete, readable (nothing over a word or a box), in the reader's language, and within the CSP."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from lifecycle.drawing import TONES, drawing
from lifecycle.lettering import listed, name_width, wrapped
from lifecycle.picture import MANY, is_label, plan, rank_of
from lifecycle.rulebook import MACHINES, book
from lifecycle.scene import LABEL_LINE, NAME_LINE, scene
from lifecycle.words import LANGUAGES, Text, reading

SVG = "{http://www.w3.org/2000/svg}"
SHEET = Path(__file__).parents[2] / "static" / "css" / "components.css"
EVERY = [(noun, language) for noun in MACHINES for language in LANGUAGES]


def drawn(noun, language="en"):
    with reading(language):
        svg = drawing(book(noun)).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
        return ElementTree.fromstring(svg), scene(book(noun))


def words_of(group):
    return " ".join(text.text for text in group.iter(f"{SVG}text"))


def points(way):
    """The path as points: straight pieces by their ends, curves sampled."""
    found, x, y = [], 0.0, 0.0
    for letter, rest in re.findall(r"([MHC])([^MHC]*)", way):
        numbers = [float(number) for number in re.findall(r"-?[\d.]+", rest)]
        if letter == "M":
            x, y = numbers
            found.append((x, y))
        elif letter == "H":
            found += [(x + (numbers[0] - x) * step / 20, y) for step in range(1, 21)]
            x = numbers[0]
        else:
            found += [_curve((x, y), numbers, step / 40) for step in range(1, 41)]
            x, y = numbers[-2:]
    return found


def _curve(start, numbers, t):
    corners = [start, *zip(numbers[::2], numbers[1::2], strict=True)]
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
    return tuple(sum(w * corner[axis] for w, corner in zip(weights, corners, strict=True)) for axis in (0, 1))


def inside(point, place, margin):
    return abs(point[0] - place.x) < place.wide / 2 - margin and abs(point[1] - place.y) < place.tall / 2 - margin


@pytest.mark.parametrize(("noun", "language"), EVERY)
def test_every_state_and_every_move_is_drawn_in_the_readers_words(noun, language):
    svg, _found = drawn(noun, language)
    about = book(noun)
    with reading(language):
        names = [str(state.name) for state in about.machine.states]
        labels = {str(rule.label) for rule in about.rules}
        heading = str(about.heading)
    boxes = [group for group in svg.iter(f"{SVG}g") if "node" in group.get("class")]
    assert sorted(map(words_of, boxes)) == sorted(names)
    said = " ".join(words_of(group) for group in svg.iter(f"{SVG}g") if "edge" in group.get("class"))
    assert [label for label in labels if label not in said] == []
    assert svg.find(f"{SVG}title").text == heading
    assert svg.get("aria-labelledby") == "dia-t dia-d"
    assert str(len(names)) in svg.find(f"{SVG}desc").text


@pytest.mark.parametrize("noun", MACHINES)
def test_an_arrow_leads_from_every_source_or_names_how_many(noun):
    machine = MACHINES[noun]
    found = plan(machine, ("begin",))
    drawn_from = {}
    for strand in found.strands:
        for event in strand.events:
            drawn_from.setdefault((event, strand.target), []).extend(strand.sources)
        assert (strand.side == "many") == (len(strand.sources) >= MANY)
    for state, events in found.loops.items():
        for event in events:
            drawn_from.setdefault((event, state), []).append(state)
    expected = {}
    for (source, event), ways in machine.graph().items():
        for target, _ in ways:
            expected.setdefault((event, target), set()).add(source)
    assert {key: set(sources) for key, sources in drawn_from.items() if key[0] != "begin"} == expected


@pytest.mark.parametrize(("noun", "language"), EVERY)
def test_nothing_lies_over_a_word_or_a_box(noun, language):
    svg, found = drawn(noun, language)
    labels = [slot for thing, slot in found.slots.items() if is_label(found.plan, thing)]
    solid = [*found.boxes.values(), *labels]
    for place, one in enumerate(solid):
        for other in solid[place + 1 :]:
            apart_x = abs(one.x - other.x) >= (one.wide + other.wide) / 2 - 0.5
            apart_y = abs(one.y - other.y) >= (one.tall + other.tall) / 2 - 0.5
            assert apart_x or apart_y, (one, other)
    for group in svg.iter(f"{SVG}g"):
        for path in group.iter(f"{SVG}path"):
            crossed = [place.lines for point in points(path.get("d")) for place in solid if inside(point, place, 2)]
            assert crossed == [], (words_of(group), path.get("d"))


@pytest.mark.parametrize(("noun", "language"), EVERY)
def test_no_text_is_cut_and_nothing_leaves_the_sheet(noun, language):
    svg, found = drawn(noun, language)
    _x, _y, wide, tall = map(float, svg.get("viewBox").split())
    for place in [*found.boxes.values(), *found.slots.values()]:
        assert place.x - place.wide / 2 >= 0
        assert place.x + place.wide / 2 <= wide
        assert place.y - place.tall / 2 >= 0
        assert place.y + place.tall / 2 <= tall + 0.5
    for box in found.boxes.values():
        assert name_width(box.lines) < box.wide
        assert NAME_LINE * len(box.lines) + 8 <= box.tall
    for state, lines in found.loops.items():
        box = found.boxes[state]
        assert box.y - box.tall / 2 - 30 - LABEL_LINE * len(lines) >= -1


@pytest.mark.parametrize("noun", MACHINES)
def test_columns_go_from_left_to_right_and_arrows_point_at_their_state(noun):
    svg, found = drawn(noun)
    initial = MACHINES[noun].initial()
    assert rank_of(found.plan, initial) == 1
    for one, place in found.boxes.items():
        for other, there in found.boxes.items():
            if found.plan.column[one] < found.plan.column[other]:
                assert place.x + place.wide / 2 < there.x - there.wide / 2
    tips = [path for path in svg.iter(f"{SVG}path") if path.get("marker-end")]
    assert len(tips) == len(found.plan.strands) + len(found.plan.loops)
    for path in tips:
        end = points(path.get("d"))[-1]
        assert any(_at_the_edge(end, box) for box in found.boxes.values())


def _at_the_edge(point, box):
    across, down = abs(point[0] - box.x), abs(point[1] - box.y)
    on_side = abs(across - box.wide / 2) < 0.2 and down <= box.tall / 2
    return on_side or (abs(down - box.tall / 2) < 0.2 and across <= box.wide / 2)


@pytest.mark.parametrize("noun", MACHINES)
def test_the_content_policy_allows_all_of_it(noun):
    svg, _found = drawn(noun)
    for element in svg.iter():
        for name, value in element.attrib.items():
            assert name != "style"
            assert not name.startswith("on")
            assert "//" not in value
    assert not list(svg.iter(f"{SVG}style"))
    assert not list(svg.iter(f"{SVG}script"))


def test_what_only_time_does_is_dashed_and_ends_are_thick():
    svg, _found = drawn("payout")
    dashed = [words_of(group) for group in svg.iter(f"{SVG}g") if group.get("class") == "edge time"]
    assert dashed == ["Look up"]
    ends = [words_of(group) for group in svg.iter(f"{SVG}g") if group.get("class") == "node end"]
    assert sorted(ends) == ["Paid", "Written off"]


def test_a_state_has_the_tone_that_the_sheets_give_it():
    sheet = SHEET.read_text()
    sheets = {"go": "accent", "wait": "wait", "stop": "stop", "done": "done"}
    ours = {state: tone for tone, states in TONES.items() for state in states}
    for tone, name in sheets.items():
        rule = next(line for line in sheet.splitlines() if f"{{ --tone: var(--{name}); }}" in line and ":is(" in line)
        states = set(re.findall(r'data-state="(\w+)"', rule))
        known = {state for machine in MACHINES.values() for state in machine.states_map} - {"closed"}
        assert {state for state, one in ours.items() if one == tone} == states & known


def test_a_name_is_escaped(monkeypatch):
    monkeypatch.setitem(MACHINES["standing"].labels, "review", Text("<b>&"))
    with reading("en"):
        assert "&lt;b&gt;&amp;" in drawing(book("standing"))


@pytest.mark.parametrize(("text", "most", "lines"), [
    ("Cancel", 11, ["Cancel"]),
    ("Waiting for a new time", 11, ["Waiting for", "a new time"]),
    ("Answering questions", 11, ["Answering", "questions"]),
    ("Fehlgeschlagenes bleibt", 8, ["Fehlgeschlagenes", "bleibt"]),
    ("On the waiting list", 12, ["On the", "waiting list"]),
])
def test_words_are_broken_into_even_lines(text, most, lines):
    assert wrapped(text, most) == lines


def test_several_moves_on_one_arrow_stand_apart():
    assert listed(["None of the new times suit me", "Lapse", "Cancel"], 11)[-1].endswith("Cancel")
    assert listed(["Lapse", "Cancel"], 11) == ["Lapse, Cancel"]
    assert listed(["Start the conversation", "Something is not working"], 11)[1].endswith(",")
