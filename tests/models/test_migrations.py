"""The migrations make the tables that the rows describe, on both databases."""

from playhouse.schema_diff import diff_models

from models import ROWS
from models.database import is_postgres
from models.migrate import pending


def test_the_migrated_schema_is_what_the_rows_say(database):
    assert pending() == []
    found = diff_models(database, list(ROWS))
    # An index over an expression has no place in a row's description.
    assert [index.name for index in found.drop_indexes] == (["findable_found"] if is_postgres() else [])
    assert not found._replace(drop_indexes=[])


def test_a_column_that_no_migration_makes_is_noticed(database):
    database.execute_sql("ALTER TABLE bucket ADD COLUMN stray INTEGER")
    assert diff_models(database, list(ROWS))
