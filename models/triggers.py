"""The law inside the database: triggers made from the machines, so that not even a raw statement takes an illegal hop.

`install` drops and creates them again at every migrate; nobody writes them by hand.
"""

from collections.abc import Iterator

from models import NOUNS
from models.database import db, is_postgres
from models.journal import Entry
from models.money import LedgerLine
from models.workspaces import UnitLine

APPEND_ONLY = (Entry, LedgerLine, UnitLine)
TALLIED = ("session", "participant")


def hops(machine) -> list[str]:
    """Every "source>target" that the machine's graph contains."""
    return sorted(
        {f"{source}>{target}" for (source, _event), edges in machine.graph().items() for target, _guards in edges}
    )


def unique_keys(row) -> list[tuple[str, ...]]:
    """The columns of each unique key of a table, its number included."""
    single = [(field.column_name,) for field in row._meta.sorted_fields if field.unique or field.primary_key]
    return single + [
        tuple(row._meta.fields[name].column_name for name in one[0])
        for one in row._meta.indexes
        if isinstance(one, tuple) and one[1]
    ]


def rules() -> Iterator[tuple[str, str, str, str, str]]:
    """(table, name, when it fires, the condition over OLD and NEW, the complaint) for everything that must never
    happen."""
    for noun, row in NOUNS.items():
        table, machine = row._meta.table_name, row.lifecycle
        allowed = ", ".join(f"'{hop}'" for hop in hops(machine))
        changed = "NEW.state <> OLD.state"
        yield (
            table,
            "hop",
            "UPDATE",
            f"{changed} AND (OLD.state || '>' || NEW.state) NOT IN ({allowed})",
            f"illegal transition of a {noun}",
        )
        yield (
            table,
            "step",
            "UPDATE",
            f"{changed} AND NEW.version <> OLD.version + 1",
            f"a {noun} moves one step at a time",
        )
        yield table, "same", "UPDATE", "NEW.id <> OLD.id", f"a {noun} keeps its number"
        yield table, "birth", "INSERT", f"NEW.state <> '{machine.initial()}'", f"a {noun} is born {machine.initial()}"
        yield table, "keep", "DELETE", "1 = 1", f"a {noun} is never deleted"
    for row in APPEND_ONLY:
        table = row._meta.table_name
        yield table, "fixed", "UPDATE", "1 = 1", f"{table} is append-only"
        yield table, "keep", "DELETE", "1 = 1", f"{table} is append-only"


def replacements() -> Iterator[tuple[str, str, str, str]]:
    """(table, key columns, condition, complaint) against OR REPLACE, which deletes unseen where recursive triggers are
    off (SQLite). A second row with a taken key is an error even to ON CONFLICT DO NOTHING: a trigger can not tell."""
    for row in (*NOUNS.values(), *APPEND_ONLY):
        table = row._meta.table_name
        keys = unique_keys(row)
        same = [" AND ".join(f"{table}.{column} = NEW.{column}" for column in key) for key in keys]
        columns = ", ".join(sorted({column for key in keys for column in key}))
        yield table, columns, " OR ".join(f"({one})" for one in same), f"a row of {table} is never replaced"


def install() -> None:
    """Put the law into the database, replacing what an earlier version had put there."""
    (_install_postgres if is_postgres() else _install_sqlite)()


def _install_sqlite() -> None:
    for (name,) in db.execute_sql(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'law_%'"
    ).fetchall():
        db.execute_sql(f"DROP TRIGGER {name}")
    for table, name, moment, condition, complaint in rules():
        _sqlite(
            f"law_{table}_{name}", f"BEFORE {moment} ON {table} WHEN {condition}", f"SELECT RAISE(ABORT, '{complaint}')"
        )
    for table, columns, condition, complaint in replacements():
        another = f"EXISTS (SELECT 1 FROM {table} WHERE {table}.id <> OLD.id AND ({condition}))"
        complain = f"SELECT RAISE(ABORT, '{complaint}')"
        there = f"EXISTS (SELECT 1 FROM {table} WHERE {condition})"
        _sqlite(f"law_{table}_replace", f"BEFORE INSERT ON {table} WHEN {there}", complain)
        _sqlite(f"law_{table}_oust", f"BEFORE UPDATE OF {columns} ON {table} WHEN {another}", complain)
    for noun in TALLIED:
        table = NOUNS[noun]._meta.table_name
        _sqlite(f"law_{table}_counted", f"AFTER INSERT ON {table}", _count(noun, "NEW", 1))
        _sqlite(
            f"law_{table}_recounted",
            f"AFTER UPDATE ON {table} WHEN NEW.state <> OLD.state",
            f"{_count(noun, 'OLD', -1)}; {_count(noun, 'NEW', 1)}",
        )


def _sqlite(name: str, when: str, body: str) -> None:
    db.execute_sql(f"CREATE TRIGGER {name} {when} BEGIN {body}; END")


def _count(noun: str, which: str, step: int) -> str:
    return (
        f"INSERT INTO tally (noun, study, state, count) VALUES ('{noun}', {which}.study_id, {which}.state, {step}) "
        f"ON CONFLICT (noun, study, state) DO UPDATE SET count = tally.count + {step}"
    )


def _install_postgres() -> None:
    for table, name, moment, condition, complaint in rules():
        _postgres(
            table,
            name,
            f"BEFORE {moment}",
            f"IF {condition} THEN {_complain(complaint)} END IF; RETURN {'OLD' if moment == 'DELETE' else 'NEW'};",
        )
    for row in (*NOUNS.values(), *APPEND_ONLY):
        table = row._meta.table_name
        _postgres(table, "emptied", "BEFORE TRUNCATE", _complain(f"{table} is never emptied"), each="STATEMENT")
    for noun in TALLIED:
        table = NOUNS[noun]._meta.table_name
        _postgres(table, "counted", "AFTER INSERT", f"{_count(noun, 'NEW', 1)}; RETURN NULL;")
        _postgres(
            table,
            "recounted",
            "AFTER UPDATE",
            f"IF NEW.state <> OLD.state THEN {_count(noun, 'OLD', -1)}; {_count(noun, 'NEW', 1)}; END IF; RETURN NULL;",
        )


def _complain(complaint: str) -> str:
    return f"RAISE EXCEPTION '{complaint}' USING ERRCODE = 'integrity_constraint_violation';"


def _postgres(table: str, name: str, when: str, body: str, each: str = "ROW") -> None:
    law, body = f"law_{table}_{name}", body.replace("%", "%%")
    db.execute_sql(
        f"CREATE OR REPLACE FUNCTION {law}() RETURNS trigger LANGUAGE plpgsql AS $law$ BEGIN {body} END $law$"
    )
    db.execute_sql(f'CREATE OR REPLACE TRIGGER {law} {when} ON "{table}" FOR EACH {each} EXECUTE FUNCTION {law}()')
