"""What the machines say to people: labels, sentences of refusals and dead ends, in each language that is there."""

import string

import pytest

from lifecycle.attempt import Attempt
from lifecycle.words import CATALOGUES, LANGUAGES, Text, catalogue, ngettext, reading
from tests.lifecycle.rows import ADA, MACHINES, ROWS, START

THERE = [code for code in LANGUAGES if code == "en" or (CATALOGUES / code / "LC_MESSAGES" / "messages.po").exists()]
WAYS = [(noun, tests) for noun, machine in MACHINES.items() for edges in machine.graph().values() for _, tests in edges]
GUARDS = sorted({(noun, test) for noun, tests in WAYS for test in tests}, key=lambda pair: (pair[0], pair[1].__name__))
NAMES = [f"{noun}-{test.__name__}" for noun, test in GUARDS]
LACKING = {"study": {"lacks": [Text("Set a reward.")]}}


def sentence(noun, test):
    words = test.sentence
    if isinstance(words, Text):
        return words
    states = [state for (state, _), edges in MACHINES[noun].graph().items() for _, tests in edges if test in tests]
    return words(Attempt(ROWS[noun](states[0], **LACKING.get(noun, {})), "any", ADA, START))


@pytest.mark.parametrize("language", THERE)
@pytest.mark.parametrize(("noun", "test"), GUARDS, ids=NAMES)
def test_a_guard_has_a_sentence(noun, test, language):
    with reading(language, "Europe/Oslo"):
        words = str(sentence(noun, test))
    first = words.lstrip("„“”\"")[0]
    assert first.isupper() or first.isdigit()
    assert words[-1] in ".?"
    assert "!" not in words
    assert "%(" not in words


@pytest.mark.parametrize(("noun", "test"), GUARDS, ids=NAMES)
def test_a_guard_says_what_it_asks(noun, test):
    assert test.__doc__[0].isupper()
    assert test.__doc__.strip()[-1] == "."


@pytest.mark.parametrize(("language", "number", "shown"), [
    ("en", 1, "1 unit"), ("en", 999, "999 units"), ("en", 12960, "12,960 units"), ("de", 12960, "12.960 units"),
    ("en", -1500, "-1,500 units"),
])  # fmt: skip
def test_a_count_is_written_as_its_reader_writes_it(language, number, shown):
    with reading(language):
        assert str(ngettext("%(number)s unit", "%(number)s units", number)) == shown


@pytest.mark.parametrize("noun", MACHINES)
def test_every_state_and_every_event_has_a_label(noun):
    machine = MACHINES[noun]
    assert machine.labels.keys() == machine.who.keys() == {event for _, event in machine.graph()}
    for words in [*machine.labels.values(), *(state.name for state in machine.states)]:
        assert isinstance(words, Text)
        assert str(words)[0] in string.ascii_uppercase
        assert str(words)[-1] not in string.punctuation


@pytest.mark.parametrize("noun", MACHINES)
def test_a_dead_end_is_wording_only_and_never_an_edge(noun):
    machine = MACHINES[noun]
    for (event, state), by_role in machine.dead_ends.items():
        assert (state, event) not in machine.graph()
        assert state in machine.states_map
        assert by_role.keys() <= machine.who[event]
        for refusal in by_role.values():
            assert str(refusal.sentence).endswith(".")
            assert not refusal.hides


@pytest.mark.parametrize("noun", MACHINES)
def test_what_people_read_is_translated_where_there_is_a_catalogue(noun):
    machine = MACHINES[noun]
    fixed = [test.sentence for owner, test in GUARDS if owner == noun and isinstance(test.sentence, Text)]
    ends = [refusal.sentence for by_role in machine.dead_ends.values() for refusal in by_role.values()]
    texts = [*machine.labels.values(), *(state.name for state in machine.states), *fixed, *ends]
    for language in set(THERE) - {"en"}:
        assert [words.text for words in texts if words.text not in catalogue(language)] == []


def test_the_sentence_for_no_edge_names_the_state():
    why = MACHINES["payout"].why_not(Attempt(ROWS["payout"]("due"), "settle", ADA, START))
    assert (why.code, why.hides) == ("no_such_move", True)
    assert str(why.sentence) == "This is not possible while it is “Due”."
