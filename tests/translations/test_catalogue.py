"""The German catalogue says everything that the product says, and the check that watches over it can fail."""

import shutil
import sys

import pytest

from lifecycle.words import reading
from tests.lifecycle.rows import MACHINES
from translations import __main__ as catalogues

LANGUAGE = "de"
# Labels that are the same word in both languages. Short on purpose: each one has to be looked at.
SAME_IN_BOTH: frozenset[str] = frozenset()
PLAIN = 'msgid "Scheduled"\nmsgstr "Vereinbart"\n'
FILLED = 'msgid "%(product)s, for %(team)s"\nmsgstr "%(product)s, für %(team)s"\n'


def _translated() -> list[tuple[str, str]]:
    """(text, translation), with one pair for each form of a text that counts."""
    pairs = []
    for message in catalogues.load(LANGUAGE):
        if message.id:
            texts = (message.id,) if isinstance(message.id, str) else message.id
            forms = (message.string,) if isinstance(message.string, str) else message.string
            pairs += zip(texts, forms, strict=True)
    assert len(pairs) > 600, "hardly anything was read"
    return pairs


def _labels(machine) -> list:
    """What a machine says of its states and of its moves."""
    states = [machine.label(state.value) for state in machine.states]
    return [*states, *machine.labels.values(), *machine.labels_for.values()]


@pytest.fixture
def draft(tmp_path, monkeypatch):
    """Writes the German catalogue anew with one piece replaced, and has the check look at that one instead."""
    path = tmp_path / "messages.po"
    shutil.copy(catalogues.path_of(LANGUAGE), path)
    monkeypatch.setattr(catalogues, "path_of", lambda language: path)

    def replace(old: str, new: str) -> None:
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), encoding="utf-8")

    return replace


def test_every_text_is_translated_and_keeps_its_placeholders():
    assert catalogues.faults(LANGUAGE) == []


def test_a_text_without_a_translation_is_found(draft, monkeypatch):
    draft(PLAIN, 'msgid "Scheduled"\nmsgstr ""\n')
    assert catalogues.faults(LANGUAGE) == ["de: not translated: 'Scheduled'"]
    monkeypatch.setattr(sys, "argv", ["translations", "--check"])
    assert catalogues.main() == 1


def test_a_text_that_is_not_in_the_catalogue_is_found(draft):
    draft(PLAIN, "")
    assert catalogues.faults(LANGUAGE) == ["de: not translated: 'Scheduled'"]


@pytest.mark.parametrize("wrong", ["%(product)s, für %(group)s", "%(product)s, für alle", "%(product)s, für %(team)"])
def test_a_translation_with_other_placeholders_is_found(draft, wrong):
    draft(FILLED, f'msgid "%(product)s, for %(team)s"\nmsgstr "{wrong}"\n')
    assert catalogues.faults(LANGUAGE) == ["de: other placeholders: '%(product)s, for %(team)s'"]


def test_a_translation_of_a_text_that_is_gone_is_found(draft):
    draft(PLAIN, PLAIN + '\nmsgid "Nobody says this."\nmsgstr "Das sagt niemand."\n')
    assert catalogues.faults(LANGUAGE) == ["de: no longer used: 'Nobody says this.'"]


@pytest.mark.parametrize("noun", MACHINES)
def test_every_label_of_a_state_and_of_a_move_is_german(noun):
    labels = _labels(MACHINES[noun])
    with reading(LANGUAGE):
        english = [label.text for label in labels if str(label) == label.text and label.text not in SAME_IN_BOTH]
    assert english == []


@pytest.mark.parametrize("noun", MACHINES)
def test_a_state_is_named_in_few_words_and_no_two_alike(noun):
    with reading(LANGUAGE):
        names = [str(MACHINES[noun].label(state.value)) for state in MACHINES[noun].states]
    assert [name for name in names if len(name.split()) > 4] == []
    assert len(set(names)) == len(names)


def test_every_translation_can_be_filled_in():
    for text, translation in _translated():
        if names := catalogues.places(text):
            # A lone per cent sign would only fail where somebody reads the sentence.
            assert translation % dict.fromkeys(names, "x"), text


def test_nobody_is_shouted_at():
    assert [translation for _text, translation in _translated() if {"!", "—"} & set(translation)] == []


def test_no_word_is_asked_for_alone_and_counted(monkeypatch):
    """Of one that is both, only the counted form is found, and the other stays English."""
    asked = []
    add = catalogues.Catalog.add

    def note(self, text, **more):
        asked.append(text)
        return add(self, text, **more)

    monkeypatch.setattr(catalogues.Catalog, "add", note)
    catalogues.extracted()
    counted = {text[0] for text in asked if not isinstance(text, str)}
    assert len(counted) > 50
    assert counted & {text for text in asked if isinstance(text, str)} == set()
