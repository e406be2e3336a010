"""Tables that leave the house as a file."""

import csv
from collections.abc import Iterable

RISKY = ("=", "+", "-", "@", "\t", "\r")


def harmless(cell: str) -> str:
    """No cell is taken for a formula by a spreadsheet."""
    return f"'{cell}" if cell.startswith(RISKY) else cell


def line(cells: Iterable) -> str:
    """One line of such a table; nothing is an empty cell, and a number stays one, also below zero."""
    return csv.writer(_Back()).writerow([_cell(cell) for cell in cells])


def _cell(cell) -> str:
    if cell is None:
        return ""
    return str(cell) if isinstance(cell, int | float) else harmless(str(cell))


class _Back:
    """A file that keeps nothing: csv answers with what its `write` answers."""

    def write(self, text: str) -> str:
        return text
