"""What every page may rely on because the components promise it."""

import re

import pytest

from tests.views.markup import elements
from tests.views.samples import HOSTILE, environment, given, move, moves, render

PAGES = ["desk.html", "hand.html", "form.html", "thing.html"]
ERRORS = ["403", "404", "409", "422", "429", "500", "503"]


def shown(source: str, **more) -> str:
    """A few lines of template, rendered with the sample's values."""
    return environment().from_string(source).render(given(**more))


def macro(name: str, call: str, **more) -> str:
    names = re.match(r"\w+", call).group()
    return shown(f'{{% from "components/{name}.html" import {names} with context %}}{{{{ {call} }}}}', **more)


@pytest.mark.parametrize("name", PAGES)
def test_every_reference_between_elements_leads_somewhere(name):
    found = elements(render(name))
    ids = [one.attrs["id"] for one in found if "id" in one.attrs]
    assert len(ids) == len(set(ids))
    for one in found:
        for attribute in ("for", "aria-describedby", "aria-labelledby", "form"):
            assert set((one.attrs.get(attribute) or "").split()) <= set(ids), (one.tag, one.attrs)
        target = one.attrs.get("hx-target", "#thing-7")
        assert target[1:] in {*ids, "thing-7"}


@pytest.mark.parametrize("name", PAGES)
def test_every_control_has_a_label(name):
    found = elements(render(name))
    labels = {one.attrs["for"]: one for one in found if one.tag == "label" and "for" in one.attrs}
    for one in found:
        if one.tag in ("input", "select", "textarea") and one.attrs.get("type") != "hidden":
            around = [label for label in one.inside if label.tag == "label"]
            label = labels.get(one.attrs.get("id")) or around[-1]
            assert label.text, one.attrs


@pytest.mark.parametrize("name", PAGES)
def test_every_form_that_changes_something_carries_the_form_token(name):
    found = elements(render(name))
    forms = [one for one in found if one.tag == "form" and one.attrs["method"] == "post"]
    assert forms
    for form in forms:
        tokens = [one for one in found if one.attrs.get("name") == "form_token" and form in one.inside]
        assert [one.attrs["value"] for one in tokens] == ["token-1"]


@pytest.mark.parametrize("name", PAGES)
def test_text_typed_by_a_stranger_is_only_ever_text(name):
    typed = {"title": HOSTILE, "note": HOSTILE}
    page = render(name, refused=HOSTILE, slot_error=HOSTILE, errors={"title": HOSTILE}, typed=typed)
    assert "<script>alert" not in page
    assert "{{7*7}}" in page
    assert "49" not in page
    assert all(one.attrs.get("src") for one in elements(page, "script"))


@pytest.mark.parametrize("name", PAGES)
def test_nothing_needs_inline_styles_or_handlers_or_eval(name):
    for one in elements(render(name)):
        assert one.tag != "style"
        assert "style" not in one.attrs
        assert not [attribute for attribute in one.attrs if attribute.startswith(("on", "hx-on"))]
        assert not [value for value in one.attrs.values() if (value or "").startswith(("js:", "javascript:"))]


def test_a_refused_move_is_still_a_button_that_asks_the_server_and_its_sentence_stands_beside_it():
    page = macro("offers", "offers(moves, 'thing-7')", moves=moves())
    for event, method in (("mark_no_show", "post"), ("reschedule", "get")):
        [button] = elements(page, "button", data_event=event)
        form = button.inside[-1]
        assert button.attrs["type"] == "submit"
        assert button.attrs["aria-disabled"] == "true"
        assert "disabled" not in button.attrs
        assert (form.attrs["method"], form.attrs["action"]) == (method, f"/things/7/{event}")
        assert form.attrs[f"hx-{method}"] == f"/things/7/{event}"
        assert form.attrs["hx-target"] == "#thing-7"
        assert "data-refused" in button.inside[-2].attrs
        [sentence] = elements(page, "p", id=button.attrs["aria-describedby"])
        assert sentence.attrs["class"] == "why"
        assert sentence.text.startswith(next(one["refusal"] for one in moves() if one["event"] == event))


def test_a_dead_end_shows_the_way_on():
    page = macro("offers", "offers(moves, 'thing-7')", moves=moves())
    assert [one.attrs["href"] for one in elements(page, "a", data_event="duplicate")] == ["/studies/1/duplicate"]


def test_an_allowed_move_with_a_form_is_a_link_and_one_without_posts_the_row_version():
    page = macro("offers", "offers(moves, 'thing-7')", moves=moves())
    [link] = elements(page, "a", data_event="cancel")
    assert link.attrs["href"] == "/things/7/cancel"
    [button] = elements(page, "button", data_event="pause")
    assert "aria-disabled" not in button.attrs
    versions = [one for one in elements(page, "input", name="version") if button.inside[-1] in one.inside]
    assert [one.attrs["value"] for one in versions] == ["4"]


def test_no_offers_print_nothing():
    assert macro("offers", "offers([], 'thing-7')") == ""


def test_a_refusal_takes_the_colour_from_a_button():
    page = macro("offers", "offers(moves, 'x')", moves=[move("start", "Join", tone="primary", refusal="Not yet.")])
    assert [one.attrs["class"] for one in elements(page, "button")] == ["button"]


def test_what_was_typed_is_kept_beside_its_error():
    typed = {"title": ' "><b>', "note": "\n first line empty", "reason": "busy", "places": 0}
    errors = {"title": "Too short.", "places": "At least one.", "": "Both together do not fit."}
    page = render("form.html", typed=typed, errors=errors)
    [title] = elements(page, "input", name="title")
    assert title.attrs["value"] == typed["title"]
    assert title.attrs["aria-invalid"] == "true"
    assert title.attrs["aria-describedby"] == "f-title-hint f-title-error"
    assert elements(page, "p", id="f-title-error")[0].text == "Too short."
    assert elements(page, "input", name="places")[0].attrs["value"] == "0"
    assert "".join(elements(page, "textarea")[0].words) == "\n" + typed["note"]
    assert [one.attrs["value"] for one in elements(page, "input", type="radio") if "checked" in one.attrs] == ["busy"]
    assert [one.attrs["href"] for one in elements(page, "a")] == ["#f-title", "#f-places"]
    assert "data-focus" in elements(page, role="alert")[0].attrs
    assert "Both together" in elements(page, role="alert")[0].text


def test_several_ticks_are_kept():
    days = [one for one in elements(render("form.html"), "input", name="days") if "checked" in one.attrs]
    assert [one.attrs["value"] for one in days] == ["2", "3"]


def test_money_is_posted_as_typed_with_its_currency():
    page = macro("field", "money('reward', 'Reward', '12,5x', 'NOK')")
    assert elements(page, "input", name="reward")[0].attrs["value"] == "12,5x"
    assert elements(page, "input", name="reward_currency")[0].attrs["value"] == "NOK"


def test_one_moment_is_shown_once_for_each_city_that_reads_differently():
    page = macro("zones", "zones(start, end, ['Europe/Oslo', 'Europe/Berlin', 'Asia/Tokyo'])")
    assert [one.text for one in elements(page, "dt")] == ["Thursday 26 November, Oslo", "Thursday 26 November, Tokyo"]
    assert [one.text for one in elements(page, "dd")] == ["14:30 – 15:30", "22:30 – 23:30"]


def test_times_stand_under_the_days_of_their_reader():
    page = macro("slots", "slots(starts, 'Europe/Lisbon', 'Asia/Tokyo', chosen='2026-11-26T14:30Z')")
    days = elements(page, "fieldset")
    assert [day.text.split(" 2")[0] for day in days] == ["Thursday", "Friday"]
    radios = elements(page, "input", name="slot")
    assert [len([radio for radio in radios if day in radio.inside]) for day in days] == [3, 2]
    assert [radio.attrs["value"] for radio in radios if "checked" in radio.attrs] == ["2026-11-26T14:30Z"]
    assert elements(page, "small")[2].text == "02:30 in Tokyo, Friday 27 November"


def test_the_same_hour_elsewhere_is_not_said_twice():
    assert macro("when", "elsewhere(start, 'Europe/Berlin')").strip() == ""
    assert "small" not in macro("slots", "slots(starts, 'Europe/Oslo', 'Europe/Berlin')")


def test_a_page_marks_where_one_is_in_both_menus():
    marked = elements(render("desk.html"), "a", class_="to", aria_current="page")
    assert [one.text for one in marked] == ["Studies", "Studies"]


def test_what_was_done_is_said_above_the_page():
    page = render("hand.html", said={"tone": "done", "title": "It is booked", "text": HOSTILE})
    [notice] = [one for one in elements(page, "div", class_="notice") if one.inside[-1].attrs.get("id") == "said"]
    assert notice.text == f"It is booked {HOSTILE}"


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_page_needs_neither_a_reader_nor_a_sentence(name):
    bare = environment().get_template(f"errors/{name}.html").render()
    [title] = elements(bare, "h1")
    assert elements(bare, "title")[0].text == f"{title.text} · Parlor"


@pytest.mark.parametrize("name", ["403", "409", "422"])
def test_an_error_page_says_the_sentence_it_was_given(name):
    assert HOSTILE in elements(render(f"errors/{name}.html", sentence=HOSTILE), "p", class_="lead")[0].text
