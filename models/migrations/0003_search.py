"""What is searched, the full-text index over it, and a line for every row that is there already."""

from peewee import BigAutoField, BigIntegerField, CharField, Model, PostgresqlDatabase, TextField

LINES = (
    "SELECT 'study', study.id, 'w' || study.workspace_id || 'study', study.title FROM study",
    "SELECT 'participant', participant.id, 'w' || study.workspace_id || 'participant', "
    "COALESCE(person.username, 'guest ' || SUBSTR(person.code, 1, 4)) || ' ' || CASE participant.state "
    "WHEN 'excluded' THEN '' ELSE COALESCE(participant.outside_id || ' ', '') || "
    "COALESCE('pp_' || candidate.tail || ' i' || candidate.tail || ' ', '') END || study.title "
    "FROM participant JOIN study ON study.id = participant.study_id JOIN person ON person.id = participant.person_id "
    "LEFT JOIN candidate ON candidate.id = participant.candidate_id",
)
# Without marks, and cut at everything that is neither letter nor digit, as FTS5 does it on SQLite.
PLAIN = (
    "CREATE OR REPLACE FUNCTION plain_words(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $plain$ "
    "SELECT regexp_replace(regexp_replace(normalize($1, NFKD), '[\u0300-\u036f]', '', 'g'), '[^[:alnum:]]+', ' ', 'g') "
    "$plain$"
)


def up(migrator, db):
    """The table, its index, its lines."""

    class Findable(Model):
        id = BigAutoField()
        noun = CharField(max_length=12)
        subject = BigIntegerField()
        scope = CharField(max_length=40)
        words = TextField(default="")

        class Meta:
            database = db
            legacy_table_names = False
            table_name = "findable"
            indexes = ((("noun", "subject"), True),)

    db.create_tables([Findable])
    for line in LINES:
        db.execute_sql(f"INSERT INTO findable (noun, subject, scope, words) {line}")
    if isinstance(db, PostgresqlDatabase):
        db.execute_sql(PLAIN)
        db.execute_sql(
            "CREATE INDEX findable_found ON findable USING gin "
            "(to_tsvector('simple', scope || ' ' || plain_words(words)))"
        )
        return
    db.execute_sql(
        "CREATE VIRTUAL TABLE found USING fts5 (scope, words, content='findable', content_rowid='id', "
        "tokenize='unicode61 remove_diacritics 2', prefix='1 2 3 4 5 6')"
    )
    db.execute_sql("INSERT INTO found (found) VALUES ('rebuild')")
    # A search asks every segment of the index: two of a size are merged as soon as somebody asks for it.
    db.execute_sql("INSERT INTO found (found, rank) VALUES ('usermerge', 2)")


def down(migrator, db):
    """None of it."""
    if isinstance(db, PostgresqlDatabase):
        migrator.migrate(migrator.drop_table("findable"))
        db.execute_sql("DROP FUNCTION plain_words(text)")
        return
    db.execute_sql("DROP TABLE found")
    migrator.migrate(migrator.drop_table("findable"))
