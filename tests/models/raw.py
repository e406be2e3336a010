"""Statements that go round the commands: through our own connection, and through one that knows nothing of us."""

import sqlite3

import peewee
import psycopg

from models.database import db, is_postgres

REFUSED = (peewee.IntegrityError, sqlite3.IntegrityError, psycopg.IntegrityError)


def refused(sql: str, values: tuple = ()) -> bool:
    """Whether the database aborts this statement (written with ?), both ways; it is undone in any case."""
    both = {ours(sql, values), _foreign(sql, values)}
    assert len(both) == 1, f"our connection and a foreign one differ on {sql}"
    return both.pop()


def ours(sql: str, values: tuple) -> bool:
    """The same by our own connection alone, which sees what this transaction has not committed."""
    try:
        with db.atomic() as transaction:
            run(sql, values)
            transaction.rollback()
    except REFUSED:
        return True
    return False


def _foreign(sql: str, values: tuple) -> bool:
    """A bare sqlite3 connection has neither foreign keys nor recursive triggers switched on."""
    if is_postgres():
        connection = psycopg.connect(db.connection().info.dsn)
        sql = sql.replace("?", "%s")
    else:
        connection = sqlite3.connect(db.database)
    try:
        connection.execute(sql, values)
    except REFUSED:
        return True
    finally:
        connection.rollback()
        connection.close()
    return False


def run(sql: str, values: tuple = ()) -> None:
    """Execute it by our own connection."""
    db.execute_sql(sql.replace("?", db.obj.param), values)


def columns(table: str) -> list[str]:
    """The columns of a table but its number."""
    return [column.name for column in db.get_columns(table) if column.name != "id"]
