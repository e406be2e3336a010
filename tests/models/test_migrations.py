"""The migrations make the tables that the rows describe, on both databases."""

from playhouse.migrations import Runner
from playhouse.schema_diff import diff_models

from commands import trail
from models import ROWS, Look
from models.database import is_postgres
from models.migrate import SCRIPTS, migrate, pending
from tests.world import NOW


def test_the_migrated_schema_is_what_the_rows_say(database):
    assert pending() == []
    found = diff_models(database, list(ROWS))
    # An index over an expression has no place in a row's description.
    assert [index.name for index in found.drop_indexes] == (["findable_found"] if is_postgres() else [])
    assert not found._replace(drop_indexes=[])


def test_a_column_that_no_migration_makes_is_noticed(database):
    database.execute_sql("ALTER TABLE bucket ADD COLUMN stray INTEGER")
    assert diff_models(database, list(ROWS))


def test_what_the_last_migration_made_goes_and_comes_back_around_the_rows(rows, people, database):
    for one in (rows["participant"], rows["candidate"]):
        trail.looked(one, people.ada.id, "answers", NOW)
    Runner(database, str(SCRIPTS)).down()
    assert diff_models(database, list(ROWS))
    assert migrate() == ["0018_noted"]
    assert [look.participant_id for look in Look.select()] == [rows["participant"].id], "no look at a candidate then"
    trail.looked(rows["candidate"], people.ada.id, "answers", NOW)
    assert Look.select().count() == 2
