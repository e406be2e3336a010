"""The shape of the house (DESIGN): every file of the product held against what it forbids."""

from pathlib import Path

import pytest

from tests.services.run import ROOT
from tests.shape import files, pages, python

MODULES = sorted(
    path
    for place in python.MAY_IMPORT
    for path in ([ROOT / "app.py"] if place == "app" else (ROOT / place).rglob("*.py"))
)  # fmt: skip
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*") if path.suffix in (".html", ".txt", ".svg"))


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _findings(check, paths: list[Path]) -> list[str]:
    assert paths, "nothing was looked at"
    return [finding for path in paths for finding in check(_name(path), path.read_text(encoding="utf-8"))]


def test_every_part_of_the_house_is_looked_at():
    assert {_name(path).split("/")[0].removesuffix(".py") for path in MODULES} == set(python.MAY_IMPORT)


@pytest.mark.parametrize(
    "check", [python.wrong_imports, python.writes_in_views, python.clock_reads, python.hidden_texts]
)
def test_every_module_keeps_the_direction_the_door_the_clock_and_the_language(check):
    assert _findings(check, MODULES) == []


@pytest.mark.parametrize("check", [pages.state_comparisons, pages.unsafe_markup])
def test_every_template_is_plain(check):
    assert _findings(check, TEMPLATES) == []


def test_vendored_files_are_what_they_were():
    assert files.changed_vendored_files(ROOT / "static" / "vendor") == []


def test_no_file_names_a_machine_or_a_registry():
    assert [finding for path, text in files.texts(ROOT) for finding in files.machine_traces(path, text)] == []
