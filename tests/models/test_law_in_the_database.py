"""The law inside the database: no statement, however raw, takes an illegal hop, deletes, replaces, begins elsewhere."""

from collections import deque

import pytest

from models import NOUNS, Entry, Tally, triggers
from models.database import db, is_postgres
from models.triggers import APPEND_ONLY, hops, unique_keys
from tests.models.raw import columns, ours, refused, run
from tests.world import again

LIVING = sorted(NOUNS)
FIXED = [kind._meta.table_name for kind in APPEND_ONLY]


def _reach(row, target: str) -> bool:
    """Walks the row to a state by legal hops only; False where none lead there from its own."""
    allowed = [hop.split(">") for hop in hops(row.lifecycle)]
    ways, waiting = {row.state: []}, deque([row.state])
    while waiting:
        here = waiting.popleft()
        for source, there in allowed:
            if source == here and there not in ways:
                ways[there] = [*ways[here], there]
                waiting.append(there)
    for step in ways.get(target, []):
        type(row).update(state=step, version=type(row).version + 1).where(type(row).id == row.id).execute()
    return target in ways


def _copy(row, **changes) -> tuple[str, tuple]:
    """INSERT text and values of a copy of this row, keys made new, with these changes."""
    table = type(row)._meta.table_name
    names = columns(table)
    [found] = db.execute_sql(f"SELECT {', '.join(names)} FROM {table} WHERE id = {row.id}").fetchall()
    values = dict(zip(names, found, strict=True))
    for key in unique_keys(type(row)):
        for column in key:
            if column in values and not column.endswith("_id") and isinstance(values[column], str):
                values[column] = values[column][:4] + "new"
    values |= changes
    marks = ", ".join("?" * len(values))
    return f"INTO {table} ({', '.join(values)}) VALUES ({marks})", tuple(values.values())


@pytest.mark.parametrize("noun", LIVING)
def test_from_every_state_only_the_hops_of_the_law_are_possible(rows, noun):
    row, kind = rows[noun], NOUNS[noun]
    machine = kind.lifecycle
    states = [state.value for state in machine.states]
    tried = 0
    for source in states:
        fresh = again(rows[noun])
        with db.atomic() as transaction:
            if _reach(fresh, source):
                version = again(row).version
                for target in states:
                    legal = target == source or f"{source}>{target}" in hops(machine)
                    assert _hop_aborts(row, target, version + 1) != legal, f"{source}>{target}"
                    tried += 1
            transaction.rollback()
    assert tried >= len(states)


def _hop_aborts(row, target: str, version: int) -> bool:
    table = type(row)._meta.table_name
    return ours(f"UPDATE {table} SET state = ?, version = ? WHERE id = ?", (target, version, row.id))


@pytest.mark.parametrize("noun", LIVING)
def test_a_move_is_one_version_on(rows, noun):
    row = rows[noun]
    legal = [
        hop.split(">")[1]
        for hop in hops(row.lifecycle)
        if hop.startswith(f"{row.state}>") and hop != f"{row.state}>{row.state}"
    ]
    table = type(row)._meta.table_name
    for step in (0, 2, -1):
        for target in legal or ["nowhere"]:
            assert refused(
                f"UPDATE {table} SET state = ?, version = ? WHERE id = ?", (target, row.version + step, row.id)
            )


@pytest.mark.parametrize("noun", LIVING)
def test_a_row_with_a_life_is_never_deleted_nor_renumbered(rows, noun):
    table = type(rows[noun])._meta.table_name
    assert refused(f"DELETE FROM {table}")
    assert refused(f"UPDATE {table} SET id = id + 1000")


@pytest.mark.parametrize("noun", LIVING)
def test_a_birth_is_in_the_initial_state(rows, noun, people):
    row = rows[noun]
    machine = row.lifecycle
    own = {"person_id": people.bo.id} if noun in ("participant", "candidate", "standing") else {}
    own |= {"occasion": "another"} if noun == "payout" else {}
    for state in machine.states:
        text, values = _copy(row, state=state.value, **own)
        assert refused(f"INSERT {text}", values) == (not state.initial), state.value


@pytest.mark.parametrize("noun", LIVING)
def test_a_row_is_never_replaced_by_whichever_key(rows, noun):
    row = rows[noun]
    table = type(row)._meta.table_name
    initial = row.lifecycle.initial()
    for key in unique_keys(type(row)):
        taken = dict(
            zip(
                key, db.execute_sql(f"SELECT {', '.join(key)} FROM {table} WHERE id = {row.id}").fetchone(), strict=True
            )
        )
        if None in taken.values():
            continue
        text, values = _copy(row, state=initial, **taken)
        if is_postgres():
            sets = ", ".join(f"{name} = EXCLUDED.{name}" for name in ("state", "version"))
            sql = f"INSERT {text} ON CONFLICT ({', '.join(key)}) DO UPDATE SET {sets}"
            _check_upsert(row, sql, values, initial)
        else:
            assert refused(f"INSERT OR REPLACE {text}", values), key
            assert refused(f"REPLACE {text}", values), key


def _check_upsert(row, sql: str, values: tuple, initial: str) -> None:
    """PostgreSQL's upsert is an UPDATE: back to the initial state it is an illegal hop, and else it changes nothing."""
    assert refused(sql, values) == (row.state != initial)


@pytest.mark.parametrize("noun", LIVING)
def test_a_row_is_never_pushed_out_by_anothers_key(rows, noun, people):
    row = rows[noun]
    own = {"person_id": people.bo.id} if noun in ("participant", "candidate", "standing") else {}
    own |= {"occasion": "another"} if noun == "payout" else {}
    text, values = _copy(row, state=row.lifecycle.initial(), version=0, **own)
    run(f"INSERT {text}", values)
    table = type(row)._meta.table_name
    how = "UPDATE" if is_postgres() else "UPDATE OR REPLACE"
    assert refused(f"{how} {table} SET code = ? WHERE id <> ?", (row.code, row.id))


@pytest.mark.parametrize("table", FIXED)
def test_journal_and_ledgers_only_grow(rows, table):
    first = db.execute_sql(f"SELECT MIN(id) FROM {table}").fetchone()[0]
    assert first is not None
    assert refused(f"UPDATE {table} SET at = at + 1 WHERE id = ?", (first,))
    assert refused(f"UPDATE {table} SET at = at WHERE id = ?", (first,))
    assert refused(f"DELETE FROM {table} WHERE id = ?", (first,))
    names = ", ".join(columns(table))
    how = "INSERT" if is_postgres() else "INSERT OR REPLACE"
    assert refused(f"{how} INTO {table} (id, {names}) SELECT id, {names} FROM {table}")


def test_an_entry_of_the_journal_is_never_replaced_by_its_place_in_it(rows):
    entry = Entry.select().order_by(Entry.id).first()
    names = columns("entry")
    sql = f"INTO entry ({', '.join(names)}) SELECT {', '.join(names)} FROM entry WHERE id = ?"
    for how in ("INSERT",) if is_postgres() else ("INSERT", "INSERT OR REPLACE"):
        assert refused(f"{how} {sql}", (entry.id,))


def test_whole_tables_are_not_emptied_either(rows):
    how = 'TRUNCATE "{}" CASCADE' if is_postgres() else 'DELETE FROM "{}"'
    for kind in (*NOUNS.values(), *APPEND_ONLY):
        assert refused(how.format(kind._meta.table_name)), kind


def test_the_law_is_installed_anew_at_every_migrate(rows):
    triggers.install()
    assert refused("DELETE FROM session")


def test_counts_follow_what_is_born_and_moves(rows, people):
    kept = {(row.noun, row.state): row.count for row in Tally.select() if row.count}
    assert kept == {("session", "completed"): 1, ("participant", "completed"): 1}
