"""The rules know no clock, no database and no web: read from their syntax trees."""

import ast
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "rules"
ALLOWED = {"babel", "bisect", "collections", "csv", "dataclasses", "datetime", "decimal", "functools", "json", "math",
           "re", "rules", "struct", "typing", "unicodedata", "urllib.parse", "zoneinfo"}
CLOCK = {"now", "utcnow", "today", "time", "monotonic"}


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.stem)
def test_a_rule_imports_only_arithmetic_and_reads_no_clock(path):
    tree = ast.parse(path.read_text())
    imported = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            imported |= {name.name.split(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add(node.module if node.module == "urllib.parse" else node.module.split(".")[0])
    assert imported <= ALLOWED
    assert not {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)} & CLOCK
    assert len(path.read_text().splitlines()) <= 220
