"""The migrations make the tables that the rows describe, on both databases."""

from playhouse.schema_diff import diff_models

from models import ROWS
from models.migrate import pending


def test_the_migrated_schema_is_what_the_rows_say(database):
    assert pending() == []
    assert not diff_models(database, list(ROWS))


def test_a_column_that_no_migration_makes_is_noticed(database):
    database.execute_sql("ALTER TABLE bucket ADD COLUMN stray INTEGER")
    assert diff_models(database, list(ROWS))
