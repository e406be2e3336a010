"""Many rows born by one statement: as many as a SELECT gives, alike but for what it says of each.

The rows are those that as many single INSERTs would have written (tests/commands/test_offering.py compares them), at
the speed of the database: nothing of theirs passes through Python but their codes, which come from where all codes do.
"""

from collections.abc import Mapping
from typing import NamedTuple

from models import fixed
from models.base import new_codes
from models.database import is_postgres
from models.lists import ask, run
from models.matching import Part


class Chosen(NamedTuple):
    """At most so many numbers, in their order: a SELECT with one column that is called `number`."""

    part: Part
    most: int


class Born(NamedTuple):
    """Rows that were born together: how many, the greatest number that was chosen, and which they are."""

    count: int
    last: int
    part: Part


def bear(kind, each: str, chosen: Chosen, values: Mapping, owner: str = "study", cut: Mapping[str, bytes] = {}) -> Born:
    """A new row in a study (or in another `owner`) for each number that was chosen: `each` is the field that holds it.
    The owner is locked, so that nobody else is born into it meanwhile. `cut` are further fields with a text of its own
    for each row: all of them in one, one after the other, and as long as each other."""
    table, column = kind._meta.table_name, kind._meta.fields[each].column_name
    [(before,)] = ask(f'SELECT COALESCE(MAX(id), 0) FROM "{table}"')
    numbered = f"(SELECT number, ROW_NUMBER() OVER (ORDER BY number) AS place FROM ({chosen.part.sql}) AS found)"
    texts = {"code": new_codes(chosen.most), **cut}
    own = {name: Part(_cut(len(text) // chosen.most), (text,)) for name, text in texts.items()}
    source = Part(f"FROM {numbered} AS chosen ORDER BY chosen.place", chosen.part.values)
    insert_from(kind, {**own, each: Part("chosen.number")}, values, source)
    those = Part(
        f'"{table}".{owner}_id = ? AND "{table}".state = ? AND "{table}".id > ?',
        (values[owner].id, values["state"], before),
    )
    [(count, last)] = ask(f'SELECT COUNT(*), MAX({column}) FROM "{table}" WHERE {those.sql}', *those.values)
    return Born(count, last or 0, those)


def insert_from(kind, columns: Mapping[str, Part], values: Mapping, source: Part) -> None:
    """A row for each that the source (FROM and what follows) gives: fields by what stands in the source, the same
    values for all of them, and the defaults of what is in neither."""
    filled = {**kind._meta.get_default_dict(), **values}
    same = tuple(name for name in filled if name not in columns)
    names = ", ".join(f'"{kind._meta.fields[name].column_name}"' for name in (*columns, *same))
    terms = ", ".join([*(part.sql for part in columns.values()), *("?" for _name in same)])
    given = [value for part in columns.values() for value in part.values]
    sql = f'INSERT INTO "{kind._meta.table_name}" ({names}) SELECT {terms} {source.sql}'
    run(sql, *given, *fixed.written(kind, same, filled), *source.values)


def _cut(length: int) -> str:
    """The text of the row at this place, cut out of all of them."""
    begin = f"{length} * (chosen.place - 1) + 1"
    if is_postgres():
        return f"CONVERT_FROM(SUBSTRING(CAST(? AS BYTEA) FROM CAST({begin} AS INT) FOR {length}), 'UTF8')"
    return f"CAST(SUBSTR(?, {begin}, {length}) AS TEXT)"
