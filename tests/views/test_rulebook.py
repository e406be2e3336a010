"""The rule book as a page: for anybody, in the reader's language, with every move and every sentence."""

import re

import pytest

from lifecycle.rulebook import MACHINES, book
from lifecycle.rulewords import NOUNS
from lifecycle.words import LANGUAGES, reading
from tests.views.markup import elements

# What real letters measure: words that leave their box or the sheet, and words that lie on a box or on other words.
MEASURED = """() => {
  const svg = document.querySelector(".diagram"), view = svg.viewBox.baseVal, faults = [];
  const box = (one) => {
    const b = one.getBBox();
    return {l: b.x, r: b.x + b.width, t: b.y, b: b.y + b.height, what: one.textContent};
  };
  const all = (within, selector) => [...within.querySelectorAll(selector)];
  const over = (a, b) => Math.min(a.r, b.r) - Math.max(a.l, b.l) > 1 && Math.min(a.b, b.b) - Math.max(a.t, b.t) > 3;
  const within = (a, b, side) => a.l >= b.l + side && a.r <= b.r - side && a.t >= b.t && a.b <= b.b;
  const nodes = all(svg, ".node").map((node) => [box(node.querySelector("rect")), all(node, "text").map(box)]);
  const labels = all(svg, ".edge text").map(box), sheet = {l: 0, t: 0, r: view.width, b: view.height};
  for (const [rect, texts] of nodes)
    for (const text of texts) if (!within(text, rect, 2)) faults.push("out of its box: " + text.what);
  for (const label of labels) {
    if (!within(label, sheet, 0)) faults.push("off the sheet: " + label.what);
    for (const [rect] of nodes) if (over(label, rect)) faults.push("on a box: " + label.what);
    for (const other of labels) if (other !== label && over(label, other)) faults.push("on words: " + label.what);
  }
  return faults;
}"""


def test_anybody_reads_every_rule_of_every_noun(place):
    for noun in MACHINES:
        hands = place.nobody().open(f"/rules/{noun}")
        assert hands.status == 200
        seen, about = " ".join(hands.page.text.split()), book(noun)
        with reading("en"):
            for rule in about.rules:
                for text in (rule.label, *(one.sentence for one in rule.asked), *rule.follows):
                    assert " ".join(str(text).split()) in seen
            for end in about.dead_ends:
                assert str(end.sentence) in seen


def test_it_opens_with_the_session_and_has_a_tab_for_every_noun(place):
    first, named = place.nobody().open("/rules"), place.nobody().open("/rules/session")
    assert first.status == named.status == 200
    assert _without_tokens(first.html) == _without_tokens(named.html)
    tabs = [link for link in elements(first.html, "a") if link.inside[-1].attrs.get("class") == "tabs"]
    assert [link.attrs["href"] for link in tabs] == [f"/rules/{noun}" for noun in NOUNS]
    assert [link.text for link in tabs if "aria-current" in link.attrs] == ["Session"]


def test_what_is_no_noun_has_no_rules(place):
    assert place.nobody().open("/rules/spaceship").status == 404
    assert place.nobody().open("/rules/Session").status == 404


def test_the_drawing_can_be_scrolled_by_keyboard_and_is_described(place):
    html = place.nobody().open("/rules/participant").html
    scroll = next(one for one in elements(html, "div") if one.attrs.get("class") == "scroll")
    assert (scroll.attrs["tabindex"], scroll.attrs["role"]) == ("0", "group")
    svg = elements(html, "svg", class_="diagram")
    assert [one.inside[-1] for one in svg] == [scroll]
    ids = [one.attrs["id"] for one in elements(html) if "id" in one.attrs]
    assert len(ids) == len(set(ids))
    assert set(svg[0].attrs["aria-labelledby"].split()) <= set(ids)


def test_a_customer_reads_it_at_the_desk_and_everybody_else_in_one_column(place):
    def house(person):
        hands = place.as_(person) if person else place.nobody()
        return elements(hands.open("/rules").html, "body")[0].attrs["class"]

    assert [house(who) for who in (place.world.ada, place.world.cleo, None)] == ["desk", "hand", "hand"]


def test_it_speaks_the_readers_language(place):
    hands = place.nobody()
    hands.headers["Accept-Language"] = "de"
    hands.open("/rules/session")
    with reading("de"):
        assert str(MACHINES["session"].label("rescheduling")) in hands.page.text
        assert str(book("session").heading) in hands.page.text


@pytest.mark.browser
@pytest.mark.parametrize("language", LANGUAGES)
def test_real_letters_stay_in_their_boxes_and_off_each_other(start_server, open_page, language):
    page = open_page(width=1280, locale=language)
    server = start_server()
    for noun in MACHINES:
        page.goto(f"{server.url}/rules/{noun}")
        assert page.get_attribute("html", "lang") == language
        assert page.evaluate(MEASURED) == [], noun


def _without_tokens(html):
    return re.sub(r'(content|value)="[0-9a-f]{64}"', "", html)
