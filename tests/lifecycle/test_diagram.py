"""docs/lifecycle.md: as the machines are, and stale as soon as they change."""

import re

import pytest

from lifecycle import diagram
from lifecycle.rulebook import MACHINES, book


def test_the_page_in_the_checkout_is_not_stale(capsys):
    assert diagram.main(["--check"]) == 0, diagram.STALE
    assert capsys.readouterr().err == ""


def test_a_stale_page_is_told_in_one_line_and_written_anew(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(diagram, "PAGE", tmp_path / "docs" / "lifecycle.md")
    assert diagram.main(["--check"]) == 1
    assert capsys.readouterr().err == diagram.STALE + "\n"
    assert diagram.main([]) == 0
    assert diagram.main(["--check"]) == 0
    diagram.PAGE.write_text("something else")
    assert diagram.main(["--check"]) == 1


def test_a_changed_sentence_makes_it_stale(monkeypatch):
    from lifecycle.session import before_start
    from lifecycle.words import Text

    assert diagram.main(["--check"]) == 0
    monkeypatch.setattr(before_start, "sentence", Text("Too late."))
    assert diagram.main(["--check"]) == 1


@pytest.mark.parametrize("noun", MACHINES)
def test_the_mermaid_diagram_has_every_edge(noun):
    drawn = set()
    for source, target, events in re.findall(r"^ +(\S+) --> (\S+): (.+)$", diagram.mermaid(book(noun)), re.MULTILINE):
        drawn |= {(source, event, target) for event in events.split(", ") if source != "[*]"}
    edges = {(source, event, target) for (source, event), ways in MACHINES[noun].graph().items() for target, _ in ways}
    assert drawn == edges
    ends = set(re.findall(r"^ +(\S+) --> \[\*\]$", diagram.mermaid(book(noun)), re.MULTILINE))
    assert ends == MACHINES[noun].final()


def test_every_table_is_whole():
    for block in re.findall(r"(?:^\|.*\n)+", diagram.page(), re.MULTILINE):
        columns = {len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()}
        assert len(columns) == 1
