"""The few statements that every command makes, as fixed text: putting SQL together anew takes ten times what
running it does.

Peewee's queries stand wherever a statement is not made in every command; what is here gives the same rows as they do.
"""

import functools
from collections.abc import Iterable, Iterator

import peewee

from models.database import db, is_postgres

# What a driver hands over as Python wants it already: no conversion when a row is read.
READ_AS_IS = (peewee.BigAutoField, peewee.BigIntegerField, peewee.IntegerField, peewee.CharField, peewee.TextField)


def one(kind, value, by: str = "id", locked: bool = False):
    """The row that has this value in this unique column, or None; `locked` until the end of the transaction."""
    found = db.execute_sql(_select(kind, by, locked and is_postgres(), db.obj.param), (value,)).fetchone()
    if found is None:
        return None
    return made(kind, found)


def made(kind, values):
    """The row with these values of its columns."""
    row = kind(__no_default__=True)
    row.__data__.update(zip(_names(kind), values, strict=True))
    for name, convert in _readers(kind):
        row.__data__[name] = convert(row.__data__[name])
    return row


def fact(row, name: str):
    """What one of the sub-selects in `facts` of this row's class says now."""
    return db.execute_sql(_fact(type(row), name, db.obj.param), (row.id,)).fetchone()[0]


def insert(row):
    """Insert this new row with its defaults; its number is set afterwards."""
    kind, data = type(row), row.__data__
    names = tuple(field.name for field in kind._meta.sorted_fields if field.name in data)
    done = db.execute_sql(_insert(kind, names, 1, is_postgres(), db.obj.param), list(written(kind, names, data)))
    row.__data__["id"] = done.fetchone()[0] if is_postgres() else done.lastrowid
    row._dirty.clear()
    return row


def insert_all(kind, rows: list[dict]) -> None:
    """Insert these rows, all with the same fields, in one statement."""
    filled = [{**kind._meta.get_default_dict(), **row} for row in rows]
    names = tuple(filled[0])
    values = [value for row in filled for value in written(kind, names, row)]
    db.execute_sql(_insert(kind, names, len(rows), False, db.obj.param), values)


def insert_each(rows: list) -> None:
    """Insert these new rows of one kind, with the same fields each, by one statement that is run for each of them;
    their numbers are for the caller to read."""
    kind = type(rows[0])
    names = tuple(field.name for field in kind._meta.sorted_fields if field.name in rows[0].__data__)
    sql = _insert(kind, names, 1, False, db.obj.param)
    db.obj.cursor().executemany(sql, [list(written(kind, names, row.__data__)) for row in rows])
    for row in rows:
        row._dirty.clear()


def step(row, source: str, target: str, values: dict) -> bool:
    """Compare and set: the row goes from one state to the other, one version on, with these values; False if it had
    moved."""
    kind, names = type(row), tuple(values)
    given = [*written(kind, names, values), target, row.version + 1, row.id, row.version, source]
    return db.execute_sql(_update(kind, names, db.obj.param), given).rowcount == 1


def written(kind, names: Iterable[str], data: dict) -> Iterator:
    """These values as the database keeps them."""
    fields = kind._meta.fields
    for name in names:
        value = data[name]
        yield fields[name].db_value(value.id if isinstance(value, peewee.Model) else value)


@functools.cache
def _names(kind) -> tuple[str, ...]:
    return tuple(field.name for field in kind._meta.sorted_fields)


@functools.cache
def _readers(kind) -> tuple:
    return tuple((field.name, field.python_value) for field in kind._meta.sorted_fields if not _as_is(field))


def _as_is(field) -> bool:
    return isinstance(field, peewee.ForeignKeyField) or type(field) in READ_AS_IS


@functools.cache
def _select(kind, by: str, locked: bool, mark: str) -> str:
    fields = kind._meta.fields
    columns = ", ".join(f'"{field.column_name}"' for field in kind._meta.sorted_fields)
    ending = " FOR UPDATE" if locked else ""
    return f'SELECT {columns} FROM "{kind._meta.table_name}" WHERE "{fields[by].column_name}" = {mark}{ending}'


@functools.cache
def _fact(kind, name: str, mark: str) -> str:
    return f'SELECT {kind.facts[name].format(row="here")} FROM "{kind._meta.table_name}" AS here WHERE "id" = {mark}'


@functools.cache
def _insert(kind, names: tuple[str, ...], rows: int, returning: bool, mark: str) -> str:
    columns = ", ".join(f'"{kind._meta.fields[name].column_name}"' for name in names)
    values = ", ".join([f"({', '.join([mark] * len(names))})"] * rows)
    return f'INSERT INTO "{kind._meta.table_name}" ({columns}) VALUES {values}' + (
        ' RETURNING "id"' if returning else ""
    )


@functools.cache
def _update(kind, names: tuple[str, ...], mark: str) -> str:
    columns = [kind._meta.fields[name].column_name for name in names]
    sets = ", ".join(f'"{column}" = {mark}' for column in (*columns, "state", "version"))
    return (
        f'UPDATE "{kind._meta.table_name}" SET {sets} WHERE "id" = {mark} AND "version" = {mark} AND "state" = {mark}'
    )
