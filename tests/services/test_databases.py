import sqlite3

import psycopg

from tests.services import databases


def _tables(url: str) -> set[str]:
    if url.startswith("sqlite"):
        connection = sqlite3.connect(url.removeprefix("sqlite:///"))
        rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        connection.close()
    else:
        with psycopg.connect(url) as connection:
            rows = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    return {name for (name,) in rows}


def test_a_fresh_database_has_the_tables(database_url):
    assert {"session", "participant", "study"} <= _tables(database_url)


def test_what_one_test_writes_another_does_not_see(database_url, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    second = databases.fresh("sqlite" if database_url.startswith("sqlite") else "postgres", other)
    try:
        _make_table(database_url)
        assert "scratch" in _tables(database_url)
        assert "scratch" not in _tables(second)
    finally:
        databases.discard(second)


def _make_table(url: str) -> None:
    opened = sqlite3.connect(url.removeprefix("sqlite:///")) if url.startswith("sqlite") else psycopg.connect(url)
    opened.execute("CREATE TABLE scratch (id INTEGER)")
    opened.commit()
    opened.close()


def test_an_opened_database_answers(database):
    assert database.execute_sql("SELECT 6 * 7").fetchone()[0] == 42
