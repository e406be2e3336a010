"""Tables that leave the house as a file."""

import csv
from collections.abc import Iterable

RISKY = ("=", "+", "-", "@", "\t", "\r")


def harmless(cell: str) -> str:
    """No cell is taken for a formula by a spreadsheet."""
    return f"'{cell}" if cell.startswith(RISKY) else cell


def line(cells: Iterable) -> str:
    """One line of such a table; nothing is an empty cell."""
    return csv.writer(_Back()).writerow(["" if cell is None else harmless(str(cell)) for cell in cells])


class _Back:
    """A file that keeps nothing: csv answers with what its `write` answers."""

    def write(self, text: str) -> str:
        return text
